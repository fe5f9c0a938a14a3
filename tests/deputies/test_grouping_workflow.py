"""A proposal of groups: drafted once, moved by hand, taken back, published with dates, never half."""

from datetime import date
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction

from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import Step
from deputies.choices import GroupingStatus, MandateStatus
from deputies.grouping import Placement, measure
from deputies.models import (
    ActivityGroup,
    Deputy,
    GroupingEvent,
    GroupingProposal,
    GroupMember,
    LegislativeContact,
    Mandate,
    ProposedSeat,
)
from deputies.workflow import grouping as verbs
from deputies.workflow.roster import roster_of
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 1)


@pytest.fixture
def town(world):
    """Two groups and nine deputies of 庆祖镇: the first leads, all sit in the first group, one is new."""
    world.second = ActivityGroup.objects.create(region=world.town, number=2, name="庆祖镇第2活动小组")
    GroupMember.objects.filter(deputy=world.deputy).update(role="leader")
    world.people = [world.deputy, *(deputy(world, n) for n in range(8))]
    for one in world.people[1:-1]:
        GroupMember.objects.create(group=world.group, deputy=one, joined_on=date(2024, 1, 1))
    world.reporter = LegislativeContact.objects.create(kind="reporter", name="直报员甲", region=world.town)
    world.adviser = LegislativeContact.objects.create(kind="adviser", name="顾问乙", region=world.town)
    GroupMember.objects.create(group=world.group, contact=world.adviser, joined_on=date(2024, 1, 1))
    return world


def deputy(world, number, level="township", **mandate):
    made = Deputy.objects.create(name=f"代表{number}", gender="mf"[number % 2], home_region=world.town)
    facts = {"level": level, "term": 13, "region": world.town, "started_on": date(2022, 3, 1), **mandate}
    Mandate.objects.create(deputy=made, **facts)
    return made


def proposed(world, **facts):
    return verbs.propose(world.county, actor=world["staff"], **{"on": DAY, **facts})


def published(world, proposal, on=DAY, **facts):
    return verbs.publish(proposal, actor=world["staff"], on=on, **{"today": on, **facts})


def current():
    rows = GroupMember.objects.current().order_by("pk")
    return {(str(one), one.group.name, one.role) for one in rows.select_related("group", "deputy", "contact")}


def test_everyone_has_a_seat_and_nothing_else_changes(town):
    before = current()
    proposal = proposed(town)
    seats = proposal.seats.select_related("group", "deputy", "contact")
    assert {str(one) for one in seats} == {*(p.name for p in town.people), "直报员甲（立法直报员）"}
    assert seats.get(deputy=town.deputy).group.group == town.group
    assert seats.get(deputy=town.deputy).role == "leader"
    assert sorted(sum(s.group_id == g.pk and s.deputy_id is not None for s in seats) for g in proposal.groups.all()) == [4, 5]
    assert current() == before
    assert GroupingEvent.objects.get().step == "propose"


def test_publishing_closes_and_opens_with_the_date_and_keeps_what_goes_on(town):
    kept = GroupMember.objects.get(deputy=town.deputy)
    proposal = published(town, proposed(town))
    assert (proposal.status, proposal.published_on) == (GroupingStatus.PUBLISHED, DAY)
    kept.refresh_from_db()
    assert (kept.joined_on, kept.left_on, kept.role) == (date(2024, 1, 1), None, "leader")
    closed = GroupMember.objects.exclude(left_on=None)
    assert {one.left_on for one in closed} == {DAY}
    for one in closed:
        now = GroupMember.objects.current().get(deputy=one.deputy)
        assert (now.group, now.joined_on, one.group) == (town.second, DAY, town.group)
    assert GroupMember.objects.current().filter(deputy__isnull=False).count() == 9
    assert GroupMember.objects.current().filter(contact=town.adviser, group=town.group).exists()
    assert GroupMember.objects.current().filter(contact=town.reporter).exists()
    assert [e.step for e in GroupingEvent.objects.order_by("pk")] == ["propose", "publish"]


def test_published_groups_stay_when_proposed_again(town):
    published(town, proposed(town))
    before = current()
    assert all(seat.stays for seat in proposed(town).seats.select_related("group"))
    published(town, GroupingProposal.objects.first())
    assert current() == before


