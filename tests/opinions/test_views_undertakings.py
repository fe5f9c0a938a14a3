"""Pages of 办理: each person's buttons, each wrong input, what must not be seen."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from opinions.models import AssignmentList, Rating, Undertaking
from opinions.workflow import paper as papers
from opinions.workflow import reply as replies
from opinions.workflow import undertaking as undertakings
from tests.world import moment

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def url(name, *args):
    return reverse(f"opinions:{name}", args=args)


def fresh(row):
    return Undertaking.objects.get(pk=row.pk)


def reply_data(row, **changes):
    data = {"body": "已排查修复。", "answer_class": "A", "contact_name": "陈立新", "contact_phone": "0393-1"}
    data |= {f"answer_{pk}": "yes" for pk in replies.sources_of(row).values_list("pk", flat=True)}
    return {**data, **changes}


@pytest.mark.parametrize("who", ["township", "head", "liaison", "deputy", "sysadmin", "auditor"])
def test_whom_no_item_can_concern_has_no_such_page(as_user, who):
    assert as_user(who).get(url("undertaking_list")).status_code == 404


STATUSES = ["to_accept", "doing", "checking", "rating", "closed", "redo"]


@pytest.mark.parametrize("status", STATUSES)
def test_page_opens_for_each_side_in_every_status(world, as_user, status):
    row = world.undertaking(status)
    for who in ("agency", "agencyhead", "staff", "leader"):
        page = as_user(who).get(row.get_absolute_url())
        assert page.status_code == 200, (who, status)
    for who in ("outsider", "agency2", "deputy", "head", "dispatcher", "sysadmin"):
        assert as_user(who).get(row.get_absolute_url()).status_code == 404, (who, status)


def test_an_agency_never_reads_a_residents_name_or_words(world, as_user):
    person = world.contributor(name="钱多多", phone="13812345678")
    opinion = world.opinion("我叫钱多多，电话13812345678，楼下的路灯坏了。", contributor=person)
    row = world.undertaking("doing", opinions_=[opinion, world.deputy_opinion()])
    page = as_user("agency").get(row.get_absolute_url()).content.decode()
    assert "楼下的路灯坏了" in page
    assert "张守信" in page  # a deputy is named
    for secret in ("钱多多", "13812345678", "138****"):
        assert secret not in page


def test_list_pages_are_bounded_and_scoped(world, as_user, django_assert_max_num_queries):
    world.undertaking("doing")
    for who, seen in (("agency", True), ("staff", True), ("outsider", False), ("agency2", False)):
        client = as_user(who)
        with django_assert_max_num_queries(15):
            page = client.get(url("undertaking_list") + "?tab=all").content.decode()
        assert ("背街小巷路灯维护" in page) is seen, who


@pytest.mark.parametrize("who", ["staff", "agency", "agencyhead"])
@pytest.mark.parametrize("status", ["to_accept", "doing", "checking", "rating", "closed"])
def test_an_items_page_is_bounded(world, as_user, who, status, django_assert_max_num_queries):
    """The same few queries at one unit and one opinion, and at three."""
    alone = world.undertaking(status, title="一个单位的")
    many = world.undertaking(
        status,
        title="三个单位的",
        opinions_=[world.opinion(f"第{n}盏路灯坏了。") for n in range(3)],
        cos=[world.procuratorate, world.civil],
    )
    client = as_user(who)
    for row in (alone, many):
        with django_assert_max_num_queries(21):
            assert client.get(row.get_absolute_url()).status_code == 200


def test_a_revoked_item_is_read_and_hands_over_nothing(world, as_user):
    row = world.undertaking("doing")
    papers.annul(AssignmentList.objects.get(), actor=world["leader"], reason="主送有误")
    client = as_user("agency")
    page = client.get(row.get_absolute_url())
    assert page.status_code == 200
    assert "交办通知" not in page.content.decode()
    assert client.get(url("undertaking_notice", row.pk)).status_code == 404


def test_search_in_the_list_keeps_the_tab(world, as_user):
    page = as_user("staff").get(url("undertaking_list"), {"tab": "late"}).content.decode()
    assert '<input type="hidden" name="tab" value="late">' in page


def test_list_filters_ignore_nonsense(world, as_user):
    world.undertaking("doing")
    page = as_user("staff").get(url("undertaking_list") + "?tab=nonsense&unit=abc&q=路灯&after=xyz")
    assert page.status_code == 200
    assert "背街小巷路灯维护" in page.content.decode()
    assert "背街小巷路灯维护" not in as_user("staff").get(url("undertaking_list") + "?q=桥梁").content.decode()


def test_accept_starts_the_work(world, as_user):
    row = world.undertaking("to_accept")
    refused = as_user("agencyhead").post(url("undertaking_accept", row.pk))
    assert refused.status_code == 403  # sees the item, and it is the clerk who accepts
    assert "您没有“签收”的权限。" in refused.content.decode()
    assert as_user("agency").post(url("undertaking_accept", row.pk), {"handler_name": "老陈"}).status_code == 302
    assert (fresh(row).status, fresh(row).handler_name) == ("doing", "老陈")


def test_reply_goes_from_clerk_to_head_to_staff(world, as_user):
    row = world.undertaking("doing")
    client = as_user("agency")
    assert client.post(url("reply_save", row.pk), reply_data(row, keep="1", body="草稿")).status_code == 302
    assert row.replies.get().status == "draft"
    saved = row.replies.get()
    client.post(url("reply_save", row.pk), reply_data(row, send="1", version=saved.version))
    assert row.replies.get().status == "to_sign"
    client.post(url("reply_sign", row.pk))
    assert row.replies.get().status == "to_sign", "the clerk cannot sign"
    as_user("agencyhead").post(url("reply_sign", row.pk))
    client.post(url("reply_deliver", row.pk))
    assert fresh(row).status == "checking"
    as_user("staff").post(url("reply_pass", row.pk))
    assert fresh(row).status == "rating"


def test_sending_an_unfinished_reply_says_what_is_missing(world, as_user):
    row = world.undertaking("doing")
    first = replies.sources_of(row).first()
    data = reply_data(row, send="1")
    del data[f"answer_{first.pk}"]
    page = as_user("agency").post(url("reply_save", row.pk), data)
    assert page.status_code == 422
    assert "还没有回应第 1 条意见" in page.content.decode()
    assert "已排查修复。" in page.content.decode()


def test_class_b_needs_a_day_and_a_refusal_a_reason(world, as_user):
    row = world.undertaking("doing")
    page = as_user("agency").post(url("reply_save", row.pk), reply_data(row, send="1", answer_class="B"))
    assert page.status_code == 422
    assert "B 类答复要写计划完成时间" in page.content.decode()
    first = replies.sources_of(row).first()
    page = as_user("agency").post(url("reply_save", row.pk), reply_data(row, **{f"answer_{first.pk}": "no"}))
    assert "没有采纳的，请写理由" in page.content.decode()


def test_two_colleagues_on_one_draft_lose_politely(world, as_user):
    row = world.undertaking("doing")
    client = as_user("agency")
    client.post(url("reply_save", row.pk), reply_data(row, keep="1"))
    old = row.replies.get().version
    client.post(url("reply_save", row.pk), reply_data(row, keep="1", body="同事的稿", version=old))
    page = client.post(url("reply_save", row.pk), reply_data(row, keep="1", body="我的稿", version=old))
    assert page.status_code == 409
    assert "我的稿" in page.content.decode()
    assert row.replies.get().body == "同事的稿"


def test_staff_hand_back_with_words(world, as_user):
    row = world.undertaking("checking")
    assert as_user("staff").post(url("reply_hand_back", row.pk), {"note": ""}).status_code == 422
    as_user("staff").post(url("reply_hand_back", row.pk), {"note": "请附修复清单"})
    assert (fresh(row).status, row.replies.get().status) == ("doing", "draft")
    assert "请附修复清单" in as_user("agency").get(row.get_absolute_url()).content.decode()


def test_attachment_is_seen_by_unit_and_staff_not_by_others(world, as_user):
    row = world.undertaking("doing")
    as_user("agency").post(url("reply_save", row.pk), reply_data(row, keep="1"))
    scan = SimpleUploadedFile("盖章.pdf", PDF)
    as_user("agency").post(url("reply_attach", row.pk), {"purpose": "sealed_scan", "file": scan})
    kept = row.replies.get().attachments.get()
    shown = as_user("agencyhead").get(url("attachment", kept.pk))
    assert shown.status_code == 200
    assert shown["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Content-Security-Policy"].startswith("default-src 'none'"), "the pages' own policy did not replace it"
    assert "sandbox" not in shown["Content-Security-Policy"], "Chromium shows no PDF in a sandboxed page"
    assert as_user("staff").get(url("attachment", kept.pk)).status_code == 404, "a draft is the unit's own"
    assert as_user("agency2").get(url("attachment", kept.pk)).status_code == 404


def test_the_scan_is_demanded_where_the_rule_demands_it(world, as_user):
    row = world.undertaking("doing", kind="review_opinion")
    client = as_user("agency")
    client.post(url("reply_save", row.pk), reply_data(row, send="1"))
    as_user("agencyhead").post(url("reply_sign", row.pk))
    client.post(url("reply_deliver", row.pk))
    assert fresh(row).status == "doing"
    client.post(url("reply_attach", row.pk), {"purpose": "sealed_scan", "file": SimpleUploadedFile("a.pdf", PDF)})
    client.post(url("reply_deliver", row.pk))
    assert fresh(row).status == "checking"
    as_user("staff").post(url("reply_pass", row.pk))
    assert (fresh(row).status, fresh(row).outcome) == ("closed", "reported")


def open_row(world, status="to_accept"):
    """An undertaking assigned today, so that its limits are still ahead."""
    row = world.undertaking(status)
    today = timezone.localdate()
    Undertaking.objects.filter(pk=row.pk).update(
        assigned_on=today, send_back_due=today + timedelta(days=10), due_on=today + timedelta(days=60)
    )
    return Undertaking.objects.with_list_data().get(pk=row.pk)


def test_send_back_is_asked_once_decided_once_and_reassigned(world, as_user):
    row = open_row(world)
    client = as_user("agency")
    assert client.post(url("undertaking_send_back", row.pk), {"reason": ""}).status_code == 422
    asked = {"reason": "不属于法院职责", "suggested_unit": world.procuratorate.pk}
    assert client.post(url("undertaking_send_back", row.pk), asked).status_code == 302
    assert client.post(url("undertaking_send_back", row.pk), asked).status_code == 422
    assert "审核退办" in as_user("staff").get(row.get_absolute_url()).content.decode()
    decided = {"agree": "yes", "new_unit": world.procuratorate.pk, "note": "同意"}
    assert as_user("staff").post(url("undertaking_send_back_decide", row.pk), decided).status_code == 302
    assert fresh(row).status == "reassigned"
    new = Undertaking.objects.in_force().get(assignment=row.assignment)
    assert (new.unit, new.status, new.due_on) == (world.procuratorate, "to_accept", new.due_on)
    assert as_user("staff").post(url("undertaking_send_back_decide", row.pk), decided).status_code in (409, 422)


def test_send_back_after_its_limit_is_refused_with_the_day(world, as_user):
    row = world.undertaking("to_accept")
    page = as_user("agency").post(url("undertaking_send_back", row.pk), {"reason": "不是我们的"})
    assert page.status_code == 422
    assert "退办期限是6月3日（含当日）" in page.content.decode()


def test_extension_is_asked_and_granted_within_the_rule(world, as_user):
    row = open_row(world, "doing")
    client = as_user("agency")
    far = row.assigned_on + timedelta(days=400)
    page = client.post(url("undertaking_extension", row.pk), {"reason": "情况复杂", "until": f"{far:%Y-%m-%d}"})
    assert page.status_code == 422
    assert "最长可以延到" in page.content.decode()
    until = row.due_on + timedelta(days=10)
    client.post(url("undertaking_extension", row.pk), {"reason": "情况复杂", "until": f"{until:%Y-%m-%d}"})
    as_user("staff").post(url("undertaking_extension_decide", row.pk), {"agree": "yes"})
    assert fresh(row).due_on == until == fresh(row).clock_on


def test_dispatch_shows_only_the_offices_own_units(world, as_user):
    matter = world.matter(leads=[world.civil])
    world.paper_in("issued", matters_=[matter])
    row = Undertaking.objects.get(assignment__matter=matter)
    page = as_user("dispatcher").get(row.get_absolute_url()).content.decode()
    assert "市民政局" in page
    bad = as_user("dispatcher").post(url("undertaking_dispatch", row.pk), {"leads": [world.court.pk]})
    assert bad.status_code == 422
    as_user("dispatcher").post(url("undertaking_dispatch", row.pk), {"leads": [world.civil.pk], "cos": [world.police.pk]})
    assert set(row.children.values_list("unit", "role")) == {(world.civil.pk, "lead"), (world.police.pk, "co")}
    co = row.children.get(role="co")
    as_user("agency2").post(url("undertaking_accept", co.pk))
    as_user("agency2").post(url("undertaking_co_opinion", co.pk), {"note": "同意配合"})
    lead = row.children.get(role="lead")
    assert "同意配合" in as_user("agency").get(lead.get_absolute_url()).content.decode()


def test_progress_and_urge_are_read_by_the_other_side(world, as_user):
    row = world.undertaking("doing")
    as_user("agency").post(url("undertaking_progress", row.pk), {"note": "已修复一半"})
    assert "已修复一半" in as_user("staff").get(row.get_absolute_url()).content.decode()
    as_user("staff").post(url("undertaking_urge", row.pk), {"note": "请抓紧办理"})
    assert "请抓紧办理" in as_user("agency").get(row.get_absolute_url()).content.decode()


def test_rating_is_hidden_from_the_agency_until_closed(world, as_user):
    row = world.undertaking("rating")
    rating = Rating.objects.get()
    page = as_user("deputy").get(url("rating_give", rating.pk)).content.decode()
    assert "checked" not in page
    assert "只有人大常委会选工委看得到" in page
    client = as_user("deputy")
    assert client.post(url("rating_give", rating.pk), {"attitude": "good"}).status_code == 422
    bad = client.post(url("rating_give", rating.pk), {"attitude": "good", "result": "bad"})
    assert "请写一句原因" in bad.content.decode()
    assert "评价进行中" in as_user("agency").get(row.get_absolute_url()).content.decode()
    client.post(url("rating_give", rating.pk), {"attitude": "good", "result": "fair", "reason": "大体可以"})
    assert fresh(row).status == "closed"
    page = as_user("agency").get(row.get_absolute_url()).content.decode()
    assert "基本满意" in page
    assert "大体可以" in page
    for who in ("agency", "staff", "outsider"):
        assert as_user(who).get(url("rating_give", rating.pk)).status_code == 404


def test_assessment_closes_the_second_unsatisfied(world, as_user):
    row = world.undertaking("redo")
    world.deliver(row, at=moment(date(2024, 6, 20)))
    as_user("staff").post(url("reply_pass", row.pk))
    rating = Rating.objects.get(reply__round=2)
    as_user("deputy").post(url("rating_give", rating.pk), {"attitude": "bad", "result": "bad", "reason": "没变化"})
    assert fresh(row).status == "assessing"
    assert as_user("staff").post(url("undertaking_assess", row.pk), {"note": ""}).status_code == 422
    as_user("staff").post(url("undertaking_assess", row.pk), {"note": "评估认定已完成"})
    assert (fresh(row).status, fresh(row).outcome) == ("closed", "assessed")


POSTS = [
    "undertaking_accept",
    "undertaking_send_back",
    "undertaking_extension",
    "undertaking_progress",
    "undertaking_co_opinion",
    "undertaking_urge",
    "undertaking_dispatch",
    "undertaking_send_back_decide",
    "undertaking_extension_decide",
    "undertaking_assess",
    "reply_save",
]


@pytest.mark.parametrize("name", POSTS)
def test_posts_refuse_get_outsiders_and_visitors(world, as_user, name):
    row = world.undertaking("to_accept")
    assert as_user("agency").get(url(name, row.pk)).status_code == 405
    assert as_user("outsider").post(url(name, row.pk)).status_code == 404
    assert as_user(None).post(url(name, row.pk)).status_code == 302


def test_a_deputy_of_the_unit_never_accepts_for_it(world):
    row = world.undertaking("to_accept")
    assert undertakings.STEPS["accept"].may(world["deputy"], row) is False
