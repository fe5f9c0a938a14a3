"""Sentences about limits come from the rule and the stored dates."""

from datetime import date

import pytest

from accounts.calendar import Calendar
from opinions import limits
from opinions.models import HandlingRule, Undertaking
from opinions.workflow import requests
from opinions.workflow import undertaking as verbs
from tests.world import moment

pytestmark = pytest.mark.django_db
HENAN = "《河南省人民代表大会代表建议、批评和意见办理办法》"


def test_limits_of_a_fresh_item_name_day_length_and_article(world):
    row = world.undertaking("to_accept")
    assert limits.accept_sentence(row) == "最迟5月27日（含当日）签收，自交办之日起5个工作日。按本级人大常委会交办工作要求。"
    assert limits.send_back_sentence(row) == (
        f"不属于本单位职责的，最迟6月3日（含当日）说明理由，申请退办，自交办之日起10个工作日。按{HENAN}第十四条。"
    )
    assert limits.answer_sentence(row) == f"最迟8月20日（含当日）答复，自交办之日起3个月。按{HENAN}第二十条。"


def test_a_changed_rule_changes_the_sentence(world):
    row = world.undertaking("to_accept")
    HandlingRule.objects.filter(kind="meeting_list").update(answer_months=4, answer_source="《试行办法》第三条")
    HandlingRule.objects.filter(kind="meeting_list").update(accept_source="《试行办法》第二条")
    row = world.reload(row)
    assert limits.accept_sentence(row).endswith("5个工作日。按《试行办法》第二条。")
    assert "4个月。按《试行办法》第三条。" in limits.answer_sentence(row)
    HandlingRule.objects.filter(kind="meeting_list").update(answer_max_months=None)
    assert "不能延长" in limits.extension_sentence(world.reload(row), Calendar.load())


def test_extension_says_the_longest_day_and_later_that_it_was_granted(world):
    row = world.undertaking("doing")
    assert "最长延到11月20日（含当日），自交办之日起6个月" in limits.extension_sentence(row, Calendar.load())
    request = requests.ask_extension(
        row, actor=world["agency"], reason="要等排查结果", until=date(2024, 11, 20), at=moment(date(2024, 6, 3))
    )
    request.undertaking = row
    requests.decide_extension(request, actor=world["staff"], agree=True, at=moment(date(2024, 6, 4)))
    row = world.reload(row)
    assert limits.answer_sentence(row).startswith("最迟11月20日（含当日）答复（已同意延期）")
    assert limits.extension_sentence(row, Calendar.load()) == "已经到最长期限，不能再延。"


def test_the_redo_counts_from_the_end_of_the_rating(world):
    row = world.reload(world.undertaking("redo"))
    assert limits.answer_sentence(row) == (
        f"重新办理，最迟7月5日（含当日）答复，自评价结束之日起1个月。按{HENAN}第二十二条。"
    )
    left = limits.remaining(row, date(2024, 7, 4), Calendar.load())
    assert (left.left, left.due, left.what) == (1, date(2024, 7, 5), "答复")


def test_items_passed_on_or_reassigned_name_their_own_start(world):
    matter = world.matter(leads=[world.civil], cos=[world.police])
    world.paper_in("issued", matters_=[matter])
    parent = Undertaking.objects.with_list_data().get()
    assert limits.clock_sentence(parent).startswith("最迟5月27日（含当日）转办到承办单位")
    lead, co = verbs.dispatch(
        parent, actor=world["dispatcher"], leads=[world.civil], cos=[world.police], on=date(2024, 5, 22)
    )
    assert limits.accept_sentence(world.reload(lead)).startswith("最迟5月29日（含当日）签收，自转办之日起5个工作日")
    assert limits.answer_sentence(world.reload(co)).startswith("最迟7月22日（含当日）把协办意见送主办单位")
    request = requests.ask_send_back(
        world.reload(lead), actor=world["agency"], reason="不是本单位职责", at=moment(date(2024, 5, 23))
    )
    request.undertaking = world.reload(lead)
    fresh = requests.decide_send_back(
        request, actor=world["staff"], agree=True, note="", new_unit=world.court, at=moment(date(2024, 5, 24))
    )
    assert "自改派之日起" in limits.accept_sentence(world.reload(fresh))


def test_rating_limits(world):
    row = world.reload(world.undertaking("rating"))
    assert limits.rating_sentence(row).startswith("最迟6月19日（含当日）评价，自答复送达之日起10个工作日")
    assert "重新办理一次" in limits.redo_sentence(row.assignment.rule)
    row.assignment.rule.is_rated = False
    assert limits.redo_sentence(row.assignment.rule) == "" == limits.rating_sentence(row)


@pytest.mark.parametrize(("today", "left"), [((5, 20), 5), ((5, 27), 0), ((5, 28), -1), ((6, 3), -5)])
def test_remaining_counts_working_days(world, today, left):
    row = world.undertaking("to_accept")
    found = limits.remaining(row, date(2024, *today), Calendar.load())
    assert (found.left, found.total, found.sentence) == (left, 5, "最迟5月27日（含当日）签收")
    assert len(found.cells) == 5 + max(-left, 0)


def test_no_clock_no_limit(world):
    row = world.undertaking("checking")
    assert limits.remaining(row, date(2024, 6, 3), Calendar.load()) is None
    assert limits.clock_sentence(row) == ""


def test_an_unpublished_year_is_said(world):
    row = world.undertaking("doing")
    row.clock_on = row.due_on = date(2041, 3, 4)
    assert limits.all_sentences(row, Calendar.load())[-1] == "2041年放假安排未公布，暂按法定节日计。"
    assert limits.answer_sentence(row).startswith("最迟2041年3月4日（含当日）")
