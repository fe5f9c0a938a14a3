"""Reads for the pages of activities: who may be chosen, how it stands, what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from accounts.choices import Branch, Role, UnitKind
from accounts.models import Region, Unit, User
from deputies.choices import GroupRole, Level
from deputies.models import ActivityGroup, Deputy
from opinions.choices import Capacity
from opinions.lifeline import lines_for
from opinions.line import Line
from opinions.models import Opinion
from stations.choices import ActivityStatus
from stations.models import Activity, ActivityOpinion, Event, Invitation, PlanItem, Station, StationGroup
from stations.reports.duty import deputies_of

KEEPERS = (Role.STAFF, Role.TOWNSHIP)
LEADS = (GroupRole.LEADER, GroupRole.DEPUTY_LEADER)
CAPACITIES = {
    Level.NATION: Capacity.NATION_DEPUTY,
    Level.PROVINCE: Capacity.PROVINCE_DEPUTY,
    Level.CITY: Capacity.CITY_DEPUTY,
    Level.COUNTY: Capacity.COUNTY_DEPUTY,
    Level.TOWNSHIP: Capacity.TOWN_DEPUTY,
}
STAGES = ("计划", "已通知", "已举行", "已归档")
BADGES = {
    ActivityStatus.PLANNED: ("wait", "calendar-plus"),
    ActivityStatus.NOTIFIED: ("doing", "envelope-check"),
    ActivityStatus.HELD: ("replied", "calendar-check"),
    ActivityStatus.ARCHIVED: ("ok", "archive"),
    ActivityStatus.CANCELLED: ("neutral", "x-circle"),
}


# --- what may be chosen ---------------------------------------------------------------------------
def organisers_of(user: User, group: ActivityGroup | None = None) -> Any:
    """The units in whose name the person may plan: their stations, township office, committee; for the
    leader of `group` its station, else its township's office."""
    own = Q(pk__in=user.scopes.units(*Role.STATION, *KEEPERS))
    if group is not None:
        at_home = StationGroup.objects.filter(group=group).values("station__unit_id")
        led = Q(pk__in=at_home) | Q(kind=UnitKind.TOWN_CONGRESS, region=group.region_id)
        own = own | led if user.scopes.has(Role.DEPUTY) else own
    return Unit.objects.filter(own, is_active=True).order_by("-kind", "order", "id")


def groups_to_plan(user: User) -> Any:
    """The groups whose activities the person may plan (the queryset of `rules.can_plan_group`)."""
    scopes = user.scopes
    found = ActivityGroup.objects.filter(
        scopes.in_region("region__path", *KEEPERS)
        | Q(region__units__in=scopes.units(*Role.STATION))
        | Q(members__deputy__user_id=user.pk, members__left_on=None, members__role__in=LEADS)
    )
    return ActivityGroup.objects.filter(pk__in=found.order_by().values("pk"))


def items_to_carry_out(user: User) -> Any:
    """The items of plans that are the person's to carry out."""
    groups = Q(plan__group__in=groups_to_plan(user).order_by().values("pk"))
    rows = PlanItem.objects.filter(groups | Q(plan__unit__in=user.scopes.units(*KEEPERS)))
    return rows.select_related("plan__group", "plan__unit").order_by("-plan__year", "plan_id", "month", "id")


def units_to_invite(region: Region) -> Any:
    """The agencies of the place, its county and its city, in official order."""
    ids = [int(part) for part in region.path.split("/") if part]
    found = Unit.objects.filter(region_id__in=ids, is_active=True, branch__in=Branch.MAY_LEAD)
    return found.exclude(kind=UnitKind.DISPATCH).order_by("-region__path", "order", "id")


def station_of_unit(unit: Unit) -> Station | None:
    """The station that is this unit, if it is one."""
    return Station.objects.filter(unit=unit).first()


def deputies_named(activity: Activity, names: Sequence[str]) -> tuple[list[Deputy], list[str]]:
    """The deputies of the organiser's place by these names, and a sentence for each that is none or several."""
    path = activity.organiser.region.path
    rows = Deputy.objects.filter(name__in=names, home_region__path__startswith=path)
    if activity.station:
        rows = rows | deputies_of(activity.station).filter(name__in=names)
    found: dict[str, list[Deputy]] = {}
    for deputy in Deputy.objects.filter(pk__in=rows.order_by().values("pk")):
        found.setdefault(deputy.name, []).append(deputy)
    wrong = [f"没有找到代表“{name}”，请核对姓名；不是代表的写到“来宾”里。" for name in names if name not in found]
    several = "有 {} 位代表叫“{}”，请改为按小组请，再到名单里去掉不请的。"
    wrong += [several.format(len(rows), name) for name, rows in found.items() if len(rows) > 1]
    return [rows[0] for rows in found.values() if len(rows) == 1], wrong


def capacity_of(deputy: Deputy) -> str:
    """In what capacity a deputy speaks here: by the lowest of their mandates, the congress nearest to people."""
    held = set(deputy.mandates.filter(ended_on=None).values_list("level", flat=True))
    return next((CAPACITIES[level] for level in reversed(CAPACITIES) if level in held), Capacity.COUNTY_DEPUTY)


# --- how it stands --------------------------------------------------------------------------------
@dataclass(frozen=True)
class Turn:
    """What comes next: a sentence, and the button that does it. `post` where it is pressed, not opened."""

    sentence: str
    label: str = ""
    url: str = ""
    post: bool = False


