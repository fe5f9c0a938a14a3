"""What this room stores."""

from deputies.models.batch import ScoreAppeal, ScoreBatch, ScoreRating, ScoreSheet
from deputies.models.duty import DutyObjection, DutyRecord, DutySetting
from deputies.models.grouping import (
    GroupingEvent,
    GroupingMove,
    GroupingProposal,
    ProposedGroup,
    ProposedSeat,
)
from deputies.models.history import Event
from deputies.models.register import (
    ActivityGroup,
    Deputy,
    GroupMember,
    LegislativeContact,
    Mandate,
    new_token,
)
from deputies.models.roster import RosterDraft, RosterHeading
from deputies.models.scoring import ScoreRule, ScoreScheme, ScoreVariant

__all__ = [
    "ActivityGroup",
    "Deputy",
    "DutyObjection",
    "DutyRecord",
    "DutySetting",
    "Event",
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
    "ScoreAppeal",
    "ScoreBatch",
    "ScoreRating",
    "ScoreRule",
    "ScoreScheme",
    "ScoreSheet",
    "ScoreVariant",
    "new_token",
]
