"""The catalogues of stations: kept by staff of the place, staff and rota read only."""

import pytest

from stations import rules
from stations.calendar import words_of
from stations.models import DayRule, Station, YearlyRule
from tests.stations.making import generated, slot
from tests.world import PERSONAS

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


def test_the_rules_of_the_days_are_read_in_words(world, as_user):
    """Staff read by which rule the stations of their place receive; it is set on the station's own page."""
    row = generated(world)[0].rule
    client = as_user("staff")
    listed, address = "/admin/stations/dayrule/", f"/admin/stations/dayrule/{row.pk}/change/"
    assert "庆祖镇" in client.get(listed).content.decode()
    page = client.get(address).content.decode()
    assert words_of(row) in page
    assert 'name="_save"' not in page
    assert client.get(f"{listed}add/").status_code == 403
    assert "庆祖镇" not in as_user("outsider").get(listed).content.decode()
    assert as_user("outsider").get(address).status_code == 302
    for name in ("head", "township", "agency", "sysadmin"):
        assert as_user(name).get(listed).status_code in (302, 403), name


@pytest.mark.parametrize("name", PERSONAS)
def test_the_rows_of_the_rules_and_the_predicate_agree(world, name):
    row = generated(world)[0].rule
    seen = DayRule.objects.visible_to(world[name]).filter(pk=row.pk).exists()
    assert seen is rules.can_see_rota(world[name], row.station)


def test_the_yearly_rule_is_kept_where_it_holds(world, as_user):
    sent = {"region": world.county.pk, "minimum": 4, "sentence": "每年活动不少于4次", "source": "某办法"}
    assert as_user("staff").post("/admin/stations/yearlyrule/add/", sent).status_code == 302
    assert as_user("outsider").get("/admin/stations/yearlyrule/").content.decode().count("不少于4次") == 0
    assert as_user("outsider").post("/admin/stations/yearlyrule/add/", sent).status_code == 200
    assert YearlyRule.objects.count() == 1
