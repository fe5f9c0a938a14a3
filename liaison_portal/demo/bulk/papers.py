"""Bulk matters, lists and undertakings, with replies and their history, made of bulk opinions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from liaison_portal.demo.bulk.ground import Ground
from liaison_portal.demo.bulk.tracks import write_undertakings
from opinions.choices import Destination, ListStatus, OpinionStatus, UnitRole
from opinions.models import (
    Assignment,
    AssignmentList,
    AssignmentUnit,
    Event,
    Matter,
    MatterSource,
    MatterUnit,
    Opinion,
)
from opinions.workflow.numbering import next_number, written

PER_LIST = 40
ASSIGNED = 0.75
OTHER_WAYS = (
    Destination.LEGISLATIVE,
    Destination.PARTY,
    Destination.OWN_ORGAN,
    Destination.LOWER_CONGRESS,
    Destination.BRIEFING,
)
DAYS_TO_LIST = 10


def write_papers(ground: Ground, opinions: Sequence[Opinion]) -> None:
    """Merge the merged, and put what is assigned on lists issued some days later."""
    matters = _matters(ground, [row for row in opinions if row.status == OpinionStatus.MERGED])
    _declined(ground, [row for row in opinions if row.status == OpinionStatus.NOT_ASSIGNED])
    assigned = [m for m in matters if m.destination == Destination.ASSIGN]
    for start in range(0, len(assigned), PER_LIST):
        _list(ground, assigned[start : start + PER_LIST])


def _matters(ground: Ground, opinions: Sequence[Opinion]) -> list[Matter]:
    groups, rest = [], list(opinions)
    while rest:
        size = ground.random.choice((2, 3, 4, 5, 6, 8))
        groups.append(rest[:size])
        rest = rest[size:]
    matters = Matter.objects.bulk_create([_matter(ground, group) for group in groups], batch_size=500)
    MatterSource.objects.bulk_create(
        [MatterSource(matter=m, opinion=o) for m, group in zip(matters, groups, strict=True) for o in group],
        batch_size=500,
    )
    _matter_history(ground, matters)
    _matter_units(ground, matters)
    return matters


def _matter(ground: Ground, group: Sequence[Opinion]) -> Matter:
    pick, first = ground.random, group[0]
    destination = Destination.ASSIGN if ground.chance(ASSIGNED) else pick.choice(OTHER_WAYS)
    return Matter(
        unit=ground.committee,
        rule=ground.rules["meeting_list"],
        title=first.original.partition("，")[2][:28].rstrip("，。？！、") or first.original[:28],
        wording="".join(row.original for row in group)[:300],
        demand="查清情况，提出办理意见，限期解决并书面答复。",
        category=first.category,
        destination=destination,
        reason="" if destination == Destination.ASSIGN else "转有关机关研究。",
        created_at=group[-1].created_at + timedelta(days=1),
    )


def _matter_history(ground: Ground, matters: Iterable[Matter]) -> None:
    Event.objects.bulk_create(
        [
            Event(matter=m, step=step, target=target, actor=ground.staff, at=m.created_at + timedelta(minutes=after))
            for m in matters
            for step, target, after in (("create", "", 0), ("decide", m.destination, 20))
        ],
        batch_size=1000,
    )


def _matter_units(ground: Ground, matters: Iterable[Matter]) -> None:
    rows = []
    for matter in matters:
        if matter.destination == Destination.ASSIGN:
            lead = ground.random.choice(ground.leads if ground.chance(0.85) else ground.direct)
            co = ground.random.choice(ground.leads)
            rows.append(MatterUnit(matter=matter, unit=lead, role=UnitRole.LEAD))
            if co.pk != lead.pk and ground.chance(0.6):
                rows.append(MatterUnit(matter=matter, unit=co, role=UnitRole.CO))
    MatterUnit.objects.bulk_create(rows, batch_size=500)


def _declined(ground: Ground, opinions: Sequence[Opinion]) -> None:
    """不交办 of the board: a matter of its own each; what a station told another way has none."""
    rows = [row for row in opinions if row.unit_id == ground.committee.pk]
    matters = Matter.objects.bulk_create(
        [
            Matter(
                unit=ground.committee,
                rule=ground.rules["meeting_list"],
                title=row.original[:28],
                destination=Destination.NONE,
                reason=row.reason,
                created_at=row.created_at + timedelta(days=1),
            )
            for row in rows
        ],
        batch_size=500,
    )
    MatterSource.objects.bulk_create(
        [MatterSource(matter=m, opinion=o) for m, o in zip(matters, rows, strict=True)], batch_size=500
    )


def _list(ground: Ground, matters: Sequence[Matter]) -> None:
    on = ground.calendar.roll(max(m.created_at.date() for m in matters) + timedelta(days=DAYS_TO_LIST))
    if on >= ground.today:
        return  # still to be drafted
    number = next_number(ground.office, series=ground.series, year=on.year)
    paper = AssignmentList.objects.create(
        unit=ground.office,
        title=f"代表、群众意见建议交办清单（{on.year}年{on.month}月）",
        salutation="市人民政府，有关单位",
        series=ground.series,
        number_year=on.year,
        number_no=number,
        number=written(ground.series, on.year, number),
        status=ListStatus.ISSUED,
        drafted_by=ground.staff,
        signed_by="黎景春",
        issued_on=on,
        sealed_on=on,
        created_at=ground.moment(on) - timedelta(days=5),
    )
    _list_history(ground, paper, on)
    write_undertakings(ground, _items(paper, matters), on)


def _list_history(ground: Ground, paper: AssignmentList, on: date) -> None:
    steps = (
        ("draft", "draft", 5),
        ("submit", "review", 4),
        ("check", "sign", 3),
        ("sign", "signed", 2),
        ("issue", "issued", 0),
    )
    Event.objects.bulk_create(
        Event(list=paper, step=step, target=target, actor=ground.staff, at=ground.moment(on - timedelta(days=before)))
        for step, target, before in steps
    )


def _items(paper: AssignmentList, matters: Sequence[Matter]) -> list[AssignmentUnit]:
    """The items of a list; returns their units."""
    items = Assignment.objects.bulk_create(
        Assignment(
            list=paper,
            matter=matter,
            rule=matter.rule,
            order=order,
            title=matter.title,
            wording=matter.wording,
            demand=matter.demand,
        )
        for order, matter in enumerate(matters, start=1)
    )
    by_matter = {item.matter_id: item for item in items}
    units = MatterUnit.objects.filter(matter__in=list(by_matter)).select_related("unit")
    rows = [AssignmentUnit(assignment=by_matter[u.matter_id], unit=u.unit, role=u.role) for u in units]
    AssignmentUnit.objects.bulk_create(rows)
    return rows
