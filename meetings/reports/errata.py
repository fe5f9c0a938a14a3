"""What waits for a 更正: speeches printed unread and confirmed since, with both wordings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accounts.choices import Role
from accounts.models import User
from meetings.choices import BriefingStatus
from meetings.models import Briefing, BriefingItem
from meetings.workflow.erratum import words_since
from meetings.workflow.naming import printed_name

SHOWN = 100


@dataclass(frozen=True)
class Proposal:
    """One speech of an issue that is out, and what its speaker says now."""

    item: BriefingItem
    who: str
    now: str

    @property
    def is_changed(self) -> bool:
        return self.now != self.item.text


def proposals_of(items: Any) -> list[Proposal]:
    """Those of `items` that wait for a 更正, by issue and place; the oldest hundred."""
    rows = items.to_correct().with_print_data().order_by("briefing__issued_on", "briefing_id", "order")[:SHOWN]
    now = words_since(rows)
    return [Proposal(one, printed_name(one.raised.participant.contributor), now[one.pk]) for one in rows]


def editing_for(user: User) -> list[Briefing]:
    """The issues that the user edits now, the newest first."""
    mine = Briefing.objects.filter(user.scopes.in_region("unit__region__path", Role.STAFF))
    return list(mine.filter(status=BriefingStatus.EDITING).with_place().order_by("-id")[:10])
