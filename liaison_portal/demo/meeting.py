"""The meeting, its agenda and drafts, the sittings and every word recorded there."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from liaison_portal.demo.accounts import MARK
from liaison_portal.demo.clock import ONE_DAY, at, clock_time
from liaison_portal.demo.content import (
    DraftRow,
    OpinionRow,
    ParticipantRow,
    SittingRow,
    opinions_one,
    opinions_three,
    opinions_two,
    replies,
    running,
)
from liaison_portal.demo.content.drafts import DRAFTS
from liaison_portal.demo.content.people import AGENDA, MEETING_SHORT, MEETING_TITLE, SITTINGS
from liaison_portal.demo.content.running import RUNNING
from liaison_portal.demo.world import World
from meetings import actions, workflow
from meetings.actions import ArticleText
from meetings.choices import Attendance, SittingKind, SpeechPoint
from meetings.models import LeaderSpeech, Participant, Sitting
from opinions.choices import Capacity
from opinions.models import Topic

TERM, NUMBER = 9, 10
PAUSE = timedelta(minutes=6)
SPOKEN = {"one": opinions_one.OPINIONS, "two": opinions_two.OPINIONS, "three": opinions_three.OPINIONS}
ATTENDANCE = {
    Capacity.MEMBER: Attendance.PRESENT,
    Capacity.NONVOTING: Attendance.NONVOTING,
    Capacity.CITIZEN_REP: Attendance.AUDIENCE,
}
SPEECH = (
    "大家讲得很实。条例要让基层看得懂、用得上，能少填一张表就少填一张表。"
    "会后请把意见分清主次，该改条文的改条文，该交办的交办。"
)
PUBLIC_SPEECH = (
    "开门办会，就是把会开到群众身边，让说话的人看得到下文。\n"
    "今天记下的每一条，会后都有去向，办得怎么样，要告诉提的人。"
)


def load_meeting(world: World) -> None:
    """The meeting with its agenda, each item with its draft by article."""
    met = world.clock.met
    world.meeting = actions.create_meeting(
        actor=world.staff,
        unit=world.units["py_liaison"],
        title=MEETING_TITLE,
        short_title=MEETING_SHORT,
        term=TERM,
        number=NUMBER,
        held_on=met,
        ends_on=met + ONE_DAY if world.clock.calendar.is_workday(met + ONE_DAY) else met,
        place="市人大常委会会议厅",
    )
    for topic, title in AGENDA:
        _agenda_item(world, topic, title)


def _agenda_item(world: World, topic: str, title: str) -> None:
    draft: DraftRow = next(row for row in DRAFTS if row.topic == topic)
    item = actions.add_agenda_item(
        world.the_meeting(),
        actor=world.staff,
        title=title,
        short_title=draft.short_title,
        report_unit=world.units["py_gov" if topic == "regulation" else "py_npc"],
    )
    world.topics[topic, None] = item.topic
    version = actions.add_draft(
        item,
        actor=world.staff,
        title=draft.title,
        short_title=draft.short_title,
        articles=[ArticleText(r.number, r.label, r.caption, r.chapter, r.text) for r in draft.articles],
        dated=world.clock.back(world.clock.met - timedelta(days=15)),
    )
    for article in version.articles.select_related("topic"):
        world.topics[topic, article.number] = article.topic


def load_sittings(world: World) -> None:
    """The three groups: called together, held, and recorded row by row."""
    for row in SITTINGS:
        sitting = _sitting(world, row, world.clock.met, SittingKind.GROUP)
        people = _participants(world, sitting, row)
        world.participants |= people
        _record(world, sitting, row, people)


def load_running(world: World) -> None:
    """The third group's second visit, on the last working day: begun, some rows written, not ended."""
    day = world.clock.workdays_ago(1)
    sitting = _sitting(world, RUNNING, day, SittingKind.FORUM)
    people = _participants(world, sitting, RUNNING)
    begun = _moment(day, RUNNING.starts)
    workflow.start(sitting, actor=world.staff, at=begun)
    for number, opinion in enumerate(running.OPINIONS, start=1):
        _capture(world, sitting, opinion, people, begun + number * PAUSE)


