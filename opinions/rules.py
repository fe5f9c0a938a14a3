"""Who may see and who may do, one predicate each. A step's `may` is one of these."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role, UnitKind
from opinions.choices import Capacity, UnitRole, Visibility


def staff_over(user: Any, path: str) -> bool:
    """选工委 staff whose place holds `path`."""
    return user.scopes.covers(path, Role.STAFF)


# --- opinions -----------------------------------------------------------------------------------
def can_view_opinion(user: Any, opinion: Any) -> bool:
    """The row's twin of `OpinionQuerySet.visible_to`."""
    scopes = user.scopes
    if opinion.visibility == Visibility.WITHDRAWN:
        return False
    if scopes.covers(opinion.region.path, *Role.COMMITTEE):
        return True
    if opinion.visibility == Visibility.NORMAL and (
        scopes.covers(opinion.region.path, Role.TOWNSHIP) or opinion.unit_id in scopes.units(*Role.STATION)
    ):
        return True
    return scopes.has(Role.DEPUTY) and is_own_opinion(user, opinion)


def is_own_opinion(user: Any, opinion: Any) -> bool:
    """The deputy who said it."""
    deputy = opinion.contributor.deputy
    return deputy is not None and deputy.user_id == user.pk


def can_work_opinion(user: Any, opinion: Any) -> bool:
    """Staff over the place merge, decline and prepare what an agency sees."""
    return staff_over(user, opinion.region.path)


def heard_it(user: Any, opinion: Any) -> bool:
    """Of the station that met the person."""
    return opinion.unit_id in user.scopes.units(*Role.STATION)


def has_in_hand(user: Any, opinion: Any) -> bool:
    """Of the unit that handles it at the place: the station's people, or the township's where it was
    passed to the township. The row's twin of `querysets.in_hand_of`."""
    holder = opinion.holder or opinion.unit
    if holder.kind == UnitKind.TOWN_CONGRESS:
        return any(one.role == Role.TOWNSHIP and one.region_id == holder.region_id for one in user.scopes.items)
    return holder.pk in user.scopes.units(*Role.STATION)


def can_handle_at_station(user: Any, opinion: Any) -> bool:
    """Settle it or report it up: the unit that has it in hand, or staff. A sealed one is staff's alone.

    A township sees its whole place and acts on what was passed to it; a station hands over what it passes on.
    """
    if can_work_opinion(user, opinion):
        return True
    return opinion.visibility == Visibility.NORMAL and has_in_hand(user, opinion)


def can_edit_original(user: Any, opinion: Any) -> bool:
    """Its recorder, or staff over the place; until merged (the status says so, not this rule)."""
    return opinion.entered_by_id == user.pk or can_work_opinion(user, opinion)


def can_give_feedback(user: Any, opinion: Any) -> bool:
    """Whoever met the person, whoever has or had it in hand, or staff."""
    if can_handle_at_station(user, opinion):
        return True
    return opinion.visibility == Visibility.NORMAL and heard_it(user, opinion)


def can_unmask(user: Any, opinion: Any) -> bool:
    """A resident's name and phone: who may tell them the result, with a reason, logged."""
    return can_give_feedback(user, opinion) and opinion.contributor.capacity not in Capacity.NAMED


def nobody(user: Any, obj: Any) -> bool:  # noqa: ARG001 - the shape of a predicate
    """Only the system takes this step."""
    return False


# --- matters and lists --------------------------------------------------------------------------
def can_view_matter(user: Any, matter: Any) -> bool:
    return user.scopes.covers(matter.unit.region.path, *Role.COMMITTEE)


def can_work_matter(user: Any, matter: Any) -> bool:
    return staff_over(user, matter.unit.region.path)


def can_view_list(user: Any, paper: Any) -> bool:
    return user.scopes.covers(paper.unit.region.path, *Role.COMMITTEE)


def can_draft_list(user: Any, paper: Any) -> bool:
    return staff_over(user, paper.unit.region.path)


def can_seal_list(user: Any, paper: Any) -> bool:
    """用印 is registered once."""
    return can_draft_list(user, paper) and paper.sealed_on is None


