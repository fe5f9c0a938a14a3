"""What the life line needs to know about opinions and items, read in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, Min, Q, prefetch_related_objects

from opinions.choices import Destination, ListStatus, OpinionStatus, RequestStatus, UndertakingStatus, UnitRole
from opinions.models import (
    Assignment,
    Extension,
    Feedback,
    MatterSource,
    Opinion,
    Reply,
    SendBack,
    Undertaking,
)

# How far a matter has gone, for the choice between several of one opinion.
_RANK = {value: number for number, value in enumerate(Destination.values)}


@dataclass
class Facts:
    """Rows by id, for any number of opinions or one undertaking."""

    matters: dict[int, Any] = field(default_factory=dict)
    of_opinion: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    items: dict[int, Assignment] = field(default_factory=dict)
    rows: dict[int, list[Undertaking]] = field(default_factory=lambda: defaultdict(list))
    replies: dict[int, str] = field(default_factory=dict)
    returned: set[int] = field(default_factory=set)
    raters: dict[int, int] = field(default_factory=dict)
    send_backs: set[int] = field(default_factory=set)
    extensions: set[int] = field(default_factory=set)
    feedback: dict[int, Feedback] = field(default_factory=dict)
    source_counts: dict[int, int] = field(default_factory=dict)
    fed_back: dict[int, int] = field(default_factory=dict)
    heard: dict[int, date | None] = field(default_factory=dict)

    def matter_of(self, opinion_id: int) -> Any:
        """The matter whose line an opinion shows: first destination in order, one not yet decided before all."""
        return min(self.matters_of(opinion_id), key=self._order, default=None)

    def matters_of(self, opinion_id: int) -> list[Any]:
        """Every matter the opinion is in."""
        return [self.matters[pk] for pk in self.of_opinion.get(opinion_id, ())]

    def item_of(self, matter_id: int) -> Assignment | None:
        """The item of a list in force that took the matter up."""
        return self.items.get(matter_id)

    def least_advanced(self, assignment_id: int) -> Undertaking | None:
        """The lead (or dispatch office) of the item that is furthest behind; what the item shows."""
        order = UndertakingStatus.ORDERED
        live = [
            row
            for row in self.rows.get(assignment_id, ())
            if row.role != UnitRole.CO
            and row.status not in UndertakingStatus.GONE
            and row.status != UndertakingStatus.DISPATCHED
        ]
        return min(live, key=lambda row: (order.index(row.status), row.pk), default=None)

    def shown(self, row: Undertaking) -> Undertaking:
        """For a passed-on item its least advanced child, else the row itself."""
        if row.status != UndertakingStatus.DISPATCHED:
            return row
        order = UndertakingStatus.ORDERED
        children = [
            r
            for r in self.rows.get(row.assignment_id, ())
            if r.parent_id == row.pk and r.role == UnitRole.LEAD and r.status in order
        ]
        return min(children, key=lambda r: (order.index(r.status), r.pk), default=row)

    def all_fed_back(self, matter_id: int) -> bool:
        """Whether everybody who raised the matter was told."""
        return 0 < self.source_counts.get(matter_id, 0) <= self.fed_back.get(matter_id, 0)

    def _order(self, matter: Any) -> tuple[int, int, int]:
        return _RANK.get(matter.destination, -1), self._advance(matter.pk), matter.pk

    def _advance(self, matter_id: int) -> int:
        item = self.items.get(matter_id)
        if item is None:
            return 0
        row = self.least_advanced(item.pk)
        return 1 if row is None else 2 + UndertakingStatus.ORDERED.index(row.status)


def of_opinions(opinions: Sequence[Opinion]) -> Facts:
    """Everything the lines of `opinions` say; rows already fetched with the opinions cost nothing."""
    facts = Facts()
    prefetch_related_objects(opinions, "holder", "unit", "region", "occasion")
    ids = [opinion.pk for opinion in opinions]
    links = MatterSource.objects.filter(opinion_id__in=ids).select_related("matter__unit__region")
    for link in links.order_by("matter_id"):
        facts.of_opinion[link.opinion_id].append(link.matter_id)
        facts.matters[link.matter_id] = link.matter
    _read_items(facts)
    _read_feedback(facts, [o.pk for o in opinions if o.status == OpinionStatus.FED_BACK])
    return facts


def of_matters(matters: Iterable[Any]) -> Facts:
    """The lists, units and replies of `matters`, without their opinions. Queries do not grow with their number."""
    facts = Facts(matters={matter.pk: matter for matter in matters})
    _read_items(facts)
    return facts


def of_undertaking(row: Undertaking) -> Facts:
    """Everything the line of one unit's part says; `rows` holds all units of the item with their co-opinions."""
    facts, item = Facts(), row.assignment
    facts.matters, facts.items = {item.matter_id: item.matter}, {item.matter_id: item}
    rows = list(item.undertakings.select_related("unit", "co_opinion").order_by("pk"))
    for found in rows:
        found.assignment = item
    facts.rows[item.pk] = rows if any(found.pk == row.pk for found in rows) else [*rows, row]
    _read_open(facts, [found.pk for found in facts.rows[item.pk]])
    _read_sources(facts, [item.matter_id])
    return facts


