"""The catalogues of stations: kept by staff of the place, staff and rota read only."""

import pytest

from stations.models import Station, YearlyRule
from tests.stations.making import slot

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["station/", "dutyslot/"])
def test_staff_keep_them(world, as_user, path):
    slot(world)
    assert "庆祖镇" in as_user("staff").get(f"/admin/stations/{path}").content.decode()
    for name in ("head", "township", "agency", "sysadmin"):
        assert as_user(name).get(f"/admin/stations/{path}").status_code in (302, 403)


def test_people_are_read_and_the_rest_is_changed(world, as_user):
    client = as_user("staff")
    address = f"/admin/stations/station/{world.station.pk}/change/"
    page = client.get(address).content.decode()
    assert "何秀英" in page
    assert "staff-0-name" not in page
    facts = {
        "unit": world.station_unit.pk,
        "reports_to": world.committee.pk,
        "township_office": world.town_congress.pk,
        "address": "镇东 100 米",
        "hours": "每周三",
        "phone": "",
        "staff-TOTAL_FORMS": 0,
        "staff-INITIAL_FORMS": 0,
        "groups-TOTAL_FORMS": 0,
        "groups-INITIAL_FORMS": 0,
    }
    saved = client.post(address, facts)
    assert saved.status_code == 302
    assert Station.objects.get().address == "镇东 100 米"


def test_another_places_station_is_not_there(world, as_user):
    client = as_user("outsider")
    assert "庆祖镇" not in client.get("/admin/stations/station/").content.decode()
    assert client.get(f"/admin/stations/station/{world.station.pk}/change/").status_code == 302


def test_the_rota_is_not_changed_here(world, as_user):
    row = slot(world)
    page = as_user("staff").get(f"/admin/stations/dutyslot/{row.pk}/change/").content.decode()
    assert "张守信" in page
    assert 'name="_save"' not in page


def test_the_yearly_rule_is_kept_where_it_holds(world, as_user):
    sent = {"region": world.county.pk, "minimum": 4, "sentence": "每年活动不少于4次", "source": "某办法"}
    assert as_user("staff").post("/admin/stations/yearlyrule/add/", sent).status_code == 302
    assert as_user("outsider").get("/admin/stations/yearlyrule/").content.decode().count("不少于4次") == 0
    assert as_user("outsider").post("/admin/stations/yearlyrule/add/", sent).status_code == 200
    assert YearlyRule.objects.count() == 1
