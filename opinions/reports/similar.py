"""What may be the same thing: opinions and matters that share words with one opinion.

Found by search alone. The page shows which words are shared and leaves the judgement to people:
there is no score.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from accounts.scopes import any_of
from opinions.choices import OpinionStatus
from opinions.models import MatterSource, Opinion
from opinions.reports.board import Board

WORDS = 24
CANDIDATES = 200
SHOWN = 3
# Characters that mostly build grammar, not meaning; a pair that holds one is no significant word.
_GRAMMAR = frozenset(
    "的了是在和与及或就也都又还要会能可应该让把被给对从向到为于以而且但并不没有无这那哪些个很太更最"
    "我你他她它们咱其之等着过吗呢吧啊请想说看做上下中里外一二三两几多少么什怎样时候现建议希望反映问题"
)
_HAN = re.compile(r"[\u4e00-\u9fff]+")


@dataclass
class Likeness:
    """Another opinion or a matter, and the words it shares with the one looked at."""

    thing: Any
    words: list[str] = field(default_factory=list)


def significant_words(text: str) -> list[str]:
    """Two-character words of `text` without the pairs that hold grammar, in order, each once."""
    found: dict[str, None] = {}
    for run in _HAN.findall(text):
        for start in range(len(run) - 1):
            pair = run[start : start + 2]
            if not _GRAMMAR.intersection(pair):
                found[pair] = None
    return list(found)[:WORDS]


def similar_to(opinion: Opinion, board: Board) -> tuple[list[Likeness], list[Likeness]]:
    """Up to three matters and three waiting opinions of the board, those with the rarest words in common first."""
    text = f"{opinion.original} {opinion.summary}"
    words = significant_words(text)
    if not words:
        return [], []
    near = _near(board.opinions().exclude(pk=opinion.pk), words)
    weigh = _weights(near)
    waiting = [like for like in near if like.thing.status == OpinionStatus.WAITING]
    matters = _matters(board, near, words, opinion)
    return _best(matters, weigh, text), _best(waiting, weigh, text)


def _any_word(words: Iterable[str]) -> Q:
    return any_of(Q(search_terms__matches=word) for word in words)


def _near(opinions: Any, words: list[str]) -> list[Likeness]:
    rows = opinions.filter(_any_word(words)).select_related("contributor", "occasion").order_by("-pk")[:CANDIDATES]
    return [Likeness(row, [w for w in words if w in f"{row.original} {row.summary}"]) for row in rows]


def _matters(board: Board, near: list[Likeness], words: list[str], opinion: Opinion) -> list[Likeness]:
    """Matters by their own words and by those of the opinions already in them."""
    shared: dict[int, set[str]] = defaultdict(set)
    by_opinion = {like.thing.pk: like.words for like in near}
    links = MatterSource.objects.filter(opinion__in=list(by_opinion)).values_list("matter_id", "opinion_id")
    for matter_id, opinion_id in links:
        shared[matter_id].update(by_opinion[opinion_id])
    open_ones = board.matters().exclude(sources__opinion=opinion).exclude(assignments__is_live=True)
    found = open_ones.filter(_any_word(words) | Q(pk__in=list(shared)))[:CANDIDATES]
    return [Likeness(m, [w for w in words if w in shared[m.pk] or w in f"{m.title} {m.wording}"]) for m in found]


def _weights(near: list[Likeness]) -> Counter[str]:
    return Counter(word for like in near for word in like.words)


def _best(found: list[Likeness], often: Counter[str], text: str) -> list[Likeness]:
    """Rare words weigh more than common ones; one common word alone is no likeness."""

    def weight(like: Likeness) -> float:
        return sum(1 / (1 + often[word]) for word in like.words)

    kept = [like for like in found if len(like.words) > 1 or any(often[word] <= SHOWN for word in like.words)]
    best = sorted(kept, key=weight, reverse=True)[:SHOWN]
    for like in best:
        like.words = _joined(like.words, text)
    return best


def _joined(words: list[str], text: str) -> list[str]:
    """Overlapping pairs as one word: 最低, 低标, 标准 → 最低标准."""
    found: list[str] = []
    for word in words:
        if found and found[-1] + word[1] in text:
            found[-1] += word[1]
        else:
            found.append(word)
    return found[:4]
