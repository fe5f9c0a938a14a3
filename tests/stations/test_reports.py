"""Numbers, sentences and lists of a station."""

from datetime import date, time

import pytest

from deputies.models import Deputy, GroupMember
from stations import reports
from stations.choices import Route
from stations.models import Reception, Visit
from stations.workflow import cancel_slot
from tests.stations.making import HELD_ON, reception, slot, visit

pytestmark = pytest.mark.django_db


def test_who_may_be_on_duty(world):
    guest = Deputy.objects.create(name="外地代表", home_region=world.other_town)
    assert set(reports.deputies_of(world.station)) == {world.deputy}
    member = GroupMember.objects.create(group=world.group, deputy=guest, joined_on=date(2024, 1, 1))
    assert set(reports.deputies_of(world.station)) == {world.deputy, guest}
    GroupMember.objects.filter(pk=member.pk).update(left_on=date(2024, 4, 1))
    assert set(reports.deputies_of(world.station)) == {world.deputy}


def test_the_five_numbers(world):
    made = reception(world)
    visit(world, Route.SETTLED, reception=made, headcount=3)
    visit(world, Route.COUNTY, reception=made, words=("一。", "二。"))
    reception(world, at=time(15))
    found = reports.figures_of(Reception.objects.filter(station=world.station))
    assert (found.receptions, found.visits, found.people, found.opinions, found.settled) == (2, 2, 4, 3, 1)


def test_visits_are_counted_as_seen(world):
    made = reception(world)
    visit(world, reception=made, headcount=2)
    visit(world, reception=made, sealed=True)
    assert reports.visit_counts(Visit.objects.visible_to(world["head"]), [made.pk]) == {made.pk: (1, 2)}
    assert reports.visit_counts(Visit.objects.visible_to(world["staff"]), [made.pk]) == {made.pk: (2, 3)}


@pytest.mark.parametrize(
    ("route", "says"),
    [
        (Route.SETTLED, "办结了"),
        (Route.STATION, "由本站协调，最迟5月29日（含当日）办结"),
        (Route.TOWNSHIP, "已转庆祖镇人大，最迟5月29日（含当日）办结"),
        (Route.COUNTY, "已报市人大常委会选工委"),
        (Route.SUGGESTION, "修改、签名，最迟5月29日（含当日）"),
        (Route.OTHER, "其他渠道"),
    ],
)
def test_one_sentence_says_what_is_next(world, route, says):
    assert says in reports.what_next(visit(world, route))


def test_a_sealed_visit_says_who_sees_it(world):
    assert "不再看到" in reports.what_next(visit(world, sealed=True))


def test_a_deputys_own(world):
    made, off = slot(world, days=3), slot(world, days=1)
    cancel_slot(off, actor=world["head"], note="防汛")
    assert reports.deputy_of(world["deputy"]) == world.deputy
    assert reports.deputy_of(world["head"]) is None
    assert reports.station_of(world.deputy) == world.station
    assert [one.slot for one in reports.next_duties(world.deputy, HELD_ON)] == [made]
    assert reports.rota_of(world.station, HELD_ON) == [made]
    assert reports.next_duties(world.deputy, date(2100, 1, 1)) == []


def test_the_day_and_the_latest_of_a_station(world):
    made, done = slot(world, days=0), reception(world)
    assert reports.days_of(world["head"], made.date) == [made]
    assert reports.days_of(world["township"], made.date) == []
    assert reports.recent_receptions(world["head"]) == [done]
    assert [one.role for one in reports.staff_of(world.station)] == ["head", "liaison"]
