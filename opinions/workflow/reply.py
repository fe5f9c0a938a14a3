"""答复: drafted by the clerk, signed by the head, delivered, checked by staff before it goes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.calendar import Calendar
from accounts.models import User
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import Step, Steps, check, move
from common.text import clean_pasted
from opinions import rules, tasks
from opinions.choices import AnswerClass, Outcome, ReplyStatus, UndertakingStatus
from opinions.models import Attachment, Contributor, Opinion, OpinionAnswer, Promise, Rating, Reply, Undertaking
from opinions.workflow import undertaking as undertaking_verbs
from opinions.workflow.recording import record
from opinions.workflow.undertaking import LAST_ROUND

R = ReplyStatus

STEPS: Steps = {
    "edit": Step("修改答复", (R.DRAFT,), None, rules.may_draft_reply),
    "submit": Step("送审", (R.DRAFT,), R.TO_SIGN, rules.may_draft_reply),
    "return": Step("退回修改", (R.TO_SIGN,), R.DRAFT, rules.may_return_reply),
    "sign": Step("签发", (R.TO_SIGN,), R.SIGNED, rules.may_sign_reply),
    "deliver": Step("送达", (R.SIGNED,), R.DELIVERED, rules.may_draft_reply),
    "hand_back": Step("退回答复", (R.DELIVERED,), R.DRAFT, rules.may_check_reply, button=False),
}


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What the unit writes back; nothing need be complete before it is sent to be signed."""

    body: str
    answer_class: str = ""
    planned_on: date | None = None
    contact_name: str = ""
    contact_phone: str = ""
    number: str = ""

    def texts(self) -> dict[str, Any]:
        """The fields of the reply, tidied. A B without its planned day is refused."""
        if self.answer_class == AnswerClass.B and self.planned_on is None:
            raise RuleError("B 类答复要写计划完成时间。", field="planned_on")
        return {
            "body": clean_pasted(self.body),
            "answer_class": self.answer_class,
            "planned_on": self.planned_on if self.answer_class == AnswerClass.B else None,
            "contact_name": self.contact_name.strip(),
            "contact_phone": self.contact_phone.strip(),
            "number": self.number.strip(),
        }


@transaction.atomic
def draft(
    undertaking: Undertaking,
    letter: Letter,
    *,
    actor: User,
    answers: Mapping[int, tuple[bool, str]] | None = None,
    version: int | None = None,
    at: datetime | None = None,
) -> Reply:
    """Save the draft of this round; nothing need be complete yet.

    `answers` maps a source opinion's id to (已回应, why not). `version` is the one the page showed
    (None: no draft existed); StaleError if a colleague saved first.
    """
    if undertaking.status not in (UndertakingStatus.DOING, UndertakingStatus.REDO):
        raise RuleError("现在不能写答复：要先签收，且答复还没有送达。")
    if not rules.is_lead_clerk(actor, undertaking):
        raise NotAllowedError("只有主办单位的承办人能起草答复。")
    texts = letter.texts()
    reply = undertaking.replies.filter(round=undertaking.round).first()
    if reply is None:
        reply = _new_reply(undertaking, actor, texts, at or timezone.now())
    else:
        reply.undertaking = undertaking
        if version is not None and version != reply.version:
            raise StaleError("这份答复刚被同事改过。请看一下现在的内容，再决定怎样改。")
        move(STEPS, "edit", reply, actor=actor, record=_quiet, at=at, **texts)
    _save_answers(reply, answers or {})
    return reply


def submit(reply: Reply, *, actor: User, at: datetime | None = None) -> Reply:
    """送审 to the head. Refused until class, planned day and every source opinion are dealt with."""
    check(STEPS, "submit", reply, actor)
    _check_complete(reply)
    move(STEPS, "submit", reply, actor=actor, record=record, at=at)
    transaction.on_commit(partial(tasks.tell_head.delay, reply.pk), robust=True)
    return reply


def return_to_draft(reply: Reply, *, actor: User, note: str = "", at: datetime | None = None) -> Reply:
    """The head sends it back, or the clerk takes it back."""
    move(STEPS, "return", reply, actor=actor, record=record, at=at, note=note)
    return reply


def sign(reply: Reply, *, actor: User, at: datetime | None = None) -> Reply:
    """签发 by the unit's head (办法第二十一条：主要负责人签发)."""
    moment = at or timezone.now()
    move(STEPS, "sign", reply, actor=actor, record=record, at=moment, signed_by=actor.name, signed_at=moment)
    return reply


@transaction.atomic
def deliver(reply: Reply, *, actor: User, at: datetime | None = None) -> Reply:
    """送达: to the committee's desk. Refused without the sealed scan where the rule demands it."""
    moment = at or timezone.now()
    undertaking = reply.undertaking
    if undertaking.assignment.rule.needs_scan and not has_scan(reply):
        raise RuleError("还没有上传盖章扫描件。按规则，盖章后上传才能送达。", field="scan")
    move(STEPS, "deliver", reply, actor=actor, record=record, at=moment, delivered_at=moment)
    move(
        undertaking_verbs.STEPS,
        "deliver",
        undertaking,
        actor=actor,
        record=record,
        at=moment,
        clock_on=None,
        answered_on=undertaking.answered_on or timezone.localdate(moment),
    )
    transaction.on_commit(partial(tasks.tell_staff.delay, undertaking.pk, "reply"), robust=True)
    return reply


