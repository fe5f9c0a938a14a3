"""Every page of every account of the demonstration, at a desk and on a phone.

With `PORTAL_TOUR=<folder>` the same walk takes the pictures of `docs/tour.md`.
"""

import pytest

from accounts.models import User
from tests.browser import (
    stops,
    stops_briefing,
    stops_catalogues,
    stops_duties,
    stops_face,
    stops_keeping,
    stops_laptop,
    stops_meetings,
    stops_message,
    stops_preparing,
    stops_public,
    stops_rota,
)
from tests.browser.conftest import PATIENCE, sign_in
from tests.browser.touring import load_demonstration, tour

# Each tour loads the world anew, so accounts go in a few groups of about the same length.
TOURS = {
    "ledger": (("staff", stops.STAFF_LEDGER), (None, stops.VISITOR), ("office", stops.OFFICE)),
    "public": (
        (None, (*stops_public.VISITOR, *stops_rota.VISITOR)),
        ("staff", stops_public.STAFF),
        ("office", stops_public.OFFICE),
        ("head", (*stops_public.HEAD, *stops_rota.HEAD)),
        ("liaison", stops_rota.LIAISON),
        ("township", stops_rota.TOWNSHIP),
        ("sysadmin", stops_public.SYSADMIN),
    ),
    "messages": (
        (None, stops_message.VISITOR),
        ("staff", stops_message.STAFF),
        ("liaison", stops_message.LIAISON),
        ("township", stops_message.TOWNSHIP),
        ("deputy", stops_message.DEPUTY),
    ),
    "keeping": (
        ("staff", stops_keeping.STAFF + stops_face.STAFF),
        ("head", stops_keeping.HEAD),
        ("deputy", stops_keeping.DEPUTY + stops_face.DEPUTY),
    ),
    "following": (("staff", stops.STAFF_FOLLOW), ("leader", stops.LEADER), ("township", stops.TOWNSHIP)),
    "meetings": (
        (
            "staff",
            (*stops.STAFF_MEETINGS, *stops_meetings.STAFF, *stops_duties.STAFF, *stops_laptop.STAFF),
        ),
        ("leader", stops_laptop.LEADER),
        ("office", stops_laptop.OFFICE),
        ("head", stops.HEAD),
        ("liaison", stops.LIAISON + stops_duties.LIAISON),
    ),
    "briefings": (
        ("staff", stops_briefing.STAFF),
        ("office", stops_briefing.OFFICE),
        ("leader", stops_briefing.LEADER),
        ("staff", stops_briefing.EDITING),
        ("deputy", stops_briefing.DEPUTY),
        (None, stops_briefing.VISITOR),
    ),
    "preparing": (
        ("staff", stops_preparing.STAFF),
        ("office", stops_preparing.OFFICE),
        ("leader", stops_preparing.LEADER),
        ("deputy", stops_preparing.DEPUTY),
    ),
    "agencies": (
        ("deputy", (*stops.DEPUTY, *stops_meetings.DEPUTY, *stops_rota.DEPUTY, *stops_duties.DEPUTY)),
        ("dispatcher", stops.DISPATCHER),
        ("agency", stops.AGENCY),
        ("agencyhead", stops.AGENCY_HEAD),
        ("agency2", stops.AGENCY_TWO),
    ),
    "catalogues": (
        ("staff", stops_catalogues.STAFF_ADMIN),
        ("sysadmin", stops_catalogues.SYSADMIN),
        ("secadmin", stops_catalogues.SECADMIN),
        ("auditor", stops_catalogues.AUDITOR),
    ),
}


@pytest.fixture
def page_for(browser, live_server, settings):
    """`page_for("staff")`: a page signed in as that account; what its console complains of fails the test."""
    settings.PORTAL_DEMO = True
    settings.ORGANISATION = "濮阳市人大常委会"
    settings.HELP_LINE = "选工委 0393-0000000（示例）"
    load_demonstration()
    contexts, problems = [], []

    def opened(username):
        context = browser.new_context(
            base_url=live_server.url,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": 1280, "height": 900},
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if username:
            sign_in(context, User.objects.get(username=username), live_server.url)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.on("console", lambda line: complains(line) and problems.append(f"{page.url}: {line.text}"))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not problems, "\n".join(problems)


def complains(line):
    """An error of the console; Chromium also writes there that a page of ours answered 404."""
    return line.type == "error" and "the server responded with a status of 404" not in line.text


@pytest.mark.parametrize("name", TOURS)
def test_every_page_holds(page_for, name):
    found = [line for username, pages in TOURS[name] for line in tour(page_for, username, pages)]
    assert not found, "\n" + "\n".join(found)
