"""The roll: who is on it, what may be said of whom, once whatever is repeated, and the quorum by law."""

from datetime import UTC, date, datetime
from itertools import product
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction

from common.errors import NotAllowedError, RuleError
from common.steps import check, open_steps
from deputies.models import Deputy, Mandate
from meetings import actions, rules
from meetings.choices import RollStatus, Seat
from meetings.models import Attendee, Event
from meetings.reports import Quorum, board_of, cells_of, quorum_of
from meetings.workflow import attendance
from opinions.choices import Capacity
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
BEFORE, DAY, AFTER = (datetime(2024, 5, day, 2, tzinfo=UTC) for day in (10, 14, 15))


@pytest.fixture
def roll(hall):
    """A member, and the deputy with an account, on the roll of the meeting."""
    hall.member = hall.add("周培林", "member", "市人大常委会委员")
    hall.deputy = hall.add("张守信", "county_deputy", "西街村党支部书记", deputy=hall.world.deputy)
    return hall


def fresh(attendee):
    return Attendee.objects.with_row_data().get(pk=attendee.pk)


def test_every_capacity_has_one_seat():
    known = [one for row in Seat.CAPACITIES.values() for one in row]
    assert sorted(known) == sorted(Capacity.values)
    assert set(Seat.PRESENCE) == set(Seat.ATTENDANCE) == set(Seat.values)


@pytest.mark.parametrize("name", PERSONAS)
def test_querysets_and_rules_agree(roll, name):
    user = roll.world[name]
    seen = set(Attendee.objects.visible_to(user).values_list("pk", flat=True))
    assert seen == {one.pk for one in Attendee.objects.with_row_data() if rules.can_view_attendee(user, one)}
    own = set(Attendee.objects.of(user).values_list("pk", flat=True))
    assert own == {one.pk for one in Attendee.objects.with_row_data() if rules.is_self(user, one)}
    assert bool(own) == (name == "deputy")


@pytest.mark.parametrize("name", PERSONAS)
def test_the_matrix(roll, name):
    user, attendees = roll.world[name], (fresh(roll.member), fresh(roll.deputy))
    for step, status, row in product(attendance.STEPS, RollStatus.values, attendees):
        cell = cells_of(row)[0]
        cell.status = status
        own = name == "deputy" and row == roll.deputy and step in {"sign", "leave", "come"}
        allowed = status in attendance.STEPS[step].sources and (name == "staff" or own)
        assert allows(attendance.STEPS, step, cell, user) == allowed
        assert (step in open_steps(attendance.STEPS, cell, user)) == allowed
    for status, row in product(RollStatus.values, attendees):
        row.status = status
        allowed = status == "expected" and (name == "staff" or (name == "deputy" and row == roll.deputy))
        assert allows(attendance.ANSWERS, "agree", row, user) == allowed


def allows(steps, name, obj, user):
    try:
        check(steps, name, obj, user)
    except RuleError:
        return False
    return True


def test_a_stranger_and_a_retry_write_nothing(roll):
    with pytest.raises(NotAllowedError):
        attendance.sign(fresh(roll.member), actor=roll.world["deputy"])
    attendance.sign(fresh(roll.deputy), actor=roll.world["deputy"], at=DAY)
    attendance.sign(fresh(roll.deputy), actor=roll.world["staff"], at=AFTER)
    row, cell = fresh(roll.deputy), cells_of(roll.deputy)[0]
    assert (row.status, cell.signed_at, cell.by_self, row.word) == ("present", DAY, True, "列席")
    assert row.events.count() == 1
    with pytest.raises(NotAllowedError):
        attendance.sign(row, actor=roll.world["office"], at=AFTER)


