"""The rule of a station: set, generated all or none and never twice, changed without touching what stands."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.calendar import Calendar
from accounts.models import Notice
from common.errors import NotAllowedError, RuleError, StaleError
from stations.models import DayRule, DutySlot, Event
from stations.reports.outlook import changes_by, outlook
from stations.workflow import (
    assign_deputies,
    cancel_slot,
    confirm_duty,
    generate_days,
    move_slot,
    plan_slot,
    publish_rota,
    set_rule,
)
from stations.workflow.rule import rule_from, rule_of
from tests.stations.making import QUARTER, RULE, TODAY, facts, generated, ruled
from tests.world import PERSONAS, moment

pytestmark = pytest.mark.django_db
TUESDAYS = [date(2024, 7, 2), date(2024, 7, 16), date(2024, 8, 6), date(2024, 8, 20), date(2024, 9, 3)]


def days(station):
    return list(station.slots.order_by("date").values_list("date", flat=True))


def test_a_quarter_is_generated_once(world):
    made = generated(world)
    assert days(world.station) == [slot.date for slot in made] == [*TUESDAYS, date(2024, 9, 18)]
    assert generated(world) == []
    assert Event.objects.filter(step="plan", slot__station=world.station).count() == 6


def test_the_outlook_says_what_will_be_made_and_why(world):
    ruled(world)
    seen = outlook(world.station, *QUARTER, today=date(2024, 7, 10), calendar=Calendar.load())
    assert [(row.nominal, row.state) for row in seen.rows][:2] == [(TUESDAYS[0], "past"), (TUESDAYS[1], "new")]
    assert seen.rows[-1].why == "9月17日放假，顺延到9月18日（星期三）"  # 中秋节


def test_a_day_planned_by_hand_stands_in_the_way(world):
    ruled(world)
    plan_slot(world.station, day=TUESDAYS[1], starts_at=time(10), ends_at=time(12), actor=world["head"], at=TODAY)
    seen = outlook(world.station, *QUARTER, today=TODAY.date(), calendar=Calendar.load())
    assert [(row.day, row.why) for row in seen.clashes] == [(TUESDAYS[1], "这天 10:00 到 12:00 已经排了，不再生成")]
    assert len(generated(world, rule=False)) == 5


def test_what_was_cancelled_or_moved_does_not_come_back(world):
    first, second, *_ = generated(world)
    cancel_slot(first, actor=world["head"], note="防汛", at=TODAY)
    move_slot(
        second, day=date(2024, 7, 18), starts_at=time(9), ends_at=time(11), note="检查", actor=world["head"], at=TODAY
    )
    assert generated(world, rule=False) == []


def test_a_page_that_is_out_of_date_makes_nothing(world):
    ruled(world)
    shown = outlook(world.station, *QUARTER, today=TODAY.date(), calendar=Calendar.load()).fingerprint
    plan_slot(world.station, day=TUESDAYS[1], starts_at=time(9), ends_at=time(12), actor=world["head"], at=TODAY)
    with pytest.raises(StaleError, match="再看一遍"):
        generated(world, rule=False, expected=shown)
    assert world.station.slots.count() == 1


@pytest.mark.parametrize("name", PERSONAS)
def test_who_sets_and_generates(world, name):
    if name in {"head", "liaison"}:
        assert len(generated(world, actor=name)) == 6
        return
    with pytest.raises(NotAllowedError):
        ruled(world, actor=name)
    ruled(world)
    with pytest.raises(NotAllowedError):
        generated(world, rule=False, actor=name)


def test_what_generating_refuses(world):
    with pytest.raises(RuleError, match="先定接待日的规则"):
        generated(world, rule=False)
    ruled(world)
    for first, last in ((date(2024, 7, 2), date(2024, 7, 1)), (date(2024, 7, 1), date(2025, 8, 1))):
        with pytest.raises(RuleError, match="一次最多生成一年"):
            generate_days(world.station, first=first, last=last, actor=world["head"], at=TODAY)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends_at": time(8)}, "ends_at"),
        ({"numbers": []}, "numbers"),
        ({"numbers": [6]}, "numbers"),
        ({"numbers": [1, 1]}, "numbers"),
        ({"weekday": 7}, "weekday"),
        ({"seats": 0}, "seats"),
        ({"pattern": "dates", "weekday": None, "numbers": [32]}, "numbers"),
        ({"pattern": "weekly"}, "numbers"),
        ({"pattern": "yearly"}, "pattern"),
    ],
)
def test_facts_that_do_not_fit_are_refused_beside_their_field(world, change, field):
    with pytest.raises(RuleError) as refused:
        ruled(world, **change)
    assert refused.value.field == field
    assert not DayRule.objects.exists()


def test_the_constraints_hold_for_a_raw_save_too(world):
    ruled(world)
    for wrong in ({}, {"ended_on": date(2024, 1, 1)}, {"ends_at": time(8)}, {"weekday": None}):
        row = rule_from(world.station, facts(), date(2024, 6, 1))
        row.ended_on = date(2024, 7, 1) if wrong else None
        for name, value in wrong.items():
            setattr(row, name, value)
        with pytest.raises(ValidationError):
            row.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_a_changed_rule_moves_the_open_days_and_no_others(world, django_capture_on_commit_callbacks):
    confirmed, asked, draft, *_, last = generated(world)
    assign_deputies(confirmed, [world.deputy], actor=world["head"], at=TODAY)
    assign_deputies(asked, [world.deputy], actor=world["head"], at=TODAY)
    publish_rota([confirmed, asked], actor=world["head"], at=TODAY)
    confirm_duty(confirmed.slot_deputies.get(), actor=world["deputy"], at=TODAY)
    with django_capture_on_commit_callbacks(execute=True):
        change = set_rule(world.station, facts(weekday=3), actor=world["head"], at=TODAY)
    assert [slot.pk for slot, _why in change.kept] == [confirmed.pk]
    assert [(one.slot.pk, one.day.day) for one in change.moved][:2] == [(asked.pk, 4), (draft.pk, 1)]
    assert days(world.station)[:3] == [date(2024, 7, 2), date(2024, 7, 4), date(2024, 8, 1)]
    assert "改到2024年7月4日" in Notice.objects.get(label__startswith="接待日改期").label
    assert DutySlot.objects.get(pk=last.pk).rule == rule_of(world.station)


def test_days_without_a_new_day_fall_away(world):
    generated(world)
    set_rule(world.station, facts(numbers=[1]), actor=world["head"], at=TODAY)
    status = dict(world.station.slots.values_list("date", "status"))
    assert [status[day] for day in TUESDAYS] == ["planned", "cancelled", "planned", "cancelled", "planned"]
    assert Event.objects.filter(step="cancel", note__contains="每月第一个星期二").count() == 3
    assert not Event.objects.filter(step="move").exists()  # who stays is not told that anything moved


def test_the_rule_before_ends_and_the_days_before_stay(world):
    generated(world)
    later = date(2024, 8, 1)
    set_rule(world.station, facts(weekday=4), actor=world["head"], valid_from=later, at=TODAY)
    old, new = world.station.day_rules.order_by("id")
    assert (old.ended_on, new.valid_from, new.ended_on) == (later, later, None)
    assert days(world.station)[:3] == [TUESDAYS[0], TUESDAYS[1], date(2024, 8, 2)]


def test_a_change_is_carried_out_as_it_was_shown(world):
    slots = generated(world)
    new = rule_from(world.station, facts(weekday=3), TODAY.date())
    shown = changes_by(new, rule_of(world.station), today=TODAY.date()).fingerprint
    cancel_slot(slots[0], actor=world["liaison"], note="防汛", at=TODAY)
    with pytest.raises(StaleError):
        set_rule(world.station, facts(weekday=3), actor=world["head"], expected=shown, at=TODAY)
    assert world.station.day_rules.count() == 1


def test_a_rule_that_changes_nothing_or_begins_too_early_is_refused(world):
    ruled(world)
    with pytest.raises(RuleError, match="没有要改的"):
        ruled(world)
    with pytest.raises(RuleError, match="更早开始"):
        set_rule(world.station, facts(weekday=3), actor=world["head"], valid_from=date(2024, 1, 1), at=TODAY)


def test_two_hands_set_one_rule(world):
    ruled(world)
    assert rule_of(world.station).numbers == RULE["numbers"]
    DayRule.objects.update(ended_on=date(2024, 6, 20))
    ruled(world, at=moment(date(2024, 6, 21)))
    assert world.station.day_rules.filter(ended_on=None).count() == 1
