"""Who someone is costs one query; switched-off accounts are nobody."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory
from django.utils import timezone

from accounts.backends import PortalBackend
from accounts.choices import Role
from accounts.models import Grant, User

pytestmark = pytest.mark.django_db


def test_user_and_grants_are_one_query(world, django_assert_num_queries):
    pk = world["staff"].pk
    with django_assert_num_queries(1):
        user = PortalBackend().get_user(pk)
        assert user.scopes.covers(world.town.path, Role.STAFF)
        assert not user.scopes.has(Role.LEADER)


def test_two_grants_are_still_one_query(world, django_assert_num_queries):
    pk = world["agency"].pk
    with django_assert_num_queries(1):
        user = PortalBackend().get_user(pk)
        assert user.scopes.units(Role.AGENCY_CLERK) == {world.court.pk, world.civil.pk}


def test_a_user_without_grants_is_known_and_may_nothing(db):
    pk = User.objects.create_user("new", "x", name="新来的").pk
    user = PortalBackend().get_user(pk)
    assert user.name == "新来的"
    assert user.scopes.items == ()


def test_only_grants_in_force_count(world):
    today = timezone.localdate()
    person = world["staff"]
    Grant.objects.filter(user=person).update(valid_to=today - timedelta(days=1))
    Grant.objects.create(user=person, role=Role.OFFICE, region=world.city, valid_from=today + timedelta(days=1))
    assert PortalBackend().get_user(person.pk).scopes.items == ()
    Grant.objects.filter(user=person, role=Role.STAFF).update(valid_to=today)
    assert PortalBackend().get_user(person.pk).scopes.has(Role.STAFF)


def test_a_switched_off_account_is_nobody(world):
    User.objects.filter(username="staff").update(is_active=False)
    assert PortalBackend().get_user(world.users["staff"].pk) is None
    assert PortalBackend().authenticate(None, username="staff", password="demo-2024") is None


def test_nobody_has_the_number(db):
    assert PortalBackend().get_user(987654) is None


@pytest.mark.parametrize(
    ("username", "password", "found"),
    [
        ("staff", "demo-2024", True),
        ("staff", "Demo-2024", False),
        ("Staff", "demo-2024", False),
        ("nobody", "x", False),
    ],
)
def test_account_and_password(world, username, password, found):
    user = authenticate(RequestFactory().post("/login/"), username=username, password=password)
    assert (user is not None) == found


def test_missing_credentials_are_refused(db):
    assert PortalBackend().authenticate(None, username="staff") is None


@pytest.mark.parametrize(
    ("who", "perm", "has"),
    [
        ("staff", "deputies.change_deputy", True),
        ("staff", "accounts.view_user", False),
        ("sysadmin", "accounts.change_user", True),
        ("sysadmin", "accounts.add_grant", False),
        ("sysadmin", "deputies.view_deputy", False),
        ("secadmin", "accounts.add_grant", True),
        ("secadmin", "accounts.change_user", False),
        ("auditor", "accounts.view_auditentry", True),
        ("auditor", "accounts.change_auditentry", False),
        ("auditor", "accounts.view_grant", True),
        ("auditor", "accounts.change_grant", False),
        ("leader", "deputies.view_deputy", False),
        ("staff", "sessions.view_session", False),
        ("staff", "nonsense.view_nothing", False),
    ],
)
def test_permissions_come_from_grants(world, who, perm, has):
    assert world[who].has_perm(perm) == has


def test_module_permissions(world):
    assert world["staff"].has_module_perms("deputies")
    assert not world["auditor"].has_module_perms("deputies")
    assert world["auditor"].has_module_perms("accounts")
    assert not world["deputy"].has_module_perms("accounts")


def test_a_place_takes_along_what_lies_below_it(world):
    """Rights are read from paths: a county moved with its towns must not leave them behind."""
    county = world.town.parent
    moved = type(county).objects.create(name="新的市", code="419900", level=county.parent.level)
    county.parent = moved
    county.save()
    world.town.refresh_from_db()
    assert county.path == f"/{moved.pk}/{county.pk}/"
    assert world.town.path == f"{county.path}{world.town.pk}/"


def test_createsuperuser_makes_a_keeper_who_sees_no_business():
    user = User.objects.create_superuser("root", "long-enough-2024", name="系统管理员")
    assert user.check_password("long-enough-2024")
    assert user.scopes.has(Role.SYSADMIN)
    assert not user.scopes.has(Role.STAFF)
    assert not user.is_superuser
