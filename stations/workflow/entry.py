"""进入单 and 绑定的手机 of the deputies of a station: who works there lets them in, and takes it back."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from accounts import reports as accounts
from accounts.choices import PhoneEnd
from accounts.models import User
from accounts.workflow import phones, slips
from common.errors import RuleError
from deputies.models import Deputy
from deputies.workflow.entry import Printed, refusal_of
from deputies.workflow.entry import print_slip as print_for
from stations import reports, rules
from stations.models import Station
from stations.workflow.recording import require

AT_ONCE = 30  # slips of one print: they lie about until they are used


def print_slip(
    station: Station,
    deputy: Deputy,
    *,
    actor: User | None,
    at: datetime,
    apart: bool = False,
    request: HttpRequest | None = None,
) -> Printed:
    """A new slip for a deputy of the station; the one before it is void. Refuses another station's deputy.

    `apart` where the telephone number we keep is not theirs any more: four digits are printed instead.
    """
    _ask(station, deputy, actor, "打印进入单")
    return print_for(deputy, actor=actor, at=at, apart=apart, request=request)


def print_slips(
    station: Station, *, actor: User, at: datetime, request: HttpRequest | None = None
) -> list[tuple[Deputy, Printed]]:
    """A slip for every deputy of the station who has neither a phone nor a slip and may have one; thirty at most.

    Refuses where there is nobody. Whoever cannot have one (another role, an account switched off) is left out.
    """
    require(rules.can_keep_phones, actor, station, "打印进入单")
    rows = list(reports.deputies_of(station).select_related("user").order_by("initials", "id"))
    entries = accounts.entries_of([one.user_id for one in rows], at)
    waiting = [one for one in rows if one.user_id is None or entries[one.user_id].is_bare]
    wanted = [one for one in waiting if not refusal_of(one)][:AT_ONCE]
    if not wanted:
        raise RuleError("能用进入单的代表都绑了手机，或者已经有单子了，不用再打印。")
    return [(one, print_for(one, actor=actor, at=at, request=request)) for one in wanted]


def withdraw_slip(
    station: Station, deputy: Deputy, *, actor: User, at: datetime, request: HttpRequest | None = None
) -> None:
    """The slip that is not used yet becomes worthless."""
    slips.withdraw_slip(_account(station, deputy, actor, "作废进入单"), actor=actor, at=at, request=request)


def end_phone(
    station: Station, deputy: Deputy, *, actor: User, at: datetime, request: HttpRequest | None = None
) -> None:
    """The deputy's phone does not come back any more, and is signed out at once."""
    user = _account(station, deputy, actor, "解除手机绑定")
    phones.end_phone(user, reason=PhoneEnd.STAFF, actor=actor, at=at, request=request)


def _account(station: Station, deputy: Deputy, actor: User, what: str) -> User:
    _ask(station, deputy, actor, what)
    if deputy.user is None:
        raise RuleError(f"{deputy.name}还没有账号。")
    return deputy.user


def _ask(station: Station, deputy: Deputy, actor: User | None, what: str) -> None:
    require(rules.can_keep_phones, actor, station, what)
    if not reports.deputies_of(station).filter(pk=deputy.pk).exists():
        raise RuleError(f"{deputy.name}不是这个站的代表。")
