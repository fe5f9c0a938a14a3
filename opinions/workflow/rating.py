"""评价: asked by the congress, given once, closed when all have rated or the window is over."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.calendar import Calendar
from accounts.models import User
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import move
from deputies.actions import record_duty
from deputies.choices import DutyKind
from opinions import rules, tasks
from opinions.choices import Grade, Outcome, UndertakingStatus
from opinions.models import Opinion, Rating, Reply, Undertaking
from opinions.workflow import undertaking as undertaking_verbs
from opinions.workflow.recording import record


@transaction.atomic
def rate(
    rating: Rating,
    *,
    actor: User,
    attitude: str,
    result: str,
    reason: str = "",
    proxy_for: Opinion | None = None,
    at: datetime | None = None,
) -> Rating:
    """One person's rating, once, while the window is open; 不满意 needs a reason.

    With `proxy_for` (an opinion of that person) staff or the station enter what they were told.
    The round closes by itself when this was the last one asked.
    """
    moment, reply = at or timezone.now(), rating.reply
    _may_rate(rating, actor, proxy_for)
    _check_grades(attitude, result, reason)
    if reply.undertaking.status != UndertakingStatus.RATING:
        raise RuleError("这次评价已经结束，谢谢您。")
    given = {"attitude": attitude, "result": result, "reason": reason.strip()[:300], "is_proxy": proxy_for is not None}
    if not Rating.objects.filter(pk=rating.pk, rated_at=None).update(**given, rated_at=moment, entered_by=actor):
        raise StaleError("您已经评价过了。")
    rating.refresh_from_db()
    _record_duty(rating, actor, moment)
    if not reply.ratings.filter(rated_at=None).exists():
        close_round(reply, at=moment)
    return rating


UNSAID = "没有写原因"


@transaction.atomic
def rate_by_sender(
    opinion: Opinion, *, attitude: str, result: str, reason: str = "", at: datetime | None = None
) -> int:
    """What the person behind `opinion` said, whom the room above knows by a code instead of an account.

    Every rating asked of them and not given yet takes it, as long as its window is open; how many.
    """
    moment, words = at or timezone.now(), reason.strip()[:300] or (UNSAID if Grade.BAD in (attitude, result) else "")
    _check_grades(attitude, result, words)
    open_ones = Rating.objects.filter(
        contributor_id=opinion.contributor_id, rated_at=None, reply__undertaking__status=UndertakingStatus.RATING
    )
    given = {"attitude": attitude, "result": result, "reason": words, "rated_at": moment}
    done = [one for one in open_ones.select_related("reply") if _take(one, given)]
    for one in done:
        if not one.reply.ratings.filter(rated_at=None).exists():
            close_round(one.reply, at=moment)
    return len(done)


def _take(rating: Rating, given: dict[str, Any]) -> bool:
    return bool(Rating.objects.filter(pk=rating.pk, rated_at=None).update(**given))


def _record_duty(rating: Rating, actor: User, moment: datetime) -> None:
    """A deputy's rating is part of their year; what a resident says is not."""
    if (deputy := rating.contributor.deputy) is not None:
        record_duty(
            deputy,
            kind=DutyKind.RATING,
            on=timezone.localdate(moment),
            title=f"评价办理：{rating.reply.undertaking.assignment.title}",
            source_key=f"rating:{rating.pk}",
            entered_by=actor,
        )


def _may_rate(rating: Rating, actor: User, proxy_for: Opinion | None) -> None:
    if proxy_for is None:
        if not rules.may_rate(actor, rating):
            raise NotAllowedError("这份评价不是请您填的。")
    elif proxy_for.contributor_id != rating.contributor_id or not rules.may_rate_for(actor, rating, proxy_for):
        raise NotAllowedError("您不能代这位评价人填写。")


def _check_grades(attitude: str, result: str, reason: str) -> None:
    if attitude not in Grade.values or result not in Grade.values:
        raise RuleError("办理态度和办理结果都要选。", field="attitude" if attitude not in Grade.values else "result")
    if Grade.BAD in (attitude, result) and not reason.strip():
        raise RuleError("选“不满意”的，请写一句原因，承办单位好改进。", field="reason")


@transaction.atomic
def close_round(reply: Reply, *, at: datetime | None = None) -> Undertaking:
    """Close the round by the rule: 重新办理, 评估 or 已办结 (未评价 where nobody rated).

    Taken by the system alone, when all have rated or the window is over.
    """
    moment = at or timezone.now()
    undertaking, rule = reply.undertaking, reply.undertaking.assignment.rule
    rated = list(reply.ratings.exclude(rated_at=None))
    bad = sum(r.result == Grade.BAD for r in rated)
    Reply.objects.filter(pk=reply.pk, closed_at=None).update(closed_at=moment)
    facts: dict[str, Any] = {"actor": None, "record": record, "at": moment, "data": {"rated": len(rated), "bad": bad}}
    if rated and bad >= rule.rating_threshold:
        return _unsatisfied(undertaking, facts, moment)
    outcome = Outcome.RATED if rated else Outcome.UNRATED
    move(undertaking_verbs.STEPS, "close", undertaking, outcome=outcome, closed_at=moment, clock_on=None, **facts)
    transaction.on_commit(partial(tasks.tell_unit.delay, undertaking.pk, "closed"), robust=True)
    return undertaking


def _unsatisfied(undertaking: Undertaking, facts: dict[str, Any], at: datetime) -> Undertaking:
    """Once it is done again, the second time it is assessed."""
    if undertaking.round == undertaking_verbs.LAST_ROUND:
        move(undertaking_verbs.STEPS, "to_assess", undertaking, clock_on=None, **facts)
        transaction.on_commit(partial(tasks.tell_staff.delay, undertaking.pk, "assess"), robust=True)
        return undertaking
    months = undertaking.assignment.rule.redo_months or 1
    due = Calendar.load().add_months(timezone.localdate(at), months)
    move(undertaking_verbs.STEPS, "reopen", undertaking, round=2, due_on=due, clock_on=due, rating_due=None, **facts)
    transaction.on_commit(partial(tasks.tell_unit.delay, undertaking.pk, "reopened"), robust=True)
    return undertaking


def close_overdue(on: date, *, at: datetime | None = None) -> int:
    """Close every round whose window ended before `on`; returns how many. Run daily, safe to repeat."""
    closed = 0
    rows = Undertaking.objects.rating_over(on).select_related("assignment__rule", "assignment__list__unit__region")
    for undertaking in rows:
        reply = undertaking.replies.get(round=undertaking.round)
        reply.undertaking = undertaking
        try:
            close_round(reply, at=at)
        except StaleError:
            continue  # somebody rated in this very moment and closed it
        closed += 1
    return closed
