"""The rota from the database: who came counts, drafts are nobody's business, two persons before the public."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Notice
from common.errors import NotAllowedError, RuleError, StaleError
from deputies.models import Mandate
from stations.models import DutySlot, SlotDeputy
from stations.reports import next_duties
from stations.reports.filling import draft_of, turns_of
from stations.workflow import (
    adjust_rota,
    assign_deputies,
    clear_notices,
    generate_days,
    propose_rota,
    publish_rota,
    record_reception,
    say_absent,
)
from stations.workflow.filling import CHECKED
from tests.stations.making import TODAY, generated, member
from tests.world import PERSONAS, moment

pytestmark = pytest.mark.django_db
ALL = [code for code, _ in CHECKED]


@pytest.fixture
def team(world):
    """Five more deputies of the group, of two levels."""
    return [member(world, name, level) for name, level in zip("甲乙丙丁戊", ["township", "county"] * 3, strict=False)]


def counts(station):
    found = {}
    for row in SlotDeputy.objects.filter(slot__station=station):
        found[row.deputy_id] = found.get(row.deputy_id, 0) + 1
    return sorted(found.values())


def test_a_quarter_is_filled_evenly_and_nobody_is_told(world, team):
    generated(world)
    assert len(propose_rota(world.station, actor=world["head"], at=TODAY)) == 6
    assert counts(world.station) == [2] * 6
    assert draft_of(world.station, TODAY.date()).unmet == []
    assert not Notice.objects.exists()
    assert next_duties(world.deputy, TODAY.date()) == []
    assert not DutySlot.objects.visible_to(world["deputy"]).exists()
    assert propose_rota(world.station, actor=world["head"], at=TODAY) == []


def test_whoever_came_has_the_turn(world, team):
    slot = generated(world)[0]
    assign_deputies(slot, [world.deputy], actor=world["head"], at=TODAY)
    publish_rota([slot], actor=world["head"], at=TODAY)
    record_reception(
        world.station,
        held_on=slot.date,
        started_at=time(8, 30),
        deputies=[team[0]],
        actor=world["head"],
        at=moment(slot.date),
    )
    assert turns_of(world.station, [world.deputy, *team], slot.date) == {team[0].pk: [slot.date]}


def test_who_cannot_come_or_holds_no_mandate_is_not_put_on(world, team):
    first = generated(world)[0]
    say_absent(first, world.deputy, note="外出开会", actor=world["deputy"], at=TODAY)
    Mandate.objects.filter(deputy=team[0]).update(status="suspended")
    propose_rota(world.station, actor=world["head"], at=TODAY)
    assert not first.slot_deputies.filter(deputy=world.deputy).exists()
    assert not SlotDeputy.objects.filter(deputy=team[0]).exists()


def test_by_hand_stays_and_anew_begins_again(world, team):
    first = generated(world)[0]
    assign_deputies(first, [team[4]], actor=world["head"], at=TODAY)
    propose_rota(world.station, actor=world["head"], at=TODAY)
    assert first.slot_deputies.filter(deputy=team[4]).exists()
    before = set(SlotDeputy.objects.values_list("slot", "deputy"))
    propose_rota(world.station, actor=world["head"], anew=True, at=TODAY)
    assert len(before) == SlotDeputy.objects.count()


def test_the_station_adjusts_all_or_nothing(world, team):
    first, second, *_ = generated(world)
    versions = {first.pk: first.version, second.pk: second.version}
    wanted = {first.pk: [team[0].pk], second.pk: [team[1].pk, team[2].pk]}
    assert len(adjust_rota(world.station, wanted, versions=versions, actor=world["liaison"], at=TODAY)) == 2
    with pytest.raises(StaleError):  # the page is older now
        adjust_rota(world.station, {first.pk: []}, versions=versions, actor=world["head"], at=TODAY)
    stranger = member(world, "外地代表")
    stranger.memberships.update(left_on=date(2024, 6, 1))
    first.refresh_from_db()
    wrong = {first.pk: [stranger.pk]}
    with pytest.raises(RuleError, match="不在本站"):
        adjust_rota(world.station, wrong, versions={first.pk: first.version}, actor=world["head"], at=TODAY)
    assert [row.deputy for row in first.slot_deputies.all()] == [team[0]]


def test_published_days_are_told_once(world, team, django_capture_on_commit_callbacks):
    slots = generated(world)
    assign_deputies(slots[0], [world.deputy], actor=world["head"], at=TODAY)
    with django_capture_on_commit_callbacks(execute=True):
        assert publish_rota(slots, actor=world["liaison"], at=TODAY) == [slots[0]]
    assert [n.user for n in Notice.objects.all()] == [world["deputy"]]
    with pytest.raises(RuleError, match="没有可以公布"):
        publish_rota(slots, actor=world["liaison"], at=TODAY)
    assert [duty.slot for duty in next_duties(world.deputy, TODAY.date())] == [slots[0]]


def test_a_notice_needs_a_second_person(world, team):
    slots = generated(world)
    propose_rota(world.station, actor=world["liaison"], at=TODAY)
    slots = publish_rota(world.station.slots.all(), actor=world["liaison"], at=TODAY)
    with pytest.raises(NotAllowedError, match="另一位同志"):
        clear_notices(slots, actor=world["liaison"], checked=ALL, at=TODAY)
    with pytest.raises(RuleError, match="每一条都核对过"):
        clear_notices(slots, actor=world["head"], checked=ALL[:1], at=TODAY)
    assert len(clear_notices(slots, actor=world["head"], checked=ALL, at=TODAY)) == 6
    assert slots[0].events.get(step="clear").data == {"checked": sorted(ALL)}
    slots[0].cleared_by = slots[0].published_by
    with pytest.raises(ValidationError, match="不能是同一个人"):
        slots[0].full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        slots[0].save()


@pytest.mark.parametrize("name", PERSONAS)
def test_who_fills_publishes_and_clears(world, team, name):
    slots = generated(world)
    keeps = name in {"head", "liaison"}
    for verb in (
        lambda: propose_rota(world.station, actor=world[name], at=TODAY),
        lambda: publish_rota(world.station.slots.all(), actor=world[name], at=TODAY),
    ):
        if keeps:
            verb()
        else:
            with pytest.raises(NotAllowedError):
                verb()
    if not keeps:
        propose_rota(world.station, actor=world["head"], at=TODAY)
        publish_rota(world.station.slots.all(), actor=world["head"], at=TODAY)
    fresh = list(world.station.slots.all())
    if name in {"staff", "office", "leader", "township"}:
        assert len(clear_notices(fresh, actor=world[name], checked=ALL, at=TODAY)) == len(slots)
    else:
        with pytest.raises(NotAllowedError):
            clear_notices(fresh, actor=world[name], checked=ALL, at=TODAY)


def test_what_filling_refuses(world):
    with pytest.raises(RuleError, match="先生成接待日"):
        propose_rota(world.station, actor=world["head"], at=TODAY)
    world.group.members.update(left_on=date(2024, 6, 1))
    with pytest.raises(RuleError, match="还没有可以接待的代表"):
        propose_rota(world.station, actor=world["head"], at=TODAY)


def test_the_queries_of_a_draft_do_not_grow(world, team, django_assert_num_queries):
    generated(world)
    propose_rota(world.station, actor=world["head"], at=TODAY)
    with django_assert_num_queries(10):
        assert draft_of(world.station, TODAY.date()).unmet == []
    generate_days(world.station, first=date(2024, 10, 1), last=date(2024, 12, 31), actor=world["head"], at=TODAY)
    propose_rota(world.station, actor=world["head"], at=TODAY)
    with django_assert_num_queries(10):
        assert draft_of(world.station, TODAY.date()).unmet == []