def _sitting(world: World, row: SittingRow, day: date, kind: str) -> Sitting:
    return actions.create_sitting(
        actor=world.staff,
        unit=world.units["py_liaison"],
        held_on=day,
        region=world.regions[row.region],
        meeting=world.the_meeting(),
        kind=kind,
        label=row.label,
        place=row.place,
        starts_at=clock_time(row.starts),
    )


def _participants(world: World, sitting: Sitting, row: SittingRow) -> dict[str, Participant]:
    return {person.key: _participant(world, sitting, person) for person in row.participants}


def _participant(world: World, sitting: Sitting, row: ParticipantRow) -> Participant:
    deputy = world.deputies.get(row.key)
    return workflow.add_participant(
        sitting,
        actor=world.staff,
        name=row.name,
        capacity=row.capacity,
        title=row.post + MARK,
        attendance=ATTENDANCE.get(Capacity(row.capacity), Attendance.INVITED),
        is_convener=row.function == "convener",
        is_key_speaker=row.function == "key",
        deputy=deputy,
        secrecy=row.secret,
        phone=row.phone or _phone(row.key, is_deputy=deputy is not None),
    )


RATERS = sorted({rating.participant for reply in replies.REPLIES for rating in reply.ratings})


def _phone(key: str, *, is_deputy: bool) -> str:
    """Whoever gave a rating later without being a deputy had left a number."""
    return f"1370000{RATERS.index(key):04d}" if key in RATERS and not is_deputy else ""


def _record(world: World, sitting: Sitting, row: SittingRow, people: dict[str, Participant]) -> None:
    begun, ended = _moment(world.clock.met, row.starts), _moment(world.clock.met, row.ends)
    workflow.start(sitting, actor=world.staff, at=begun)
    spoken = SPOKEN[row.key]
    pause = (ended - begun) / (len(spoken) + 1)
    for number, opinion in enumerate(spoken, start=1):
        _capture(world, sitting, opinion, people, begun + number * pause)
    workflow.end(sitting, actor=world.staff, at=ended)
    if not LeaderSpeech.objects.exists():
        _speeches(world, sitting, ended)


def _speeches(world: World, sitting: Sitting, moment: datetime) -> None:
    """Leaders' closing words, filed apart: one waits for approval, one stands in public."""
    _file(world, sitting, moment, key="speech", speaker="周志远", text=SPEECH)
    opened = _file(world, sitting, moment, key="speech:public", speaker="王建军", text=PUBLIC_SPEECH)
    workflow.take_speech_step(opened, "approve", actor=world.users["leader"], at=moment + timedelta(hours=1))
    office, later = world.users["office"], moment + timedelta(hours=2)
    workflow.publish_speech(opened, checked=SpeechPoint.values, actor=office, at=later)


def _file(world: World, sitting: Sitting, moment: datetime, *, key: str, speaker: str, text: str) -> LeaderSpeech:
    who = {"speaker": speaker, "title": f"市人大常委会副主任{MARK}"}
    return workflow.file_speech(
        sitting, actor=world.staff, text=text, client_id=uuid5(NAMESPACE_URL, f"demo:{key}"), at=moment, **who
    )


def _moment(day: date, text: str) -> datetime:
    clock = clock_time(text)
    return at(day, clock.hour, clock.minute)


def _capture(world: World, sitting: Sitting, row: OpinionRow, people: dict[str, Participant], moment: datetime) -> None:
    topic: Topic | None = world.topics.get((row.topic, row.article))
    entry = workflow.Entry(
        original=row.text,
        intent=row.intent,
        participant_id=people[row.participant].pk,
        topic_id=topic.pk if topic else None,
        client_id=uuid5(NAMESPACE_URL, f"demo:{row.key}"),
        said_at=moment,
    )
    raised = workflow.capture(sitting.pk, entry, actor=world.staff, at=moment)
    world.opinions[row.key] = raised.opinion
