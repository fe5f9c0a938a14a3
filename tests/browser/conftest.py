"""What every journey shares: one Chromium, and a page signed in as a persona of `world`.

`page_as("staff")` opens a fresh browser context on the live server with that persona's session;
`page_as(None)` is a visitor. Width and anything else of Playwright's `new_context` can be given:
`page_as("deputy", width=390, height=844)`. At the end a journey fails if a page threw an error or
broke the content policy, even when every step went well.
"""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect, sync_playwright

CHROMIUM = os.environ.get("PORTAL_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--mute-audio",
    "--use-fake-device-for-media-stream",  # a microphone that beeps, and a person who lets the page use it
    "--use-fake-ui-for-media-stream",
    "--lang=zh-CN",
]
PATIENCE = 15_000  # milliseconds: two cores, many workers
expect.set_options(timeout=PATIENCE)
BROKEN_POLICY = ("Content Security Policy", "Refused to")


def pytest_collection_modifyitems(items):
    """Everything in this folder is a journey: it carries the marker without being told."""
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.path).parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the whole run: Debian's, never a downloaded one."""

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, env={**os.environ, "LANGUAGE": "zh_CN"})
        yield chromium
        chromium.close()


@pytest.fixture
def page_as(browser, live_server, world):
    """`page_as("staff", width=1366)`: a page of a context of its own, signed in as that persona."""
    contexts, problems = [], []

    def opened(username, *, width=1366, height=900, **options):
        context = browser.new_context(
            base_url=live_server.url,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": width, "height": height},
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if username is not None:
            sign_in(context, world[username], live_server.url)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.on("console", lambda line: _watch(line, problems))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not problems, "\n".join(problems)


def sign_in(context, user, address):
    """Give `context` a session of `user`, as the sign-in page would."""
    client = Client()
    client.force_login(user, backend="accounts.backends.PortalBackend")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": address}])


def _watch(line, problems):
    if line.type == "error" and any(words in line.text for words in BROKEN_POLICY):
        problems.append(line.text)