def test_leave_is_asked_with_a_reason_before_the_meeting(roll):
    deputy, staff = roll.world["deputy"], roll.staff
    for reason, words in ((" ", "请写请假事由"), ("长" * 121, "最多 120 个字")):
        with pytest.raises(RuleError, match=words):
            attendance.leave(fresh(roll.deputy), actor=deputy, reason=reason, at=BEFORE)
    attendance.leave(fresh(roll.deputy), actor=deputy, reason="住院", at=BEFORE)
    attendance.leave(fresh(roll.deputy), actor=deputy, reason="住院", at=BEFORE)
    assert [(e.step, e.note) for e in fresh(roll.deputy).events.all()] == [("leave", "住院")]
    attendance.come(fresh(roll.deputy), actor=deputy, at=BEFORE)
    row = fresh(roll.deputy)
    assert (row.status, cells_of(row)[0].reason, row.agreed_at) == ("expected", "", BEFORE)
    with pytest.raises(RuleError, match="会议已经开过了"):
        attendance.leave(row, actor=deputy, reason="有事", at=AFTER)
    attendance.leave(row, actor=staff, reason="补请假", at=AFTER)
    assert fresh(roll.deputy).word == "请假"


def test_an_answer_given_twice_is_written_once(roll):
    for _ in range(2):
        attendance.agree(fresh(roll.deputy), actor=roll.world["deputy"], at=BEFORE)
    assert [e.step for e in fresh(roll.deputy).events.all()] == ["agree"]
    with pytest.raises(NotAllowedError):
        attendance.agree(fresh(roll.member), actor=roll.world["deputy"], at=BEFORE)


def test_the_rest_were_absent_and_a_wrong_tick_is_taken_back(roll):
    with pytest.raises(RuleError, match="还没有开"):
        attendance.close(roll.meeting.plenaries.get(), actor=roll.staff, at=BEFORE)
    attendance.sign(fresh(roll.member), actor=roll.staff, at=DAY)
    assert attendance.close(roll.meeting.plenaries.get(), actor=roll.staff, at=DAY) == 1
    assert attendance.close(roll.meeting.plenaries.get(), actor=roll.staff, at=DAY) == 0
    assert fresh(roll.deputy).word == "缺席"
    for one in (roll.member, roll.deputy):
        attendance.undo(fresh(one), actor=roll.staff, at=AFTER)
    assert {one.word for one in Attendee.objects.all()} == {"未签到"}
    assert cells_of(fresh(roll.member))[0].signed_at is None


def test_the_lists_of_the_sittings_say_what_the_roll_says(roll):
    assert actions.take_from_sittings(roll.meeting, actor=roll.staff) == 3
    assert actions.take_from_sittings(roll.meeting, actor=roll.staff) == 0
    seated = roll.sitting.participants.get(contributor__deputy=roll.world.deputy)
    assert seated.attendee == roll.deputy
    before = type(roll.sitting).objects.get(pk=roll.sitting.pk).revision
    attendance.leave(fresh(roll.deputy), actor=roll.staff, reason="住院", at=DAY)
    seated.refresh_from_db()
    assert seated.attendance == "leave"
    attendance.sign(fresh(roll.deputy), actor=roll.staff, at=DAY)
    seated.refresh_from_db()
    assert seated.attendance == "nonvoting"
    assert type(roll.sitting).objects.get(pk=roll.sitting.pk).revision == before + 2


@pytest.mark.parametrize(
    ("total", "present", "met", "words"),
    [
        (0, 0, False, "还没有登记"),
        (45, 22, False, "还差 1 人"),
        (45, 23, True, "达到法定人数"),
        (44, 22, False, "过半数是 23 人"),
        (1, 1, True, "可以开会"),
    ],
)
def test_quorum_is_more_than_half_of_all(total, present, met, words):
    found = Quorum(total, present)
    assert found.is_met is met
    assert words in found.sentence


