"""The roll as pages and papers read it: by seat, counted, and whether there is a quorum."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from meetings.choices import RollStatus, Seat
from meetings.models import Attendee, Meeting, Roll

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


@dataclass(frozen=True)
class Part:
    """The people of one seat, and how many of them did what."""

    seat: str
    label: str
    people: list[Attendee]

    @property
    def counts(self) -> Counter[str]:
        return Counter(one.status for one in self.people)

    @property
    def sums(self) -> str:
        """“应到 20 人，已签到 18 人，请假 1 人，未签到 1 人”."""
        counts = self.counts
        words = [f"{RollStatus(status).label} {counts[status]} 人" for status in ORDER if counts[status]]
        return "，".join([f"应到 {len(self.people)} 人", *words])


ORDER = (RollStatus.PRESENT, RollStatus.LEAVE, RollStatus.ABSENT, RollStatus.EXPECTED)


def parts_of(meeting: Meeting) -> list[Part]:
    """Everybody called, seat by seat, in the order in which they were put on the roll."""
    people = list(meeting.attendees.with_row_data().order_by("id"))
    found = [Part(str(seat), str(seat.label), [one for one in people if one.seat == seat]) for seat in Seat]
    return [part for part in found if part.people]


def quorum_of(meeting: Meeting) -> Quorum:
    """Of the total that was entered, never less than the members on the roll."""
    statuses = list(meeting.attendees.members().values_list("status", flat=True))
    roll = Roll.objects.filter(meeting=meeting).first()
    total = max(len(statuses), (roll.members_total or 0) if roll else 0)
    return Quorum(total, statuses.count(RollStatus.PRESENT))
