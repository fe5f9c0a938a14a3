"""Bulk undertakings: each follows a track as far as its age lets it, with reply, ratings and events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from liaison_portal.demo.bulk.ground import Ground
from opinions.choices import Grade, Outcome, ReplyStatus, UndertakingStatus, UnitRole
from opinions.models import AssignmentUnit, Event, MatterSource, OpinionAnswer, Rating, Reply, Undertaking
from opinions.workflow.opening import answer_limit, co_limit

U = UndertakingStatus
# What a lead does, and how many days after the issue; then how the rest of it ends.
OLD_AFTER = 130
ROUNDED = 60  # days in which a whole round, rating included, is possible
OLD = ((U.CLOSED, 90), (U.DOING, 3), (U.REDO, 3), (U.RATING, 2), (U.CHECKING, 2))
YOUNG = ((U.TO_ACCEPT, 10), (U.DOING, 50), (U.CHECKING, 8), (U.RATING, 12), (U.CLOSED, 18), (U.REDO, 2))
ANSWERED = (U.CHECKING, U.RATING, U.CLOSED, U.REDO)
TRACK = (("open", U.TO_ACCEPT, 0), ("accept", U.DOING, 3), ("deliver", U.CHECKING, 40), ("pass_reply", U.RATING, 44))
ENDS = {U.CLOSED: ("close", 58), U.REDO: ("reopen", 58)}


def write_undertakings(ground: Ground, planned: Sequence[AssignmentUnit], on: date) -> None:
    """Dispatch, lead and co rows of every item of a list issued `on`, with what followed."""
    offices = _offices(ground, planned, on)
    rows = [_row(ground, unit, offices, on) for unit in planned]
    Undertaking.objects.bulk_create(rows)
    events = [event for row in [*offices.values(), *rows] for event in _events(ground, row, on)]
    Event.objects.bulk_create(events, batch_size=1000)
    _write_replies(ground, [row for row in rows if row.role == UnitRole.LEAD and row.status in ANSWERED])


def _offices(ground: Ground, planned: Sequence[AssignmentUnit], on: date) -> dict[tuple[int, int], Undertaking]:
    """One 转办 row per item and office."""
    wanted = {
        (u.assignment_id, u.unit.dispatch_via_id): u.assignment for u in planned if u.unit.dispatch_via_id is not None
    }
    due = answer_limit(ground.rules["meeting_list"], on, ground.calendar)
    rows = [
        Undertaking(
            assignment=item, unit_id=office, role=UnitRole.DISPATCH, status=U.DISPATCHED, assigned_on=on, due_on=due
        )
        for (_, office), item in wanted.items()
    ]
    return dict(zip(wanted, Undertaking.objects.bulk_create(rows), strict=True))


def _row(ground: Ground, planned: AssignmentUnit, offices: dict[tuple[int, int], Undertaking], on: date) -> Undertaking:
    item, is_co = planned.assignment, planned.role == UnitRole.CO
    rule = item.rule
    status = _status(ground, on, is_co=is_co)
    accept_due = ground.calendar.add_workdays(on, rule.accept_wd or 1)
    due = co_limit(rule, on, ground.calendar) if is_co else answer_limit(rule, on, ground.calendar)
    moment = ground.moment(on)
    row = Undertaking(
        assignment=item,
        unit=planned.unit,
        role=planned.role,
        parent=offices.get((item.pk, planned.unit.dispatch_via_id or 0)),
        status=status,
        round=2 if status == U.REDO else 1,
        assigned_on=on,
        accept_due=accept_due,
        send_back_due=ground.calendar.add_workdays(on, rule.send_back_wd or 1),
        due_on=due if status != U.REDO else ground.calendar.add_months(on + timedelta(days=58), 1),
        accepted_at=None if status == U.TO_ACCEPT else moment + timedelta(days=3),
        answered_on=on + timedelta(days=40) if status in ANSWERED else None,
    )
    if status == U.CLOSED:
        row.outcome, row.closed_at = Outcome.RATED, moment + timedelta(days=58)
    if status == U.RATING:
        row.rating_due = ground.calendar.add_workdays(on + timedelta(days=44), rule.rating_wd or 1)
    clocks = {U.TO_ACCEPT: accept_due, U.DOING: row.due_on, U.REDO: row.due_on, U.RATING: row.rating_due}
    row.clock_on = clocks.get(U(status))
    return row


def _status(ground: Ground, on: date, *, is_co: bool) -> str:
    age = (ground.today - on).days
    if is_co:
        return str(U.CO_GIVEN if age > OLD_AFTER or ground.chance(0.6) else U.DOING)
    track = OLD if age > OLD_AFTER else YOUNG
    status = ground.random.choices([s for s, _ in track], [w for _, w in track])[0]
    return str(status if age > ROUNDED or status in (U.TO_ACCEPT, U.DOING) else U.DOING)


def _events(ground: Ground, row: Undertaking, on: date) -> list[Event]:
    """What led to the row's status, by the same names as the verbs use."""
    if row.role == UnitRole.DISPATCH:
        steps = [("open", U.TO_DISPATCH, 0), ("dispatch", U.DISPATCHED, 1)]
    elif row.role == UnitRole.CO:
        steps = [*TRACK[:2], ("co_opinion", U.CO_GIVEN, 20)][: 3 if row.status == U.CO_GIVEN else 2]
    else:
        last = next((n for n, (_, status, _) in enumerate(TRACK, start=1) if status == row.status), len(TRACK))
        steps = list(TRACK[:last])
        if row.status in ENDS:
            step, days = ENDS[U(row.status)]
            steps.append((step, U(row.status), days))
    sources = ["", *(str(status) for _, status, _ in steps)]
    return [
        Event(
            undertaking=row,
            step=step,
            source=source,
            target=str(status),
            actor=ground.staff,
            at=ground.moment(on) + timedelta(days=days),
        )
        for (step, status, days), source in zip(steps, sources, strict=False)
    ]