def _read_items(facts: Facts) -> None:
    assigned = [pk for pk, matter in facts.matters.items() if matter.destination == Destination.ASSIGN]
    if not assigned:
        return
    items = Assignment.objects.filter(matter_id__in=assigned, is_live=True).select_related("list__unit__region")
    facts.items = {item.matter_id: item for item in items}
    _read_rows(facts, [item.pk for item in facts.items.values() if item.list.status == ListStatus.ISSUED])
    _read_sources(facts, list(facts.items))


def _read_rows(facts: Facts, assignment_ids: Iterable[int]) -> None:
    found = Undertaking.objects.filter(assignment_id__in=list(assignment_ids)).with_list_data().order_by("pk")
    rows = list(found)
    for row in rows:
        facts.rows[row.assignment_id].append(row)
    if rows:
        _read_open(facts, [row.pk for row in rows])


def _read_open(facts: Facts, row_ids: list[int]) -> None:
    """What is under way on these rows: their replies and the requests nobody has decided."""
    _read_replies(facts, row_ids)
    _read_requests(facts, row_ids)


def _read_replies(facts: Facts, row_ids: list[int]) -> None:
    """The reply of the present round, how many were asked to rate it, and whether it came back."""
    replies = (
        Reply.objects.filter(undertaking_id__in=row_ids, round=F("undertaking__round"))
        .annotate(asked=Count("ratings"))
        .values_list("undertaking_id", "status", "asked", "delivered_at")
    )
    for row_id, status, asked, delivered_at in replies:
        facts.replies[row_id], facts.raters[row_id] = status, asked
        if delivered_at is not None and status == "draft":
            facts.returned.add(row_id)


def _read_requests(facts: Facts, row_ids: list[int]) -> None:
    for model, found in ((SendBack, facts.send_backs), (Extension, facts.extensions)):
        open_ones = model.objects.filter(undertaking_id__in=row_ids, status=RequestStatus.ASKED)
        found.update(open_ones.values_list("undertaking_id", flat=True))


def _read_sources(facts: Facts, matter_ids: list[int]) -> None:
    counted = (
        MatterSource.objects.filter(matter_id__in=matter_ids)
        .values("matter_id")
        .annotate(
            number=Count("pk"),
            told=Count("pk", filter=Q(opinion__status=OpinionStatus.FED_BACK)),
            first=Min("opinion__heard_on"),
        )
    )
    for row in counted:
        facts.source_counts[row["matter_id"]] = row["number"]
        facts.fed_back[row["matter_id"]] = row["told"]
        facts.heard[row["matter_id"]] = row["first"]


def _read_feedback(facts: Facts, opinion_ids: list[int]) -> None:
    if opinion_ids:
        for given in Feedback.objects.filter(opinion_id__in=opinion_ids).order_by("at", "pk"):
            facts.feedback[given.opinion_id] = given
