"""The frame of a page: navigation by role, unread notices, and what they cost."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory

from accounts.choices import Role
from accounts.models import Notice, User
from accounts.scopes import Scope, Scopes
from liaison_portal import context

DRAW = "{% for group in nav %}{% for item in group.items %}{{ item.text }}|{% endfor %}{% endfor %}"


def request_of(*roles, user=None, path="/"):
    request = RequestFactory().get(path)
    request.user = user or User(pk=1, username="u", name="周敏")
    if roles:
        request.user.scopes = Scopes(tuple(Scope(role, 1, 1, "/1/") for role in roles))
    return request


def texts(*roles, path="/"):
    return {item["text"] for group in context.navigation(request_of(*roles, path=path)) for item in group["items"]}


def test_a_visitor_has_no_navigation_and_nothing_unread():
    facts = context.portal(request_of(user=AnonymousUser()))
    assert not facts["nav"]
    assert facts["unread"] == 0
    assert not facts["can_search"]


@pytest.mark.parametrize("role", Role.values)
def test_every_role_has_a_home_and_only_addresses_that_exist(role):
    items = [item for group in context.navigation(request_of(role)) for item in group["items"]]
    assert items[0]["url"] == "/"
    assert all(item["url"].startswith("/") for item in items)


@pytest.mark.parametrize("role", Role.KEEPERS)
def test_keepers_see_catalogues_and_no_business(role):
    switch = {"公开端开关"} if role == Role.SYSADMIN else set()
    assert texts(role) <= {"工作台", "目录维护"} | switch
    assert not context.portal(request_of(role))["can_search"]


def test_an_agency_calls_things_by_its_own_words():
    assert "今天" in texts(Role.AGENCY_CLERK)
    assert "工作台" in texts(Role.STAFF)
    assert "工作台" in texts(Role.STAFF, Role.AGENCY_CLERK)


def test_the_present_page_is_marked():
    (home,) = [item for item in context.navigation(request_of(Role.STAFF))[0]["items"] if item["url"] == "/"]
    assert home["current"]
    (home,) = [i for i in context.navigation(request_of(Role.STAFF, path="/figures/"))[0]["items"] if i["url"] == "/"]
    assert not home["current"]


def marked(role, path):
    groups = context.navigation(request_of(role, path=path))
    return [item["text"] for group in groups for item in group["items"] if item["current"]]


@pytest.mark.parametrize(
    ("role", "path", "texts"),
    [
        (Role.STATION_HEAD, "/stations/receptions/visits/1/", ["接待选民"]),
        (Role.LEADER, "/stations/receptions/visits/1/", ["接待选民"]),
        (Role.LEADER, "/stations/1/", ["站点与小组"]),
        (Role.STAFF, "/stations/feedback/1/", []),  # 我站的意见 is no line of theirs, and 站点与小组 is another place
        (Role.OFFICE, "/stations/receptions/1/", []),
    ],
)
def test_no_page_is_marked_as_another_place(role, path, texts):
    assert marked(role, path) == texts


def test_a_view_may_put_counts_into_the_navigation():
    request = request_of(Role.STAFF)
    request.nav_counts = {"home": (2, True)}
    item = context.navigation(request)[0]["items"][0]
    assert (item["count"], item["alert"]) == (2, True)


def test_an_address_that_does_not_exist_is_left_out():
    item = context.Item("nowhere:at_all", "dot", "无", None)
    assert context._drawn((item,), request_of(Role.STAFF), frozenset()) == []


@pytest.mark.django_db
def test_unread_costs_one_query_and_stops_at_the_cap(django_assert_num_queries):
    user = User.objects.create_user("u", None, name="周敏")
    Notice.objects.bulk_create(Notice(user=user, label="到期", key=f"k{n}") for n in range(context.UNREAD_CAP + 5))
    with django_assert_num_queries(1):
        facts = context.portal(request_of(Role.STAFF, user=user))
        html = Template(DRAW + "{{ unread }}{{ unread }}").render(Context(facts))
    assert html.endswith(f"{context.UNREAD_CAP}{context.UNREAD_CAP}")


@pytest.mark.django_db
def test_what_is_not_drawn_is_not_asked(django_assert_num_queries):
    user = User.objects.create_user("u", None, name="周敏")
    with django_assert_num_queries(0):
        context.portal(request_of(user=user))
