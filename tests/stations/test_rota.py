"""The rota: step matrix, confirmation, what is refused."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from accounts.models import Notice
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import open_steps
from deputies.models import Deputy
from stations.choices import SlotStatus
from stations.models import DutySlot, Event, SlotDeputy
from stations.workflow import assign_deputies, cancel_slot, confirm_duty
from stations.workflow.rota import STEPS
from tests.stations.making import slot
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(world):
    return Deputy.objects.create(name="王秀兰", initials="wxl", home_region=world.town)


@pytest.mark.parametrize("status", SlotStatus.values)
@pytest.mark.parametrize("name", PERSONAS)
def test_a_button_that_is_shown_works(world, second, name, status):
    row = slot(world)
    DutySlot.objects.filter(pk=row.pk).update(status=status)
    row.refresh_from_db()
    shown = open_steps(STEPS, row, world[name])
    for step, verb in (
        ("assign", lambda: assign_deputies(row, [second], actor=world[name])),
        ("cancel", lambda: cancel_slot(row, actor=world[name], note="防汛")),
    ):
        if step in shown:
            verb()
        else:
            with pytest.raises(RuleError):
                verb()
    assert bool(shown) is (name in {"head", "liaison"} and status == SlotStatus.PLANNED)


def test_a_day_is_planned_and_told(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = slot(world)
    notice = Notice.objects.get()
    assert notice.user == world["deputy"]
    assert " 9:00 在庆祖镇联络站接待选民" in notice.label
    assert [e.step for e in row.events.all()] == ["plan", "assign"]


def test_a_cancelled_day_is_told(world, django_capture_on_commit_callbacks):
    row = slot(world)
    with django_capture_on_commit_callbacks(execute=True):
        cancel_slot(row, actor=world["head"], note="防汛")
    notice = Notice.objects.get()
    assert notice.user == world["deputy"]
    assert "取消了（防汛）" in notice.label
    assert row.events.get(step="cancel").note == "防汛"


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"days": -1}, "day"), ({"starts": time(12, 0)}, "ends_at"), ({"starts": time(11, 30)}, "ends_at")],
)
def test_what_planning_refuses(world, facts, field):
    with pytest.raises(RuleError) as refused:
        slot(world, **facts)
    assert refused.value.field == field


def test_a_time_is_planned_once(world):
    slot(world)
    with pytest.raises(RuleError, match="已经排了"):
        slot(world)
    assert DutySlot.objects.count() == 1


def test_strangers_are_not_put_on_duty(world):
    stranger = Deputy.objects.create(name="外地代表", home_region=world.other_town)
    with pytest.raises(RuleError, match="不在本站"):
        slot(world, deputies=[stranger])
    assert DutySlot.objects.count() == 0


def test_who_stays_keeps_the_confirmation(world, second):
    row = slot(world)
    confirm_duty(row.slot_deputies.get(), actor=world["deputy"])
    assign_deputies(row, [world.deputy, second], actor=world["head"])
    assert {one.deputy: one.confirmed_at is not None for one in row.slot_deputies.all()} == {
        world.deputy: True,
        second: False,
    }
    assign_deputies(row, [second], actor=world["head"])
    assert [one.deputy for one in row.slot_deputies.all()] == [second]


def test_said_twice_stays_as_it_was(world):
    duty = slot(world).slot_deputies.get()
    first = confirm_duty(duty, actor=world["deputy"]).confirmed_at
    again = confirm_duty(SlotDeputy.objects.get(pk=duty.pk), actor=world["deputy"]).confirmed_at
    assert first == again
    assert Event.objects.filter(step="confirm").count() == 1


@pytest.mark.parametrize("name", [name for name in PERSONAS if name != "deputy"])
def test_nobody_confirms_for_a_deputy(world, name):
    with pytest.raises(NotAllowedError):
        confirm_duty(slot(world).slot_deputies.get(), actor=world[name])


def test_a_day_that_is_over_or_cancelled_is_not_confirmed(world):
    row = slot(world)
    later = timezone.now() + timedelta(days=10)
    with pytest.raises(RuleError, match="不用再确认"):
        confirm_duty(row.slot_deputies.get(), actor=world["deputy"], at=later)
    cancel_slot(row, actor=world["head"], note="防汛")
    with pytest.raises(RuleError, match="不用再确认"):
        confirm_duty(row.slot_deputies.get(), actor=world["deputy"])


def test_two_hands_on_one_day(world):
    row = slot(world)
    stale = DutySlot.objects.get(pk=row.pk)
    cancel_slot(row, actor=world["head"], note="防汛")
    with pytest.raises(StaleError):
        cancel_slot(stale, actor=world["liaison"], note="停电")
