"""短信验证码: six digits to a telephone number, where a gateway is configured.

Nothing here tells whether a number belongs to anybody: every number is answered, counted and limited
alike, only nothing is sent to one that nobody has. Who stands behind a number is for the room above to say.
"""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta
from functools import partial
from hmac import compare_digest
from math import ceil

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from accounts.actions import audit, client_address
from accounts.choices import AuditAction
from accounts.models import SmsCode
from accounts.tasks import send_code as send_later
from common.crypto import keyed_hash, mask_phone
from common.errors import RuleError, StaleError
from common.sms import send

DIGITS = 6
MINUTES = 5
AGAIN_AFTER = timedelta(seconds=60)
GONE = "验证码过期了，或者输错的次数太多，请重新获取。"


def has_gateway() -> bool:
    """Whether codes can be sent here at all."""
    return bool(settings.SMS_URL)


def _hash(phone_hash: str, code: str) -> str:
    return keyed_hash(f"code:{phone_hash}:{code}")


@transaction.atomic
def ask_code(phone: str, *, known: bool, at: datetime, request: HttpRequest | None = None) -> SmsCode:
    """A code for `phone`; it is sent only to a number that is `known` here, and looks the same otherwise.

    Refuses a second one within a minute, and more in a day than a number or an address may ask for.
    """
    if not has_gateway():
        raise RuleError("这里没有开通短信，请找联络员打印一张进入单。")
    hashed, address = keyed_hash(phone), client_address(request)
    SmsCode.objects.forgotten(at).delete()
    _limit(hashed, address, at)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    asked: SmsCode = SmsCode.objects.create(
        phone_hash=hashed,
        code_hash=_hash(hashed, code),
        address=address,
        asked_at=at,
        valid_until=at + timedelta(minutes=MINUTES),
        outgoing=json.dumps({"phone": phone, "code": code}) if known else "",
    )
    audit(None, AuditAction.CODE_SENT, mask_phone(phone), "" if known else "没有这个号码的代表，没有发出", request)
    transaction.on_commit(partial(send_later.delay, asked.pk), robust=True)  # for either: the time tells nothing
    return asked


def _limit(hashed: str, address: str | None, at: datetime) -> None:
    today = SmsCode.objects.since(at - timedelta(days=1))
    mine = today.filter(phone_hash=hashed)
    latest = mine.order_by("-asked_at").values_list("asked_at", flat=True).first()
    if latest is not None and at - latest < AGAIN_AFTER:
        wait = ceil((AGAIN_AFTER - (at - latest)).total_seconds())
        raise RuleError(f"刚刚发过，请等 {wait} 秒再获取。", field="phone")
    if mine.count() >= settings.SMS_PER_PHONE:
        raise RuleError("这个号码今天获取的次数太多，请明天再试，或者找联络员打印一张进入单。", field="phone")
    if today.filter(address=address).count() >= settings.SMS_PER_ADDRESS:
        raise RuleError("这个网络今天发出的短信太多，请改用手机流量，或者找联络员打印一张进入单。", field="phone")


def send_code(pk: int, *, at: datetime) -> bool:
    """Hand the code to the gateway and forget it; nothing when it was handed over before or is too old.

    Raises GatewayError where the gateway does not take it; sending again does not send twice, as the
    gateway is told the same number of the message.
    """
    asked = SmsCode.objects.filter(pk=pk).first()
    if asked is None or not asked.outgoing or asked.valid_until <= at:
        return False
    told = json.loads(asked.outgoing)
    number = f"code-{asked.pk}-{asked.asked_at:%Y%m%d%H%M%S}"
    send(number, told["phone"], {"code": told["code"], "minutes": str(MINUTES)})
    SmsCode.objects.filter(pk=pk).update(outgoing="", sent_at=at)
    return True


def check_code(pk: int, typed: str, *, at: datetime, request: HttpRequest | None = None) -> SmsCode:
    """The code that was asked for, proven and used up.

    A try counts before it is looked at. Not to be called inside a transaction.
    """
    rows = SmsCode.objects.filter(pk=pk)
    if not rows.usable(at).update(tries_left=F("tries_left") - 1):
        raise StaleError(GONE)
    asked: SmsCode = rows.get()
    if not compare_digest(asked.code_hash, _hash(asked.phone_hash, typed)):
        audit(None, AuditAction.CODE_REFUSED, "", f"还剩 {asked.tries_left} 次", request)
        if not asked.tries_left:
            raise StaleError(GONE)
        raise RuleError(f"验证码不对，还可以试 {asked.tries_left} 次。", field="code")
    if not rows.filter(used_at=None).update(used_at=at):
        raise StaleError(GONE)
    return asked
