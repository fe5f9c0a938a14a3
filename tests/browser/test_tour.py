"""Every page of every account of the demonstration, at a desk and on a phone.

With `PORTAL_TOUR=<folder>` the same walk takes the pictures of `docs/tour.md`.
"""

import pytest

from tests.browser import stops
from tests.browser.conftest import PATIENCE, sign_in
from tests.browser.touring import demonstration, tour

# One group: a second process would load the world a second time for nothing but its own half.
WALKS = {
    "visitor": (None, stops.VISITOR),
    "staff-ledger": ("staff", stops.STAFF_LEDGER),
    "staff-follow": ("staff", stops.STAFF_FOLLOW),
    "staff-meetings": ("staff", stops.STAFF_MEETINGS),
    "staff-admin": ("staff", stops.STAFF_ADMIN),
    "office": ("office", stops.OFFICE),
    "leader": ("leader", stops.LEADER),
    "township": ("township", stops.TOWNSHIP),
    "head": ("head", stops.HEAD),
    "liaison": ("liaison", stops.LIAISON),
    "deputy": ("deputy", stops.DEPUTY),
    "dispatcher": ("dispatcher", stops.DISPATCHER),
    "agency": ("agency", stops.AGENCY),
    "agencyhead": ("agencyhead", stops.AGENCY_HEAD),
    "agency2": ("agency2", stops.AGENCY_TWO),
    "sysadmin": ("sysadmin", stops.SYSADMIN),
    "secadmin": ("secadmin", stops.SECADMIN),
    "auditor": ("auditor", stops.AUDITOR),
}


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    files = tmp_path_factory.mktemp("demo-files")
    with django_db_blocker.unblock(), demonstration(files) as server:
        yield server, files


@pytest.fixture
def page_for(browser, demo, settings):
    """`page_for("staff")`: a page signed in as that account; what its console complains of fails the test."""
    server, files = demo
    settings.MEDIA_ROOT = files
    contexts, problems = [], []

    def opened(username):
        from accounts.models import User

        context = browser.new_context(
            base_url=server.url, locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1280, "height": 900}
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if username:
            sign_in(context, User.objects.get(username=username), server.url)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.on("console", lambda line: complains(line, page) and problems.append(f"{page.url}: {line.text}"))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not problems, "\n".join(problems)


def complains(line, page):
    """An error of the console; Chromium also writes there that a page of ours answered 404."""
    return line.type == "error" and "the server responded with a status of 404" not in line.text


@pytest.mark.parametrize("walk", WALKS)
def test_every_page_holds(page_for, walk):
    username, pages = WALKS[walk]
    tour(page_for, username, pages)
