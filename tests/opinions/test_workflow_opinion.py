"""An opinion's verbs: the step matrix, who sees which row, lost updates, what a text must be."""

import itertools
from uuid import uuid4

import pytest

from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import check, open_steps
from opinions import rules
from opinions.choices import Capacity, OpinionStatus, Visibility
from opinions.models import Event, Feedback, Opinion
from opinions.querysets import in_hand_of
from opinions.workflow import opinion as verbs
from opinions.workflow.opinion import Correction, Heard, Said
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
COMMITTEE_STAFF = {"staff"}
STATION = {"head", "liaison"}
HANDLERS = COMMITTEE_STAFF | STATION
# Who may take which step, from which statuses, on an ordinary opinion of the station entered by `liaison`.
MATRIX = {
    "settle": (("at_station",), HANDLERS),
    "report_up": (("at_station",), HANDLERS),
    "merge": (("waiting", "not_assigned"), COMMITTEE_STAFF),
    "decline": (("waiting", "merged"), COMMITTEE_STAFF),
    "unmerge": (("merged", "not_assigned"), COMMITTEE_STAFF),
    "edit": (("at_station", "waiting"), {"staff", "liaison"}),
    "withdraw": (("at_station", "waiting"), {"staff", "liaison"}),
    "feedback": (("settled", "merged", "not_assigned", "fed_back"), HANDLERS),
}


def station_opinion(world, status="waiting", **facts):
    return world.opinion(
        unit=world.station_unit,
        actor=world["liaison"],
        occasion=None,
        topic=None,
        status=status,
        reason="请走司法途径" if status == "not_assigned" else "",
        **facts,
    )


def fresh(row):
    return Opinion.objects.select_related("region", "contributor__deputy").get(pk=row.pk)


# --- the table ------------------------------------------------------------------------------------
def test_the_matrix_names_every_step():
    assert set(MATRIX) == set(verbs.STEPS)


@pytest.mark.parametrize("status", OpinionStatus.values)
def test_persona_by_status_by_step(world, status):
    opinion = fresh(station_opinion(world, status))
    for persona, (step, (sources, allowed)) in itertools.product(PERSONAS, MATRIX.items()):
        wanted = status in sources and persona in allowed
        assert may(opinion, step, world[persona]) is wanted, (persona, status, step)


@pytest.mark.parametrize(("status", "step"), [("at_station", "settle"), ("at_station", "report_up"), ("settled", "feedback")])
def test_a_township_acts_on_what_was_passed_to_it(world, status, step):
    row = station_opinion(world, "at_station", holder=world.town_congress)
    Opinion.objects.filter(pk=row.pk).update(status=status)
    allowed = {"staff", "township"} | (STATION if step == "feedback" else set())
    assert {name for name in PERSONAS if may(fresh(row), step, world[name])} == allowed


@pytest.mark.parametrize("persona", PERSONAS)
def test_what_is_in_hand_is_the_same_by_query_and_by_rule(world, persona):
    made = [
        station_opinion(world, "at_station", holder=world.station_unit),
        station_opinion(world, "at_station", holder=world.town_congress),
        station_opinion(world, "at_station"),
        world.opinion(unit=world.town_congress),
        world.opinion(),
    ]
    user = world[persona]
    by_query = set(Opinion.objects.filter(in_hand_of(user)).values_list("pk", flat=True))
    assert by_query == {row.pk for row in map(fresh, made) if rules.has_in_hand(user, row)}


def may(opinion, step, user):
    try:
        check(verbs.STEPS, step, opinion, user)
    except (RuleError, NotAllowedError):
        return False
    return True


@pytest.mark.parametrize("status", OpinionStatus.values)
def test_a_button_shown_works_and_a_hidden_one_is_refused(world, status):
    opinion = fresh(station_opinion(world, status))
    for persona in PERSONAS:
        shown = set(open_steps(verbs.STEPS, opinion, world[persona]))
        works = {name for name, step in verbs.STEPS.items() if step.button and may(opinion, name, world[persona])}
        assert shown == works


