"""What every template keeps: its contract comment, the direction of the rooms, nothing inline."""

import re

import pytest

from tests.boundaries.rooms import ROOMS, TEMPLATES, above

PAGES = sorted(page for page in TEMPLATES.rglob("*.html"))
OURS = [page for page in PAGES if page.relative_to(TEMPLATES).parts[0] not in {"admin", "bootstrap5", "axes"}]
# {% url "room:…" %}, {% include "room/…" %}, {% extends "room/…" %}, also inside a tag's argument.
NAMED = re.compile(r"""\{%[^%]*?["'](\w+)[:/][\w./:-]*["'][^%]*?%\}""")
LOADED = re.compile(r"""\{%\s*(?:url|include|extends)\s+["'](\w+)[:/]""")
INLINE = {
    "style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(?!\s*</script>)", re.IGNORECASE),
    "event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "hx-on": re.compile(r"\shx-on", re.IGNORECASE),
    "address of another host": re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""", re.IGNORECASE),
}


def name_of(page):
    return page.relative_to(TEMPLATES).as_posix()


def test_there_are_templates_to_read():
    assert len(PAGES) > 40


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_nothing_inline(page):
    """The content policy would refuse it anyway; here it is said at once and by name."""
    text = re.sub(r"\{#.*?#\}", "", page.read_text(encoding="utf-8"))
    assert [what for what, pattern in INLINE.items() if pattern.search(text)] == []


@pytest.mark.parametrize("page", OURS, ids=name_of)
def test_names_only_lower_rooms(page):
    room = page.relative_to(TEMPLATES).parts[0]
    text = page.read_text(encoding="utf-8")
    named = (set(LOADED.findall(text)) | set(NAMED.findall(text))) & set(ROOMS)
    # The frames and components at the top belong to nobody: they know the doors of sign-in alone.
    forbidden = above(room) if room in ROOMS else set(ROOMS) - {"accounts"}
    assert named & forbidden == set()


@pytest.mark.parametrize("page", [p for p in OURS if p.parent.name in ROOMS and not p.name.startswith("_")], ids=name_of)
def test_a_page_begins_with_its_contract(page):
    """What it needs stands in its first line, `{# … #}`: blocks, context, partials."""
    first = page.read_text(encoding="utf-8").lstrip().split("\n", 1)[0]
    assert re.match(r"\{#.+#\}|\{% comment %\}", first), first[:60]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_chinese_quotation_marks(page):
    """“ ” in what people read, never 「 」."""
    assert not re.search("[「」『』]", page.read_text(encoding="utf-8"))
