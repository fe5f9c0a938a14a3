"""An opinion's life: registered, handled at the station or passed up, merged, fed back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Region, Unit, User
from common.errors import RuleError, StaleError
from common.steps import Step, Steps, check, move
from common.text import clean_pasted, redact
from opinions import rules
from opinions.choices import Intent, OpinionStatus, UndertakingStatus, Visibility
from opinions.models import Category, Channel, Contributor, Feedback, Occasion, Opinion, Topic, Undertaking
from opinions.workflow.recording import record

S = OpinionStatus
MAX_TEXT = 10_000
CORRECTED = (
    *("original", "summary", "intent", "topic", "contributor"),
    *("shared_text", "shared_confirmed", "search_terms"),
)

STEPS: Steps = {
    "settle": Step("办结", (S.AT_STATION,), S.SETTLED, rules.can_handle_at_station),
    "report_up": Step("报上级人大", (S.AT_STATION,), S.WAITING, rules.can_handle_at_station),
    "merge": Step("归并", (S.WAITING, S.NOT_ASSIGNED), S.MERGED, rules.can_work_opinion, button=False),
    "decline": Step("不交办", (S.WAITING, S.MERGED), S.NOT_ASSIGNED, rules.can_work_opinion, button=False),
    "unmerge": Step("退回待归并", (S.MERGED, S.NOT_ASSIGNED), S.WAITING, rules.can_work_opinion, button=False),
    "edit": Step("修改原话", (S.AT_STATION, S.WAITING), None, rules.can_edit_original),
    "withdraw": Step("删除", (S.AT_STATION, S.WAITING), None, rules.can_edit_original, button=False),
    "feedback": Step(
        "登记反馈",
        (S.SETTLED, S.MERGED, S.NOT_ASSIGNED, S.FED_BACK),
        S.FED_BACK,
        rules.can_give_feedback,
        by_system=True,
    ),
}


@dataclass(frozen=True)
class Said:
    """One thing somebody said: the words as they fell, and how we file them."""

    original: str
    summary: str = ""
    category: Category | None = None
    intent: str = Intent.SUGGEST
    topic: Topic | None = None


@dataclass(frozen=True, kw_only=True)
class Heard:
    """From whom, where and when it was heard, and through which door it came."""

    contributor: Contributor
    channel: Channel
    unit: Unit
    region: Region
    heard_on: date
    occasion: Occasion | None = None
    is_proxy: bool = False


@dataclass(frozen=True, kw_only=True)
class Start:
    """Where it begins. `holder` and `due_on` belong to 站内办理, `reason` to 不交办."""

    status: str = S.WAITING
    holder: Unit | None = None
    due_on: date | None = None
    reason: str = ""
    visibility: str = Visibility.NORMAL


ON_THE_BOARD = Start()


def register(
    said: Said,
    heard: Heard,
    *,
    actor: User | None,
    start: Start = ON_THE_BOARD,
    client_id: UUID | None = None,
    at: datetime | None = None,
) -> Opinion:
    """Write one opinion with its first event and return it.

    The same `client_id` again is refused by the database: `register_once` is for who may repeat.
    Refuses an empty text, one over 10,000 characters, and 不交办 without a reason. The rooms above
    decide who may register; this verb only keeps the ledger sound.
    """
    said = replace(said, original=clean_pasted(said.original), summary=clean_pasted(said.summary))
    check_text(said.original)
    if start.status == S.NOT_ASSIGNED and not start.reason:
        raise RuleError("告知其他渠道的，请写明理由。", field="reason")
    if start.status != S.AT_STATION:
        start = replace(start, holder=None, due_on=None)
    moment = at or timezone.now()
    facts = {**vars(said), **vars(heard), **vars(start), "entered_by": actor, "created_at": moment}
    opinion = Opinion(client_id=client_id or uuid4(), **facts)
    opinion.shared_text = _masked(opinion)
    with transaction.atomic(savepoint=False):  # inside a caller's transaction it costs no query of its own
        opinion.save(force_insert=True)
        record(opinion, step="register", actor=actor, at=moment, target=start.status)
    return opinion


def register_once(client_id: UUID, said: Said, heard: Heard, **facts: Any) -> tuple[Opinion, bool]:
    """`register` for a client that may send the same row again: `(opinion, whether it is new)`."""
    try:
        with transaction.atomic():
            return register(said, heard, client_id=client_id, **facts), True
    except IntegrityError:
        found = Opinion.objects.filter(client_id=client_id).first()
        if found is None:
            raise
        return found, False


def check_text(text: str) -> None:
    """Refuse an empty text and one that is plainly a pasted document."""
    if not text:
        raise RuleError("还没有写意见内容。", field="original")
    if len(text) > MAX_TEXT:
        raise RuleError(f"一条意见最多 {MAX_TEXT} 个字，现在有 {len(text)} 个字。请分成几条记。", field="original")


def _masked(opinion: Opinion) -> str:
    """What an agency would read, before staff have looked at it."""
    name = opinion.contributor.name
    return redact(opinion.summary or opinion.original, [name] if name else [])


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What its recorder changes; what is None stays, `off_topic` takes it off its topic."""

    original: str | None = None
    summary: str | None = None
    intent: str | None = None
    topic: Topic | None = None
    off_topic: bool = False
    contributor: Contributor | None = None


