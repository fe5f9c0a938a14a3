"""Two hundred rows each while the server is killed again and again, hangs, or two recorders write at once."""

import pytest
from django.db import connection
from playwright.sync_api import expect

from meetings.models import RaisedOpinion
from opinions.models import Opinion
from tests.browser.conftest import PATIENCE, sign_in
from tests.browser.serving import Server
from tests.browser.test_capture import opened
from tests.browser.test_laptop import colleague, said, type_rows
from tests.meetings.conftest import Hall

pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the server of its own works on the test's file"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def hall(world):
    return Hall(world)


@pytest.fixture
def server(hall, tmp_path):
    running = Server(tmp_path).start()
    yield running
    running.kill()


@pytest.fixture
def desk(browser, server, hall):
    """`desk()`: the capture page on the server in one more browser; `desk(user)`: another recorder's."""
    contexts = []

    def at(user=None):
        context = browser.new_context(base_url=server.url, locale="zh-CN")
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        sign_in(context, user or hall.staff, server.url)
        page = context.new_page()
        opened(page, hall)
        page.keyboard.press("Alt+2")
        return page

    yield at
    for context in contexts:
        context.close()


def all_there(page):
    expect(page.locator("#sync")).to_contain_text("全部已保存", timeout=120_000)
    expect(page.locator("#total")).to_have_text("200")
    expect(page.locator('[data-state="saved"]')).to_have_count(200)
    assert RaisedOpinion.objects.count() == Opinion.objects.filter(original__startswith="会场的").count() == 200


def test_killed_again_and_again_in_the_middle_of_saving(desk, server, hall):
    page = desk()
    for start in range(1, 201, 50):
        type_rows(page, range(start, start + 25))
        server.kill()
        type_rows(page, range(start + 25, start + 50))
        server.start()
    all_there(page)
    assert said(hall) == [f"会场的第 {n} 条" for n in range(1, 201)]


def test_hanging_and_then_answering_everything_it_was_asked_meanwhile(desk, server, hall):
    page = desk()
    type_rows(page, range(1, 51))
    server.hang()
    type_rows(page, range(51, 201))
    page.wait_for_timeout(20_000)  # the client has given up and asked again several times
    server.go_on()
    all_there(page)
    assert said(hall) == [f"会场的第 {n} 条" for n in range(1, 201)]


def test_two_recorders_one_of_them_without_network(desk, hall):
    mine, theirs = desk(), desk(colleague(hall))
    theirs.context.set_offline(True)
    for start in range(1, 101, 20):
        type_rows(mine, range(start, start + 20))
        type_rows(theirs, range(start + 100, start + 120))
    theirs.context.set_offline(False)
    all_there(theirs)
    all_there(mine)
    spoken = [n for start in range(1, 101, 20) for n in (*range(start, start + 20), *range(start + 100, start + 120))]
    assert said(hall) == [f"会场的第 {n} 条" for n in spoken]  # as they were said, not as they arrived
