"""The board of 归并: which opinions and matters stand on it, what was last done, what is like what.

One board for each meeting (its sittings included) and one, 联络站意见, for all that was heard
outside meetings.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Unit, User
from common.errors import RuleError
from opinions import rules
from opinions.choices import Destination, OccasionKind, RuleKind, UnitRole
from opinions.models import (
    Assignment,
    AssignmentList,
    HandlingRule,
    Matter,
    MatterSource,
    MergeAction,
    Occasion,
    Opinion,
)

STATION_KINDS = (OccasionKind.RECEPTION, OccasionKind.MESSAGE, OccasionKind.ACTIVITY)
STATIONS = "stations"
LOOK_BACK = 40
TARGETS = 200
FIRST = 3
DESTINATION_ICONS = {
    Destination.ASSIGN: "send",
    Destination.LEGISLATIVE: "pencil-square",
    Destination.PARTY: "journal-arrow-up",
    Destination.OWN_ORGAN: "building",
    Destination.LOWER_CONGRESS: "arrow-left-right",
    Destination.BRIEFING: "newspaper",
    Destination.NONE: "slash-circle",
}


@dataclass(frozen=True)
class Board:
    """What `user` works on: the meeting of `occasion`, or with None what the stations sent up."""

    user: User
    occasion: Occasion | None

    @property
    def key(self) -> str:
        return str(self.occasion.pk) if self.occasion else STATIONS

    @property
    def title(self) -> str:
        return self.occasion.short_title if self.occasion else "联络站意见"

    @property
    def url(self) -> str:
        return reverse("opinions:board_occasion", args=[self.key])

    def opinions(self) -> Any:
        """Every opinion that came in here and counts."""
        rows = Opinion.objects.visible_to(self.user).defer("search_terms")
        return rows.of_occasion(self.occasion.pk) if self.occasion else rows.filter(_outside_meetings())

    def matters(self) -> Any:
        """The matters worked on here, but those an undo has emptied."""
        sources = MatterSource.objects.filter(matter=OuterRef("pk")).order_by()
        # A count by subquery is taken for the rows of a page; by GROUP BY it is for every matter there is.
        count = Coalesce(Subquery(sources.values("matter").annotate(n=Count("pk")).values("n")), 0)
        rows = self._all_matters().defer("search_terms").exclude(~Exists(sources), destination=Destination.NONE)
        return rows.annotate(source_count=count)

    def targets(self, matter: Matter) -> list[tuple[int, str]]:
        """Key and name of the matters in no list to which opinions of `matter` may move, the latest first."""
        free = self._all_matters().exclude(pk=matter.pk).exclude(assignments__is_live=True).order_by("-id")
        # Whether an undo has emptied it is asked of these rows alone; as a condition it reads every source.
        rows = free.annotate(has_any=Exists(MatterSource.objects.filter(matter=OuterRef("pk"))))
        found = rows.values_list("pk", "title", "destination", "has_any")[:TARGETS]
        return [(pk, title) for pk, title, to, has_any in found if has_any or to != Destination.NONE]

    def _all_matters(self) -> Any:
        return Matter.objects.visible_to(self.user).filter(occasion=self.occasion)

    def rule(self) -> HandlingRule:
        """The rule a new matter starts with."""
        return HandlingRule.objects.get(kind=RuleKind.MEETING_LIST if self.occasion else RuleKind.STATION)

    def unit(self) -> Unit:
        """In whose name matters are made: the meeting's office where the user is its staff, else their own."""
        if self.occasion and rules.staff_over(self.user, self.occasion.unit.region.path):
            return self.occasion.unit
        own = [*self.user.scopes.units(Role.STAFF), self.user.unit_id]
        unit = Unit.objects.select_related("region").filter(pk__in=[pk for pk in own if pk]).first()
        if unit is None:
            raise RuleError("您的账号还没有所在单位，不能归并。请联系系统管理员。")
        return unit


def _outside_meetings() -> Q:
    return Q(occasion=None) | Q(occasion__kind__in=STATION_KINDS)


def waiting_by_board(user: User) -> dict[int | None, int]:
    """How many opinions wait on each board; None is 联络站意见. One query."""
    found: dict[int | None, int] = defaultdict(int)
    rows = Opinion.objects.visible_to(user).waiting().order_by()
    counted = rows.values_list("occasion_id", "occasion__parent_id", "occasion__kind").annotate(Count("pk"))
    for occasion_id, parent_id, kind, count in counted:
        found[None if kind is None or kind in STATION_KINDS else parent_id or occasion_id] += count
    return dict(found)


