"""The codes on posters: issued, taken out of use for a reason, issued anew; many at once for a place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts import actions as accounts
from accounts.choices import Role
from accounts.models import Grant, Region, User
from common.errors import NotAllowedError, RuleError, StaleError
from deputies.models import Deputy, Mandate
from opinions import rules as ledger
from stations import rules
from stations.codes import station_of
from stations.models import Event, PublicCode, Station, StationGroup
from stations.workflow.recording import record, require

REASON_AT_LEAST = 2
BATCH = 500


@transaction.atomic
def issue_code(target: Deputy | Station, *, actor: User | None, at: datetime | None = None) -> PublicCode:
    """A code for a deputy in office or an open station. Refuses a second one while the first is in use."""
    require(rules.can_keep_code, actor, target, "发码")
    moment = at or timezone.now()
    _require_in_use(target, timezone.localdate(moment))
    try:
        with transaction.atomic():
            code = PublicCode.objects.create(**owner(target), issued_at=moment, issued_by=actor)
    except IntegrityError as error:
        raise RuleError(f"{target}已经有一个在用的码，不用再发。") from error
    record(code, step="issue", actor=actor, at=moment)
    return code


@transaction.atomic
def revoke_code(code: PublicCode, *, reason: str, actor: User | None, at: datetime | None = None) -> PublicCode:
    """Take a code out of use. Whoever scans the old poster is told so, and led to a new code if there is one."""
    require(rules.can_keep_code, actor, rules.target_of(code), "停用二维码")
    reason, moment = reason.strip(), at or timezone.now()
    if len(reason) < REASON_AT_LEAST:
        raise RuleError("请写明停用原因，比如“海报丢了”。", field="reason")
    won = PublicCode.objects.filter(pk=code.pk, revoked_at=None).update(revoked_at=moment, revoke_reason=reason[:120])
    if not won:
        raise StaleError("这个码已经停用了，请刷新页面看最新情况。")
    code.revoked_at, code.revoke_reason = moment, reason[:120]
    record(code, step="revoke", actor=actor, at=moment, note=code.revoke_reason)
    return code


@transaction.atomic
def reissue_code(code: PublicCode, *, reason: str, actor: User | None, at: datetime | None = None) -> PublicCode:
    """A new code in place of an old one, which leads on to it."""
    moment = at or timezone.now()
    revoke_code(code, reason=reason, actor=actor, at=moment)
    return issue_code(rules.target_of(code), actor=actor, at=moment)


def issue_for_place(region: Region, *, actor: User | None, at: datetime | None = None) -> int:
    """A code for every deputy in office and every open station of a place that has none; how many were issued.

    Staff of the committee over the place alone. Done twice it issues nothing.
    """
    if actor is not None and not ledger.staff_over(actor, region.path):
        raise NotAllowedError("您没有“给全县发码”的权限。")
    moment = at or timezone.now()
    day = timezone.localdate(moment)
    deputies = _in_office(Deputy.objects.filter(home_region__path__startswith=region.path), day)
    stations = Station.objects.filter(unit__is_active=True, unit__region__path__startswith=region.path)
    return _issue_many(deputies, stations, actor=actor, at=moment)


def issue_for_station(station: Station, *, actor: User | None, at: datetime | None = None) -> int:
    """A code for the station and every deputy in office of its groups that has none; how many were issued."""
    require(rules.can_keep_code, actor, station, "发码")
    moment = at or timezone.now()
    groups = StationGroup.objects.filter(station=station).values("group_id")
    people = Deputy.objects.filter(memberships__left_on=None, memberships__group__in=groups)
    stations = Station.objects.filter(pk=station.pk, unit__is_active=True)
    return _issue_many(_in_office(people, timezone.localdate(moment)), stations, actor=actor, at=moment)


def _in_office(deputies: Any, day: date) -> Any:
    return deputies.filter(pk__in=Mandate.objects.in_force(day).values("deputy_id"))


@transaction.atomic
def _issue_many(deputies: Any, stations: Any, *, actor: User | None, at: datetime) -> int:
    """In bulk; where two hands are at it at once, the first wins each code and nothing is doubled."""
    current = PublicCode.objects.current()
    people = deputies.exclude(pk__in=current.filter(deputy__isnull=False).values("deputy_id"))
    places = stations.exclude(pk__in=current.filter(station__isnull=False).values("station_id"))
    facts: dict[str, Any] = {"issued_at": at, "issued_by": actor}
    rows = [PublicCode(deputy_id=pk, **facts) for pk in sorted(set(people.values_list("pk", flat=True)))]
    rows += [PublicCode(station_id=pk, **facts) for pk in sorted(set(places.values_list("pk", flat=True)))]
    made = 0
    for start in range(0, len(rows), BATCH):
        made += _save(rows[start : start + BATCH], actor, at)
    return made


def _save(rows: Iterable[PublicCode], actor: User | None, at: datetime) -> int:
    rows = list(rows)
    PublicCode.objects.bulk_create(rows, ignore_conflicts=True)
    won = PublicCode.objects.filter(token__in=[row.token for row in rows]).values_list("pk", flat=True)
    events = [Event(code_id=pk, step="issue", actor=actor, at=at) for pk in won]
    return len(Event.objects.bulk_create(events))


def ask_for_code(deputy: Deputy, *, actor: User, at: datetime | None = None) -> None:
    """A deputy without a code asks the station for one; its people are told once a day. Refuses strangers."""
    if deputy.user_id != actor.pk:
        raise NotAllowedError("只能为自己申请代表码。")
    day = timezone.localdate(at or timezone.now())
    _require_in_use(deputy, day)
    if PublicCode.objects.current().filter(deputy=deputy).exists():
        raise RuleError("您已经有代表码了。")
    station = station_of(deputy)
    if station is None:
        raise RuleError("您的小组还没有编到联络站，请向乡镇人大申请。")
    grants = Grant.objects.in_force(day).filter(role__in=Role.STATION, unit_id=station.unit_id)
    people = User.objects.filter(pk__in=grants.values("user_id"))
    label = f"{deputy}代表申请代表码"
    accounts.notify(
        people,
        key=f"code-asked:{deputy.pk}:{day:%Y%m%d}",
        label=label,
        url=f"{reverse('stations:code_list')}?{urlencode({'q': deputy.name})}",
        copy_text=f"{label}。请登录平台，在“二维码和公开页面”里发码、印海报。",
    )


def owner(target: Deputy | Station) -> dict[str, Any]:
    """The column that names a target on a code and a page."""
    return {"station": target} if isinstance(target, Station) else {"deputy": target}


def _require_in_use(target: Deputy | Station, day: date) -> None:
    if isinstance(target, Station):
        if not target.unit.is_active:
            raise RuleError("这个站已经停用，不能发码。")
    elif not target.mandates.in_force(day).exists():
        raise RuleError(f"{target}现在没有有效的代表任职，不能发码。")
