"""意见台账 as its readers meet it: what each sees, what each act answers, what is logged, what it costs."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AuditEntry
from common.files import accept_upload
from opinions.choices import Capacity
from opinions.models import Attachment, Feedback, Opinion
from opinions.workflow import opinion as verbs
from tests.world import moment

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
READERS = ["staff", "office", "leader", "township", "head", "liaison"]
NO_READERS = ["agency", "agencyhead", "agency2", "dispatcher", "sysadmin", "secadmin", "auditor"]


@pytest.fixture
def staff(as_user):
    return as_user("staff")


def address(name, *args):
    return reverse(f"opinions:{name}", args=args)


def fresh(row):
    return Opinion.objects.select_related("region", "contributor__deputy").get(pk=row.pk)


def at_station(world, status="at_station", **facts):
    return world.opinion(
        unit=world.station_unit, actor=world["liaison"], occasion=None, topic=None, status=status, **facts
    )


def shown(page):
    return [row.opinion for row in page.context["page"].rows]


def text_of(answer):
    return answer.content.decode()


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


def cost_of(client, url):
    """The queries of a page, the session being warm."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


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


# --- one opinion ----------------------------------------------------------------------------------
def test_the_page_for_each_reader(as_user, world):
    row = at_station(world, contributor=world.contributor(name="刘秀兰"))
    for persona in READERS:
        page = as_user(persona).get(address("opinion_detail", row.pk))
        assert page.status_code == 200
        assert "原话" in text_of(page)
    assert as_user("outsider").get(address("opinion_detail", row.pk)).status_code == 404
    assert as_user("deputy").get(address("opinion_detail", row.pk)).status_code == 404


def test_sealed_from_the_station(as_user, world):
    row = at_station(world, visibility="sealed")
    assert as_user("head").get(address("opinion_detail", row.pk)).status_code == 404
    assert as_user("staff").get(address("opinion_detail", row.pk)).status_code == 200


def test_acts_are_posts(staff, world):
    row = world.opinion()
    for name in ("edit", "settle", "report_up", "feedback", "reveal"):
        assert staff.get(address(f"opinion_{name}", row.pk)).status_code == 405
    assert staff.post(address("opinion_detail", row.pk)).status_code == 405
    assert staff.get(address("shared_confirm")).status_code == 405


def test_buttons_are_what_the_user_may_do(as_user, world):
    row = at_station(world, holder=world.station_unit)
    keys = {
        persona: [a.key for a, _, _ in as_user(persona).get(address("opinion_detail", row.pk)).context["actions"]]
        for persona in ("staff", "leader", "head", "liaison")
    }
    assert keys == {
        "staff": ["settle", "report_up", "confirm_shared", "edit"],
        "leader": [],
        "head": ["settle", "report_up"],
        "liaison": ["settle", "report_up", "edit"],
    }


def test_a_reader_cannot_act(as_user, world):
    row = world.opinion()
    leader = as_user("leader")
    posted = {"original": "x", "version": 1, "intent": "suggest", "reason": "核实情况", "note": "x", "how": "phone"}
    for name in ("edit", "confirm_shared", "settle", "report_up", "feedback", "reveal"):
        assert leader.post(address(f"opinion_{name}", row.pk), posted).status_code == 403
    assert fresh(row).original == row.original


def test_the_station_settles_and_tells(as_user, world):
    row = at_station(world, holder=world.station_unit)
    head = as_user("head")
    refused = head.post(address("opinion_settle", row.pk), {"note": ""})
    assert refused.status_code == 422
    assert "请写一句怎样解决的" in text_of(refused)
    assert head.post(address("opinion_settle", row.pk), {"note": "换了灯泡"}).status_code == 302
    assert head.post(address("opinion_feedback", row.pk), {"note": "满意"}).status_code == 422
    head.post(address("opinion_feedback", row.pk), {"how": "phone", "note": "对方说好"})
    assert Feedback.objects.get().note == "对方说好"
    assert fresh(row).status == "fed_back"


def test_report_up_twice_says_so(as_user, world):
    row = at_station(world, holder=world.station_unit)
    head = as_user("head")
    head.post(address("opinion_report_up", row.pk), {})
    assert fresh(row).status == "waiting"
    again = head.post(address("opinion_report_up", row.pk), {})
    assert again.status_code == 422
    assert "现在的状态是“待归并”" in text_of(again)


