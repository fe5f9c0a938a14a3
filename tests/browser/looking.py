"""What a journey looks at on its way: accessibility by axe-core, and the pictures of the tour.

With `PORTAL_TOUR=<folder>` in the environment every `look` also takes a picture there;
`tests/browser/tour.py` turns the folder into the small WebP files of `docs/images`.
"""

import os
from contextlib import contextmanager
from pathlib import Path

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
TALL = 2400  # pixels: what is longer is cut, the top of a page says what it is
# What fades in or out is half transparent on its way, and has the contrast of that moment; what turns for ever is not waited for.
STILL = """() => !document.querySelector('.toast.showing') && document.getAnimations().every(
    one => one.playState !== 'running' || !isFinite(one.effect.getComputedTiming().endTime))"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def look(page, name="", *, full=True):
    """Assert that the page is axe-core clean and does not scroll sideways; keep a picture of it as `name`."""
    page.wait_for_load_state()
    page.wait_for_function(STILL)
    found = violations(page)
    assert not found, f"{page.url}\n" + "\n".join(found)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} scrolls sideways by {wide} px"
    if name and (folder := os.environ.get("PORTAL_TOUR")):
        width = page.viewport_size["width"]
        Path(folder).mkdir(parents=True, exist_ok=True)
        _photograph(page, f"{folder}/{name}-{width}.png", full=full)


def _photograph(page, path, *, full):
    if not full:
        page.screenshot(path=path)
        return
    with as_one_window(page, TALL):
        page.evaluate("window.scrollTo(0, 0)")
        page.screenshot(path=path)


def press(page, target):
    """Click what leads to another page, and wait until that page is there."""
    with page.expect_navigation():
        target.click()


def violations(page):
    """axe-core's findings as lines: rule, how often, the first place."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    # preload would write a style into the page to read sheets again: our own policy forbids it
    script = """tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, preload: false}).then(r =>
        r.violations.map(v => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 200)}`))"""
    with as_one_window(page):
        return page.evaluate(script, RULES)


@contextmanager
def as_one_window(page, tallest=20_000):
    """The whole page as one tall window: bars that stick to the window's foot cover nothing."""
    size = page.viewport_size
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], min(height, tallest))})
    try:
        yield
    finally:
        page.set_viewport_size(size)
