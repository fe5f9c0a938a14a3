"""Named questions about what this room stores."""

from deputies.querysets.register import (
    DeputyQuerySet,
    GroupQuerySet,
    MandateQuerySet,
    MemberQuerySet,
    ProposalQuerySet,
    RosterDraftQuerySet,
)

__all__ = [
    "DeputyQuerySet",
    "GroupQuerySet",
    "MandateQuerySet",
    "MemberQuerySet",
    "ProposalQuerySet",
    "RosterDraftQuerySet",
]