def test_feedback_is_offered_only_when_it_may_be_given(staff, world):
    row = world.undertaking("checking")
    source = row.assignment.matter.opinions.first()
    page = staff.get(address("opinion_detail", source.pk))
    assert "feedback" not in [a.key for a, _, _ in page.context["actions"]]
    posted = staff.post(address("opinion_feedback", source.pk), {"how": "phone"})
    assert posted.status_code == 422
    assert "还没有审核通过" in text_of(posted)


def edit_of(row, **facts):
    return {"version": fresh(row).version, "original": row.original, "summary": "", "intent": row.intent, **facts}


def test_edit(staff, world):
    row = world.opinion("原来的话")
    assert staff.post(address("opinion_edit", row.pk), edit_of(row, original="改好的话")).status_code == 302
    assert fresh(row).original == "改好的话"
    page = staff.post(address("opinion_edit", row.pk), edit_of(row, original="", summary="我写的摘要"))
    assert page.status_code == 422
    assert "我写的摘要" in text_of(page)


@pytest.mark.parametrize(
    ("name", "field"), [("opinion_edit", "original"), ("opinion_confirm_shared", "shared_text")]
)
def test_a_lost_update_shows_both_texts(staff, world, name, field):
    row = world.opinion("最初的话")
    mine, theirs = edit_of(row, **{field: "我写的"}), edit_of(row, **{field: "同事写的"})
    staff.post(address(name, row.pk), theirs)
    late = staff.post(address(name, row.pk), mine)
    assert late.status_code == 409
    assert "我写的" in text_of(late)
    assert "同事写的" in text_of(late)
    assert getattr(fresh(row), field) == "同事写的"
    again = {**mine, "version": late.context["form"]["version"].value()}
    assert staff.post(address(name, row.pk), again).status_code == 302
    assert getattr(fresh(row), field) == "我写的"


def test_what_came_back_is_shown_when_it_was_checked(as_user, world):
    sources = [at_station(world, "waiting"), world.deputy_opinion()]
    row = world.undertaking("checking", opinions_=sources)
    head, words = as_user("head"), "已排查修复损坏路灯"
    assert words not in text_of(head.get(address("opinion_detail", sources[0].pk)))
    reply = row.replies.get()
    reply.undertaking = row
    from opinions.workflow import reply as replies

    replies.pass_reply(reply, actor=world["staff"], at=moment(date(2024, 6, 4)))
    assert words in text_of(head.get(address("opinion_detail", sources[0].pk)))


def test_reveal_asks_why_logs_and_shows_once(as_user, world):
    row = at_station(world, contributor=world.contributor(name="刘秀兰", phone="13812345678"))
    liaison = as_user("liaison")
    for reason in ("", "看看"):
        refused = liaison.post(address("opinion_reveal", row.pk), {"reason": reason})
        assert refused.status_code == 422
        assert "刘秀兰" not in text_of(refused)
    assert not AuditEntry.objects.filter(action="查看隐去内容").exists()
    shown = liaison.post(address("opinion_reveal", row.pk), {"reason": "回访核实路灯位置"})
    assert "刘秀兰" in text_of(shown)
    assert "13812345678" in text_of(shown)
    assert "no-store" in shown["Cache-Control"]
    entry = AuditEntry.objects.get(action="查看隐去内容")
    assert (entry.detail, entry.target) == ("回访核实路灯位置", f"意见 {row.pk} 提出人")
    assert "刘秀兰" not in text_of(liaison.get(address("opinion_detail", row.pk)))


def test_a_deputys_name_needs_no_revealing(staff, world):
    row = world.deputy_opinion()
    assert world.deputy.name in text_of(staff.get(address("opinion_detail", row.pk)))
    assert staff.post(address("opinion_reveal", row.pk), {"reason": "回访核实"}).status_code == 403


def test_who_asked_for_secrecy_is_not_named(staff, world):
    person = world.contributor(Capacity.COUNTY_DEPUTY, "张守信", deputy=world.deputy, secrecy=True, phone="13812345678")
    page = text_of(staff.get(address("opinion_detail", world.opinion(contributor=person).pk)))
    assert "张守信" not in page
    assert "138" not in page
    assert "要求保密" in page