def test_quorum_counts_members_alone_and_also_those_not_named(roll):
    actions.set_total(roll.meeting, actor=roll.staff, members_total=3)
    roll.add("郭秋菊", "member")
    for one in Attendee.objects.all():
        attendance.sign(fresh(one), actor=roll.staff)
    assert quorum_of(roll.meeting.plenaries.get()) == Quorum(3, 2)
    with pytest.raises(RuleError, match="已有 2 名"):
        actions.set_total(roll.meeting, actor=roll.staff, members_total=1)
    board = board_of(roll.meeting)
    assert board.quorum(0) == Quorum(3, 2)
    assert [(part.seat, len(part.lines)) for part in board.parts] == [("member", 2), ("deputy", 1)]
    assert board.parts[0].sums == ["应到 2 人，已签到 2 人"]
    assert board.summaries == []


def test_nobody_stands_twice_on_the_roll(roll):
    for facts in (
        {"name": "张守信", "capacity": "city_deputy", "deputy": roll.world.deputy},
        {"name": "周培林", "capacity": "member", "title": "市人大常委会委员"},
    ):
        with pytest.raises(RuleError, match="已经有这个人"):
            actions.add_attendee(roll.meeting, actor=roll.staff, **facts)
        with pytest.raises(IntegrityError), transaction.atomic():
            Attendee.objects.create(meeting=roll.meeting, **facts)
    lines = "周培林 市人大常委会委员\n\n郭秋菊  市人大常委会委员、律师\n郭秋菊 市人大常委会委员、律师"
    assert actions.add_lines(roll.meeting, actor=roll.staff, lines=lines, capacity="member") == 1
    for lines, words in (("", "请粘贴名单"), ("甲\n" * 301, "最多 300 人"), ("甲\n" + "长" * 41, "第 2 行")):
        with pytest.raises(RuleError, match=words):
            actions.add_lines(roll.meeting, actor=roll.staff, lines=lines, capacity="grid")
    with pytest.raises(NotAllowedError):
        actions.add_lines(roll.meeting, actor=roll.world["office"], lines="甲", capacity="grid")


def test_the_members_of_the_register_are_called(roll):
    city = roll.world.city
    for name, status in (("任委员", "active"), ("停委员", "suspended")):
        one = Deputy.objects.create(name=name, post="市人大常委会委员", home_region=city)
        facts = {"level": "city", "term": 9, "region": city, "started_on": date(2022, 3, 1)}
        Mandate.objects.create(deputy=one, is_member=True, status=status, **facts)
    assert actions.call_members(roll.meeting, actor=roll.staff) == 1
    assert actions.call_members(roll.meeting, actor=roll.staff) == 0
    assert roll.meeting.attendees.get(name="任委员").capacity == "member"


def test_who_has_a_history_stays_on_the_roll(roll):
    actions.take_from_sittings(roll.meeting, actor=roll.staff)
    roll.say(who=1)
    spoke = roll.meeting.attendees.get(name="刘玉芬")
    with pytest.raises(RuleError, match="条记录的意见，不能移出名单"):
        actions.remove_attendee(fresh(spoke), actor=roll.staff)
    silent = roll.meeting.attendees.get(name="马春生")
    actions.remove_attendee(fresh(silent), actor=roll.staff)
    assert not roll.sitting.participants.filter(contributor__name="马春生").exists()
    attendance.sign(fresh(roll.member), actor=roll.staff)
    with pytest.raises(RuleError, match="不能移出名单"):
        actions.remove_attendee(fresh(roll.member), actor=roll.staff)


@pytest.mark.django_db(transaction=True)
def test_eight_hands_sign_one_person_once(roll):
    wrong = []

    def sign():
        try:
            attendance.sign(fresh(roll.deputy), actor=roll.world["staff"])
        except Exception as error:  # noqa: BLE001 - whatever a thread meets is told below
            wrong.append(error)
        finally:
            connection.close()

    hands = [Thread(target=sign) for _ in range(8)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert not wrong
    assert Event.objects.filter(attendee=roll.deputy, step="sign").count() == 1
