"""Notices: to whom, once, and with a text that may be copied anywhere."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import Grant, Notice, Unit
from opinions import tasks
from opinions.actions import notices
from opinions.models import Undertaking
from opinions.workflow import paper as papers
from opinions.workflow import reply as replies
from opinions.workflow import requests
from opinions.workflow import undertaking as undertakings
from tests.world import moment

pytestmark = pytest.mark.django_db
PHONE = re.compile(r"1[3-9]\d{9}")


def inbox(world, name):
    return list(Notice.objects.filter(user=world[name]).order_by("pk").values_list("label", flat=True))


def test_a_list_goes_from_desk_to_desk(world):
    paper = world.paper_in("signed")
    for step in ("submit", "check", "sign"):
        notices.list_step(paper.pk, step)
        notices.list_step(paper.pk, step)
    assert inbox(world, "office") == [f"请核稿：{paper.title}"]
    assert inbox(world, "leader") == [f"请审签：{paper.title}"]
    assert inbox(world, "staff") == [f"清单已审签，可以编号印发：{paper.title}"]
    assert inbox(world, "outsider") == []


def test_every_unit_hears_that_a_list_is_void(world, django_capture_on_commit_callbacks):
    paper = world.paper_in("issued", matters_=[world.matter(cos=[world.procuratorate]), world.matter(title="井盖")])
    with django_capture_on_commit_callbacks(execute=True):
        papers.annul(paper, actor=world["leader"], reason="主送有误，来电13812345678")
    notices.list_annulled(paper.pk)
    told = Notice.objects.get(user=world["agency"])
    assert told.label == (
        f"清单作废：{paper.number}“背街小巷路灯维护”等 2 项已经撤销，不用再办。原因：主送有误，来电（电话已隐去）。"
    )
    assert told.copy_text.startswith(f"【撤销通知】濮阳市中级人民法院：{paper.number}已作废，")
    assert not PHONE.search(told.copy_text)
    assert inbox(world, "agency2") == [told.label.replace("”等 2 项", "”")]


def test_a_list_returned_and_sent_again_is_news_again(world):
    paper = world.paper_in("review")
    notices.list_step(paper.pk, "submit")
    papers.return_paper(paper, actor=world["office"], note="第2项写得不清楚")
    notices.list_step(paper.pk, "return")
    papers.submit(paper, actor=world["staff"])
    notices.list_step(paper.pk, "submit")
    assert inbox(world, "staff") == [f"清单退回修改：{paper.title}（第2项写得不清楚）"]
    assert len(inbox(world, "office")) == 2


def test_units_of_a_list_are_told_once_with_a_text_to_copy(world):
    Unit.objects.filter(pk=world.issuer.pk).update(phone="0393-0000002")
    resident = world.contributor(name="王大娘", phone="13800001234")
    matter = world.matter([world.opinion(contributor=resident)], leads=[world.court], cos=[world.procuratorate])
    second = world.matter([world.opinion("第二条")], leads=[world.court], title="第二件")
    paper = world.paper_in("issued", matters_=[matter, second])
    notices.list_issued(paper.pk)
    notices.list_issued(paper.pk)
    mine = Notice.objects.get(user=world["agency"])
    assert mine.label == f"请签收：{paper.number}“背街小巷路灯维护”等 2 项，最迟5月27日（含当日）"
    assert mine.copy_text == (
        f"【交办通知】濮阳市中级人民法院：{paper.number}第1项“背街小巷路灯维护”、第2项“第二件”共2项已交办，"
        "最迟5月27日（含当日）签收，最迟8月20日（含当日）答复。请登录人大代表联络工作平台办理。"
        "联系单位：濮阳市人民代表大会常务委员会办公室，电话：0393-0000002。"
    )
    co = Notice.objects.get(user=world["agency2"])
    assert "协办事项最迟7月22日（含当日）把协办意见送主办单位" in co.copy_text
    assert inbox(world, "agencyhead") == []


def test_no_copied_text_holds_a_resident_or_a_private_number(world):
    resident = world.contributor(name="王大娘", phone="13800001234")
    row = world.undertaking("doing", opinions_=[world.opinion(contributor=resident)])
    undertakings.urge(row, actor=world["staff"], note="王大娘家请尽快处理，有事打13900005678")
    notices.to_unit(row.pk, "urge")
    text = Notice.objects.get(user=world["agency"]).copy_text
    assert text.startswith("【催办】濮阳市中级人民法院：濮人常办〔2024〕1号第1项“背街小巷路灯维护”，")
    assert not PHONE.search(text)
    assert "大娘" not in text


def test_a_unit_without_an_account_is_reported_to_staff(world):
    matter = world.matter(leads=[world.court])
    Grant.objects.filter(unit=world.court).update(valid_to=timezone.localdate() - timedelta(days=1))
    paper = world.paper_in("issued", matters_=[matter])
    notices.list_issued(paper.pk)
    assert inbox(world, "agency") == []
    assert inbox(world, "staff") == ["市中级人民法院还没有账号，请打印交办通知送达，或复制文字转告：背街小巷路灯维护"]
    assert Notice.objects.get(user=world["staff"]).copy_text.startswith("【交办通知】濮阳市中级人民法院")


def test_a_dispatch_office_passes_on_and_its_units_hear(world):
    matter = world.matter(leads=[world.civil], cos=[world.police])
    paper = world.paper_in("issued", matters_=[matter])
    notices.list_issued(paper.pk)
    assert inbox(world, "dispatcher")[0].startswith("请转办：濮人常办〔2024〕1号")
    parent = Undertaking.objects.with_list_data().get()
    made = undertakings.dispatch(parent, actor=world["dispatcher"], leads=[world.civil], cos=[world.police])
    notices.opened([row.pk for row in made])
    notices.opened([row.pk for row in made])
    assert len(inbox(world, "agency")) == len(inbox(world, "agency2")) == 1


def test_staff_hear_of_requests_and_replies(world):
    row = world.undertaking("doing")
    requests.ask_extension(row, actor=world["agency"], reason="要勘察", until=date(2024, 9, 2))
    notices.to_staff(row.pk, "extension")
    notices.to_staff(row.pk, "extension")
    assert inbox(world, "staff") == ["审核延期：市中级人民法院，背街小巷路灯维护"]


@pytest.mark.parametrize(
    ("status", "kind", "label"),
    [
        ("redo", "reopened", "重新办理：背街小巷路灯维护。评价后需要重新办理，最迟7月5日（含当日）再次答复。"),
        ("closed", "closed", "办结：背街小巷路灯维护。评价已经结束，事项办结。"),
    ],
)
def test_units_hear_how_a_rating_ended_without_names(world, status, kind, label):
    row = world.undertaking(status)
    notices.to_unit(row.pk, kind)
    assert inbox(world, "agency") == [label]


def test_refusals_carry_the_staff_s_words(world):
    row = world.undertaking("checking")
    reply = row.replies.get()
    reply.undertaking = row
    replies.hand_back(reply, actor=world["staff"], note="请附点位清单")
    notices.to_unit(row.pk, "reply_returned")
    assert inbox(world, "agency") == ["答复退回：背街小巷路灯维护。答复退回修改：请附点位清单。"]


def test_the_lead_hears_of_a_co_opinion_and_the_head_of_a_reply(world):
    row = world.undertaking("doing", cos=[world.procuratorate])
    co = world.reload(Undertaking.objects.get(role="co"))
    undertakings.accept(co, actor=world["agency2"])
    undertakings.give_co_opinion(co, actor=world["agency2"], text="赞成", at=moment(date(2024, 6, 3)))
    notices.co_opinion_given(co.pk)
    assert inbox(world, "agency") == ["协办单位市检察院已于6月3日提出协办意见。背街小巷路灯维护"]
    answers = dict.fromkeys(replies.sources_of(row).values_list("pk", flat=True), (True, ""))
    reply = replies.draft(row, replies.Letter(body="已修复。", answer_class="A"), actor=world["agency"], answers=answers)
    replies.submit(reply, actor=world["agency"])
    notices.reply_to_sign(reply.pk)
    notices.reply_to_sign(reply.pk)
    assert inbox(world, "agencyhead") == ["请签发答复：背街小巷路灯维护"]
    Grant.objects.filter(user=world["agencyhead"]).delete()
    notices.reply_to_sign(reply.pk)
    assert inbox(world, "agency")[-1].startswith("市中级人民法院的负责人还没有账号")


def test_raters_with_an_account_are_asked_and_the_others_are_left_to_staff(world):
    resident = world.contributor(name="王大娘", phone="13800001234")
    row = world.undertaking("rating", opinions_=[world.deputy_opinion(), world.opinion(contributor=resident)])
    reply = row.replies.get()
    notices.rating_asked(reply.pk)
    notices.rating_asked(reply.pk)
    assert inbox(world, "deputy") == ["您提的意见有答复了，请您评价：背街小巷路灯维护，最迟6月19日（含当日）"]
    assert inbox(world, "staff")[0].startswith("有 1 位评价人没有账号，请电话请他们评价并代录")


def test_a_notice_leads_to_its_thing(world):
    row = world.undertaking("to_accept")
    notices.opened([row.pk])
    assert Notice.objects.get(user=world["agency"]).url == row.get_absolute_url()


def test_issuing_sends_by_itself_after_the_commit(world, django_capture_on_commit_callbacks):
    matter = world.matter([world.opinion()])
    paper = world.paper_in("signed", matters_=[matter])
    with django_capture_on_commit_callbacks(execute=True):
        papers.issue(paper, actor=world["staff"], on=date(2024, 5, 20), at=moment(date(2024, 5, 20)))
    assert len(inbox(world, "agency")) == 1
    tasks.tell_units(paper.pk)
    assert len(inbox(world, "agency")) == 1
