"""承办: every item of the issued lists is brought to the state that the content asks for.

Days count from the issue of the meeting's list; the supplement of these days has its own two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import cast

from accounts.calendar import Calendar
from accounts.models import Unit, User
from liaison_portal.demo import replying
from liaison_portal.demo.content import MatterRow, NoteRow
from liaison_portal.demo.content.matters import MATTERS
from liaison_portal.demo.content.replies import CO_OPINIONS, EXTENSIONS, PROGRESS, SEND_BACKS, URGES
from liaison_portal.demo.lists import FIRST, SUPPLEMENT
from liaison_portal.demo.world import World
from opinions.choices import UndertakingStatus, UnitRole
from opinions.models import Undertaking
from opinions.querysets import UndertakingQuerySet
from opinions.workflow import requests
from opinions.workflow import undertaking as undertakings

DISPATCHED, ACCEPTED, CO_ACCEPTED, CO_GIVEN = 1, 2, 3, 8
SEND_BACK_DECIDED, REASSIGNED_ACCEPTED = 8, 9
EXTENSION_ASKED, EXTENSION_GRANTED, EXTENSION_ASKED_LATE = 20, 22, 31


def load_handling(world: World) -> None:
    """All items of the two issued lists, matter by matter."""
    for row in MATTERS:
        if row.list_no == FIRST:
            day = world.clock.after_issue(DISPATCHED)
            dispatch(world, row, day)
            _accept_all(world, row)
            STATES.get(row.state, _progress)(world, row)
        elif row.list_no == SUPPLEMENT:
            _of_these_days(world, row)


def rows_of(world: World, row: MatterRow) -> UndertakingQuerySet:
    """The undertakings of a matter, with what the rules ask of them."""
    return Undertaking.objects.with_list_data().filter(assignment__matter=world.matters[row.key]).order_by("id")


def lead_of(world: World, row: MatterRow) -> Undertaking:
    """The lead that is still in force."""
    return cast("Undertaking", rows_of(world, row).leads().first())


def clerk_of(world: World, unit: Unit) -> User:
    return world.clerks[_key_of(world, unit)]


def head_of(world: World, unit: Unit) -> User:
    return world.heads[_key_of(world, unit)]


def _key_of(world: World, unit: Unit) -> str:
    return next(key for key, known in world.units.items() if known.pk == unit.pk)


def dispatch(world: World, row: MatterRow, day: date) -> None:
    """政府办（督查室） passes on what it was given to those the list proposes."""
    for office in rows_of(world, row):
        if office.status != UndertakingStatus.TO_DISPATCH:
            continue
        proposed = [
            u
            for u in office.assignment.assignment_units.select_related("unit")
            if u.unit.dispatch_via_id == office.unit_id
        ]
        undertakings.dispatch(
            office,
            actor=world.users["dispatcher"],
            leads=[u.unit for u in proposed if u.role == UnitRole.LEAD],
            cos=[u.unit for u in proposed if u.role == UnitRole.CO],
            on=day,
            at=world.clock.moment(row.key, day, 15),
        )


def _accept_all(world: World, row: MatterRow) -> None:
    for undertaking in rows_of(world, row):
        if undertaking.status != UndertakingStatus.TO_ACCEPT:
            continue
        after = ACCEPTED if undertaking.role == UnitRole.LEAD else CO_ACCEPTED
        undertakings.accept(
            undertaking, actor=clerk_of(world, undertaking.unit), at=world.clock.after(row.key, after, 9)
        )
        if undertaking.role == UnitRole.CO:
            _give_co_opinion(world, row, undertaking)


def _give_co_opinion(world: World, row: MatterRow, undertaking: Undertaking) -> None:
    for note in _notes(CO_OPINIONS, row):
        if world.units[note.unit].pk == undertaking.unit_id:
            actor, day = clerk_of(world, undertaking.unit), world.clock.after_issue(CO_GIVEN)
            undertakings.give_co_opinion(
                undertaking, actor=actor, text=note.text, at=world.clock.moment(row.key, day, 16)
            )


def _notes(notes: Iterable[NoteRow], row: MatterRow) -> list[NoteRow]:
    return [note for note in notes if note.matter == row.key]


def _progress(world: World, row: MatterRow) -> None:
    """办理中, with what the unit has written about it, and staff's reminders."""
    lead = lead_of(world, row)
    for note in _notes(PROGRESS, row):
        day = world.clock.after_issue(note.days)
        undertakings.record_progress(
            lead, actor=clerk_of(world, lead.unit), text=note.text, at=world.clock.moment(row.key, day, 15)
        )
    for note in _notes(URGES, row):
        day = world.clock.after_issue(note.days)
        undertakings.urge(lead, actor=world.staff, note=note.text, at=world.clock.moment(row.key, day, 16))


