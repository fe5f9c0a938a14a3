"""After the meeting: how much was said on what and where, where each opinion went, what came back.

Every table adds up: each opinion stands in one cell of topic and group, under the first of its destinations,
and one that went to 交办 under one state of its item. Who spoke of several topics has said several opinions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Case, F, IntegerField, Value, When
from django.db.models.functions import Coalesce

from meetings.models import Meeting
from meetings.reports.subjects import agenda_of
from opinions import progress
from opinions.choices import Destination, UndertakingStatus
from opinions.models import Matter, MatterSource, Occasion, Opinion, Reply
from opinions.reports.sums import LABELS, RANKS, UNDECIDED, line_of

OTHER, WHOLE = "其他意见", "合计"
NOT_ISSUED, IN_HAND, ANSWERED = "not_issued", "in_hand", "answered"
# The heads of narrow columns; LABELS has the full words.
SHORT = {
    "legislative": "修改草案",
    "party": "报党委",
    "own_organ": "人大机关",
    "lower_congress": "下级人大",
    "undecided": "待定去向",
}
STATES = {NOT_ISSUED: "还没印发", IN_HAND: "正在办", ANSWERED: "已答复"}
CLASSES = {"A": "A 类", "B": "B 类", "C": "C 类", "": "书面报告"}
PASSED = {UndertakingStatus.RATING, UndertakingStatus.ASSESSING, UndertakingStatus.CLOSED}


@dataclass
class Tally:
    """How many opinions, by where they went; those handed over by how far they are, those answered by class."""

    said: int = 0
    ways: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)

    def add(self, way: str, state: str, answer: str) -> None:
        self.said += 1
        self.ways[way] += 1
        if way == Destination.ASSIGN:
            self.states[state] += 1
            if state == ANSWERED:
                self.classes[answer] += 1

    def take_in(self, other: Tally) -> None:
        self.said += other.said
        self.ways += other.ways
        self.states += other.states
        self.classes += other.classes


@dataclass
class Line:
    """A line of the table: one topic in one group; `group` empty for the sum of a topic or of everything."""

    topic: str
    group: str
    tally: Tally
    topic_pk: int = 0
    occasion_pk: int = 0


@dataclass
class Outcome:
    """The lines in the order of the agenda and of the sittings, each topic followed by its sum; and the whole."""

    lines: list[Line]
    total: Tally

    @property
    def ways(self) -> list[tuple[str, str]]:
        """The destinations that hold anything, in their order."""
        return [(key, label) for key, label in LABELS.items() if self.total.ways[key]]

    @property
    def classes(self) -> list[tuple[str, str]]:
        """The classes of answers that there are."""
        return [(key, label) for key, label in CLASSES.items() if self.total.classes[key]]

    @property
    def heads(self) -> list[tuple[str, list[str]]]:
        """What the numbers of a row count, after the number of opinions, in three groups with their heads."""
        groups = [
            ("去了哪里", [SHORT.get(key, label) for key, label in self.ways]),
            ("交办的，办到哪一步", list(STATES.values())),
            ("已答复的，哪一类", [label for _, label in self.classes]),
        ]
        return [(head, labels) for head, labels in groups if labels]

    @property
    def columns(self) -> list[str]:
        """The heads one after the other, in the order of `numbers`."""
        return [label for _, labels in self.heads for label in labels]

    def numbers(self, tally: Tally) -> list[int]:
        """The numbers under `heads`."""
        went = [tally.ways[key] for key, _ in self.ways]
        return [*went, *(tally.states[key] for key in STATES), *(tally.classes[key] for key, _ in self.classes)]

    @property
    def rows(self) -> list[tuple[Line, list[int]]]:
        """The lines with their numbers, the whole last."""
        whole = Line(WHOLE, "", self.total)
        return [(line, self.numbers(line.tally)) for line in [*self.lines, whole]]

    def cells(self, tally: Tally) -> list[tuple[int, str, bool]]:
        """Each number with its head, and whether it is the first of a group of heads."""
        places = [(label, at == 0) for _, labels in self.heads for at, label in enumerate(labels)]
        return [(number, *place) for number, place in zip(self.numbers(tally), places, strict=True)]

    @property
    def blocks(self) -> list[tuple[str, list[tuple[Line, list[tuple[int, str, bool]]]]]]:
        """The lines topic by topic, so that each topic is said once; the whole is `whole`."""
        by_topic = groupby(self.lines, key=lambda line: (line.topic_pk, line.topic))
        return [(topic, [(line, self.cells(line.tally)) for line in lines]) for (_, topic), lines in by_topic]

    @property
    def whole(self) -> list[tuple[int, str, bool]]:
        """The cells of everything."""
        return self.cells(self.total)

    @property
    def sentence(self) -> str:
        """“共记录意见 185 条：交办 118 条，…。交办的意见中，已答复 40 条，…。”"""
        went = "，".join(f"{label} {self.total.ways[key]} 条" for key, label in self.ways)
        if not self.total.said:
            return "这次会议还没有记录意见。"
        said = f"共记录意见 {self.total.said} 条：{went}。"
        if not self.total.ways[Destination.ASSIGN]:
            return said
        return (
            said
            + "交办的意见中，"
            + "，".join(f"{label} {self.total.states[key]} 条" for key, label in STATES.items())
            + "。"
        )


def outcome_of(meeting: Meeting) -> Outcome:
    """The whole table of a meeting. Queries do not grow with its opinions."""
    topics = {one.pk: one.short_title for one in agenda_of(meeting)}
    cells: dict[tuple[int, int], Tally] = {}
    total = Tally()
    ranks, first = _first_matters(meeting)
    states = _states(set(first.values()))
    for pk, topic, occasion, status, told in _opinions(meeting):
        way = line_of(status, told, ranks.get(pk))
        state = states.get(first.get(pk, 0), (NOT_ISSUED, ""))
        cell = (topic if topic in topics else 0, occasion)
        for tally in (cells.setdefault(cell, Tally()), total):
            tally.add(way, *state)
    groups = _groups(meeting, {occasion for _, occasion in cells})
    lines = [line for topic in ({**topics, 0: OTHER}).items() for line in _topic_lines(topic, groups, cells)]
    return Outcome(lines, total)


def _opinions(meeting: Meeting) -> Iterator[tuple[int, int, int, str, int]]:
    told = Case(When(reason="", then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = Opinion.objects.of_occasion(meeting.occasion_id).order_by().annotate(told=told)
    for pk, topic, parent, occasion, status, was_told in rows.values_list(
        "pk", "topic_id", "topic__parent_id", "occasion_id", "status", "told"
    ):
        yield pk, parent or topic or 0, occasion, status, was_told


def in_order(rows: Any) -> list[int]:
    """The ids of opinions as a paper lists them: topic, article, group, in the order of speaking; off topic last."""
    root = Coalesce("topic__parent__order", "topic__order")
    article = Case(When(topic__parent=None, then=Value(0)), default=F("topic__order"), output_field=IntegerField())
    ordered = rows.order_by(root.asc(nulls_last=True), article, "occasion_id", "pk")
    return list(ordered.values_list("pk", flat=True))


def _first_matters(meeting: Meeting) -> tuple[dict[int, int], dict[int, int]]:
    """For each opinion in matters the place of its first destination, and the first matter that is 交办."""
    ranks: dict[int, int] = {}
    first: dict[int, int] = {}
    rows = Opinion.objects.of_occasion(meeting.occasion_id).order_by().values("pk")
    links = MatterSource.objects.filter(opinion__in=rows).order_by("matter_id")
    for opinion, matter, destination in links.values_list("opinion_id", "matter_id", "matter__destination"):
        rank = RANKS.get(destination, UNDECIDED)
        ranks[opinion] = min(rank, ranks.get(opinion, UNDECIDED))
        if destination == Destination.ASSIGN:
            first.setdefault(opinion, matter)
    return ranks, first


def _states(matter_ids: set[int]) -> dict[int, tuple[str, str]]:
    """For each matter handed over: how far its least advanced unit is, and the class of that unit's answer."""
    facts = progress.of_matters(Matter.objects.filter(pk__in=matter_ids))
    shown = {pk: facts.least_advanced(item.pk) for pk, item in facts.items.items()}
    rows = [row.pk for row in shown.values() if row is not None and row.status in PASSED]
    answers = dict(
        Reply.objects.filter(undertaking__in=rows, round=F("undertaking__round"))
        .order_by("pk")
        .values_list("undertaking_id", "answer_class")
    )
    found: dict[int, tuple[str, str]] = {}
    for pk, row in shown.items():
        if row is None:
            found[pk] = (IN_HAND if facts.rows.get(facts.items[pk].pk) else NOT_ISSUED, "")
        elif row.status in PASSED:
            found[pk] = (ANSWERED, answers.get(row.pk, ""))
        else:
            found[pk] = (IN_HAND, "")
    return found


def _topic_lines(
    topic: tuple[int, str], groups: list[tuple[int, str]], cells: dict[tuple[int, int], Tally]
) -> Iterator[Line]:
    """One topic group by group, then its sum; nothing where nobody spoke of it."""
    pk, title = topic
    held = [(group, name, cells[pk, group]) for group, name in groups if (pk, group) in cells]
    whole = Tally()
    for group, name, tally in held:
        whole.take_in(tally)
        yield Line(title, name, tally, pk, group)
    if held:
        yield Line(title, "", whole, pk)


def _groups(meeting: Meeting, occasions: Iterable[int]) -> list[tuple[int, str]]:
    """The sittings in their order, the meeting itself last."""
    rows = Occasion.objects.filter(pk__in=occasions).order_by("pk")
    own = meeting.occasion_id
    return sorted(((one.pk, one.short_title) for one in rows), key=lambda pair: (pair[0] == own, pair[0]))
