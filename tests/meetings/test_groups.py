"""Plans of groups: drafted once, moved, taken back, worked out again, published onto the lists, never half."""

from datetime import date
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction

from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import check, open_steps
from meetings import actions, rules
from meetings.choices import PlanStatus
from meetings.models import Appointment, Attendee, Event, GroupPlan, Participant, Sitting
from meetings.reports import candidates_of, cards_of, plan_says
from meetings.workflow import appointments, attendance
from meetings.workflow import groups as verbs
from meetings.workflow.publishing import publish
from meetings.workflow.roster import last_time
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db


@pytest.fixture
def called(hall):
    """The four of the second group's list and eight more on the roll; one sitting, recording."""
    actions.take_from_sittings(hall.meeting, actor=hall.staff)
    for number in range(6):
        hall.add(f"委员{number}", "member", "市人大常委会委员", region=hall.world.town)
    for number in range(2):
        hall.add(f"副局长{number}", "nonvoting", unit=hall.world.civil)
    return hall


def draft(called, total=2, **facts):
    return verbs.propose(called.meeting, actor=called.staff, total=total, **facts)


def seat(plan, name):
    return plan.seats.select_related("plan__meeting__occasion__unit__region", "group", "attendee").get(attendee__name=name)


def other(plan, row):
    return plan.groups.exclude(pk=row.group_id).first()


@pytest.mark.parametrize("name", PERSONAS)
def test_matrix_and_parity(called, name):
    plan, user = draft(called), called.world[name]
    one = appointments.appoint(
        called.meeting, actor=called.staff, attendee=called.meeting.attendees.get(name="委员1"), group=1
    )
    for status in PlanStatus.values:
        plan.status = status
        for step in verbs.STEPS:
            allowed = status == ("published" if step == "withdraw" else "draft") and name == "staff"
            try:
                check(verbs.STEPS, step, plan, user)
            except RuleError:
                assert not allowed
            else:
                assert allowed
        assert bool(open_steps(verbs.STEPS, plan, user)) == (status in {"draft", "published"} and name == "staff")
    assert GroupPlan.objects.visible_to(user).exists() == rules.can_view_plan(user, plan) == (name == "staff")
    assert Appointment.objects.visible_to(user).exists() == rules.keeps_plan(user, one) == (name == "staff")
    assert open_steps(appointments.STEPS, one, user) == (["decide"] if name == "staff" else [])


def test_the_proposal_keeps_who_sits_and_spreads_the_rest(called):
    called.say(who=1)
    plan = draft(called)
    assert plan.seats.count() == 12
    assert set(plan.seats.filter(is_fixed=True).values_list("attendee__name", flat=True)) == {
        "李国栋",
        "刘玉芬",
        "马春生",
        "张守信",
    }
    assert {row.group.number for row in plan.seats.filter(is_fixed=True)} == {2}
    assert [len(card.seats) for card in cards_of(plan)] == [6, 6]
    offices = plan.seats.filter(attendee__name__startswith="副局长").values_list("group__number", flat=True)
    assert sorted(offices) == [1, 2]
    figures, said = plan_says(plan, list(plan.groups.all()))
    assert (figures.size_spread, figures.absent) == (0, 0)
    assert "还没有召集人" in said[-1]


def test_what_is_refused_at_the_start(called):
    with pytest.raises(NotAllowedError):
        verbs.propose(called.meeting, actor=called.world["office"], total=2)
    for total in (0, 21):
        with pytest.raises(RuleError, match="组数请填 1 到 20"):
            draft(called, total)
    plan = draft(called)
    with pytest.raises(StaleError, match="已经有一份"):
        draft(called)
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupPlan.objects.create(meeting=called.meeting, made_by=called.staff)
    verbs.discard(plan, actor=called.staff)
    Attendee.objects.update(status="leave")
    with pytest.raises(RuleError, match="还没有能参加的人"):
        draft(called)