def _write_replies(ground: Ground, rows: Sequence[Undertaking]) -> None:
    replies = Reply.objects.bulk_create([_reply(ground, row) for row in rows])
    sources = _sources(rows)
    answers, ratings = [], []
    for reply, row in zip(replies, rows, strict=True):
        for opinion_id, contributor_id, can_rate in sources[row.assignment.matter_id]:
            answers.append(OpinionAnswer(reply=reply, opinion_id=opinion_id, is_answered=True))
            if can_rate and row.status != U.CHECKING:
                ratings.append(_rating(ground, reply, contributor_id, row))
    OpinionAnswer.objects.bulk_create(answers, batch_size=500)
    Rating.objects.bulk_create(ratings, batch_size=500)


def _reply(ground: Ground, row: Undertaking) -> Reply:
    moment = ground.moment(row.assigned_on) + timedelta(days=40)
    return Reply(
        undertaking=row,
        round=1,
        status=ReplyStatus.DELIVERED,
        answer_class=ground.random.choice(("A", "A", "C")),
        body="收到交办事项后，我局到现场核实情况，会同有关单位研究办理。" + row.assignment.wording[:160],
        contact_name="承办人",
        contact_phone=row.unit.phone,
        drafted_by=ground.staff,
        signed_by="负责人",
        signed_at=moment,
        delivered_at=moment,
        passed_at=None if row.status == U.CHECKING else moment + timedelta(days=4),
        closed_at=row.closed_at,
    )


def _sources(rows: Sequence[Undertaking]) -> dict[int, list[tuple[int, int, bool]]]:
    """Opinion, speaker and whether that speaker can be asked, by matter."""

    found: dict[int, list[tuple[int, int, bool]]] = {row.assignment.matter_id: [] for row in rows}
    pairs = MatterSource.objects.filter(matter__in=list(found)).values_list(
        "matter_id", "opinion_id", "opinion__contributor_id", "opinion__contributor__phone_hash"
    )
    for matter_id, opinion_id, contributor_id, phone in pairs:
        found[matter_id].append((opinion_id, contributor_id, bool(phone)))
    return found


def _rating(ground: Ground, reply: Reply, contributor_id: int, row: Undertaking) -> Rating:
    if row.status == U.RATING:
        return Rating(reply=reply, contributor_id=contributor_id)
    result = Grade.BAD if row.status == U.REDO else ground.random.choice((Grade.GOOD, Grade.GOOD, Grade.FAIR))
    return Rating(
        reply=reply,
        contributor_id=contributor_id,
        attitude=Grade.GOOD,
        result=result,
        reason="还没有解决，请再看看。" if result == Grade.BAD else "",
        rated_at=ground.moment(row.assigned_on) + timedelta(days=50),
        entered_by=ground.staff,
        is_proxy=True,
    )
