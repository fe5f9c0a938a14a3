"""Stations, their people, the rota, and the deputy's own page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Unit, User
from common.text import cn_date
from deputies.models import Deputy
from stations.choices import SlotStatus
from stations.models import DutySlot, SlotDeputy, Station, StationStaff
from stations.workflow import cancel_slot
from tests.stations.making import slot, visit
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
INSIDE = {"staff", "office", "leader", "township", "head", "liaison"}


def at(world, part=""):
    return f"/stations/{world.station.pk}/{part}"


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


@pytest.mark.parametrize("name", PERSONAS)
def test_who_reads_a_station(world, as_user, name):
    client = as_user(name)
    assert client.get("/stations/").status_code == (200 if name in INSIDE | {"outsider"} else 404)
    assert client.get(at(world)).status_code == (200 if name in INSIDE | {"deputy"} else 404)
    assert client.post(at(world)).status_code == 405
    assert client.post("/stations/").status_code == 405


def test_a_station_tells_about_itself(world, as_user):
    slot(world)
    visit(world)
    text = as_user("head").get(at(world)).content.decode()
    for words in ("庆祖镇政府东 50 米", "何秀英", "庆祖镇第1活动小组", "张守信", "登记接待"):
        assert words in text
    assert "登记接待" not in as_user("leader").get(at(world)).content.decode()


@pytest.mark.parametrize("path", ["/stations/", "/stations/rota/"])
def test_as_many_questions_for_three_as_for_one(world, as_user, path):
    client, counts = as_user("staff"), []
    for number in (1, 3):
        while DutySlot.objects.count() < number:
            slot(world, days=DutySlot.objects.count() + 1)
            unit = Unit.objects.get(pk=world.station_unit.pk)
            unit.pk, unit.name = None, f"第{DutySlot.objects.count()}站"
            unit.save()
            Station.objects.create(unit=unit, reports_to=world.committee, address="x", hours="y")
        client.get(path)  # the first page of a session also writes the session
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 15


def test_address_and_hours_are_changed(world, as_user):
    client, address = as_user("head"), at(world, "edit/")
    assert client.get(address).status_code == 200
    facts = {"address": "镇东 100 米", "hours": "每周三上午", "phone": "0393-8612345"}
    assert "已改好" in client.post(address, facts, follow=True).content.decode()
    wrong = client.post(address, {**facts, "hours": ""})
    assert wrong.status_code == 422
    assert "镇东 100 米" in wrong.content.decode()
    for name, status in (("township", 403), ("liaison", 403), ("outsider", 404)):
        assert as_user(name).get(address).status_code == status


def test_somebody_comes_and_goes(world, as_user):
    client = as_user("staff")
    newcomer = User.objects.create_user("newcomer", "demo-2024", name="新来的", unit=world.station_unit)
    facts = {"name": "新来的", "role": "liaison", "user": newcomer.pk, "started_on": cn_date(timezone.localdate())}
    assert "已登记到任" in client.post(at(world, "staff/"), facts, follow=True).content.decode()
    again = client.post(at(world, "staff/"), facts)
    assert again.status_code == 422
    assert "已经是本站人员" in again.content.decode()
    assert client.post(at(world, "staff/"), {**facts, "name": ""}).status_code == 422
    staff = StationStaff.objects.get(user=newcomer)
    end = f"/stations/staff/{staff.pk}/end/"
    assert client.post(end, {"on": "明年"}).status_code == 422
    assert client.get(end).status_code == 405
    assert as_user("head").post(end, {"on": cn_date(timezone.localdate())}).status_code == 403
    assert as_user("outsider").post(end, {"on": cn_date(timezone.localdate())}).status_code == 404
    assert client.post(end, {"on": cn_date(timezone.localdate())}).status_code == 302
    assert not User.objects.get(pk=newcomer.pk).scopes.items


@pytest.mark.parametrize(("name", "status"), [("head", 403), ("township", 403), ("leader", 403), ("outsider", 404)])
def test_others_do_not_say_who_works_there(world, as_user, name, status):
    facts = {"name": "老刘", "role": "liaison", "started_on": "2024年5月1日"}
    assert as_user(name).post(at(world, "staff/"), facts).status_code == status


# --- the rota -------------------------------------------------------------------------------------
def day(world, **changes):
    facts = {"station": world.station.pk, "day": cn_date(tomorrow()), "starts_at": "9:00", "ends_at": "11:30"}
    return {**facts, "deputies": [world.deputy.pk], **changes}


def test_a_day_is_planned(world, as_user):
    answer = as_user("head").post("/stations/rota/", day(world), follow=True)
    assert "接待日已排好" in answer.content.decode()
    assert DutySlot.objects.get().slot_deputies.get().deputy == world.deputy


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"day": "2020年1月1日"}, "今天或今天以后"),
        ({"ends_at": "8:00"}, "晚于开始时间"),
        ({"starts_at": "一早"}, "时间请写成"),
        ({"deputies": ["999999"]}, "不在本站"),
        ({"day": ""}, "这一项要填"),
    ],
)
def test_what_is_wrong_with_a_day(world, as_user, changes, says):
    answer = as_user("head").post("/stations/rota/", day(world, **changes))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert DutySlot.objects.count() == 0


def test_who_plans(world, as_user):
    for name, status in (("township", 403), ("staff", 403), ("outsider", 403), ("deputy", 404), ("agency", 404)):
        assert as_user(name).post("/stations/rota/", day(world)).status_code == status
    assert as_user("township").get("/stations/rota/").status_code == 200


def test_a_day_is_changed_and_cancelled(world, as_user):
    row, client = slot(world), as_user("liaison")
    other = Deputy.objects.create(name="王秀兰", initials="wxl", home_region=world.town)
    address = f"/stations/rota/{row.pk}/deputies/"
    assert "张守信" in client.get(address).content.decode()
    assert client.post(address, {"deputies": [other.pk]}).status_code == 302
    assert row.slot_deputies.get().deputy == other
    assert client.post(address, {"deputies": ["999999"]}).status_code == 422
    cancel = f"/stations/rota/{row.pk}/cancel/"
    assert client.get(cancel).status_code == 405
    assert client.post(cancel, {"note": "长" * 121}).status_code == 422
    assert client.post(cancel, {"note": "防汛"}).status_code == 302
    row.refresh_from_db()
    assert row.status == SlotStatus.CANCELLED
    assert "已取消" in client.get("/stations/rota/").content.decode()
    again = client.post(cancel, {"note": "又取消一次"})
    assert again.status_code == 422
    assert "已取消" in again.content.decode()


@pytest.mark.parametrize(("name", "status"), [("township", 403), ("deputy", 403), ("outsider", 404), ("agency", 404)])
def test_who_changes_a_day(world, as_user, name, status):
    row, client = slot(world), as_user(name)
    assert client.get(f"/stations/rota/{row.pk}/deputies/").status_code == status
    assert client.post(f"/stations/rota/{row.pk}/cancel/").status_code == status


# --- a deputy's own page --------------------------------------------------------------------------
def test_a_deputy_sees_station_group_and_rota(world, as_user):
    slot(world)
    text = as_user("deputy").get("/stations/mine/").content.decode()
    for words in ("庆祖镇人大代表联络站", "庆祖镇第1活动小组", "我能去", "何秀英", "县（区）人大代表"):
        assert words in text


def test_a_deputy_says_yes(world, as_user):
    row, client = slot(world), as_user("deputy")
    duty = row.slot_deputies.get()
    address = f"/stations/mine/{duty.pk}/confirm/"
    assert client.get(address).status_code == 405
    assert "您能去" in client.post(address, follow=True).content.decode()
    assert "您说过能去" in client.post(address, follow=True).content.decode()
    assert SlotDeputy.objects.get().confirmed_at is not None
    assert "能来" in as_user("head").get("/stations/rota/").content.decode()


def test_a_cancelled_day_is_told_kindly(world, as_user):
    row = slot(world)
    duty = row.slot_deputies.get()
    cancel_slot(row, actor=world["head"], note="防汛")
    text = as_user("deputy").post(f"/stations/mine/{duty.pk}/confirm/", follow=True).content.decode()
    assert "不用再确认" in text


@pytest.mark.parametrize("name", [name for name in PERSONAS if name != "deputy"])
def test_nobody_elses_page(world, as_user, name):
    duty = slot(world).slot_deputies.get()
    assert as_user(name).get("/stations/mine/").status_code == 404
    assert as_user(name).post(f"/stations/mine/{duty.pk}/confirm/").status_code == 404


def test_a_deputy_without_group_or_station(world, as_user):
    world.deputy.memberships.all().delete()
    text = as_user("deputy").get("/stations/mine/").content.decode()
    assert "还没有编到联络站" in text
