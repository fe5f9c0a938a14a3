"""The paper register that waits, the months that were handed in, and the county's own form of the ledger."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path

from common.files import Accepted, accept_upload
from deputies.models import Deputy
from liaison_portal.demo.clock import at, clock_time
from liaison_portal.demo.content import VisitRow
from liaison_portal.demo.content.ledgers import (
    COLUMNS,
    HANDED_IN,
    LAST_MONTH,
    LATE_ROW,
    REGISTER,
    STATION,
    TITLE,
    TYPED,
)
from liaison_portal.demo.content.stations import PUYANG_STATIONS
from liaison_portal.demo.matters import category
from liaison_portal.demo.receptions import ROUTES, handler_of
from liaison_portal.demo.stations import deputies_at
from liaison_portal.demo.world import World
from opinions.choices import OpinionStatus
from stations.models import Reception, Visit, VisitOpinion
from stations.workflow import Handling, Said, Visitor, add_photos, plan_slot, record_reception, record_visit, settle
from stations.workflow.ledger import hand_in, set_layout

STARTS, ENDS = "15:00", "17:00"
PAPER, INK, LINE = "#f6f2e7", "#23252b", "#6a6a6a"
TOP, ROW = 210, 190
LEFTS = (40, 150, 250, 900, 1160)


def load_ledgers(world: World) -> None:
    """Where the station of the accounts stands: one month handed in and corrected since, one to hand in,
    one register photographed and typed to its first row."""
    this_month = world.clock.today.replace(day=1)
    last = (this_month - timedelta(days=1)).replace(day=1)
    before = (last - timedelta(days=1)).replace(day=1)
    _set_layout(world, before)
    older = _reception(world, before, HANDED_IN)
    _settle(world, older)
    hand_in(world.stations[STATION], before, actor=world.recorders[STATION], at=at(world.clock.calendar.roll(last), 9))
    _visit(world, older, LATE_ROW, at(world.clock.calendar.roll(last + timedelta(days=5)), 10))
    _settle(world, older)
    _settle(world, _reception(world, last, LAST_MONTH, replaced=True))
    _hand_in_others(world, last, this_month)
    _register(world)


def _set_layout(world: World, month: date) -> None:
    """The office of the county sets its own headings; `staff` of the city keeps them here."""
    unit = world.stations[STATION].reports_to
    columns = [{"key": key, "heading": heading, "width": width} for key, heading, width in COLUMNS]
    set_layout(unit, title=TITLE, columns=columns, version=0, actor=world.staff, at=at(month, 10))


def _reception(world: World, month: date, rows: Sequence[VisitRow], *, replaced: bool = False) -> Reception:
    """In the second week of a month; where somebody was `replaced`, another deputy came than was planned."""
    station, actor = world.stations[STATION], world.recorders[STATION]
    day = world.clock.back(month + timedelta(days=11))
    planned = _deputies(world)[:2]
    came = [planned[0], _deputies(world)[2]] if replaced else planned
    hours = {"starts_at": clock_time(STARTS), "ends_at": clock_time(ENDS)}
    plan_slot(station, day=day, **hours, deputies=planned, actor=actor, at=at(world.clock.back(day - timedelta(days=8)), 15))
    made = record_reception(
        station, held_on=day, started_at=hours["starts_at"], deputies=came, actor=actor, at=at(day, 17, 30)
    )
    for number, row in enumerate(rows):
        _visit(world, made, row, at(day, 17, 31 + number))
    return made


def _settle(world: World, reception: Reception) -> None:
    """What was taken in hand has been dealt with a week after it was written down."""
    items = VisitOpinion.objects.with_list_data().filter(visit__reception=reception)
    for item in items.filter(opinion__status=OpinionStatus.AT_STATION):
        done = world.clock.calendar.roll(timezone.localdate(item.opinion.created_at) + timedelta(days=7))
        if done < world.clock.today:
            note = f"已办结：{item.visit.answer}"
            settle(item, actor=handler_of(world, STATION, item), note=note, at=at(done, 10))


def _deputies(world: World) -> list[Deputy]:
    row = next(one for one in PUYANG_STATIONS if one.key == STATION)
    return deputies_at(world, row)


def _visit(world: World, reception: Reception, row: VisitRow, moment: datetime) -> Visit:
    return record_visit(
        reception,
        Visitor(name=row.visitor, headcount=row.heads),
        [Said(original=row.words, summary=row.summary, category=category(row.category))],
        Handling(ROUTES.get(row.route, row.route), row.note, elsewhere=row.elsewhere),
        client_id=uuid5(NAMESPACE_URL, f"demo:ledger:{row.words}"),
        actor=world.recorders[STATION],
        at=moment,
    )


def _hand_in_others(world: World, month: date, this_month: date) -> None:
    """Every second of the other stations has handed in, with or without visits, on the first working day there was."""
    day = world.clock.calendar.roll(this_month)
    if day >= world.clock.today:
        return
    others = [key for key in world.recorders if key != STATION]
    for key in others[::2]:
        hand_in(world.stations[key], month, actor=world.recorders[key], at=at(day, 8, 20))


# --- the register -----------------------------------------------------------------------------------
def _register(world: World) -> None:
    station, actor = world.stations[STATION], world.recorders[STATION]
    day = world.clock.workdays_ago(3)
    made = record_reception(
        station,
        held_on=day,
        started_at=clock_time(STARTS),
        deputies=_deputies(world)[:1],
        actor=actor,
        at=at(day, 17, 5),
    )
    add_photos(made, [_photo(station.unit.name, day)], actor=actor, at=at(day, 17, 6))
    for number, row in enumerate(REGISTER[:TYPED]):
        _visit(world, made, row, at(world.clock.workdays_ago(2), 9, 10 + number))


def _photo(station: str, day: date) -> Accepted:
    """The filled register as a telephone would have taken it: lying on its side."""
    sheet = Image.new("RGB", (1200, TOP + ROW * len(REGISTER) + 60), PAPER)
    pen, font = ImageDraw.Draw(sheet), ImageFont.truetype(sans_path(), 30)
    pen.text((300, 40), "人大代表接待选民登记表（示例）", INK, ImageFont.truetype(sans_path(), 40))
    pen.text((40, 120), f"{station}　{day.year}年{day.month}月{day.day}日 {STARTS}", INK, font)
    for number, row in enumerate(REGISTER):
        y = TOP + ROW * number
        pen.rectangle((LEFTS[0], y, LEFTS[-1], y + ROW), outline=LINE, width=2)
        for x in LEFTS[1:-1]:
            pen.line((x, y, x, y + ROW), LINE, 2)
        for x, text in zip(LEFTS, _cells(number, row), strict=False):
            pen.multiline_text((x + 12, y + 16), text, INK, font, spacing=12)
    return _upload(sheet.rotate(90, expand=True))


def _cells(number: int, row: VisitRow) -> tuple[str, ...]:
    words = "\n".join(row.words[i : i + 20] for i in range(0, len(row.words), 20))
    return str(number + 1), row.visitor or "不留名", words, f"{row.heads} 人"


def _upload(sheet: Image.Image) -> Accepted:
    data = io.BytesIO()
    sheet.save(data, "JPEG", quality=70)
    return accept_upload(SimpleUploadedFile("登记表（示例）.jpg", data.getvalue()), kinds=("image",))
