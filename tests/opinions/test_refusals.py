"""What the verbs of a list and of an undertaking refuse, each with the sentence its reader needs."""

from datetime import date

import pytest

from common.errors import NotAllowedError, RuleError, StaleError
from opinions.models import Assignment, Reply, SendBack, Undertaking
from opinions.workflow import paper as papers
from opinions.workflow import reply as replies
from opinions.workflow import requests
from opinions.workflow import undertaking as undertakings
from opinions.workflow.reply import Letter
from tests.world import moment

pytestmark = pytest.mark.django_db

IN_TIME = moment(date(2024, 5, 22))


@pytest.fixture
def row(world):
    return world.undertaking("to_accept")


@pytest.fixture
def doing(world):
    return world.undertaking("doing")


# --- 退办 and 延期 --------------------------------------------------------------------------------
def asked(world, row):
    request = requests.ask_send_back(row, actor=world["agency"], reason="不是本单位职责", at=IN_TIME)
    request.undertaking = row
    return request


def test_a_send_back_needs_a_reason_and_its_time(world, row):
    with pytest.raises(RuleError, match="请写退办理由"):
        requests.ask_send_back(row, actor=world["agency"], reason="  ", at=IN_TIME)
    with pytest.raises(RuleError, match="退办期限是6月3日（含当日），已经不能申请退办"):
        requests.ask_send_back(row, actor=world["agency"], reason="不归我管", at=moment(date(2024, 6, 4)))
    Undertaking.objects.filter(pk=row.pk).update(send_back_due=None)
    with pytest.raises(RuleError, match=r"^已经不能申请退办"):
        requests.ask_send_back(world.reload(row), actor=world["agency"], reason="不归我管", at=IN_TIME)
    assert not SendBack.objects.exists()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"agree": False}, "请写明原因"),
        ({"agree": True}, "请选改由哪个单位办理"),
        ({"agree": True, "new_unit": "court"}, "要改派给另一个单位"),
        ({"agree": True, "new_unit": "dispatch_office"}, "不能承办交办事项"),
    ],
)
def test_a_send_back_is_not_decided_half(world, row, facts, sentence):
    request = asked(world, row)
    unit = facts.get("new_unit")
    chosen = facts | ({"new_unit": getattr(world, unit)} if unit else {})
    with pytest.raises(RuleError, match=sentence):
        requests.decide_send_back(request, actor=world["staff"], note="", **chosen)
    request.refresh_from_db()
    assert request.decided_at is None


def test_only_the_list_s_own_staff_decide_and_only_once(world, row):
    request = asked(world, row)
    for name in ("agency", "outsider", "leader"):
        with pytest.raises(NotAllowedError):
            requests.decide_send_back(request, actor=world[name], agree=False, note="属于你单位职责")
    requests.decide_send_back(request, actor=world["staff"], agree=False, note="属于你单位职责", at=IN_TIME)
    with pytest.raises(StaleError):
        requests.decide_send_back(request, actor=world["staff"], agree=False, note="再说一次", at=IN_TIME)
    assert world.reload(row).status == "to_accept"


def test_an_extension_needs_a_reason_a_later_day_and_room_in_the_rule(world, doing):
    def ask(reason, until):
        return requests.ask_extension(doing, actor=world["agency"], reason=reason, until=until)

    with pytest.raises(RuleError, match="请写延期理由"):
        ask(" ", date(2024, 9, 20))
    with pytest.raises(RuleError, match="要晚于现在的期限"):
        ask("汛期停工", doing.due_on)
    with pytest.raises(RuleError, match="最长可以延到2024年11月20日"):
        ask("汛期停工", date(2024, 11, 21))
    doing.assignment.rule.answer_max_months = None
    with pytest.raises(RuleError, match="按规则不能延期"):
        ask("汛期停工", date(2024, 9, 20))


def test_a_second_request_and_a_refusal_without_words_are_refused(world, doing):
    request = requests.ask_extension(doing, actor=world["agency"], reason="汛期停工", until=date(2024, 9, 20))
    request.undertaking = doing
    with pytest.raises(RuleError, match="不同意延期，请写明原因"):
        requests.decide_extension(request, actor=world["staff"], agree=False)
    with pytest.raises(RuleError, match="已有一份延期申请在审核"):
        requests.ask_extension(world.reload(doing), actor=world["agency"], reason="再问", until=date(2024, 9, 21))
    requests.decide_extension(request, actor=world["staff"], agree=False, note="主要工作已完成，请按期答复。")
    assert world.reload(doing).due_on == date(2024, 8, 20)


