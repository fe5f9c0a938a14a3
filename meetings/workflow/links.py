"""核对链接: made for one participant, good on the first phone that opens it and for some days.

Where a telephone number of theirs is known, its last four digits are asked first, as with the slips of
deputies. Nothing is opened by GET: a preview of the link shows a page, and binds nothing.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hmac import compare_digest

from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse

from accounts.actions import audit, client_address, notify
from accounts.models import User
from accounts.workflow.phones import label_of
from accounts.workflow.slips import PROOF_DIGITS
from common.crypto import keyed_hash
from common.errors import RuleError, StaleError
from common.text import digits_of
from meetings.choices import LinkEnd
from meetings.models import ConfirmationLink, Participant
from stations.actions import tries

LINK_DAYS = 7
TRY, WRONG, WRONG_MINUTES = "confirm", 60, 60  # wrong links from one address within so many minutes
SECRET_BYTES = 24
ASK = "请找会务工作人员再要一个。"
UNKNOWN = f"这个链接打不开，可能没有复制完整。请重新扫一次码，或者{ASK}"
GONE = f"这个链接已经不能用了：过期了、收回了，或者换了新的。{ASK}"
OTHER_PHONE = (
    "这个链接已经在另一部手机上打开了，只有那部手机能看。"
    f"要是您本人换了手机，{ASK}如果是别人转给您的，请把这个页面关掉，里面的内容只给发言人本人看。"
)
LOCKED = "手机号后四位输错的次数太多，这个链接锁上了，谁也打不开。"
TOO_MANY = "这个网络上打不开的链接太多了，请过一小时再试，或者改用手机流量。"


def hash_of(code: str) -> str:
    """By what a link is found again without its secret being stored."""
    return keyed_hash(f"confirm:{code}")


def _phone_hash(link: ConfirmationLink, secret: str) -> str:
    return keyed_hash(f"confirm-phone:{link.code_hash}:{secret}")


def _proof(link: ConfirmationLink, digits: str) -> str:
    return keyed_hash(f"confirm-proof:{link.code_hash}:{digits}")


def proof_of(participant: Participant) -> str:
    """The last four digits of the number the portal knows of them, their own or the register's; else nothing."""
    person = participant.contributor
    numbers = (person.phone, person.deputy.phone if person.deputy else "")
    known = next((digits for one in numbers if len(digits := digits_of(one)) >= PROOF_DIGITS), "")
    return known[-PROOF_DIGITS:]


def make(participant: Participant, *, actor: User | None, at: datetime) -> tuple[ConfirmationLink, str]:
    """A new link and its secret, which is never seen again; the link before it leads nowhere from now."""
    code = secrets.token_urlsafe(SECRET_BYTES)
    until = at + timedelta(days=LINK_DAYS)
    link = ConfirmationLink(
        participant=participant, code_hash=hash_of(code), made_by=actor, made_at=at, valid_until=until
    )
    if digits := proof_of(participant):
        link.proof_hash = _proof(link, digits)
    try:
        with transaction.atomic():
            end(participant, LinkEnd.REPLACED, at)
            link.save(force_insert=True)
    except IntegrityError as error:
        raise StaleError("刚才有人也在给这一位做链接，请再点一次。") from error
    return link, code


def end(participant: Participant, reason: LinkEnd, at: datetime) -> int:
    """Whatever link of the participant is not ended leads nowhere from now; how many there were."""
    rows = ConfirmationLink.objects.filter(participant=participant, ended_at=None)
    return rows.update(ended_at=at, end_reason=reason)


def withdraw(participant: Participant, *, at: datetime) -> None:
    """The link leads nowhere from now. Refuses where there is none."""
    if not end(participant, LinkEnd.WITHDRAWN, at):
        raise StaleError("没有还能用的链接，不用收回。")


def find(code: str, *, at: datetime, request: HttpRequest | None = None) -> ConfirmationLink:
    """The link of this secret, while it is open. Looking at it changes nothing about it.

    What leads nowhere is counted by address; beyond the limit nothing is looked up.
    """
    address = client_address(request) or ""
    if tries.count(TRY, address, at, WRONG_MINUTES) >= WRONG:
        raise RuleError(TOO_MANY)
    link: ConfirmationLink | None = ConfirmationLink.objects.with_door().filter(code_hash=hash_of(code)).first()
    if link is None:
        tries.note(TRY, address, at)
        raise RuleError(UNKNOWN)
    if link.end_reason == LinkEnd.TRIES:
        raise StaleError(LOCKED + whom_to_call(link))
    if not link.is_open(at):
        raise StaleError(GONE)
    return link


def whom_to_call(link: ConfirmationLink) -> str:
    """Who makes a new one."""
    unit = link.participant.sitting.occasion.unit
    return f"请打电话给{unit.name}{f'（{unit.phone}）' if unit.phone else ''}，再要一个。"


def prove(link: ConfirmationLink, digits: str, *, at: datetime, request: HttpRequest | None = None) -> None:
    """Take one of the link's tries; refuses the wrong digits, and ends the link with the last try.

    The try counts before it is looked at, so that many at once get no more of them. Not to be called
    inside a transaction: what was tried must stay counted.
    """
    mine = ConfirmationLink.objects.filter(pk=link.pk)
    if not mine.open(at).filter(phone_hash="", tries_left__gt=0).update(tries_left=F("tries_left") - 1):
        raise StaleError(GONE)
    if compare_digest(_proof(link, digits_of(digits)), link.proof_hash):
        return
    left = mine.values_list("tries_left", flat=True).get()
    sitting, who = link.participant.sitting, f"参会人 {link.participant_id}"
    audit(None, "核对链接未通过", str(sitting), f"{who}，手机号后四位不对，还剩 {left} 次", request)
    if left:
        raise RuleError(f"手机号后四位不对，还可以试 {left} 次。", field="digits")
    mine.filter(ended_at=None).update(ended_at=at, end_reason=LinkEnd.TRIES)
    if link.made_by is not None:
        label = f"{link.participant.contributor.inside_name}的核对链接输错次数太多，锁上了。请核实以后再做一个"
        url = reverse("meetings:confirmation_list", args=[link.participant.sitting_id])
        notify([link.made_by], key=f"speech:{link.pk}:locked", label=label, url=url)
    raise StaleError(LOCKED + whom_to_call(link))


def open_here(link: ConfirmationLink, *, at: datetime, digits: str = "", request: HttpRequest | None = None) -> str:
    """Bind the link to this phone and return what its cookie holds. Refuses the second phone, even at once.

    Where a number is known, first come the last four `digits` of it: see `prove`.
    """
    if link.phone_hash:
        raise StaleError(OTHER_PHONE)
    if link.proof_hash:
        prove(link, digits, at=at, request=request)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    facts = {"phone_hash": _phone_hash(link, secret), "phone_label": label_of(request), "opened_at": at}
    if not ConfirmationLink.objects.open(at).filter(pk=link.pk, phone_hash="").update(**facts):
        raise StaleError(OTHER_PHONE)
    for field, value in facts.items():
        setattr(link, field, value)
    return secret


def is_this_phone(link: ConfirmationLink, secret: str) -> bool:
    """Whether the cookie is of the phone that opened the link."""
    return bool(link.phone_hash and secret) and compare_digest(link.phone_hash, _phone_hash(link, secret))
