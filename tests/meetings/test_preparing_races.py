"""Two hands at one preparation: begun once, each paper in each hand once, a step done once."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from common.errors import RuleError, StaleError
from meetings import actions, workflow
from meetings.models import Event, PaperReceipt, Preparation
from meetings.workflow.concerned import concerned_by
from tests.meetings.preparing import OPENS, begun, reload, step_of

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*verbs):
    """Every verb in a thread of its own; returns what they made and what they were refused."""
    made, refused, start = [], [], Barrier(len(verbs))

    def hand(verb):
        try:
            start.wait(timeout=20)
            made.append(verb())
        except RuleError as error:
            refused.append(error)
        finally:
            connection.close()

    hands = [Thread(target=hand, args=[verb]) for verb in verbs]
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    return made, refused


def test_a_preparation_is_begun_once_from_one_of_two_templates(hall):
    made, refused = at_once(
        lambda: actions.begin_preparation(hall.meeting, actor=hall.staff, choice="city"),
        lambda: actions.begin_preparation(hall.meeting, actor=hall.staff, choice="county"),
    )
    assert len(made) == 1
    assert [str(one) for one in refused] == ["这次会议已经有筹备日程了，请刷新页面。"]
    there = Preparation.objects.get()
    assert there.steps.count() == there.template.steps.count()
    assert Event.objects.filter(preparation=there, step="begin").count() == 1


def test_a_paper_comes_into_each_hand_once(hall):
    begin = begun(hall)
    alone = len({one.key for one in concerned_by(begin, ["小李"])["groups"]})
    hand = lambda: workflow.hand_papers(reload(begin), actor=hall.staff, kinds=["groups"], names=["小李"])  # noqa: E731
    made, refused = at_once(hand, hand)
    assert len(made) == 1
    assert "没有新要发的" in str(refused[0])
    rows = PaperReceipt.objects.filter(preparation=begin)
    assert made == [rows.count()] == [alone]
    assert Event.objects.filter(preparation=begin, step="hand").count() == 1


def test_a_step_is_done_once(hall):
    step = step_of(begun(hall), offset=-7)
    one, two = reload(step), reload(step)
    made, refused = at_once(
        lambda: workflow.finish_step(one, actor=hall.staff, on=OPENS, number="甲"),
        lambda: workflow.finish_step(two, actor=hall.staff, on=OPENS, number="乙"),
    )
    assert len(made) == 1
    assert isinstance(refused[0], StaleError)
    assert Event.objects.filter(meeting_step=step).count() == 1
    assert reload(step).paper_number == made[0].paper_number


def test_a_day_moved_while_it_is_done_is_not_half(hall):
    step = step_of(begun(hall), offset=-7)
    one, two = reload(step), reload(step)
    made, refused = at_once(
        lambda: workflow.finish_step(one, actor=hall.staff, on=OPENS),
        lambda: workflow.move_step_day(two, actor=hall.staff, due_on=OPENS, note="印刷要两天"),
    )
    assert (len(made), len(refused)) == (1, 1)
    assert Event.objects.filter(meeting_step=step).count() == 1
