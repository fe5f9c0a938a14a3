"""Whom each standard paper of a meeting concerns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.choices import Role
from accounts.models import User
from meetings.choices import Attendance, PaperKind, SittingKind
from meetings.models import Attendee, Participant, Preparation
from opinions.actions import addressing

AT_WORK = "工作人员"
BY = ("name", "capacity", "title")
FOR_CONVENERS = (PaperKind.CONVENER, PaperKind.HOSTING)
FOR_STAFF = (PaperKind.STAFF, PaperKind.BRIEFING)


@dataclass(frozen=True)
class Person:
    """Somebody who gets a paper: with an account, or on the list of a sitting, or by name alone."""

    name: str
    capacity: str
    user_id: int | None = None
    participant_id: int | None = None

    @property
    def key(self) -> tuple[str, Any]:
        """By what the same person is known again: account before list before name."""
        if self.user_id:
            return "user", self.user_id
        return ("participant", self.participant_id) if self.participant_id else ("name", self.name)

    def facts(self) -> dict[str, Any]:
        """The columns of the receipt to make from it."""
        return {
            "name": self.name[:40],
            "capacity": self.capacity[:60],
            "user_id": self.user_id,
            "participant_id": self.participant_id,
        }


def concerned_by(made: Preparation, names: Iterable[str] = ()) -> dict[str, list[Person]]:
    """For every kind of paper its people, each once: conveners, those at work, everybody in the groups."""
    accounts = _accounts(made)
    there = [(row, _person(row, accounts)) for row in _in_groups(made)]
    everybody = _once(one for _row, one in there)
    conveners = _once(one for row, one in there if row.is_convener)
    staff = _once([*_at_work(made), *(Person(name, AT_WORK) for name in names)])
    return {
        PaperKind.GROUPS: everybody,
        **dict.fromkeys(FOR_CONVENERS, conveners),
        **dict.fromkeys(FOR_STAFF, staff),
    }


def _once(people: Iterable[Person]) -> list[Person]:
    return list({one.key: one for one in people}.values())


def _in_groups(made: Preparation) -> list[Participant]:
    """Everybody on the lists of the group sittings but those on leave and those who stayed away."""
    rows = Participant.objects.filter(sitting__meeting=made.meeting_id, sitting__kind=SittingKind.GROUP)
    rows = rows.exclude(attendance__in=(Attendance.LEAVE, Attendance.ABSENT))
    return list(rows.select_related("contributor__deputy__user", "sitting").order_by("sitting_id", "order", "id"))


def _accounts(made: Preparation) -> dict[tuple[str, str, str], int]:
    """The accounts of those who are no deputies, as the roll of the meeting knows them."""
    rows = Attendee.objects.filter(meeting=made.meeting_id, user__is_active=True)
    return {(name, capacity, title): user for name, capacity, title, user in rows.values_list(*BY, "user_id")}


def _person(row: Participant, accounts: dict[tuple[str, str, str], int]) -> Person:
    who = row.contributor
    user = who.deputy.user if who.deputy else None
    label = "召集人" if row.is_convener else row.get_attendance_display()
    group = row.sitting.label or "分组会议"
    account = user.pk if user is not None and user.is_active else None
    account = account or accounts.get((who.name, who.capacity, who.title))
    return Person(who.inside_name, f"{group}{label}", account, row.pk)


def _at_work(made: Preparation) -> list[Person]:
    """Staff and office of the committee that holds the meeting."""
    path = made.meeting.occasion.unit.region.path
    found: list[User] = list(addressing.over(path, Role.STAFF, Role.OFFICE, exact=True).order_by("pk"))
    return [Person(user.name, AT_WORK, user.pk) for user in found]