def boards_of(user: User, *, limit: int = 50) -> list[tuple[Board, int]]:
    """The boards of the place with what waits on each, the latest meeting first, 联络站意见 last."""
    waiting = waiting_by_board(user)
    roots = Occasion.objects.filter(user.scopes.in_region("region__path", Role.STAFF), parent=None)
    meetings = roots.exclude(kind__in=STATION_KINDS).select_related("unit__region").order_by("-held_on", "-pk")
    found = [(Board(user, occasion), waiting.get(occasion.pk, 0)) for occasion in meetings[:limit]]
    return [*found, (Board(user, None), waiting.get(None, 0))]


@dataclass(frozen=True)
class MatterCard:
    """A matter on the board: its destination, its first opinions and their sittings, the list it is fixed in.

    `now` marks the one just made or changed.
    """

    matter: Matter
    badge: tuple[str, str, bool]
    leads: str
    first: list[Opinion]
    groups: list[tuple[str, int]]
    fixed_in: AssignmentList | None
    listable: bool
    now: bool

    @property
    def more(self) -> int:
        """How many opinions are not among the first."""
        return max(0, getattr(self.matter, "source_count", 0) - len(self.first))


def cards_of(matters: Sequence[Any], *, now: Container[int] = ()) -> list[MatterCard]:
    """The cards of one page; `matters` count their sources (`on_board`). Three queries."""
    groups, first = _groups(matters), _first(matters)
    fixed = {
        item.matter_id: item.list
        for item in Assignment.objects.filter(matter__in=matters, is_live=True).select_related("list")
    }
    return [
        MatterCard(
            matter,
            badge=destination_badge(matter.destination),
            leads="、".join(str(row.unit) for row in matter.matter_units.all() if row.role == UnitRole.LEAD),
            first=first.get(matter.pk, []),
            groups=groups.get(matter.pk, []),
            fixed_in=fixed.get(matter.pk),
            listable=matter.destination == Destination.ASSIGN and matter.pk not in fixed and bool(matter.source_count),
            now=matter.pk in now,
        )
        for matter in matters
    ]


def destination_badge(value: str) -> tuple[str, str, bool]:
    """(icon, words, the usual way) of a destination; of none yet, 待定去向."""
    if not value:
        return "hourglass", "待定去向", False
    return DESTINATION_ICONS[Destination(value)], str(Destination(value).label), value == Destination.ASSIGN


def _groups(matters: Iterable[Matter]) -> dict[int, list[tuple[str, int]]]:
    """From which sittings a matter's opinions come, and how many."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    rows = MatterSource.objects.filter(matter__in=matters).order_by("opinion__occasion_id")
    counted = rows.values_list("matter_id", "opinion__occasion__short_title").annotate(Count("pk"))
    for matter_id, title, count in counted:
        found[matter_id].append((title or "联络站", count))
    return found


def _first(matters: Iterable[Matter]) -> dict[int, list[Opinion]]:
    """The first opinions of each matter."""
    found: dict[int, list[Opinion]] = defaultdict(list)
    place = Window(RowNumber(), partition_by=F("matter_id"), order_by=F("id").asc())
    rows = MatterSource.objects.filter(matter__in=matters).annotate(place=place).filter(place__lte=FIRST)
    for row in rows.select_related("opinion").defer("opinion__search_terms").order_by("id"):
        found[row.matter_id].append(row.opinion)
    return found


def last_acts(board: Board, *, limit: int = 8) -> list[MergeAction]:
    """The last acts on this board, the newest first, undone ones marked by `undone_at`."""
    recent = MergeAction.objects.filter(board.user.scopes.in_region("unit__region__path", Role.STAFF))
    acts = list(recent.select_related("actor").order_by("-pk")[:LOOK_BACK])
    ids = {int(key) for act in acts for key in act.after}
    here = set(Matter.objects.filter(pk__in=ids, occasion=board.occasion).values_list("pk", flat=True))
    return [act for act in acts if here & {int(key) for key in act.after}][:limit]


def undoable(acts: Iterable[MergeAction], user: User) -> MergeAction | None:
    """The user's own last act that still stands: what Alt+Z takes back."""
    return next((act for act in acts if act.undone_at is None and act.actor_id == user.pk), None)


def counts_by_destination(matters: Any) -> dict[str, int]:
    """How many matters go where, undecided ones under the empty key."""
    return Counter(matters.order_by().values_list("destination", flat=True))
