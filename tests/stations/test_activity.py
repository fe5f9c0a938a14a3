"""An activity from plan to archive: step matrix, what is refused, who is told and how often."""

from datetime import date, time
from uuid import uuid4

import pytest

from accounts.models import Notice
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import open_steps
from deputies.choices import GroupRole
from deputies.models import GroupMember
from opinions.models import Occasion
from stations import workflow
from stations.choices import ActivityStatus
from stations.models import Activity, Event
from stations.workflow import Asked
from stations.workflow.activity import STEPS
from tests.stations.gathering import BEFORE, DAY, ON_THE_DAY, activity, loaded, planned
from tests.world import PERSONAS, moment

pytestmark = pytest.mark.django_db
KEEPERS = {"head", "liaison", "township", "staff"}


def verbs(world, row, actor):
    by = {"actor": actor, "at": ON_THE_DAY}
    return {
        "invite": lambda: workflow.invite(row, Asked(guests=["新来宾"]), **by),
        "change": lambda: workflow.change_activity(row, planned(world, place="村部"), version=row.version, **by),
        "cancel": lambda: workflow.cancel_activity(row, reason="有雨", **by),
        "hold": lambda: workflow.hold_activity(row, **by),
        "attend": lambda: workflow.mark_attendance(row, dict.fromkeys(row.invitations.values_list("pk", flat=True), "leave"), **by),
        "write": lambda: workflow.write_minutes(row, "补记两句。", number=row.minutes.count(), **by),
        "reopen": lambda: workflow.reopen_activity(row, reason="补照片", **by),
    }


@pytest.mark.parametrize("status", ActivityStatus.values)
def test_a_button_that_is_shown_works(world, status):
    row = loaded(activity(world, status))
    for name in PERSONAS:
        actor = world[name]
        shown = open_steps(STEPS, row, actor)
        assert bool(shown) is (name in KEEPERS and status != ActivityStatus.CANCELLED), name
        for step, refused in verbs(world, row, actor).items():
            if step in shown:
                verbs(world, loaded(activity(world, status)), actor)[step]()
            else:
                with pytest.raises(RuleError):
                    refused()


def test_a_plan_written_twice_is_one(world):
    facts = {"organiser": world.station_unit, "client_id": uuid4(), "actor": world["head"], "at": BEFORE}
    made = [workflow.plan_activity(planned(world), **facts) for _ in range(2)]
    assert made[0] == made[1]
    assert (Activity.objects.count(), Occasion.objects.filter(kind="activity").count()) == (1, 1)
    assert [one.step for one in Event.objects.all()] == ["plan"]


@pytest.mark.parametrize(
    ("facts", "field"), [({"theme": "  "}, "theme"), ({"ends_at": time(8, 0)}, "ends_at"), ({"ends_at": time(9, 0)}, "ends_at")]
)
def test_what_planning_refuses(world, facts, field):
    with pytest.raises(RuleError) as refused:
        activity(world, **facts)
    assert refused.value.field == field
    assert not Activity.objects.exists()


def test_nobody_plans_in_a_strangers_name(world):
    for name in set(PERSONAS) - KEEPERS:
        with pytest.raises(NotAllowedError):
            activity(world, actor=name)


def test_the_leader_of_a_group_plans_for_it(world):
    GroupMember.objects.filter(deputy=world.deputy).update(role=GroupRole.LEADER)
    made = activity(world, actor="deputy", group=world.group, kind="meeting")
    assert open_steps(STEPS, loaded(made), world["deputy"])[:2] == ["invite", "send"]


def test_everybody_invited_is_told_once(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = activity(world, "notified")
    with pytest.raises(RuleError, match="选好请谁"):
        workflow.send_invitations(made, actor=world["head"], at=BEFORE)
    notice = Notice.objects.get()
    assert notice.user == world["deputy"]
    assert notice.label == "请您参加调研“汛前排水设施调研”：2024年5月16日 9:00，庆祖镇西街村"
    assert "张守信" not in notice.copy_text


def test_who_is_added_later_is_told_and_nobody_twice(world, django_capture_on_commit_callbacks):
    made = activity(world, "notified")
    workflow.invite(made, Asked(guests=["王老师"]), actor=world["head"])
    with django_capture_on_commit_callbacks(execute=True):
        assert workflow.send_invitations(made, actor=world["head"], at=BEFORE) == 1
    assert Notice.objects.count() == 1
    assert not made.invitations.filter(told_at=None).exists()


def test_a_change_is_told_to_who_was_told(world, django_capture_on_commit_callbacks):
    made = activity(world, "notified")
    with django_capture_on_commit_callbacks(execute=True):
        change = planned(world, held_on=date(2024, 5, 17))
        workflow.change_activity(made, change, version=made.version, actor=world["head"], at=BEFORE)
    assert "改了安排：2024年5月17日 9:00" in Notice.objects.get().label
    assert loaded(made).occasion.held_on == date(2024, 5, 17)
    assert made.events.get(step="change").data["before"] == {"held_on": "2024-05-16"}


def test_a_change_of_words_disturbs_nobody(world, django_capture_on_commit_callbacks):
    made = activity(world, "notified")
    with django_capture_on_commit_callbacks(execute=True):
        workflow.change_activity(made, planned(world, plan="先座谈。"), version=made.version, actor=world["head"])
    assert not Notice.objects.exists()


def test_an_old_page_changes_nothing(world):
    made = activity(world)
    workflow.change_activity(loaded(made), planned(world, place="村部"), version=1, actor=world["head"])
    with pytest.raises(StaleError):
        workflow.change_activity(loaded(made), planned(world, place="学校"), version=1, actor=world["liaison"])
    with pytest.raises(RuleError, match="和原来的一样"):
        workflow.change_activity(loaded(made), planned(world, place="村部"), version=2, actor=world["head"])
    assert loaded(made).place == "村部"


def test_a_cancelled_one_says_why(world, django_capture_on_commit_callbacks):
    made = activity(world, "notified")
    with pytest.raises(RuleError, match="为什么取消"):
        workflow.cancel_activity(made, reason=" ", actor=world["head"])
    with django_capture_on_commit_callbacks(execute=True):
        workflow.cancel_activity(made, reason="防汛值班", actor=world["head"])
    assert "取消了，不用去" in Notice.objects.get().label


def test_it_is_not_held_before_its_day_nor_filed_empty(world):
    made = activity(world, "notified")
    with pytest.raises(RuleError, match="还没有到"):
        workflow.hold_activity(made, actor=world["head"], at=moment(date(2024, 5, 15)))
    workflow.hold_activity(made, actor=world["head"], at=moment(DAY))
    with pytest.raises(RuleError, match="谁到会"):
        workflow.archive_activity(made, actor=world["head"])
    workflow.mark_attendance(made, {made.invitations.first().pk: "present"}, actor=world["head"])
    with pytest.raises(RuleError, match="纪要"):
        workflow.archive_activity(made, actor=world["head"])


def test_two_hands_at_once(world):
    made = activity(world, "notified")
    stale = loaded(made)
    workflow.hold_activity(made, actor=world["head"], at=ON_THE_DAY)
    with pytest.raises(StaleError):
        workflow.cancel_activity(stale, reason="有雨", actor=world["liaison"])
