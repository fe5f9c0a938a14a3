"""The roll as pages and papers read it: by seat and 全体会议, counted, and whether each has a quorum."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from meetings.choices import RollStatus, Seat
from meetings.models import Attendee, Meeting, Plenary, Presence, Roll
from meetings.workflow.attendance import ANSWERS, STEPS

LAW = "《地方各级人民代表大会和地方各级人民政府组织法》第五十一条"


@dataclass(frozen=True)
class Quorum:
    """More than half of all members present; `total` counts also those nobody has named."""

    total: int
    present: int

    @property
    def needed(self) -> int:
        """The least number that is more than half."""
        return self.total // 2 + 1 if self.total else 0

    @property
    def is_met(self) -> bool:
        return bool(self.total) and self.present >= self.needed

    @property
    def sentence(self) -> str:
        """As the chair reads it out."""
        if not self.total:
            return "还没有登记常委会组成人员。请先填全体人数，或者把组成人员加进名单。"
        head = f"常委会组成人员共 {self.total} 人，过半数是 {self.needed} 人，现已出席 {self.present} 人"
        if self.is_met:
            return f"{head}，达到法定人数，可以开会。"
        return f"{head}，还差 {self.needed - self.present} 人，没有达到法定人数，不能开会。"


ORDER = (RollStatus.PRESENT, RollStatus.LEAVE, RollStatus.ABSENT, RollStatus.EXPECTED)


@dataclass(frozen=True)
class Line:
    """One person with a cell for each 全体会议, in their order; where nothing was written yet, an unsaved one."""

    attendee: Attendee
    cells: list[Presence]

    @property
    def times(self) -> int:
        """At how many they were."""
        return sum(cell.status == RollStatus.PRESENT for cell in self.cells)


@dataclass(frozen=True)
class Part:
    """The people of one seat, and how many of them did what at each 全体会议."""

    seat: str
    label: str
    lines: list[Line]

    @property
    def sums(self) -> list[str]:
        """For each 全体会议 “应到 20 人，已签到 18 人（迟到 1 人），请假 1 人，未签到 1 人”."""
        return [self._sum(list(cells)) for cells in zip(*(line.cells for line in self.lines), strict=True)]

    def _sum(self, cells: list[Presence]) -> str:
        counts = Counter(cell.status for cell in cells)
        late = sum(cell.is_late for cell in cells)
        words = {status: f"{RollStatus(status).label} {counts[status]} 人" for status in ORDER if counts[status]}
        if late:
            words[RollStatus.PRESENT] += f"（迟到 {late} 人）"
        return "，".join([f"应到 {len(cells)} 人", *words.values()])

    @property
    def summary(self) -> str:
        """“常委会组成人员 27 人：每次都到 24 人；到了一部分 2 人（甲、乙）；一次没到 1 人（丙）。”"""
        total = len(self.lines[0].cells)
        some = [line.attendee.name for line in self.lines if 0 < line.times < total]
        none = [line.attendee.name for line in self.lines if not line.times]
        words = [f"每次都到 {len(self.lines) - len(some) - len(none)} 人"]
        few = (("到了一部分", some), ("一次没到", none))
        words += [f"{what} {len(who)} 人（{'、'.join(who)}）" for what, who in few if who]
        return f"{self.label} {len(self.lines)} 人：{'；'.join(words)}。"


@dataclass(frozen=True)
class Board:
    """The whole roll: its 全体会议, each with its quorum, and everybody seat by seat."""

    plenaries: list[Plenary]
    parts: list[Part]
    members_total: int

    def quorum(self, at: int) -> Quorum:
        """Of the 全体会议 in place `at`."""
        cells = [line.cells[at] for part in self.parts if part.seat == Seat.MEMBER for line in part.lines]
        present = sum(cell.status == RollStatus.PRESENT for cell in cells)
        return Quorum(max(len(cells), self.members_total), present)

    @property
    def quorums(self) -> list[tuple[Plenary, Quorum, int]]:
        """Each 全体会议 with its quorum, and how many it still waits for."""
        return [(one, self.quorum(at), self._waiting(at)) for at, one in enumerate(self.plenaries)]

    def _waiting(self, at: int) -> int:
        return sum(line.cells[at].status == RollStatus.EXPECTED for part in self.parts for line in part.lines)

    @property
    def is_several(self) -> bool:
        return len(self.plenaries) > 1

    @property
    def summaries(self) -> list[str]:
        """Who came to all, some, none; nothing before anybody came, or where there is one 全体会议 alone."""
        came = any(line.times for part in self.parts for line in part.lines)
        return [part.summary for part in self.parts] if came and self.is_several else []

    def chosen(self, asked: str, today: date) -> Plenary:
        """The 全体会议 of that number, else the first that is not over."""
        by_number = {str(one.number): one for one in self.plenaries}
        coming = (one for one in self.plenaries if one.day >= today)
        return by_number.get(asked) or next(coming, self.plenaries[-1])


def board_of(meeting: Meeting) -> Board:
    """Everybody called, in the order in which they were put on the roll, in as many queries however many they are."""
    plenaries = plenaries_of(meeting)
    people = list(meeting.attendees.with_row_data().order_by("id"))
    known = {(row.attendee_id, row.plenary_id): row for row in Presence.objects.filter(plenary__meeting=meeting)}
    lines = [Line(one, [_cell(one, plenary, known) for plenary in plenaries]) for one in people]
    found = [Part(str(seat), str(seat.label), [one for one in lines if one.attendee.seat == seat]) for seat in Seat]
    return Board(plenaries, [part for part in found if part.lines], total_of(meeting))


def plenaries_of(meeting: Meeting) -> list[Plenary]:
    """In their order, each knowing its meeting."""
    found = sorted(meeting.plenaries.all(), key=lambda one: one.number)  # as prefetched where it was
    for one in found:
        one.meeting = meeting
    return found


def _cell(attendee: Attendee, plenary: Plenary, known: dict[tuple[int, int], Presence]) -> Presence:
    cell = known.get((attendee.pk, plenary.pk)) or Presence()
    cell.attendee, cell.plenary = attendee, plenary
    return cell


def cells_of(attendee: Attendee) -> list[Presence]:
    """One person's line, 全体会议 by 全体会议."""
    known = {(attendee.pk, row.plenary_id): row for row in attendee.presences.all()}
    return [_cell(attendee, one, known) for one in plenaries_of(attendee.meeting)]