def can_check_list(user: Any, paper: Any) -> bool:
    """核稿 by the general office, never by the drafter."""
    return user.scopes.covers(paper.unit.region.path, Role.OFFICE) and paper.drafted_by_id != user.pk


def can_sign_list(user: Any, paper: Any) -> bool:
    """审签 by a leader, never by the drafter."""
    return user.scopes.covers(paper.unit.region.path, Role.LEADER) and paper.drafted_by_id != user.pk


def can_return_list(user: Any, paper: Any) -> bool:
    """Whoever has it before them: the office while it checks, the leader while it signs."""
    return can_sign_list(user, paper) if paper.status == "sign" else can_check_list(user, paper)


# --- undertakings and replies -------------------------------------------------------------------
def list_path(undertaking: Any) -> str:
    return undertaking.assignment.list.unit.region.path


def can_view_undertaking(user: Any, undertaking: Any) -> bool:
    """The row's twin of `UndertakingQuerySet.visible_to`."""
    scopes = user.scopes
    if scopes.covers(list_path(undertaking), *Role.COMMITTEE):
        return True
    if undertaking.unit_id in scopes.units(*Role.AGENCY, Role.DISPATCHER):
        return True
    parent = undertaking.parent
    return parent is not None and parent.unit_id in scopes.units(Role.DISPATCHER)


def is_staff_of(user: Any, undertaking: Any) -> bool:
    return staff_over(user, list_path(undertaking))


def is_dispatcher_of(user: Any, undertaking: Any) -> bool:
    return undertaking.role == UnitRole.DISPATCH and undertaking.unit_id in user.scopes.units(Role.DISPATCHER)


def is_clerk_of(user: Any, undertaking: Any) -> bool:
    return undertaking.role != UnitRole.DISPATCH and undertaking.unit_id in user.scopes.units(Role.AGENCY_CLERK)


def is_head_of(user: Any, undertaking: Any) -> bool:
    return undertaking.role != UnitRole.DISPATCH and undertaking.unit_id in user.scopes.units(Role.AGENCY_HEAD)


def is_unit_of(user: Any, undertaking: Any) -> bool:
    """The unit's clerk or head."""
    return is_clerk_of(user, undertaking) or is_head_of(user, undertaking)


def is_lead_clerk(user: Any, undertaking: Any) -> bool:
    return undertaking.role == UnitRole.LEAD and is_clerk_of(user, undertaking)


def is_lead_head(user: Any, undertaking: Any) -> bool:
    return undertaking.role == UnitRole.LEAD and is_head_of(user, undertaking)


def is_co_clerk(user: Any, undertaking: Any) -> bool:
    return undertaking.role == UnitRole.CO and is_clerk_of(user, undertaking)


def may_draft_reply(user: Any, reply: Any) -> bool:
    return is_lead_clerk(user, reply.undertaking)


def may_sign_reply(user: Any, reply: Any) -> bool:
    return is_lead_head(user, reply.undertaking)


def may_return_reply(user: Any, reply: Any) -> bool:
    """The head sends it back, or the clerk takes it back before it is signed."""
    return is_lead_head(user, reply.undertaking) or is_lead_clerk(user, reply.undertaking)


def may_check_reply(user: Any, reply: Any) -> bool:
    return is_staff_of(user, reply.undertaking)


def may_read_reply(user: Any, reply: Any) -> bool:
    """A draft is the unit's own; a delivered one is the committee's too."""
    if is_unit_of(user, reply.undertaking):
        return True
    return reply.status == "delivered" and can_view_undertaking(user, reply.undertaking)


def may_rate(user: Any, rating: Any) -> bool:
    """The deputy asked."""
    deputy = rating.contributor.deputy
    return deputy is not None and deputy.user_id == user.pk


def may_rate_for(user: Any, rating: Any, opinion: Any) -> bool:
    """Whoever may tell the person the result enters what they said of it; marked as proxy."""
    return not may_rate(user, rating) and can_give_feedback(user, opinion)
