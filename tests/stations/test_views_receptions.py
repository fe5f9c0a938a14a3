"""接待登记, its list, its paper: works, wrong method, outsider, reader, invalid, doubled."""

import re
from datetime import time
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry
from common.text import cn_date
from stations.choices import Route
from stations.models import Attachment, DutySlot, Reception, Visit, VisitOpinion
from tests.stations.making import HELD_ON, NAME, PHONE, WORDS, crowd, reception, slot, typed, visit

pytestmark = pytest.mark.django_db
NEW = "/stations/receptions/new/"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def pdf(name="签字表.pdf", data=PDF):
    return SimpleUploadedFile(name, data, content_type="application/pdf")


def addresses(world):
    made = visit(world, Route.STATION)
    return {
        "list": "/stations/receptions/",
        "export": "/stations/receptions/export/",
        "reception": f"/stations/receptions/{made.reception_id}/",
        "visit": f"/stations/receptions/visits/{made.pk}/",
        "print": f"/stations/receptions/visits/{made.pk}/print/",
        "docx": f"/stations/receptions/visits/{made.pk}/form.docx",
        "blank": f"/stations/receptions/blank/{world.station.pk}/",
        "blank docx": f"/stations/receptions/blank/{world.station.pk}/form.docx",
    }


@pytest.mark.parametrize("name", ["staff", "leader", "township", "head", "liaison"])
def test_readers_read(world, as_user, name):
    client = as_user(name)
    for label, address in addresses(world).items():
        assert client.get(address).status_code == 200, label


@pytest.mark.parametrize("name", ["staff", "leader", "township", "head", "liaison"])
def test_every_page_of_a_reception_stands_under_receptions(world, as_user, name):
    client = as_user(name)
    for label, address in addresses(world).items():
        if label in ("export", "docx", "blank docx"):
            continue
        nav = client.get(address).context["nav"]
        assert [one["text"] for group in nav for one in group["items"] if one["current"]] == ["接待选民"], label


@pytest.mark.parametrize("name", ["outsider", "agency", "dispatcher", "sysadmin", "auditor"])
def test_others_find_nothing(world, as_user, name):
    client = as_user(name)
    for label, address in addresses(world).items():
        status = client.get(address).status_code
        if name == "outsider" and label in ("list", "export"):  # staff of another place: an empty list of their own
            assert status == 200
            continue
        assert status == 404, label


def test_a_visitor_signs_in_first(world, as_user):
    for address in addresses(world).values():
        assert as_user(None).get(address).status_code == 302


def test_reading_pages_take_no_post(world, as_user):
    client = as_user("head")
    for address in addresses(world).values():
        assert client.post(address).status_code == 405


def test_one_page_saves_reception_and_visit(world, as_user):
    answer = as_user("head").post(NEW, typed(world, route="station"), follow=True)
    made = Visit.objects.get()
    assert answer.redirect_chain[-1][0] == f"/stations/receptions/visits/{made.pk}/"
    text = answer.content.decode()
    assert "由本站协调" in text
    assert "再登记一位" in text
    assert "打印登记表" in text
    assert (made.headcount, made.address) == (2, "东湖社区 3 号楼")
    assert made.visit_opinions.get().opinion.original == WORDS


def test_sent_twice_it_is_one(world, as_user):
    client, facts = as_user("head"), typed(world)
    first, again = client.post(NEW, facts), client.post(NEW, facts)
    assert first.headers["Location"] == again.headers["Location"]
    assert (Reception.objects.count(), Visit.objects.count(), VisitOpinion.objects.count()) == (1, 1, 1)


def test_sealed_leads_back_without_showing_it(world, as_user):
    client = as_user("head")
    answer = client.post(NEW, typed(world, route="", sealed="on"), follow=True)
    made = Visit.objects.get()
    text = answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"/stations/receptions/{made.reception_id}/"
    assert "不再看到这一条" in text
    assert "下水道" not in text
    for address in ("", "print/", "form.docx"):
        assert client.get(f"/stations/receptions/visits/{made.pk}/{address}").status_code == 404
        assert as_user("staff").get(f"/stations/receptions/visits/{made.pk}/{address}").status_code == 200


def test_nobody_came(world, as_user):
    answer = as_user("head").post(NEW, typed(world, nobody="1", original="", route="", name=""), follow=True)
    assert "没有人来访" in answer.content.decode()
    assert (Reception.objects.count(), Visit.objects.count()) == (1, 0)


