"""The pages of a roster: every answer they give, what they hide, how much they ask."""

import io
import logging
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AuditEntry
from deputies.models import Deputy, RosterDraft, RosterHeading
from tests.deputies import rosters
from tests.world import PERSONAS, build_world

pytestmark = pytest.mark.django_db
KEEPERS = {"staff", "outsider"}
READERS = {"office", "leader", "township", "head", "liaison"}
GIVEN = {"home": "", "level": "", "term": "", "started_on": ""}


def at(name, draft=None):
    return reverse(f"deputies:{name}", args=[draft.pk] if draft else [])


def uploaded(client, upload=None):
    """The check page of a workbook, with its columns said."""
    answer = client.post(at("roster_import"), {"table": upload or rosters.plain()})
    assert answer.status_code == 302, answer.text
    draft = RosterDraft.objects.latest("id")
    page = client.get(answer["Location"])
    if page.status_code == 302:
        form = client.get(page["Location"]).context["form"]
        said = {name: form[name].value() or "" for name in form.fields}
        assert client.post(page["Location"], said).status_code == 302
        page = client.get(answer["Location"])
    return draft, page


def confirmed(client, draft, page):
    return client.post(at("roster_confirm", draft), {"digest": page.context["trial"].plan.digest})


def test_a_roster_is_read_looked_at_and_imported(world, as_user):
    client = as_user("staff")
    draft, page = uploaded(client)
    assert "新增 2 名" in page.text
    assert "138****0001" in page.text
    assert "13800000001" not in page.text
    assert Deputy.objects.count() == 1
    answer = confirmed(client, draft, page)
    assert (answer.status_code, answer["Location"]) == (302, at("deputy_list"))
    assert "导入好了：新增 2 名，改动 0 名，不变 0 名" in client.get(at("deputy_list")).text
    assert Deputy.objects.count() == 3


@pytest.mark.parametrize("name", PERSONAS)
def test_who_may(world, as_user, name):
    expected = 200 if name in KEEPERS else 403 if name in READERS else 404
    client = as_user(name)
    assert client.get(at("roster_import")).status_code == expected
    assert client.get(at("roster_export")).status_code == expected
    answer = client.post(at("roster_import"), {"table": rosters.plain()})
    assert answer.status_code == (302 if expected == 200 else expected)
    assert ("导入导出名册" in client.get(at("deputy_list")).text) == (expected == 200)


PAGES = ("roster_check", "roster_columns", "roster_marked")
DOINGS = ("roster_columns", "roster_sheet", "roster_people", "roster_confirm", "roster_drop")


def test_an_upload_is_nobody_elses(world, as_user):
    draft, _ = uploaded(as_user("staff"))
    for name, status in (("outsider", 404), ("leader", 403), ("deputy", 404)):
        client = as_user(name)
        assert {client.get(at(page, draft)).status_code for page in PAGES} == {status}
        assert {client.post(at(doing, draft)).status_code for doing in DOINGS} == {status}
    assert RosterDraft.objects.get().done_at is None


