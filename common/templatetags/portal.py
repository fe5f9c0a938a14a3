"""The components of every page, loaded as builtins: tags that draw, filters that write dates.

They take plain values and know no domain word: what a step, a status or a unit is called comes in
as an argument. Widths and sizes go into SVG attributes and classes, never into `style=`, so that
the content policy can forbid inline style.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zlib import crc32

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from common import crypto
from common.text import cn_number as number_in_words

register = template.Library()

STRANDS = 7
CELLS = 15
SOON = 3
WEEKDAYS = "一二三四五六日"
# Where a strand begins: height on the rail and inset from its end, for 1 to 7 strands.
_STRANDS = ((28, 0), (12, 5), (44, 7), (4, 13), (52, 11), (20, 12), (36, 10))
_MESSAGE_LOOK = {
    "success": ("ok", "check-circle-fill"),
    "warning": ("wait", "exclamation-triangle-fill"),
    "error": ("danger", "exclamation-octagon-fill"),
}


# --- dates and words ----------------------------------------------------------------------------
def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


@register.filter
def cn_date(value: date | datetime | None) -> str:
    """`2024年9月30日`, without leading zeros; nothing for no date."""
    if not value:
        return ""
    day = _local(value)
    return f"{day.year}年{day.month}月{day.day}日"


@register.filter
def cn_short(value: date | datetime | None) -> str:
    """`9月30日`."""
    if not value:
        return ""
    day = _local(value)
    return f"{day.month}月{day.day}日"


@register.filter
def cn_weekday(value: date | datetime | None) -> str:
    """`周二`."""
    return f"周{WEEKDAYS[_local(value).weekday()]}" if value else ""


@register.filter
def cn_datetime(value: datetime | None) -> str:
    """`今天 9:42`, `5月24日 16:03`, and with the year when it is another one."""
    if not value:
        return ""
    moment = timezone.localtime(value) if timezone.is_aware(value) else value
    today = timezone.localdate()
    clock = f"{moment.hour}:{moment:%M}"
    if moment.date() == today:
        return f"今天 {clock}"
    return f"{cn_short(moment) if moment.year == today.year else cn_date(moment)} {clock}"


@register.filter
def cn_due(value: date | datetime | None) -> str:
    """`最迟6月11日（含当日）`, with the year when it is not this one."""
    if not value:
        return ""
    day = _local(value)
    return f"最迟{cn_short(day) if day.year == timezone.localdate().year else cn_date(day)}（含当日）"


@register.filter
def cn_number(value: int) -> str:
    """`十二`: groups and issues are counted in words."""
    return number_in_words(value)


@register.filter
def initial(value: Any) -> str:
    """The first character of a name, for the round mark beside it."""
    return str(value or "").strip()[:1]


@register.filter
def mask_phone(value: str | None) -> str:
    """A telephone number as lists show it."""
    return crypto.mask_phone(value) if value else ""


@register.filter
def mask_name(value: str | None) -> str:
    """A name as somebody else sees it: the surname and stars."""
    return crypto.mask_name(value) if value else ""


@register.filter
def mask_address(value: str | None) -> str:
    """An address without the door."""
    return crypto.mask_address(value) if value else ""


# --- forms and messages -------------------------------------------------------------------------
@register.filter
def anchor(field: BoundField) -> str:
    """The id that a link to this field goes to; for a group of choices its first choice."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def message_look(tags: str) -> tuple[str, str]:
    """Tone and icon for the level of a Django message."""
    return _MESSAGE_LOOK.get((tags or "").rsplit(" ", maxsplit=1)[-1], ("doing", "info-circle-fill"))


# --- the life line ------------------------------------------------------------------------------
def _get(thing: Any, name: str, default: Any = "") -> Any:
    value = thing.get(name, default) if isinstance(thing, Mapping) else getattr(thing, name, default)
    return default if value is None else value


def _strands(sources: Any, *, out: bool) -> list[tuple[str, str]]:
    """Two paths for each strand, curve and dot: gathered from the left, or fanned out to the right."""
    count = min(max(int(sources or 1), 1), STRANDS)
    if out:
        return [(f"M0,28 C{35 + x},28 50,{y} {100 - x},{y}", f"M{100 - x},{y} h.01") for y, x in _STRANDS[:count]]
    return [(f"M{x},{y} C50,{y} {55 - x},28 100,28", f"M{x},{y} h.01") for y, x in _STRANDS[:count]]


