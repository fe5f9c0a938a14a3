"""Rows of tables: a thing of the ledger with what its row draws beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.calendar import Calendar
from accounts.models import User
from accounts.rules import is_deputy
from opinions.lifeline import Line, lines_for, stage_of
from opinions.limits import Remaining, remaining
from opinions.models import Opinion, Rating, Undertaking


@dataclass(frozen=True)
class UndertakingRow:
    """An undertaking with its clock, its place on the life line, and whether it is late."""

    undertaking: Undertaking
    time: Remaining | None
    step: int
    late: bool


def undertaking_row(undertaking: Undertaking, today: date, calendar: Calendar) -> UndertakingRow:
    step, _ = stage_of(undertaking.status)
    return UndertakingRow(undertaking, remaining(undertaking, today, calendar), step, undertaking.is_overdue(today))


@dataclass(frozen=True)
class OpinionRow:
    """An opinion with its life line, and the rating (its id) that waits for the reader."""

    opinion: Opinion
    line: Line
    rating: int | None = None


def opinion_rows(
    opinions: Sequence[Opinion], user: User, *, today: date | None = None, calendar: Calendar | None = None
) -> list[OpinionRow]:
    """The rows of one page, in a number of queries that does not grow with them."""
    lines = lines_for(opinions, user, today=today, calendar=calendar)
    asked = asked_ratings(opinions, user)
    return [OpinionRow(opinion, lines[opinion.pk], asked.get(opinion.pk)) for opinion in opinions]


def asked_ratings(opinions: Sequence[Opinion], user: User) -> dict[int, int]:
    """For each opinion of a deputy whose reply waits for their rating, that rating, by ids."""
    return Rating.objects.asked_of(user).waiting().by_opinion(opinions) if is_deputy(user) else {}