@dataclass
class Course:
    """An activity with its counts, its place on the small flow, and what comes next."""

    activity: Activity
    counts: dict[str, int]
    turn: Turn
    stages: tuple[str, ...] = field(default=STAGES)

    @property
    def stage(self) -> int:
        """Which of the stages is the present one, from 1; beyond the last when filed."""
        order = [ActivityStatus.PLANNED, ActivityStatus.NOTIFIED, ActivityStatus.HELD, ActivityStatus.ARCHIVED]
        status = self.activity.status
        return order.index(ActivityStatus(status)) + 1 if status in order else 0

    @property
    def badge(self) -> tuple[str, str, str]:
        return badge_of(self.activity)


def badge_of(activity: Activity, on: date | None = None) -> tuple[str, str, str]:
    """Tone, icon and word of the status; on its very day an activity that was told of is 进行中."""
    if on is not None and activity.status == ActivityStatus.NOTIFIED and activity.held_on == on:
        return "doing", "broadcast", "今天举行"
    return (*BADGES[ActivityStatus(activity.status)], activity.get_status_display())


def course_of(activity: Activity, on: date) -> Course:
    """Counts in one query, minutes in another."""
    counts = activity.invitations.counts()
    return Course(activity, counts, _turn(activity, counts, on))


def _turn(activity: Activity, counts: dict[str, int], on: date) -> Turn:
    def to(name: str) -> str:
        return reverse(f"stations:{name}", args=[activity.pk])

    if activity.status == ActivityStatus.CANCELLED:
        return Turn(f"活动取消了：{activity.reason}")
    if activity.status == ActivityStatus.ARCHIVED:
        return Turn("已经归档。要补充的，先点“退回补充”。")
    if activity.status == ActivityStatus.HELD:
        return _after(activity, counts, to)
    if activity.held_on <= on and (activity.status == ActivityStatus.NOTIFIED or activity.held_on < on):
        return Turn("日子到了。活动办完以后，点“登记已经举行”。", "登记已经举行", to("activity_hold"), post=True)
    return _before(activity, counts, to)


def _before(activity: Activity, counts: dict[str, int], to: Any) -> Turn:
    if not counts["asked"] and not activity.units.exists():
        return Turn("先定请谁参加。", "选请谁", to("activity_invite"))
    if activity.status == ActivityStatus.PLANNED:
        return Turn(f"名单里有 {counts['asked']} 人，还没有通知。", "发出邀请", to("activity_send"), post=True)
    said = f"{counts['yes']} 人能来，{counts['no']} 人不能来，{counts['silent']} 人还没有答复"
    return Turn(f"通知了 {counts['asked']} 人：{said}。")


def _after(activity: Activity, counts: dict[str, int], to: Any) -> Turn:
    marked = counts["present"] + counts["leave"] + counts["absent"]
    if not marked:
        return Turn("活动办过了，请登记谁到会。", "登记到会", to("activity_attend"))
    if not activity.minutes.exists():
        return Turn(f"到会 {counts['present']} 人。接下来写纪要。", "写纪要", to("activity_minutes"))
    return Turn("到会和纪要都有了，可以归档。", "归档", to("activity_archive"), post=True)


STEP_WORDS = {
    "plan": "登记活动",
    "invite": "加入邀请名单",
    "uninvite": "从名单去掉",
    "send": "发出邀请",
    "change": "改了安排",
    "answer": "答复邀请",
    "hold": "登记已经举行",
    "attend": "登记到会",
    "write": "写纪要",
    "file": "上传文件",
    "said": "登记意见",
    "ask": "登记问题",
    "archive": "归档",
    "reopen": "退回补充",
    "cancel": "取消",
    "pin": "置顶到站点页",
    "unpin": "撤下置顶",
}


def history_of(activity: Activity, limit: int = 30) -> list[tuple[Event, str]]:
    """The latest events with their words; who answers what is not told over again."""
    rows = activity.events.exclude(step="answer").select_related("actor").order_by("-id")[:limit]
    return [(event, STEP_WORDS.get(event.step, event.step)) for event in rows]


@dataclass(frozen=True)
class Voiced:
    """An opinion of an activity with its life line."""

    opinion: Opinion
    line: Line


def opinions_of(activity: Activity, user: User, on: date) -> list[Voiced]:
    """What was said there, as far as the reader sees it in the ledger, with where each stands."""
    ids = ActivityOpinion.objects.filter(activity=activity).values("opinion_id")
    rows = Opinion.objects.visible_to(user).filter(pk__in=ids).with_list_data()
    found = list(rows.select_related("contributor__deputy", "holder").order_by("id"))
    lines = lines_for(found, user, today=on)
    return [Voiced(opinion, lines[opinion.pk]) for opinion in found]


def through(activity: Activity) -> list[tuple[str, int]]:
    """How many were asked through each group or station; those asked by name stand last."""
    found = Counter(activity.invitations.values_list("via", flat=True))
    return sorted(((via or "单独邀请", count) for via, count in found.items()), key=lambda one: one[0] == "单独邀请")


# --- the list -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Listed:
    """A row of the list: an activity, its badge today, how many were asked, say yes and came."""

    activity: Activity
    badge: tuple[str, str, str]
    asked: int = 0
    yes: int = 0
    present: int = 0


def listed(activities: Sequence[Activity], on: date) -> list[Listed]:
    """The rows of one page; one query for all their numbers."""
    ids = [one.pk for one in activities]
    rows = Invitation.objects.filter(activity_id__in=ids).order_by().values("activity_id")
    rows = rows.annotate(
        asked=Count("pk"), yes=Count("pk", filter=Q(answer="yes")), present=Count("pk", filter=Q(attendance="present"))
    )
    found = {row["activity_id"]: (row["asked"], row["yes"], row["present"]) for row in rows}
    return [Listed(one, badge_of(one, on), *found.get(one.pk, (0, 0, 0))) for one in activities]