def test_moves_are_taken_back_one_by_one(called):
    plan = draft(called)
    row = seat(plan, "委员1")
    home, target = row.group, other(plan, row)
    verbs.move_seat(row, target=target, actor=called.staff)
    assert (seat(plan, "委员1").group, seat(plan, "委员1").is_fixed) == (target, True)
    for wrong, words in ((target, "已经在"), (draft_of_another(called), "不在这份方案")):
        with pytest.raises(RuleError, match=words):
            verbs.move_seat(seat(plan, "委员1"), target=wrong, actor=called.staff)
    bound = seat(plan, "刘玉芬")
    with pytest.raises(RuleError, match="会议已经开始"):
        verbs.move_seat(bound, target=other(plan, bound), actor=called.staff)
    stale = seat(plan, "委员1")
    stale.group = home
    with pytest.raises(StaleError, match="先动了委员1"):
        verbs.move_seat(stale, target=target, actor=called.staff)
    verbs.undo(plan, actor=called.staff)
    assert (seat(plan, "委员1").group, seat(plan, "委员1").is_fixed) == (home, False)
    with pytest.raises(RuleError, match="没有可以撤回"):
        verbs.undo(plan, actor=called.staff)
    assert [e.step for e in plan.events.all()] == ["propose", "move", "undo"]


def draft_of_another(called):
    meeting = actions.create_meeting(
        actor=called.staff,
        unit=called.world.committee,
        title="另一次会议",
        short_title="另一次",
        term=9,
        number=11,
        held_on=date(2024, 7, 1),
    )
    actions.add_attendee(meeting, actor=called.staff, name="甲", capacity="member")
    return verbs.propose(meeting, actor=called.staff, total=1).groups.get()


def test_working_out_again_keeps_the_fixed_and_takes_newcomers(called):
    plan = draft(called)
    verbs.move_seat(seat(plan, "委员2"), target=other(plan, seat(plan, "委员2")), actor=called.staff)
    kept = seat(plan, "委员2").group
    row = seat(plan, "委员3")
    for _ in range(2):
        verbs.fix_seat(row, actor=called.staff, fixed=True)
    called.add("后来的", "citizen_rep")
    attendance.leave(called.meeting.attendees.with_row_data().get(name="委员5"), actor=called.staff, reason="出差")
    verbs.redo(plan, actor=called.staff)
    assert seat(plan, "委员2").group == kept
    assert seat(plan, "委员3").group == row.group
    assert not plan.seats.filter(attendee__name="委员5").exists()
    assert plan.seats.filter(attendee__name="后来的").exists()
    assert verbs.last_move(plan, called.staff) is None
    assert [e.step for e in plan.events.all()] == ["propose", "move", "fix", "redo"]


def test_the_same_roll_gives_the_same_groups(called):
    first = draft(called)
    seats = sorted(first.seats.values_list("attendee__name", "group__number"))
    verbs.discard(first, actor=called.staff)
    assert sorted(draft(called).seats.values_list("attendee__name", "group__number")) == seats


def test_publishing_fills_the_lists_and_arranges_what_is_missing(called):
    called.say(who=1)
    plan = draft(called)
    publish(plan, actor=called.staff)
    made = Sitting.objects.exclude(pk=called.sitting.pk).get()
    assert made.label == "第一组"
    lists = {one.pk: one.participants.count() for one in (called.sitting, made)}
    assert sorted(lists.values()) == [6, 6]
    assert not Participant.objects.filter(attendee=None).exists()
    with pytest.raises(RuleError, match="已公布"):
        publish(plan, actor=called.staff)
    assert Participant.objects.count() == 12
    again = draft(called, total=2, keep=True)
    publish(again, actor=called.staff)
    assert Participant.objects.count() == 12


def test_a_sitting_not_begun_gives_people_away_one_begun_keeps_them(called):
    third = called.new_sitting("第三组", started=False)
    called.person("委员0", "member", "市人大常委会委员", sitting=third)
    plan = draft(called)
    row = seat(plan, "委员0")
    assert row.group.sitting == third
    verbs.move_seat(row, target=other(plan, row), actor=called.staff)
    publish(plan, actor=called.staff)
    moved = Participant.objects.get(contributor__name="委员0")
    assert moved.sitting == called.sitting
    assert moved.attendee.name == "委员0"


def test_who_spoke_in_the_meantime_stays_where_they_spoke(called):
    third = called.new_sitting("第三组", started=False)
    called.person("委员0", "member", "市人大常委会委员", sitting=third)
    plan = draft(called)
    verbs.move_seat(seat(plan, "委员0"), target=other(plan, seat(plan, "委员0")), actor=called.staff)
    Sitting.objects.filter(pk=third.pk).update(status="recording")
    publish(plan, actor=called.staff)
    assert Participant.objects.get(contributor__name="委员0").sitting == third
    assert seat(plan, "委员0").group.sitting == third


