"""Who sees a resident's message, who answers it, and who judges whether it goes to the county alone."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.choices import Role
from opinions import rules as ledger
from opinions.choices import OpinionStatus, Visibility
from stations.choices import MessageStatus
from stations.rules.reception import is_at_station


def _path(message: Any) -> str:
    return str(message.station.unit.region.path)


def is_addressee(user: Any, message: Any) -> bool:
    """The deputy it was sent to, while the mandate is in force; not before somebody has let it in."""
    deputy = message.deputy
    if deputy is None or not user.scopes.has(Role.DEPUTY) or deputy.user_id != user.pk:
        return False
    if message.status in MessageStatus.OUTSIDE:
        return False
    return deputy.mandates.in_force(timezone.localdate()).exists()


def can_view_message(user: Any, message: Any) -> bool:
    """The row's twin of `MessageQuerySet.visible_to`: a sealed one is the committee's alone."""
    if user.scopes.covers(_path(message), *Role.COMMITTEE):
        return True
    if message.visibility != Visibility.NORMAL:
        return False
    if is_at_station(user, message.station) or user.scopes.covers(_path(message), Role.TOWNSHIP):
        return True
    return is_addressee(user, message)


def is_staff_over(user: Any, message: Any) -> bool:
    return ledger.staff_over(user, _path(message))


def can_moderate(user: Any, message: Any) -> bool:
    """待审看: the station's people, or staff; a sealed one staff alone."""
    if is_staff_over(user, message):
        return True
    return message.visibility == Visibility.NORMAL and is_at_station(user, message.station)


def can_answer(user: Any, message: Any) -> bool:
    """The deputy it was sent to, the station's people for them, or the township that has it in hand."""
    if is_staff_over(user, message):
        return True
    if message.visibility != Visibility.NORMAL:
        return False
    opinion = message.opinion
    held = opinion is not None and opinion.status == OpinionStatus.AT_STATION
    if held and opinion.holder_id not in (None, message.station.unit_id):
        return ledger.has_in_hand(user, opinion)
    return is_at_station(user, message.station) or is_addressee(user, message)


def can_pass_town(user: Any, message: Any) -> bool:
    """To the township's office, where the station has one and does not have passed it there already."""
    office, opinion = message.station.township_office_id, message.opinion
    if office is None or opinion is None or opinion.holder_id == office or message.is_sealed:
        return False
    return can_answer(user, message)


def can_seal(user: Any, message: Any) -> bool:
    """Whoever has it before them, while the county does not have it alone yet."""
    if message.visibility != Visibility.NORMAL:
        return False
    opinion = message.opinion
    if opinion is not None and opinion.status != OpinionStatus.AT_STATION:
        return False
    return can_moderate(user, message) or can_answer(user, message)


def can_report_threat(user: Any, message: Any) -> bool:
    """Whoever reads it as deputy, station or township; the committee is who is told."""
    return can_view_message(user, message) and not is_staff_over(user, message)


def can_reissue(user: Any, message: Any) -> bool:
    """A new PIN, face to face: the station's people; of a sealed one staff."""
    return can_moderate(user, message)


def can_reveal_sender(user: Any, message: Any) -> bool:
    """Name and telephone behind the mask: who answers."""
    return can_answer(user, message)
