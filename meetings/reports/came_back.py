"""For each opinion of a page or a chunk: where it went, who has it, what came back. Queries do not grow with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F

from meetings.reports.outcome import ANSWERED, CLASSES, IN_HAND, NOT_ISSUED, PASSED, STATES
from opinions import progress
from opinions.choices import Destination, Grade, OpinionStatus, UndertakingStatus, UnitRole
from opinions.models import Opinion, Rating, Reply
from opinions.progress import Facts
from opinions.reports.sums import LABELS

WORDS = 60


@dataclass(frozen=True)
class Came:
    """What became of one opinion: its `matters`, the `units` that lead, class and first words of the answer."""

    went: str
    matters: list[Any] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    state: str = ""
    answer: str = ""
    words: str = ""
    rated: str = ""


def came_back(opinions: Sequence[Opinion]) -> dict[int, Came]:
    """By the opinion's id."""
    facts = progress.of_opinions(opinions)
    shown = {pk: facts.least_advanced(item.pk) for pk, item in facts.items.items()}
    passed = {pk: row.pk for pk, row in shown.items() if row is not None and row.status in PASSED}
    replies = _replies(passed.values())
    answers = {pk: replies[row] for pk, row in passed.items() if row in replies}
    rated = _rated([reply.pk for reply in answers.values()])
    found = {}
    for opinion in opinions:
        matters = facts.matters_of(opinion.pk)
        assigned = next((one.pk for one in matters if one.destination == Destination.ASSIGN), 0)
        reply = answers.get(assigned)
        found[opinion.pk] = Came(
            went=_went(opinion, matters),
            matters=matters,
            units=_units(facts, assigned),
            state=_state(facts, assigned, answered=assigned in passed),
            answer=CLASSES.get(reply.answer_class, "") if reply else "",
            words=_brief(reply.body) if reply else "",
            rated=rated.get(reply.pk, "") if reply else "",
        )
    return found


def _replies(rows: Iterable[int]) -> dict[int, Reply]:
    """The reply of the present round of each unit's part."""
    found = Reply.objects.filter(undertaking__in=list(rows), round=F("undertaking__round")).order_by("pk")
    return {reply.undertaking_id: reply for reply in found}


def _rated(replies: list[int]) -> dict[int, str]:
    """“满意 2，不满意 1”, by the reply."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Rating.objects.filter(reply__in=replies).exclude(rated_at=None).order_by()
    for reply, result, number in rows.values_list("reply", "result").annotate(Count("pk")):
        counts[reply][result] = number
    return {
        pk: "，".join(f"{label} {given[key]}" for key, label in Grade.choices if key in given)
        for pk, given in counts.items()
    }


def _went(opinion: Opinion, matters: list[Any]) -> str:
    if opinion.status in (OpinionStatus.WAITING, OpinionStatus.AT_STATION) or not matters:
        return str(opinion.get_status_display())
    keys = {one.destination or "undecided" for one in matters}
    return "；".join(label for key, label in LABELS.items() if key in keys)


def _units(facts: Facts, matter: int) -> list[str]:
    """Who leads; before it is passed on, the office that passes it on."""
    item = facts.item_of(matter)
    rows = [row for row in facts.rows.get(item.pk, ()) if row.status not in UndertakingStatus.GONE] if item else []
    leads = [row for row in rows if row.role == UnitRole.LEAD]
    return [row.unit.short_name for row in leads or rows if row.role != UnitRole.CO]


def _state(facts: Facts, matter: int, *, answered: bool) -> str:
    if not matter:
        return ""
    item = facts.item_of(matter)
    if item is None or not facts.rows.get(item.pk):
        return STATES[NOT_ISSUED]
    return STATES[ANSWERED if answered else IN_HAND]


def _brief(text: str) -> str:
    return text if len(text) <= WORDS else text[: WORDS - 1] + "…"
