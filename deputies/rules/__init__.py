"""Who may see and do what in this room, one predicate each."""

from deputies.rules.register import (
    OVERSEERS,
    can_change_proposal,
    can_group,
    can_reveal_phone,
    can_view_deputy,
    can_view_draft,
    can_view_group,
    keeps_roster,
)

__all__ = [
    "OVERSEERS",
    "can_change_proposal",
    "can_group",
    "can_reveal_phone",
    "can_view_deputy",
    "can_view_draft",
    "can_view_group",
    "keeps_roster",
]
