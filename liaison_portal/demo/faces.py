"""书记、市长、主任·代表公民面对面: twelve sittings of the year held and recorded, in part merged, reported and listed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from liaison_portal.demo.accounts import MARK
from liaison_portal.demo.clock import at, clock_time
from liaison_portal.demo.content import faces as content
from liaison_portal.demo.content.faces_rows import FaceRow, Guest, Merged
from liaison_portal.demo.lists import SALUTATION, SERIES
from liaison_portal.demo.matters import category
from liaison_portal.demo.world import World
from meetings import workflow as recording
from meetings.actions.face import Plan, arrange, open_series
from meetings.exports.face_report import report_docx
from meetings.models.face import FaceReport, FaceSeries, FaceSitting
from meetings.workflow import face as inviting
from meetings.workflow import face_report as reporting
from meetings.workflow.face_report import Words
from opinions.choices import Destination, Intent
from opinions.models import HandlingRule, Matter, Opinion
from opinions.reports.drafting import opening_of, title_of
from opinions.workflow import matter as matters
from opinions.workflow import paper as papers
from opinions.workflow.decision import Decision, decide
from opinions.workflow.opinion import confirm_shared_text
from opinions.workflow.paper import Cover

INTENTS = {"s": Intent.SUGGEST, "p": Intent.PROBLEM, "a": Intent.AFFIRM}
PAUSE = timedelta(minutes=6)
LAST_DAYS_AGO = 12  # working days: time to merge, report and draft a list after the twelfth sitting
FIRST_DAY, EARLIEST_LAST = (1, 8), 60  # a year too young holds no twelve sittings: then it was the year before
PROPOSALS = (
    "建议把农村公路、机井的管护经费列入预算，定下每公里、每眼井的标准。\n"
    "建议对校门口交通、慢病办理、加装电梯这几件群众反映集中的事，由市政府牵头限期拿出办法。"
)


def load_faces(world: World) -> None:
    """The year's twelve sittings; the county alone holds them."""
    if world.is_small:
        return
    days = _days(world)
    series = open_series(actor=world.staff, unit=world.units["py_liaison"], year=days[-1].year)
    faces = {row.key: _hold(world, series, row, day) for row, day in zip(content.FACES, days, strict=True)}
    made = [_merge(world, series, row, number) for number, row in enumerate(content.MERGED)]
    _report(world, series, [faces[key] for key in content.REPORTED])
    _draft_list(world, [one for one in made if one.destination == Destination.ASSIGN][:6])
    _prepare_next(world)


def _days(world: World) -> list[date]:
    """Twelve working days of one year, the last some days ago."""
    last = world.clock.workdays_ago(LAST_DAYS_AGO)
    if last.timetuple().tm_yday < EARLIEST_LAST:
        last = world.clock.back(date(last.year - 1, 12, 20))
    first = date(last.year, *FIRST_DAY)
    step = (last - first) / (len(content.FACES) - 1)
    days = [world.clock.calendar.roll(first + number * step) for number in range(len(content.FACES) - 1)]
    return [*days, last]


# --- held ---------------------------------------------------------------------------------------
def _hold(world: World, series: FaceSeries, row: FaceRow, day: date) -> FaceSitting:
    plan = Plan(
        host=row.host,
        theme=row.theme,
        held_on=day,
        region=world.regions[row.region],
        leader=content.LEADERS[row.host],
        place=row.place,
        starts_at=clock_time(row.starts),
    )
    face = arrange(series, plan, actor=world.staff)
    told = world.clock.back(day - timedelta(days=7))
    _invite(world, face, row.deputies, row.guests, at(told, 10))
    inviting.seat_all(face, actor=world.staff, at=_moment(day, row.starts) - PAUSE)
    _record(world, face, row, day)
    return face


def _invite(
    world: World, face: FaceSitting, deputies: tuple[str, ...], guests: tuple[Guest, ...], moment: datetime
) -> None:
    """Deputies and citizens asked; those of the past all said they come, the deputy with an account by herself."""
    inviting.invite_deputies(face, [world.deputies[key] for key in deputies], actor=world.staff)
    for number, guest in enumerate(guests):
        inviting.invite_citizen(
            face,
            actor=world.staff,
            name=guest.name,
            capacity=guest.capacity,
            title=guest.post + MARK,
            phone=f"1360000{face.pk % 100:02d}{number:02d}",
        )
    told = face.invitations.filter(deputy__user__isnull=False)
    if told.exists():
        inviting.send(face, actor=world.staff, at=moment)
    for invitation in face.invitations.with_people():
        if invitation.deputy and invitation.deputy.user:
            inviting.answer(invitation, actor=invitation.deputy.user, comes=True, at=moment + 10 * PAUSE)
        else:
            inviting.note_answer(invitation, actor=world.staff, comes=True, at=moment + 5 * PAUSE)


