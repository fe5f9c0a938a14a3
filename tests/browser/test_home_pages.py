"""The home pages, the figures, the search and the public side at both widths: clean for axe, no sideways scroll."""

from pathlib import Path

import pytest
from django.conf import settings

from tests.liaison_portal.filling import fill

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}"
PAGES = [
    ("staff", "/"),
    ("office", "/"),
    ("leader", "/"),
    ("agency", "/"),
    ("dispatcher", "/"),
    ("head", "/"),
    ("township", "/"),
    ("deputy", "/"),
    ("sysadmin", "/"),
    ("outsider", "/"),
    ("leader", "/figures/"),
    ("outsider", "/figures/"),
    ("staff", "/search/"),
    ("staff", "/search/?q=路灯"),
    ("staff", "/nowhere/"),
    (None, "/p/"),
    (None, "/p/stations/?big=1"),
]


def faults(page):
    """What axe finds, each with the element it means."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run(document, {RULES}).then(r => r.violations)")
    return [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found]


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_are_clean_and_fit(page_as, world, width):
    fill(world, 1)
    world.undertaking("doing", title="一件名字很长很长、要在手机上折成两行才写得下的事项")
    wrong = {}
    for who, path in PAGES:
        page = page_as(who, width=width, height=844)
        page.goto(path)
        found = faults(page)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if found or over > 0:
            wrong[who, path] = (found, over)
        page.context.close()
    assert wrong == {}
