"""The frame round a page: a phone for a deputy, a desk for everybody who has one, nothing for a visitor."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.choices import Role
from accounts.models import Grant
from liaison_portal import context
from opinions.models import Rating
from tests.liaison_portal.test_context import request_of
from tests.liaison_portal.test_links import crawl, small  # noqa: F401 - a fixture
from tests.stations.making import reception, slot

TAB = re.compile(r'<a href="[^"]+" aria-current="page"><i class="bi bi-[\w-]+-fill" aria-hidden="true"></i>([^<]+)')
# Which tab is marked, by how the address begins; of no tab: what is reached from every page.
TABS = (
    ("/opinions/", "意见"),
    ("/stations/", "联络站"),
    ("/deputies/", "联络站"),
    ("/accounts/notices/", "消息"),
    ("/accounts/", ""),
    ("/search/", ""),
    ("/nowhere/", ""),
    ("/", "首页"),
)


def tab_of(address):
    return next(text for start, text in TABS if address.startswith(start))


def marked(answer):
    return "".join(TAB.findall(answer.content.decode()))


def text_of(answer):
    return answer.content.decode()


# --- which frame --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("roles", "frame"),
    [
        ([Role.DEPUTY], "phone.html"),
        ([Role.DEPUTY, Role.DEPUTY], "phone.html"),
        *(([Role.DEPUTY, other], "desk.html") for other in Role.values if other not in {Role.DEPUTY, *Role.KEEPERS}),
        *(([role], "desk.html") for role in Role.values if role != Role.DEPUTY),
        ([], "desk.html"),
    ],
)
def test_the_frame_follows_the_grants(roles, frame):
    request = request_of(*roles)
    if not roles:
        request.user.scopes = type(request_of(Role.STAFF).user.scopes)()
    assert context.frame_of(request) == frame


def test_a_visitor_has_nothing_around_the_page(rf):
    request = request_of(user=AnonymousUser())
    assert context.frame_of(request) == "bare.html"
    assert context.frame_of(rf.get("/")) == "bare.html"  # refused before anybody was looked up


# --- a deputy's phone ---------------------------------------------------------------------------
@pytest.mark.django_db
def test_every_page_a_deputy_reaches_has_the_tabs_and_marks_the_right_one(small):  # noqa: F811
    pages = [(address, answer) for _, address, answer in crawl("deputy") if b"<html" in answer.getvalue()]
    reached = {re.sub(r"\d+", "N", address.partition("?")[0]) for address, _ in pages}
    assert reached >= {
        "/",
        "/opinions/mine/",
        "/opinions/N/",
        "/opinions/ratings/",
        "/opinions/ratings/N/",
        "/stations/mine/",
        "/deputies/groups/N/",
        "/deputies/N/",
        "/deputies/mine/duties/",
        "/accounts/notices/",
        "/accounts/password/",
        "/search/",
    }
    for address, answer in pages:
        assert text_of(answer).count('class="tabbar"') == 1, address
        assert text_of(answer).count("<h1") == 1, address
        assert 'class="side"' not in text_of(answer), address
        assert (address, marked(answer)) == (address, tab_of(address))


@pytest.mark.parametrize(("address", "status"), [("/nowhere/", 404), ("/opinions/987654/", 404), ("/stations/rota/", 404)])
def test_a_lost_deputy_finds_the_tabs(as_user, address, status):
    answer = as_user("deputy").get(address)
    assert answer.status_code == status
    assert "没有找到这一页" in text_of(answer)
    assert marked(answer) == tab_of(address)


def test_a_refused_deputy_finds_the_tabs(world, as_user):
    client = as_user("deputy")
    client.handler.enforce_csrf_checks = True
    answer = client.post("/accounts/notices/read/")
    assert answer.status_code == 403
    assert marked(answer) == "消息"


def test_a_station_found_by_search_leads_nowhere_closed(world, as_user):
    client = as_user("deputy")
    found = text_of(client.get("/search/?q=庆祖"))
    assert f'href="/stations/{world.station.pk}/"' in found
    page = client.get(f"/stations/{world.station.pk}/")
    assert marked(page) == "联络站"
    assert "/stations/rota/" not in text_of(page)
    assert "/stations/rota/" in text_of(as_user("head").get(f"/stations/{world.station.pk}/"))


# --- a deputy with a desk -----------------------------------------------------------------------
def test_a_deputy_with_another_grant_has_the_desk_everywhere(world, as_user):
    slot(world)
    reception(world)
    world.undertaking("rating")
    Grant.objects.create(user=world["deputy"], role=Role.AGENCY_CLERK, unit=world.court)
    client, rating, opinion = as_user("deputy"), Rating.objects.get(), world.deputy_opinion()
    for address in (
        "/",
        "/opinions/mine/",
        f"/opinions/{opinion.pk}/",
        "/opinions/ratings/",
        f"/opinions/ratings/{rating.pk}/",
        "/stations/mine/",
        "/deputies/mine/duties/",
        f"/deputies/groups/{world.group.pk}/",
        "/accounts/notices/",
        "/accounts/password/",
        "/search/",
        "/nowhere/",
    ):
        page = text_of(client.get(address))
        assert 'class="tabbar"' not in page, address
        assert page.count('class="side"') == 1, address
        assert page.count("<h1") == 1, address
    assert client.get("/opinions/")["Location"] == "/opinions/mine/"


def test_a_visitor_of_a_page_that_is_not_there(client):
    answer = client.get("/p/nothing-here/")
    assert answer.status_code == 404
    assert "没有找到这一页" in text_of(answer)
    assert "<nav" not in text_of(answer)
