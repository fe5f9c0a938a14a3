"""进入单: printed for one person, good once. Whoever merely has its link or its photo does not get in."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hmac import compare_digest

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse

from accounts.actions import audit, client_address, notify
from accounts.choices import AuditAction, ProofKind, SlipEnd
from accounts.models import EntrySlip, EntryTry, User
from accounts.rules import may_be_bound
from common.crypto import keyed_hash
from common.errors import RuleError, StaleError
from common.text import digits_of

CODE_DIGITS = 12  # nobody guesses one of two thousand open slips out of a million million
PROOF_DIGITS = 4
GONE = "这张进入单已经不能用了：用过了，过期了，或者出了新的。请找联络员再打一张。"
UNKNOWN = "没有这个单号，请对着单子再看一遍。"
TOO_MANY = "这个网络上输错单号的次数太多，请过一小时再试；或者改用手机流量，或者扫单子上的二维码。"


def _hash(code: str) -> str:
    return keyed_hash(f"slip:{code}")


def _proof(slip: EntrySlip, digits: str) -> str:
    return keyed_hash(f"proof:{slip.code_hash}:{digits}")


def new_proof() -> str:
    """Four digits to print apart, for somebody whose telephone number is not known."""
    return f"{secrets.randbelow(10**PROOF_DIGITS):0{PROOF_DIGITS}d}"


def issue_slip(
    user: User, *, proof: str, kind: ProofKind, actor: User | None, at: datetime, request: HttpRequest | None = None
) -> tuple[EntrySlip, str]:
    """A slip for `user` and its number, which is never seen again; the earlier one is void from now.

    `proof` is what will be asked beside it: four digits. Refuses an account that is switched off or
    has another role than 代表: whoever works here has a password.
    """
    if not may_be_bound(user):
        raise RuleError(f"{user}的账号停用了，或者还有别的职责，不能用进入单。请用密码登录。")
    code = "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))
    slip = EntrySlip(
        user=user,
        code_hash=_hash(code),
        proof_kind=kind,
        issued_at=at,
        issued_by=actor,
        valid_until=at + timedelta(days=settings.SLIP_DAYS),
    )
    slip.proof_hash = _proof(slip, proof)
    try:
        with transaction.atomic():
            _void(user, SlipEnd.REPLACED, at)
            slip.save(force_insert=True)
            audit(actor, AuditAction.SLIP_PRINTED, str(user), f"有效 {settings.SLIP_DAYS} 天", request)
            _tell_deputy(slip)
    except IntegrityError as error:
        raise StaleError(f"刚才有人也在给{user}打印进入单，请再点一次。") from error
    return slip, code


def _void(user: User, reason: SlipEnd, at: datetime) -> int:
    """Make whatever slip of `user` is not used yet worthless; how many there were."""
    rows = EntrySlip.objects.filter(user=user, used_at=None, voided_at=None)
    return rows.update(voided_at=at, void_reason=reason)


@transaction.atomic
def withdraw_slip(user: User, *, actor: User, at: datetime, request: HttpRequest | None = None) -> None:
    """Make the open slip of `user` worthless, because it was lost or photographed. Refuses where there is none."""
    if not _void(user, SlipEnd.WITHDRAWN, at):
        raise StaleError("没有还能用的进入单，不用作废。")
    audit(actor, AuditAction.SLIP_VOIDED, str(user), request=request)


def find_slip(code: str, *, at: datetime, request: HttpRequest | None = None) -> EntrySlip:
    """The slip with this number, while it lets somebody in. Looking at it changes nothing about it.

    Numbers that lead nowhere are counted by address; beyond the limit of an hour nothing is looked up.
    """
    address = client_address(request)
    if EntryTry.objects.lately(address, at).count() >= settings.WRONG_SLIPS_PER_ADDRESS:
        raise RuleError(TOO_MANY, field="code")
    slip: EntrySlip | None = EntrySlip.objects.filter(code_hash=_hash(digits_of(code))).select_related("user").first()
    if slip is None:
        EntryTry.objects.create(address=address, at=at)
        EntryTry.objects.forgotten(at).delete()
        raise RuleError(UNKNOWN, field="code")
    if not slip.is_open(at):
        raise StaleError(GONE)
    return slip


def prove(slip: EntrySlip, digits: str, *, at: datetime, request: HttpRequest | None = None) -> None:
    """Take one of the slip's tries; refuses the wrong digits, and voids the slip with the last try.

    The try counts before it is looked at, so that many at once get no more of them. Not to be called
    inside a transaction: what was tried must stay counted.
    """
    mine = EntrySlip.objects.filter(pk=slip.pk)
    if not mine.open(at).filter(tries_left__gt=0).update(tries_left=F("tries_left") - 1):
        raise StaleError(GONE)
    if compare_digest(_proof(slip, digits_of(digits)), slip.proof_hash):
        return
    left = mine.values_list("tries_left", flat=True).get()
    what = f"{slip.get_proof_kind_display()}不对"
    audit(None, AuditAction.SLIP_REFUSED, str(slip.user), f"{what}，还剩 {left} 次", request)
    if left:
        raise RuleError(f"{what}，还可以试 {left} 次。", field="digits")
    mine.filter(used_at=None, voided_at=None).update(voided_at=at, void_reason=SlipEnd.TRIES)
    _tell_issuer(slip)
    raise StaleError("输错的次数太多，这张进入单作废了。请找联络员再打一张。")


def use_up(slip: EntrySlip, *, at: datetime) -> None:
    """The slip lets in whoever proved it, and nobody after them."""
    if not EntrySlip.objects.open(at).filter(pk=slip.pk).update(used_at=at):
        raise StaleError(GONE)


def _tell_deputy(slip: EntrySlip) -> None:
    if slip.issued_by is not None:
        label = f"{slip.issued_by}给您打印了进入单，可以绑定一部手机。不是您要的，请马上告诉联络员"
        notify([slip.user], key=f"slip:{slip.pk}:printed", label=label, url=reverse("accounts:my_phone"))


def _tell_issuer(slip: EntrySlip) -> None:
    if slip.issued_by is not None:
        notify([slip.issued_by], key=f"slip:{slip.pk}:void", label=f"{slip.user}的进入单输错次数太多，已经作废")
