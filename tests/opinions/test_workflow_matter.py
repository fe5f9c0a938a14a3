"""梳理归并: what goes in comes out, an undo restores, two hands never spoil each other's work."""

import random
import threading
from collections import Counter

import pytest
from django.db import connection

from common.errors import NotAllowedError, RuleError, StaleError
from opinions.choices import Destination, OpinionStatus
from opinions.models import HandlingRule, Matter, MatterSource, MergeAction, Opinion
from opinions.workflow import matter as verbs
from opinions.workflow import opinion as opinions
from opinions.workflow import paper as papers

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(world):
    return Board(world)


class Board:
    """The verbs with this meeting's facts filled in, and what must always hold."""

    def __init__(self, world):
        self.world = world
        self.staff = world["staff"]
        self.facts = {
            "actor": self.staff,
            "unit": world.committee,
            "rule": HandlingRule.objects.get(kind="meeting_list"),
            "occasion": world.meeting_occasion,
        }

    def opinions(self, count=3):
        return [self.world.opinion(f"第 {number} 条：路灯坏了没人修。") for number in range(1, count + 1)]

    def merge(self, rows, **facts):
        return verbs.merge([fresh(row) for row in rows], **{**self.facts, "title": "路灯", **facts})

    def decline(self, rows, reason="属于咨询，已当场说明。"):
        return verbs.decline([fresh(row) for row in rows], reason=reason, **self.facts)

    def decide(self, matter, destination, reason=""):
        matter = fresh(matter)
        return verbs.decide(
            matter,
            actor=self.staff,
            version=matter.version,
            title=matter.title,
            wording="路灯损坏无人维修。",
            demand="",
            destination=destination,
            category=None,
            reason=reason,
            leads=[self.world.court],
        )

    def undo_last(self):
        verbs.undo(MergeAction.objects.filter(undone_at=None).first(), actor=self.staff)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def status(row):
    return fresh(row).status


def in_matter(matter):
    return set(MatterSource.objects.filter(matter=matter).values_list("opinion_id", flat=True))


def wanted_status(opinion):
    """What the rule says, computed from the rows alone."""
    found = set(opinion.matters.values_list("destination", flat=True))
    if not found:
        return "waiting"
    return "not_assigned" if found == {"none"} else "merged"


# --- each verb ------------------------------------------------------------------------------------
def test_merge_puts_the_opinions_into_a_new_matter(board):
    rows = board.opinions(2)
    matter = board.merge(rows)
    assert in_matter(matter) == {row.pk for row in rows}
    assert {status(row) for row in rows} == {"merged"}
    assert MergeAction.objects.get().made == [matter.pk]


def test_one_opinion_into_several_matters(board):
    (row,) = board.opinions(1)
    first, second = board.merge([row]), board.merge([row], title="照明经费")
    assert set(row.matters.values_list("pk", flat=True)) == {first.pk, second.pk}
    verbs.take_out(fresh(first), [fresh(row)], actor=board.staff)
    assert status(row) == "merged"
    verbs.take_out(fresh(second), [fresh(row)], actor=board.staff)
    assert status(row) == "waiting"


def test_merge_needs_opinions_and_a_title(board):
    with pytest.raises(RuleError, match="先选中"):
        board.merge([])
    with pytest.raises(RuleError, match="起个名称") as refused:
        board.merge(board.opinions(1), title="  ")
    assert refused.value.field == "title"
    assert not Matter.objects.exists()


def test_merge_refuses_what_is_not_on_the_board(board, world):
    row = world.opinion(status=OpinionStatus.AT_STATION, holder=world.station_unit)
    with pytest.raises(RuleError, match="站内办理"):
        board.merge([row])
    gone = world.opinion()
    opinions.withdraw(gone, actor=world["staff"])
    with pytest.raises(RuleError, match="已被记录人删除"):
        board.merge([gone])
    assert not MatterSource.objects.exists()


def test_split_takes_some_into_a_matter_of_their_own(board):
    rows = board.opinions(3)
    matter = board.merge(rows)
    other = verbs.split(matter, rows[:1], actor=board.staff, title="照明经费")
    assert in_matter(other) == {rows[0].pk}
    assert in_matter(matter) == {row.pk for row in rows[1:]}
    assert {status(row) for row in rows} == {"merged"}


def test_split_out_of_a_declined_matter_reopens_the_opinion(board):
    rows = board.opinions(2)
    matter = board.decline(rows)
    verbs.split(matter, [fresh(rows[0])], actor=board.staff, title="照明经费")
    assert (status(rows[0]), fresh(rows[0]).reason) == ("merged", "")
    assert status(rows[1]) == "not_assigned"