def test_who_came_onto_the_roll_later_is_named_and_nothing_is_written(called):
    plan = draft(called)
    called.add("后来的", "citizen_rep")
    before = Participant.objects.count()
    with pytest.raises(StaleError, match="又有 1 人没有分组：后来的"):
        publish(plan, actor=called.staff)
    assert GroupPlan.objects.get(pk=plan.pk).status == "draft"
    assert (Participant.objects.count(), Sitting.objects.count()) == (before, 1)


def test_last_time_is_the_meeting_before_of_the_same_committee(called):
    publish(draft(called), actor=called.staff)
    assert last_time(called.meeting) == {}
    group = draft_of_another(called)
    found = last_time(group.plan.meeting)
    assert found["委员1", "member"] in {"第一组", "第二组"}
    assert found[(called.world.deputy.pk,)] == "第二组"


def test_conveners_and_key_speakers_reach_the_lists(called):
    meeting, staff = called.meeting, called.staff
    one, two = (meeting.attendees.get(name=name) for name in ("委员1", "委员2"))
    facts = {"actor": staff, "attendee": one}
    appointments.appoint(meeting, group=2, **facts)
    topic = called.item.topic
    key = appointments.appoint(meeting, actor=staff, attendee=two, topic=topic)
    citizen = called.add("公民甲", "citizen_rep")
    for wrong, words in (
        ({**facts, "group": 1}, "已经拟过"),
        ({**facts, "attendee": citizen, "group": 1}, "从常委会组成人员里选"),
        (facts, "请选议题"),
        ({**facts, "topic": called.article.topic.__class__.objects.create(title="外", short_title="外")}, "不属于本次"),
        ({**facts, "attendee": draft_of_another(called).plan.meeting.attendees.get(), "group": 1}, "不在会议名单"),
    ):
        with pytest.raises(RuleError, match=words):
            appointments.appoint(meeting, **wrong)
    plan = draft(called)
    assert seat(plan, "委员1").group.number == 2
    publish(plan, actor=staff)
    assert not Participant.objects.filter(attendee=one, is_convener=True).exists()
    with pytest.raises(RuleError, match="请写依据"):
        appointments.decide(meeting, actor=staff, on=date(2024, 5, 8), paper=" ")
    with pytest.raises(RuleError, match="不能晚于今天"):
        appointments.decide(meeting, actor=staff, on=date(2999, 1, 1), paper="纪要")
    assert appointments.decide(meeting, actor=staff, on=date(2024, 5, 8), paper="纪要3号") == 2
    with pytest.raises(RuleError, match="没有等着确定"):
        appointments.decide(meeting, actor=staff, on=date(2024, 5, 8), paper="纪要3号")
    assert Participant.objects.get(attendee=one).is_convener
    assert Participant.objects.get(attendee=two).is_key_speaker
    key.refresh_from_db()
    assert (key.body, key.paper) == ("秘书长联席会议", "纪要3号")
    for row in meeting.appointments.with_row_data():
        appointments.drop(row, actor=staff)
    assert not Participant.objects.filter(attendee__in=[one, two]).filter(is_convener=True).exists()
    assert not Participant.objects.filter(attendee=two, is_key_speaker=True).exists()
    assert [e.step for e in one.events.all()] == ["appoint", "decide", "drop"]


def test_candidates_of_several_terms_come_first(called):
    called.add("无名册", "member")
    deputy = called.world.deputy
    row = Attendee.objects.get(deputy=deputy)
    Attendee.objects.filter(pk=row.pk).update(capacity="member")
    found = candidates_of(called.meeting)
    assert found[0].attendee == row
    assert found[0].words == "任 1 届，没有召集过"
    assert found[-1].words == "届数没有登记，没有召集过"


@pytest.mark.django_db(transaction=True)
def test_four_hands_publish_once(called):
    plan, told = draft(called), []

    def go():
        try:
            publish(GroupPlan.objects.with_list_data().get(pk=plan.pk), actor=called.world["staff"])
        except (RuleError, StaleError) as error:
            told.append(error)
        finally:
            connection.close()

    hands = [Thread(target=go) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert len(told) == 3
    assert Event.objects.filter(group_plan=plan, step="publish").count() == 1
    assert Participant.objects.count() == 12
