"""How deputies get in without a password: who may, their account, their slip, a code to their telephone."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts import actions as accounts
from accounts.choices import EntryWay, PhoneEnd, ProofKind, Role
from accounts.models import EntrySlip, SmsCode, User
from accounts.rules import may_be_bound
from accounts.workflow import codes, phones, slips
from accounts.workflow.phones import Return
from common.crypto import keyed_hash
from common.errors import RuleError, StaleError
from common.text import digits_of
from deputies.models import Deputy, Mandate

NO_MANDATE = "没有在任的代表职务，不能用手机进入。职务有变化，请先请选工委在名册里登记。"
OTHER_ROLE = "还有别的职责（站长、联络员或工作人员），请用账号和密码登录。"


@dataclass(frozen=True)
class Printed:
    """What stands on a slip of paper and nowhere else: the number, and the four digits printed apart, if any."""

    slip: EntrySlip
    code: str
    proof: str


def serves(user: User, on: date) -> bool:
    """Whether `user` is a deputy with a mandate in force on that day: neither suspended nor ended."""
    return Mandate.objects.in_force(on).filter(deputy__user_id=user.pk).exists()


def obstacle_of(user: User, on: date) -> PhoneEnd | None:
    """Why `user` may not be bound to a phone on that day; None if they may."""
    if not may_be_bound(user):
        return PhoneEnd.ACCOUNT
    return None if serves(user, on) else PhoneEnd.MANDATE


def refusal_of(deputy: Deputy) -> str:
    """Why the deputy cannot get in without a password, in a sentence that says who can help; else nothing."""
    user = deputy.user
    if not Mandate.objects.in_force(timezone.localdate()).filter(deputy=deputy).exists():
        return f"{deputy.name}{NO_MANDATE}"
    if user is None:
        return ""
    if not user.is_active:
        return f"{user}的账号停用了，请找系统管理员启用。"
    if not user.scopes.items:
        return f"{user}的账号没有代表授权了，请找安全管理员授权。" if user.grants.exists() else ""
    return "" if may_be_bound(user) else f"{user}{OTHER_ROLE}"


def _username(deputy: Deputy) -> str:
    name = f"d{deputy.pk:06d}"
    return f"{name}-{secrets.token_hex(2)}" if User.objects.filter(username=name).exists() else name


@transaction.atomic
def open_account(deputy: Deputy, *, actor: User | None, request: HttpRequest | None = None) -> User:
    """The deputy's account, opened with the role 代表 and without a password where there is none.

    Refuses a deputy without a mandate in force, an account that is switched off, and one whose role
    was taken away: that is for the security administrator to give back.
    """
    if refusal := refusal_of(deputy):
        raise RuleError(refusal)
    if deputy.user is not None:
        if not deputy.user.grants.exists():
            accounts.grant(deputy.user, Role.DEPUTY, actor=actor, request=request)
        return deputy.user
    user: User = User.objects.create_user(_username(deputy), None, name=deputy.name, post=deputy.post)
    if not Deputy.objects.filter(pk=deputy.pk, user=None).update(user=user):
        raise StaleError(f"刚才有人也在给{deputy.name}开账号，请再点一次。")
    deputy.user = user
    accounts.grant(user, Role.DEPUTY, actor=actor, request=request)
    return user


@transaction.atomic
def print_slip(
    deputy: Deputy, *, actor: User | None, at: datetime, apart: bool = False, request: HttpRequest | None = None
) -> Printed:
    """A new slip for the deputy, with an account where there was none; the slip before it is void.

    What is asked beside the slip is the end of the telephone number we keep; where we keep none, or
    `apart` says that it is wrong, four digits that are printed apart.
    """
    user = open_account(deputy, actor=actor, request=request)
    known = digits_of(deputy.phone)[-slips.PROOF_DIGITS :]
    has_phone = not apart and len(known) == slips.PROOF_DIGITS
    proof = known if has_phone else slips.new_proof()
    kind = ProofKind.PHONE if has_phone else ProofKind.PRINTED
    slip, code = slips.issue_slip(user, proof=proof, kind=kind, actor=actor, at=at, request=request)
    return Printed(slip, code, "" if has_phone else proof)


def enter_by_slip(slip: EntrySlip, digits: str, *, at: datetime, request: HttpRequest | None = None) -> Return:
    """Bind this phone to the deputy of `slip`, who is then the only one it let in.

    Refuses wrong digits (the try counts), and a deputy whose mandate was suspended or ended since.
    Not to be called inside a transaction: what was tried must stay counted.
    """
    reason = obstacle_of(slip.user, timezone.localtime(at).date())
    if reason is not None:
        raise StaleError(phones.SENTENCES[reason])
    slips.prove(slip, digits, at=at, request=request)
    with transaction.atomic():
        slips.use_up(slip, at=at)
        return phones.bind(slip.user, how=EntryWay.SLIP, at=at, request=request)


# --- by SMS ---------------------------------------------------------------------------------------
def people_behind(phone_hash: str, on: date) -> list[Deputy]:
    """The deputies who may get in by the telephone number: several may share one. Nobody for no number."""
    if not phone_hash:
        return []
    serving = Mandate.objects.in_force(on).values("deputy_id")
    rows = Deputy.objects.filter(phone_hash=phone_hash, pk__in=serving).select_related("user")
    return [deputy for deputy in rows if deputy.user is None or may_be_bound(deputy.user)]


def ask_code(phone: str, *, at: datetime, request: HttpRequest | None = None) -> SmsCode:
    """A code to a deputy's number; the same answer, and nothing sent, for any other number."""
    known = bool(people_behind(keyed_hash(phone), timezone.localtime(at).date()))
    return codes.ask_code(phone, known=known, at=at, request=request)