def test_nobody_came_still_needs_a_deputy(world, as_user):
    answer = as_user("head").post(NEW, typed(world, nobody="1", deputies=[]))
    assert answer.status_code == 422
    assert "至少一位" in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"held_on": "昨天"}, "日期请写成"),
        ({"held_on": "2999年1月1日"}, "还没有到"),
        ({"started_at": "一早"}, "时间请写成"),
        ({"deputies": []}, "至少一位"),
        ({"deputies": ["999999"]}, "不在本站"),
        ({"phone": "1380000"}, "现在有 7 位"),
        ({"name": ""}, "不愿留姓名"),
        ({"headcount": "两个"}, "只写数字"),
        ({"headcount": "0"}, "至少是 1"),
        ({"route": ""}, "六种里选一种"),
        ({"route": "settled"}, "怎样答复的"),
        ({"route": "other"}, "写明理由"),
        ({"route": "station", "sealed": "on"}, "只报县里的"),
        ({"client_id": ""}, "这一项要填"),
        ({"original": ""}, "请照原话记"),
        ({"original": "   "}, "请照原话记"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(world, as_user, changes, says):
    answer = as_user("head").post(NEW, typed(world, summary="下水返水", **changes))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert says in text
    assert "下水返水" in text
    assert ("东湖社区 3 号楼前头" in text) is ("original" not in changes)
    assert (Reception.objects.count(), Visit.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["staff", "township", "leader", "deputy", "agency"])
def test_readers_do_not_record(world, as_user, name):
    client, made = as_user(name), reception(world)
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, typed(world)).status_code in (403, 404)
    add = client.post(f"/stations/receptions/{made.pk}/visits/new/", typed(world)).status_code
    assert add == (404 if name in {"deputy", "agency"} else 403)
    assert Visit.objects.count() == 0


def test_the_page_opens_with_those_on_duty(world, as_user):
    slot(world, days=0)
    text = as_user("liaison").get(NEW).content.decode()
    assert "当天轮值的代表" in text
    assert f'value="{world.deputy.pk}" checked' in text
    assert 'name="route" value="county" checked' not in text
    assert f'data-draft="reception-{world.station.pk}"' in text


def test_a_planned_day_gone_by_is_entered_with_its_own_deputies(world, as_user):
    row, client = slot(world, days=0), as_user("head")
    DutySlot.objects.filter(pk=row.pk).update(date=HELD_ON)
    page = client.get(NEW, {"slot": row.pk})
    assert 'value="2024年5月15日"' in page.content.decode()
    assert f'value="{world.deputy.pk}" checked' in page.content.decode()
    for strange in ("x", "999999", slot(world, days=2).pk):
        text = client.get(NEW, {"slot": strange}).content.decode()
        assert 'value="2024年5月15日"' not in text
        assert f'value="{world.deputy.pk}" checked' not in text
    client.post(f"{NEW}?slot={row.pk}", typed(world))
    assert Reception.objects.get().slot == row


def folds(text):
    """Whether the fold of the other deputies stands open, and its words."""
    tag, rest = re.search(r'<details class="fold"( open)?>.*?<span>(.*?)</span>', text, re.DOTALL).groups()
    return bool(tag), rest


def test_those_not_on_duty_are_folded_away(world, as_user):
    slot(world, days=0)
    crowd(world)
    assert folds(as_user("head").get(NEW).content.decode()) == (False, "其他代表（20 位）")


def test_a_crowd_with_nobody_on_duty_is_folded_away_and_a_handful_is_not(world, as_user):
    assert folds(as_user("head").get(NEW).content.decode()) == (True, "勾选代表（1 位）")
    crowd(world)
    assert folds(as_user("head").get(NEW).content.decode()) == (False, "勾选代表（21 位）")


def test_what_is_ticked_is_not_folded_away(world, as_user):
    slot(world, days=0)
    other, today = crowd(world)[7], cn_date(timezone.localdate())
    answer = as_user("head").post(NEW, typed(world, held_on=today, deputies=[world.deputy.pk, other.pk], route=""))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert folds(text) == (True, "其他代表（20 位）")
    assert "已勾 1 位" in text
    assert f'value="{other.pk}" checked' in text


def test_names_and_numbers_are_no_draft(world, as_user):
    text = as_user("head").get(NEW).content.decode()
    for name in ("name", "phone", "address"):
        tag = text[text.index(f'name="{name}"') :].split(">", 1)[0]
        assert "data-draft-field" not in tag


def test_another_of_the_same_reception(world, as_user):
    made = reception(world)
    address = f"/stations/receptions/{made.pk}/visits/new/"
    client, facts = as_user("liaison"), typed(world, route="settled", answer="讲清了。")
    assert client.get(address).status_code == 200
    assert client.post(address, facts).status_code == 302
    assert client.post(address, facts).status_code == 302
    assert Visit.objects.get().entered_by == world["liaison"]
    wrong = client.post(address, {**facts, "client_id": str(uuid4()), "answer": ""})
    assert wrong.status_code == 422
    assert "东湖社区 3 号楼前头" in wrong.content.decode()


def test_no_page_or_paper_shows_name_or_number(world, as_user):
    for name in ("head", "township", "staff"):
        for label, address in addresses_of_all(world).items():
            text = as_user(name).get(address).content.decode(errors="replace")
            assert NAME not in text, (name, label)
            assert PHONE not in text, (name, label)


