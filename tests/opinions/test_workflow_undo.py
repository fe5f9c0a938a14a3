"""梳理归并: an undo restores, nothing is lost whatever is done, two hands never spoil each other's work."""

import random
import threading
from collections import Counter

import pytest
from django.db import connection

from common.errors import RuleError, StaleError
from opinions.models import Matter, MatterSource, MergeAction, Opinion
from opinions.workflow import matter as verbs
from opinions.workflow import opinion as opinions
from tests.opinions.merging import Board, fresh, in_matter, status, wanted_status

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(world):
    return Board(world)


# --- undo -----------------------------------------------------------------------------------------
def test_undo_of_a_merge_restores_and_retires_the_matter(board):
    rows = board.opinions(2)
    matter = board.merge(rows)
    board.undo_last()
    assert {status(row) for row in rows} == {"waiting"}
    assert in_matter(matter) == set()
    with pytest.raises(StaleError, match="已经撤回过"):
        verbs.undo(MergeAction.objects.get(), actor=board.staff)
    with pytest.raises(RuleError, match="已经撤回"):
        board.merge(rows, matter=fresh(matter))


def test_undo_leaves_an_opinion_merged_that_is_elsewhere_too(board):
    (row,) = board.opinions(1)
    board.merge([row])
    first = MergeAction.objects.get()
    second = board.merge([row], title="照明经费")
    verbs.undo(first, actor=board.staff)
    assert (status(row), in_matter(second)) == ("merged", {row.pk})
    board.undo_last()
    assert status(row) == "waiting"


def test_undo_waits_for_what_came_after(board):
    rows = board.opinions(2)
    matter = board.merge(rows[:1])
    first = MergeAction.objects.get()
    board.merge(rows[1:], matter=fresh(matter))
    with pytest.raises(StaleError, match="先撤回后面"):
        verbs.undo(first, actor=board.staff)
    assert fresh(first).undone_at is None
    board.undo_last()
    verbs.undo(first, actor=board.staff)
    assert {status(row) for row in rows} == {"waiting"}


def test_undo_does_not_throw_away_a_decision(board):
    matter = board.merge(board.opinions(1))
    board.decide(matter, "briefing")
    with pytest.raises(StaleError, match="定了去向"):
        board.undo_last()


def test_undo_of_taking_out_refuses_what_its_recorder_deleted(board):
    rows = board.opinions(2)
    matter = board.merge(rows)
    verbs.take_out(matter, [fresh(rows[0])], actor=board.staff)
    opinions.withdraw(fresh(rows[0]), actor=board.staff)
    with pytest.raises(StaleError, match="删除"):
        board.undo_last()


def test_what_was_fed_back_stays_where_it_is(board):
    rows = board.opinions(2)
    matter = board.decline(rows)
    opinions.give_feedback(fresh(rows[0]), actor=board.staff, how="phone")
    with pytest.raises(RuleError, match="已经反馈"):
        verbs.take_out(matter, [fresh(rows[0])], actor=board.staff)
    with pytest.raises(StaleError):
        board.undo_last()
    assert in_matter(matter) == {row.pk for row in rows}


# --- nothing lost, whatever is done -----------------------------------------------------------------
def act_at_random(board, rng, rows):
    """One act that staff may try, with whatever rows and matters it hits; refusals are part of the game."""
    chosen = rng.sample(rows, rng.randint(1, 3))
    matters = list(Matter.objects.all())
    matter = rng.choice(matters) if matters else None
    sources = list(Opinion.objects.filter(matters=matter)) if matter else []
    some = rng.sample(sources, rng.randint(1, len(sources))) if sources else []
    destination = rng.choice(["briefing", "none", "assign", "party"])
    past = list(MergeAction.objects.all())
    acts = [
        lambda: board.merge(chosen),
        lambda: board.merge(chosen, matter=matter),
        lambda: board.decline(chosen),
        lambda: verbs.split(matter, some, actor=board.staff, title="拆出"),
        lambda: verbs.move_to(some, source=matter, target=rng.choice(matters), actor=board.staff),
        lambda: verbs.take_out(matter, some, actor=board.staff),
        lambda: board.decide(matter, destination, reason="理由"),
        lambda: verbs.undo(rng.choice(past) if past else None, actor=board.staff),
        board.undo_last,
    ]
    try:
        rng.choice(acts)()
    except (RuleError, AttributeError, IndexError):  # the last two: there is no matter or act yet
        return False
    return True


@pytest.mark.parametrize("seed", range(4))
def test_after_any_acts_every_opinion_is_where_its_matters_say(board, seed):
    rng = random.Random(seed)
    rows = board.opinions(6)
    done = 0
    for _ in range(45):
        done += act_at_random(board, rng, rows)
        found = Opinion.objects.filter(pk__in=[row.pk for row in rows])
        assert {o.pk: o.status for o in found} == {o.pk: wanted_status(o) for o in found}
    assert done > 10
    assert sum(Counter(Opinion.objects.counted().values_list("status", flat=True)).values()) == len(rows)


def test_undoing_everything_backwards_restores_the_beginning(board):
    rng = random.Random(20240514)
    rows = board.opinions(6)
    for _ in range(25):
        act_at_random_without_decisions(board, rng, rows)
    for action in MergeAction.objects.filter(undone_at=None):
        verbs.undo(action, actor=board.staff)
    assert not MatterSource.objects.exists()
    assert {status(row) for row in rows} == {"waiting"}


def act_at_random_without_decisions(board, rng, rows):
    chosen = rng.sample(rows, rng.randint(1, 3))
    matter = Matter.objects.order_by("?").first()
    some = list(Opinion.objects.filter(matters=matter)[:2]) if matter else []
    acts = [
        lambda: board.merge(chosen),
        lambda: board.merge(chosen, matter=matter),
        lambda: board.decline(chosen),
        lambda: verbs.split(matter, some, actor=board.staff, title="拆出"),
        lambda: verbs.take_out(matter, some, actor=board.staff),
    ]
    try:
        rng.choice(acts)()
    except (RuleError, AttributeError):
        return


# --- two hands ------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_two_merges_of_one_opinion_at_once_one_is_told(board):
    """Both read the opinion as 待归并; whoever comes second is told and has written nothing."""
    (row,) = board.opinions(1)
    both = [fresh(row), fresh(row)]
    start, told, made = threading.Barrier(2), [], []

    def hand(mine, title):
        try:
            start.wait(10)
            made.append(verbs.merge([mine], **{**board.facts, "title": title}).pk)
        except StaleError as error:
            told.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=hand, args=(mine, f"第 {n} 个")) for n, mine in enumerate(both)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (len(made), len(told)) == (1, 1)
    assert list(MatterSource.objects.values_list("matter_id", "opinion_id")) == [(made[0], row.pk)]
    assert Matter.objects.count() == 1
    assert MergeAction.objects.count() == 1
