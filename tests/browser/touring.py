"""The demonstration world behind a live server for a whole file of journeys, and what a tour asserts of a page."""

import os
from contextlib import contextmanager
from io import StringIO

from django.core.management import call_command
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from meetings.models import Sitting
from meetings.workflow.sitting import resume
from tests.browser.looking import look

ORGANISATION = "濮阳市人大常委会"
HELP_LINE = "选工委 0393-0000000（示例）"
# Small enough to be missed by a finger: everything that is pressed, not links inside a sentence.
TOUCH = """() => [...document.querySelectorAll(
    'a.btn, button, summary, select, textarea, .tabbar a, .icon-btn, input:not([type=hidden]):not([type=checkbox]):not([type=radio])')]
  .filter(e => e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}) && !e.closest('.visually-hidden'))
  .map(e => [e, e.getBoundingClientRect()])
  .filter(([e, box]) => box.width > 1 && box.height > 1 && box.height < 43.5)
  .map(([e, box]) => `${Math.round(box.height)} px high: ${e.outerHTML.slice(0, 120)}`)"""
# Where the keyboard is: an outline or a shadow on the element, its label or the card around it.
FOCUS = """() => { const e = document.activeElement;
  if (!e || e === document.body) return '';
  const drawn = x => { if (!x) return false; const s = getComputedStyle(x);
    return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none'; };
  const near = [e, e.closest('label'), e.parentElement, e.nextElementSibling, e.closest(':focus-within')];
  return near.some(drawn) ? '' : e.outerHTML.slice(0, 160); }"""
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@contextmanager
def demonstration(files):
    """A live server on the whole demonstration, committed once; the tables are emptied behind it."""
    told = override_settings(
        PORTAL_DEMO=True,
        MEDIA_ROOT=files,
        ORGANISATION=ORGANISATION,
        HELP_LINE=HELP_LINE,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    with told:
        call_command("demo_world", stdout=StringIO())
        resume(Sitting.objects.first(), actor=User.objects.get(username="staff"))
        server = LiveServer("localhost")
        server._live_server_modified_settings.enable()
        try:
            yield server
        finally:
            server.stop()
            server._live_server_modified_settings.disable()
            call_command("flush", interactive=False, verbosity=0)


def visit(page, stop, user):
    """Everything that is wrong with one page at 1280, 390 and 320 px, as lines; pictures on the way."""
    page.set_viewport_size({"width": 1280, "height": 900})
    address = stop.address(user)
    answer = page.goto(address)
    found = [] if answer.status == stop.status else [f"answers {answer.status}"]
    if stop.ready:
        page.wait_for_selector(stop.ready, state="attached")
    if (headings := page.locator("h1").count()) != 1:
        found.append(f"has {headings} h1")
    found += _looked(page, stop)
    found += [f"the keyboard is nowhere to be seen: {where}" for where in unseen_focus(page)]
    page.set_viewport_size({"width": 390, "height": 844})
    found += _looked(page, stop)
    if "/admin/" not in address:
        found += page.evaluate(TOUCH)
        page.set_viewport_size({"width": 320, "height": 640})
        if (wide := page.evaluate(WIDE)) > 0:
            found.append(f"scrolls sideways by {wide} px at 320 px")
    return [f"{stop.name} {address}: {line}" for line in found]


def _looked(page, stop):
    try:
        look(page, stop.name)
    except AssertionError as error:
        return [f"at {page.viewport_size['width']} px {error}"]
    return []


def unseen_focus(page, steps=7):
    """The first elements the Tab key reaches that do not show it."""
    page.evaluate("() => { document.activeElement && document.activeElement.blur(); window.scrollTo(0, 0); }")
    found = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        if where := page.evaluate(FOCUS):
            found.append(where)
    page.evaluate("() => { document.activeElement && document.activeElement.blur(); window.scrollTo(0, 0); }")
    return found


def tour(page_for, username, *parts):
    """Walk all stops of `username`; says everything that is wrong at once."""
    user = User.objects.get(username=username) if username else None
    page = page_for(username)
    found = []
    for stop in chosen(parts):
        found += visit(page, stop, user)
    assert not found, "\n" + "\n".join(found)


def chosen(parts):
    """All stops, or those named in `PORTAL_TOUR_ONLY`, for looking at a few pages again."""
    wanted = os.environ.get("PORTAL_TOUR_ONLY", "").split(",")
    return [stop for part in parts for stop in part if wanted == [""] or stop.name in wanted]
