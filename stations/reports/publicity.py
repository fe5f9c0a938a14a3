"""What stands on the desk of those who keep codes and public pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from accounts.choices import Role
from accounts.models import Region, User
from deputies.models import Deputy, GroupMember, Mandate
from stations import rules
from stations.choices import PageStatus, ReviewStatus
from stations.models import Event, PageReview, PosterJob, PublicCode, PublicPage, SideClosure, Station
from stations.querysets import deputies_kept_by

JOBS = 8
STATUS_LOOK: dict[str, tuple[str, str]] = {
    PageStatus.CLOSED: ("", "eye-slash"),
    PageStatus.PUBLISHED: ("ok", "eye"),
    PageStatus.DOWN: ("danger", "slash-circle"),
}
STEP_LOOK = {
    "issue": ("qr-code", "ok", "发码"),
    "revoke": ("slash-circle", "danger", "停用二维码"),
    "propose": ("send", "", "提请公开"),
    "publish": ("eye", "ok", "保密审查通过，公开"),
    "refuse": ("x-circle", "danger", "保密审查不通过"),
    "withdraw": ("arrow-return-left", "", "撤回提请"),
    "take_down": ("slash-circle", "danger", "撤下页面"),
}


def deputies_kept(user: User) -> Any:
    """The deputies whose codes and pages `user` keeps or oversees."""
    groups = Station.objects.staffed_by(user).values("groups__group_id")
    return deputies_kept_by(Deputy.objects.all(), groups, user)


def deputies_in_office(user: User, on: date) -> Any:
    """Those of them who are in office."""
    return deputies_kept(user).filter(pk__in=Mandate.objects.in_force(on).values("deputy_id"))


def stations_kept(user: User) -> Any:
    """The open stations whose codes and pages `user` keeps or oversees."""
    if not user.scopes.has(*Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION):
        return Station.objects.none()
    return Station.objects.visible_to(user).filter(unit__is_active=True)


def with_standing(rows: Any, owner: str) -> Any:
    """Each with the token of its code, the status of its page and whether a review waits; `owner` deputy or station."""
    mine = {owner: OuterRef("pk")}
    waiting = PageReview.objects.filter(status=ReviewStatus.WAITING, **{f"page__{owner}": OuterRef("pk")})
    return rows.annotate(
        code_token=Subquery(PublicCode.objects.current().filter(**mine).values("token")[:1]),
        code_pk=Subquery(PublicCode.objects.current().filter(**mine).values("pk")[:1]),
        page_status=Subquery(PublicPage.objects.filter(**mine).values("status")[:1]),
        is_waiting=Exists(waiting),
    )


@dataclass(frozen=True)
class Line:
    """A thing that was done with a code or a page, for the record."""

    icon: str
    tone: str
    text: str
    time: Any
    note: str = ""


def public_history(target: Deputy | Station) -> list[Line]:
    """What was done with the codes and the page of a deputy or a station, the newest first."""
    owner = "station" if isinstance(target, Station) else "deputy"
    rows = Event.objects.filter(**{f"code__{owner}": target}) | Event.objects.filter(**{f"page__{owner}": target})
    lines = []
    for event in rows.select_related("actor").order_by("-at", "-id")[:50]:
        icon, tone, label = STEP_LOOK[event.step]
        who = event.actor.name if event.actor else "系统"
        lines.append(Line(icon, tone, f"{who}{label}", event.at, event.note))
    return lines


def to_review(user: User) -> Any:
    """The proposals that wait for this very person's 保密审查: not their own."""
    rows = PageReview.objects.filter(status=ReviewStatus.WAITING).exclude(proposed_by=user)
    scopes = user.scopes
    mine = scopes.in_region("page__deputy__home_region__path", *rules.REVIEWERS)
    mine |= scopes.in_region("page__station__unit__region__path", *rules.REVIEWERS)
    return rows.filter(mine)


def reviews_waiting(user: User) -> int:
    """How many they are."""
    return int(to_review(user).count())


@dataclass(frozen=True)
class ToRead:
    """A proposal as a reviewer reads it in a list: whose page, what will stand there."""

    review: PageReview
    lines: tuple[str, ...]


def without_words(user: User, on: date, limit: int) -> list[ToRead]:
    """The first `limit` of them that have no words of their own, each with the facts that will be public."""
    rows = to_review(user).filter(introduction="").order_by("page__deputy__home_region__order", "pk")
    found = list(
        rows.select_related("proposed_by", "page__deputy__home_region", "page__station__unit__region")[:limit]
    )
    ids = [one.page.deputy_id for one in found if one.page.deputy_id]
    seats: dict[int | None, list[str]] = {}
    for mandate in Mandate.objects.in_force(on).filter(deputy__in=ids).select_related("region"):
        seat = f"{mandate}（{mandate.constituency}）" if mandate.constituency else str(mandate)
        seats.setdefault(mandate.deputy_id, []).append(seat)
    groups = GroupMember.objects.current().filter(deputy__in=ids).values_list("deputy_id", "group__name")
    for pk, group in groups:
        seats.setdefault(pk, []).append(group)
    return [ToRead(one, tuple(_facts(one, seats))) for one in found]


def _facts(review: PageReview, seats: dict[int | None, list[str]]) -> list[str]:
    if review.page.station is not None:
        return [review.page.station.address, review.page.station.hours]
    return seats.get(review.page.deputy_id, [])


def jobs_of(user: User) -> list[PosterJob]:
    """The latest files of posters of one's place."""
    return list(PosterJob.objects.visible_to(user).select_related("region", "asked_by", "stored")[:JOBS])


def revoked_since(job: PosterJob) -> int:
    """How many codes in the file of a job were taken out of use after it was made."""
    rows = PublicCode.objects.filter(revoked_at__gt=job.started_at or job.asked_at)
    place = job.region.path
    deputies = rows.filter(deputy__home_region__path__startswith=place)
    return int((deputies | rows.filter(station__unit__region__path__startswith=place)).count())


@dataclass(frozen=True)
class Side:
    """The public side of a place, or all of it (`region` None): up, or down since when and by whom."""

    region: Region | None
    closure: SideClosure | None


def sides_of(user: User) -> list[Side]:
    """The switches in the hand of `user`: of each place of theirs; all of it for the system's keeper."""
    standing = {one.region_id: one for one in SideClosure.objects.standing().select_related("closed_by", "region")}
    mine = [scope.region_id for scope in user.scopes.items if scope.role in rules.REVIEWERS]
    ids = {pk for pk in mine if pk is not None}
    sides = [Side(region, standing.get(region.pk)) for region in Region.objects.filter(pk__in=ids)]
    whole = standing.get(None)
    if rules.can_switch_side(user, None) or whole:
        sides.insert(0, Side(None, whole))
    return sides