def _state(step: Any, number: int, now: int) -> str:
    given = _get(step, "state")
    if given in {"done", "now", "next", "skip"}:
        return str(given)
    return "done" if number < now else ("now" if number == now else "next")


def _drawn_step(step: Any, number: int, *, line: Any, total: int, vertical: bool) -> dict[str, Any]:
    """One step as the template draws it. Strands replace the first and last node, unless it is their turn."""
    state = _state(step, number, int(_get(line, "now", 0)))
    late = bool(_get(line, "late", False)) and state == "now"
    css = [f"is-{state}"]
    if late:
        css.append("is-late")
    if not vertical and number in {1, total} and state != "now":
        css.append("ll-gather")
    if not vertical and number == total - 1:
        css.append("ll-fan")
    strands: list[tuple[str, str]] = []
    if not vertical and number in {1, total - 1}:
        strands = _strands(_get(line, "sources", 1), out=number != 1)
    icon = "check-lg" if state == "done" else ("exclamation-lg" if late else _get(step, "icon", "circle"))
    said = {"done": "（已完成）", "now": "（正在进行）", "next": "（未开始）", "skip": "（不经这一步）"}[state]
    texts = {name: _get(step, name) for name in ("name", "when", "who", "back")}
    return {**texts, "css": " ".join(css), "now": state == "now", "icon": icon, "strands": strands, "said": said}


@register.inclusion_tag("_partials/lifeline.html")
def lifeline(line: Any, *, vertical: bool = False) -> dict[str, Any]:
    """The steps from end to end, and below them whose turn it is.

    `line` (object or dict): `steps` (each `name`, `icon`, and where known `when`, `who`, `back`,
    `state` done|now|next|skip), `now` (number of the present step; beyond the last: finished), `late`,
    `sources` (strands on the left, at most 7 are drawn), `label`; for the bar below `holder`,
    `what`, `note`, `left`, `total`, `due` (see `workdays`). Without `holder` there is no bar.
    """
    steps = list(_get(line, "steps", ()))
    now = int(_get(line, "now", 0))
    drawn = [_drawn_step(s, n, line=line, total=len(steps), vertical=vertical) for n, s in enumerate(steps, 1)]
    where = "已全部完成" if now > len(steps) else f"目前在第{now}步"
    names = ("holder", "what", "note", "total", "due")
    return {
        "steps": drawn,
        "vertical": vertical,
        "label": f"{_get(line, 'label', '全过程')}，共{len(steps)}步，{where}",
        "late": bool(_get(line, "late", False)),
        "left": _get(line, "left", None),
        **{name: _get(line, name) for name in names},
    }


@register.inclusion_tag("_partials/lifeline_mini.html")
def lifeline_mini(now: int, label: str, late: bool = False, *, total: int = 8) -> dict[str, Any]:  # noqa: FBT001, FBT002
    """The life line for a row of a table: one dot a step, the present one ringed, said in words."""
    now = int(now)
    cells = ["d" if k < now else ("n" if k == now else "") for k in range(1, total + 1)]
    said = f"共{total}步，已全部完成" if now > total else f"第{now}步，共{total}步：{label}"
    return {"cells": cells, "late": late, "said": said}


@register.inclusion_tag("_partials/flow.html")
def flow(stages: Iterable[Any]) -> dict[str, Any]:
    """How much stands at each stage. A stage: `count`, `unit`, `name`, `url`, `hint`, `soon`, `late`.

    `soon` and `late` are sentences and take the place of `hint`; the dot grows with the count.
    """
    drawn = list(stages)
    top = max((int(_get(stage, "count", 0)) for stage in drawn), default=0)
    names = ("unit", "name", "url", "hint", "soon", "late")
    return {
        "stages": [
            {
                **{name: _get(stage, name) for name in names},
                "count": _get(stage, "count", 0),
                "size": _dot(int(_get(stage, "count", 0)), top),
            }
            for stage in drawn
        ]
    }


def _dot(count: int, top: int) -> int:
    if not count or not top:
        return 6
    return (8, 10, 12, 14, 20)[min(int(count / top * 5), 4)]


