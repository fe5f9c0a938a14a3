"""The demonstration world for a journey, and what a tour asserts of every page."""

import os
import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path
from shutil import copytree
from tempfile import mkdtemp

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from meetings.models import Sitting
from meetings.workflow.sitting import resume
from tests.browser.looking import look

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


KEPT = []  # the folder with the world of this process, once it is built


def load_demonstration():
    """The whole demonstration in the test's own database, with one sitting still being recorded.

    Built once a process; on SQLite every other test gets the same world as a copy of the file.
    """
    if KEPT:
        return _copied(KEPT[0])
    call_command("demo_world", stdout=StringIO())
    resume(Sitting.objects.first(), actor=User.objects.get(username="staff"))
    if connection.vendor == "sqlite":
        KEPT.append(_kept(Path(mkdtemp(prefix="world-"))))
    return None


def _kept(folder):
    with closing(sqlite3.connect(folder / "world.sqlite3")) as copy:
        connection.connection.backup(copy)
    copytree(settings.MEDIA_ROOT, folder / "files")
    return folder


def _copied(folder):
    connection.ensure_connection()
    with closing(sqlite3.connect(folder / "world.sqlite3")) as copy:
        copy.backup(connection.connection)
    copytree(folder / "files", settings.MEDIA_ROOT, dirs_exist_ok=True)
    ContentType.objects.clear_cache()


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


def tour(page_for, username, stops):
    """Walk the stops of `username`; everything that is wrong, as lines."""
    wanted = chosen(stops)
    if not wanted:
        return []
    user = User.objects.get(username=username) if username else None
    page = page_for(username)
    return [line for stop in wanted for line in visit(page, stop, user)]


def chosen(stops):
    """All stops, or those named in `PORTAL_TOUR_ONLY`, for looking at a few pages again."""
    wanted = os.environ.get("PORTAL_TOUR_ONLY", "").split(",")
    return [stop for stop in stops if wanted == [""] or stop.name in wanted]