def test_wrong_methods(world, as_user):
    client = as_user("staff")
    draft, _ = uploaded(client)
    for name in ("roster_sheet", "roster_people", "roster_confirm", "roster_drop"):
        assert client.get(at(name, draft)).status_code == 405
    for name in ("roster_check", "roster_marked"):
        assert client.post(at(name, draft)).status_code == 405
    assert client.put(at("roster_import")).status_code == 405
    assert client.put(at("roster_export")).status_code == 405


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("姓名,手机号\n张三,13800000001\n".encode(), "改了扩展名"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (b"PK\x03\x04" + b"0" * 50 * 1024 * 1024, "超过 5 MB"),
        (b"", "是空的"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_field(world, as_user, content, words):
    answer = as_user("staff").post(at("roster_import"), {"table": SimpleUploadedFile("名册.xlsx", content)})
    assert answer.status_code == 422
    assert words in answer.text
    assert as_user("staff").post(at("roster_import")).status_code == 422
    assert not RosterDraft.objects.exists()


def test_wrong_rows_are_told_and_given_back_marked(world, as_user):
    client = as_user("staff")
    draft, page = uploaded(client, rosters.broken_rows())
    assert "第 5 行 性别：看不懂“男人”" in page.text
    assert "导入这张名册" not in page.text
    marked = client.get(at("roster_marked", draft))
    assert load_workbook(io.BytesIO(marked.content)).active["K5"].value.startswith("性别：")
    assert "no-store" in marked["Cache-Control"]
    answer = confirmed(client, draft, page)
    assert answer.status_code == 422
    assert "一行也没有导入。第 4 行 姓名" in answer.text
    assert client.post(at("roster_confirm", draft), {"digest": ""}).status_code == 422


def test_columns_are_asked_once(world, as_user):
    client = as_user("staff")
    answer = client.post(at("roster_import"), {"table": rosters.local_names()})
    draft = RosterDraft.objects.get()
    page = client.get(client.get(answer["Location"])["Location"])
    assert "尊姓大名" in page.text
    assert "（电话已隐去）" in page.text
    assert "13800000001" not in page.text
    said = {"at_0": "name", "at_1": "home", "at_2": "phone", "at_3": "post", "at_4": "", "at_5": "level", "at_6": "term", "at_7": "started_on", **GIVEN}
    for wrong in ({"at_0": ""}, {"at_4": "name"}, {"at_0": "nonsense"}, {"started_on": "昨天"}, {"at_6": "", "level": "county"}):
        assert client.post(at("roster_columns", draft), {**said, **wrong}).status_code == 422
    assert not RosterHeading.objects.exists()
    assert client.post(at("roster_columns", draft), said).status_code == 302
    assert "新增 1 名" in client.get(at("roster_check", draft)).text
    again = client.post(at("roster_import"), {"table": rosters.local_names()})
    assert client.get(again["Location"]).status_code == 200


def test_namesakes_are_asked_about(world, as_user):
    client = as_user("staff")
    draft, page = uploaded(client, rosters.namesakes())
    assert "有 1 位同名，请您说是谁" in page.text
    assert confirmed(client, draft, page).status_code == 409
    assert client.post(at("roster_people", draft), {}).status_code == 422
    assert client.post(at("roster_people", draft), {"row_5": "d1"}).status_code == 422
    assert client.post(at("roster_people", draft), {"row_5": "new"}).status_code == 302
    assert confirmed(client, draft, client.get(at("roster_check", draft))).status_code == 302
    assert Deputy.objects.filter(name="王伟").count() == 2


def test_another_sheet_and_dropping(world, as_user):
    client = as_user("staff")
    draft, page = uploaded(client, rosters.many_sheets())
    assert "读这张" in page.text
    assert client.post(at("roster_sheet", draft), {"sheet": "庆祖镇二"}).status_code == 302
    assert client.post(at("roster_sheet", draft), {"sheet": "没有"}).status_code == 422
    assert client.post(at("roster_sheet", draft), {}).status_code == 422
    assert "名册.xlsx" in client.get(at("roster_import")).text
    assert client.post(at("roster_drop", draft)).status_code == 302
    assert not RosterDraft.objects.exists()
    assert client.get(at("roster_check", draft)).status_code == 404


def test_what_is_stale(world, as_user):
    client = as_user("staff")
    draft, page = uploaded(client)
    Deputy.objects.create(name="张守义", home_region=world.town, phone="13800000001")
    answer = confirmed(client, draft, page)
    assert (answer.status_code, "名册有了变化" in answer.text) == (409, True)
    assert confirmed(client, draft, client.get(at("roster_check", draft))).status_code == 302
    assert confirmed(client, draft, page).status_code == 409
    assert {client.post(at(name, draft)).status_code for name in DOINGS} == {409}
    assert "已经导入过了" in client.get(at("roster_check", draft)).text


def test_whole_numbers_for_a_reason(world, as_user):
    Deputy.objects.filter(pk=world.deputy.pk).update(phone="13800001111")
    client = as_user("staff")
    masked = load_workbook(io.BytesIO(client.get(at("roster_export")).content)).active
    assert "138****1111" in [cell.value for cell in masked[2]]
    whole = client.post(at("roster_export"), {"reason": "核对通讯录"})
    assert "13800001111" in [cell.value for cell in load_workbook(io.BytesIO(whole.content)).active[2]]
    for reason in ("", "看"):
        assert client.post(at("roster_export"), {"reason": reason}).status_code == 422
    assert AuditEntry.objects.filter(action="导出", detail="核对通讯录").count() == 1


def test_no_telephone_in_logs_or_audit(world, as_user, caplog):
    caplog.set_level(logging.DEBUG)
    client = as_user("staff")
    draft, page = uploaded(client)
    confirmed(client, draft, page)
    spoken = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert "13800000001" not in spoken
    assert not [one for one in AuditEntry.objects.all() if "1380000" in one.detail + one.target]


def asked(client, draft):
    """How much the dry run asks, and how much the import."""
    client.get(at("roster_check", draft))
    with CaptureQueriesContext(connection) as looked:
        page = client.get(at("roster_check", draft))
    with CaptureQueriesContext(connection) as written:
        assert confirmed(client, draft, page).status_code == 302
    return len(looked), len(written)


def test_as_many_questions_for_many_as_for_one(world, as_user):
    client = as_user("staff")
    one = asked(client, uploaded(client, rosters.plain(rosters.PEOPLE[:1]))[0])
    many = asked(client, uploaded(client, rosters.large(60))[0])
    assert one[0] == many[0] <= 20
    assert many[1] <= one[1] + 3 <= 40


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_import_once():
    """Two uploads of one roster, confirmed together: one is written, the other is told to look again."""
    world = build_world()
    clients = [Client(), Client()]
    other = world["outsider"]
    other.grants.update(region=world.city)
    for client, name in zip(clients, ("staff", "outsider"), strict=True):
        client.force_login(world[name], backend="accounts.backends.PortalBackend")
    seen = [uploaded(client) for client in clients]
    together, answers = threading.Barrier(2), []

    def press(client, draft, page):
        together.wait()
        answers.append(confirmed(client, draft, page).status_code)
        connections.close_all()

    threads = [threading.Thread(target=press, args=(client, *pair)) for client, pair in zip(clients, seen, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [302, 409]
    assert Deputy.objects.count() == 3


def test_rule_and_question_agree_on_whose_upload_it_is(world, as_user):
    from deputies import rules

    draft, _ = uploaded(as_user("staff"))
    for name in PERSONAS:
        seen = RosterDraft.objects.visible_to(world[name]).filter(pk=draft.pk).exists()
        assert seen == rules.can_view_draft(world[name], draft) == (name == "staff")