def total_of(meeting: Meeting) -> int:
    """How many members were entered for the whole committee; 0 before anybody did."""
    roll = Roll.objects.filter(meeting=meeting).first()
    return (roll.members_total or 0) if roll else 0


def quorum_of(plenary: Plenary) -> Quorum:
    """Of the total that was entered, never less than the members on the roll."""
    members = plenary.meeting.attendees.members()
    present = members.filter(presences__plenary=plenary, presences__status=RollStatus.PRESENT)
    return Quorum(max(members.count(), total_of(plenary.meeting)), present.count())


WORDS = {
    **{name: step.label for name, step in {**STEPS, **ANSWERS}.items()},
    "invite": "请来",
    "appoint": "拟为",
    "decide": "确定为",
    "drop": "不再担任",
    "bind": "对应账号：",
    "unbind": "不再对应账号：",
}


def line_history(attendee: Attendee) -> list[dict[str, Any]]:
    """What happened on the line of one person, newest first."""
    events = attendee.events.select_related("actor").order_by("-at", "-id")[:100]
    several = attendee.meeting.plenaries.count() > 1
    found = []
    for one in events:
        where = f"{one.data.get('plenary', '')}：" if several and one.data.get("plenary") else ""
        what = f"{WORDS.get(one.step, one.step)}{one.data.get('what', '')}"
        who = one.actor.name if one.actor else "系统"
        found.append({"text": f"{where}{what}（{who}）", "time": one.at, "note": one.note, "icon": "dot"})
    return found
