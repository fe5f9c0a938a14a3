"""An account for somebody on the roll who is no deputy, so that they sign in, get papers and see their own speeches.

The account opens nothing but their own line and what is addressed to them: what else it may see stands in its grants.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Case, IntegerField, Q, Value, When
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Grant, User
from common.errors import RuleError, StaleError
from meetings.actions.meeting import check_preparer
from meetings.choices import Seat
from meetings.models import Attendee
from meetings.rules import path_of
from meetings.workflow.recording import record

OFFERED = 20
OF_REGISTER = "这个人在代表名册里，用代表本人的账号，不用另外对应。"
OTHER_ROLES = (*Role.KEEPERS, Role.DEPUTY)


def fitting_accounts(attendee: Attendee, name: str = "") -> list[User]:
    """Who of this name could be the person: in use, with work at the place of the meeting or below it, not the
    keepers of the portal, not a deputy's, and not another's on this roll. Those of the person's unit first."""
    if attendee.deputy_id or attendee.seat == Seat.CITIZEN:
        return []
    taken = attendee.meeting.attendees.exclude(user=None).values("user_id")
    found = User.objects.active().filter(pk__in=_at_work(attendee)).exclude(pk__in=taken)
    own = Case(When(unit=attendee.unit_id or 0, then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(found.filter(name__icontains=name.strip()).select_related("unit").order_by(own, "name", "pk")[:OFFERED])


def _at_work(attendee: Attendee) -> Any:
    path = path_of(attendee.meeting)
    here = Q(region__path__startswith=path) | Q(unit__region__path__startswith=path)
    held = Grant.objects.in_force(timezone.localdate()).filter(here)
    return held.exclude(role__in=OTHER_ROLES).values("user_id")


@transaction.atomic
def bind_account(attendee: Attendee, account: User, *, actor: User, at: datetime | None = None) -> Attendee:
    """The account is theirs from now on; said again, nothing changes. Refused for who has another, for deputies,
    who have their own, and for an account that does not fit."""
    check_preparer(actor, attendee.meeting)
    if attendee.deputy_id:
        raise RuleError(OF_REGISTER)
    attendee.refresh_from_db(fields=["user"])
    if attendee.user_id == account.pk:
        return attendee
    if attendee.user_id:
        raise RuleError("已经对应了一个账号，要换的话先取消对应。")
    if account not in fitting_accounts(attendee, account.name):
        raise RuleError("这个账号不能对应这个人：停用了，不在这个地方工作，或者已经对应名单里的另一个人。")
    try:
        with transaction.atomic():
            won = Attendee.objects.filter(pk=attendee.pk, user=None).update(user=account)
    except IntegrityError:
        won = 0
    if not won:
        raise StaleError("刚才有人也在对应账号，请刷新页面看最新情况。")
    attendee.user = account
    _record(attendee, "bind", account, actor, at)
    return attendee


@transaction.atomic
def unbind_account(attendee: Attendee, *, actor: User, at: datetime | None = None) -> Attendee:
    """The account is not theirs: it sees neither their line nor their speeches any more. Refused without one."""
    check_preparer(actor, attendee.meeting)
    account = attendee.user
    if account is None:
        raise RuleError("这个人没有对应账号。")
    if not Attendee.objects.filter(pk=attendee.pk, user=account).update(user=None):
        raise StaleError("刚才有人改了对应的账号，请刷新页面看最新情况。")
    attendee.user = None
    _record(attendee, "unbind", account, actor, at)
    return attendee


def _record(attendee: Attendee, step: str, account: User, actor: User, at: datetime | None) -> None:
    what = {"what": f"{account.name}（{account.username}）"}
    record(
        attendee,
        step=step,
        source=attendee.status,
        target=attendee.status,
        actor=actor,
        at=at or timezone.now(),
        data=what,
    )
