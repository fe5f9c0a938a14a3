"""Activities as the tests of this room begin with them, made by the verbs."""

from datetime import date, time
from uuid import uuid4

from stations import workflow
from stations.choices import ActivityKind, Attendance
from stations.models import Activity
from stations.workflow import Asked, Planned
from tests.world import moment

DAY = date(2024, 5, 16)
BEFORE = moment(date(2024, 5, 10))
ON_THE_DAY = moment(DAY, 4)
MINUTES = "走访 12 户，看了排水沟三处。大家建议汛前清一遍淤。"


def planned(world, **facts):
    """What the head of the station types."""
    usual = {
        "kind": ActivityKind.SURVEY,
        "theme": "汛前排水设施调研",
        "held_on": DAY,
        "starts_at": time(9, 0),
        "ends_at": time(11, 30),
        "place": "庆祖镇西街村",
        "plan": "先看排水沟，再到村部座谈。",
        "station": world.station,
    }
    return Planned(**{**usual, **facts})


def activity(world, status="planned", *, actor="head", asked=None, organiser=None, **facts):
    """An activity of the station walked to `status`: planned, notified, held, archived, cancelled."""
    by = world[actor]
    made = workflow.plan_activity(
        planned(world, **facts), organiser=organiser or world.station_unit, client_id=uuid4(), actor=by, at=BEFORE
    )
    if status == "planned":
        return made
    workflow.invite(made, asked or Asked(groups=[world.group], guests=["李老师"]), actor=by, at=BEFORE)
    workflow.send_invitations(made, actor=by, at=BEFORE)
    if status == "cancelled":
        return workflow.cancel_activity(made, reason="防汛值班", actor=by, at=BEFORE)
    return made if status == "notified" else _held(made, status, by)


def _held(made, status, by):
    workflow.hold_activity(made, actor=by, at=moment(made.held_on, 4))
    if status == "held":
        return made
    workflow.mark_attendance(made, everybody(made), actor=by, at=ON_THE_DAY)
    workflow.write_minutes(made, MINUTES, number=0, actor=by, at=ON_THE_DAY)
    return workflow.archive_activity(made, actor=by, at=ON_THE_DAY)


def everybody(made, mark=Attendance.PRESENT):
    """The same mark for all."""
    return dict.fromkeys(made.invitations.values_list("pk", flat=True), mark)


def loaded(made):
    """As a page loads it."""
    return Activity.objects.with_list_data().get(pk=made.pk)
