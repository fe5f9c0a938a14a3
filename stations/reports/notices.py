"""Where the public notice of a reception day stands, and what it says: on the page, on the poster, to copy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min, Prefetch

from accounts.models import User
from common.text import cn_date, cn_short
from deputies.models import Mandate
from stations.calendar import WEEKDAYS
from stations.choices import NoticeKind, PageStatus, SlotStatus
from stations.models import DayNotice, DutySlot, PublicPage, SlotDeputy, Station
from stations.models.rule import NOTICE_DAYS, NOTICE_MAX
from stations.reports.duty import levels_of

HEADS_UP = timedelta(days=2)  # so long before a notice is due, whoever has to look over it hears so
DOORS = (
    "有危险、着急的事请打 110、119、120；诉讼、仲裁、举报、信访请找法院、仲裁机构、纪检监察机关和信访部门；"
    "办具体的事打 12345"
)
BRING = "不用预约，也不用带证件。有书面材料的，请带复印件，原件自己留好。姓名、电话可以不留。"


@dataclass(frozen=True)
class Standing:
    """How far the notice of a day has come, in words: who holds the ball and what to do next."""

    code: str
    tone: str
    icon: str
    text: str
    is_late: bool = False


def notice_days(slot: DutySlot) -> int:
    """How many days ahead the notice of this day goes out."""
    return slot.rule.notice_days if slot.rule else NOTICE_DAYS


def due_on(slot: DutySlot) -> date:
    """The last day on which the notice is in time."""
    return slot.date - timedelta(days=notice_days(slot))


def with_notices(slots: Any, on: date) -> Any:
    """`slots` with everything this module reads of them, levels as of `on`; the number of queries does not grow."""
    mandates = Prefetch("deputy__mandates", Mandate.objects.in_force(on))
    on_duty = SlotDeputy.objects.select_related("deputy").prefetch_related(mandates)
    return slots.select_related("rule", "station__unit__region", "published_by", "cleared_by").prefetch_related(
        Prefetch("slot_deputies", on_duty), "notices"
    )


def current(slot: DutySlot) -> DayNotice | None:
    """The edition that holds, unless it was withdrawn."""
    latest = next(iter(slot.notices.all()), None)
    return latest if latest is not None and latest.withdrawn_at is None else None


def tells(notice: DayNotice, slot: DutySlot) -> bool:
    """Whether the notice still says when and where the day is."""
    now = (slot.date, slot.starts_at, slot.ends_at, slot.station.address)
    return (notice.date, notice.starts_at, notice.ends_at, notice.place) == now


def standing(slot: DutySlot, on: date) -> Standing:
    """Where the notice of the day stands on the day `on`."""
    notice = current(slot)
    if slot.status != SlotStatus.PLANNED:
        return Standing("over", "neutral", "dash-circle", "已公告" if notice else "没有公告")
    if notice is not None and tells(notice, slot):
        word = "已公告" if notice.kind == NoticeKind.FIRST else "更正已公告"
        return Standing("out", "ok", "megaphone", f"{word}（{notice}）")
    if notice is not None:
        return Standing("changed", "danger", "exclamation-triangle", "改期了，更正公告等另一位同志审核", is_late=True)
    due = due_on(slot)
    is_ready = slot.cleared_at is not None and bool(slot.slot_deputies.all())
    if due < on or (due == on and not is_ready):
        return Standing("late", "danger", "exclamation-triangle", f"公告迟了：{missing(slot)}", is_late=True)
    if is_ready:
        return Standing("due", "doing", "clock", f"审核过了，{'今天' if due == on else cn_short(due)}自动公告")
    return Standing("wait", "wait", "clock", f"{missing(slot)}，最迟{cn_short(due)}要公告")


def missing(slot: DutySlot) -> str:
    """What keeps the notice from going out."""
    if not slot.slot_deputies.all():
        return "还没有排代表"
    if slot.published_at is None:
        return "轮值还没有公布"
    return "等另一位同志审核" if slot.cleared_at is None else "还没有发出"


def pending(day: date) -> list[DutySlot]:
    """The days to come whose notice is due, or nearly, on `day` and not out."""
    span = (day, day + timedelta(days=NOTICE_MAX) + HEADS_UP)
    rows = with_notices(DutySlot.objects.filter(status=SlotStatus.PLANNED, date__range=span), day)
    return [slot for slot in rows.order_by("date", "id") if current(slot) is None and due_on(slot) - HEADS_UP <= day]


def late_days(user: User, on: date) -> list[DutySlot]:
    """The days at the stations `user` oversees or works at whose notice should be out and is not, the nearest first."""
    span = (on, on + timedelta(days=NOTICE_MAX))
    rows = with_notices(DutySlot.objects.visible_to(user).filter(status=SlotStatus.PLANNED, date__range=span), on)
    return [slot for slot in rows.order_by("date", "id") if standing(slot, on).is_late]


def stations_to_clear(user: User, on: date) -> Any:
    """The stations with days whose notice `user` may look over, each with how many (`days`) and the `nearest`."""
    rows = Station.objects.filter(slots__in=DutySlot.objects.clearable_by(user, on).order_by())
    return rows.annotate(days=Count("slots"), nearest=Min("slots__date")).select_related("unit__region")


# --- what the notice says -------------------------------------------------------------------------
@dataclass(frozen=True)
class Announced:
    """One notice as residents read it: who is on duty now, nobody marked as coming for another.

    `is_open` while when and where are being looked over again; then neither is said.
    """

    notice: DayNotice
    deputies: list[tuple[str, str]]
    is_open: bool = False
    before: DayNotice | None = None

    @property
    def is_cancelled(self) -> bool:
        return self.notice.kind == NoticeKind.CANCELLED

    @property
    def correction(self) -> str:
        """“更正：原公告7月2日，改为7月4日”, or nothing."""
        if self.before is None or self.notice.kind == NoticeKind.FIRST:
            return ""
        was = f"{cn_short(self.before.date)} {clock(self.before)}"
        if self.is_cancelled:
            return f"更正：原公告{was}的接待取消"
        return f"更正：原公告{was}，改为{cn_short(self.notice.date)} {clock(self.notice)}"


def clock(one: Any) -> str:
    """“8:30 到 11:30”."""
    return f"{one.starts_at.hour}:{one.starts_at:%M} 到 {one.ends_at.hour}:{one.ends_at:%M}"


def announced(station: Station, on: date) -> list[Announced]:
    """The notices of a station that hold on the day `on`, the next day first; at most five queries."""
    ahead = DutySlot.objects.filter(station=station, notices__date__gte=on) | DutySlot.objects.filter(
        station=station, date__gte=on, notices__isnull=False
    )
    slots = list(with_notices(ahead.distinct(), on))
    hidden = _hidden(slots)
    found = [_announced(slot, notice, hidden) for slot in slots if (notice := current(slot)) is not None]
    return sorted(found, key=lambda one: (one.notice.date, one.notice.starts_at))


def _announced(slot: DutySlot, notice: DayNotice, hidden: set[int]) -> Announced:
    editions = [one for one in slot.notices.all() if one.edition < notice.edition]
    return Announced(
        notice,
        named(slot, hidden),
        is_open=notice.kind != NoticeKind.CANCELLED and not tells(notice, slot),
        before=editions[0] if editions else None,
    )


def named(slot: DutySlot, hidden: Iterable[int] = ()) -> list[tuple[str, str]]:
    """Name and level of who is on duty, less those who are named nowhere in public."""
    rows = [row for row in slot.slot_deputies.all() if row.deputy_id not in hidden]
    return [(row.deputy.name, levels_of(row.deputy)) for row in rows]


def _hidden(slots: Iterable[DutySlot]) -> set[int]:
    """The deputies whose public page was taken down."""
    ids = {row.deputy_id for slot in slots for row in slot.slot_deputies.all()}
    down = PublicPage.objects.filter(deputy__in=ids, status=PageStatus.DOWN)
    return set(down.values_list("deputy_id", flat=True))


def copy_text(slot: DutySlot, address: str) -> str:
    """The notice to paste into WeChat: day, place, who, and the right doors; no telephone of a person."""
    station, notice = slot.station, current(slot)
    who = "、".join(f"{name}（{level}）" for name, level in named(slot))
    lines = [
        f"{station.unit.name}接待公告" + (f"（{notice}）" if notice else ""),
        f"时间：{cn_date(slot.date)}（星期{WEEKDAYS[slot.date.weekday()]}）{clock(slot)}",
        f"地点：{station.address}" + (f"，{station.directions}" if station.directions else ""),
        f"接待代表：{who}" if who else "",
        BRING,
        f"{DOORS}。",
        f"详见：{address}",
    ]
    return "\n".join(line for line in lines if line)


def code_address(station: Station, base: str) -> str:
    """Where the code on the poster leads: the station's own code in use, else the public list of stations."""
    code = station.codes.filter(revoked_at=None).first()
    return f"{base}/p/c/{code.token}/" if code else f"{base}/p/stations/"