def test_only_feedback_is_the_systems(world):
    opinion = fresh(station_opinion(world, "settled"))
    assert [name for name, step in verbs.STEPS.items() if step.by_system] == ["feedback"]
    assert may(opinion, "feedback", None)
    with pytest.raises(NotAllowedError):
        check(verbs.STEPS, "withdraw", fresh(station_opinion(world)), None)


# --- who sees -------------------------------------------------------------------------------------
def every_kind_of_opinion(world):
    sealed = Visibility.SEALED
    made = [
        world.opinion(),
        world.opinion("市里说的", region=world.city),
        world.opinion("外地", unit=world.other_committee, region=world.other_town, actor=world["outsider"]),
        station_opinion(world),
        station_opinion(world, visibility=sealed),
        world.deputy_opinion(),
        world.deputy_opinion("代表说的，只报上级", visibility=sealed),
        world.deputy_opinion("代表在外地说的", region=world.other_town, unit=world.other_committee),
    ]
    gone = world.deputy_opinion("记错了")
    verbs.withdraw(gone, actor=world["staff"])
    return [*made, gone]


@pytest.mark.parametrize("persona", PERSONAS)
def test_seeing_is_the_same_by_query_and_by_rule(world, persona):
    made, user = every_kind_of_opinion(world), world[persona]
    by_query = set(Opinion.objects.visible_to(user).values_list("pk", flat=True))
    by_rule = {row.pk for row in map(fresh, made) if rules.can_view_opinion(user, row)}
    assert by_query == by_rule


def test_who_sees_what(world):
    own, city, away, station, sealed, said, said_sealed, said_away, _gone = every_kind_of_opinion(world)
    committee = {own, city, station, sealed, said, said_sealed}
    seen = {
        "staff": committee,
        "leader": committee,
        "township": {own, station, said},
        "head": {station},
        "deputy": {said, said_sealed, said_away},
        "outsider": {away, said_away},
        "agency": set(),
        "dispatcher": set(),
        "sysadmin": set(),
    }
    for persona, rows in seen.items():
        assert set(Opinion.objects.visible_to(world[persona])) == rows, persona


@pytest.mark.parametrize(
    ("capacity", "persona", "allowed"),
    [
        (Capacity.RESIDENT, "staff", True),
        (Capacity.RESIDENT, "liaison", True),
        (Capacity.RESIDENT, "leader", False),
        (Capacity.RESIDENT, "outsider", False),
        (Capacity.COUNTY_DEPUTY, "staff", False),
    ],
)
def test_who_may_look_behind_the_mask(world, capacity, persona, allowed):
    opinion = fresh(station_opinion(world, contributor=world.contributor(capacity)))
    assert rules.can_unmask(world[persona], opinion) is allowed


def test_sealed_rows_are_not_handled_by_the_station(world):
    opinion = fresh(station_opinion(world, "at_station", visibility=Visibility.SEALED))
    with pytest.raises(NotAllowedError):
        verbs.settle(opinion, actor=world["head"], note="办好了")
    verbs.settle(opinion, actor=world["staff"], note="办好了")
    assert opinion.status == "settled"


# --- register and edit ------------------------------------------------------------------------------
def test_the_same_client_id_is_the_same_row(world):
    key, said, heard = uuid4(), Said("路灯坏了。"), Heard(**world.hearing())
    first, new = verbs.register_once(key, said, heard, actor=world["staff"])
    again, newer = verbs.register_once(key, said, heard, actor=world["staff"])
    assert (first, new, newer) == (again, True, False)


@pytest.mark.parametrize("text", ["", "  \n ", "字" * 10_001])
def test_a_text_must_be_one(world, text):
    with pytest.raises(RuleError) as refused:
        world.opinion(text)
    assert refused.value.field == "original"
    assert not Opinion.objects.exists()


