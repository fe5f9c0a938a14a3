"""Where on the board one is: the filters, the page of either side, what is ticked, as a query string.

The whole board is one form. `find` posts it, so that what is ticked goes along without JavaScript
too, and leads to an address that can be kept, gone back to and reloaded.
"""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from opinions.choices import OpinionStatus
from opinions.reports.choice import tokens

USUAL = ("show", OpinionStatus.WAITING.value)
FILTERS = ("show", "q", "sitting", "topic", "intent", "capacity", "mq", "dest")
TURNS = ("after", "before", "m_after", "m_before")
AT = "at"  # the matter just made or changed, kept at the top
PICK = "pick"
BESIDE = ("side", "title", "similar", PICK)  # what a button of the form sends by itself
KEPT = (*FILTERS, *TURNS, AT, *BESIDE)


def place_of(params: QueryDict) -> QueryDict:
    """What of `params` says where one is."""
    return _of({name: params.get(name, "") for name in KEPT if name != PICK}, params.getlist(PICK))


def without(place: QueryDict, *names: str) -> QueryDict:
    """`place` but for `names`."""
    left = place.copy()
    for name in names:
        left.pop(name, None)
    return left


def asked(post: QueryDict) -> tuple[QueryDict, str]:
    """The place the form asks for, and which part of the page: a page turned (`go`), else what was typed.

    What is ticked goes along, and the title begun.
    """
    go, _, part = post.get("go", "").partition("#")
    names = (*FILTERS, AT) if "go" not in post else KEPT
    source = QueryDict(go.lstrip("?")) if "go" in post else post
    wanted = {name: source.get(name, "") for name in names}
    wanted["title"] = post.get("title", "")
    wanted["side"] = wanted.get("side") or post.get("side", "")
    picked = [] if "clear" in post else post.getlist("opinion")
    return _of(wanted, picked), part


def _of(wanted: dict[str, Any], picked: list[str]) -> QueryDict:
    place = QueryDict(mutable=True)
    for name, value in wanted.items():
        if value and name != PICK and (name, value) != USUAL:
            place[name] = value
    if found := tokens(picked):
        place[PICK] = "-".join(found)
    return place