@transaction.atomic
def edit_original(
    opinion: Opinion, correction: Correction, *, actor: User, version: int, at: datetime | None = None
) -> Opinion:
    """Change what its recorder wrote down, until it is merged; the old text stays in the event.

    `version` is the one the page showed: if another hand was first, StaleError, nothing written.
    """
    text = clean_pasted(correction.original) if correction.original is not None else opinion.original
    check_text(text)
    if version != opinion.version:
        raise StaleError("这一条刚被别人改过。请看一下现在的内容，再决定怎样改。")
    before = {"original": opinion.original, "summary": opinion.summary}
    move(STEPS, "edit", opinion, actor=actor, record=record, at=at, data=before)
    opinion.original = text
    _correct(opinion, correction)
    return opinion


def _correct(opinion: Opinion, correction: Correction) -> None:
    """The text already stands; write the rest, masked anew and to be read by staff again."""
    if correction.summary is not None:
        opinion.summary = clean_pasted(correction.summary)
    opinion.intent = correction.intent or opinion.intent
    opinion.topic = None if correction.off_topic else correction.topic or opinion.topic
    opinion.contributor = correction.contributor or opinion.contributor
    opinion.shared_text, opinion.shared_confirmed = _masked(opinion), False
    opinion.save(update_fields=CORRECTED)


@transaction.atomic
def correct_occasion(
    occasion: Occasion, *, held_on: date, place: str, due_on: date | None, actor: User, at: datetime | None = None
) -> Occasion:
    """The occasion was on another day or elsewhere than was written down: its opinions were heard that day.

    What is still 站内办理 falls due on `due_on`. Each opinion that moves keeps its former days in an
    event. The room that owns the occasion has asked for the right.
    """
    moved = list(Opinion.objects.filter(occasion=occasion).exclude(heard_on=held_on).order_by("pk"))
    occasion.held_on, occasion.place = held_on, place
    occasion.save(update_fields=["held_on", "place"])
    for opinion in moved:
        before = {"heard_on": opinion.heard_on.isoformat(), "due_on": opinion.due_on and opinion.due_on.isoformat()}
        due = due_on if opinion.status == S.AT_STATION else opinion.due_on
        Opinion.objects.filter(pk=opinion.pk).update(heard_on=held_on, due_on=due)
        record(opinion, step="correct_day", actor=actor, at=at or timezone.now(), data=before)
    return occasion


