"""What this room stores."""

from deputies.models.grouping import (
    GroupingEvent,
    GroupingMove,
    GroupingProposal,
    ProposedGroup,
    ProposedSeat,
)
from deputies.models.register import (
    ActivityGroup,
    Deputy,
    DutyRecord,
    GroupMember,
    LegislativeContact,
    Mandate,
    new_token,
)
from deputies.models.roster import RosterDraft, RosterHeading

__all__ = [
    "ActivityGroup",
    "Deputy",
    "DutyRecord",
    "GroupMember",
    "GroupingEvent",
    "GroupingMove",
    "GroupingProposal",
    "LegislativeContact",
    "Mandate",
    "ProposedGroup",
    "ProposedSeat",
    "RosterDraft",
    "RosterHeading",
    "new_token",
]
