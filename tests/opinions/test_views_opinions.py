"""意见台账 as its readers meet it: what each sees, how it is narrowed and taken away, what a deputy raised."""

import io

import pytest
from openpyxl import load_workbook

from accounts.models import AuditEntry
from tests.opinions.ledger import address, at_station, cost_of, text_of

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
NO_READERS = ["agency", "agencyhead", "agency2", "dispatcher", "sysadmin", "secadmin", "auditor"]


@pytest.fixture
def staff(as_user):
    return as_user("staff")


def shown(page):
    return [row.opinion for row in page.context["page"].rows]


# --- the list -------------------------------------------------------------------------------------
def test_each_reader_sees_their_own(as_user, world):
    meeting, station = world.opinion("会上说的"), at_station(world)
    expected = {"staff": {meeting, station}, "township": {meeting, station}, "head": {station}, "outsider": set()}
    for persona, rows in expected.items():
        page = as_user(persona).get(address("opinion_list"))
        assert page.status_code == 200
        assert set(shown(page)) == rows, persona


def test_agencies_and_keepers_get_404_on_every_page(as_user, world):
    row = world.opinion()
    for persona in NO_READERS:
        client = as_user(persona)
        for name in ("opinion_list", "opinion_export", "mine", "shared_check"):
            assert client.get(address(name)).status_code == 404, (persona, name)
        assert client.get(address("opinion_detail", row.pk)).status_code == 404
        for name in ("edit", "confirm_shared", "settle", "report_up", "feedback", "reveal"):
            assert client.post(address(f"opinion_{name}", row.pk), {"reason": "核实情况"}).status_code == 404


def test_a_deputy_is_led_to_their_own(as_user, world):
    assert as_user("deputy").get(address("opinion_list")).url == address("mine")


def test_names_and_numbers_are_masked(staff, world):
    row = world.opinion(contributor=world.contributor(name="刘秀兰", phone="13812345678"))
    for url in (address("opinion_list"), address("opinion_detail", row.pk)):
        page = text_of(staff.get(url))
        assert "刘秀兰" not in page
        assert "13812345678" not in page
    assert "138****5678" in text_of(staff.get(address("opinion_detail", row.pk)))


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"q": "路灯"}, {"路灯坏了"}),
        ({"status": "at_station"}, {"站里的"}),
        ({"intent": "affirm"}, {"办得好"}),
        ({"status": "x", "channel": "y", "occasion": "z"}, {"路灯坏了", "办得好", "站里的"}),
    ],
)
def test_the_list_is_narrowed(staff, world, params, expected):
    world.opinion("路灯坏了")
    world.opinion("办得好", intent="affirm")
    world.opinion("站里的", status="at_station")
    page = staff.get(address("opinion_list"), params)
    assert {row.original for row in shown(page)} == expected


def test_chips_take_one_thing_away(staff, world):
    world.opinion("路灯坏了")
    page = staff.get(address("opinion_list"), {"q": "路灯", "status": "waiting"})
    assert page.context["chips"] == [("路灯", "status=waiting"), ("待归并", "q=%E8%B7%AF%E7%81%AF")]
    assert "没有这样的意见" in text_of(staff.get(address("opinion_list"), {"q": "没有这个词"}))


def test_pages_go_on_from_the_last_row(staff, world):
    rows = [world.opinion(f"第 {n} 条") for n in range(27)]
    first = staff.get(address("opinion_list"))
    assert shown(first)[0] == rows[-1]
    second = staff.get(address("opinion_list") + first.context["page"].next_query)
    assert set(shown(second)) == set(rows[:2])
    fragment = text_of(staff.get(address("opinion_list"), **HTMX))
    assert "<html" not in fragment
    assert "<table" in fragment


@pytest.mark.parametrize(("persona", "name"), [("staff", "opinion_list"), ("staff", "opinion_export"), ("deputy", "mine")])
def test_lists_cost_the_same_for_one_and_three(as_user, world, persona, name):
    client, costs = as_user(persona), []
    for more in (1, 2):
        for n in range(more):
            world.matter([world.deputy_opinion(f"{more}{n} 归并了的")])
        costs.append(cost_of(client, address(name)))
    assert costs[0] == costs[1] <= 18


# --- export ---------------------------------------------------------------------------------------
def test_the_export_is_what_is_seen_masked_and_logged(as_user, world):
    world.opinion("会上说的")
    at_station(world, contributor=world.contributor(name="刘秀兰", phone="13812345678"))
    answer = as_user("head").get(address("opinion_export"))
    cells = [str(cell.value) for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows() for cell in row]
    assert not any("会上说的" in cell for cell in cells)
    assert not any("刘秀兰" in cell or "13812345678" in cell for cell in cells)
    entry = AuditEntry.objects.get(action="导出")
    assert (entry.actor, entry.target) == (world.users["head"], "意见台账")


# --- a deputy's own -------------------------------------------------------------------------------
def test_mine_is_what_i_said(as_user, world):
    said, other = world.deputy_opinion(), world.opinion("别人说的")
    deputy = as_user("deputy")
    page = deputy.get(address("mine"))
    assert shown(page) == [said]
    assert "选工委" in text_of(page)
    detail = deputy.get(address("opinion_detail", said.pk))
    assert detail.status_code == 200
    assert detail.context["history"] == []
    assert deputy.get(address("opinion_detail", other.pk)).status_code == 404
    for persona in ("staff", "head", "outsider"):
        assert as_user(persona).get(address("mine")).status_code == 404
