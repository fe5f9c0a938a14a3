"""One search: two characters are enough, nothing is found that may not be seen, the cost is bounded."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liaison_portal import searching
from tests.world import PERSONAS

KEEPERS = {"sysadmin", "secadmin", "auditor"}


def groups(user, query):
    return {group.label: group for group in searching.found(user, query)}


@pytest.mark.parametrize("name", PERSONAS)
def test_everybody_but_the_keepers_may_search(as_user, name):
    assert as_user(name).get("/search/").status_code == (404 if name in KEEPERS else 200)


def test_blank_says_what_can_be_found(as_user):
    text = as_user("staff").get("/search/", {"q": "  "}).content.decode()
    assert "这里能找到" in text
    assert all(kind.label in text for kind in searching.KINDS)


def test_nothing_found_says_what_to_try(as_user):
    assert "没有找到" in as_user("staff").get("/search/", {"q": "鲸鱼"}).content.decode()


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("路灯", "意见"),
        ("小巷", "归并事项"),
        ("小巷", "承办的事项"),
        ("濮人常办", "交办清单"),
        ("守信", "代表"),
        ("庆祖", "联络站"),
        ("民政", "承办单位"),
    ],
)
def test_two_characters_find_each_kind(world, query, label):
    world.undertaking("to_accept")
    found = groups(world["staff"], query)
    assert found[label].hits
    assert found[label].total == len(found[label].hits)


def test_every_hit_opens(as_user, world):
    world.undertaking("to_accept")
    client = as_user("staff")
    for query in ("路灯", "濮人常办", "守信", "庆祖", "民政"):
        for group in searching.found(world["staff"], query):
            for hit in group.hits:
                assert client.get(hit.url).status_code == 200, hit


def test_a_stranger_finds_nothing_of_another_place(world):
    world.undertaking("to_accept")
    for query in ("路灯", "小巷", "守信", "庆祖", "民政", "濮人常办"):
        assert groups(world["outsider"], query) == {}


def test_an_agency_finds_its_items_and_no_opinion(world):
    world.undertaking("to_accept")
    assert set(groups(world["agency"], "路灯")) == {"承办的事项"}
    assert groups(world["agency2"], "路灯") == {}


def test_a_station_finds_what_it_heard(world):
    world.opinion("水渠堵了。", unit=world.station_unit)
    world.opinion("水渠的另一条，不是这个站的。", region=world.other_town)
    assert groups(world["liaison"], "水渠")["意见"].total == 1


def test_a_resident_is_not_named_in_full(as_user, world):
    world.opinion("井盖丢了。")
    text = as_user("staff").get("/search/", {"q": "井盖"}).content.decode()
    assert "王大娘" not in text


def test_eight_of_each_then_all(as_user, world):
    for number in range(9):
        world.opinion(f"第 {number} 盏路灯坏了。")
    group = groups(world["staff"], "路灯")["意见"]
    assert (len(group.hits), group.total, group.capped) == (8, 9, False)
    assert group.more_url == "/opinions/?q=%E8%B7%AF%E7%81%AF"
    assert "看全部" in as_user("staff").get("/search/", {"q": "路灯"}).content.decode()


@pytest.mark.parametrize("query", ["%", "_", "'", '"', "路灯' OR 1=1 --", "（）", "路" * 500, "\x00"])
def test_strange_words_do_no_harm(as_user, world, query):
    world.opinion()
    assert as_user("staff").get("/search/", {"q": query}).status_code == 200


def test_what_was_typed_stands_escaped_in_the_field(as_user):
    text = as_user("staff").get("/search/", {"q": '"><b>x'}).content.decode()
    assert "<b>x" not in text


def test_the_number_of_queries_does_not_grow(as_user, world):
    client = as_user("staff")

    def cost():
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/search/", {"q": "路灯"}).status_code == 200
        return len(seen)

    world.undertaking("to_accept")
    cost()
    one = cost()
    world.undertaking("to_accept", title="背街小巷路灯维护二")
    world.undertaking("to_accept", title="背街小巷路灯维护三")
    assert cost() == one
    assert one <= 16
