"""A reception put right: who may, what follows, what is refused, who was first."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Grant, Unit, User
from common.errors import NotAllowedError, RuleError, StaleError
from deputies.models import Deputy, DutyRecord
from opinions.choices import OpinionStatus
from opinions.models import Opinion
from stations import rules
from stations.choices import Route, SlotStatus
from stations.models import DutySlot, Event, Reception, StationStaff
from stations.reports import corrections_of
from stations.workflow import Held, correct_reception, record_reception
from tests.stations.making import HELD_ON, reception, slot, visit
from tests.world import PERSONAS, moment

pytestmark = pytest.mark.django_db
EARLIER, DAY = date(2024, 5, 14), date(2024, 5, 16)
AT = moment(date(2024, 5, 20))


@pytest.fixture
def second(world):
    return Deputy.objects.create(name="王秀兰", initials="wxl", home_region=world.town)


def correct(world, made, *, actor="head", version=None, reason="日期写错了一天", at=AT, **changes):
    """What the page would send, with `changes`."""
    held = replace(Held.of(made), **changes)
    facts = {"version": version or made.version, "reason": reason, "at": at}
    return correct_reception(made, held, actor=world[actor], **facts)


def fresh(made):
    return Reception.objects.select_related("occasion", "slot", "station__unit__region").get(pk=made.pk)


@pytest.mark.parametrize("name", PERSONAS)
def test_who_corrects(world, name):
    made = reception(world)
    may = name in {"head", "liaison", "staff"}
    assert rules.can_correct(world[name], made) is may
    if may:
        assert correct(world, made, actor=name, held_on=DAY).held_on == DAY
        return
    with pytest.raises(NotAllowedError):
        correct(world, made, actor=name, held_on=DAY)
    assert fresh(made).held_on == HELD_ON


def test_the_head_of_another_station_does_not(world):
    made = reception(world)
    unit = Unit.objects.get(pk=world.station_unit.pk)
    unit.pk, unit.name = None, "别的联络站"
    unit.save()
    head = User.objects.create_user("elsewhere", None, name="别站站长")
    Grant.objects.create(user=head, role=Role.STATION_HEAD, unit=unit)
    with pytest.raises(NotAllowedError):
        correct_reception(made, replace(Held.of(made), held_on=DAY), actor=head, version=1, reason="日期写错了一天")


def test_everything_that_hangs_on_it_follows(world, second):
    made = reception(world)
    held = visit(world, Route.STATION, reception=made).visit_opinions.get().opinion
    sealed = visit(world, reception=made, sealed=True).visit_opinions.get().opinion
    correct(
        world,
        made,
        held_on=DAY,
        started_at=time(14, 0),
        ended_at=time(16, 30),
        place=" 西街村委会 ",
        deputies=frozenset([second]),
    )
    saved = fresh(made)
    assert (saved.held_on, saved.hours, saved.version) == (DAY, "14:00 到 16:30", 2)
    assert (saved.occasion.held_on, saved.occasion.place) == (DAY, "西街村委会")
    assert saved.occasion.title == "庆祖镇人大代表联络站接待选民"
    for opinion in (held, sealed):
        opinion.refresh_from_db()
        assert opinion.heard_on == DAY
        assert opinion.events.get(step="correct_day").data["heard_on"] == "2024-05-15"
    assert (held.due_on, sealed.due_on) == (date(2024, 5, 30), None)
    assert list(saved.deputies.all()) == [second]
    record = DutyRecord.objects.get()
    assert (record.deputy, record.on, record.source_key) == (second, DAY, f"reception:{made.pk}:{second.pk}")


def test_the_mark_of_a_proxy_follows_who_received(world, second):
    """The head is a deputy: what they wrote is their own while they received, and 代录 when it was another."""
    Deputy.objects.filter(pk=second.pk).update(user=world["head"])
    made = reception(world)
    said = visit(world, Route.STATION, reception=made).visit_opinions.get().opinion
    others = visit(world, Route.STATION, reception=made, actor="liaison").visit_opinions.get().opinion
    assert (said.is_proxy, others.is_proxy) == (True, True)
    for deputies, proxy in (({second}, False), ({world.deputy, second}, False), ({world.deputy}, True)):
        correct(world, fresh(made), deputies=frozenset(deputies), reason="接待代表写错了")
        for one in (said, others):
            one.refresh_from_db()
        assert (said.is_proxy, others.is_proxy) == (proxy, True), deputies
    assert [one.data["is_proxy"] for one in said.events.filter(step="correct_proxy").order_by("id")] == [True, False]
    assert not others.events.filter(step="correct_proxy").exists()


def test_a_post_that_has_ended_since_was_still_theirs_when_they_wrote(world, second):
    made = reception(world)
    StationStaff.objects.filter(user=world["head"]).update(deputy=world.deputy)
    said = visit(world, Route.STATION, reception=made).visit_opinions.get().opinion
    assert said.is_proxy is False
    StationStaff.objects.filter(user=world["head"]).update(ended_on=HELD_ON + timedelta(days=2))
    correct(world, fresh(made), actor="liaison", deputies=frozenset([world.deputy, second]), reason="少写了一位")
    said.refresh_from_db()
    assert said.is_proxy is False


def test_what_is_no_longer_due_at_the_station_keeps_no_day(world):
    made = reception(world)
    done = visit(world, Route.STATION, reception=made).visit_opinions.get().opinion
    Opinion.objects.filter(pk=done.pk).update(status=OpinionStatus.SETTLED, due_on=None)
    correct(world, made, held_on=DAY)
    done.refresh_from_db()
    assert (done.heard_on, done.due_on) == (DAY, None)


def test_who_stays_keeps_the_record_of_the_right_day(world, second):
    made = reception(world)
    before = DutyRecord.objects.get().pk
    correct(world, made, deputies=frozenset([world.deputy, second]))
    assert set(DutyRecord.objects.values_list("deputy", "on")) == {(world.deputy.pk, HELD_ON), (second.pk, HELD_ON)}
    assert DutyRecord.objects.filter(pk=before).exists()
    correct(world, made, held_on=DAY)
    assert set(DutyRecord.objects.values_list("deputy", "on")) == {(world.deputy.pk, DAY), (second.pk, DAY)}


def test_history_tells_before_and_after(world, second):
    made = reception(world)
    correct(
        world,
        made,
        actor="liaison",
        held_on=DAY,
        ended_at=time(11, 30),
        deputies=frozenset([second]),
        reason=" 记错了 ",
    )
    event = Event.objects.get(reception=made, step="correct")
    assert (event.actor, event.note, event.at) == (world["liaison"], "记错了", AT)
    assert event.data["before"]["held_on"] == "2024-05-15"
    assert event.data["after"]["deputies"] == [second.pk]
    assert corrections_of(made)[0].changes == [
        ("接待日期", "2024年5月15日", "2024年5月16日"),
        ("结束时间", "没有写", "11:30"),
        ("接待代表", "张守信", "王秀兰"),
    ]


def test_the_rota_follows(world):
    wrong, right = slot(world, days=1), slot(world, days=2)
    DutySlot.objects.filter(pk=wrong.pk).update(date=HELD_ON)
    DutySlot.objects.filter(pk=right.pk).update(date=DAY)
    made = reception(world)
    assert made.slot == wrong
    correct(world, made, actor="staff", held_on=DAY)
    wrong.refresh_from_db()
    right.refresh_from_db()
    assert fresh(made).slot == right
    assert (wrong.status, right.status) == (SlotStatus.PLANNED, SlotStatus.HELD)
    assert wrong.events.get(step="release").actor == world["staff"]


def test_a_second_reception_of_the_same_time_is_refused(world):
    first, made = reception(world), reception(world, day=EARLIER)
    with pytest.raises(RuleError, match="已经登记过一次接待") as refused:
        correct(world, made, held_on=HELD_ON)
    assert refused.value.field == "started_at"
    assert fresh(made).held_on == EARLIER
    assert correct(world, made, held_on=HELD_ON, started_at=time(15, 0)).held_on == first.held_on


def test_a_second_reception_of_the_same_reception_day_is_refused(world):
    planned = slot(world, days=1)
    DutySlot.objects.filter(pk=planned.pk).update(date=HELD_ON)
    assert reception(world).slot == planned
    made = reception(world, day=EARLIER, at=time(10, 0))
    with pytest.raises(RuleError, match="那个接待日") as refused:
        correct(world, made, held_on=HELD_ON)
    assert refused.value.field == "held_on"
    afternoon = correct(world, made, held_on=HELD_ON, started_at=time(15, 0))
    assert (afternoon.held_on, afternoon.slot) == (HELD_ON, None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"held_on": DAY, "reason": "  "}, "reason"),
        ({"held_on": date(2024, 5, 21)}, "held_on"),
        ({"held_on": date(2024, 5, 20), "started_at": time(18, 0)}, "started_at"),
        ({"held_on": date(2024, 5, 20), "ended_at": time(18, 0)}, "ended_at"),
        ({"ended_at": time(9, 20)}, "ended_at"),
        ({"deputies": frozenset()}, "deputies"),
    ],
)
def test_what_is_refused(world, changes, field):
    made = reception(world)
    with pytest.raises(RuleError) as refused:
        correct(world, made, **changes)
    assert refused.value.field == field
    assert fresh(made).version == 1
    assert not made.events.filter(step="correct").exists()


def test_strangers_are_refused_and_who_has_left_since_is_none(world, second):
    made = reception(world, deputies=[world.deputy, second])
    second.home_region = world.other_town
    second.save()
    correct(world, made, held_on=DAY)
    assert set(made.deputies.all()) == {world.deputy, second}
    correct(world, made, deputies=frozenset([world.deputy]))
    with pytest.raises(RuleError, match="不在本站") as refused:
        correct(world, made, deputies=frozenset([world.deputy, second]))
    assert refused.value.field == "deputies"


def test_today_before_this_hour_is_no_time_to_come(world):
    made, now = reception(world), timezone.now()
    local = timezone.localtime(now)
    earlier = (local - timedelta(minutes=1)).time() if local.time() > time(0, 2) else time(0, 0)
    assert correct(world, made, held_on=local.date(), started_at=earlier, at=now).held_on == local.date()


def test_an_older_page_loses_and_writes_nothing(world):
    made = reception(world)
    mine, theirs = fresh(made), fresh(made)
    correct(world, theirs, actor="liaison", held_on=DAY)
    with pytest.raises(StaleError):
        correct(world, mine, started_at=time(8, 0))
    with pytest.raises(StaleError):
        correct(world, fresh(made), version=1, started_at=time(8, 0))
    assert (fresh(made).held_on, fresh(made).started_at) == (DAY, time(9, 20))


def test_deputies_added_by_another_entry_make_the_page_an_older_one(world, second):
    made = reception(world)
    again = reception(world, deputies=[world.deputy])
    assert fresh(again).version == 1
    reception(world, deputies=[world.deputy, second])
    with pytest.raises(StaleError):
        correct(world, made, held_on=DAY)
    assert fresh(made).deputies.count() == 2


def test_an_end_is_written_down_with_the_reception(world):
    facts = {"held_on": HELD_ON, "started_at": time(9), "deputies": [world.deputy], "actor": world["head"]}
    with pytest.raises(RuleError) as refused:
        record_reception(world.station, ended_at=time(8), **facts)
    assert refused.value.field == "ended_at"
    assert record_reception(world.station, ended_at=time(11), **facts).hours == "9:00 到 11:00"
