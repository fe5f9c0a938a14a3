"""Pages of lower apps offer places; upper apps hang panels there from `ready()`.

A panel is a plain link that htmx loads in place, so it also works without JavaScript.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True)
class Panel:
    """A link hung on a place: `url_name` takes the object's pk; `may(user)` says who sees it, and
    `has(user, pk)` whether there is something of this object for them to see."""

    label: str
    url_name: str
    may: Callable[[Any], bool] = lambda user: True  # noqa: ARG005 - everyone who sees the page
    has: Callable[[Any, int], bool] = lambda user, pk: True  # noqa: ARG005 - of every object


_panels: dict[str, list[Panel]] = {}


def hang(place: str, panel: Panel) -> None:
    """Hang `panel` on `place`; the order of hanging is the order on the page."""
    _panels.setdefault(place, []).append(panel)


def panels_for(place: str, user: Any, pk: int) -> list[tuple[str, str]]:
    """`(label, address)` of every panel on `place` that holds something `user` may see of the object `pk`."""
    hung = [panel for panel in _panels.get(place, ()) if panel.may(user) and panel.has(user, pk)]
    return [(panel.label, reverse(panel.url_name, args=[pk])) for panel in hung]
