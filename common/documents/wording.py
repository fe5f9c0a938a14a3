"""Text on its way into a paper: cleaned of what XML forbids, dates in Chinese, titles broken by sense."""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from common.text import cn_date as day_in_chinese

# Control characters, surrogates without a partner and the two non-characters cannot stand in XML.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
TITLE_WIDTH = 20


class WordingError(ValueError):
    """A value does not fit the place a template gives it; the message is a Chinese sentence."""


def clean(value: Any) -> Any:
    """The value, or all text inside it, without characters XML forbids; None becomes empty text.

    Text pasted from other systems brings them along, and Word refuses the whole file for one of them.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return FORBIDDEN.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, Mapping):
        return {key: clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean(item) for item in value]
    return value


def cn_date(value: date | str | None) -> str:
    """2024年6月11日 without leading zeros; text passes as it is, None is empty."""
    return day_in_chinese(value) if isinstance(value, date) else str(value or "")


def cn_date2(value: date | str | None) -> str:
    """The date on two lines, for narrow columns."""
    return re.sub(r"^(\d{4}年)(\d{1,2}月\d{1,2}日)$", r"\1\n\2", cn_date(value))


def check(value: str, options: str, per_line: int = 0) -> str:
    """`"满意"|check("满意 不满意")` is ☑满意　□不满意; a value that is not offered is refused, never left unticked.

    A line breaks after `per_line` options, never inside one.
    """
    known = options.split()
    if value and value not in known:
        raise WordingError(f"“{value}”不在选项“{'、'.join(known)}”里")
    boxes = [("☑" if option == value else "□") + option for option in known]
    step = per_line or len(boxes)
    return "\n".join("　".join(boxes[at : at + step]) for at in range(0, len(boxes), step))


def paragraphs(value: str | Sequence[str]) -> list[str]:
    """Text by lines, or a list of texts, without the empty ones and the spaces typed as an indent."""
    lines = value.split("\n") if isinstance(value, str) else [line for text in value for line in str(text).split("\n")]
    return [line.strip(" \t　") for line in lines if line.strip(" \t　")]


def listed(value: str | Sequence[str], mark: str = "、") -> str:
    """A list in one line; text passes as it is."""
    return value if isinstance(value, str) else mark.join(str(item) for item in value if item)


@lru_cache(maxsize=1)
def environment() -> ImmutableSandboxedEnvironment:
    """Templates come from staff, so they run in a sandbox; an unknown field is an error, never a blank."""
    env = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    env.filters.update(cn_date=cn_date, cn_date2=cn_date2, check=check, paragraphs=paragraphs, listed=listed)
    env.filters["title_lines"] = break_title
    return env


def break_title(text: str, width: int = TITLE_WIDTH) -> list[str]:
    """A title in lines of at most `width` characters, as few as the sense allows; no name is cut in two."""
    text = text.strip()
    count = max(1, -(-len(text) // width))
    few, more = _best_lines(text, count, width), _best_lines(text, count + 1, width)
    return few[1] if count == 1 or few[0] <= more[0] + ONE_LINE_MORE else more[1]


def _best_lines(text: str, count: int, width: int) -> tuple[float, list[str]]:
    """The cheapest way to cut `text` into `count` lines, and what it costs."""
    ideal = len(text) / count
    cut = [0.0, *(_cut_cost(text, at) for at in range(1, len(text) + 1))]
    best: dict[int, tuple[float, list[str]]] = {0: (0.0, [])}
    for _ in range(count):
        reached: dict[int, tuple[float, list[str]]] = {}
        for start, (cost, lines) in best.items():
            for end in range(start + 1, min(start + width, len(text)) + 1):
                total = cost + (end - start - ideal) ** 2 / 4 + cut[end]
                if end not in reached or total < reached[end][0]:
                    reached[end] = (total, [*lines, text[start:end]])
        best = reached
    return best.get(len(text), (math.inf, []))


GOOD_AFTER = ("委员会", "代表大会", "大会", "会议", "的", "》", "、", "和", "办公室", "人民政府", "关于印发", "建议")
WHOLE = ("人民代表大会", "常务委员会", "人民政府", "人民法院", "人民检察院", "意见建议", "交办清单", "交办事项")
COUNTED = re.compile(r"第[一二三四五六七八九十百零〇\d]+(?:次会议|[届次条项组号])")
ONE_LINE_MORE = 100
NEVER_BEFORE = "的、，。；：？！）》”〕号条款项届次年月日等了"
NEVER_AFTER = "《（“〔第"


def _cut_cost(text: str, at: int) -> float:
    if at == len(text):
        return 0
    before, after = text[at - 1], text[at]
    in_word = (
        (before.isascii() and after.isascii())
        or any(text.startswith(word, at - i) for word in WHOLE for i in range(1, len(word)) if at >= i)
        or any(found.start() < at < found.end() for found in COUNTED.finditer(text))
    )
    in_quotes = text.count("《", 0, at) > text.count("》", 0, at)
    if in_word or after in NEVER_BEFORE or before in NEVER_AFTER:
        return 10_000
    if text[:at].endswith(GOOD_AFTER):
        return 40 if in_quotes else 0
    return 90 if in_quotes else 60