def test_move_to_another_matter(board):
    rows = board.opinions(3)
    source, target = board.merge(rows[:2]), board.merge(rows[2:], title="井盖")
    verbs.move_to([fresh(rows[0])], source=source, target=target, actor=board.staff)
    assert in_matter(source) == {rows[1].pk}
    assert in_matter(target) == {rows[0].pk, rows[2].pk}
    with pytest.raises(RuleError, match="已经在这个事项里"):
        verbs.move_to([fresh(rows[0])], source=target, target=target, actor=board.staff)


def test_what_left_the_matter_meanwhile_is_stale(board):
    rows = board.opinions(2)
    matter = board.merge(rows)
    verbs.take_out(matter, [fresh(rows[0])], actor=board.staff)
    with pytest.raises(StaleError):
        verbs.take_out(matter, [fresh(rows[0])], actor=board.staff)
    with pytest.raises(RuleError, match="先选中"):
        verbs.take_out(matter, [], actor=board.staff)


def test_decline_needs_a_reason_and_waiting_opinions(board):
    rows = board.opinions(2)
    with pytest.raises(RuleError, match="理由") as refused:
        board.decline(rows, reason=" ")
    assert refused.value.field == "reason"
    matter = board.decline(rows)
    assert (matter.destination, matter.reason) == (Destination.NONE, "属于咨询，已当场说明。")
    assert {(fresh(row).status, fresh(row).reason) for row in rows} == {("not_assigned", "属于咨询，已当场说明。")}
    with pytest.raises(RuleError, match="只有待归并"):
        board.decline(rows)


def test_a_destination_of_not_assigning_is_the_opinions_too(board):
    rows = board.opinions(2)
    matter, other = board.merge(rows), board.merge(rows[:1], title="井盖")
    board.decide(matter, "none", reason="职权范围以外")
    assert (status(rows[0]), status(rows[1])) == ("merged", "not_assigned")
    board.decide(matter, "briefing")
    assert status(rows[1]) == "merged"
    assert in_matter(other) == {rows[0].pk}


def test_merging_into_a_declined_matter_declines(board):
    rows = board.opinions(2)
    matter = board.decline(rows[:1])
    board.merge(rows[1:], matter=matter)
    assert status(rows[1]) == "not_assigned"


def test_decide_keeps_units_only_for_assigning(board):
    matter = board.merge(board.opinions(1))
    board.decide(matter, "assign")
    assert [u.unit for u in matter.matter_units.all()] == [board.world.court]
    board.decide(matter, "briefing")
    assert not matter.matter_units.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"wording": ""}, "wording"),
        ({"leads": []}, "leads"),
        ({"leads": "party"}, "leads"),
        ({"cos": "court"}, "cos"),
        ({"destination": "none", "reason": " "}, "reason"),
    ],
)
def test_decide_refuses_beside_the_field(board, changes, field):
    matter = fresh(board.merge(board.opinions(1)))
    facts = {"title": "路灯", "wording": "修", "demand": "", "destination": "assign", "leads": [board.world.court]}
    units = {name: [getattr(board.world, value)] for name, value in changes.items() if value in ("party", "court")}
    with pytest.raises(RuleError) as refused:
        verbs.decide(
            matter, actor=board.staff, version=matter.version, category=None, **{**facts, **changes, **units}
        )
    assert refused.value.field == field
    assert fresh(matter).destination == ""


def test_decide_of_an_older_page_is_stale(board):
    matter = board.merge(board.opinions(1))
    old = fresh(matter)
    board.decide(matter, "briefing")
    with pytest.raises(StaleError):
        verbs.decide(
            old,
            actor=board.staff,
            version=old.version,
            title="别的",
            wording="",
            demand="",
            destination="party",
            category=None,
        )
    assert fresh(matter).destination == "briefing"


def test_a_matter_in_a_list_is_fixed(board, world):
    rows = [world.deputy_opinion(), world.opinion()]
    matter = world.matter(rows)
    papers.draft([matter], actor=board.staff, unit=world.issuer, series="濮人常办", title="清单")
    for act in (
        lambda: board.merge(board.opinions(1), matter=matter),
        lambda: verbs.split(matter, [fresh(rows[0])], actor=board.staff, title="x"),
        lambda: verbs.take_out(matter, [fresh(rows[0])], actor=board.staff),
        board.undo_last,
        lambda: board.decide(matter, "briefing"),
    ):
        with pytest.raises(RuleError, match="已经在交办清单里"):
            act()
    assert in_matter(matter) == {row.pk for row in rows}


@pytest.mark.parametrize("persona", ["office", "leader", "township", "head", "deputy", "agency", "outsider", "auditor"])
def test_only_staff_over_the_place_merge(board, world, persona):
    rows = board.opinions(1)
    with pytest.raises(NotAllowedError):
        board.merge(rows, actor=world[persona])
    matter = board.merge(rows)
    with pytest.raises(NotAllowedError):
        verbs.take_out(matter, [fresh(rows[0])], actor=world[persona])
    with pytest.raises(NotAllowedError):
        verbs.undo(MergeAction.objects.get(), actor=world[persona])


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
