"""Many public pages at once, still by two persons: a county has two thousand deputies, and most write no words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import Region, User
from common.errors import NotAllowedError, RuleError, StaleError
from deputies.models import Deputy, Mandate
from opinions.actions.addressing import over
from stations import rules
from stations.choices import PageStatus, ReviewPoint, ReviewStatus
from stations.models import Event, PageReview, PublicPage, Station, StationGroup
from stations.workflow.recording import require

BATCH = 500
AT_ONCE = 100  # pages a reviewer goes through in one go: what is not read is not reviewed


def propose_for_place(region: Region, *, actor: User, at: datetime | None = None) -> int:
    """Propose the pages of every deputy in office and open station of a place, without words; how many.

    Left alone is what is public, was taken down, waits, or was refused and is to be put right first.
    Staff of the committee over the place alone.
    """
    if not rules.can_print_place(actor, region):
        raise NotAllowedError("您没有“全部提请公开”的权限。")
    deputies = Deputy.objects.filter(home_region__path__startswith=region.path)
    stations = Station.objects.filter(unit__is_active=True, unit__region__path__startswith=region.path)
    return _propose(deputies, stations, region.path, actor, at or timezone.now())


def propose_for_station(station: Station, *, actor: User, at: datetime | None = None) -> int:
    """The same for a station and the deputies of its groups; how many."""
    require(rules.can_propose, actor, station, "提请公开")
    groups = StationGroup.objects.filter(station=station).values("group_id")
    deputies = Deputy.objects.filter(memberships__left_on=None, memberships__group__in=groups)
    own = Station.objects.filter(pk=station.pk, unit__is_active=True)
    return _propose(deputies, own, rules.path_of(station), actor, at or timezone.now())


@transaction.atomic
def _propose(deputies: Any, stations: Any, path: str, actor: User, moment: datetime) -> int:
    in_office = deputies.filter(pk__in=Mandate.objects.in_force(timezone.localdate(moment)).values("deputy_id"))
    pages = [PublicPage(deputy_id=pk) for pk in sorted(set(in_office.values_list("pk", flat=True)))]
    pages += [PublicPage(station_id=pk) for pk in sorted(set(stations.values_list("pk", flat=True)))]
    PublicPage.objects.bulk_create(pages, ignore_conflicts=True, batch_size=BATCH)
    closed = PublicPage.objects.filter(status=PageStatus.CLOSED)
    settled = PageReview.objects.filter(status__in=(ReviewStatus.WAITING, ReviewStatus.REFUSED))
    closed = closed.exclude(pk__in=settled.values("page_id"))
    closed = closed.filter(deputy__in=in_office) | closed.filter(station__in=stations)
    facts: dict[str, Any] = {"proposed_by": actor, "proposed_at": moment}
    ids = list(closed.values_list("pk", flat=True))
    made = PageReview.objects.bulk_create([PageReview(page_id=pk, **facts) for pk in ids], batch_size=BATCH)
    _record(made, "propose", actor, moment)
    if made:
        label = f"请做保密审查：{len(made)} 个公开页面"
        people = over(path, *rules.REVIEWERS).exclude(pk=actor.pk)
        key = f"review:{made[0].pk}:waiting-many"
        url = reverse("stations:review_many")
        accounts.notify(people, key=key, label=label, url=url, copy_text=f"{label}。请登录平台查看。")
    return len(made)


@transaction.atomic
def pass_many(
    reviews: Sequence[PageReview], *, checked: Iterable[str], opinion: str, actor: User, at: datetime | None = None
) -> int:
    """保密审查 of pages without words, passed together; each has its own record. How many became public.

    Refuses a page outside the reviewer's place, one they proposed themselves, one with words of its
    own (that is read by itself), and a review that left a point out. What somebody else decided
    meanwhile is left as it is.
    """
    points, moment = sorted(set(checked)), at or timezone.now()
    _refuse_wrong(reviews, points, actor)
    facts: dict[str, Any] = {"reviewed_by": actor, "reviewed_at": moment, "checked": points, "opinion": opinion[:200]}
    won = []
    for review in reviews:
        rows = PageReview.objects.filter(pk=review.pk, status=ReviewStatus.WAITING)
        if rows.update(status=ReviewStatus.PASSED, **facts):
            won.append(review)
    if not won:
        raise StaleError("这些刚刚有人审查过，请刷新页面看最新情况。")
    for review in won:
        PublicPage.objects.filter(pk=review.page_id).update(
            status=PageStatus.PUBLISHED, introduction="", approved=review
        )
    _record(won, "publish", actor, moment, note=opinion, checked=points)
    return len(won)


def _refuse_wrong(reviews: Sequence[PageReview], points: list[str], actor: User) -> None:
    if missing := [str(point.label) for point in ReviewPoint if point.value not in points]:
        raise RuleError(f"还有没核对的：{'；'.join(missing)}。都核对过才能公开。", field="checked")
    if not reviews:
        raise RuleError("请至少勾一个。已经审过的不用再审。")
    for review in reviews:
        require(rules.can_review, actor, review.page, "保密审查")
        if review.proposed_by_id == actor.pk:
            raise NotAllowedError("里面有您自己提请的，请别的同事审查。")
        if review.introduction:
            raise RuleError(f"{review.page}写了介绍，请单独点开审查。")


def _record(reviews: Iterable[PageReview], step: str, actor: User, moment: datetime, **facts: Any) -> None:
    note, checked = facts.get("note", ""), facts.get("checked")
    events = []
    for review in reviews:
        data = {"review": review.pk} | ({"checked": checked} if checked else {})
        target = PageStatus.PUBLISHED if checked else ""
        row = Event(page_id=review.page_id, step=step, actor=actor, at=moment, target=target, note=note, data=data)
        events.append(row)
    Event.objects.bulk_create(events, batch_size=BATCH)
