"""What a resident does with code and PIN: reads, rates, asks once more, has their name and number erased.

Nobody signs in here: whoever holds code and PIN is the sender. `actor` is None in every event.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import partial
from secrets import compare_digest
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from common.errors import RuleError, StaleError
from common.steps import Step, Steps, check, move
from common.text import clean_pasted, fold
from opinions.choices import FeedbackHow, Grade, OpinionStatus, RuleKind
from opinions.workflow import opinion as ledger
from opinions.workflow.rating import rate_by_sender
from stations import tasks
from stations.actions import tries
from stations.choices import MessageStatus
from stations.models import Message, MessageAnswer
from stations.workflow.answering import reopen
from stations.workflow.message import TEXT_MAX, hash_pin
from stations.workflow.reception import due_day
from stations.workflow.recording import record

S = MessageStatus
WRONG = "查询码或者密码不对。请照着“已收到”那一页再输一遍；忘了的，可以{where}。"
PAUSED = "输错的次数多了，请半小时以后再试；着急的，可以{where}。"


def nobody(user: object, message: object) -> bool:  # noqa: ARG001 - the shape of a predicate
    """Only the resident takes this step, by code and PIN."""
    return False


STEPS: Steps = {
    "read": Step("看到答复", (S.ANSWERED,), None, nobody, by_system=True, button=False),
    "rate": Step("评价", (S.ANSWERED,), None, nobody, by_system=True, button=False),
    "ask_again": Step("再问一次", (S.ANSWERED, S.REDIRECTED), S.OPEN, nobody, by_system=True, button=False),
    "forget": Step("删去称呼和电话", tuple(S.values), None, nobody, by_system=True, button=False),
}


def tidy_code(text: str) -> str:
    """What was typed, as a code is stored: no blanks, no small letters, one width."""
    return re.sub(r"[^0-9A-Z]", "", fold(text).upper())


def open_by_code(code: str, pin: str, *, address: str, at: datetime | None = None) -> Message:
    """The message of `code` and `pin`. An unknown code and a wrong PIN are refused with the same
    sentence; after five from one address, or thirty at one code, it pauses for half an hour."""
    return by_code(Message.objects.all(), code, pin, address=address, at=at or timezone.now())


def by_code(
    rows: QuerySet[Any], code: str, pin: str, *, address: str, at: datetime, where: str = "到联络站请工作人员帮忙"
) -> Any:
    """The row of `rows` (with `code` and `pin_hash`) that code and PIN open, within the limits of tries.
    `where` says who helps somebody who lost them."""
    code = tidy_code(code)
    keys = {"pin": f"{code} {address}", "pin_code": code, "pin_addr": address}
    if any(tries.is_over(purpose, key, at) for purpose, key in keys.items()):
        raise RuleError(PAUSED.format(where=where))
    found = rows.filter(code=code).first()
    kept = found.pin_hash if found else hash_pin("", "")
    right = compare_digest(kept, hash_pin(code, re.sub(r"\D", "", fold(pin))))
    if found is None or not right:
        for purpose, key in keys.items():
            tries.note(purpose, key, at)
        raise RuleError(WRONG.format(where=where), field="pin")
    return found


def _loaded(message: Message) -> Message:
    found: Message = Message.objects.with_list_data().get(pk=message.pk)
    return found


@transaction.atomic
def read(message: Message, *, at: datetime | None = None) -> Message:
    """The answer was opened by its sender: that is the 反馈 of the ledger, once."""
    message = _loaded(message)
    if message.status != S.ANSWERED or message.read_at:
        return message
    moment, opinion = at or timezone.now(), message.entry
    try:
        with transaction.atomic():
            move(STEPS, "read", message, actor=None, record=record, at=moment, read_at=moment)
            open_still = opinion.status == OpinionStatus.MERGED and ledger.still_open(opinion)
            if opinion.status in ledger.STEPS["feedback"].sources and not open_still:
                ledger.give_feedback(opinion, actor=None, how=FeedbackHow.PORTAL, note="凭查询码看到答复", at=moment)
    except StaleError:  # read in two windows at once: the other one has written it
        return _loaded(message)
    return message


@transaction.atomic
def rate(
    message: Message, *, attitude: str, result: str, comment: str = "", at: datetime | None = None
) -> MessageAnswer:
    """Attitude and result apart, once for each answer; neither is chosen beforehand. Where a unit's reply
    stands behind the answer and its rating is still open, the ledger takes the same word."""
    message, moment = _loaded(message), at or timezone.now()
    check(STEPS, "rate", message, None)
    for name, grade in (("attitude", attitude), ("result", result)):
        if grade not in Grade.values:
            raise RuleError("请选满意、基本满意或者不满意。", field=name)
    given = message.answers.filter(objected_at=None).latest("round")
    facts = {"attitude": attitude, "result": result, "comment": clean_pasted(comment).strip()[:300]}
    rows = MessageAnswer.objects.filter(pk=given.pk, rated_at=None)
    if not rows.update(**facts, rated_at=moment):
        raise StaleError("您已经评价过了，谢谢您。")
    move(STEPS, "rate", message, actor=None, record=record, at=moment, data={"attitude": attitude, "result": result})
    if message.entry.matters.exists():
        rate_by_sender(message.entry, attitude=attitude, result=result, reason=comment, at=moment)
    given.refresh_from_db()
    return given


@transaction.atomic
def ask_again(message: Message, *, text: str, at: datetime | None = None) -> Message:
    """Once more, and only once: whoever it was sent to has it again, with a new day."""
    message, moment, words = _loaded(message), at or timezone.now(), clean_pasted(text).strip()
    check(STEPS, "ask_again", message, None)
    if not words:
        raise RuleError("请写一写还有什么没说清、没办好。", field="again")
    if len(words) > TEXT_MAX:
        raise RuleError(f"最多写 {TEXT_MAX} 个字，现在有 {len(words)} 个字。您写的都还在。", field="again")
    if message.again_at:
        raise RuleError("已经再问过一次了。还有话，请到联络站当面说，或者另写一条。", field="again")
    due = due_day(timezone.localdate(moment), RuleKind.MESSAGE)
    reopen(message, due_on=due, actor=None, note=words, at=moment)
    facts: dict[str, Any] = {"again": words, "again_at": moment, "due_on": due, "read_at": None}
    move(STEPS, "ask_again", message, actor=None, record=record, at=moment, **facts)
    transaction.on_commit(partial(tasks.tell_of_message.delay, message.pk, "again"), robust=True)
    return message


@transaction.atomic
def forget(message: Message, *, at: datetime | None = None) -> Message:
    """Name and telephone are erased (个人信息保护法第四十七条); what was said stays without them."""
    message, person = _loaded(message), message.contributor
    move(STEPS, "forget", message, actor=None, record=record, at=at)
    person.name = person.initials = person.phone = person.phone_hash = ""
    person.save(update_fields=["name", "initials", "phone", "phone_hash"])
    return message