@transaction.atomic
def correct_recorder(opinions: Iterable[Opinion], *, is_proxy: bool, actor: User, at: datetime | None = None) -> int:
    """Put the mark 代录 right where it is not `is_proxy`; how many changed, each with an event.

    The room that owns the occasion knows who received and has asked for the right.
    """
    wrong = [opinion for opinion in opinions if opinion.is_proxy != is_proxy]
    for opinion in wrong:
        Opinion.objects.filter(pk=opinion.pk).update(is_proxy=is_proxy)
        opinion.is_proxy = is_proxy
        record(opinion, step="correct_proxy", actor=actor, at=at or timezone.now(), data={"is_proxy": not is_proxy})
    return len(wrong)


@transaction.atomic
def confirm_shared_text(
    opinion: Opinion, *, actor: User, text: str, version: int, at: datetime | None = None
) -> Opinion:
    """Staff have read what an agency will see; `text` replaces the automatic masking."""
    if not rules.can_work_opinion(actor, opinion):
        raise RuleError("只有选工委工作人员能核对转办文字。")
    text = clean_pasted(text)
    if not text:
        raise RuleError("转办文字不能空着。", field="shared_text")
    won = Opinion.objects.filter(pk=opinion.pk, version=version).update(
        shared_text=text, shared_confirmed=True, version=version + 1
    )
    if not won:
        raise StaleError("这一条刚被别人改过，请刷新后再核对。")
    opinion.refresh_from_db(fields=["shared_text", "shared_confirmed", "version"])
    record(opinion, step="confirm_shared", actor=actor, at=at or timezone.now())
    return opinion


@transaction.atomic
def withdraw(opinion: Opinion, *, actor: User, at: datetime | None = None) -> Opinion:
    """Its recorder deletes it while still writing down; the row stays, seen by nobody."""
    move(STEPS, "withdraw", opinion, actor=actor, record=record, at=at, visibility=Visibility.WITHDRAWN)
    return opinion


def settle(opinion: Opinion, *, actor: User, note: str, at: datetime | None = None) -> Opinion:
    """The unit that had it in hand has dealt with it; `note` says how. It stays written who that was."""
    if not note.strip():
        raise RuleError("请写一句怎样解决的。", field="note")
    move(STEPS, "settle", opinion, actor=actor, record=record, at=at, note=note, due_on=None)
    return opinion


def report_up(opinion: Opinion, *, actor: User, note: str = "", at: datetime | None = None) -> Opinion:
    """It cannot be settled there: it goes to the committee's board."""
    move(STEPS, "report_up", opinion, actor=actor, record=record, at=at, note=note, holder=None, due_on=None)
    return opinion


@transaction.atomic
def give_feedback(
    opinion: Opinion,
    *,
    actor: User | None,
    how: str,
    note: str = "",
    at: datetime | None = None,
) -> Feedback:
    """The person who spoke has been told. Refused while an answer is still awaited."""
    check(STEPS, "feedback", opinion, actor)
    if opinion.status == S.MERGED and still_open(opinion):
        raise RuleError("承办单位的答复还没有审核通过，现在还不能登记反馈。")
    moment = at or timezone.now()
    move(STEPS, "feedback", opinion, actor=actor, record=record, at=moment, note=note)
    return Feedback.objects.create(opinion=opinion, by=actor, how=how, note=note, at=moment)


def still_open(opinion: Opinion) -> bool:
    """Whether any item that took it up has no checked answer yet, or it has no destination."""
    if opinion.matters.filter(destination="").exists():
        return True
    live = opinion.matters.filter(destination="assign")
    if live.exclude(assignments__is_live=True, assignments__list__status="issued").exists():
        return True
    waiting = (*UndertakingStatus.WITH_UNIT, UndertakingStatus.CHECKING)
    return (
        Undertaking.objects.filter(assignment__matter__opinions=opinion, assignment__is_live=True, status__in=waiting)
        .exclude(role="co")
        .exists()
    )
