"""Named questions about what this room stores."""

from deputies.querysets.duties import DutyQuerySet, SettingQuerySet
from deputies.querysets.register import (
    DeputyQuerySet,
    GroupQuerySet,
    MandateQuerySet,
    MemberQuerySet,
    ProposalQuerySet,
    RosterDraftQuerySet,
)
from deputies.querysets.scoring import BatchQuerySet, SchemeQuerySet, SheetQuerySet

__all__ = [
    "BatchQuerySet",
    "DeputyQuerySet",
    "DutyQuerySet",
    "GroupQuerySet",
    "MandateQuerySet",
    "MemberQuerySet",
    "ProposalQuerySet",
    "RosterDraftQuerySet",
    "SchemeQuerySet",
    "SettingQuerySet",
    "SheetQuerySet",
]
