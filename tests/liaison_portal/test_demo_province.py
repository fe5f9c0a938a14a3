"""The province around the demonstration: whole, valid, loaded once, and its pages open."""

import pytest
from django.core.management import CommandError
from django.db import connection
from django.test import Client

from accounts.models import Region, Unit, User
from deputies.models import Deputy, GroupMember, Mandate
from liaison_portal.demo import bulk
from liaison_portal.demo.bulk.province import Size, city_codes, write_province
from opinions.models import Assignment, AssignmentList, Matter, Opinion, Undertaking
from stations.models import Reception, Station, StationStaff
from tests.liaison_portal.test_demo_world import run

SMALL = Size(cities=2, counties=2, townships=2)
PAGES = ("/", "/opinions/", "/opinions/undertakings/", "/opinions/lists/", "/stations/", "/deputies/")


@pytest.fixture
def province(db, settings, django_capture_on_commit_callbacks):
    """The small world, a small province around it and 200 opinions."""
    settings.PORTAL_DEMO = True
    with django_capture_on_commit_callbacks():
        run(scale="small")
    said = list(write_province(SMALL))
    told = []
    assert bulk.top_up(200, told.append) == 200
    assert told == [100, 200]
    return said


def invented(lookup="region"):
    """A filter for what lies in the invented cities."""
    return {f"{lookup}__code__startswith": "415"}


def test_every_level_has_its_places_units_and_people(province):
    assert province == [
        "示例第一市：2 个县，4 个乡镇、站点，96 名代表。",
        "示例第二市：2 个县，4 个乡镇、站点，96 名代表。",
    ]
    assert city_codes() == ["415100", "415200"]
    for region in Region.objects.filter(code__startswith="415").select_related("parent"):
        assert region.path == f"{region.parent.path}{region.pk}/"
    deputies = Deputy.objects.filter(**invented("home_region"))
    assert deputies.count() == GroupMember.objects.filter(deputy__in=deputies).count() == 192
    seats = Mandate.objects.filter(deputy__in=deputies)
    assert {level: seats.filter(level=level).count() for level in ("township", "county", "city")} == {
        "township": 192, "county": 32, "city": 8,
    }  # fmt: skip
    assert Station.objects.filter(**invented("unit__region")).count() == 8
    assert not Station.objects.filter(groups=None, **invented("unit__region")).exists()
    assert Unit.objects.filter(kind="dispatch", **invented()).count() == 6


def test_all_rows_keep_their_rules(province):
    connection.check_constraints()
    for model in (Region, Unit, Deputy, Mandate, GroupMember, Station, StationStaff, Matter, Reception):
        rows = list(model._default_manager.order_by("-pk")[:5])
        assert rows
        for row in rows:
            row.full_clean()


def test_each_city_works_for_itself_and_no_opinion_is_lost(province):
    rows = Opinion.objects.filter(client_id__gte=bulk.client_id(0), client_id__lt=bulk.client_id(200))
    assert {row.region.code[:3] for row in rows.select_related("region")} == {"415"}
    merged = rows.filter(status="merged")
    assert merged.exists()
    assert not merged.filter(matters=None).exists()
    for code in city_codes():
        mine = rows.filter(region__code__startswith=code[:4])
        assert mine.count() == 100
        matters = Matter.objects.filter(opinions__in=mine).distinct()
        assert {m.unit.region.code for m in matters.select_related("unit__region")} == {code}
        items = Undertaking.objects.filter(assignment__matter__in=matters)
        assert {row.unit.region.code for row in items.select_related("unit__region")} == {code}
        lists = AssignmentList.objects.filter(unit__region__code=code)
        numbers = sorted(lists.values_list("number_year", "number_no"))
        for year in {year for year, _ in numbers}:
            assert [n for y, n in numbers if y == year] == list(range(1, 1 + sum(y == year for y, _ in numbers)))
    assert Assignment.objects.filter(list__series="示人办").exists()


def test_a_second_load_adds_only_what_is_missing(province):
    before = Unit.objects.count(), User.objects.count(), Opinion.objects.count()
    assert list(write_province(SMALL)) == []
    assert bulk.top_up(200) == 0
    assert (Unit.objects.count(), User.objects.count(), Opinion.objects.count()) == before
    bigger = Size(cities=3, counties=1, townships=1)
    assert [line[:6] for line in write_province(bigger)] == ["示例第三市："]


@pytest.mark.parametrize("username", ["pv-staff", "pv-leader", "pv-415100"])
def test_the_pages_open_on_it(province, username):
    client = Client()
    client.force_login(User.objects.get(username=username), backend="accounts.backends.PortalBackend")
    for page in PAGES:
        answer = client.get(page, follow=True)
        assert answer.status_code == 200, page
    seen = Opinion.objects.visible_to(User.objects.get(username=username)).filter(**invented())
    assert seen.count() == (100 if username == "pv-415100" else 200)
    for row in Undertaking.objects.order_by("-pk")[:1]:
        found = client.get(f"/opinions/undertakings/{row.pk}/")
        assert found.status_code == (404 if username == "pv-415100" else 200)


def test_the_command_prints_how_far_it_is(db, settings, django_capture_on_commit_callbacks):
    settings.PORTAL_DEMO = True
    with django_capture_on_commit_callbacks():
        run(scale="small")
    said = run(scale="province", cities=1, opinions=50)
    assert "示例第一市：9 个县，126 个乡镇、站点，3024 名代表。" in said
    assert "批量意见 50 / 50" in said
    assert "pv-staff" in said
    assert User.objects.get(username="pv-staff").check_password("demo-2024")


@pytest.mark.parametrize("cities", [0, 31])
def test_a_province_of_no_or_too_many_cities_is_refused(db, settings, cities):
    settings.PORTAL_DEMO = True
    with pytest.raises(CommandError, match="--cities"):
        run(scale="province", cities=cities)
    assert not User.objects.exists()
