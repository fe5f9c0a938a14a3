"""The statistics: what counts, that the parts add up, that the rows are as many as the figure says."""

from datetime import date, time, timedelta
from urllib.parse import urlencode

import pytest

from accounts.models import Region, Unit
from stations import workflow
from stations.choices import Route
from stations.models import Station, VisitOpinion
from stations.reports import figures
from stations.views.figures import ROWS
from tests.stations.making import HELD_ON, item, reception, visit
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
SPAN = figures.Span(date(2024, 5, 1), date(2024, 5, 31))
EMPTY = dict.fromkeys((one.key for one in figures.MEASURES), 0)


def total(world, name="head", span=SPAN, **asked):
    return figures.sheet_of(world[name], span, **asked).total.figures


def one_of_each(world):
    for route in Route.values:
        visit(world, route, headcount=2, words=("路灯不亮。", "井盖松了。"), elsewhere="court" if route == "other" else "")


def test_what_each_figure_counts(world):
    one_of_each(world)
    found = total(world)
    assert found == {
        "receptions": 1,
        "visits": 6,
        "people": 12,
        "items": 12,
        "settled": 2,
        "here": 2,
        "handed_on": 6,
        "elsewhere": 2,
        "done": 2,
    }
    assert found["items"] == sum(found[key] for key in ("settled", "here", "handed_on", "elsewhere"))


def test_what_is_settled_later_counts_as_done_only(world):
    row = item(world)
    workflow.settle(row, actor=world["head"], note="已疏通管道。")
    found = total(world)
    assert (found["settled"], found["here"], found["done"]) == (0, 1, 1)


def test_the_sealed_is_the_countys_alone(world):
    visit(world, sealed=True)
    assert (total(world)["items"], total(world, "township")["items"], total(world, "staff")["items"]) == (0, 0, 1)
    assert (total(world)["visits"], total(world, "staff")["visits"]) == (0, 1)


def test_a_withdrawn_opinion_counts_nowhere(world):
    row = item(world)
    type(row.opinion).objects.filter(pk=row.opinion_id).update(visibility="withdrawn")
    assert total(world, "staff")["items"] == 0


def test_the_days_are_those_of_the_reception(world):
    reception(world, day=date(2024, 4, 30))
    visit(world)
    assert total(world)["receptions"] == 1
    assert total(world, span=figures.Span(HELD_ON, HELD_ON))["visits"] == 1
    assert total(world, span=figures.Span(HELD_ON + timedelta(days=1), HELD_ON + timedelta(days=9))) == EMPTY


@pytest.mark.parametrize("name", PERSONAS)
def test_everybody_counts_what_they_see(world, name):
    one_of_each(world)
    visit(world, sealed=True)
    seen = VisitOpinion.objects.visible_to(world[name]).count()
    assert total(world, name).get("items", 0) == seen


def second_station(world, name="界牌社区", parent=None, order=1):
    place = Region.objects.create(code=f"4109281{Region.objects.count()}", name=name, level=world.town.level, parent=parent or world.county, order=order)
    unit = Unit.objects.create(name=f"{name}联络站", short_name=name, kind="station", branch="congress", region=place)
    return Station.objects.create(unit=unit, reports_to=world.committee, address=name, hours="周二")


def test_official_order_and_the_places_above(world):
    visit(world)
    assert figures.sheet_of(world["staff"], SPAN).by == "station"
    second_station(world)
    sheet = figures.sheet_of(world["staff"], SPAN)
    assert (sheet.by, [line.name for line in sheet.lines]) == ("town", ["界牌社区", "庆祖镇"])
    assert figures.sheet_of(world["staff"], SPAN, region=world.town).by == "station"
    county = Region.objects.create(code="410927", name="台前县", level=world.county.level, parent=world.city, order=1)
    second_station(world, "清水河乡", parent=county)
    sheet = figures.sheet_of(world["staff"], SPAN)
    assert (sheet.by, [line.name for line in sheet.lines]) == ("county", ["台前县", "濮阳县"])
    assert sheet.total.figures["items"] == sum(line.figures.get("items", 0) for line in sheet.lines) == 1


@pytest.mark.parametrize(("items", "done", "share"), [(9, 9, None), (10, 5, 50), (12, 1, 8), (0, 0, None)])
def test_no_share_below_ten(items, done, share):
    assert figures.Line("站", figures={"items": items, "done": done}).share == share


def test_the_reasons_are_counted(world):
    visit(world, Route.OTHER, elsewhere="court")
    visit(world, Route.OTHER, elsewhere="arbitration")
    visit(world, Route.OTHER, elsewhere="court")
    visit(world, Route.OTHER)
    found = figures.reasons_of(world["head"], SPAN)
    assert [(one and one.value, number) for one, number in found] == [("court", 2), ("arbitration", 1), (None, 1)]


