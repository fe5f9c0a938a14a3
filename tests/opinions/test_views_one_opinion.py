"""One opinion: its page for each reader, what each act answers, what is logged, what it costs."""

from datetime import date

import pytest

from accounts.models import AuditEntry
from common.files import accept_upload
from opinions.choices import Capacity
from opinions.models import Attachment, Feedback
from tests.opinions.ledger import address, at_station, cost_of, fresh, text_of
from tests.world import moment

pytestmark = pytest.mark.django_db
READERS = ["staff", "office", "leader", "township", "head", "liaison"]


@pytest.fixture
def staff(as_user):
    return as_user("staff")


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
