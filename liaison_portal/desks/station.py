"""The desk of a station and of its township: today's rota, receptions to enter, items due, people to tell."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from accounts.calendar import Calendar
from accounts.choices import Role
from accounts.models import User
from common.text import cn_short
from liaison_portal.desks.parts import ASKED, LATE, NOW, OWN, Act, Block, Desk, Start, Todo, address, few
from opinions import limits
from stations import reports
from stations.choices import SlotStatus
from stations.models import DutySlot, Reception, Station, VisitOpinion
from stations.reports.monthly import months_to_hand_in

LOOK_BACK_DAYS = 14


def desk(user: User, on: date, calendar: Calendar) -> Desk:
    """What the station does next; for a township, over all stations of its place."""
    works_here = user.scopes.has(*Role.STATION)
    pending = reports.pending_of(user, on)
    found = Desk(todos=_held(user, on, calendar) + _to_tell(pending.untold, works_here=works_here))
    if works_here:
        found.todos += _to_enter(user, on) + _to_type(user, on) + _to_hand_in(user, on)
        found.acts.append(Act(address("stations:reception_new"), "登记接待", "journal-plus", primary=True))
    days = _days(user, on)
    recent = reports.recent_receptions(user)
    if not days and not recent:
        found.starts.append(_first_step(user, works_here=works_here))
    found.blocks = [
        Block("duty", {"days": days, "today": on}),
        Block("receptions", recent),
        Block("pending", pending, "side"),
    ]
    return found


def _first_step(user: User, *, works_here: bool) -> Start:
    if not Station.objects.visible_to(user).exists():
        return Start("还没有联络站", "请县人大常委会选工委先登记站点和站长，再从这里排班、登记接待。")
    if works_here:
        text = "群众来了先照原话记；纸上登记过的，可以事后补录，接待时间填当时的。"
        return Start("还没有接待记录", text, address("stations:reception_new"), "登记第一次接待")
    text = "各站排好接待日、登记接待以后，会列在这里。"
    return Start("还没有接待记录", text, address("stations:rota"), "看轮值安排")


def _days(user: User, on: date) -> list[DutySlot]:
    """The reception days of `on`: a station's own, a township's all."""
    rows = DutySlot.objects.visible_to(user).filter(date=on).exclude(status=SlotStatus.CANCELLED)
    return list(rows.with_list_data().order_by("starts_at", "id")[:12])


# --- what waits ---------------------------------------------------------------------------------
def _held(user: User, on: date, calendar: Calendar) -> list[Todo]:
    """站内办理 of one's own unit, the nearest day first."""
    rows = VisitOpinion.objects.visible_to(user).in_hand_of(user).at_station().with_list_data()
    shown, more = few(rows.order_by("opinion__due_on", "id"))
    todos = [_hold(row, on, calendar) for row in shown]
    if more:
        url = address("stations:feedback_list", tab="held")
        todos.append(Todo(f"还有 {more} 条意见在站内办理", "期限都在后面", url, "看全部", "house", count=more))
    return todos


def _hold(row: Any, on: date, calendar: Calendar) -> Todo:
    opinion = row.opinion
    who = f"{opinion.holder}办理" if opinion.holder else "站内办理"
    if opinion.due_on is None:
        return Todo(f"站内办理：{opinion.brief}", who, _item_url(row), "办理", "house")
    left = calendar.left(on, opinion.due_on)
    text = f"{who}，{limits.latest(opinion.due_on, opinion.heard_on)}"
    if left < 0:
        text = f"{text}，超期 {-left} 个工作日"
        return Todo(f"站内办理：{opinion.brief}", text, _item_url(row), "办理", "exclamation-triangle", "danger", LATE)
    soon = left <= reports.SOON_WD
    tone, rank = ("wait", NOW) if soon else ("neutral", OWN)
    return Todo(f"站内办理：{opinion.brief}", text, _item_url(row), "办理", "house", tone, rank)


def _item_url(row: Any) -> str:
    return address("stations:feedback_detail", row.opinion_id)


def _to_tell(untold: int, *, works_here: bool) -> list[Todo]:
    """Whoever spoke and has an outcome, but was not told: settled here, not assigned, or answered by a unit.

    The station that met the person tells them; a township reads how many wait in its place.
    """
    if not untold:
        return []
    url = address("stations:feedback_list", tab="untold")
    if not works_here:
        title = f"本地各站有 {untold} 条意见有了结果，还没有告诉群众"
        return [Todo(title, "由接待的站告诉群众，请提醒他们登记反馈", url, "看是哪些", "megaphone", "replied", OWN)]
    title = f"反馈：{untold} 条意见有了结果，还没有告诉群众"
    return [Todo(title, "当面、打电话都可以，说了以后登记一下", url, "去反馈", "megaphone", "replied", ASKED)]


def _to_enter(user: User, on: date) -> list[Todo]:
    """Reception days of the last two weeks, today included, of which nothing was entered."""
    mine = Station.objects.staffed_by(user)
    entered = Reception.objects.filter(slot=OuterRef("pk"))
    span = (on - timedelta(days=LOOK_BACK_DAYS), on)
    rows = DutySlot.objects.filter(station__in=mine.values("pk"), status=SlotStatus.PLANNED, date__range=span)
    rows = rows.filter(~Exists(entered)).select_related("station__unit").order_by("date", "starts_at")[:5]
    return [_enter(row, on) for row in rows]


def _to_hand_in(user: User, on: date) -> list[Todo]:
    """Last month's ledger of each station that received somebody and has not handed it in."""
    month = (on.replace(day=1) - timedelta(days=1)).replace(day=1)
    return [
        Todo(
            f"报送{month.month}月台账：{station}",
            "月份过完了，报一次就行",
            address("stations:ledger", station=station.pk, month=f"{month:%Y-%m}"),
            "去报送",
            "calendar-check",
            "doing",
            ASKED,
        )
        for station in months_to_hand_in(user, on)
    ]


def _to_type(user: User, on: date) -> list[Todo]:
    """Paper registers that were photographed and not typed to the end, the one that waits longest first."""
    return [_type(one) for one in reports.waiting_for(user, on)]


def _type(one: reports.Waiting) -> Todo:
    title = f"照着登记表录：{cn_short(one.paper.reception.held_on)}，{one.paper.reception.station}"
    waited = f"照片等了 {one.days} 天" if one.days else "照片是今天传的"
    text = f"{waited}，已录 {one.entered} 行"
    return Todo(title, text, address("stations:paper_detail", one.paper.pk), "接着录", "camera", "doing", ASKED)


def _enter(slot: DutySlot, on: date) -> Todo:
    when = "今天" if slot.date == on else cn_short(slot.date)
    title = f"登记接待：{when} {slot.starts_at:%H:%M}，{slot.station}"
    text = "今天是接待日，来一位记一位" if slot.date == on else "过了接待日还没有登记；没有人来也请写明"
    url = address("stations:reception_new", station=slot.station_id, slot=slot.pk)
    rank = NOW if slot.date == on else ASKED
    return Todo(title, text, url, "登记", "journal-plus", "doing", rank, primary=slot.date == on)