@register.inclusion_tag("_partials/chain.html")
def chain(steps: Sequence[str], now: int, label: str) -> dict[str, Any]:
    """A small flow of named steps, `now` counted from 1; `label` says of what."""
    said = {"is-done": "（已完成）", "is-now": "（当前）", "": "（未到）"}
    drawn = []
    for number, text in enumerate(steps, 1):
        css = "is-done" if number < now else ("is-now" if number == now else "")
        drawn.append({"text": text, "css": css, "said": said[css]})
    return {"steps": drawn, "label": label}


# --- badges, time, bars -------------------------------------------------------------------------
@register.inclusion_tag("_partials/badge.html")
def status_badge(badge: Any) -> dict[str, Any]:
    """Icon, word and ground together. `badge`: (kind, icon, text), or an object with these names."""
    if not badge:
        return {"text": ""}
    if isinstance(badge, (tuple, list)):
        kind, icon, text = badge
        return {"kind": kind, "icon": icon, "text": text}
    return {name: _get(badge, name) for name in ("kind", "icon", "text")}


@register.inclusion_tag("_partials/badge_dest.html")
def dest(icon: str, text: str, label: str, *, on: bool = False) -> dict[str, Any]:
    """Where something went: `label` is read out before `text`; `on` is the usual way."""
    return {"icon": icon, "text": text, "label": label, "on": on}


@register.inclusion_tag("_partials/workdays.html")
def workdays(
    left: int | None, total: int | None = None, due: date | str | None = None, *, big: bool = False, cells: bool = True
) -> dict[str, Any]:
    """Working days left in words, and as cells (the last 15 at most), and when it is due.

    `left` below zero is overdue; None draws the due sentence alone. `due` is a date or a sentence.
    """
    sentence = cn_due(due) if isinstance(due, date) else (due or "")
    if left is None:
        return {"due": sentence, "left": None}
    left = int(left)
    tone = "over" if left < 0 else ("soon" if left <= SOON else "")
    drawn = _cells(left, int(total)) if cells and total else []
    return {"left": left, "over": -left, "tone": tone, "cells": drawn, "due": sentence, "big": big}


def _cells(left: int, total: int) -> list[str]:
    """`u` a day gone, `t` today, empty to come, `o` a day overdue."""
    if left < 0:
        return (["u"] * total + ["o"] * -left)[-CELLS:]
    used = total - left
    return [("u" if k < used else ("t" if k == used else "")) for k in range(1, total + 1)][-CELLS:]


@register.inclusion_tag("_partials/holder.html")
def holder(who: str, what: str = "") -> dict[str, Any]:
    """Whose turn it is, and for what."""
    return {"who": who, "what": what}


@register.inclusion_tag("_partials/bar.html")
def bar(parts: Iterable[tuple[float, str]], top: float, label: str = "", *, now: float | None = None) -> dict[str, Any]:
    """A bar of `(value, tone)` parts out of `top`. With `now` it is a progress bar named by `label`."""
    x = 0.0
    drawn = []
    for value, tone in parts:
        width = float(value) / float(top) * 100 if top else 0.0
        drawn.append({"tone": tone, "x": f"{x:.2f}%", "width": f"{width:.2f}%"})
        x += width
    return {"parts": drawn, "top": top, "label": label, "now": now}


@register.inclusion_tag("_partials/empty.html")
def empty(title: str, text: str = "", url: str = "", label: str = "", *, level: int = 3) -> dict[str, Any]:
    """Nothing here yet: how it stands, how to begin, one button."""
    return {"title": title, "text": text, "url": url, "label": label, "level": level}


@register.inclusion_tag("_partials/crumb.html")
def crumb(text: str, url: str = "") -> dict[str, Any]:
    """One place on the way here; without an address it is the page itself."""
    return {"text": text, "url": url}


@register.inclusion_tag("_partials/up.html")
def up(text: str, url: str) -> dict[str, Any]:
    """The way back, in the head of a phone's page: the page above, by its name."""
    return {"text": text, "url": url}


@register.simple_block_tag
def panel(
    content: SafeString,
    title: str,
    *,
    count: Any = None,
    more_url: str = "",
    more: str = "",
    note: str = "",
    id: str = "",  # noqa: A002 - named as the attribute it becomes
    css: str = "",
    body: bool = True,
) -> SafeString:
    """A card with a heading. `body=False` leaves out the padding, for rows and tables."""
    name = id or f"p-{crc32(title.encode()):x}"
    context = {"content": content, "title": title, "count": count, "more_url": more_url, "more": more}
    return render_to_string("_partials/panel.html", {**context, "note": note, "id": name, "css": css, "body": body})