def test_it_is_read_in_four_queries(world, django_assert_num_queries):
    user = world["staff"]
    assert user.scopes.items
    for number in (1, 3):
        while Station.objects.count() < number:
            second_station(world, f"第{Station.objects.count()}村")
        visit(world, reception=reception(world, at=time(9, number)))
        with django_assert_num_queries(4):
            figures.sheet_of(user, SPAN)


MAY = {"since": "2024-05-01", "until": "2024-05-31"}


def rows(client, **asked):
    """All the rows a figure leads to, page by page, and the number that stands above them."""
    found, query = [], "?" + urlencode({**MAY, **asked})
    while query:
        page = client.get("/stations/figures/rows/" + query)
        found += page.context["page"].rows
        query = page.context["page"].next_query
    return found, page.context["number"]


def adds_up(measure, found):
    return sum(row.headcount for row in found) if measure.key == "people" else len(found)


@pytest.mark.parametrize("name", ["head", "township", "staff"])
@pytest.mark.parametrize("measure", figures.MEASURES, ids=lambda one: one.key)
def test_the_rows_add_up_to_the_figure(client, world, measure, name):
    one_of_each(world)
    visit(world, sealed=True, headcount=5)
    client.force_login(world[name])
    number = total(world, name)[measure.key]
    for place in ({"station": world.station.pk}, {"region": world.town.pk}, {}):
        found, said = rows(client, what=measure.key, **place)
        assert adds_up(measure, found) == said == number > 0, place


def test_what_is_sealed_stands_in_no_ones_rows_but_the_countys(client, world):
    sealed = visit(world, sealed=True)
    for name, seen in (("head", False), ("township", False), ("staff", True)):
        client.force_login(world[name])
        assert (sealed in rows(client, what="visits")[0]) is seen, name


def test_a_long_list_is_read_page_by_page(client, world):
    for _ in range(ROWS + 1):
        visit(world, headcount=3)
    client.force_login(world["head"])
    assert len(client.get("/stations/figures/rows/", {**MAY, "what": "people"}).context["page"].rows) == ROWS
    found, said = rows(client, what="people")
    assert (len(found), said) == (ROWS + 1, 3 * (ROWS + 1))


@pytest.mark.parametrize("key", ["receptions", "visits", "items"])
def test_the_rows_are_read_in_few_queries(client, world, key, django_assert_max_num_queries):
    client.force_login(world["head"])
    for number in (1, 3):
        visit(world, reception=reception(world, at=time(9, number)))
        with django_assert_max_num_queries(16):
            client.get("/stations/figures/rows/", {**MAY, "what": key})


def test_each_reason_leads_to_its_visits(client, world):
    for why in ("court", "court", "arbitration", ""):
        visit(world, Route.OTHER, elsewhere=why)
    visit(world)
    client.force_login(world["head"])
    page = client.get("/stations/figures/", MAY).content.decode()
    for why, number in (("court", 2), ("arbitration", 1), ("words", 1)):
        assert f"?why={why}&amp;since=2024-05-01" in page
        found, said = rows(client, why=why)
        assert len(found) == said == number
        assert {row.elsewhere for row in found} == {"" if why == "words" else why}


def test_no_number_stands_there_without_its_rows(client, world):
    """Every number of the table is a link; a nought has no rows to lead to."""
    one_of_each(world)
    client.force_login(world["head"])
    page = client.get("/stations/figures/", MAY).content.decode()
    for one in figures.MEASURES:
        assert f"what={one.key}&amp;since=2024-05-01&amp;until=2024-05-31&amp;station={world.station.pk}" in page


def test_the_page_explains_and_leads(client, world):
    one_of_each(world)
    client.force_login(world["township"])
    page = client.get("/stations/figures/?since=2024-05-01&until=2024-05-31").content.decode()
    for one in figures.MEASURES:
        assert one.meaning in page
    assert f"what=done&amp;since=2024-05-01&amp;until=2024-05-31&amp;station={world.station.pk}" in page
    assert "法院正在办的案件" in page
    assert "不排名" in page


@pytest.mark.parametrize("query", ["since=去年&until=x&region=zz", "since=2024-05-31&until=2024-05-01", "region=999999"])
def test_strange_questions_break_nothing(client, world, query):
    client.force_login(world["head"])
    assert client.get(f"/stations/figures/?{query}").status_code == 200


def test_who_reads(client, world):
    for name, status in (("staff", 200), ("leader", 200), ("deputy", 404), ("agency", 404), ("sysadmin", 404)):
        client.force_login(world[name])
        assert client.get("/stations/figures/").status_code == status
        assert client.get("/stations/figures/rows/?what=items").status_code == status
    client.force_login(world["head"])
    for query in ("", "?what=everything", "?why=everything"):
        assert client.get(f"/stations/figures/rows/{query}").status_code == 404
    assert client.post("/stations/figures/").status_code == 405
