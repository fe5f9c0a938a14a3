"""The flow of the current meeting: how much stands at each of the eight steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q

from accounts.calendar import Calendar
from accounts.choices import Role
from accounts.models import User
from liaison_portal.desks.parts import address
from opinions.choices import (
    Destination,
    ListStatus,
    OccasionKind,
    OpinionStatus,
    ReplyStatus,
    UndertakingStatus,
    UnitRole,
)
from opinions.models import Assignment, Matter, MatterSource, Occasion, Opinion, Reply, Undertaking

U = UndertakingStatus
SOON_WD = 3


@dataclass(frozen=True)
class Flow:
    """The meeting, its sum, and the stages for `{% flow %}`."""

    occasion: Occasion
    opinions: int
    items: int
    stages: list[dict[str, Any]]


def current_meeting(user: User, on: date) -> Occasion | None:
    """The latest meeting of the user's own committee up to `on`; before the first one, the next."""
    paths = user.scopes.paths(*Role.COMMITTEE)
    rows = Occasion.objects.filter(kind=OccasionKind.MEETING, unit__region__path__in=paths)
    past = rows.filter(held_on__lte=on).order_by("-held_on", "-pk").first()
    return past or rows.order_by("held_on", "pk").first()


def flow_of(occasion: Occasion, on: date, calendar: Calendar, *, merges: bool) -> Flow:
    """Where everything raised at `occasion` stands on `on`; six queries. Who `merges` is led to the board."""
    heard = Opinion.objects.counted().filter(occasion_id__in=places_of(occasion))
    waiting = Count("pk", filter=Q(status=OpinionStatus.WAITING))
    opinions = heard.order_by().aggregate(total=Count("pk"), waiting=waiting)
    matters = _matters(occasion)
    drafted = Assignment.objects.filter(matter__occasion=occasion, is_live=True).exclude(list__status=ListStatus.ISSUED)
    unissued = drafted.count()
    stands = _stands(occasion, on, calendar)
    raised = _raised(occasion, merges=merges)
    stages = [
        _stage("收集", opinions["waiting"], "条", "待归并", raised),
        _stage("梳理归并", matters["undecided"] + matters["unlisted"], "个", _merging(matters), raised),
        _stage("交办", unissued + stands["assign"]["n"], "个", "拟稿、审签和转办", address("opinions:list_list")),
        _tab("签收", stands["accept"], "待签收", "accept"),
        _tab("办理", stands["handle"], "承办单位", "doing"),
        _tab("答复", stands["answer"], "签发和审核", "checking"),
        _tab("评价", stands["rate"], "评价进行中", "rating"),
        _stage("反馈", _untold(occasion), "个", "待告知提出人", address("opinions:undertaking_list", tab="closed")),
    ]
    return Flow(occasion, opinions["total"], matters["assigned"], stages)


def places_of(occasion: Occasion) -> list[int]:
    """The meeting and its sittings, by id: an index can serve that."""
    return [occasion.pk, *Occasion.objects.filter(parent=occasion).values_list("pk", flat=True)]


def _raised(occasion: Occasion, *, merges: bool) -> str:
    """The board for those who merge; what is raised, for those who only read."""
    if merges:
        return address("opinions:board_occasion", occasion.pk)
    return address("opinions:opinion_list", occasion=occasion.pk)


def _stage(name: str, count: int, unit: str, hint: str, url: str) -> dict[str, Any]:
    return {"name": name, "count": count, "unit": unit, "hint": hint, "url": url}


def _tab(name: str, stand: dict[str, int], hint: str, tab: str) -> dict[str, Any]:
    stage = _stage(name, stand["n"], "个", hint, address("opinions:undertaking_list", tab=tab))
    stage["late"] = f"{stand['late']} 个超期" if stand["late"] else ""
    stage["soon"] = f"{stand['soon']} 个临期" if stand["soon"] else ""
    return stage


def _merging(matters: dict[str, int]) -> str:
    if matters["undecided"]:
        return f"{matters['undecided']} 个待定去向"
    return "待拟清单" if matters["unlisted"] else "都有去向"


def _matters(occasion: Occasion) -> dict[str, int]:
    live = Assignment.objects.filter(matter=OuterRef("pk"), is_live=True)
    assign = Q(destination=Destination.ASSIGN)
    return (
        Matter.objects.filter(occasion=occasion)
        .order_by()
        .aggregate(
            undecided=Count("pk", filter=Q(destination="")),
            assigned=Count("pk", filter=assign),
            unlisted=Count("pk", filter=assign & Q(~Exists(live))),
        )
    )


def _stands(occasion: Occasion, on: date, calendar: Calendar) -> dict[str, dict[str, int]]:
    """Leads by step, with how many are overdue and how many nearly; 签发 counts to 答复."""
    last = calendar.add_workdays(on, SOON_WD)
    signing = Reply.objects.filter(
        undertaking=OuterRef("pk"), round=OuterRef("round"), status__in=(ReplyStatus.TO_SIGN, ReplyStatus.SIGNED)
    )
    in_hand = Q(status__in=(U.DOING, U.REDO))
    with_unit = Q(status__in=U.WITH_UNIT)
    steps: dict[str, Any] = {
        "assign": Q(status=U.TO_DISPATCH),
        "accept": Q(status=U.TO_ACCEPT),
        "handle": in_hand & ~Q(Exists(signing)),
        "answer": (in_hand & Q(Exists(signing))) | Q(status=U.CHECKING),
        "rate": Q(status__in=(U.RATING, U.ASSESSING)),
    }
    counts = {}
    for name, step in steps.items():
        counts[f"{name}_n"] = Count("pk", filter=step)
        counts[f"{name}_late"] = Count("pk", filter=step & with_unit & Q(clock_on__lt=on))
        counts[f"{name}_soon"] = Count("pk", filter=step & with_unit & Q(clock_on__range=(on, last)))
    rows = Undertaking.objects.filter(assignment__matter__occasion=occasion).in_force()
    found = rows.exclude(role=UnitRole.CO).order_by().aggregate(**counts)
    return {name: {key: found[f"{name}_{key}"] for key in ("n", "late", "soon")} for name in steps}


def _untold(occasion: Occasion) -> int:
    """Items closed whose people were not all told."""
    waiting = MatterSource.objects.filter(
        matter=OuterRef("assignment__matter"), opinion__status=OpinionStatus.MERGED
    )
    rows = Undertaking.objects.filter(assignment__matter__occasion=occasion, status=U.CLOSED)
    counted = rows.filter(Exists(waiting)).order_by().aggregate(n=Count(F("assignment"), distinct=True))
    return int(counted["n"])