def test_attachments_are_links(staff, world):
    from django.core.files.uploadedfile import SimpleUploadedFile

    row = world.opinion()
    upload = SimpleUploadedFile("登记表.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    file = Attachment.objects.create(opinion=row, **accept_upload(upload).fields())
    assert f'href="{address("attachment", file.pk)}"' in text_of(staff.get(address("opinion_detail", row.pk)))


def test_an_opinions_page_costs_the_same_for_one_and_three_matters(staff, world):
    (row,) = rows = [world.opinion()]
    costs = []
    for more in (1, 2):
        for n in range(more):
            world.matter([fresh(rows[0])], title=f"{more}{n}")
        costs.append(cost_of(staff, address("opinion_detail", row.pk)))
    assert costs[0] == costs[1] <= 25


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


# --- reading through what agencies will see ---------------------------------------------------------
def waiting_texts(world, count=3):
    rows = [world.opinion(f"路灯坏了，我叫王大娘，第 {n} 处。") for n in range(count)]
    world.matter(rows)
    return rows


def sent(rows, **texts):
    data = {"row": [str(row.pk) for row in rows]}
    for row in rows:
        data[f"o{row.pk}-version"] = str(fresh(row).version)
        data[f"o{row.pk}-shared_text"] = texts.get(f"t{row.pk}", row.shared_text)
    return data


def test_all_shown_are_confirmed_with_what_was_typed(staff, world):
    rows = waiting_texts(world)
    page = staff.get(address("shared_check"), {"occasion": world.meeting_occasion.pk})
    assert [row.opinion for row in page.context["rows"]] == rows
    staff.post(address("shared_confirm"), sent(rows, **{f"t{rows[0].pk}": "路灯坏了。"}))
    assert {fresh(row).shared_confirmed for row in rows} == {True}
    assert fresh(rows[0]).shared_text == "路灯坏了。"
    assert "没有要核对的转办文字" in text_of(staff.get(address("shared_check")))


def test_one_row_alone_keeps_what_was_typed_in_the_others(staff, world):
    rows = waiting_texts(world, 2)
    answer = staff.post(
        address("shared_confirm"), {**sent(rows, **{f"t{rows[1].pk}": "写到一半"}), "only": str(rows[0].pk)}
    )
    assert [fresh(row).shared_confirmed for row in rows] == [True, False]
    assert answer.status_code == 200
    assert "写到一半" in text_of(answer)


def test_a_row_changed_meanwhile_is_told_apart(staff, world):
    rows = waiting_texts(world, 2)
    data = sent(rows, **{f"t{rows[0].pk}": "我写的"})
    verbs.confirm_shared_text(
        fresh(rows[0]), actor=world["staff"], text="同事写的", version=fresh(rows[0]).version
    )
    answer = staff.post(address("shared_confirm"), data)
    assert answer.status_code == 409
    assert "我写的" in text_of(answer)
    assert "同事写的" in text_of(answer)
    assert fresh(rows[0]).shared_text == "同事写的"
    assert fresh(rows[1]).shared_confirmed


def test_an_empty_text_is_refused_beside_its_row(staff, world):
    rows = waiting_texts(world, 2)
    answer = staff.post(address("shared_confirm"), sent(rows, **{f"t{rows[0].pk}": " "}))
    assert answer.status_code == 422
    assert [row.opinion for row in answer.context["rows"]] == [rows[0]]
    assert fresh(rows[1]).shared_confirmed


def test_the_scope_is_a_list_or_an_occasion_one_may_see(staff, as_user, world):
    rows = waiting_texts(world, 1)
    paper = world.paper([rows[0].matters.get()])
    assert staff.get(address("shared_check"), {"list": paper.pk}).context["paper"] == paper
    assert staff.get(address("shared_check"), {"list": 999_999}).status_code == 404
    assert as_user("outsider").get(address("shared_check"), {"list": paper.pk}).status_code == 404
    for persona in ("leader", "head", "deputy"):
        assert as_user(persona).get(address("shared_check")).status_code == 404
        assert as_user(persona).post(address("shared_confirm"), sent(rows)).status_code == 404


def test_another_places_rows_cannot_be_confirmed(as_user, world):
    rows = waiting_texts(world, 1)
    as_user("outsider").post(address("shared_confirm"), sent(rows))
    assert not fresh(rows[0]).shared_confirmed


def test_reading_through_costs_the_same_for_one_and_three(staff, world):
    waiting_texts(world, 1)
    costs = [cost_of(staff, address("shared_check"))]
    waiting_texts(world, 2)
    costs.append(cost_of(staff, address("shared_check")))
    assert costs[0] == costs[1] <= 15
