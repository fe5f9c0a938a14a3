"""Who works at a station: the grants follow."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Grant, User
from common.errors import NotAllowedError, RuleError
from stations.choices import StaffRole
from stations.models import StationStaff
from stations.rules import can_record
from stations.workflow import add_staff, end_staff
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(db):
    return User.objects.create_user("newcomer", "demo-2024", name="新来的")


@pytest.mark.parametrize(
    ("role", "granted"),
    [(StaffRole.DEPUTY_HEAD, Role.STATION_LIAISON), (StaffRole.LIAISON, Role.STATION_LIAISON)],
)
def test_a_grant_comes_and_goes_with_the_post(world, newcomer, role, granted):
    staff = add_staff(world.station, name="新来的", role=role, user=newcomer, actor=world["staff"])
    assert Grant.objects.get(user=newcomer).role == granted
    assert can_record(User.objects.get(pk=newcomer.pk), world.station)
    end_staff(staff, actor=world["staff"])
    assert not can_record(User.objects.get(pk=newcomer.pk), world.station)


def test_a_head_follows_a_head(world, newcomer):
    with pytest.raises(RuleError, match="已经有站长"):
        add_staff(world.station, name="新来的", role=StaffRole.HEAD, user=newcomer, actor=world["staff"])
    end_staff(StationStaff.objects.get(role=StaffRole.HEAD), actor=world["staff"])
    add_staff(world.station, name="新来的", role=StaffRole.HEAD, user=newcomer, actor=world["staff"])
    assert Grant.objects.get(user=newcomer).role == Role.STATION_HEAD
    assert not can_record(world["head"], world.station)


def test_the_same_account_is_there_once(world):
    with pytest.raises(RuleError, match="已经是本站人员"):
        add_staff(world.station, name="孙晓", role=StaffRole.LIAISON, user=world["liaison"], actor=world["staff"])


def test_a_keeper_of_the_system_has_no_post(world):
    with pytest.raises(RuleError):
        add_staff(world.station, name="管理员", role=StaffRole.LIAISON, user=world["sysadmin"], actor=world["staff"])
    assert StationStaff.objects.count() == 2


def test_without_an_account_there_is_no_grant(world):
    before = Grant.objects.count()
    end_staff(add_staff(world.station, name="老刘", role=StaffRole.LIAISON, actor=world["staff"]), actor=world["staff"])
    assert Grant.objects.count() == before


def test_leaving_twice_or_before_coming_is_refused(world):
    staff = StationStaff.objects.get(role=StaffRole.LIAISON)
    with pytest.raises(RuleError, match="不能早于"):
        end_staff(staff, actor=world["staff"], on=date(2023, 12, 31))
    stale = StationStaff.objects.get(pk=staff.pk)
    end_staff(staff, actor=world["staff"])
    with pytest.raises(RuleError, match="已经离任"):
        end_staff(stale, actor=world["staff"])


def test_a_post_that_begins_later_grants_later(world, newcomer):
    tomorrow = timezone.localdate() + timedelta(days=1)
    add_staff(
        world.station, name="新来的", role=StaffRole.LIAISON, user=newcomer, actor=world["staff"], started_on=tomorrow
    )
    assert not can_record(User.objects.get(pk=newcomer.pk), world.station)


@pytest.mark.parametrize("name", [name for name in PERSONAS if name != "staff"])
def test_only_staff_say_who_works_there(world, name):
    with pytest.raises(NotAllowedError):
        add_staff(world.station, name="老刘", role=StaffRole.LIAISON, actor=world[name])
    with pytest.raises(NotAllowedError):
        end_staff(StationStaff.objects.first(), actor=world[name])