# --- 承办 ----------------------------------------------------------------------------------------
def test_words_are_asked_for_where_others_read_them(world, doing):
    with pytest.raises(RuleError, match="请写一两句进展"):
        undertakings.record_progress(doing, actor=world["agency"], text=" ")
    with pytest.raises(RuleError, match="请写催办的话"):
        undertakings.urge(doing, actor=world["staff"], note="\n")
    with pytest.raises(RuleError, match="请写协办意见"):
        undertakings.give_co_opinion(doing, actor=world["agency"], text="")
    with pytest.raises(RuleError, match="请写评估结论"):
        undertakings.assess(doing, actor=world["staff"], result="")


def test_a_dispatch_office_passes_on_to_its_own_units_once_each(world):
    matter = world.matter(leads=[world.civil])
    world.paper_in("issued", matters_=[matter])
    office = matter.assignments.get().undertakings.get(unit=world.dispatch_office)
    actor = world["dispatcher"]
    with pytest.raises(RuleError, match="请选主办单位"):
        undertakings.dispatch(office, actor=actor, leads=[])
    with pytest.raises(RuleError, match="市中级人民法院不归本办公室转办"):
        undertakings.dispatch(office, actor=actor, leads=[world.court])
    with pytest.raises(RuleError, match="不能既主办又协办"):
        undertakings.dispatch(office, actor=actor, leads=[world.civil], cos=[world.civil])
    assert not Undertaking.objects.filter(parent=office).exists()


# --- 答复 ----------------------------------------------------------------------------------------
def test_a_reply_is_not_sent_to_be_signed_half_written(world, doing):
    agency = world["agency"]
    with pytest.raises(RuleError, match="B 类答复要写计划完成时间"):
        replies.draft(doing, Letter(body="正在办理。", answer_class="B"), actor=agency)
    reply = replies.draft(doing, Letter(body=""), actor=agency)
    with pytest.raises(RuleError, match="还没有写答复内容"):
        replies.submit(reply, actor=agency)
    replies.draft(world.reload(doing), Letter(body="已修复路灯 37 盏。"), actor=agency)
    written = Reply.objects.get(pk=reply.pk)
    with pytest.raises(RuleError, match="请选答复类别"):
        replies.submit(written, actor=agency)
    assert Reply.objects.get(pk=reply.pk).status == "draft"


def test_an_answer_to_an_opinion_of_another_item_is_not_kept(world, doing):
    stranger = world.opinion("别的事项里的意见")
    reply = replies.draft(doing, Letter(body="已修复。"), actor=world["agency"], answers={stranger.pk: (True, "")})
    assert not reply.answers.filter(opinion=stranger).exists()


# --- 交办清单 -------------------------------------------------------------------------------------
def test_a_draft_takes_more_matters_and_gives_them_up_again(world):
    paper = world.paper()
    papers.add_matters(paper, [world.matter(title="校门口斑马线"), world.matter(title="小区充电桩")], actor=world["staff"])
    second = paper.assignments.get(title="校门口斑马线")
    second.list = paper
    papers.remove_item(second, actor=world["staff"])
    kept = Assignment.objects.filter(list=paper).order_by("order").values_list("order", "title")
    assert list(kept) == [(1, "背街小巷路灯维护"), (2, "小区充电桩")]


def test_only_the_texts_of_a_draft_change_and_nobody_s_are_lost(world):
    paper = world.paper()
    old = paper.version
    papers.edit(paper, actor=world["staff"], version=old, opening="近期收集意见建议2条。")
    paper.refresh_from_db()
    assert paper.opening == "近期收集意见建议2条。"
    with pytest.raises(StaleError, match="刚被别人改过"):
        papers.edit(paper, actor=world["staff"], version=old, opening="旧页面上的改动")
    with pytest.raises(RuleError, match="不能修改：number"):
        papers.edit(paper, actor=world["staff"], version=paper.version, number="濮人常办〔2024〕99号")


def test_returning_signing_and_annulling_say_why_or_who(world):
    paper = world.paper_in("review")
    with pytest.raises(RuleError, match="请写退回的原因"):
        papers.return_paper(paper, actor=world["office"], note=" ")
    papers.check_paper(paper, actor=world["office"])
    with pytest.raises(RuleError, match="请写审签领导的姓名"):
        papers.sign_on_paper(paper, actor=world["staff"], sheet=None, signed_by=" ")
    with pytest.raises(RuleError, match="作废要写明理由"):
        papers.annul(paper, actor=world["leader"], reason="")
    assert paper.status == "sign"


def test_a_list_with_an_ended_item_stays_in_force(world, doing):
    Undertaking.objects.filter(pk=doing.pk).update(status="closed", clock_on=None)
    paper = doing.assignment.list
    with pytest.raises(RuleError, match="已有办结的事项，不能作废"):
        papers.annul(paper, actor=world["leader"], reason="重复印发")


def test_an_outsider_drafts_no_list(world):
    cover = papers.Cover(series=world.paper().series, title="另一份清单")
    with pytest.raises(NotAllowedError):
        papers.draft([], cover, actor=world["outsider"], unit=world.issuer)