def test_not_assigned_needs_a_reason(world):
    with pytest.raises(RuleError):
        world.opinion(status="not_assigned")


def test_an_edit_keeps_the_old_words_in_the_event(world):
    row = fresh(world.opinion("原来的话"))
    verbs.edit_original(row, Correction(original="改后的话，电话13812345678"), actor=world["staff"], version=row.version)
    saved = fresh(row)
    assert saved.original == "改后的话，电话13812345678"
    assert "13812345678" not in saved.shared_text
    assert not saved.shared_confirmed
    assert Event.objects.get(opinion=row, step="edit").data["original"] == "原来的话"
    assert Opinion.objects.filter(search_terms__matches="改后").exists()


def test_an_edit_of_an_older_page_is_stale(world):
    row = fresh(world.opinion())
    verbs.edit_original(row, Correction(original="第一次改"), actor=world["staff"], version=1)
    with pytest.raises(StaleError):
        verbs.edit_original(fresh(row), Correction(original="晚了一步"), actor=world["staff"], version=1)
    late = fresh(row)
    late.version = 1  # a page that was loaded before
    with pytest.raises(StaleError):
        verbs.edit_original(late, Correction(original="晚了一步"), actor=world["staff"], version=1)
    assert fresh(row).original == "第一次改"


def test_merged_words_are_fixed(world):
    rows = [world.opinion()]
    world.matter(rows, decided=False)
    with pytest.raises(RuleError, match="已归并"):
        verbs.edit_original(fresh(rows[0]), Correction(original="x"), actor=world["staff"], version=fresh(rows[0]).version)
    with pytest.raises(RuleError, match="已归并"):
        verbs.withdraw(fresh(rows[0]), actor=world["staff"])


# --- shared text, station, feedback ------------------------------------------------------------------
def test_confirming_the_shared_text(world):
    row = fresh(world.opinion())
    verbs.confirm_shared_text(row, actor=world["staff"], text="路灯损坏。", version=row.version)
    assert (fresh(row).shared_text, fresh(row).shared_confirmed) == ("路灯损坏。", True)
    with pytest.raises(StaleError):
        verbs.confirm_shared_text(fresh(row), actor=world["staff"], text="再来", version=1)
    with pytest.raises(RuleError) as refused:
        verbs.confirm_shared_text(fresh(row), actor=world["staff"], text=" ", version=2)
    assert refused.value.field == "shared_text"
    for persona in ("leader", "liaison", "agency", "outsider"):
        with pytest.raises(RuleError):
            verbs.confirm_shared_text(fresh(row), actor=world[persona], text="x", version=2)


def test_the_station_settles_or_reports_up(world):
    row = fresh(station_opinion(world, "at_station", holder=world.station_unit))
    with pytest.raises(RuleError) as refused:
        verbs.settle(row, actor=world["head"], note=" ")
    assert refused.value.field == "note"
    verbs.settle(row, actor=world["head"], note="换了灯泡")
    assert (fresh(row).status, fresh(row).holder) == ("settled", world.station_unit)
    other = fresh(station_opinion(world, "at_station", holder=world.station_unit))
    verbs.report_up(other, actor=world["liaison"])
    assert fresh(other).status == "waiting"


def test_feedback_waits_for_the_answer(world):
    row = world.undertaking("checking")
    source = fresh(row.assignment.matter.opinions.first())
    with pytest.raises(RuleError, match="还没有审核通过"):
        verbs.give_feedback(source, actor=world["staff"], how="phone")
    assert fresh(source).status == "merged"


def test_feedback_can_be_told_again(world):
    row = fresh(station_opinion(world, "settled"))
    verbs.give_feedback(row, actor=world["liaison"], how="phone")
    verbs.give_feedback(fresh(row), actor=world["liaison"], how="visit", note="又当面说了一次")
    assert fresh(row).status == "fed_back"
    assert list(Feedback.objects.values_list("how", flat=True)) == ["visit", "phone"]
