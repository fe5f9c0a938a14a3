"""梳理归并: what goes in comes out, a decision holds, a matter in a list is fixed."""

import pytest

from common.errors import NotAllowedError, RuleError, StaleError
from opinions.choices import Destination, OpinionStatus
from opinions.models import Matter, MatterSource, MergeAction
from opinions.workflow import matter as verbs
from opinions.workflow import opinion as opinions
from opinions.workflow import paper as papers
from opinions.workflow.decision import Decision, decide
from tests.opinions.merging import Board, fresh, in_matter, status

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(world):
    return Board(world)


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
    facts = {"title": "路灯", "wording": "修", "destination": "assign", "leads": [board.world.court]}
    units = {name: [getattr(board.world, value)] for name, value in changes.items() if value in ("party", "court")}
    with pytest.raises(RuleError) as refused:
        decide(matter, Decision(**{**facts, **changes, **units}), actor=board.staff, version=matter.version)
    assert refused.value.field == field
    assert fresh(matter).destination == ""


def test_decide_of_an_older_page_is_stale(board):
    matter = board.merge(board.opinions(1))
    old = fresh(matter)
    board.decide(matter, "briefing")
    with pytest.raises(StaleError):
        decide(old, Decision(title="别的", destination="party"), actor=board.staff, version=old.version)
    assert fresh(matter).destination == "briefing"


def test_a_matter_in_a_list_is_fixed(board, world):
    rows = [world.deputy_opinion(), world.opinion()]
    matter = world.matter(rows)
    papers.draft([matter], papers.Cover(series="濮人常办", title="清单"), actor=board.staff, unit=world.issuer)
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
