"""The register, the groups, and a deputy's own record."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from deputies.actions import record_duty
from deputies.models import ActivityGroup, Deputy, DutyRecord, GroupMember, Mandate
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
READERS = {"staff", "office", "leader", "township", "head", "liaison"}
PHONE = "13900004321"


def more(world, number):
    while Deputy.objects.count() < number:
        made = Deputy.objects.create(name=f"代表{Deputy.objects.count()}", initials="db", home_region=world.town)
        Mandate.objects.create(deputy=made, level="township", term=1, region=world.town, started_on=date(2024, 1, 1))
        GroupMember.objects.create(group=world.group, deputy=made, joined_on=date(2024, 1, 1))
        ActivityGroup.objects.create(region=world.town, number=10 + made.pk, name=f"第{made.pk}组")
        record_duty(
            world.deputy,
            kind="reception",
            on=date(2024, 5, 1),
            title="接待",
            source_key=f"x:{made.pk}",
            entered_by=world["head"],
        )


@pytest.mark.parametrize("name", PERSONAS)
def test_who_reads_the_register(world, as_user, name):
    client = as_user(name)
    for path in ("/deputies/", "/deputies/groups/"):
        assert client.get(path).status_code == (200 if name in READERS | {"outsider"} else 404)
        assert client.post(path).status_code == 405
    for path in (f"/deputies/{world.deputy.pk}/", f"/deputies/groups/{world.group.pk}/"):
        assert client.get(path).status_code == (200 if name in READERS | {"deputy"} else 404)
        assert client.post(path).status_code == 405
    assert client.get("/deputies/mine/duties/").status_code == (200 if name == "deputy" else 404)


@pytest.mark.parametrize("path", ["/deputies/", "/deputies/groups/", "/deputies/groups/{group}/"])
def test_as_many_questions_for_three_as_for_one(world, as_user, path):
    client, counts, address = as_user("staff"), [], path.format(group=world.group.pk)
    for number in (1, 3):
        more(world, number)
        client.get(address)  # the first page of a session also writes the session
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 15


def test_as_many_questions_for_own_duties(world, as_user):
    client, counts = as_user("deputy"), []
    for number in (2, 4):
        more(world, number)
        client.get("/deputies/mine/duties/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/deputies/mine/duties/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12
    assert "何秀英代您录入" in client.get("/deputies/mine/duties/").content.decode()


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({}, {"张守信", "代表1"}),
        ({"q": "守信"}, {"张守信"}),
        ({"q": "ZSX"}, {"张守信"}),
        ({"q": "西街村"}, {"张守信"}),
        ({"level": "county"}, {"张守信"}),
        ({"level": "nonsense"}, {"张守信", "代表1"}),
        ({"group": "999999"}, {"张守信", "代表1"}),
        ({"level": "nation"}, set()),
    ],
)
def test_the_register_is_narrowed(world, as_user, params, found):
    more(world, 2)
    answer = as_user("staff").get("/deputies/", params)
    assert {one.name for one in answer.context["page"].rows} == found


def test_the_register_by_place_and_group(world, as_user):
    more(world, 2)
    group = ActivityGroup.objects.exclude(pk=world.group.pk).get()
    client = as_user("staff")
    assert not client.get("/deputies/", {"group": group.pk}).context["page"].rows
    assert len(client.get("/deputies/", {"group": world.group.pk}).context["page"].rows) == 2
    assert len(client.get("/deputies/", {"region": world.town.pk}).context["page"].rows) == 2
    text = client.get("/deputies/", {"group": group.pk}).content.decode()
    assert "没有找到" in text


def test_rows_alone_for_htmx(world, as_user):
    text = as_user("staff").get("/deputies/", headers={"HX-Request": "true"}).content.decode()
    assert "张守信" in text
    assert "<html" not in text


def test_a_number_is_masked_until_asked_for(world, as_user):
    Deputy.objects.filter(pk=world.deputy.pk).update(phone=PHONE)
    client, page = as_user("head"), f"/deputies/{world.deputy.pk}/"
    assert PHONE not in client.get(page).content.decode()
    assert "139****4321" in client.get(page).content.decode()
    shown = client.post(f"{page}reveal/", {"reason": "通知接待日改期"})
    assert PHONE in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    short = client.post(f"{page}reveal/", {"reason": "看"})
    assert short.status_code == 422
    assert PHONE not in short.content.decode()
    assert client.post(f"{page}reveal/", {"reason": ""}).status_code == 422
    entry = AuditEntry.objects.get(action="查看隐去内容")
    assert entry.detail == "通知接待日改期"
    assert PHONE not in entry.target


@pytest.mark.parametrize("name", ["leader", "office", "deputy", "outsider", "agency"])
def test_who_may_not_ask(world, as_user, name):
    answer = as_user(name).post(f"/deputies/{world.deputy.pk}/reveal/", {"reason": "通知接待日改期"})
    assert answer.status_code == 404
    assert AuditEntry.objects.count() == 0


def test_an_empty_register_says_what_to_do(world, as_user):
    assert "先登记代表" in as_user("outsider").get("/deputies/").content.decode()
    assert "先编组" in as_user("outsider").get("/deputies/groups/").content.decode()


def test_no_record_yet(world, as_user):
    assert not DutyRecord.objects.exists()
    assert "还没有记录" in as_user("deputy").get("/deputies/mine/duties/").content.decode()
