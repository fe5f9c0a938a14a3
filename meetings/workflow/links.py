"""核对链接: made for one participant, good on the first phone that opens it and for some days.

Nothing is opened by GET: a preview of the link shows a page, and binds nothing.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hmac import compare_digest

from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts.actions import client_address
from accounts.models import User
from accounts.workflow.phones import label_of
from common.crypto import keyed_hash
from common.errors import RuleError, StaleError
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
TOO_MANY = "这个网络上打不开的链接太多了，请过一小时再试，或者改用手机流量。"


def hash_of(code: str) -> str:
    """By what a link is found again without its secret being stored."""
    return keyed_hash(f"confirm:{code}")


def _phone_hash(link: ConfirmationLink, secret: str) -> str:
    return keyed_hash(f"confirm-phone:{link.code_hash}:{secret}")


def make(participant: Participant, *, actor: User | None, at: datetime) -> tuple[ConfirmationLink, str]:
    """A new link and its secret, which is never seen again; the link before it leads nowhere from now."""
    code = secrets.token_urlsafe(SECRET_BYTES)
    until = at + timedelta(days=LINK_DAYS)
    link = ConfirmationLink(
        participant=participant, code_hash=hash_of(code), made_by=actor, made_at=at, valid_until=until
    )
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
    rows = ConfirmationLink.objects.select_related(
        "participant__contributor", "participant__sitting__occasion__parent", "participant__sitting__meeting"
    )
    link: ConfirmationLink | None = rows.filter(code_hash=hash_of(code)).first()
    if link is None:
        tries.note(TRY, address, at)
        raise RuleError(UNKNOWN)
    if not link.is_open(at):
        raise StaleError(GONE)
    return link


def open_here(link: ConfirmationLink, *, at: datetime, request: HttpRequest | None = None) -> str:
    """Bind the link to this phone and return what its cookie holds. Refuses the second phone, even at once."""
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
