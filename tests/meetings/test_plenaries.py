"""Several 全体会议: each with its own sign-in and quorum, leave of some, who came to all, many hands at once."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction

from common.errors import NotAllowedError, RuleError, StaleError
from meetings import actions
from meetings.choices import RollStatus
from meetings.models import Attendee, Event, Plenary, Presence
from meetings.reports import Quorum, board_of, cells_of, line_history, quorum_of
from meetings.workflow import attendance, plenaries

pytestmark = pytest.mark.django_db
BEFORE, MORNING, NOON = (datetime(2024, 5, day, hour, tzinfo=UTC) for day, hour in ((10, 2), (14, 1), (14, 7)))


def fresh(attendee):
    return Attendee.objects.with_row_data().get(pk=attendee.pk)


def words(attendee):
    return [cell.word for cell in cells_of(fresh(attendee))]


@pytest.mark.parametrize(
    ("statuses", "whole"),
    [
        ([], "expected"),
        (["present", "leave"], "present"),
        (["leave", "expected"], "expected"),
        (["absent", "expected"], "expected"),
        (["leave", "absent"], "leave"),
        (["absent", "absent"], "absent"),
    ],
)
def test_a_meeting_in_one_word(statuses, whole):
    assert RollStatus.whole(statuses) == whole


def test_each_has_its_own_sign_in_and_quorum(two):
    attendance.sign(fresh(two.member), two.first, actor=two.staff, at=MORNING)
    assert [quorum_of(one) for one in (two.first, two.second)] == [Quorum(1, 1), Quorum(1, 0)]
    board = board_of(two.meeting)
    assert [row[1:] for row in board.quorums] == [(Quorum(1, 1), 1), (Quorum(1, 0), 2)]
    assert board.parts[0].sums == ["应到 1 人，已签到 1 人", "应到 1 人，未签到 1 人"]
    assert words(two.member) == ["出席", "未签到"]
    with pytest.raises(RuleError, match="请先选是哪一次"):
        attendance.sign(fresh(two.member), actor=two.staff)


def test_leave_of_one_leaves_the_other_open(two):
    deputy = two.world["deputy"]
    attendance.leave(fresh(two.deputy), [two.second], actor=deputy, reason="要接孩子", at=BEFORE)
    assert (words(two.deputy), fresh(two.deputy).status) == (["未签到", "请假"], "expected")
    attendance.sign(fresh(two.deputy), two.first, actor=deputy, at=MORNING - timedelta(minutes=5))
    assert (words(two.deputy), fresh(two.deputy).status) == (["列席", "请假"], "present")
    attendance.come(fresh(two.deputy), actor=deputy, at=MORNING)
    assert words(two.deputy) == ["列席", "未签到"]
    with pytest.raises(RuleError, match="不能请假"):
        attendance.leave(fresh(two.deputy), [two.first], actor=two.staff, reason="有事", at=NOON)
    said = [one["text"] for one in line_history(fresh(two.deputy))]
    assert said == [
        "第二次全体会议：销假（张守信）",
        "第一次全体会议：签到（张守信）",
        "第二次全体会议：请假（张守信）",
    ]


def test_leave_of_the_whole_meeting_covers_what_is_added_later(two):
    attendance.leave(fresh(two.member), actor=two.staff, reason="住院", at=BEFORE)
    assert (words(two.member), fresh(two.member).status) == (["请假", "请假"], "leave")
    third = plenaries.add_plenary(two.meeting, actor=two.staff)
    assert (words(two.member), fresh(two.member).status) == (["请假"] * 3, "leave")
    assert cells_of(fresh(two.member))[2].reason == "住院"
    plenaries.remove_plenary(third, actor=two.staff)
    assert words(two.member) == ["请假", "请假"]
    attendance.leave(fresh(two.deputy), [two.second], actor=two.staff, reason="有事", at=BEFORE)
    plenaries.add_plenary(two.meeting, actor=two.staff)
    assert words(two.deputy) == ["未签到", "请假", "未签到"]


def test_whole_leave_after_the_first_is_of_the_rest(two):
    attendance.sign(fresh(two.member), two.first, actor=two.staff, at=MORNING)
    attendance.leave(fresh(two.member), actor=two.staff, reason="身体不适", at=NOON)
    assert (words(two.member), fresh(two.member).status) == (["出席", "请假"], "present")
    attendance.sign(fresh(two.member), two.second, actor=two.staff, at=NOON)
    with pytest.raises(RuleError, match="不能请假"):
        attendance.leave(fresh(two.member), actor=two.staff, reason="身体不适", at=NOON)


def test_nobody_asks_for_what_is_over(two):
    deputy = two.world["deputy"]
    two.meeting.ends_on = date(2024, 5, 15)
    two.meeting.save()
    two.second.refresh_from_db()
    plenaries.edit_plenary(two.second, actor=two.staff, held_on=date(2024, 5, 15))
    next_day = MORNING + timedelta(days=1)
    with pytest.raises(RuleError, match="请找会务人员"):
        attendance.leave(fresh(two.deputy), [two.first], actor=deputy, reason="有事", at=next_day)
    attendance.leave(fresh(two.deputy), actor=deputy, reason="有事", at=next_day)
    assert words(two.deputy) == ["未签到", "请假"]


def test_late_is_who_scans_after_it_began_or_whom_staff_call_late(two):
    attendance.sign(fresh(two.deputy), two.first, actor=two.world["deputy"], at=MORNING + timedelta(minutes=1))
    attendance.sign(fresh(two.member), two.first, actor=two.staff, at=NOON)
    cells = [cells_of(fresh(one))[0] for one in (two.deputy, two.member)]
    assert [one.is_late for one in cells] == [True, False]
    with pytest.raises(RuleError, match="不能记迟到"):
        attendance.late(fresh(two.member), two.first, actor=two.staff)
    attendance.late(fresh(two.member), two.second, actor=two.staff, at=NOON)
    attendance.late(fresh(two.member), two.second, actor=two.staff, at=NOON)
    assert board_of(two.meeting).parts[0].sums[1] == "应到 1 人，已签到 1 人（迟到 1 人）"
    assert fresh(two.member).events.filter(step="late").count() == 1
    attendance.undo(fresh(two.member), two.second, actor=two.staff)
    assert not cells_of(fresh(two.member))[1].is_late
    with pytest.raises(NotAllowedError):
        attendance.late(fresh(two.deputy), two.second, actor=two.world["deputy"])


def test_the_rest_of_each_were_absent_and_the_sum_says_who_came_when(two):
    two.add("郭秋菊", "member")
    attendance.sign(fresh(two.member), two.first, actor=two.staff, at=MORNING)
    assert attendance.close(two.first, actor=two.staff, at=NOON) == 2
    assert fresh(two.deputy).status == "expected"
    assert attendance.close(two.second, actor=two.staff, at=NOON) == 3
    assert (words(two.member), fresh(two.member).status) == (["出席", "缺席"], "present")
    assert fresh(two.deputy).status == "absent"
    assert board_of(two.meeting).summaries == [
        "常委会组成人员 2 人：每次都到 0 人；到了一部分 1 人（周培林）；一次没到 1 人（郭秋菊）。",
        "列席代表 1 人：每次都到 0 人；一次没到 1 人（张守信）。",
    ]


def test_they_are_arranged_within_the_days(two):
    for facts, said in (({"held_on": date(2024, 5, 15)}, "会期是5月14日"), ({"label": "长" * 21}, "最多 20 个字")):
        with pytest.raises(RuleError, match=said):
            plenaries.add_plenary(two.meeting, actor=two.staff, **facts)
    with pytest.raises(RuleError, match="从最后一次删起"):
        plenaries.remove_plenary(two.first, actor=two.staff)
    attendance.sign(fresh(two.member), two.second, actor=two.staff)
    with pytest.raises(RuleError, match="已经有人签到"):
        plenaries.remove_plenary(two.second, actor=two.staff)
    attendance.undo(fresh(two.member), two.second, actor=two.staff)
    plenaries.remove_plenary(two.second, actor=two.staff)
    with pytest.raises(RuleError, match="至少有一次"):
        plenaries.remove_plenary(two.first, actor=two.staff)
    with pytest.raises(NotAllowedError):
        plenaries.add_plenary(two.meeting, actor=two.world["office"])
    for _ in range(11):
        plenaries.add_plenary(two.meeting, actor=two.staff)
    with pytest.raises(RuleError, match="最多 12 次"):
        plenaries.add_plenary(two.meeting, actor=two.staff)


def test_the_days_of_the_meeting_keep_them_inside(two):
    facts = {"title": "会", "short_title": "会", "term": 9, "number": 10, "held_on": date(2024, 5, 14)}
    actions.edit_meeting(two.meeting, actor=two.staff, ends_on=date(2024, 5, 15), **facts)
    plenaries.edit_plenary(two.second, actor=two.staff, held_on=date(2024, 5, 15))
    with pytest.raises(RuleError, match="第二次全体会议排在2024年5月15日"):
        actions.edit_meeting(two.meeting, actor=two.staff, **facts)


def test_the_tables_keep_what_is_always_true(two):
    with pytest.raises(IntegrityError), transaction.atomic():
        Plenary.objects.create(meeting=two.meeting, number=2)
    Presence.objects.create(attendee=two.member, plenary=two.first)
    for wrong in ({"plenary": two.first}, {"plenary": two.second, "is_late": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Presence.objects.create(attendee=two.member, **wrong)


# --- many hands ---------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_two_clerks_and_a_phone_at_once(two):
    """Each ticks another 全体会议 or the same: nothing is lost, nothing doubled, the sum is right."""
    users, wrong = two.world, []
    work = [
        lambda: attendance.sign(fresh(two.deputy), two.first, actor=users["staff"]),
        lambda: attendance.sign(fresh(two.deputy), two.first, actor=users["deputy"]),
        lambda: attendance.absent(fresh(two.deputy), two.second, actor=users["staff"]),
    ]

    def run(verb):
        try:
            verb()
        except (RuleError, StaleError) as error:
            wrong.append(error)
        finally:
            connection.close()

    hands = [Thread(target=run, args=(verb,)) for verb in work * 3]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert not wrong
    assert (words(two.deputy), fresh(two.deputy).status) == (["列席", "缺席"], "present")
    assert sorted(Event.objects.filter(attendee=two.deputy).values_list("step", flat=True)) == ["absent", "sign"]
