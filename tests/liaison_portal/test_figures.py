"""The leader's page: its numbers, who may see it, and that it fits one upright sheet."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liaison_portal.figures import page_of
from liaison_portal.figures.charts import MAX_BARS, Chart
from liaison_portal.figures.periods import chosen, periods_for
from tests.liaison_portal.filling import fill
from tests.world import PERSONAS

ON = date(2024, 6, 10)
COMMITTEE = ("staff", "office", "leader", "outsider")


def page(world, key="meeting", on=ON, who="leader"):
    user = world[who]
    return page_of(user, chosen(periods_for(user, on), key), on)


@pytest.mark.parametrize("name", PERSONAS)
def test_only_the_committee_has_such_a_page(as_user, name):
    assert as_user(name).get("/figures/").status_code == (200 if name in COMMITTEE else 404)


@pytest.mark.parametrize("key", ["meeting", "year", "all", "nonsense", ""])
def test_every_period_answers(as_user, world, key):
    world.undertaking("closed")
    response = as_user("leader").get("/figures/", {"period": key})
    assert response.status_code == 200
    wanted = {"year": "今年", "all": "全部"}.get(key, "本次会议")
    current = re.findall(r'aria-current="true">([^<]+)<', response.content.decode())
    assert current == [wanted]


def test_the_numbers_tell_what_happened(world):
    world.undertaking("rating")
    world.undertaking("to_accept", title="还没有签收的")
    world.opinion("还没有归并的一条。")
    found = page(world)
    assert (found.found.heard, found.found.items, found.answered, found.overdue) == (5, 2, 1, 1)
    assert found.on_time_said == "按期 1 个"
    assert found.public == 5
    assert found.sentence.startswith("市九届人大常委会第十次会议，共收集意见 5 条")


def test_a_share_is_not_told_below_ten(world):
    world.undertaking("closed")
    ratings = next(chart for chart in page(world).charts if chart.id == "c-sat")
    assert ratings.rows == [("A 类", 1, 0, 0)]
    assert "不足 10 份，不算比例" in ratings.sub
    assert "%" not in ratings.sub


def test_units_stand_in_official_order_whatever_they_did(world):
    world.undertaking("rating")
    world.undertaking("to_accept", title="给检察院的", leads=[world.procuratorate])
    units = next(chart for chart in page(world).charts if chart.id == "c-unit")
    assert [row[0] for row in units.rows] == ["市中级人民法院", "市检察院"]
    assert units.hot is None


def test_content_is_concluded_upon_only_where_one_thing_stands_out(world):
    world.matter(title="路灯")
    content = page(world).charts[0]
    assert (content.say, content.hot) == ("意见集中在哪些事", None)
    world.matter([world.opinion()], title="消防通道")
    content = page(world).charts[0]
    assert (content.say, content.hot) == ("意见最集中的是“路灯”", 0)


def test_a_part_of_a_month_is_marked(world):
    world.undertaking("closed")
    months = next(chart for chart in page(world, "year").charts if chart.id == "c-month")
    assert months.rows[-1][0] == "6月（至10日）"
    assert "6月（至10日）不是整月" in months.sub


def test_places_stand_with_a_zero_too(world):
    assert page(world).places.rows == [("濮阳县", 0)]
    fill(world, 1)
    assert page(world, "year", date.today()).places.rows == [("濮阳县", 2)]


def test_many_places_are_a_table():
    rows = [(f"地方{n}", n) for n in range(MAX_BARS + 1)]
    assert Chart("c", "说", "", (("地方", ""), ("人次", "")), rows).as_table
    assert not Chart("c", "说", "", (("地方", ""), ("人次", "")), rows[:-1]).as_table


def test_another_place_counts_for_nothing(world):
    world.undertaking("closed")
    found = page(world, "year", who="outsider")
    assert (found.found.heard, found.found.items) == (0, 0)


def test_the_sentence_is_a_proposal_that_can_be_changed(as_user, world):
    world.undertaking("closed")
    text = as_user("leader").get("/figures/").content.decode()
    assert "系统草拟，可修改" in text
    assert re.search(r'<textarea[^>]*id="say"[^>]*>市九届', text)


def test_a_fresh_place_says_there_is_nothing_yet(as_user):
    text = as_user("outsider").get("/figures/").content.decode()
    assert "还没有收集到意见" in text
    assert "data-chart" not in text


def test_the_number_of_queries_does_not_grow(as_user, world):
    client = as_user("leader")
    client.get("/figures/")

    def cost():
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/figures/").status_code == 200
        return len(seen)

    fill(world, 1)
    one = cost()
    fill(world, 2)
    assert cost() == one
    assert one <= 40