@transaction.atomic
def hand_back(reply: Reply, *, actor: User, note: str, at: datetime | None = None) -> Reply:
    """待审核 退回 → 办理中 (or 重新办理): the reply is a draft again, with staff's words."""
    if not note.strip():
        raise RuleError("请写明哪里要改，单位会照原文收到。", field="note")
    moment = at or timezone.now()
    undertaking = reply.undertaking
    move(STEPS, "hand_back", reply, actor=actor, record=_quiet, at=moment, signed_by="", signed_at=None)
    step = "return_redo" if undertaking.round == LAST_ROUND else "return_reply"
    move(
        undertaking_verbs.STEPS,
        step,
        undertaking,
        actor=actor,
        record=record,
        at=moment,
        note=note.strip(),
        clock_on=undertaking.due_on,
    )
    transaction.on_commit(partial(tasks.tell_unit.delay, undertaking.pk, "reply_returned"), robust=True)
    return reply


@transaction.atomic
def pass_reply(reply: Reply, *, actor: User, note: str = "", at: datetime | None = None) -> Reply:
    """审核通过: it goes out. Raters are asked, or the item closes where its kind has no rating.

    With nobody to ask it closes at once, marked 未评价.
    """
    moment = at or timezone.now()
    undertaking, rule = reply.undertaking, reply.undertaking.assignment.rule
    check(undertaking_verbs.STEPS, "pass_reply", undertaking, actor)
    raters = raters_of(undertaking) if rule.is_rated else []
    Reply.objects.filter(pk=reply.pk).update(passed_at=moment)
    reply.passed_at = moment
    facts: dict[str, Any] = {"actor": actor, "record": record, "at": moment, "note": note}
    if raters:
        _ask(raters, reply, rule.rating_wd or 1, facts)
    else:
        outcome = Outcome.UNRATED if rule.is_rated else Outcome.REPORTED
        facts |= {"outcome": outcome, "closed_at": moment, "clock_on": None}
        move(undertaking_verbs.STEPS, "close_checked", undertaking, **facts)
    return reply


def _ask(raters: list[Contributor], reply: Reply, workdays: int, facts: dict[str, Any]) -> None:
    """Open the round: each rater has so many working days."""
    due = Calendar.load().add_workdays(timezone.localdate(facts["at"]), workdays)
    Rating.objects.bulk_create([Rating(reply=reply, contributor=person) for person in raters], ignore_conflicts=True)
    move(undertaking_verbs.STEPS, "pass_reply", reply.undertaking, rating_due=due, clock_on=due, **facts)
    transaction.on_commit(partial(tasks.ask_raters.delay, reply.pk), robust=True)


def sources_of(undertaking: Undertaking) -> Any:
    """The source opinions of an item, in the order they were heard."""
    return (
        Opinion.objects.filter(sources__matter_id=undertaking.assignment.matter_id)
        .select_related("contributor", "topic", "occasion")
        .defer("search_terms")
        .order_by("id")
    )


def raters_of(undertaking: Undertaking) -> list[Contributor]:
    """Whom to ask: every contributor who is a deputy or left a number; one deputy once."""
    people: dict[tuple[str, int | str], Contributor] = {}
    for opinion in sources_of(undertaking):
        person = opinion.contributor
        if person.can_rate:
            people.setdefault(
                ("deputy", person.deputy_id) if person.deputy_id else ("phone", person.phone_hash), person
            )
    return list(people.values())


def has_scan(reply: Reply) -> bool:
    return any(file.purpose == Attachment.Purpose.SEALED_SCAN for file in reply.attachments.all())


def _new_reply(undertaking: Undertaking, actor: User, texts: dict[str, Any], at: datetime) -> Reply:
    reply = Reply(undertaking=undertaking, round=undertaking.round, drafted_by=actor, **texts)
    try:
        with transaction.atomic():
            reply.save(force_insert=True)
    except IntegrityError as error:
        raise StaleError("同事刚刚也开始起草了。请刷新，在他的稿子上改。") from error
    record(reply, step="draft", actor=actor, at=at, target=R.DRAFT)
    return reply


def _save_answers(reply: Reply, answers: Mapping[int, tuple[bool, str]]) -> None:
    own = set(sources_of(reply.undertaking).values_list("pk", flat=True))
    for opinion_id, (answered, why_not) in answers.items():
        if opinion_id in own:
            OpinionAnswer.objects.update_or_create(
                reply=reply,
                opinion_id=opinion_id,
                defaults={"is_answered": answered, "why_not": "" if answered else why_not.strip()[:200]},
            )
    if reply.answer_class == AnswerClass.B and reply.planned_on:
        Promise.objects.update_or_create(
            reply=reply, defaults={"text": reply.undertaking.assignment.title, "due_on": reply.planned_on}
        )
    else:
        Promise.objects.filter(reply=reply).delete()


def _check_complete(reply: Reply) -> None:
    if not reply.body:
        raise RuleError("还没有写答复内容。", field="body")
    if reply.undertaking.assignment.rule.uses_classes and not reply.answer_class:
        raise RuleError("请选答复类别 A、B 或 C。", field="answer_class")
    done = {a.opinion_id for a in reply.answers.all() if a.is_answered or a.why_not}
    open_ones = [
        str(number)
        for number, pk in enumerate(sources_of(reply.undertaking).values_list("pk", flat=True), start=1)
        if pk not in done
    ]
    if open_ones:
        raise RuleError(
            f"还没有回应第 {'、'.join(open_ones)} 条意见。请逐条标明已回应，或写明不采纳的理由。", field="answers"
        )


def _quiet(*_args: object, **_kwargs: object) -> None:
    """Saving a draft again is not history."""