def test_whoever_has_no_mandate_leaves_and_who_is_suspended_stays_put(town):
    gone, resting = town.people[1], town.people[2]
    Mandate.objects.filter(deputy=gone).update(status=MandateStatus.ENDED)
    Mandate.objects.filter(deputy=resting).update(status=MandateStatus.SUSPENDED)
    proposal = proposed(town)
    assert roster_of(town.county, DAY).resting == (resting.name,)
    assert not proposal.seats.filter(deputy__in=[gone, resting]).exists()
    published(town, proposal)
    assert GroupMember.objects.get(deputy=gone).left_on == DAY
    assert GroupMember.objects.get(deputy=resting).left_on is None


def test_new_groups_are_founded_when_published(town):
    with pytest.raises(RuleError, match="不能少于这个数"):
        proposed(town, total=1)
    with pytest.raises(RuleError, match="最多编 3 个小组"):
        proposed(town, total=4)
    proposal = proposed(town, total=3)
    assert [str(group) for group in proposal.groups.all()][-1] == "庆祖镇第三活动小组"
    assert ActivityGroup.objects.filter(region=town.town).count() == 2
    published(town, proposal)
    made = ActivityGroup.objects.get(region=town.town, number=3)
    assert made.members.current().filter(deputy__isnull=False).count() == 3
    assert proposal.groups.get(number=3).group == made


def test_a_place_without_groups_gets_them(town):
    far = Deputy.objects.create(name="外镇人", home_region=town.other_town)
    Mandate.objects.create(deputy=far, level="township", term=1, region=town.other_town, started_on=DAY)
    county = town.other_town.parent
    proposal = verbs.propose(county, actor=town["outsider"], on=DAY)
    assert [(g.region, g.number) for g in proposal.groups.all()] == [(town.other_town, 1)]


def test_one_draft_at_a_time_and_only_where_there_are_deputies(town):
    first = proposed(town)
    with pytest.raises(StaleError, match="已经有一份拟编"):
        proposed(town)
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupingProposal.objects.create(region=town.county, on=DAY, made_by=town["staff"])
    verbs.discard(first, actor=town["staff"])
    assert proposed(town).pk != first.pk
    with pytest.raises(RuleError, match="没有在任的代表"):
        verbs.propose(town.other_city, actor=town["outsider"], on=DAY)
    assert GroupingProposal.objects.count() == 2


def _seat(proposal, group):
    rows = proposal.seats.select_related("group", "deputy", "contact", "proposal__region")
    return rows.filter(group__group=group, deputy__isnull=False).last()


def test_a_move_and_its_way_back(town):
    proposal = proposed(town)
    target = proposal.groups.get(number=2)
    leader = proposal.seats.select_related("group", "proposal__region").get(deputy=town.deputy)
    verbs.move_seat(leader, target=target, actor=town["staff"])
    leader.refresh_from_db()
    assert (leader.group, leader.role) == (target, "member")
    proposal.refresh_from_db()
    verbs.undo(proposal, actor=town["staff"])
    leader.refresh_from_db()
    assert (leader.group.group, leader.role) == (town.group, "leader")
    with pytest.raises(RuleError, match="没有可以撤回"):
        verbs.undo(proposal, actor=town["staff"])
    assert [e.step for e in GroupingEvent.objects.order_by("pk")] == ["propose", "move", "undo"]
    assert GroupingEvent.objects.get(step="move").data["to"] == "庆祖镇第2活动小组"


def test_a_move_that_cannot_be(town):
    proposal = proposed(town)
    seat = _seat(proposal, town.group)
    with pytest.raises(RuleError, match="已经在"):
        verbs.move_seat(seat, target=seat.group, actor=town["staff"])
    away = proposal.groups.create(region=town.other_town, number=1, name="古吕街道第一活动小组")
    with pytest.raises(RuleError, match="只能调到所在乡镇"):
        verbs.move_seat(seat, target=away, actor=town["staff"])
    verbs.discard(proposal, actor=town["staff"])
    stranger = proposed(town).groups.get(number=2)
    with pytest.raises(RuleError, match="不在这份方案"):
        verbs.move_seat(seat, target=stranger, actor=town["staff"])
    with pytest.raises(RuleError, match="已作废"):
        verbs.move_seat(_seat(proposal, town.group), target=proposal.groups.get(number=2), actor=town["staff"])


