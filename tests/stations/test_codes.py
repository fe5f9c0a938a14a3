"""What a scanned code leads to, whatever has become of the deputy or the station since it was printed."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.choices import Branch, UnitKind
from accounts.models import Unit
from deputies.models import Deputy, GroupMember, Mandate
from stations import codes
from stations.models import PublicCode, Station

pytestmark = pytest.mark.django_db
TODAY = date(2024, 6, 3)


@pytest.fixture
def code(world):
    return PublicCode.objects.create(deputy=world.deputy)


def other_station(world, name="庆祖镇第二联络站", region=None):
    unit = Unit.objects.create(
        name=name, short_name=name, kind=UnitKind.STATION, branch=Branch.CONGRESS, region=region or world.town
    )
    return Station.objects.create(unit=unit, reports_to=world.committee, address="街里", hours="工作日")


def test_a_deputy_in_office_with_their_station(world, code):
    found = codes.find(code.token, TODAY)
    assert (found.deputy, found.station, found.left, found.revoked) == (world.deputy, world.station, None, False)
    assert found.path == world.town.path


@pytest.mark.parametrize("status", ["ended", "suspended"])
def test_a_deputy_out_of_office_leads_to_the_station(world, code, status):
    Mandate.objects.update(status=status)
    found = codes.find(code.token, TODAY)
    assert (found.deputy, found.station, found.left) == (None, world.station, world.deputy)


def test_a_deputy_who_left_the_group_leads_to_its_station_still(world, code):
    other_station(world)
    Mandate.objects.update(status="ended")
    GroupMember.objects.update(left_on=TODAY)
    assert codes.find(code.token, TODAY).station == world.station


def test_a_deputy_without_a_group_has_the_station_of_the_place(world):
    deputy = Deputy.objects.create(name="王秀兰", home_region=world.town)
    assert codes.station_of(deputy) == world.station
    assert codes.station_of(Deputy.objects.create(name="外人", home_region=world.other_town)) is None


def test_a_closed_station_leads_to_those_of_its_township(world):
    code = PublicCode.objects.create(station=world.station)
    near = other_station(world)
    Unit.objects.filter(pk=world.station.unit_id).update(is_active=False)
    found = codes.find(code.token, TODAY)
    assert (found.station, found.place, found.stations) == (None, world.town, [near])
    assert not found.may_say


def test_a_township_without_stations_leads_to_those_of_the_county(world, code):
    far = other_station(world, "县城联络站", world.county)
    Unit.objects.filter(pk=world.station.unit_id).update(is_active=False)
    Mandate.objects.update(status="ended")
    found = codes.find(code.token, TODAY)
    assert (found.place, found.stations) == (world.county, [far])


def test_a_revoked_code_leads_to_its_successor(world, code):
    PublicCode.objects.filter(pk=code.pk).update(revoked_at=timezone.now())
    assert codes.find(code.token, TODAY).is_dead
    new = PublicCode.objects.create(deputy=world.deputy)
    found = codes.find(code.token, TODAY)
    assert (found.code, found.deputy, found.revoked) == (new, world.deputy, True)


def test_an_address_never_given_out_leads_nowhere(world):
    assert codes.find("nothing", TODAY) is None


def test_one_code_in_use_of_each(world, code):
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicCode.objects.create(deputy=world.deputy)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicCode.objects.create()


def test_the_page_behind_a_code(world, code, client):
    text = client.get(f"/p/c/{code.token}/").content.decode()
    assert "庆祖镇政府东 50 米" in text
    Mandate.objects.update(status="ended")
    assert "现在不履行代表职务" in client.get(f"/p/c/{code.token}/").content.decode()
    assert client.get("/p/c/nothing/").status_code == 404
    PublicCode.objects.update(revoked_at=timezone.now())
    assert client.get(f"/p/c/{code.token}/").status_code == 410


def test_few_questions_of_the_database(world, code, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        codes.find(code.token, TODAY)
