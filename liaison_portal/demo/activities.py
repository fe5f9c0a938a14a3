"""Activities, plans of the year and trainings, by the verbs, as they would have been written down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from accounts.models import User
from liaison_portal.demo.clock import at, clock_time
from liaison_portal.demo.content import StationRow
from liaison_portal.demo.content import activities as content
from liaison_portal.demo.content.activities import ActivityRow, QuestionRow, SaidHere
from liaison_portal.demo.content.people import XINCAI_STATION
from liaison_portal.demo.content.stations import PUYANG_STATIONS, xincai_stations
from liaison_portal.demo.world import World
from opinions.models import Contributor
from opinions.workflow.opinion import Said
from stations.actions import add_item, plan_of
from stations.choices import ActivityKind, Attendance, Audience
from stations.models import Activity, PlanItem, YearlyRule
from stations.workflow import (
    Asked,
    Planned,
    answer_invitation,
    archive_activity,
    cancel_activity,
    hold_activity,
    invite,
    mark_attendance,
    pin_to_station,
    plan_activity,
    register_said,
    send_invitations,
    write_minutes,
)
from stations.workflow import inquiry as questions

PLACES = (("py_st_qingzu", "py", "西街村", "staff", "410900"), (XINCAI_STATION, "xc", "大王庄村", "xc-staff", "411729"))
MONTHS = 12
PINNED = "县领导代表率先进站"
EVERY = 9  # one in so many was on leave


def load_activities(world: World) -> None:
    """The stations of the accounts with a plan and activities in every state; the county's trainings."""
    for key, unit, village, staff, region in PLACES:
        if key not in world.stations:
            continue
        place = YearlyRule(region=world.regions[region], minimum=content.RULE_MINIMUM)
        place.sentence, place.source = content.RULE
        place.save()
        row = next(one for one in (*PUYANG_STATIONS, *xincai_stations()) if one.key == key)
        items = _plan(world, row)
        for one in content.activities(unit, village):
            _activity(world, row, one, items, world.users[staff])
    if not world.is_small:
        _trainings(world)


def _plan(world: World, row: StationRow) -> dict[int, PlanItem]:
    """The plan of the station's first group, its months counted from that of loading; items by that count."""
    plan = plan_of(world.groups[row.region, row.groups[0]], year=world.clock.today.year, actor=None)
    found = {}
    for offset, what, who, how in content.PLAN:
        month = (world.clock.today.month + offset - 1) % MONTHS + 1
        found[offset] = add_item(plan, month=month, what=what, who=who, how=how, actor=None)
    return found


def _activity(world: World, row: StationRow, one: ActivityRow, items: dict[int, PlanItem], staff: User) -> None:
    station, actor = world.stations[row.key], world.recorders[row.key]
    planned = _planned(world, row, one, items)
    before = _before(world, planned.held_on)
    made = plan_activity(planned, organiser=station.unit, client_id=_id(row.key, one.theme), actor=actor, at=before)
    if one.status == "planned":
        return
    groups = [world.groups[row.region, number] for number in row.groups[: len(one.groups)]]
    asked = Asked(groups=groups, guests=one.guests, units=[world.units[key] for key in one.units])
    invite(made, asked, actor=actor, at=before)
    send_invitations(made, actor=actor, at=before + timedelta(minutes=20))
    _answers(made, before + timedelta(hours=2))
    if one.pin_days:
        until = world.clock.today + timedelta(days=one.pin_days)
        pin_to_station(made, until=until, note=PINNED, actor=staff, at=before + timedelta(minutes=40))
    _carry_out(world, made, one, actor)


def _planned(world: World, row: StationRow, one: ActivityRow, items: dict[int, PlanItem]) -> Planned:
    day = world.clock.ago(one.days_ago) if one.days_ago > 0 else world.clock.next_workday(-one.days_ago)
    return Planned(
        kind=one.kind,
        theme=one.theme,
        held_on=day,
        starts_at=clock_time(one.starts),
        ends_at=clock_time(one.ends),
        place=one.place,
        plan=one.plan,
        station=world.stations[row.key],
        group=world.groups[row.region, row.groups[0]] if one.item is not None else None,
        item=items[one.item] if one.item is not None else None,
    )


def _before(world: World, day: date) -> datetime:
    """When it was planned: a fortnight before, and before today."""
    planned = min(day - timedelta(days=14), world.clock.today - timedelta(days=2))
    return at(world.clock.back(planned), 15)


def _id(*parts: str) -> UUID:
    return uuid5(NAMESPACE_URL, "demo:activity:" + ":".join(parts))


def _answers(made: Activity, moment: datetime) -> None:
    """Whoever has an account says yes, unless the day is still to come: then it waits for them."""
    if made.held_on >= moment.date() + timedelta(days=30) or made.kind in (ActivityKind.CONTACT, ActivityKind.LEADER):
        return
    for row in made.invitations.filter(deputy__user__isnull=False).select_related("deputy__user", "activity"):
        if row.deputy and row.deputy.user:
            answer_invitation(row, coming=True, actor=row.deputy.user, at=moment)