def test_the_second_hand_loses(town):
    proposal = proposed(town, total=3)
    one, other = _seat(proposal, town.group), _seat(proposal, town.group)
    verbs.move_seat(one, target=proposal.groups.get(number=2), actor=town["staff"])
    with pytest.raises(StaleError):
        verbs.move_seat(other, target=proposal.groups.get(number=3), actor=town["staff"])
    other.proposal.refresh_from_db()
    with pytest.raises(StaleError, match="刚刚有人先动了"):
        verbs.move_seat(other, target=proposal.groups.get(number=3), actor=town["staff"])
    one.proposal.refresh_from_db()
    ProposedSeat.objects.filter(pk=one.pk).update(group=proposal.groups.get(number=3))
    with pytest.raises(StaleError, match="刚刚有人先动了"):
        verbs.undo(one.proposal, actor=town["staff"])


CHANGES = {
    "mandate": lambda town: Mandate.objects.filter(deputy=town.people[3]).update(status=MandateStatus.SUSPENDED),
    "newcomer": lambda town: deputy(town, 99),
    "member": lambda town: GroupMember.objects.filter(deputy=town.people[3]).update(left_on=DAY),
    "leader": lambda town: GroupMember.objects.filter(deputy=town.deputy).update(role="deputy_leader"),
    "group": lambda town: ActivityGroup.objects.create(region=town.town, number=3, name="又一组"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_roster_that_has_changed_is_not_published_over(town, change):
    proposal = proposed(town)
    change(town)
    before = current()
    with pytest.raises(StaleError, match="请作废后重新编一份"):
        published(town, proposal)
    proposal.refresh_from_db()
    assert proposal.status == GroupingStatus.DRAFT
    assert current() == before


def test_the_date_is_neither_to_come_nor_before_they_joined(town):
    proposal = proposed(town)
    with pytest.raises(RuleError, match="不能晚于今天"):
        published(town, proposal, on=date(2024, 6, 2), today=DAY)
    with pytest.raises(RuleError, match="2024年1月1日才加入"):
        published(town, proposal, on=date(2023, 12, 31), today=DAY)
    proposal.refresh_from_db()
    assert proposal.status == GroupingStatus.DRAFT
    published(town, proposal)
    with pytest.raises(RuleError, match="已公布"):
        published(town, proposal)


@pytest.mark.parametrize("name", PERSONAS)
def test_only_staff_over_the_place(town, name):
    may = name == "staff"
    proposal = proposed(town)
    assert verbs.open_steps(proposal, town[name]) == (["publish", "discard"] if may else [])
    assert GroupingProposal.objects.visible_to(town[name]).exists() == may
    for verb in (
        lambda who: verbs.move_seat(_seat(proposal, town.group), target=proposal.groups.get(number=2), actor=who),
        lambda who: verbs.publish(proposal, actor=who, on=DAY, today=DAY),
        lambda who: verbs.discard(proposal, actor=who),
        lambda who: verbs.propose(town.county, actor=who, on=DAY),
    ):
        if not may:
            with pytest.raises(NotAllowedError):
                verb(town[name])
    assert isinstance(verbs.STEPS["move"], Step)


def test_history_is_not_rewritten(town):
    proposed(town)
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupingEvent.objects.update(note="别的")


def test_a_seat_is_one_person_once(town):
    proposal = proposed(town)
    group = proposal.groups.first()
    for wrong in ({}, {"deputy": town.deputy}, {"contact": town.reporter}, {"deputy": town.deputy, "contact": town.adviser}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProposedSeat.objects.create(proposal=proposal, group=group, **wrong)


def test_the_seats_measure_as_the_roster_does(town):
    roster = roster_of(town.county, DAY).roster
    proposal = proposed(town)
    rows = proposal.seats.select_related("group")
    seats = {f"d{s.deputy_id}" if s.deputy_id else f"c{s.contact_id}": f"g{s.group.group_id}" for s in rows}
    assert measure(roster, Placement(seats)).size_spread == 1


@pytest.mark.django_db(transaction=True)
def test_two_publish_at_once_and_one_wins(town):
    proposal, told = proposed(town), []

    def run():
        try:
            published(town, GroupingProposal.objects.select_related("region").get(pk=proposal.pk))
            told.append("won")
        except RuleError as error:
            told.append(type(error).__name__)
        finally:
            connection.close()

    hands = [Thread(target=run) for _ in range(2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert told.count("won") == 1
    assert GroupMember.objects.current().filter(deputy__isnull=False).count() == 9
