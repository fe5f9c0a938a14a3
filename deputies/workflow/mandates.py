"""Law-based changes of a mandate's status (代表法第六十一条至第六十三条). Nothing is deleted.

正常 → 暂停执行职务 → 正常;  正常, 暂停 → 终止;  a wrong entry is put right by a verb that says why
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import actions as accounts
from accounts.choices import Role
from accounts.models import Grant, User
from common.errors import RuleError
from common.steps import Step, Steps, check, move
from common.steps import open_steps as open_of
from common.text import cn_date
from deputies import rules
from deputies.choices import Level, MandateStatus, StatusGround
from deputies.models import Event, GroupMember, Mandate
from deputies.workflow.recording import record as write

S = MandateStatus

STEPS: Steps = {
    "suspend": Step("暂停执行职务", (S.ACTIVE,), S.SUSPENDED, rules.can_change_mandate),
    "resume": Step("恢复执行职务", (S.SUSPENDED,), S.ACTIVE, rules.can_change_mandate),
    "end": Step("终止代表资格", (S.ACTIVE, S.SUSPENDED), S.ENDED, rules.can_change_mandate),
    "correct_to_active": Step("更正录错的状态", (S.SUSPENDED, S.ENDED), S.ACTIVE, rules.can_change_mandate),
    "correct_to_suspended": Step("更正录错的状态", (S.ACTIVE, S.ENDED), S.SUSPENDED, rules.can_change_mandate),
}
CHANGES = ("suspend", "resume", "end")
FIELDS = ("status", "status_ground", "status_reason", "status_on", "notice_no", "notice_on", "ended_on")
DAYS = ("status_on", "notice_on", "ended_on")


def open_steps(mandate: Mandate, user: Any) -> list[str]:
    """suspend, resume, end as the table says; correct once, after a change."""
    found = [name for name in open_of(STEPS, mandate, user) if name in CHANGES]
    if rules.can_change_mandate(user, mandate) and last_change(mandate) is not None:
        found.append("correct")
    return found


def last_change(mandate: Mandate) -> Event | None:
    """The change that a correction would take back: the last event, when it is one."""
    last = mandate.events.order_by("-at", "-id").first()
    return last if last is not None and last.step in CHANGES else None


@transaction.atomic
def suspend(
    mandate: Mandate, *, ground: str, on: date, actor: User, note: str = "", at: datetime | None = None
) -> Mandate:
    """暂停执行职务 from a day, for one of the two grounds of 代表法第六十一条."""
    moment = at or timezone.now()
    if ground not in StatusGround.SUSPENDING:
        raise RuleError("暂停执行职务只有代表法第六十一条的两种情形。", field="ground")
    _check_day(mandate, on, timezone.localdate(moment))
    changes: dict[str, Any] = {"status_ground": ground, "status_reason": _reason(ground), "status_on": on}
    return _change(mandate, "suspend", actor=actor, at=moment, note=note, **changes)


@transaction.atomic
def resume(mandate: Mandate, *, on: date, actor: User, note: str = "", at: datetime | None = None) -> Mandate:
    """The ground is gone (代表法第六十一条): the deputy serves again from a day, except where the mandate ended."""
    moment = at or timezone.now()
    _check_day(mandate, on, timezone.localdate(moment))
    changes: dict[str, Any] = {"status_ground": "", "status_reason": "", "status_on": on}
    return _change(mandate, "resume", actor=actor, at=moment, note=note, **changes)


@transaction.atomic
def end(
    mandate: Mandate,
    *,
    ground: str,
    on: date,
    notice_no: str,
    notice_on: date | None,
    actor: User,
    note: str = "",
    at: datetime | None = None,
) -> Mandate:
    """终止代表资格 for a ground of 代表法第六十二条, announced as 第六十三条 has it.

    Refuses a day to come and an end without its announcement. Where no other mandate is left, the deputy
    leaves the group and their account's grant ends; both stand in the event and come back with a correction.
    """
    moment = at or timezone.now()
    if ground not in StatusGround.ENDING:
        raise RuleError("请选代表法第六十二条列出的情形。", field="ground")
    _check_day(mandate, on, timezone.localdate(moment))
    if not notice_no.strip() or notice_on is None:
        who = announcer_of(mandate)
        raise RuleError(f"代表资格终止要由{who}公告（代表法第六十三条），请填公告文号和日期。", field="notice_no")
    if notice_on > timezone.localdate(moment):
        raise RuleError("公告日期不能晚于今天。", field="notice_on")
    changes = {"status_ground": ground, "status_reason": _reason(ground), "status_on": on, "ended_on": on}
    changes |= {"notice_no": notice_no.strip(), "notice_on": notice_on}
    check(STEPS, "end", mandate, actor)
    effects = _leave(mandate, on, actor)
    return _change(mandate, "end", actor=actor, at=moment, note=note, effects=effects, **changes)


@transaction.atomic
def correct(mandate: Mandate, *, reason: str, actor: User, at: datetime | None = None) -> Mandate:
    """Take back the last change, entered by mistake: the mandate, the group and the grant as they were."""
    moment = at or timezone.now()
    last = last_change(mandate)
    if last is None:
        raise RuleError("没有可以更正的状态变更。名册导入时写的状态，请在名册里改正以后重新导入。")
    if not reason.strip():
        raise RuleError("请写明为什么更正。", field="reason")
    before = {name: _read(name, last.data["before"][name]) for name in FIELDS}
    status = before.pop("status")
    name = "correct_to_suspended" if status == S.SUSPENDED else "correct_to_active"
    data = {"undone": last.pk, "before": _snapshot(mandate)}
    move(STEPS, name, mandate, actor=actor, record=write, at=moment, note=reason.strip(), data=data, **before)
    _come_back(mandate, last.data, actor)
    return mandate


def announcer_of(mandate: Mandate) -> str:
    """Who announces an end: the standing committee, in a township the congress itself."""
    return "乡镇人民代表大会" if mandate.level == Level.TOWNSHIP else "本级人大常委会"


# --- what follows ---------------------------------------------------------------------------------
def _change(
    mandate: Mandate,
    name: str,
    *,
    actor: User,
    at: datetime,
    note: str,
    effects: dict[str, Any] | None = None,
    **changes: Any,
) -> Mandate:
    data = {"before": _snapshot(mandate), **(effects or {})}
    data |= {field: str(value) for field, value in changes.items() if value}
    move(STEPS, name, mandate, actor=actor, record=write, at=at, note=note.strip(), data=data, **changes)
    return mandate


def _leave(mandate: Mandate, on: date, actor: User) -> dict[str, Any]:
    """With the last mandate the group and the grant end."""
    others = mandate.deputy.mandates.exclude(pk=mandate.pk).exclude(status=S.ENDED)
    if others.exists():
        return {}
    left = []
    for member in GroupMember.objects.current().filter(deputy=mandate.deputy):
        member.left_on = max(on, member.joined_on)
        member.save(update_fields=["left_on"])
        left.append(member.pk)
    return {"left": left, "grants": _revoke(mandate, actor)}


def _revoke(mandate: Mandate, actor: User) -> list[int]:
    user = mandate.deputy.user
    if user is None:
        return []
    found = list(Grant.objects.in_force(timezone.localdate()).filter(user=user, role=Role.DEPUTY))
    for given in found:
        accounts.revoke(given, actor=actor)
    return [given.pk for given in found]


def _come_back(mandate: Mandate, data: dict[str, Any], actor: User) -> None:
    if not GroupMember.objects.current().filter(deputy=mandate.deputy).exists():
        GroupMember.objects.filter(pk__in=data.get("left", [])[:1]).update(left_on=None)
    for given in Grant.objects.filter(pk__in=data.get("grants", [])).select_related("user", "unit", "region"):
        accounts.grant(given.user, Role.DEPUTY, actor=actor, unit=given.unit, region=given.region)


def _check_day(mandate: Mandate, on: date, today: date) -> None:
    if on > today:
        raise RuleError("日期不能晚于今天。", field="on")
    if on < mandate.started_on:
        raise RuleError(f"不能早于任职开始的{cn_date(mandate.started_on)}。", field="on")
    if mandate.status_on is not None and on < mandate.status_on:
        raise RuleError(f"不能早于上一次变更的{cn_date(mandate.status_on)}。", field="on")


def _reason(ground: str) -> str:
    found = StatusGround(ground)
    return f"{found.label}（{found.article}）"


def _snapshot(mandate: Mandate) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value := getattr(mandate, name), date) else value for name in FIELDS}


def _read(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in DAYS and value else (None if name in DAYS else value)
