"""The year's face-to-face sittings in numbers: who came, what was said, where it went, what came back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from meetings.choices import BADGES, InvitationStatus
from meetings.models import Participant
from meetings.models.face import FaceInvitation, FaceSeries, FaceSitting
from opinions.choices import Capacity, Destination, OpinionStatus
from opinions.models import AssignmentList, Matter, MatterSource, Opinion, Reply
from opinions.reports.sums import BEFORE, LABELS

LISTED_MATTERS = 60  # what one link to the drafting of a list takes along


@dataclass
class Spoken:
    """One opinion with what it was merged into; `way` is a key of `opinions.reports.sums.LABELS`."""

    pk: int
    occasion_id: int
    status: str
    reason: str
    matters: list[tuple[int, str, str]] = field(default_factory=list)  # id, title, destination
    answered: bool = False

    @property
    def way(self) -> str:
        """Its one line of the sum: the first of its destinations, else where it waits."""
        if self.status in BEFORE:
            return str(self.status)
        if self.matters:
            went = {destination for _, _, destination in self.matters}
            return next((str(value) for value in Destination.values if value in went), "undecided")
        declined = self.status == OpinionStatus.NOT_ASSIGNED or self.reason
        return str(Destination.NONE) if declined else "settled"


@dataclass
class Tally:
    """What came of some opinions; `ways` add up to `total`."""

    total: int = 0
    answered: int = 0
    fed_back: int = 0
    ways: Counter[str] = field(default_factory=Counter)

    def take(self, one: Spoken) -> None:
        self.total += 1
        self.answered += one.answered
        self.fed_back += one.status == OpinionStatus.FED_BACK
        self.ways[one.way] += 1

    @property
    def lines(self) -> list[tuple[str, int]]:
        """(label, number) in the order of the sums, those that hold anything."""
        return [(label, self.ways[key]) for key, label in LABELS.items() if self.ways[key]]

    @property
    def sentence(self) -> str:
        """216 = 交办 40 + … + 待归并 150."""
        return f"{self.total} = " + " + ".join(f"{label} {number}" for label, number in self.lines)


@dataclass(frozen=True)
class FaceLine:
    """One sitting in the table of the year."""

    face: FaceSitting
    badge: tuple[str, str, str]
    kinds: list[tuple[str, int]]  # capacity and number of those on the list
    receipts: dict[str, int]
    tally: Tally

    @property
    def people(self) -> int:
        return sum(number for _, number in self.kinds)

    @property
    def asked(self) -> int:
        return sum(self.receipts.values())


@dataclass(frozen=True)
class Course:
    """The whole year."""

    lines: list[FaceLine]
    tally: Tally

    @property
    def held(self) -> int:
        """How many sittings have ended."""
        return sum(1 for line in self.lines if line.face.sitting.status == "ended")

    @property
    def people(self) -> int:
        return sum(line.people for line in self.lines)


def course_of(series: FaceSeries, faces: Sequence[FaceSitting] | None = None) -> Course:
    """Every sitting of the year, or `faces` of it, with its numbers; the queries do not grow with them."""
    rows = list(series.faces.with_place()) if faces is None else list(faces)
    kinds, receipts = kinds_of(rows), receipts_of(rows)
    tallies: dict[int, Tally] = defaultdict(Tally)
    whole = Tally()
    for one in spoken_at([face.sitting.occasion_id for face in rows]):
        tallies[one.occasion_id].take(one)
        whole.take(one)
    lines = [
        FaceLine(
            face,
            BADGES[face.sitting.status],
            kinds.get(face.sitting_id, []),
            receipts.get(face.pk, {}),
            tallies[face.sitting.occasion_id],
        )
        for face in rows
    ]
    return Course(lines, whole)


def kinds_of(faces: Iterable[FaceSitting]) -> dict[int, list[tuple[str, int]]]:
    """By sitting: capacity and number of those on its list, in the order of the capacities."""
    rows = Participant.objects.filter(sitting__in=[face.sitting_id for face in faces]).order_by()
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for sitting_id, capacity, number in rows.values_list("sitting", "contributor__capacity").annotate(Count("pk")):
        found[sitting_id][capacity] = number
    return {pk: [(str(label), of[key]) for key, label in Capacity.choices if key in of] for pk, of in found.items()}


def receipts_of(faces: Iterable[FaceSitting]) -> dict[int, dict[str, int]]:
    """By face-to-face sitting: how many of those asked have which receipt."""
    rows = FaceInvitation.objects.filter(face__in=[face.pk for face in faces]).order_by()
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for face_id, status, number in rows.values_list("face", "status").annotate(Count("pk")):
        found[face_id][str(InvitationStatus(status).label)] = number
    return dict(found)


def spoken_at(occasions: Sequence[int]) -> list[Spoken]:
    """Every opinion heard at the occasions that counts, in the order of speaking. Three queries."""
    rows = Opinion.objects.counted().filter(occasion_id__in=occasions).order_by("pk")
    found = {row[0]: Spoken(*row) for row in rows.values_list("pk", "occasion_id", "status", "reason")}
    heard = Opinion.objects.counted().filter(occasion_id__in=occasions).order_by().values("pk")
    links = MatterSource.objects.filter(opinion__in=heard).order_by("matter_id")
    wanted = ("opinion_id", "matter_id", "matter__title", "matter__destination")
    for opinion_id, matter_id, title, destination in links.values_list(*wanted):
        found[opinion_id].matters.append((matter_id, title, destination))
    answered = _answered({pk for one in found.values() for pk, _, _ in one.matters})
    for one in found.values():
        one.answered = any(pk in answered for pk, _, _ in one.matters)
    return list(found.values())


def _answered(matters: set[int]) -> set[int]:
    """The matters to which a reply has come that the committee let pass."""
    passed = Reply.objects.filter(passed_at__isnull=False, undertaking__assignment__matter__in=matters)
    return set(passed.order_by().values_list("undertaking__assignment__matter", flat=True))


def listable_of(series: FaceSeries, user: Any) -> list[Matter]:
    """The matters of these sittings with destination 交办 that are in no list yet, bounded."""
    rows = Matter.objects.visible_to(user).listable().filter(occasion_id=series.occasion_id)
    return list(rows.defer("search_terms").order_by("pk")[:LISTED_MATTERS])


def lists_of(series: FaceSeries, user: Any) -> list[AssignmentList]:
    """The lists drafted from the matters of these sittings, the newest first."""
    rows = AssignmentList.objects.visible_to(user).filter(occasion_id=series.occasion_id)
    return list(rows.annotate(items=Count("assignments")).order_by("-pk"))
