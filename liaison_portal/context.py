"""What every full page draws around itself: the frame, navigation by role, unread notices, the demonstration mark.

All of it is lazy: a fragment, a file or a JSON answer that draws none of it asks nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from accounts.choices import Role
from accounts.models import Notice
from accounts.rules import is_deputy_only

UNREAD_CAP = 100


@dataclass(frozen=True)
class Item:
    """A line of the navigation: whom it is for, how some roles call it, which addresses lie behind it."""

    name: str
    icon: str
    text: str
    roles: frozenset[str] | None
    texts: Mapping[str, str] = field(default_factory=dict)
    below: tuple[str, ...] = ()


def _for(*roles: str) -> frozenset[str]:
    return frozenset(roles)


COMMITTEE = _for(*Role.COMMITTEE)
STATION = _for(Role.TOWNSHIP, *Role.STATION)
AGENCY = _for(Role.DISPATCHER, *Role.AGENCY)
MY_TASKS = dict.fromkeys(AGENCY, "我的任务")
TODAY = dict.fromkeys((*AGENCY, *STATION), "今天")

FILES = ("/deputies/settings/", "/deputies/schemes/", "/deputies/batches/", "/deputies/sheets/")

# One table for all roles, in the order of the page; a name without an address yet is left out.
NAV: tuple[tuple[str, tuple[Item, ...]], ...] = (
    ("", (Item("home", "house-door", "工作台", None, TODAY),)),
    (
        "会议与意见",
        (
            Item("meetings:meeting_list", "calendar3", "常委会会议", COMMITTEE),
            Item("opinions:board", "intersect", "梳理归并", _for(Role.STAFF)),
            Item("opinions:opinion_list", "chat-square-text", "意见台账", COMMITTEE | STATION),
            Item("opinions:list_list", "card-checklist", "交办清单", COMMITTEE),
            Item("opinions:undertaking_list", "signpost-split", "办理跟踪", COMMITTEE | AGENCY, MY_TASKS),
            Item("opinions:mine", "chat-square-text", "我的意见", _for(Role.DEPUTY)),
        ),
    ),
    (
        "联络站",
        (
            Item(
                "stations:reception_list",
                "people",
                "接待选民",
                _for(Role.STAFF, Role.LEADER) | STATION,
                below=("/stations/registers/", "/stations/ledger/"),
            ),
            Item("stations:message_list", "chat-square-heart", "群众留言", COMMITTEE | STATION | _for(Role.DEPUTY)),
            Item("stations:feedback_list", "chat-left-dots", "我站的意见", STATION),
            Item("stations:rota", "calendar-week", "轮值安排", _for(Role.STAFF) | STATION),
            Item(
                "stations:activity_list",
                "calendar-event",
                "活动",
                COMMITTEE | STATION,
                below=("/stations/inquiries/", "/stations/plans/"),
            ),
        ),
    ),
    (
        "站点管理",
        (
            Item("stations:station_list", "geo-alt", "站点与小组", _for(Role.STAFF, Role.LEADER) | STATION),
            Item("stations:code_list", "qr-code", "二维码和公开页面", _for(Role.STAFF, Role.OFFICE) | STATION),
            Item("stations:my_phones", "phone", "代表手机登录", STATION),
            Item("stations:station_figures", "table", "接待统计", _for(Role.STAFF, Role.LEADER) | STATION),
        ),
    ),
    (
        "代表履职",
        (
            Item("deputies:deputy_list", "person-vcard", "代表名册", COMMITTEE | STATION),
            Item("deputies:duty_list", "folder2-open", "履职档案", COMMITTEE | STATION, below=FILES),
            Item("deputies:group_list", "diagram-3", "活动小组", COMMITTEE | STATION),
            Item("stations:my_station", "people", "我的站和小组", _for(Role.DEPUTY)),
            Item("stations:my_activities", "calendar-event", "我的活动", _for(Role.DEPUTY)),
        ),
    ),
    (
        "查看与维护",
        (
            Item("figures", "bar-chart-line", "统计", COMMITTEE),
            Item("admin:index", "gear", "目录维护", _for(Role.STAFF, *Role.KEEPERS)),
            Item("stations:public_side", "power", "公开端开关", _for(Role.SYSADMIN)),
        ),
    ),
)

# The bar at the foot of a deputy's phone.
TABS: tuple[Item, ...] = (
    Item("home", "house-door", "首页", None, below=("/meetings/",)),
    Item("opinions:mine", "chat-square-text", "意见", None, below=("/opinions/",)),
    Item("stations:my_station", "people", "联络站", None, below=("/stations/", "/deputies/")),
    Item("accounts:inbox", "bell", "消息", None),
)


def portal(request: HttpRequest) -> dict[str, Any]:
    """`frame`, and for the frames `nav`, `tabs`, `unread` (at most 100), `can_search` and `portal_demo`.

    A view may set `request.nav_counts = {"opinions:board": 14, "opinions:undertaking_list": (2, True)}`:
    a number, or a number and whether it is an alarm.
    """
    return {
        "frame": SimpleLazyObject(lambda: get_template(frame_of(request))),
        "nav": SimpleLazyObject(lambda: navigation(request)),
        "tabs": SimpleLazyObject(lambda: tabs(request)),
        "unread": SimpleLazyObject(lambda: unread(request)),
        "can_search": SimpleLazyObject(lambda: bool(_roles(request) - frozenset(Role.KEEPERS))),
        "portal_demo": settings.PORTAL_DEMO,
    }


def frame_of(request: HttpRequest) -> str:
    """The template in which every page stands: a deputy's phone, a desk, or nothing around it for a visitor."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return "bare.html"
    return "phone.html" if is_deputy_only(user) else "desk.html"


