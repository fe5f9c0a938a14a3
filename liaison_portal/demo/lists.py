"""交办清单: drafted, checked, signed, numbered and issued; and those that wait on somebody's desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from liaison_portal.demo.clock import at
from liaison_portal.demo.content import MatterRow
from liaison_portal.demo.content.matters import MATTERS
from liaison_portal.demo.content.people import MEETING_TITLE
from liaison_portal.demo.content.station_matters import TO_CHECK, TO_SIGN
from liaison_portal.demo.matters import make_matter
from liaison_portal.demo.world import World
from opinions.choices import ListStatus
from opinions.models import AssignmentList, Matter, NumberSequence
from opinions.reports.drafting import opening_of
from opinions.workflow import opinion as opinions
from opinions.workflow import paper as papers
from opinions.workflow.paper import Cover

SERIES = "濮人常办"
LAST_NUMBER = 9  # what the office had issued that year before the meeting's list
TITLE = f"{MEETING_TITLE}审议意见和代表、群众意见建议"
SALUTATION = "市人民政府，市中级人民法院，有关单位"
COPIES = "市人大各专门委员会，市人大常委会各工作机构，各县（区）人大常委会。"
FIRST, SUPPLEMENT, DRAFTED = 1, 2, 3


def load_first(world: World) -> None:
    """The meeting's list."""
    day = world.clock.issued
    _start_numbers(world, day)
    world.lists[FIRST] = draft(world, _matters(world, FIRST), "交办清单", day - timedelta(days=7))
    issue(world, world.lists[FIRST], day)


def load_supplements(world: World) -> None:
    """The supplement of these days, and the one being drafted."""
    first, recent = world.lists[FIRST], world.clock.workdays_ago(3)
    made, begun = _matters(world, SUPPLEMENT), recent - timedelta(days=5)
    world.lists[SUPPLEMENT] = draft(world, made, "补充交办清单", begun, supplements=first)
    issue(world, world.lists[SUPPLEMENT], recent)
    made, begun = _matters(world, DRAFTED), world.clock.workdays_ago(1)
    world.lists[DRAFTED] = draft(world, made, "补充交办清单（二）", begun, supplements=first)


def _matters(world: World, number: int) -> list[Matter]:
    return [world.matters[row.key] for row in MATTERS if row.list_no == number]


def load_station_lists(world: World) -> None:
    """What the stations reported up: one list before the office, one before the leader."""
    for rows, status in ((TO_CHECK, ListStatus.REVIEW), (TO_SIGN, ListStatus.SIGN)):
        _station_list(world, rows, status)


def _station_list(world: World, rows: Sequence[MatterRow], status: str) -> None:
    if any(key not in world.opinions for row in rows for key in row.opinions):
        return  # the small world has one station alone
    day = world.clock.workdays_ago(4)
    made = [make_matter(world, row, occasion=None, moment=at(day, 9, 20 * number)) for number, row in enumerate(rows)]
    title = f"代表联络站意见建议交办清单（{rows[0].title}）" if len(rows) == 1 else "代表联络站意见建议交办清单"
    drafted = papers.draft(made, _cover(title, made), **_facts(world, world.clock.workdays_ago(3)))
    _send_round(world, drafted, world.clock.workdays_ago(2), until=status)


def _start_numbers(world: World, day: date) -> None:
    for year in {day.year, world.clock.today.year}:
        last = LAST_NUMBER if year == day.year else 0
        NumberSequence.objects.create(unit=world.units["py_office"], series=SERIES, year=year, last=last)


def _facts(world: World, day: date) -> dict[str, Any]:
    return {
        "actor": world.staff,
        "unit": world.units["py_office"],
        "at": at(world.clock.back(day), 10),
    }


def _cover(title: str, matters: Sequence[Matter]) -> Cover:
    return Cover(series=SERIES, title=title, salutation=SALUTATION, opening=opening_of(matters), copies_to=COPIES)


def draft(
    world: World, made: Sequence[Matter], name: str, day: date, *, supplements: AssignmentList | None = None
) -> AssignmentList:
    """A list of matters of the meeting, in 拟稿."""
    occasion, facts = world.the_meeting().occasion, _facts(world, day)
    return papers.draft(made, _cover(TITLE + name, made), occasion=occasion, supplements=supplements, **facts)


def issue(world: World, paper: AssignmentList, day: date) -> None:
    """Round the desks in the days before, then number, issue and seal it on `day`."""
    _send_round(world, paper, world.clock.back(day - timedelta(days=2)), until=ListStatus.SIGNED)
    papers.issue(paper, actor=world.staff, on=day, at=at(day, 9))
    papers.seal(paper, actor=world.staff, on=day, at=at(day, 9, 40))


def _send_round(world: World, paper: AssignmentList, day: date, *, until: str) -> None:
    """The shared texts are read, the list goes to the office and to the leader."""
    _confirm_texts(world, paper, day)
    papers.submit(paper, actor=world.staff, at=at(day, 11))
    if until == ListStatus.REVIEW:
        return
    papers.check_paper(paper, actor=world.users["office"], note="已核对全称和条款序号。", at=at(day, 15))
    if until == ListStatus.SIGN:
        return
    papers.sign(paper, actor=world.users["leader"], note="同意。", at=at(day, 17))


def _confirm_texts(world: World, paper: AssignmentList, day: date) -> None:
    inside = {item.matter_id for item in paper.assignments.all()}
    rows = [row for row in (*MATTERS, *TO_CHECK, *TO_SIGN) if row.key in world.matters]
    for opinion in (world.opinions[k] for r in rows if world.matters[r.key].pk in inside for k in r.opinions):
        if not opinion.shared_confirmed:
            opinions.confirm_shared_text(
                opinion, actor=world.staff, text=opinion.shared_text, version=opinion.version, at=at(day, 10)
            )
