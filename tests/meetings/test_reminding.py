"""Who is told of the steps of a preparation: once when one is near, once when it is late, by one verb."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import Notice
from meetings import workflow
from meetings.actions import daily
from meetings.tasks import remind
from tests.meetings.preparing import begun, step_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(hall):
    return begun(hall)


def test_each_step_is_told_once_near_and_once_late(world, made):
    day = date(2024, 4, 29)
    first = daily.run(day)
    assert (first.near, first.late) == (3, 3)  # due today, on 30 April and 7 May; three before
    assert (daily.run(day).near, daily.run(day).late) == (0, 0)
    told = Notice.objects.filter(key__startswith="step:")
    assert set(told.values_list("user__username", flat=True)) == {"staff", "office"}
    assert len({key.rpartition(":")[0] for key in told.values_list("key", flat=True)}) == 6
    second = daily.run(date(2024, 5, 6))
    assert (second.near, second.late) == (1, 2)  # due on 8 May; what was due on 29 and 30 April


def test_a_finished_step_is_not_told_and_an_old_one_no_more(world, made):
    task = step_of(made, offset=-7)
    workflow.finish_step(task, actor=world["staff"], on=date(2024, 4, 20))
    assert task.pk not in _told(date(2024, 5, 8))
    Notice.objects.all().delete()
    assert _told(date(2025, 1, 20)) == set()


def _told(day):
    daily.run(day)
    return {int(key.split(":")[1]) for key in Notice.objects.values_list("key", flat=True)}


def test_the_command_and_beat_call_the_same_verb(world, made):
    out = StringIO()
    call_command("remind", "--on", "2024-04-29", stdout=out)
    assert "会议筹备：临期提醒 3 步，超期提醒 3 步" in out.getvalue()
    before = Notice.objects.count()
    remind("2024-04-29")
    assert Notice.objects.count() == before
