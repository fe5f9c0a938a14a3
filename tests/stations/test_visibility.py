"""What may be seen is a queryset, what is said of one row a predicate: both agree for everybody."""

import pytest

from opinions import rules as ledger
from opinions.models import Opinion
from stations import rules
from stations.choices import Route
from stations.models import DutySlot, Reception, Station, Visit, VisitOpinion
from stations.workflow import assign_deputies
from tests.stations.making import reception, slot, visit
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
INSIDE = {"staff", "office", "leader", "township", "head", "liaison"}


@pytest.fixture
def rows(world):
    """One of each, with a sealed, a withdrawn and a plain visit."""
    visit(world, Route.STATION)
    visit(world, sealed=True)
    gone = visit(world, Route.STATION).visit_opinions.get().opinion
    Opinion.objects.filter(pk=gone.pk).update(visibility="withdrawn")
    slot(world)
    slot(world, days=9, deputies=[])
    assign_deputies(DutySlot.objects.get(published_at=None), [world.deputy], actor=world["head"])
    return world


@pytest.mark.parametrize("name", PERSONAS)
@pytest.mark.parametrize(
    ("model", "predicate"),
    [
        (Station, rules.can_view_station),
        (DutySlot, rules.can_view_slot),
        (Reception, rules.can_view_reception),
        (Visit, rules.can_view_visit),
        (VisitOpinion, rules.can_view_item),
    ],
)
def test_queryset_and_predicate_agree(rows, name, model, predicate):
    user = rows[name]
    seen = set(model.objects.visible_to(user).values_list("pk", flat=True))
    assert seen == {row.pk for row in model.objects.all() if predicate(user, row)}


def test_everybody_sees_what_is_theirs(rows):
    def sees(model):
        return {name for name in PERSONAS if model.objects.visible_to(rows[name]).exists()}

    assert sees(Reception) == sees(Visit) == sees(VisitOpinion) == INSIDE
    assert sees(Station) == sees(DutySlot) == INSIDE | {"deputy"}


def test_rows_come_once(rows):
    assert Station.objects.visible_to(rows["deputy"]).count() == 1
    assert DutySlot.objects.visible_to(rows["deputy"]).count() == 1


@pytest.mark.parametrize("name", PERSONAS)
def test_who_may_do_what(rows, name):
    user, made = rows[name], Visit.objects.filter(visibility="normal").first()
    item = made.visit_opinions.get()
    at_station = name in {"head", "liaison"}
    assert rules.can_record(user, rows.station) is at_station
    assert rules.can_keep_rota(user, DutySlot.objects.first()) is at_station
    assert rules.can_keep_station(user, rows.station) is (name in {"head", "staff"})
    assert rules.can_keep_staff(user, rows.station) is (name == "staff")
    assert rules.can_file_scan(user, made) is (at_station or name == "staff")
    assert rules.can_reveal(user, made) is (at_station or name == "staff")
    assert ledger.can_handle_at_station(user, item.opinion) is (at_station or name == "staff")


@pytest.mark.parametrize("name", PERSONAS)
def test_a_township_handles_what_was_passed_to_it(world, name):
    made = visit(world, Route.TOWNSHIP)
    opinion = made.visit_opinions.get().opinion
    assert ledger.can_handle_at_station(world[name], opinion) is (name in {"staff", "township"})
    assert rules.can_reveal(world[name], made) is (name in {"head", "liaison", "staff", "township"})
    assert ledger.can_unmask(world[name], opinion) is rules.can_reveal(world[name], made)


@pytest.mark.parametrize("name", PERSONAS)
def test_a_sealed_visit_is_staffs_to_handle(world, name):
    made = visit(world, sealed=True)
    assert ledger.can_handle_at_station(world[name], made.visit_opinions.get().opinion) is (name == "staff")
    assert rules.can_reveal(world[name], made) is (name == "staff")
    assert rules.can_file_scan(world[name], made) is (name == "staff")


@pytest.mark.parametrize("name", PERSONAS)
def test_what_is_in_hand_is_the_same_by_query_and_by_rule(world, name):
    for route in (Route.STATION, Route.TOWNSHIP, Route.SUGGESTION, Route.COUNTY, Route.SETTLED):
        visit(world, route)
    user, items = world[name], VisitOpinion.objects.with_list_data()
    by_rule = {one.pk for one in items if ledger.has_in_hand(user, one.opinion)}
    assert set(items.in_hand_of(user).values_list("pk", flat=True)) == by_rule
    assert len(by_rule) == {"head": 4, "liaison": 4, "township": 1}.get(name, 0)


def test_a_reception_with_only_a_sealed_visit_shows_none_to_the_station(world):
    made = reception(world)
    visit(world, sealed=True, reception=made)
    assert Reception.objects.visible_to(world["head"]).count() == 1
    assert not made.visits.visible_to(world["head"]).exists()