def addresses_of_all(world):
    found = addresses(world)
    opinion = VisitOpinion.objects.latest("pk").opinion_id
    return {**found, "ours": "/stations/feedback/", "one": f"/stations/feedback/{opinion}/", "station": "/stations/1/"}


@pytest.mark.parametrize("label", ["list", "reception"])
def test_as_many_questions_for_three_as_for_one(world, as_user, label):
    client, made = as_user("head"), reception(world)
    address = {"list": "/stations/receptions/", "reception": f"/stations/receptions/{made.pk}/"}[label]
    counts = []
    for number in (1, 3):
        while Visit.objects.count() < number:
            visit(world, reception=made if label == "reception" else reception_at(world))
        client.get(address)  # the first page of a session also writes the session
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 15


def reception_at(world):
    return reception(world, at=time(8, Visit.objects.count()))


def test_a_narrowed_list(world, as_user):
    reception(world)
    client = as_user("head")
    assert "2024年5月15日" in client.get("/stations/receptions/", {"since": "2024年5月1日"}).content.decode()
    assert "还没有接待登记" in client.get("/stations/receptions/", {"until": "2024年5月1日"}).content.decode()
    strange = client.get("/stations/receptions/", {"since": "去年", "station": "x", "after": "y"})
    assert "2024年5月15日" in strange.content.decode()


def test_an_export_is_logged(world, as_user):
    visit(world)
    answer = as_user("head").get("/stations/receptions/export/")
    assert answer["Content-Disposition"].startswith("attachment")
    entry = AuditEntry.objects.get(action="导出")
    assert (entry.actor, entry.detail) == (world["head"], "1 条")


def test_the_signed_form_comes_back(world, as_user):
    made = visit(world, Route.STATION)
    client = as_user("head")
    answer = client.post(f"/stations/receptions/visits/{made.pk}/scan/", {"file": pdf()}, follow=True)
    assert "签字登记表已存好" in answer.content.decode()
    kept = Attachment.objects.get()
    address = f"/stations/files/{kept.pk}/"
    assert b"".join(client.get(address).streaming_content) == PDF
    for name in ("outsider", "agency", "deputy"):
        assert as_user(name).get(address).status_code == 404
    assert as_user("township").post(f"/stations/receptions/visits/{made.pk}/scan/", {"file": pdf()}).status_code == 403
    assert client.get(f"/stations/receptions/visits/{made.pk}/scan/").status_code == 405


def test_a_sealed_scan_is_not_the_stations(world, as_user):
    made = visit(world, sealed=True)
    address = f"/stations/receptions/visits/{made.pk}/scan/"
    assert as_user("head").post(address, {"file": pdf()}).status_code == 404
    assert as_user("staff").post(address, {"file": pdf()}).status_code == 302
    kept = Attachment.objects.get()
    assert as_user("head").get(f"/stations/files/{kept.pk}/").status_code == 404
    assert as_user("staff").get(f"/stations/files/{kept.pk}/").status_code == 200


@pytest.mark.parametrize("data", [b"", b"<html>", b"MZ\x90\x00"])
def test_what_is_no_scan_is_refused(world, as_user, data):
    made = visit(world)
    answer = as_user("head").post(f"/stations/receptions/visits/{made.pk}/scan/", {"file": pdf(data=data)})
    assert answer.status_code == 422
    assert Attachment.objects.count() == 0


def test_a_photo_of_the_register_is_kept(world, as_user):
    made = reception(world)
    address = f"/stations/receptions/{made.pk}/photo/"
    assert as_user("head").post(address, {"photos": pdf()}).status_code == 302
    assert as_user("head").post(address, {}).status_code == 422
    assert as_user("staff").post(address, {"photos": pdf()}).status_code == 403
    kept = f"/stations/files/{Attachment.objects.get().pk}/"
    answers = {name: as_user(name).get(kept).status_code for name in ("head", "staff", "township", "leader", "agency")}
    assert answers == {"head": 200, "staff": 200, "township": 404, "leader": 404, "agency": 404}


def test_a_look_behind_the_mask(world, as_user):
    made = visit(world)
    address, client = f"/stations/receptions/visits/{made.pk}/reveal/", as_user("head")
    shown = client.post(address, {"reason": "电话告知办理结果"})
    assert NAME in shown.content.decode()
    assert PHONE in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert NAME not in client.get(f"/stations/receptions/visits/{made.pk}/").content.decode()
    short = client.post(address, {"reason": "看"})
    assert short.status_code == 422
    assert NAME not in short.content.decode()
    assert as_user("township").post(address, {"reason": "电话告知办理结果"}).status_code == 403
    assert AuditEntry.objects.filter(action="查看隐去内容").count() == 1