def _sent_back(world: World, row: MatterRow) -> None:
    """退办 agreed to: another unit has it now."""
    note, lead = _notes(SEND_BACKS, row)[0], lead_of(world, row)
    new_unit = world.units[note.unit]
    request = requests.ask_send_back(
        lead,
        actor=clerk_of(world, lead.unit),
        reason=note.text,
        suggested_unit=new_unit,
        at=world.clock.after(row.key, note.days, 10),
    )
    day = world.clock.after_issue(SEND_BACK_DECIDED)
    requests.decide_send_back(
        request,
        actor=world.staff,
        agree=True,
        note=note.answer,
        new_unit=new_unit,
        at=world.clock.moment(row.key, day, 10),
    )
    fresh = lead_of(world, row)
    day = world.clock.after_issue(REASSIGNED_ACCEPTED)
    undertakings.accept(fresh, actor=clerk_of(world, fresh.unit), at=world.clock.moment(row.key, day, 10))


def _extension(world: World, row: MatterRow) -> None:
    """延期 asked for; granted where the content has staff's answer, else open on staff's desk."""
    note, lead = _notes(EXTENSIONS, row)[0], lead_of(world, row)
    last = Calendar.load().add_months(lead.assigned_on, lead.assignment.rule.answer_max_months or 1)
    asked = EXTENSION_ASKED if note.answer else EXTENSION_ASKED_LATE
    request = requests.ask_extension(
        lead,
        actor=clerk_of(world, lead.unit),
        reason=note.text,
        until=min(lead.due_on + timedelta(days=note.days), last),
        at=world.clock.after(row.key, asked, 10),
    )
    if note.answer:
        day = world.clock.after_issue(EXTENSION_GRANTED)
        requests.decide_extension(
            request, actor=world.staff, agree=True, note=note.answer, at=world.clock.moment(row.key, day, 11)
        )


def _of_these_days(world: World, row: MatterRow) -> None:
    """The supplement: one item still lies with the office, one is asked back, the rest wait for acceptance."""
    if row.state == "dispatch_waiting":
        return
    dispatch(world, row, world.clock.workdays_ago(2))
    if row.state != "send_back_open":
        return
    note, lead = _notes(SEND_BACKS, row)[0], lead_of(world, row)
    clerk = clerk_of(world, lead.unit)
    undertakings.accept(lead, actor=clerk, at=world.clock.moment(row.key, world.clock.workdays_ago(2), 16))
    requests.ask_send_back(
        lead,
        actor=clerk,
        reason=note.text,
        suggested_unit=world.units[note.unit],
        at=world.clock.moment(row.key, world.clock.workdays_ago(1), 10),
    )


def _reply(walk: Callable[..., None]) -> Callable[[World, MatterRow], None]:
    """A step of `replying` with the unit's own people."""

    def walked(world: World, row: MatterRow) -> None:
        lead = lead_of(world, row)
        walk(world, row, lead, clerk=clerk_of(world, lead.unit), head=head_of(world, lead.unit))
        if row.state == "rated_unsatisfied_reopened":
            _progress(world, row)

    return walked


STATES: dict[str, Callable[[World, MatterRow], None]] = {
    "sent_back_reassigned": _sent_back,
    "extension_open": _extension,
    "extended": _extension,
    "reply_drafting": _reply(replying.drafting),
    "reply_to_sign": _reply(replying.to_sign),
    "delivered": _reply(replying.delivered),
    "rating": _reply(replying.waiting_for_ratings),
    "rated_ok_closed": _reply(replying.rated),
    "rated_unsatisfied_reopened": _reply(replying.rated),
    "assessing": _reply(replying.assessing),
    "unrated_closed": _reply(replying.unrated),
    "closed_fed_back": _reply(replying.fed_back),
}
