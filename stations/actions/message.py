"""Writes about a message that change no status: notices, looks behind the mask, a new PIN, the daily round."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import cast

from django.db import transaction
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts import actions as accounts
from accounts.calendar import Calendar
from accounts.choices import AuditAction, Role
from accounts.models import User
from common.errors import NotAllowedError, RuleError
from common.text import cn_short
from opinions import limits
from opinions.actions.addressing import over, station_of
from stations.choices import MessageStatus
from stations.models import Message
from stations.rules import message as rules
from stations.workflow.answering import STEPS
from stations.workflow.message import PIN_DIGITS, hash_pin
from stations.workflow.recording import record

KNOWN_AT_LEAST = 4
SOON_WD, GAP_DAYS, HORIZON = 3, 3, 31
KEPT_YEARS = 3


def reveal_sender(message: Message, *, actor: User, reason: str, request: HttpRequest | None = None) -> dict[str, str]:
    """Name and telephone of the resident, once, for a reason that is logged."""
    if not rules.can_reveal_sender(actor, message):
        raise NotAllowedError("您不能查看留言人的称呼和电话。")
    accounts.reveal(actor, f"留言 {message.pk} 的称呼和电话", reason, request)
    return {"name": message.contributor.inside_name, "phone": message.contributor.phone}


@transaction.atomic
def reissue(
    message: Message, *, known: str, actor: User, request: HttpRequest | None = None, at: datetime | None = None
) -> str:
    """A new PIN for somebody who lost theirs and stands here; returned once. `known` says what they
    knew of the message, and is logged; the old PIN opens nothing any more."""
    if not STEPS["reissue"].may(actor, message):
        raise NotAllowedError("只有收到留言的站能帮群众换新密码。")
    if len(known.strip()) < KNOWN_AT_LEAST:
        raise RuleError(f"请写明核对了什么，至少 {KNOWN_AT_LEAST} 个字，如“说得出留言时间和内容”。", field="known")
    pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
    Message.objects.filter(pk=message.pk).update(pin_hash=hash_pin(message.code, pin))
    moment = at or timezone.now()
    record(message, step="reissue", actor=actor, at=moment, note=known.strip()[:200])
    accounts.audit(actor, AuditAction.REVEAL, f"留言 {message.pk} 换新密码", known.strip(), request)
    return pin


# --- notices --------------------------------------------------------------------------------------
WORDS = {
    "new": "收到一条群众留言",
    "again": "群众又问了一次",
    "up": "联络站报来一条群众留言",
    "town": "联络站转来一条群众留言",
    "proxy": "联络站代您答复了一条群众留言，不是您的意思请在 7 天内说",
    "objected": "代表说代答的话不是本人说的，请重新答复",
    "threat": "有一条群众留言含有威胁内容，请看一下",
}


def tell_of_message(message_id: int, kind: str) -> None:
    """Tell whoever has it before them; the words of the resident stand in no notice."""
    message = Message.objects.with_list_data().get(pk=message_id)
    times = message.events.filter(step__in=("release", "ask_again", "object", "threat", "answer", "seal")).count()
    label = WORDS[kind] + ("（先审看）" if message.status == MessageStatus.HELD else "")
    accounts.notify(
        _who(message, kind),
        key=f"message:{message.pk}:{kind}:{times}",
        label=f"{label}（{cn_short(message.sent_at)}，{message.station}）",
        url=_address(message),
        copy_text=f"{label}，请登录平台查看。",
    )


def _address(message: Message) -> str:
    """Where it is read; the machine outside knows no inner pages."""
    try:
        return message.get_absolute_url()
    except NoReverseMatch:
        return ""


def _who(message: Message, kind: str) -> list[User]:
    path = message.station.unit.region.path
    if kind in ("up", "threat") or message.is_sealed:
        return list(over(path, Role.STAFF))
    if kind == "town":
        return list(over(path, Role.TOWNSHIP, exact=True))
    people = [] if kind == "proxy" else list(station_of(message.station.unit))
    return people + _deputy(message)


def _deputy(message: Message) -> list[User]:
    user = message.deputy.user if message.deputy else None
    return [user] if user is not None and rules.is_addressee(user, message) else []


# --- the daily round --------------------------------------------------------------------------------
def remind(day: date) -> int:
    """Whoever has a message near or past its day, every three days at most. Running it again sends nothing twice."""
    calendar, told = Calendar.load(), 0
    rows = Message.objects.due_until(day + timedelta(days=HORIZON)).with_list_data().select_related("deputy__user")
    for message in rows.order_by("pk").iterator(chunk_size=500):
        left = calendar.left(day, cast("date", message.due_on))
        if left > SOON_WD:
            continue
        people = _holders(message)
        _remind(message, people, day, left)
        told += len(people)
    return told


def _holders(message: Message) -> list[User]:
    """The ledger's own round reminds a station and a township of what they hold; here the others."""
    if message.is_sealed:
        return list(over(message.station.unit.region.path, Role.STAFF))
    if message.status == MessageStatus.HELD:
        return list(station_of(message.station.unit))
    return _deputy(message)


def _remind(message: Message, people: list[User], day: date, left: int) -> None:
    sent = timezone.localdate(message.sent_at)
    state = f"超期 {-left} 个工作日" if left < 0 else f"{limits.latest(cast('date', message.due_on), sent)}答复"
    turn = (day - date(2024, 1, 1)).days // GAP_DAYS
    accounts.notify(
        people,
        key=f"message:{message.pk}:remind:{turn}",
        label=f"群众留言：{cn_short(sent)}收到，{state}",
        url=reverse("stations:message_detail", args=[message.pk]),
    )


# --- what is kept no longer --------------------------------------------------------------------------
def forget_old(day: date) -> int:
    """Three years after its last event a message that is done with loses name, telephone, photos and voice
    (个人信息保护法第十九条); what was said stays without them. How many did on `day`."""
    last = day.replace(year=day.year - KEPT_YEARS, day=min(day.day, 28))
    rows = Message.objects.done_before(last).select_related("contributor")
    return sum(_forget(message, day) for message in rows.iterator(chunk_size=500))


@transaction.atomic
def _forget(message: Message, day: date) -> bool:
    person = message.contributor
    person.name = person.initials = person.phone = person.phone_hash = ""
    person.save(update_fields=["name", "initials", "phone", "phone_hash"])
    for stored in message.files.all():
        transaction.on_commit(partial(stored.file.storage.delete, str(stored.file.name)), robust=True)
        stored.delete()
    moment = timezone.make_aware(datetime.combine(day, time(1)))
    record(message, step="forget", actor=None, at=moment, note=f"办完满 {KEPT_YEARS} 年")
    return True
