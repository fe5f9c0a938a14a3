"""A 简报 as its page shows it: whose turn it is, what may still be chosen, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from meetings.choices import BRIEFING_BADGES, BriefingStatus, RaisedStatus
from meetings.models import Briefing, Event, RaisedOpinion, Sitting
from meetings.reports.confirmation import Row, rows_of
from meetings.workflow import briefing as verbs
from meetings.workflow.naming import printed_name

CHAIN = ["编辑", "核稿", "签发", "印发"]
PLACE = {"editing": 1, "checking": 2, "signing": 3, "issued": 5, "annulled": 5}
HISTORY = 100


def turn_of(briefing: Briefing) -> str:
    """Who has the ball and what is next, in a sentence."""
    if briefing.status == BriefingStatus.EDITING:
        return "现在轮到选工委编辑：选发言、排顺序、改文字，编好了送办公室核稿。"
    if briefing.status == BriefingStatus.CHECKING:
        return "现在轮到办公室核稿。核稿通过后送领导签发。"
    if briefing.status == BriefingStatus.SIGNING:
        if briefing.signed_by:
            return f"{briefing.signed_by}已经签发，现在轮到选工委印发。期号印发时自动取。"
        return "现在轮到常委会领导签发。签发后由选工委印发。"
    if briefing.status == BriefingStatus.ANNULLED:
        return "这一期已经作废，期号保留不再用。里面的发言可以编进以后的简报。"
    return "已经印发，定稿不再改。"


def annulment_of(briefing: Briefing) -> Event | None:
    """Who annulled it and when; None for one in force."""
    if briefing.status != BriefingStatus.ANNULLED:
        return None
    return briefing.events.filter(step="annul").select_related("actor").order_by("-id").first()


@dataclass(frozen=True)
class Choice:
    """A speech that may be taken in."""

    row: Row
    who: str


@dataclass(frozen=True)
class Shelf:
    """The speeches of one sitting that stand in no 简报 yet: those agreed to, and the others."""

    sitting: Sitting
    signed: list[Choice]
    unsigned: list[Choice]


def shelf_of(sitting: Sitting) -> Shelf:
    """What may be chosen of one sitting, in the order of speaking; one query."""
    rows = RaisedOpinion.objects.live().unprinted().filter(sitting=sitting).with_speech_data().order_by("order")
    choices = [Choice(one, printed_name(one.raised.participant.contributor)) for one in rows_of(rows)]
    signed = [one for one in choices if one.row.raised.status in RaisedStatus.FIXED]
    return Shelf(sitting, signed, [one for one in choices if one not in signed])


def shelves(briefing: Briefing) -> list[tuple[Sitting, int]]:
    """The sittings to choose from, with how many agreed speeches each still has on offer."""
    sittings = verbs.sittings_of(briefing)
    signed = RaisedOpinion.objects.live().unprinted().filter(sitting__in=sittings, status=RaisedStatus.SIGNED)
    offered = dict(signed.order_by().values_list("sitting").annotate(n=Count("pk")))
    rows = Sitting.objects.filter(pk__in=sittings).select_related("occasion").order_by("id")
    return [(one, offered.get(one.pk, 0)) for one in rows]


@dataclass(frozen=True)
class Entry:
    """A line for `_partials/timeline.html`."""

    icon: str
    tone: str
    text: str
    time: datetime
    note: str


SAID = {"compose": "开始编这一期", "edit": "修改", "put_aside": "定了一条不更正"}


def history_of(briefing: Briefing) -> list[Entry]:
    """Newest first, bounded; edits one after another by the same hand are one line."""
    events = briefing.events.select_related("actor").order_by("-at", "-id")[:HISTORY]
    lines: list[Entry] = []
    before: tuple[str, int | None] = ("", None)
    for event in events:
        if event.step == "edit" and before == ("edit", event.actor_id):
            continue
        before = (event.step, event.actor_id)
        lines.append(_entry(event))
    return lines


def _entry(event: Event) -> Entry:
    tone, icon, _ = BRIEFING_BADGES.get(event.target) or ("neutral", "dot", "")
    label = SAID.get(event.step) or verbs.STEPS[event.step].label
    return Entry(icon, tone, f"{event.actor.name if event.actor else '系统'}　{label}", event.at, event.note)