def _roles(request: HttpRequest) -> frozenset[str]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return frozenset()
    return frozenset(scope.role for scope in user.scopes.items)


def unread(request: HttpRequest) -> int:
    """How many notices wait, one query, counted no further than the cap."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return 0
    return len(Notice.objects.visible_to(user).unread().order_by()[:UNREAD_CAP].values_list("pk"))


def tabs(request: HttpRequest) -> list[dict[str, Any]]:
    """The bar at the foot of a deputy's phone."""
    drawn = _drawn(TABS, request, _roles(request))
    _mark(drawn, request, TABS)
    return drawn


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups of the side bar for whoever is signed in; nothing for a visitor."""
    roles = _roles(request)
    if not roles:
        return []
    groups: list[dict[str, Any]] = [{"label": label, "items": _drawn(items, request, roles)} for label, items in NAV]
    lines = [item for group in groups for item in group["items"]]
    _mark(lines, request, [item for _, group in NAV for item in group])
    return [group for group in groups if group["items"]]


def _drawn(items: tuple[Item, ...], request: HttpRequest, roles: frozenset[str]) -> list[dict[str, Any]]:
    """The items of these roles that have an address."""
    found = [_item(item, request, roles) for item in items if item.roles is None or item.roles & roles]
    return [item for item in found if item]


def _item(item: Item, request: HttpRequest, roles: frozenset[str]) -> dict[str, Any] | None:
    if not (url := _address(item.name)):
        return None
    count = getattr(request, "nav_counts", {}).get(item.name, 0)
    number, alert = count if isinstance(count, tuple) else (count, False)
    own = [text for role, text in item.texts.items() if role in roles]
    wider = roles - frozenset(item.texts)
    text = own[0] if own and not wider else item.text
    return {"url": url, "icon": item.icon, "text": text, "count": number, "alert": alert, "current": False}


def _mark(items: Iterable[dict[str, Any]], request: HttpRequest, lines: Iterable[Item]) -> None:
    """The present place is the line, of all there are, with the longest address that the path begins with.

    Where that line is not the reader's none is marked: a shorter address would name another place.
    """
    home, path = reverse("home"), request.path
    places = {place: _address(line.name) for line in lines for place in (*line.below, _address(line.name)) if place}
    found = [place for place in places if path == place or (place != home and path.startswith(place))]
    present = places.get(max(found, key=len, default=""))
    for item in items:
        item["current"] = item["url"] == present


def _address(name: str) -> str:
    """Where `name` leads; nothing for a name without an address yet."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
