"""Face-to-face sittings: who sees and prepares them, who answers an invitation, who has the report before them."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role
from meetings.choices import InvitationStatus
from meetings.rules.place import path_of


def can_view_series(user: Any, series: Any) -> bool:
    """The row's twin of `FaceSeriesQuerySet.visible_to`."""
    return bool(user.scopes.covers(path_of(series), *Role.COMMITTEE))


def may_prepare_series(user: Any, series: Any) -> bool:
    """选工委 staff over the place."""
    return bool(user.scopes.covers(path_of(series), Role.STAFF))


def can_view_face(user: Any, face: Any) -> bool:
    """The row's twin of `FaceSittingQuerySet.visible_to`."""
    return bool(user.scopes.covers(path_of(face.sitting), *Role.COMMITTEE))


def may_prepare_face(user: Any, face: Any) -> bool:
    """选工委 staff over the place arrange it and keep the list of those asked."""
    return bool(user.scopes.covers(path_of(face.sitting), Role.STAFF))


def is_asked(user: Any, invitation: Any) -> bool:
    """The deputy to whom the invitation was sent, and nobody else."""
    deputy = invitation.deputy
    sent = invitation.status != InvitationStatus.LISTED
    return bool(deputy is not None and deputy.user_id is not None and deputy.user_id == user.pk and sent)


def can_view_invitation(user: Any, invitation: Any) -> bool:
    """The row's twin of `FaceInvitationQuerySet.visible_to`."""
    return can_view_face(user, invitation.face) or is_asked(user, invitation)


def keeps_invitations(user: Any, invitation: Any) -> bool:
    """Staff of the place: they ask, and write down what was said by telephone."""
    return may_prepare_face(user, invitation.face)


def can_view_face_report(user: Any, report: Any) -> bool:
    """The row's twin of `FaceReportQuerySet.visible_to`."""
    return can_view_series(user, report.series)


def may_draft_face_report(user: Any, report: Any) -> bool:
    """选工委 staff write it and note that it was sent."""
    return may_prepare_series(user, report.series)


def may_check_face_report(user: Any, report: Any) -> bool:
    """办公室 checks it (核稿), never its drafter."""
    return bool(user.scopes.covers(path_of(report.series), Role.OFFICE) and report.drafted_by_id != user.pk)
