"""绑定的手机: one per person. It comes back after its session has ended, without anything typed.

The cookie holds a secret of the phone and a generation, signed by us. With every return the next
generation is handed out. An old generation, seen after a newer one, means that somebody has copied
the cookie: the binding ends for both, and both are told. A lost answer does no harm: the latest
generation that was ever seen stays good until the next one has been seen.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hmac import compare_digest

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import audit, audit_refusal, notify
from accounts.choices import AuditAction, EntryWay, PhoneEnd
from accounts.models import BoundPhone, User
from accounts.rules import may_be_bound
from common.crypto import keyed_hash
from common.errors import RuleError, StaleError
from common.text import cn_date

SALT = "accounts.phone"
TELL_BEFORE = 3  # days before a binding is over
CALM = timedelta(seconds=60)  # requests sent at the same moment get one new generation, not one each
MARKS = {"MicroMessenger": "微信", "Firefox": "火狐浏览器", "Chrome": "浏览器", "Safari": "浏览器"}
MAKES = {"HarmonyOS": "鸿蒙手机", "Android": "安卓手机", "iPhone": "苹果手机", "iPad": "平板电脑", "Windows": "电脑"}
SENTENCES: dict[str, str] = {
    PhoneEnd.OWN: "您解除了这部手机的绑定。",
    PhoneEnd.STAFF: "联络站或选工委解除了这部手机的绑定。",
    PhoneEnd.REPLACED: "您已经在另一部手机上绑定，这部手机不再自动进入。",
    PhoneEnd.COPIED: "发现有别的设备在用这部手机的登录凭据，为了安全，绑定已经解除。",
    PhoneEnd.MANDATE: "您现在没有在任的代表职务，手机绑定已经解除。",
    PhoneEnd.ACCOUNT: "您的账号停用了或者有了别的职责，手机绑定已经解除。请用密码登录。",
}
AGAIN = "要再进来，请找联络员打印一张进入单。"
FORGED = "登录凭据不是这里发的"
EXPIRED = f"这部手机的绑定到期了。{AGAIN}"


class PhoneRefusedError(RuleError):
    """The phone does not come back; the sentence says why and what to do."""


@dataclass(frozen=True)
class Return:
    """A phone that came back; `cookie` is what it keeps from now on, None where it keeps what it has."""

    phone: BoundPhone
    cookie: str | None


def label_of(request: HttpRequest | None) -> str:
    """“安卓手机，微信”: enough for somebody to know their own phone again, and no more."""
    agent = request.headers.get("User-Agent", "") if request else ""
    words = [next((word for key, word in names.items() if key in agent), "") for names in (MAKES, MARKS)]
    return "，".join(word for word in words if word)


def _cookie(phone: BoundPhone, generation: int, secret: str) -> str:
    return signing.dumps([phone.pk, generation, secret], salt=SALT)


def bind(user: User, *, how: EntryWay, at: datetime, request: HttpRequest | None = None) -> Return:
    """Bind this phone to `user` for some days; the phone bound before ends.

    Refuses an account that is switched off or has another role than 代表.
    """
    if not may_be_bound(user):
        raise RuleError(SENTENCES[PhoneEnd.ACCOUNT])
    secret = secrets.token_urlsafe(32)
    until = at + timedelta(days=settings.PHONE_DAYS)
    facts = {"how": how, "label": label_of(request), "bound_at": at, "bound_until": until, "last_used_at": at}
    try:
        with transaction.atomic():
            if _end(user, PhoneEnd.REPLACED, at):
                audit(user, AuditAction.PHONE_ENDED, str(user), PhoneEnd.REPLACED.label, request)
            phone = BoundPhone.objects.create(user=user, secret_hash=keyed_hash(f"phone:{secret}"), **facts)
            audit(user, AuditAction.PHONE_BOUND, str(user), f"{how.label}，{facts['label']}", request)
    except IntegrityError as error:
        raise StaleError("刚才另一部手机也在绑定，请再点一次。") from error
    label = f"您的账号绑定了一部手机，到{cn_date(until)}为止。不是您本人，请马上告诉联络员"
    notify([user], key=f"phone:{phone.pk}:bound", label=label)
    return Return(phone, _cookie(phone, 0, secret))


def _end(user: User, reason: PhoneEnd, at: datetime) -> int:
    return BoundPhone.objects.filter(user=user, ended_at=None).update(ended_at=at, end_reason=reason)


@transaction.atomic
def end_phone(
    user: User, *, reason: PhoneEnd, actor: User | None, at: datetime, request: HttpRequest | None = None
) -> None:
    """The bound phone of `user` does not come back any more, and whoever is signed in on it is signed out.

    Refuses where no phone is bound. `actor` None is the system.
    """
    if not _end(user, reason, at):
        raise StaleError("没有绑着的手机，不用解除。")
    audit(actor, AuditAction.PHONE_ENDED, str(user), reason.label, request)


def remind(day: date) -> str:
    """Tell every deputy whose phone will not come back much longer, once, some days ahead. What the round did."""
    start = timezone.make_aware(datetime.combine(day, time.min))
    due = BoundPhone.objects.live(start).filter(bound_until__lt=start + timedelta(days=TELL_BEFORE + 1))
    told = 0
    for phone in due.select_related("user"):
        label = f"您手机的绑定{cn_date(phone.bound_until)}到期，请在那以前请联络员再打印一张进入单"
        notify([phone.user], key=f"phone:{phone.pk}:due", label=label, url=reverse("accounts:my_phone"))
        told += 1
    return f"{told} 部手机的绑定快到期，已提醒代表"


def come_back(
    value: str, *, obstacle: Callable[[User], PhoneEnd | None], at: datetime, request: HttpRequest | None = None
) -> Return:
    """Whose phone this is, and the next generation of its cookie.

    Refuses, says why and writes it down: a cookie we did not sign, a phone that was ended or is too old, a
    person in whose way `obstacle` sees something (their binding ends), a copied cookie (the binding ends).
    """
    phone, generation, secret = _read(value, at, request)
    if (reason := obstacle(phone.user)) is not None:
        _refuse(phone, reason, at, request)
    if generation not in (phone.confirmed, phone.issued):
        _tell_of_copy(phone)
        _refuse(phone, PhoneEnd.COPIED, at, request)
    audit(phone.user, AuditAction.PHONE_BACK, str(phone.user), phone.label, request)
    calm = phone.rotated_at is not None and at - phone.rotated_at < CALM
    following = phone.issued + (not calm)
    seen = BoundPhone.objects.filter(pk=phone.pk, issued=phone.issued, ended_at=None)
    won = seen.update(confirmed=generation, issued=following, last_used_at=at, **({} if calm else {"rotated_at": at}))
    return Return(phone, _cookie(phone, following, secret) if won and not calm else None)


def _read(value: str, at: datetime, request: HttpRequest | None) -> tuple[BoundPhone, int, str]:
    """The phone a cookie speaks of, while it lives, its generation and secret; else says why not."""
    try:
        pk, generation, secret = signing.loads(value, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        pk, generation, secret = None, 0, ""
    phone = BoundPhone.objects.filter(pk=pk).select_related("user").first() if isinstance(pk, int) else None
    if phone is None:
        raise _foreign(None, FORGED, AGAIN, request)
    if not compare_digest(phone.secret_hash, keyed_hash(f"phone:{secret}")):
        raise _foreign(phone, FORGED, AGAIN, request)
    if phone.ended_at is not None:
        ended = PhoneEnd(phone.end_reason)
        raise _foreign(phone, f"绑定早已解除：{ended.label}", f"{SENTENCES[ended]}{AGAIN}", request)
    if not phone.is_live(at):
        raise _foreign(phone, "绑定已到期", EXPIRED, request)
    return phone, generation, secret


def _foreign(phone: BoundPhone | None, why: str, sentence: str, request: HttpRequest | None) -> PhoneRefusedError:
    """A cookie that opens nothing, written down at most once a day for a phone: whoever holds it can send it
    as often as they like."""
    audit_refusal(AuditAction.PHONE_REFUSED, f"{phone.user}，手机 {phone.pk}" if phone else "", why, request)
    return PhoneRefusedError(sentence)


def _tell_of_copy(phone: BoundPhone) -> None:
    """The deputy hears, and whoever printed their slip: it is they who will be called."""
    notify([phone.user], key=f"phone:{phone.pk}:copied", label=SENTENCES[PhoneEnd.COPIED])
    printed = phone.user.slips.exclude(used_at=None).exclude(issued_by=None).select_related("issued_by").first()
    if printed is not None and printed.issued_by is not None:
        label = f"{phone.user}的手机登录凭据被复制过，绑定已经解除。请联系本人，再打印一张进入单"
        notify([printed.issued_by], key=f"phone:{phone.pk}:copied", label=label)


def _refuse(phone: BoundPhone, reason: PhoneEnd, at: datetime, request: HttpRequest | None) -> None:
    """End the binding for `reason`, write it down, and say so."""
    audit(None, AuditAction.PHONE_REFUSED, str(phone.user), reason.label, request)
    if _end(phone.user, reason, at):
        audit(None, AuditAction.PHONE_ENDED, str(phone.user), reason.label, request)
    raise PhoneRefusedError(f"{SENTENCES[reason]}{'' if reason == PhoneEnd.ACCOUNT else AGAIN}")
