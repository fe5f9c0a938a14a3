"""What is ticked on a board, on whichever page it stands: carried from page to page and read again each time.

A token is the number of an opinion; `m` behind it says that it was ticked knowing that it is no longer
待归并. One ticked as 待归并 and merged by another hand since is taken off and told, the rest stays.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from opinions.choices import OpinionStatus
from opinions.models import Event, MatterSource, Opinion
from opinions.reports.board import Board

AT_ONCE = 200
TOLD = 5
SEEN = "m"
_TOKEN = re.compile(rf"([0-9]{{1,15}})({SEEN}?)")


@dataclass(frozen=True)
class Choice:
    """Opinions ticked and still as they were when ticked; of the others a sentence each, for the user."""

    rows: list[Opinion] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    cut: bool = False

    @property
    def ids(self) -> set[int]:
        return {row.pk for row in self.rows}

    @property
    def carried(self) -> str:
        """All of it as one value of an address."""
        return "-".join(map(token, self.rows))

    def elsewhere(self, shown: Iterable[int]) -> list[str]:
        """The tokens of what is ticked and not among `shown`."""
        here = set(shown)
        return [token(row) for row in self.rows if row.pk not in here]

    def without(self, done: set[int]) -> Choice:
        """What stays ticked after an act on `done`."""
        return replace(self, rows=[row for row in self.rows if row.pk not in done])


def token(opinion: Opinion) -> str:
    """How a ticked opinion is carried."""
    return f"{opinion.pk}{'' if opinion.status == OpinionStatus.WAITING else SEEN}"


def tokens(raw: Iterable[str]) -> list[str]:
    """The tokens in `raw`, each once, one more than may be ticked at the most; nonsense is left out."""
    found: dict[str, str] = {}
    for value in raw:
        for part in value.split("-"):
            if match := _TOKEN.fullmatch(part):
                found.setdefault(match[1].lstrip("0"), part)
    return list(found.values())[: AT_ONCE + 1]


def read(board: Board, raw: Iterable[str]) -> Choice:
    """What `raw` ticks on `board`: one query, and two more to tell what has changed meanwhile."""
    wanted = tokens(raw)
    if not wanted:
        return Choice()
    knowing = {int(part.rstrip(SEEN)): part.endswith(SEEN) for part in wanted[:AT_ONCE]}
    rows = board.opinions().filter(pk__in=knowing).select_related("region", "contributor__deputy").order_by("pk")
    kept: list[Opinion] = []
    changed: list[Opinion] = []
    for row in rows:
        (kept if knowing[row.pk] or row.status == OpinionStatus.WAITING else changed).append(row)
    lost = len(knowing) - len(kept) - len(changed)
    return Choice(kept, _told(board, changed, lost), cut=len(wanted) > AT_ONCE)


def _told(board: Board, changed: list[Opinion], lost: int) -> list[str]:
    said = _what_happened(board, changed[:TOLD]) if changed else []
    if len(changed) > TOLD:
        said.append(f"还有 {len(changed) - TOLD} 条也已经有人处理了。")
    return [*said, f"有 {lost} 条已经不在这里，可能是记录人删除了。"] if lost else said


def _what_happened(board: Board, changed: list[Opinion]) -> list[str]:
    titles: dict[int, list[str]] = defaultdict(list)
    sources = MatterSource.objects.filter(opinion__in=changed).values_list("opinion_id", "matter__title")
    for opinion_id, title in sources:
        titles[opinion_id].append(f"“{title}”")
    events = Event.objects.filter(opinion__in=changed).order_by("pk").select_related("actor")
    hands = {(e.opinion_id, e.target): e.actor for e in events}
    said = []
    for row in changed:
        actor = hands.get((row.pk, row.status))
        who = "由您" if actor == board.user else f"由{actor.name}" if actor else ""
        into = "归入" + "、".join(titles[row.pk]) if row.status == OpinionStatus.MERGED else ""
        said.append(f"“{row.brief}”已经{who}{into or f'定为“{row.get_status_display()}”'}。")
    return said
