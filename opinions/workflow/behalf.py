"""What a room above does with an opinion that came through its own door.

Whether somebody may is written in that room's table of steps, because the ledger cannot know a
deputy to whom a message was sent; here it is only kept sound: which status leads to which, one event each.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from accounts.models import Unit, User
from common.errors import RuleError
from common.steps import Step, Steps, move
from common.text import clean_pasted, redact
from opinions.choices import OpinionStatus, Visibility
from opinions.models import Opinion
from opinions.workflow.opinion import check_text
from opinions.workflow.recording import record

S = OpinionStatus


def asked_above(user: Any, opinion: Any) -> bool:  # noqa: ARG001 - the shape of a predicate
    """The room above has asked before it called."""
    return True


STEPS: Steps = {
    "settle": Step("办结", (S.AT_STATION,), S.SETTLED, asked_above, button=False),
    "report_up": Step("报上级人大", (S.AT_STATION,), S.WAITING, asked_above, button=False),
    "hand_over": Step("转交办理", (S.AT_STATION,), None, asked_above, button=False),
    "seal": Step("只报上级", (S.AT_STATION,), None, asked_above, by_system=True, button=False),
    "redirect": Step("告知其他渠道", (S.AT_STATION,), S.NOT_ASSIGNED, asked_above, button=False),
    "ask_again": Step("再问一次", (S.SETTLED, S.FED_BACK), S.AT_STATION, asked_above, by_system=True, button=False),
    "transcribe": Step("听写录音", (S.AT_STATION, S.WAITING), None, asked_above, button=False),
}


def settle(opinion: Opinion, *, actor: User, note: str, at: datetime | None = None) -> Opinion:
    """站内办结; `note` is what was answered."""
    move(STEPS, "settle", opinion, actor=actor, record=record, at=at, note=note, due_on=None)
    return opinion


def report_up(opinion: Opinion, *, actor: User, note: str = "", at: datetime | None = None) -> Opinion:
    """To the committee's board."""
    move(STEPS, "report_up", opinion, actor=actor, record=record, at=at, note=note, holder=None, due_on=None)
    return opinion


def hand_over(opinion: Opinion, *, holder: Unit, actor: User, note: str = "", at: datetime | None = None) -> Opinion:
    """Another unit of the place has it in hand from now on; its day stays the same."""
    move(STEPS, "hand_over", opinion, actor=actor, record=record, at=at, note=note, holder=holder)
    return opinion


def seal(opinion: Opinion, *, holder: Unit, actor: User | None, note: str = "", at: datetime | None = None) -> Opinion:
    """From now on the committee's alone, which has it in hand; its day stays the same."""
    facts: dict[str, Any] = {"holder": holder, "unit": holder, "visibility": Visibility.SEALED}
    move(STEPS, "seal", opinion, actor=actor, record=record, at=at, note=note, **facts)
    return opinion


def redirect(opinion: Opinion, *, reason: str, actor: User, at: datetime | None = None) -> Opinion:
    """Other doors than ours: 不交办 with the reason, which is not left out."""
    if not reason.strip():
        raise RuleError("告知其他渠道的，请写明理由。", field="reason")
    move(STEPS, "redirect", opinion, actor=actor, record=record, at=at, reason=reason[:200], due_on=None)
    return opinion


def ask_again(
    opinion: Opinion,
    *,
    holder: Unit,
    due_on: date | None,
    actor: User | None,
    note: str = "",
    at: datetime | None = None,
) -> Opinion:
    """What was settled is taken up once more, with a new day."""
    move(STEPS, "ask_again", opinion, actor=actor, record=record, at=at, note=note, holder=holder, due_on=due_on)
    return opinion


def transcribe(opinion: Opinion, text: str, *, actor: User, at: datetime | None = None) -> Opinion:
    """What was spoken, written down by whoever listened; the former text stays in the event."""
    words = clean_pasted(text)
    check_text(words)
    before = {"original": opinion.original}
    name = opinion.contributor.name
    shared = redact(words, [name] if name else [])
    facts: dict[str, Any] = {"shared_text": shared, "shared_confirmed": False}
    move(STEPS, "transcribe", opinion, actor=actor, record=record, at=at, data=before, **facts)
    opinion.original, opinion.summary = words, ""
    opinion.save(update_fields=["original", "summary", "search_terms"])
    return opinion
