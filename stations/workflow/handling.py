"""What a station or its township does with what it holds; the ledger's own verbs do the work and ask the right."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from opinions.models import Feedback, Opinion, Rating
from opinions.workflow import opinion as ledger
from opinions.workflow import rating as ratings
from stations.models import VisitOpinion


def settle(item: VisitOpinion, *, actor: User, note: str, at: datetime | None = None) -> Opinion:
    """站内办结; `note` says how it was solved."""
    return ledger.settle(item.opinion, actor=actor, note=note, at=at)


def report_up(item: VisitOpinion, *, actor: User, note: str = "", at: datetime | None = None) -> Opinion:
    """It cannot be solved here: to the committee's board."""
    return ledger.report_up(item.opinion, actor=actor, note=note.strip(), at=at)


def tell_visitor(
    item: VisitOpinion, *, actor: User, how: str, note: str = "", at: datetime | None = None
) -> Feedback:
    """The visitor has been told what became of it."""
    return ledger.give_feedback(item.opinion, actor=actor, how=how, note=note.strip(), at=at)


def enter_rating(
    item: VisitOpinion,
    rating: Rating,
    *,
    actor: User,
    attitude: str,
    result: str,
    reason: str = "",
    at: datetime | None = None,
) -> Rating:
    """What the visitor told the station about the reply; marked 代录."""
    return ratings.rate(
        rating, actor=actor, attitude=attitude, result=result, reason=reason, proxy_for=item.opinion, at=at
    )
