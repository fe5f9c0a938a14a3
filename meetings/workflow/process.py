"""A step of a preparation: 待办 → 已完成, 不需要 or 已移出, and back to 待办 when it has to be done again.

Its day may be moved by hand, and a meeting may have steps that its template has not.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from accounts.calendar import Calendar
from accounts.models import User
from common.errors import NotAllowedError, RuleError
from common.files import Accepted
from common.steps import Step, Steps, check, move
from meetings import rules
from meetings.actions.meeting import check_preparer
from meetings.actions.template import STEPS_MAX, store_step
from meetings.choices import ApprovalResult as R
from meetings.choices import StepStatus as S
from meetings.limits import counted_day, offset_of
from meetings.models import MeetingStep, Preparation, StepPaper
from meetings.models.process import FARTHEST
from meetings.workflow.recording import record

PAPERS_MAX = 20

STEPS: Steps = {
    "finish": Step("登记办好", (S.WAITING,), S.DONE, rules.may_finish),
    "agreed": Step("登记同意", (S.WAITING,), S.DONE, rules.may_decide),
    "refused": Step("登记不同意", (S.WAITING,), S.DONE, rules.may_decide),
    "revise": Step("登记修改后再报", (S.WAITING,), None, rules.may_decide),
    "skip": Step("记为不需要", (S.WAITING,), S.SKIPPED, rules.may_change_course),
    "reopen": Step("重新办", (S.DONE, S.SKIPPED), S.WAITING, rules.may_change_course),
    "move_day": Step("改日期", (S.WAITING,), None, rules.may_change_course),
    "count_day": Step("改回算出的日期", (S.WAITING,), None, rules.may_count_day),
    "remove": Step("移出日程", (S.WAITING, S.SKIPPED), S.REMOVED, rules.may_change_course),
    "restore": Step("放回日程", (S.REMOVED,), S.WAITING, rules.may_change_course),
}


@transaction.atomic
def finish_step(
    row: MeetingStep,
    *,
    actor: User,
    on: date,
    number: str = "",
    note: str = "",
    upload: Accepted | None = None,
    at: datetime | None = None,
) -> MeetingStep:
    """Write down on which day a step was done. Refused for approvals, and for a day still to come."""
    check(STEPS, "finish", row, actor)
    _settle(row, "finish", actor, at or timezone.now(), on=on, number=number, note=note, upload=upload)
    return row


@transaction.atomic
def decide_step(
    row: MeetingStep,
    *,
    actor: User,
    result: str,
    on: date,
    number: str = "",
    note: str = "",
    upload: Accepted | None = None,
    at: datetime | None = None,
) -> MeetingStep:
    """Write down what the body decided, when, and on which paper. 修改后再报 says what to change and stays open.

    Refused without a paper (number or scan) for 同意 and 不同意, and without words for all but 同意.
    """
    if result not in R.values:
        raise RuleError("请选审批结果。", field="result")
    check(STEPS, result, row, actor)
    if result != R.REVISE and not (number.strip() or upload or row.papers.exists()):
        raise RuleError("请写批复的文号或者会议纪要的名称，或者上传文件。", field="number")
    if result != R.AGREED and not note.strip():
        raise RuleError("请写清楚哪里没有通过、要改什么。", field="note")
    moment = at or timezone.now()
    _settle(row, result, actor, moment, on=on, number=number, note=note, upload=upload, result=result)
    return row


def _settle(
    row: MeetingStep,
    name: str,
    actor: User,
    moment: datetime,
    *,
    on: date,
    number: str,
    note: str,
    upload: Accepted | None,
    **changes: Any,
) -> None:
    """Take the step `name` with its day, its paper and its words."""
    if on > timezone.localdate(moment):
        raise RuleError("这一天还没有到，办好了再登记。", field="on")
    number, note = number.strip(), note.strip()
    data = {"on": on.isoformat(), "number": number, "file": upload.name if upload else ""}
    changes |= {"done_on": on, "paper_number": number, "words": note}
    move(STEPS, name, row, actor=actor, record=record, at=moment, note=note, data=data, **changes)
    _keep(row, upload, actor)


@transaction.atomic
def skip_step(row: MeetingStep, *, actor: User, note: str, at: datetime | None = None) -> MeetingStep:
    """This meeting does without the step. Refused without a reason."""
    check(STEPS, "skip", row, actor)
    reason = _reason(note, "请写一句为什么这次不需要。")
    move(STEPS, "skip", row, actor=actor, record=record, at=at, note=reason, words=reason)
    return row


@transaction.atomic
def reopen_step(row: MeetingStep, *, actor: User, note: str, at: datetime | None = None) -> MeetingStep:
    """Take a step up again; what was written before stays in its history. Refused without a reason."""
    check(STEPS, "reopen", row, actor)
    reason = _reason(note, "请写一句为什么要重新办。")
    data = {"result": row.result, "on": row.done_on.isoformat() if row.done_on else "", "number": row.paper_number}
    cleared = {"result": "", "done_on": None, "paper_number": "", "words": "", "due_on": _present_day(row)}
    move(STEPS, "reopen", row, actor=actor, record=record, at=at, note=reason, data=data, **cleared)
    return row


def _present_day(row: MeetingStep) -> date:
    """The day of a step that is taken up again: the meeting may have moved while nothing waited."""
    return row.due_on if row.by_hand else counted_day(row, row.preparation, Calendar.load())


@transaction.atomic
def move_step_day(
    row: MeetingStep, *, actor: User, due_on: date, note: str, at: datetime | None = None
) -> MeetingStep:
    """Another last day for this step of this meeting; it stays when the days are counted anew.

    Refused without a reason, for the day that stands, and for one out of all reach of the meeting.
    """
    check(STEPS, "move_day", row, actor)
    reason = _reason(note, "请写一句为什么改日期。")
    if due_on == row.due_on:
        raise RuleError("日期没有变，现在就是这一天。", field="due_on")
    _offset(due_on, row.preparation)
    data = {"from": row.due_on.isoformat(), "to": due_on.isoformat()}
    changes: dict[str, Any] = {"due_on": due_on, "by_hand": True}
    move(STEPS, "move_day", row, actor=actor, record=record, at=at, note=reason, data=data, **changes)
    return row


@transaction.atomic
def count_step_day(row: MeetingStep, *, actor: User, at: datetime | None = None) -> MeetingStep:
    """The counted day again instead of the one set by hand. Refused where none was set."""
    check(STEPS, "count_day", row, actor)
    due = counted_day(row, row.preparation, Calendar.load())
    data = {"from": row.due_on.isoformat(), "to": due.isoformat()}
    move(STEPS, "count_day", row, actor=actor, record=record, at=at, data=data, due_on=due, by_hand=False)
    return row


def _offset(day: date, made: Preparation) -> int:
    """How far `day` lies from the meeting; refused where it cannot belong to it."""
    offset = offset_of(day, opens_on=made.opens_on, closes_on=made.closes_on)
    if abs(offset) > FARTHEST:
        raise RuleError(f"离会议超过 {FARTHEST} 天了，请核对日期。", field="due_on")
    return offset


@transaction.atomic
def add_step(
    made: Preparation, *, actor: User, due_on: date, at: datetime | None = None, **facts: Any
) -> MeetingStep:
    """One more step for this meeting alone, in the order of its day; it moves with the meeting like the others.

    A day that counting does not lead to (a day off, one in the midst of the meeting) is set by hand.
    Refused as a template refuses a step.
    """
    check_preparer(actor, made.meeting)
    Preparation.objects.filter(pk=made.pk).update(opens_on=F("opens_on"))  # write first: one hand after the other
    made.refresh_from_db(fields=["opens_on", "closes_on"])
    if made.steps.count() >= STEPS_MAX:
        raise RuleError(f"一次会议最多 {STEPS_MAX} 步。")
    last = made.steps.aggregate(last=Max("order"))["last"] or 0
    row = MeetingStep(preparation=made, due_on=due_on, order=last + 1, is_added=True, **facts)
    row.offset = _offset(due_on, made)
    row.by_hand = counted_day(row, made, Calendar.load()) != due_on
    store_step(row, has_secretary=made.template.has_secretary)
    data = {"to": due_on.isoformat()}
    record(row, step="add", actor=actor, at=at or timezone.now(), target=row.status, data=data)
    return row


@transaction.atomic
def remove_step(row: MeetingStep, *, actor: User, note: str, at: datetime | None = None) -> MeetingStep:
    """Out of this meeting's calendar; it stays in the list of what was taken out. Refused without a reason,
    and for a step that is done: what was decided is not lost."""
    check(STEPS, "remove", row, actor)
    reason = _reason(note, "请写一句为什么移出。")
    move(STEPS, "remove", row, actor=actor, record=record, at=at, note=reason, words=reason)
    return row


@transaction.atomic
def restore_step(row: MeetingStep, *, actor: User, at: datetime | None = None) -> MeetingStep:
    """Back into the calendar, waiting, on the day that holds now."""
    check(STEPS, "restore", row, actor)
    changes: dict[str, Any] = {"words": "", "due_on": _present_day(row)}
    move(STEPS, "restore", row, actor=actor, record=record, at=at, **changes)
    return row


def _reason(note: str, missing: str) -> str:
    if not note.strip():
        raise RuleError(missing, field="note")
    return note.strip()


@transaction.atomic
def add_step_paper(row: MeetingStep, upload: Accepted, *, actor: User, at: datetime | None = None) -> StepPaper:
    """One more paper of a step, whatever its state. The same file again is not kept twice."""
    if not rules.may_carry(actor, row):
        raise NotAllowedError("您可以看这个步骤，但不能给它加文件。")
    kept = _keep(row, upload, actor)
    record(row, step="paper", actor=actor, at=at or timezone.now(), data={"file": upload.name})
    return kept


def _keep(row: MeetingStep, upload: Accepted | None, actor: User) -> Any:
    """Keep an upload with the step, unless the same one lies there."""
    if upload is None:
        return None
    twin = row.papers.filter(sha256=upload.sha256).first()
    if twin is None and row.papers.count() >= PAPERS_MAX:
        raise RuleError(f"一个步骤最多存 {PAPERS_MAX} 个文件。", field="upload")
    return twin or StepPaper.objects.create(step=row, uploaded_by=actor, **upload.fields())
