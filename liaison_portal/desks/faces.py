"""What waits of face-to-face sittings: receipts still out, reports to check and to send; a deputy's own invitations."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Count

from accounts.calendar import Calendar
from accounts.choices import Role
from accounts.models import User
from common.text import cn_short
from liaison_portal.desks.parts import ASKED, FEW, Desk, Todo, address
from meetings.choices import FaceReportStatus, InvitationStatus, SittingStatus
from meetings.models.face import FaceInvitation, FaceReport

AHEAD = timedelta(days=14)
OPEN = (InvitationStatus.LISTED, InvitationStatus.ASKED)


def desk(user: User, on: date, calendar: Calendar) -> Desk:  # noqa: ARG001 - the shape of a desk
    """The office's reports to check; staff's reports to send, and the receipts still out."""
    todos = []
    if user.scopes.has(Role.OFFICE):
        todos += _reports(user, Role.OFFICE, FaceReportStatus.REVIEW, "核稿", "办公室核对场次、人数和事项")
    if user.scopes.has(Role.STAFF):
        todos += _reports(user, Role.STAFF, FaceReportStatus.CHECKED, "登记报送", "核稿通过了，报送以后登记文号和日期")
        todos += _receipts(user, on)
    return Desk(todos=todos)


def _reports(user: User, role: str, status: str, verb: str, text: str) -> list[Todo]:
    rows = FaceReport.objects.filter(user.scopes.in_region("series__occasion__unit__region__path", role), status=status)
    if role == Role.OFFICE:
        rows = rows.exclude(drafted_by=user)
    return [
        Todo(
            f"{verb}：{row.title}", text, row.get_absolute_url(), verb, "file-earmark-text", "red", ASKED, primary=True
        )
        for row in rows.order_by("pk")[:FEW]
    ]


def _receipts(user: User, on: date) -> list[Todo]:
    """Sittings of the next two weeks to which somebody has not answered; one query."""
    here = user.scopes.in_region("face__sitting__occasion__unit__region__path", Role.STAFF)
    ahead = {"face__sitting__status": SittingStatus.READY, "face__sitting__occasion__held_on__range": (on, on + AHEAD)}
    rows = FaceInvitation.objects.filter(here, status__in=OPEN, **ahead).order_by("face__sitting__occasion__held_on")
    facts = ("face", "face__topic__title", "face__sitting__occasion__held_on")
    return [_receipt(row) for row in rows.values(*facts).annotate(n=Count("pk"))[:FEW]]


def _receipt(row: dict[str, Any]) -> Todo:
    title = f"面对面座谈会：{row['face__topic__title']}"
    text = f"{cn_short(row['face__sitting__occasion__held_on'])}开，还有 {row['n']} 人没有答复；没有账号的请打电话"
    return Todo(title, text, address("meetings:face_people", row["face"]), "看回执", "envelope", "doing", ASKED)


def invitations_of(user: User, on: date) -> list[FaceInvitation]:
    """The deputy's own, to sittings ahead, not answered yet."""
    rows = FaceInvitation.objects.addressed_to(user).with_people().filter(status=InvitationStatus.ASKED)
    ahead = {"face__sitting__status": SittingStatus.READY, "face__sitting__occasion__held_on__gte": on}
    return list(rows.filter(**ahead).order_by("face__sitting__occasion__held_on", "pk")[:FEW])
