"""What becomes public: proposed by one, reviewed for secrecy by another, taken down by one hand at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import actions as accounts
from accounts.choices import AuditAction
from accounts.models import Region, User
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import Step, Steps, move
from deputies.models import Deputy
from opinions.actions.addressing import over
from stations import rules
from stations.choices import PageStatus, ReviewPoint, ReviewStatus
from stations.models import PageReview, PublicPage, SideClosure, Station
from stations.validators import check_public_text
from stations.workflow.codes import owner
from stations.workflow.recording import record, require

S = PageStatus
REASON_AT_LEAST = 2

STEPS: Steps = {
    "publish": Step("公开", (S.CLOSED, S.DOWN, S.PUBLISHED), S.PUBLISHED, rules.can_review, button=False),
    "take_down": Step("撤下", (S.PUBLISHED,), S.DOWN, rules.can_take_down),
}


def page_of(target: Deputy | Station) -> PublicPage:
    """The page of a deputy or a station; made, not public, when it is asked for first."""
    page, _ = PublicPage.objects.get_or_create(**owner(target))
    return page


@transaction.atomic
def propose_page(
    target: Deputy | Station, *, introduction: str, actor: User, at: datetime | None = None
) -> PageReview:
    """Ask that a page be published with these words. The page as it stands stays until somebody else has reviewed.

    Refuses words with a mobile or an ID number, and a second proposal while one waits.
    """
    require(rules.can_propose, actor, target, "提请公开")
    text, moment = introduction.strip(), at or timezone.now()
    try:
        check_public_text(text)
    except ValidationError as error:
        raise RuleError("".join(error.messages), field="introduction") from error
    page = page_of(target)
    try:
        with transaction.atomic():
            made = PageReview.objects.create(page=page, introduction=text, proposed_by=actor, proposed_at=moment)
    except IntegrityError as error:
        raise RuleError("这个页面已经有一份在等审查，请先等结果，或者撤回那一份。") from error
    record(page, step="propose", actor=actor, at=moment, note=text, data={"review": made.pk})
    reviewers = over(rules.path_of(target), *rules.REVIEWERS).exclude(pk=actor.pk)
    _tell(reviewers, made, "waiting", f"请做保密审查：{page}的公开页面")
    return made


def _tell(people: Iterable[User], review: PageReview, what: str, label: str) -> None:
    url = review.page.get_absolute_url()
    key, said = f"review:{review.pk}:{what}", f"{label}。请登录平台查看。"
    accounts.notify(people, key=key, label=label, url=url, copy_text=said)


@transaction.atomic
def pass_review(
    review: PageReview, *, checked: Iterable[str], opinion: str = "", actor: User, at: datetime | None = None
) -> PageReview:
    """保密审查 passed: everything was checked, and the page is public with the words proposed.

    Refuses the proposer, and a review that left a point out.
    """
    points, moment = sorted(set(checked)), at or timezone.now()
    if missing := [str(point.label) for point in ReviewPoint if point.value not in points]:
        raise RuleError(f"还有没核对的：{'；'.join(missing)}。都核对过才能公开。", field="checked")
    _decide(review, ReviewStatus.PASSED, checked=points, opinion=opinion, actor=actor, moment=moment)
    data = {"review": review.pk, "checked": points}
    page = review.page
    changes = {"introduction": review.introduction, "approved": review}
    move(STEPS, "publish", page, actor=actor, record=record, at=moment, note=opinion.strip(), data=data, **changes)
    _tell([review.proposed_by], review, "passed", f"{page}的公开页面通过了保密审查，已经公开")
    return review


@transaction.atomic
def refuse_review(
    review: PageReview, *, checked: Iterable[str] = (), opinion: str, actor: User, at: datetime | None = None
) -> PageReview:
    """保密审查 not passed, with the reason; what is public already stays as it is."""
    moment = at or timezone.now()
    if len(opinion.strip()) < REASON_AT_LEAST:
        raise RuleError("不通过要写明原因，好让提请的人改。", field="opinion")
    points = sorted(set(checked))
    _decide(review, ReviewStatus.REFUSED, checked=points, opinion=opinion, actor=actor, moment=moment)
    record(review.page, step="refuse", actor=actor, at=moment, note=opinion.strip(), data={"review": review.pk})
    _tell([review.proposed_by], review, "refused", f"{review.page}的公开页面没有通过保密审查，请按意见修改")
    return review


@transaction.atomic
def withdraw_review(review: PageReview, *, actor: User, at: datetime | None = None) -> PageReview:
    """Take a proposal back before it was reviewed: whoever might have made it."""
    require(rules.can_propose, actor, rules.target_of(review.page), "撤回提请")
    moment = at or timezone.now()
    _win(review, status=ReviewStatus.WITHDRAWN)
    record(review.page, step="withdraw", actor=actor, at=moment, data={"review": review.pk})
    return review


def _decide(
    review: PageReview, status: str, *, checked: list[str], opinion: str, actor: User, moment: datetime
) -> None:
    require(rules.can_review, actor, review.page, "保密审查")
    if review.proposed_by_id == actor.pk:
        raise NotAllowedError("提请和审查要由两个人做。这一份是您自己提请的，请别的同事审查。")
    facts: dict[str, Any] = {"checked": checked, "opinion": opinion.strip()[:200]}
    _win(review, status=status, reviewed_by=actor, reviewed_at=moment, **facts)


def _win(review: PageReview, **changes: Any) -> None:
    """The first hand decides; the second hears that it was not."""
    if not PageReview.objects.filter(pk=review.pk, status=ReviewStatus.WAITING).update(**changes):
        raise StaleError("这一份刚刚有人处理过，请刷新页面看最新情况。")
    for name, value in changes.items():
        setattr(review, name, value)


def take_down(page: PublicPage, *, reason: str, actor: User, at: datetime | None = None) -> PublicPage:
    """One page off the public side at once. To put it up again it is proposed and reviewed anew."""
    _require_reason(reason)
    move(STEPS, "take_down", page, actor=actor, record=record, at=at, note=reason.strip())
    return page


@transaction.atomic
def close_side(region: Region | None, *, reason: str, actor: User, at: datetime | None = None) -> SideClosure:
    """Take the public side of a place down, or all of it (`region` None). Every address there says so politely.

    Refuses a place that is down already.
    """
    _require_right(actor, region, "关闭公开端")
    _require_reason(reason)
    moment = at or timezone.now()
    try:
        with transaction.atomic():
            made = SideClosure.objects.create(
                region=region, closed_by=actor, closed_at=moment, reason=reason.strip()[:120]
            )
    except IntegrityError as error:
        raise RuleError("这里的公开端已经关闭。") from error
    record(made, step="close", actor=actor, at=moment, note=made.reason)
    accounts.audit(actor, AuditAction.PUBLIC_SIDE, f"关闭：{made}", made.reason)
    return made


@transaction.atomic
def reopen_side(closure: SideClosure, *, reason: str, actor: User, at: datetime | None = None) -> SideClosure:
    """Put the public side up again as it was reviewed; pages taken down one by one stay down."""
    _require_right(actor, closure.region, "恢复公开端")
    _require_reason(reason)
    moment = at or timezone.now()
    won = SideClosure.objects.filter(pk=closure.pk, reopened_at=None).update(reopened_at=moment, reopened_by=actor)
    if not won:
        raise StaleError("公开端刚刚有人恢复了，请刷新页面看最新情况。")
    closure.reopened_at, closure.reopened_by = moment, actor
    record(closure, step="reopen", actor=actor, at=moment, note=reason.strip())
    accounts.audit(actor, AuditAction.PUBLIC_SIDE, f"恢复：{closure}", reason.strip())
    return closure


def _require_right(actor: User, region: Region | None, what: str) -> None:
    if not rules.can_switch_side(actor, region):
        raise NotAllowedError(f"您没有“{what}”的权限。")


def _require_reason(reason: str) -> None:
    if len(reason.strip()) < REASON_AT_LEAST:
        raise RuleError("请写明原因，会记在案上。", field="reason")