def _record(world: World, face: FaceSitting, row: FaceRow, day: date) -> None:
    begun = _moment(day, row.starts)
    recording.start(face.sitting, actor=world.staff, at=begun)
    people = {person.contributor.name: person.pk for person in face.sitting.participants.with_names()}
    names = {guest.key: guest.name for guest in row.guests} | {key: world.deputies[key].name for key in row.deputies}
    for number, (speaker, intent, words) in enumerate(row.spoken, start=1):
        moment = begun + number * PAUSE
        entry = recording.Entry(
            original=words,
            intent=INTENTS[intent],
            participant_id=people[names[speaker]],
            topic_id=face.topic_id,
            client_id=uuid5(NAMESPACE_URL, f"demo:{row.key}-{number}"),
            said_at=moment,
        )
        raised = recording.capture(face.sitting_id, entry, actor=world.staff, at=moment)
        world.opinions[f"{row.key}-{number}"] = raised.opinion
    face.sitting.refresh_from_db()
    recording.end(face.sitting, actor=world.staff, at=_moment(day, row.ends))


def _moment(day: date, text: str) -> datetime:
    clock = clock_time(text)
    return at(day, clock.hour, clock.minute)


# --- merged, reported, listed -------------------------------------------------------------------
def _merge(world: World, series: FaceSeries, row: Merged, number: int) -> Matter:
    moment = at(world.clock.workdays_ago(8), 9, 15 * number)
    chosen = [world.opinions[f"{row.face}-{one}"] for one in row.numbers]
    made = matters.merge(
        list(Opinion.objects.filter(pk__in=[one.pk for one in chosen]).select_related("region", "unit__region")),
        actor=world.staff,
        unit=world.units["py_liaison"],
        rule=HandlingRule.objects.get(kind="meeting_list"),
        title=row.title,
        occasion=series.occasion,
        at=moment,
    )
    world.matters[f"face:{row.title}"] = made
    if not row.destination:
        return made
    decision = Decision(
        title=row.title,
        wording=row.wording,
        demand="研究处理并书面答复",
        destination=row.destination,
        category=category(row.category),
        reason=row.reason,
        leads=[world.units[key] for key in row.lead],
    )
    made.refresh_from_db(fields=["version"])
    return decide(made, decision, actor=world.staff, version=made.version, at=moment + PAUSE)


def _report(world: World, series: FaceSeries, faces: list[FaceSitting]) -> None:
    """Written, checked and sent for the first half of the year."""
    words = Words(
        title="关于领导干部与代表公民面对面座谈会意见建议情况的报告",
        addressee="中共濮阳市委",
        proposals=PROPOSALS,
    )
    facts: dict[str, Any] = {"actor": world.staff, "unit": world.units["py_npc"]}
    report = reporting.draft(series, faces, words, **facts, at=at(world.clock.workdays_ago(6), 9))
    report = FaceReport.objects.with_place().get(pk=report.pk)
    for one in reporting.annex_of(report).filter(shared_confirmed=False).select_related("region"):
        confirm_shared_text(
            one, actor=world.staff, text=one.shared_text, version=one.version, at=at(world.clock.workdays_ago(6), 10)
        )
    reporting.submit(report, actor=world.staff, at=at(world.clock.workdays_ago(6), 11))
    office = world.users["office"]
    reporting.check(report, actor=office, note="已核对场次和人数。", at=at(world.clock.workdays_ago(5), 10))
    sent = world.clock.workdays_ago(4)
    reporting.send(
        report,
        actor=world.staff,
        number=f"濮人常〔{sent.year}〕31号",
        sent_on=sent,
        signer="王示例",
        render=report_docx,
        at=at(sent, 16),
    )


def _draft_list(world: World, made: list[Matter]) -> None:
    """The hand-over to 一府一委两院, in 拟稿."""
    cover = Cover(series=SERIES, title=title_of(made), salutation=SALUTATION, opening=opening_of(made))
    day = world.clock.workdays_ago(2)
    facts: dict[str, Any] = {"actor": world.staff, "unit": world.units["py_office"], "at": at(day, 15)}
    papers.draft(made, cover, occasion=made[0].occasion, **facts)


def _prepare_next(world: World) -> None:
    """The next one: people are asked, one deputy has not answered, one citizen cannot come."""
    day = world.clock.next_workday(9)
    series = open_series(actor=world.staff, unit=world.units["py_liaison"], year=day.year)
    plan = Plan(
        host="chair",
        theme=content.NEXT_THEME,
        held_on=day,
        region=world.units["py_liaison"].region,
        leader=content.LEADERS["chair"],
        place=content.NEXT_PLACE,
        starts_at=clock_time("9:00"),
    )
    face = arrange(series, plan, actor=world.staff)
    inviting.invite_deputies(face, [world.deputies[key] for key in content.NEXT_DEPUTIES], actor=world.staff)
    for guest in content.NEXT_GUESTS:
        inviting.invite_citizen(
            face, actor=world.staff, name=guest.name, capacity=guest.capacity, title=guest.post + MARK
        )
    inviting.send(face, actor=world.staff, at=at(world.clock.workdays_ago(1), 15))
    coming, absent, *_ = face.invitations.with_people().filter(deputy=None)
    inviting.note_answer(coming, actor=world.staff, comes=True, at=at(world.clock.workdays_ago(1), 16))
    inviting.note_answer(
        absent, actor=world.staff, comes=False, reason="那天孩子开家长会", at=at(world.clock.workdays_ago(1), 16, 20)
    )
