"""Predicates read the grants and nothing else."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts import rules
from accounts.choices import Role
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db

OVER_TOWN = {
    "is_committee_over": {"staff", "office", "leader"},
    "is_staff_over": {"staff"},
    "is_office_over": {"office"},
    "is_leader_over": {"leader"},
    "is_township_over": {"township"},
}
OF_UNIT = {
    "is_agency_clerk_of": ("court", {"agency"}),
    "is_agency_head_of": ("court", {"agencyhead"}),
    "is_agency_of": ("court", {"agency", "agencyhead"}),
    "is_dispatcher_of": ("dispatch_office", {"dispatcher"}),
    "is_station_staff_of": ("station_unit", {"head", "liaison"}),
    "is_station_head_of": ("station_unit", {"head"}),
}
AT_ALL = {
    "is_deputy": {"deputy"},
    "is_keeper": {"sysadmin", "secadmin", "auditor"},
    "keeps_users": {"sysadmin"},
    "keeps_grants": {"secadmin"},
}


def holders(world, question):
    return {name for name in PERSONAS if question(world[name])}


@pytest.mark.parametrize("name", OVER_TOWN)
def test_over_a_place(world, name):
    predicate = getattr(rules, name)
    assert holders(world, lambda user: predicate(user, world.town.path)) == OVER_TOWN[name]
    assert "staff" not in holders(world, lambda user: predicate(user, world.other_town.path))
    assert holders(world, lambda user: predicate(user, "")) == set()


@pytest.mark.parametrize("name", OF_UNIT)
def test_of_a_unit(world, name):
    predicate, (unit, who) = getattr(rules, name), OF_UNIT[name]
    assert holders(world, lambda user: predicate(user, getattr(world, unit).pk)) == who
    assert holders(world, lambda user: predicate(user, world.party.pk)) == set()
    assert holders(world, lambda user: predicate(user, None)) == set()


@pytest.mark.parametrize("name", AT_ALL)
def test_at_all(world, name):
    assert holders(world, getattr(rules, name)) == AT_ALL[name]


def test_a_visitor_opens_no_catalogue():
    assert not rules.holds_catalogue(AnonymousUser(), tuple(Role), tuple(Role), "view")


def test_a_switched_off_keeper_opens_no_catalogue(world):
    keeper = world["sysadmin"]
    keeper.is_active = False
    assert not rules.holds_catalogue(keeper, (Role.SYSADMIN,), (), "view")


def test_reading_is_not_keeping(world):
    auditor = world["auditor"]
    assert rules.holds_catalogue(auditor, (), (Role.AUDITOR,), "view")
    assert not rules.holds_catalogue(auditor, (), (Role.AUDITOR,), "change")
