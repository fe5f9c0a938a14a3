"""What was said comes back from its speakers: confirmed, corrected, still out; one 简报 printed, one with the office."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from liaison_portal.demo.clock import at
from liaison_portal.demo.content.briefings import AFTERWARDS, CONFIRMED, COVERS, OUT, SIGNED, CoverRow
from liaison_portal.demo.world import World
from meetings.choices import BriefingSeries, CorrectionFate
from meetings.models import Briefing, Participant, RaisedOpinion
from meetings.workflow import briefing as briefings
from meetings.workflow import links, speech
from meetings.workflow.briefing import TOTAL, Cover
from meetings.workflow.speech import Agreed, mark_of
from opinions.models import NumberSequence

LAST_NUMBER, LAST_TOTAL = 2, 11  # what had been printed before this meeting
A_QUARTER = timedelta(minutes=15)


def load_confirmations(world: World) -> None:
    """The first group on their phones, the second on paper, the third's deputy asked these days."""
    begun = _day_after(world, world.clock.met, 1)
    for number, (key, words) in enumerate(CONFIRMED.items()):
        _on_the_phone(world, world.participants[key], at(begun, 9, 12 * number), words)
    for key in SIGNED:
        _on_paper(world, world.participants[key], begun)
    yesterday = world.clock.workdays_ago(1)
    for number, key in enumerate(OUT):
        speech.send(world.participants[key], actor=world.staff, at=at(yesterday, 16, 5 * number))


def _day_after(world: World, day: date, days: int) -> date:
    """The first working day at least so many days later; a holiday may lie between."""
    return world.clock.calendar.roll(day + timedelta(days=days))


def _rows(person: Participant) -> list[RaisedOpinion]:
    return list(RaisedOpinion.objects.live().filter(participant=person).with_speech_data().order_by("order"))


def _on_the_phone(world: World, person: Participant, moment: datetime, words: str) -> None:
    """Sent, opened, and each speech agreed to; the first in other words where `words` are given."""
    made = speech.send(person, actor=world.staff, at=moment)
    links.open_here(made.link, at=moment + A_QUARTER, digits=links.proof_of(person))
    for number, row in enumerate(_rows(person)):
        text = f"{row.opinion.original}{words}" if words and not number else None
        agreed = Agreed(mark=mark_of(row.opinion.original), text=text)
        speech.confirm(row, agreed, link=made.link, at=moment + A_QUARTER * (number + 2))


def _on_paper(world: World, person: Participant, day: date) -> None:
    words = {row.pk: row.opinion.original for row in _rows(person)}
    speech.sign_on_paper(person, words, actor=world.staff, signed_on=day, at=at(day, 17))


def load_briefings(world: World) -> None:
    """The first group's is printed, one speech unread; the second group's lies before the office, the third is begun."""
    edited = _day_after(world, world.clock.met, 2)
    day = _day_after(world, edited, 1)
    office = world.units["py_office"]
    numbers = ((str(BriefingSeries.REGULAR.label), day.year, LAST_NUMBER), (TOTAL, 0, LAST_TOTAL))
    for series, year, last in numbers:
        NumberSequence.objects.create(unit=office, series=series, year=year, last=last)
    first, second, third = COVERS
    printed = _compose(world, first, edited)
    _settle_one(world, printed, day)
    briefings.submit(printed, actor=world.staff, at=at(day, 9))
    briefings.check_briefing(printed, actor=world.users["office"], note="条款序号已核对。", at=at(day, 10))
    briefings.sign(printed, actor=world.users["leader"], note="同意。", at=at(day, 15))
    briefings.issue(printed, actor=world.staff, on=day, at=at(day, 16))
    recent = world.clock.workdays_ago(1)
    waiting = _compose(world, second, recent)
    briefings.submit(waiting, actor=world.staff, at=at(recent, 17))
    late, words = AFTERWARDS
    _on_the_phone(world, world.participants[late], at(recent, 9), words)
    _compose(world, third, recent)


def _compose(world: World, row: CoverRow, day: date) -> Briefing:
    facts: dict[str, Any] = {"actor": world.staff, "at": at(day, 8, 30)}
    cover = Cover(**row.facts)
    made = briefings.compose(cover, unit=world.units["py_office"], meeting=world.the_meeting(), **facts)
    people = [world.participants[key].pk for key in row.speakers]
    rows = RaisedOpinion.objects.live().filter(participant__in=people).with_speech_data()
    if people:
        briefings.choose(made, list(rows), actor=world.staff, at=at(day, 8, 40))
    return made


def _settle_one(world: World, briefing: Briefing, day: date) -> None:
    """One correction was decided; another still waits for staff."""
    rows = [one.raised for one in briefings.items_of(briefing)]
    changed = [row for row in rows if getattr(row, "confirmation", None) and row.confirmation.waits]
    for row in changed[:1]:
        speech.settle(row, CorrectionFate.KEPT, actor=world.staff, at=at(day, 8, 50))
