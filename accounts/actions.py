"""Writes that change no status: audit, notices, grants, passwords, looks behind the mask."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from ipaddress import ip_address

from axes.utils import reset as lift_lock
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.choices import AuditAction, Role
from accounts.models import AuditEntry, Grant, Notice, Region, Unit, User
from accounts.rules import keeps_users
from common.errors import NotAllowedError, RuleError

REASON_AT_LEAST = 4
UNKNOWN_A_DAY = 100  # refusals of nobody known that a day's log holds, whatever the number of addresses
# Without 0/O, 1/l/I: the password is read out on the phone and copied by hand.
SMALL, CAPITAL, DIGIT = "abcdefghijkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"


def client_address(request: HttpRequest | None) -> str | None:
    """The visitor's address; behind the declared proxy, the one the proxy itself appended."""
    if request is None:
        return None
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rpartition(",")[2].strip()
    try:
        return str(ip_address(address))
    except ValueError:
        return None


def audit(
    actor: User | None, action: str, target: str = "", detail: str = "", request: HttpRequest | None = None
) -> AuditEntry:
    """One line in the audit log, which nobody changes or deletes. `actor` None is the system or a stranger."""
    return AuditEntry.objects.create(
        actor=actor,
        actor_name=actor.name if actor else "",
        action=action[:30],
        target=target[:120],
        detail=detail[:400],
        address=client_address(request),
    )


def audit_refusal(action: str, target: str, detail: str, request: HttpRequest | None) -> None:
    """A line about a refusal that a stranger can bring about as often as they like: bounded, so that the log
    cannot be flooded. One a day for a `target` and `detail`; where the target is unknown, one a day
    for an address, and `UNKNOWN_A_DAY` from all of them.
    """
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    same = AuditEntry.objects.filter(action=action, target=target[:120], detail=detail[:400], at__gte=today)
    if not target:
        if same.count() >= UNKNOWN_A_DAY:
            return
        same = same.filter(address=client_address(request))
    if not same.exists():
        audit(None, action, target, detail, request)


def notify(users: Iterable[User], *, key: str, label: str, url: str = "", copy_text: str = "") -> None:
    """Tell each of `users` once: a second call with the same `key` reaches nobody twice."""
    notices = [
        Notice(user_id=user.pk, key=f"{key}:{user.pk}", label=label[:200], url=url, copy_text=copy_text)
        for user in users
        if user.is_active
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


@transaction.atomic
def grant(
    user: User,
    role: str,
    *,
    actor: User | None,
    unit: Unit | None = None,
    region: Region | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    request: HttpRequest | None = None,
) -> Grant:
    """Give `role` over `unit` or `region`; an ended grant of the same kind is opened again.

    Refuses what a grant's own rules refuse: a role without its unit or region, a keeper with a
    second role.
    """
    given = Grant.objects.filter(user=user, role=role, unit=unit, region=region).first()
    given = given or Grant(user=user, role=role, unit=unit, region=region)
    if valid_from is not None:
        given.valid_from = valid_from
    given.valid_to = valid_to
    try:
        given.full_clean()
    except ValidationError as error:
        raise RuleError("".join(error.messages)) from error
    given.save()
    user.__dict__.pop("scopes", None)
    audit(actor, AuditAction.GRANT, describe(given), request=request)
    return given


@transaction.atomic
def revoke(given: Grant, *, actor: User | None, on: date | None = None, request: HttpRequest | None = None) -> Grant:
    """End a grant so that it is no longer in force `on` that day (today)."""
    given.valid_to = (on or timezone.localdate()) - timedelta(days=1)
    given.save(update_fields=["valid_to"])
    given.user.__dict__.pop("scopes", None)
    audit(actor, AuditAction.REVOKE, describe(given), request=request)
    return given


def describe(given: Grant) -> str:
    """A grant in words: 周敏（staff）：选工委工作人员，濮阳市."""
    over = given.unit or given.region
    return f"{given.user.name}（{given.user.username}）：{Role(given.role).label}" + (f"，{over}" if over else "")


def reveal(actor: User, obj_label: str, reason: str, request: HttpRequest | None = None) -> AuditEntry:
    """Log a look behind the mask; refuses one without a reason."""
    reason = reason.strip()
    if len(reason) < REASON_AT_LEAST:
        raise RuleError(f"请写明查看原因，至少 {REASON_AT_LEAST} 个字。", field="reason")
    return audit(actor, AuditAction.REVEAL, obj_label, reason, request)


@transaction.atomic
def change_password(user: User, password: str, *, request: HttpRequest | None = None) -> None:
    """The user's own new password; other sessions of theirs end with it."""
    user.set_password(password)
    user.must_change_password = False
    user.password_changed_at = timezone.now()
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    audit(user, AuditAction.CHANGE_PASSWORD, str(user), request=request)


@transaction.atomic
def reset_password(user: User, *, actor: User, request: HttpRequest | None = None) -> str:
    """A one-time password for `user`, who must change it; lifts a lock-out and ends all sessions.

    Only 系统管理员 may, and not for themselves.
    """
    if not keeps_users(actor):
        raise NotAllowedError("只有系统管理员可以重置密码。")
    if actor.pk == user.pk:
        raise RuleError("自己的密码请在“修改密码”里改。")
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.password_changed_at = timezone.now()
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    lift_lock(username=user.username)
    audit(actor, AuditAction.RESET_PASSWORD, f"{user.name}（{user.username}）", request=request)
    return password


@transaction.atomic
def appoint_first(role: str, *, username: str, name: str) -> tuple[User, str]:
    """The first keeper of a kind on a new portal: an account with its grant, and its one-time password.

    For the console alone, where nobody can sign in yet. Refuses a kind that somebody already keeps,
    an account name that is taken, and every role that is no keeper's.
    """
    if role not in Role.KEEPERS:
        raise RuleError("这个命令只开三类管理员账号。")
    if has_keeper(role):
        raise RuleError(f"已经有{Role(role).label}了。")
    password = one_time_password()
    user = User(username=username, name=name, must_change_password=True, password_changed_at=timezone.now())
    user.set_password(password)
    try:
        user.full_clean()
    except ValidationError as error:
        raise RuleError(f"{username}：{''.join(error.messages)}") from error
    user.save(force_insert=True)
    grant(user, role, actor=None)
    audit(None, AuditAction.RESET_PASSWORD, f"{user.name}（{user.username}）", "初次开通，在服务器上生成一次性密码")
    return user, password


def has_keeper(role: str) -> bool:
    """Whether an account that is not switched off holds this keeper's role today."""
    held = Grant.objects.in_force(timezone.localdate()).filter(role=role, user__is_active=True)
    return bool(held.exists())


def one_time_password() -> str:
    """Twelve signs in three groups, easy to read out: every group has small, capital and digit."""
    groups = ("".join(secrets.choice(kind) for kind in (CAPITAL, SMALL, SMALL, DIGIT)) for _ in range(3))
    return "-".join(groups)
