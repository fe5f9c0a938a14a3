"""Who was called to the meeting and came, in which group they sat and who chose its convener, who listened, where
the groups went before, and the course of each sitting."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from liaison_portal.demo.accounts import MARK
from liaison_portal.demo.clock import ONE_DAY, at
from liaison_portal.demo.content import ParticipantRow
from liaison_portal.demo.content.people import PARTICIPANTS, SITTINGS
from liaison_portal.demo.world import World
from meetings import actions
from meetings.actions import research
from meetings.actions.roll import link_sittings
from meetings.actions.run_sheet import draft_lines, save_run_sheet
from meetings.models import AgendaItem, Attendee, Participant, RaisedOpinion, Sitting
from meetings.workflow import appointments, attendance, audience, inviting, plenaries, publishing
from meetings.workflow import audience_notice as notices
from meetings.workflow import groups as plans
from opinions.choices import Capacity

TOTAL = 27  # members of the committee in all, of whom fifteen sat in the groups
ASKED = ("a09", "b09", "c09")
BECAUSE = "村（社区）党支部书记，和议题里的“网格”有关"
PAPER = "秘书长联席会议纪要（示例）"
AWAY = ("任守诚", "市人大常委会委员、高级工程师", "外出参加培训")
AWAY_LATER = "下午要参加市里的专题会"
STOPS = (
    (
        "濮阳县综治中心",
        time(8, 40),
        "濮阳县委政法委、庆祖镇人大",
        ("综治中心有六个部门进驻，群众来一次还要在三个窗口登记。", "网格员上报的事项，县乡两套系统要重复录入。"),
    ),
    ("庆祖镇一个村的网格驿站", time(10, 0), "庆祖镇人大、村“两委”", ("一个专职网格员管三百七十户，入户一遍要两个月。",)),
)
LISTENERS = (
    audience.Applicant(
        name="安守信",
        gender="m",
        born_on=date(1976, 3, 12),
        id_number="410901197603120014",
        phone="13700009001",
        occupation="退休教师",
        address="濮阳市华龙区示例小区",
        topic="条例草案",
    ),
    audience.Applicant(
        name="卞玉清",
        gender="f",
        born_on=date(1988, 9, 1),
        id_number="410901198809010026",
        phone="13700009002",
        occupation="个体经营户",
        address="濮阳市华龙区示例街道",
    ),
)
NOTICE = (
    "审议条例草案、决定草案的全体会议可以旁听。年满 18 周岁、在本市居住的公民都可以申请，按报名先后审核。\n"
    "旁听的人请提前半小时到场，手机调成静音，不录音、不录像。（示例）"
)
ONLINE = audience.Applicant(name="苗青山", gender="m", born_on=date(1969, 5, 20), phone="13700009003", occupation="果农")


def load_called(world: World) -> None:
    """In the order in which it was done: called, divided, chosen, prepared, and signed in on the day."""
    meeting, met = world.the_meeting(), world.clock.met
    _call(world)
    actions.set_total(meeting, actor=world.staff, members_total=TOTAL)
    _choose(world, met)
    plan = plans.propose(meeting, actor=world.staff, total=len(SITTINGS), at=_before(world, 5, 10))
    publishing.publish(plan, actor=world.staff, at=_before(world, 4, 9))
    _listen(world)
    _visit(world, met)
    for sitting in Sitting.objects.filter(meeting=meeting, kind="group").with_place().order_by("id"):
        save_run_sheet(sitting, draft_lines(sitting), actor=world.staff, version=0)
    _sign_in(world, met)


def _before(world: World, days: int, hour: int) -> datetime:
    return at(world.clock.back(world.clock.met - days * ONE_DAY), hour, 0)


def _call(world: World) -> None:
    meeting = world.the_meeting()
    asked = {world.deputies[key].pk: BECAUSE for key in ASKED}
    inviting.invite(meeting, asked, actor=world.staff, at=_before(world, 9, 15))
    for key, row in PARTICIPANTS.items():
        if key not in ASKED and row.capacity != Capacity.RESIDENT:
            _add(world, key, row)
    link_sittings(meeting)
    name, post, reason = AWAY
    away = actions.add_attendee(meeting, actor=world.staff, name=name, capacity="member", title=post + MARK)
    attendance.leave(_fresh(away.pk), actor=world.staff, reason=reason, at=_before(world, 6, 16))


def _add(world: World, key: str, row: ParticipantRow) -> Attendee:
    return actions.add_attendee(
        world.the_meeting(),
        actor=world.staff,
        name=row.name,
        capacity=row.capacity,
        title=row.post + MARK,
        deputy=world.deputies.get(key),
        unit=world.units.get(row.unit or ""),
        region=world.regions.get(row.home or ""),
    )


def _choose(world: World, met: date) -> None:
    meeting = world.the_meeting()
    seated = Participant.objects.filter(attendee__meeting=meeting).select_related("attendee")
    on_roll = {one.pk: one.attendee for one in seated}
    items = list(AgendaItem.objects.filter(meeting=meeting).select_related("topic").order_by("order"))
    for number, sitting in enumerate(SITTINGS, start=1):
        keys = iter(items)
        for row in (one for one in sitting.participants if one.function in ("convener", "key")):
            one = on_roll[world.participants[row.key].pk]
            facts: dict[str, Any] = {"actor": world.staff, "attendee": one, "at": _before(world, 8, 10)}
            if row.function == "convener":
                appointments.appoint(meeting, group=number, **facts)
            else:
                appointments.appoint(meeting, topic=next(keys).topic, **facts)
    appointments.decide(
        meeting, actor=world.staff, on=world.clock.back(met - 7 * ONE_DAY), paper=PAPER, at=_before(world, 7, 16)
    )


def _listen(world: World) -> None:
    meeting = world.the_meeting()
    audience.set_quota(meeting, actor=world.staff, quota=6)
    _notice(world)
    first, second = (
        audience.apply_for(meeting, who, actor=world.staff, at=_before(world, 6, 9 + number))
        for number, who in enumerate(LISTENERS)
    )
    audience.grant_seat(first, actor=world.staff, at=_before(world, 3, 9))
    audience.refuse(second, actor=world.staff, reason="申请时没有出示身份证原件，电话联系后没有补。", at=_before(world, 3, 10))


def _notice(world: World) -> None:
    """Told in public ten days ahead; who applied by phone lost the seat because they called it off."""
    meeting, staff = world.the_meeting(), world.staff
    until = world.clock.back(world.clock.met - 4 * ONE_DAY)
    facts: dict[str, Any] = {"body": NOTICE, "closes_on": until, "asks_id": False, "at": _before(world, 11, 9)}
    notice = notices.write_notice(meeting, actor=staff, **facts)
    notices.submit_notice(notice, actor=staff, at=_before(world, 11, 10))
    notices.publish_notice(notice, actor=world.users["office"], checked=True, at=_before(world, 10, 15))
    sending = audience.Sending(client_id=uuid4())
    one = audience.apply_online(notice, ONLINE, sending, at=_before(world, 6, 20))
    audience.grant_seat(one, actor=staff, at=_before(world, 3, 9))
    audience.revoke_seat(one, actor=staff, reason="您来电说那天有事不来了，席位让给别人。", at=_before(world, 2, 11))


def _visit(world: World, met: date) -> None:
    meeting = world.the_meeting()
    sitting = Sitting.objects.get(meeting=meeting, kind="group", label="第三组")
    for place, starts, hosts, findings in STOPS:
        stop = research.save_stop(
            meeting,
            actor=world.staff,
            place=place,
            visited_on=met,
            starts_at=starts,
            hosts=hosts,
            sitting=sitting,
        )
        found = [research.add_finding(stop, actor=world.staff, text=text) for text in findings]
        rows = RaisedOpinion.objects.filter(sitting=sitting, opinion__original__contains="系统")
        row = rows.select_related("sitting__occasion__unit__region").order_by("order").first()
        if row is not None and len(found) > 1:
            research.cite(row, found[1], actor=world.staff)


def _sign_in(world: World, met: date) -> None:
    """From half past eight on; the deputy with an account scans the code, the others are ticked. To the second
    全体会议 one came late, and one had asked for leave."""
    meeting, deputy = world.the_meeting(), world.users["deputy"]
    first = plenaries.edit_plenary(meeting.plenaries.get(), actor=world.staff, starts_at=time(9))
    second = plenaries.add_plenary(meeting, actor=world.staff, held_on=meeting.ends_on or met, starts_at=time(16))
    people = list(meeting.attendees.coming().with_row_data().order_by("id"))
    away, late = [one for one in people if one.capacity == Capacity.MEMBER][-2:]
    attendance.leave(away, [second], actor=world.staff, reason=AWAY_LATER, at=at(met, 11, 30))
    for plenary, hour in ((first, 8), (second, 15)):
        moment = at(plenary.day, hour, 30)
        for one in (one for one in people if plenary == first or one != away):
            own = one.deputy is not None and one.deputy.user_id == deputy.pk
            verb = attendance.late if (plenary, one) == (second, late) else attendance.sign
            moment += timedelta(seconds=20)
            verb(one, plenary, actor=deputy if own else world.staff, at=moment)


def _fresh(pk: int) -> Attendee:
    found: Attendee = Attendee.objects.with_row_data().get(pk=pk)
    return found