def _carry_out(world: World, made: Activity, one: ActivityRow, actor: User) -> None:
    if one.status == "cancelled":
        cancel_activity(made, reason="气象部门预报有大风，改期另行通知", actor=actor, at=_on(world, made, -1))
    if one.status not in ("held", "archived"):
        return
    ended = at(made.held_on, 16, 40)
    hold_activity(made, actor=actor, at=ended)
    for number, said in enumerate(one.said):
        _said(made, said, number, actor, ended + timedelta(minutes=5 + number))
    for question in one.questions:
        _question(world, made, question, actor)
    if not one.minutes:
        return
    _attend(made, actor, ended + timedelta(minutes=20))
    write_minutes(made, one.minutes, number=0, actor=actor, at=_on(world, made, 1))
    if one.status == "archived":
        archive_activity(made, actor=actor, at=_on(world, made, 1, minute=30))


def _on(world: World, made: Activity, days: int, minute: int = 0) -> datetime:
    """The working day `days` after the activity, at the latest yesterday."""
    day = min(made.held_on + timedelta(days=days), world.clock.today - timedelta(days=1))
    return at(world.clock.back(day), 17, minute)


def _attend(made: Activity, actor: User | None, moment: datetime) -> None:
    """Most came, one in nine was on leave."""
    ids = list(made.invitations.order_by("pk").values_list("pk", flat=True))
    marks = {pk: Attendance.LEAVE if n % EVERY == EVERY - 1 else Attendance.PRESENT for n, pk in enumerate(ids)}
    mark_attendance(made, marks, actor=actor, at=moment)


def _said(made: Activity, said: SaidHere, number: int, actor: User, moment: datetime) -> None:
    register_said(
        made,
        Said(said.words),
        Contributor.named(said.name, said.capacity),
        route=said.route,
        answer=said.answer,
        client_id=_id(str(made.client_id), "said", str(number)),
        actor=actor,
        at=moment,
    )


def _question(world: World, made: Activity, row: QuestionRow, actor: User) -> None:
    ended = at(made.held_on, 17)
    asked = questions.ask(
        made,
        unit=world.units[row.unit],
        question=row.question,
        contributor=Contributor.named(row.name, row.capacity),
        client_id=_id(str(made.client_id), row.question),
        actor=actor,
        at=ended,
    )
    moment = ended + timedelta(minutes=10)
    due = world.clock.today + timedelta(days=row.due_in)
    steps: dict[str, tuple[Callable[..., Any], ...]] = {
        "answered": (lambda: questions.answer(asked, text=row.text, actor=actor, at=moment),),
        "promised": (lambda: questions.promise(asked, text=row.text, due_on=due, actor=actor, at=moment),),
        "ledger": (lambda: questions.to_ledger(asked, actor=actor, at=moment),),
    }
    done = _on(world, made, 11)
    steps["kept"] = (*steps["promised"], lambda: questions.keep(asked, evidence=row.evidence, actor=actor, at=done))
    for step in steps[row.status]:
        step()


# --- trainings of the county ----------------------------------------------------------------------
def _trainings(world: World) -> None:
    """The year's trainings, and that of 28 April: more than three hundred came."""
    staff, unit = world.users["xc-staff"], world.units["xc_liaison"]
    month, day = content.TRAINING_DAY
    today = world.clock.today
    year = today.year if date(today.year, month, day) < today else today.year - 1
    plan = plan_of(unit, year=year, actor=staff)
    items = {}
    for when, what, who, how in content.TRAININGS:
        items[when] = add_item(plan, month=when, what=what, who=who, how=how, actor=staff)
    made = _training(world, content.TRAINING_THEME, world.clock.back(date(year, month, day)), items[month])
    invite(made, Asked(audiences=[Audience.HEADS, Audience.LEADERS]), actor=staff, at=_before(world, made.held_on))
    send_invitations(made, actor=staff, at=_before(world, made.held_on) + timedelta(minutes=20))
    ended = at(made.held_on, 17)
    hold_activity(made, actor=staff, at=ended)
    _attend(made, staff, ended + timedelta(minutes=10))
    write_minutes(made, content.TRAINING_MINUTES, number=0, actor=staff, at=_on(world, made, 1))
    archive_activity(made, actor=staff, at=_on(world, made, 1, minute=30))
    ahead = _training(world, content.CONTACTS_THEME, world.clock.next_workday(11), None)
    asked = Asked(audiences=[Audience.REPORTERS, Audience.COLLECTORS, Audience.LIAISONS])
    invite(ahead, asked, actor=staff, at=_before(world, ahead.held_on))
    send_invitations(ahead, actor=staff, at=_before(world, ahead.held_on) + timedelta(minutes=20))


def _training(world: World, theme: str, day: date, item: PlanItem | None) -> Activity:
    planned = Planned(
        kind=ActivityKind.TRAINING,
        theme=theme,
        held_on=day,
        starts_at=clock_time("8:30"),
        ends_at=clock_time("16:30"),
        place=content.TRAINING_PLACE,
        plan=content.TRAINING_PLAN,
        item=item,
    )
    return plan_activity(
        planned,
        organiser=world.units["xc_liaison"],
        client_id=_id("training", theme),
        actor=world.users["xc-staff"],
        at=_before(world, day),
    )
