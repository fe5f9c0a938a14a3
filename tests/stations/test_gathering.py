"""Whom an activity invites, what they answer, who came, and the duty records that follow."""

from datetime import date, timedelta

import pytest

from common.errors import NotAllowedError, RuleError
from deputies.choices import DutyKind, GroupRole
from deputies.models import ActivityGroup, Deputy, DutyRecord, GroupMember, LegislativeContact
from stations import workflow
from stations.choices import ActivityKind, Attendance
from stations.models import Event, Invitation, StationStaff
from stations.workflow import Asked
from stations.workflow.gathering import DUTIES
from tests.stations.gathering import BEFORE, DAY, ON_THE_DAY, activity, everybody, loaded
from tests.world import PERSONAS, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(world):
    """A second group with a leader and two contacts, and an adviser of the place."""
    group = ActivityGroup.objects.create(region=world.town, number=2, name="庆祖镇第2活动小组")
    leader = Deputy.objects.create(name="王秀兰", home_region=world.town)
    rows = [LegislativeContact.objects.create(kind=kind, name=name, region=world.town) for kind, name in (("reporter", "赵直报"), ("collector", "钱采集"), ("adviser", "孙顾问"))]
    GroupMember.objects.create(group=group, deputy=leader, role=GroupRole.LEADER, joined_on=date(2024, 1, 1))
    GroupMember.objects.create(group=group, contact=rows[0], joined_on=date(2024, 1, 1))
    return group


AUDIENCES = {
    "heads": {"何秀英"},
    "liaisons": {"孙晓"},
    "leaders": {"王秀兰"},
    "advisers": {"孙顾问"},
    "reporters": {"赵直报"},
    "collectors": {"钱采集"},
    "deputies": {"张守信", "王秀兰"},
}


def test_one_tick_invites_everybody_of_a_sort(world, crowd):
    for audience, names in AUDIENCES.items():
        made = activity(world)
        workflow.invite(made, Asked(audiences=[audience]), actor=world["head"])
        assert {one.name for one in made.invitations.with_person()} == names


def test_nobody_is_asked_twice_whatever_is_ticked(world, crowd):
    made = activity(world)
    asked = Asked(audiences=["deputies", "leaders"], groups=[crowd, world.group], deputies=[world.deputy], guests=["李工", "李工"])
    assert workflow.invite(made, asked, actor=world["head"]) == 4
    with pytest.raises(RuleError, match="没有选新的人"):
        workflow.invite(made, asked, actor=world["head"])
    assert Invitation.objects.get(deputy=world.deputy).via == "庆祖镇第1活动小组"


def test_staff_who_is_a_deputy_is_asked_as_a_deputy(world):
    StationStaff.objects.filter(name="何秀英").update(deputy=world.deputy)
    made = activity(world)
    workflow.invite(made, Asked(stations=[world.station]), actor=world["head"])
    assert next((one.deputy, one.staff) for one in made.invitations.with_person()) == (world.deputy, None)


def test_units_are_invited_beside_people(world):
    made = activity(world)
    assert workflow.invite(made, Asked(units=[world.civil]), actor=world["head"]) == 1
    assert list(made.units.all()) == [world.civil]


def test_only_who_was_not_told_is_taken_off(world):
    made = activity(world, "notified")
    with pytest.raises(RuleError, match="已经收到邀请"):
        workflow.uninvite(made.invitations.first(), actor=world["head"])
    workflow.invite(made, Asked(guests=["王老师"]), actor=world["head"])
    workflow.uninvite(made.invitations.get(guest="王老师"), actor=world["head"])
    assert made.events.get(step="uninvite").note == "王老师"


def answered(world, made, name="deputy", **facts):
    row = Invitation.objects.with_activity().with_person().get(activity=made, deputy__isnull=False)
    return workflow.answer_invitation(row, actor=world[name], **{"coming": True, "at": BEFORE, **facts})


def test_a_deputy_says_yes_and_may_think_again(world):
    made = activity(world, "notified")
    assert answered(world, made).answer == "yes"
    answered(world, made)
    changed = answered(world, made, coming=False, word="去县里开会")
    assert (changed.answer, changed.word) == ("no", "去县里开会")
    assert Event.objects.filter(step="answer").count() == 2


def test_nobody_answers_for_a_deputy(world):
    made = activity(world, "notified")
    for name in set(PERSONAS) - {"deputy"}:
        with pytest.raises(NotAllowedError):
            answered(world, made, name)


@pytest.mark.parametrize("status", ["held", "archived", "cancelled"])
def test_what_is_over_is_not_answered(world, status):
    with pytest.raises(RuleError, match="不用再答复"):
        answered(world, activity(world, status))
    with pytest.raises(RuleError, match="不用再答复"):
        answered(world, activity(world, "notified"), at=moment(DAY + timedelta(days=1)))


def test_who_came_has_the_record_once_and_a_correction_withdraws_it(world):
    made = activity(world, "held")
    by = {"actor": world["head"], "at": ON_THE_DAY}
    assert workflow.mark_attendance(made, everybody(made), **by) == 2
    assert workflow.mark_attendance(made, everybody(made), **by) == 0
    record = DutyRecord.objects.get()
    assert (record.deputy, record.kind, record.on) == (world.deputy, DutyKind.SURVEY, DAY)
    assert record.title == "调研：汛前排水设施调研"
    workflow.mark_attendance(made, everybody(made, Attendance.LEAVE), **by)
    assert not DutyRecord.objects.exists()
    workflow.mark_attendance(made, everybody(made), **by)
    assert DutyRecord.objects.count() == 1


def test_every_kind_of_activity_is_a_kind_of_duty(world):
    assert set(DUTIES) <= set(ActivityKind.values)
    assert set(DUTIES.values()) <= set(DutyKind.values)
    made = activity(world, "held", kind="training")
    workflow.mark_attendance(made, everybody(made), actor=world["head"])
    assert DutyRecord.objects.get().kind == DutyKind.TRAINING


def test_attendance_of_a_stranger_is_not_touched(world):
    made, other = activity(world, "held"), activity(world, "held")
    assert workflow.mark_attendance(made, everybody(other), actor=world["head"]) == 0
    assert not other.invitations.exclude(attendance="").exists()


def test_three_hundred_are_marked_in_a_bounded_number_of_reads(world, django_assert_max_num_queries):
    made = activity(world, "held")
    Invitation.objects.bulk_create(Invitation(activity=made, guest=f"来宾{n}") for n in range(300))
    marks = everybody(made)
    with django_assert_max_num_queries(12):
        workflow.mark_attendance(loaded(made), marks, actor=world["head"])
