"""What is done with a message inside: answered, passed on, sealed, written down from the voice, objected to."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Unit, User
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import Step, Steps, check, move
from common.text import clean_pasted
from deputies.actions import record_duty
from deputies.choices import DutyKind
from deputies.models import Deputy
from opinions.choices import OpinionStatus, RuleKind, Visibility
from opinions.workflow import behalf
from opinions.workflow.opinion import still_open
from stations import tasks
from stations.choices import Elsewhere, FileKind, MessageStatus, MessageTo
from stations.models import Message, MessageAnswer
from stations.reports.conflict import named_in
from stations.rules import message as rules
from stations.workflow.message import STEPS as COMING_IN
from stations.workflow.reception import due_day
from stations.workflow.recording import record

S, L = MessageStatus, OpinionStatus
ANSWER_MAX = 2000
OBJECT_DAYS = 7

STEPS: Steps = {
    **COMING_IN,
    "answer": Step("答复", (S.OPEN, S.PASSED), S.ANSWERED, rules.can_answer),
    "pass_up": Step("报县人大", (S.OPEN,), S.PASSED, rules.can_answer),
    "pass_town": Step("转本乡镇（街道）", (S.OPEN,), S.PASSED, rules.can_pass_town),
    "redirect": Step("告知其他渠道", (S.OPEN,), S.REDIRECTED, rules.can_answer),
    "seal": Step("只报县里", (S.HELD, S.OPEN), None, rules.can_seal),
    "transcribe": Step("听写录音", (S.OPEN, S.PASSED), None, rules.can_answer),
    "threat": Step("报告威胁", tuple(S.values), None, rules.can_report_threat),
    "object": Step("不是我说的", (S.ANSWERED,), S.OPEN, rules.is_addressee, button=False),
    "reissue": Step("换新密码", tuple(S.values), None, rules.can_reissue),
}


def _tell(message: Message, kind: str) -> None:
    transaction.on_commit(partial(tasks.tell_of_message.delay, message.pk, kind), robust=True)


# --- answered ---------------------------------------------------------------------------------------
@transaction.atomic
def answer(message: Message, *, text: str, actor: User, at: datetime | None = None) -> MessageAnswer:
    """The resident reads it under their code. Written by the station for a deputy it is marked 代答.

    Refused while the county or a unit still has the matter, and beyond 2,000 characters.
    """
    moment, words = at or timezone.now(), clean_pasted(text).strip()
    check(STEPS, "answer", message, actor)
    _check_answer(message, words)
    signed, is_proxy = _signed(message, actor)
    move(STEPS, "answer", message, actor=actor, record=record, at=moment, due_on=None, read_at=None)
    if message.entry.status == L.AT_STATION:
        behalf.settle(message.entry, actor=actor, note=words, at=moment)
    made = _write_answer(message, text=words, by=actor, at=moment, signed=signed, is_proxy=is_proxy)
    if is_proxy:
        _tell(message, "proxy")
    elif rules.is_addressee(actor, message):
        _count_duty(message, actor, moment)
    return made


def _check_answer(message: Message, words: str) -> None:
    if not words:
        raise RuleError("请写答复。", field="text")
    if len(words) > ANSWER_MAX:
        raise RuleError(f"答复最多 {ANSWER_MAX} 个字，现在有 {len(words)} 个字。", field="text")
    status = message.entry.status
    if status == L.WAITING or (status == L.MERGED and still_open(message.entry)):
        raise RuleError("这件事县里还在办，有了结果再告诉群众。进展群众凭查询码能看到。", field="text")


def _write_answer(message: Message, **facts: Any) -> MessageAnswer:
    try:
        with transaction.atomic():
            return MessageAnswer.objects.create(message=message, round=2 if message.again_at else 1, **facts)
    except IntegrityError as error:
        raise StaleError("刚刚已经有人答复了，请刷新看一下。") from error


def _signed(message: Message, actor: User) -> tuple[str, bool]:
    """Who speaks to the resident, never a person's name but the deputy's own; and whether it is 代答."""
    if message.deputy and rules.is_addressee(actor, message):
        return f"{message.deputy.name}代表", False
    if rules.is_staff_over(actor, message):
        return str(message.station.reports_to), False
    if not rules.can_moderate(actor, message):
        return str(message.entry.holder), False
    if message.deputy:
        return f"{message.deputy.name}代表（{message.station}代答）", True
    return str(message.station), False


def _count_duty(message: Message, actor: User, moment: datetime) -> None:
    record_duty(
        cast("Deputy", message.deputy),
        kind=DutyKind.CONTACT,
        on=timezone.localdate(moment),
        title="答复群众留言",
        source_key=f"message:{message.pk}:{2 if message.again_at else 1}",
        entered_by=actor,
    )


@transaction.atomic
def object_to(given: MessageAnswer, *, note: str, actor: User, at: datetime | None = None) -> Message:
    """“不是我说的”: the deputy takes back what was answered for them, within seven days; it is to be answered anew."""
    message, moment = given.message, at or timezone.now()
    if not rules.is_addressee(actor, message):
        raise NotAllowedError("只有收信的代表本人能说“不是我说的”。")
    if not given.is_proxy or given.objected_at or timezone.localdate(moment) > objection_until(given):
        raise RuleError(f"代答以后 {OBJECT_DAYS} 天内，可以说“不是我说的”。现在不能再提了。")
    if not is_last(given):
        raise RuleError("群众后来又问过，也已经答复了。有不对的，请对后面那次答复提出。")
    facts = {"objected_at": moment, "objection": note.strip()[:200]}
    if not MessageAnswer.objects.filter(pk=given.pk, objected_at=None).update(**facts):
        raise StaleError("已经提过了。")
    due = due_day(timezone.localdate(moment), RuleKind.MESSAGE)
    reopen(message, due_on=due, actor=actor, note=note.strip(), at=moment)
    move(
        STEPS,
        "object",
        message,
        actor=actor,
        record=record,
        at=moment,
        note=note.strip()[:200],
        due_on=due,
        read_at=None,
    )
    _tell(message, "objected")
    return message


def is_last(given: MessageAnswer) -> bool:
    """Whether no later answer stands: a new one is written into the latest round alone."""
    return not given.message.answers.filter(round__gt=given.round, objected_at=None).exists()


def objection_until(given: MessageAnswer) -> date:
    """The last day on which the deputy may object."""
    return timezone.localdate(given.at) + timedelta(days=OBJECT_DAYS)


def reopen(message: Message, *, due_on: date | None, actor: User | None, note: str = "", at: datetime) -> None:
    """The ledger takes it up again where it was settled here; what became a matter goes its own way."""
    opinion = message.entry
    if opinion.status in (L.SETTLED, L.FED_BACK) and not opinion.matters.exists():
        holder = message.station.reports_to if message.is_sealed else message.station.unit
        behalf.ask_again(opinion, holder=holder, due_on=due_on, actor=actor, note=note, at=at)


# --- passed on --------------------------------------------------------------------------------------
@transaction.atomic
def pass_up(message: Message, *, actor: User, note: str = "", at: datetime | None = None) -> Message:
    """报县人大: to the committee's board, where the clocks of the matter run."""
    check(STEPS, "pass_up", message, actor)
    _only_once(message)
    move(STEPS, "pass_up", message, actor=actor, record=record, at=at, note=note.strip(), due_on=None)
    behalf.report_up(message.entry, actor=actor, note=note.strip(), at=at)
    _tell(message, "up")
    return message


