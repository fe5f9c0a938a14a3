"""The daily round: 临期 and 超期 reminders to units, stations, raters; rating windows, unfinished papers, old uploads.

Run for one day, any number of times: every notice has a key of its item, kind and day, and the day
is the one given. A reminder goes at most every `remind_gap_days` of the item's rule. Every query here
asks for a limit (and for a deputy's account) first, so a `cast` says that it is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import cast

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from accounts.calendar import Calendar
from accounts.models import Notice
from common.text import cn_short
from deputies.imports import drafts
from deputies.models import Deputy
from opinions import limits, tasks
from opinions.actions import addressing, wording
from opinions.actions.notices import notify_new, tell_unit
from opinions.choices import OpinionStatus, UndertakingStatus
from opinions.models import AssignmentList, HandlingRule, Opinion, Rating, Undertaking
from opinions.workflow import rating

BATCH = 500
HORIZON = 31  # no reminder is earlier than this many days before its limit
SOON, GAP = 3, 3  # an opinion handled at its station has no rule of its own


@dataclass
class Round:
    """What one round did; a second round of the same day does nothing."""

    near: int = 0
    over: int = 0
    early: int = 0
    stations: int = 0
    raters: int = 0
    closed: int = 0
    papers: int = 0
    uploads: int = 0

    def __str__(self) -> str:
        return (
            f"临期提醒 {self.near} 项，超期提醒 {self.over} 项，到期前提醒 {self.early} 项，"
            f"站内办理提醒 {self.stations} 条，评价提醒 {self.raters} 人，"
            f"结束评价 {self.closed} 项，补做定稿 {self.papers} 份，清理没导入的表 {self.uploads} 张。"
        )


def run(day: date) -> Round:
    """Everything due on `day`. Each part stands alone: what one has done stays done if a later one fails."""
    done = Round()
    calendar = Calendar.load()
    _remind_units(day, calendar, done)
    _remind_stations(day, calendar, done)
    _remind_raters(day, calendar, done)
    done.closed = rating.close_overdue(day)
    done.papers = _finish_papers()
    done.uploads = drafts.forget_old(timezone.make_aware(datetime.combine(day, time())))
    return done


# --- units --------------------------------------------------------------------------------------
def _remind_units(day: date, calendar: Calendar, done: Round) -> None:
    rows = Undertaking.objects.filter(
        status__in=UndertakingStatus.WITH_UNIT, clock_on__lte=day + timedelta(days=HORIZON)
    ).with_list_data()
    recent = _recent("remind", day, HandlingRule.objects.aggregate(most=Max("remind_gap_days"))["most"] or GAP)
    for row in rows.order_by("pk").iterator(chunk_size=BATCH):
        due = cast("date", row.clock_on)
        kind = _kind(row, due, day, calendar)
        if kind in ("near", "over") and recent.get(row.pk, HORIZON) < row.assignment.rule.remind_gap_days:
            continue
        if kind and _remind(row, kind, due, day, calendar):
            setattr(done, kind, getattr(done, kind) + 1)


def _kind(row: Undertaking, due: date, day: date, calendar: Calendar) -> str:
    """near, over or early (the one 15-day reminder before an answer); nothing while there is time."""
    rule = row.assignment.rule
    if day > due:
        return "over"
    if calendar.left(day, due) <= rule.soon_wd:
        return "near"
    answering = row.status in (UndertakingStatus.DOING, UndertakingStatus.REDO)
    return "early" if answering and (due - day).days <= rule.remind_days else ""


def _remind(row: Undertaking, kind: str, due: date, day: date, calendar: Calendar) -> bool:
    """Tell the unit's clerks; whether it is news. The early one goes once per limit."""
    when = due.isoformat() if kind == "early" else day.isoformat()
    left = limits.remaining(row, day, calendar)
    said = wording.near(row, calendar.left(day, due), left.what if left else "答复")
    heading = "超期提醒" if kind == "over" else "到期提醒"
    return tell_unit(
        row,
        key=f"{'early' if kind == 'early' else 'remind'}:{when}:{row.pk}:{kind}",
        label=f"{heading}：{row.assignment.title}，{said}",
        copy_text=wording.told(heading, row, said),
    )


def _recent(prefix: str, day: date, gap: int) -> dict[int, int]:
    """For each thing reminded of in the last `gap` days, how many days ago; keys are prefix:day:pk:kind:user."""
    found: dict[int, int] = {}
    for back in range(gap - 1, -1, -1):
        start = f"{prefix}:{(day - timedelta(days=back)).isoformat()}:"
        for key in Notice.objects.filter(key__startswith=start).values_list("key", flat=True):
            found[int(key.split(":")[2])] = back
    return found


# --- stations and raters ------------------------------------------------------------------------
def _remind_stations(day: date, calendar: Calendar, done: Round) -> None:
    """站内办理 near or past its day, to whoever holds it and to the station that heard it."""
    rows = Opinion.objects.counted().filter(status=OpinionStatus.AT_STATION, due_on__lte=day + timedelta(days=HORIZON))
    recent = _recent("station", day, GAP)
    for opinion in rows.select_related("unit__region", "holder__region").order_by("pk").iterator(chunk_size=BATCH):
        due = cast("date", opinion.due_on)
        left = calendar.left(day, due)
        if left > SOON or opinion.pk in recent:
            continue
        state = f"超期 {-left} 个工作日" if left < 0 else f"{limits.latest(due, opinion.heard_on)}办结"
        told = {u.pk: u for unit in {opinion.unit, opinion.holder} - {None} for u in addressing.station_of(unit)}
        # The words are the visitor's; the people of the station can read them, a notice need not repeat them.
        done.stations += notify_new(
            told.values(),
            key=f"station:{day.isoformat()}:{opinion.pk}:{'over' if left < 0 else 'near'}",
            label=f"站内办理：{cn_short(opinion.heard_on)}收到的意见（编号 {opinion.pk}），{state}",
            url=opinion.get_absolute_url(),
        )


def _remind_raters(day: date, calendar: Calendar, done: Round) -> None:
    """Deputies who have not rated, once, when few working days of the window are left."""
    open_ones = Rating.objects.filter(
        rated_at=None,
        reply__undertaking__status=UndertakingStatus.RATING,
        reply__undertaking__rating_due__range=(day, day + timedelta(days=HORIZON)),
        contributor__deputy__user__isnull=False,
    ).select_related("contributor__deputy__user", "reply__undertaking__assignment__rule")
    for asked in open_ones.order_by("pk").iterator(chunk_size=BATCH):
        row, due = asked.reply.undertaking, cast("date", asked.reply.undertaking.rating_due)
        if calendar.left(day, due) <= row.assignment.rule.soon_wd:
            done.raters += notify_new(
                [cast("Deputy", asked.contributor.deputy).user],
                key=f"rate:{asked.reply_id}:near",
                label=f"请您评价：{row.assignment.title}，{limits.latest(due, row.assigned_on)}",
                url=reverse("opinions:rating_list"),
            )


def _finish_papers() -> int:
    """Issued lists whose frozen file is still missing go to the task that makes it."""
    missing = list(AssignmentList.objects.issued().filter(frozen_sha256="").values_list("pk", flat=True))
    for pk in missing:
        transaction.on_commit(partial(tasks.freeze_list.delay, pk), robust=True)
    return len(missing)
