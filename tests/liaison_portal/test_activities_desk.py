"""What waits of activities on the home pages, and the daily round that reminds of promises."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.calendar import Calendar
from liaison_portal.desks import activities as desk
from liaison_portal.desks import deputy
from stations.actions import daily
from stations.workflow import inquiry as verbs
from tests.stations.gathering import activity
from tests.stations.test_inquiry import asked

pytestmark = pytest.mark.django_db


def titles(world, name, on):
    return [(todo.title, todo.action) for todo in desk.desk(world[name], on, Calendar.load()).todos]


def test_what_has_come_waits_with_its_own_people_alone(world):
    today = timezone.localdate()
    activity(world, "notified", held_on=today)
    activity(world, "held", held_on=today - timedelta(days=1), theme="昨天的")
    activity(world, "notified", held_on=today + timedelta(days=3), theme="后面的")
    assert titles(world, "head", today) == [("调研：昨天的", "收尾"), ("调研：汛前排水设施调研", "去办")]
    assert titles(world, "staff", today) == []
    activity(world, "notified", actor="staff", organiser=world.committee, station=None, held_on=today)
    assert titles(world, "staff", today) == [("调研：汛前排水设施调研", "去办")]


def test_a_promise_waits_with_who_follows_it(world):
    row = asked(world, "promised")
    found = desk.desk(world["head"], row.due_on + timedelta(days=1), Calendar.load()).todos
    assert [todo.title for todo in found if todo.action == "跟进"] == ["跟进承诺：市民政局，六月中旬前修好。"]
    verbs.keep(row, evidence="亮了。", actor=world["head"])
    later = desk.desk(world["head"], row.due_on + timedelta(days=1), Calendar.load()).todos
    assert not [todo for todo in later if todo.action == "跟进"]


def test_an_invitation_waits_on_the_deputys_page(world):
    today = timezone.localdate()
    before = deputy.page_of(world["deputy"], today).count
    activity(world, "notified", held_on=today + timedelta(days=3))
    page = deputy.page_of(world["deputy"], today)
    assert [one.activity.theme for one in page.invitations] == ["汛前排水设施调研"]
    assert page.count == before + 1


def test_the_daily_round_reminds_of_promises(world):
    row = asked(world, "promised")
    assert "问政承诺提醒 1 件" in str(daily.run(row.due_on))