@transaction.atomic
def pass_town(message: Message, *, actor: User, note: str = "", at: datetime | None = None) -> Message:
    """转本乡镇: its office has it in hand; the day promised stays."""
    check(STEPS, "pass_town", message, actor)
    _only_once(message)
    office = cast("Unit", message.station.township_office)  # the step is only open where there is one
    move(STEPS, "pass_town", message, actor=actor, record=record, at=at, note=note.strip())
    behalf.hand_over(message.entry, holder=office, actor=actor, note=note.strip(), at=at)
    _tell(message, "town")
    return message


@transaction.atomic
def redirect(message: Message, *, door: str, note: str = "", actor: User, at: datetime | None = None) -> Message:
    """告知其他渠道: not ours to take up; the resident reads the reason and where to go."""
    check(STEPS, "redirect", message, actor)
    if door not in Elsewhere.values:
        raise RuleError("请选为什么不受理。", field="door")
    _only_once(message)
    reason = "，".join(part for part in (Elsewhere(door).label, note.strip()) if part)
    move(STEPS, "redirect", message, actor=actor, record=record, at=at, note=reason, due_on=None, data={"door": door})
    behalf.redirect(message.entry, reason=reason, actor=actor, at=at)
    return message


def _only_once(message: Message) -> None:
    if message.entry.status != L.AT_STATION:
        raise RuleError("这件事已经转办过或者告知过，请直接答复。")


@transaction.atomic
def seal(message: Message, *, actor: User, note: str, at: datetime | None = None) -> Message:
    """只报县里: it names somebody who would read it. From now on the committee's alone; its day stays."""
    check(STEPS, "seal", message, actor)
    if not note.strip():
        raise RuleError("请写一句为什么只报县里，如“反映的是本站人员”。", field="note")
    was = {"to": message.to, "deputy": message.deputy_id}
    facts = {"visibility": Visibility.SEALED, "to": MessageTo.COUNTY, "deputy": None}
    move(STEPS, "seal", message, actor=actor, record=record, at=at, note=note.strip()[:200], data=was, **facts)
    if message.opinion:
        behalf.seal(message.entry, holder=message.station.reports_to, actor=actor, at=at)
    _tell(message, "new")
    return message


# --- other writes of the message ----------------------------------------------------------------------
@transaction.atomic
def transcribe(message: Message, *, text: str, actor: User, at: datetime | None = None) -> Message:
    """What was spoken, in characters; the recording stays the original. Names in it raise the flag as in a text."""
    check(STEPS, "transcribe", message, actor)
    if not message.files.filter(kind=FileKind.VOICE).exists():
        raise RuleError("这条留言没有录音。")
    words = "\n".join(part for part in (message.text, clean_pasted(text).strip()) if part)
    behalf.transcribe(message.entry, words if text.strip() else "", actor=actor, at=at)
    named = named_in(words, message.station, message.deputy)
    move(STEPS, "transcribe", message, actor=actor, record=record, at=at, named=named)
    return message


@transaction.atomic
def report_threat(message: Message, *, note: str = "", actor: User, at: datetime | None = None) -> Message:
    """Somebody threatens: the committee is told. No clock runs, and nothing else changes."""
    moment = at or timezone.now()
    move(STEPS, "threat", message, actor=actor, record=record, at=moment, note=note.strip()[:200], threat_at=moment)
    _tell(message, "threat")
    return message
