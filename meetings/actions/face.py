"""书记、市长、主任·代表公民面对面: a year's series opened, its sittings arranged and corrected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.choices import RegionLevel
from accounts.models import Region, Unit, User
from common.errors import NotAllowedError, RuleError
from common.text import clean_pasted
from meetings.actions.sitting import create_sitting
from meetings.choices import FaceHost, SittingKind, SittingStatus
from meetings.models.face import FaceSeries, FaceSitting
from meetings.rules import face as rules
from opinions.choices import OccasionKind
from opinions.models import Occasion, Topic

THEME_MAX, SHORT_THEME = 60, 40
HEADS = {RegionLevel.PROVINCE: "省长", RegionLevel.CITY: "市长"}


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is settled of one sitting: who leads it, on what, when and where."""

    host: str
    theme: str
    held_on: date
    region: Region
    leader: str = ""
    place: str = ""
    starts_at: time | None = None


def host_word(host: str, region: Region) -> str:
    """书记, 主任, or what the head of the government of the place is called: 市长, 县长, 区长."""
    if host != FaceHost.HEAD:
        return str(FaceHost(host).label)
    if region.level in HEADS:
        return HEADS[RegionLevel(region.level)]
    return f"{region.name[-1]}长"


def face_title(host: str, region: Region) -> str:
    """“书记·代表公民面对面”座谈会."""
    return f"“{host_word(host, region)}·代表公民面对面”座谈会"


def open_series(*, actor: User, unit: Unit, year: int) -> FaceSeries:
    """The series of the unit and year, made where there is none yet. Refused outside the actor's place."""
    if not actor.scopes.covers(unit.region.path, "staff"):
        raise NotAllowedError("您不能为这个单位安排面对面座谈会。")
    found = FaceSeries.objects.with_place().filter(unit=unit, year=year).first()
    if found is not None:
        return found
    try:
        return _open(unit, year)
    except IntegrityError:  # a colleague opened it at this very moment
        return FaceSeries.objects.with_place().get(unit=unit, year=year)


@transaction.atomic
def _open(unit: Unit, year: int) -> FaceSeries:
    occasion = Occasion.objects.create(
        kind=OccasionKind.FORUM,
        title=f"{unit.region.name}{year}年领导干部与代表公民面对面座谈会",
        short_title=f"{year}年面对面座谈会",
        held_on=date(year, 1, 1),
        unit=unit,
        region=unit.region,
    )
    return FaceSeries.objects.create(occasion=occasion, unit=unit, year=year)


@transaction.atomic
def arrange(series: FaceSeries, plan: Plan, *, actor: User) -> FaceSitting:
    """One more sitting of the year; its theme is the topic under which its opinions are recorded.

    Refused on a day of another year and without a theme.
    """
    if not rules.may_prepare_series(actor, series):
        raise NotAllowedError("您可以看面对面座谈会，但不能安排。")
    theme = _checked(series, plan)
    sitting = create_sitting(
        actor=actor,
        unit=series.unit,
        held_on=plan.held_on,
        region=plan.region,
        kind=SittingKind.FORUM,
        place=plan.place,
        starts_at=plan.starts_at,
    )
    _name(sitting.occasion, series, plan)
    sitting.occasion.parent = series.occasion
    sitting.occasion.save()
    topic = Topic.objects.create(occasion=sitting.occasion, title=theme, short_title=theme[:SHORT_THEME])
    face = FaceSitting.objects.create(
        series=series, sitting=sitting, topic=topic, host=plan.host, leader=plan.leader.strip()
    )
    _keep_day(series)
    return face


@transaction.atomic
def rearrange(face: FaceSitting, plan: Plan, *, actor: User) -> FaceSitting:
    """Correct who leads, theme, day and place. Fixed once the sitting has ended."""
    if not rules.may_prepare_face(actor, face):
        raise NotAllowedError("您可以看这场座谈会，但不能修改它的安排。")
    if face.sitting.status == SittingStatus.ENDED:
        raise RuleError("这场座谈会已经结束，安排不能再改。")
    theme = _checked(face.series, plan)
    occasion = face.sitting.occasion
    _name(occasion, face.series, plan)
    occasion.held_on, occasion.place, occasion.region = plan.held_on, plan.place, plan.region
    occasion.save()
    face.topic.title, face.topic.short_title = theme, theme[:SHORT_THEME]
    face.topic.save(update_fields=["title", "short_title"])
    face.sitting.starts_at = plan.starts_at
    face.sitting.save(update_fields=["starts_at"])
    face.host, face.leader = plan.host, plan.leader.strip()
    face.save(update_fields=["host", "leader"])
    _keep_day(face.series)
    return face


def _checked(series: FaceSeries, plan: Plan) -> str:
    """The theme, tidied."""
    theme = clean_pasted(plan.theme).strip()
    if not theme:
        raise RuleError("请写这场座谈会的主题。", field="theme")
    if len(theme) > THEME_MAX:
        raise RuleError(f"主题最多 {THEME_MAX} 个字。", field="theme")
    if plan.held_on.year != series.year:
        raise RuleError(f"这里安排的是 {series.year} 年的座谈会，日期请写在这一年里。", field="held_on")
    return theme


def _name(occasion: Occasion, series: FaceSeries, plan: Plan) -> None:
    occasion.title = occasion.short_title = face_title(plan.host, series.unit.region)


def _keep_day(series: FaceSeries) -> None:
    """The series stands among the boards by the day of its latest sitting."""
    days = series.faces.aggregate(last=Max("sitting__occasion__held_on"))
    Occasion.objects.filter(pk=series.occasion_id).update(held_on=days["last"])
