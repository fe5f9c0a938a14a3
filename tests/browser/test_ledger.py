"""The main job, hand to hand: matters become a list, the list is signed and issued, units answer,
the deputy rates, and the person who spoke is told."""

import pytest

from opinions.models import AssignmentList, Rating, Undertaking
from tests.browser.looking import look, press

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def only(model, **facts):
    return model.objects.get(**facts)


def test_from_matters_to_the_rated_answer(world, page_as):
    world.matter(leads=[world.civil], cos=[world.police], title="明确网格事项准入清单")
    draft(world, page_as)
    check_and_sign(page_as)
    issue(page_as)
    dispatch(page_as)
    answer(page_as)
    rate(page_as)


def draft(world, page_as):
    page = page_as("staff", width=1280)
    page.goto("/opinions/lists/")
    press(page, page.get_by_role("link", name="拟一份清单").first)
    page.get_by_role("checkbox", name="明确网格事项准入清单").check()
    press(page, page.get_by_role("button", name="用选中的事项拟清单"))
    page.get_by_label("发文单位").select_option(label="市人大常委会办公室")
    page.get_by_label("代字").fill("濮人常办")
    page.get_by_label("主送").fill("市人民政府")
    press(page, page.get_by_role("button", name="拟好，去核对"))
    look(page, "list-draft")
    press(page, page.get_by_role("button", name="送审"))
    assert page.get_by_text("的转办文字没有核对").first.is_visible()
    confirm_texts(world)
    page.reload()
    press(page, page.get_by_role("button", name="送审"))
    assert only(AssignmentList).status == "review"
    page.context.close()


def confirm_texts(world):
    """Staff read every text before it leaves; that page has a journey of its own."""
    from opinions.models import Opinion

    Opinion.objects.update(shared_confirmed=True)


def check_and_sign(page_as):
    paper = only(AssignmentList)
    office = page_as("office", width=1280)
    office.goto(paper.get_absolute_url())
    press(office, office.get_by_role("button", name="核稿通过，送领导审签"))
    leader = page_as("leader", width=1280)
    leader.goto(paper.get_absolute_url())
    press(leader, leader.get_by_role("link", name="审签", exact=True))
    look(leader, "list-sign")
    press(leader, leader.get_by_role("button", name="审签同意"))
    assert only(AssignmentList).status == "signed"


def issue(page_as):
    page = page_as("staff", width=1280)
    page.goto(only(AssignmentList).get_absolute_url())
    press(page, page.get_by_role("link", name="印发", exact=True))
    press(page, page.get_by_role("button", name="印发", exact=True))
    page.get_by_text("已印发，各单位已收到通知。").wait_for()
    paper = only(AssignmentList)
    assert paper.number.startswith("濮人常办〔")
    assert paper.frozen_sha256
    look(page, "list-issued")


def dispatch(page_as):
    page = page_as("dispatcher", width=1280)
    page.goto(only(Undertaking, role="dispatch").get_absolute_url())
    look(page, "dispatch")
    press(page, page.get_by_role("button", name="转办", exact=True))
    page.get_by_text("已转办，各单位已收到通知。").wait_for()


def answer(page_as):
    clerk = page_as("agency", width=1280)
    clerk.goto("/opinions/undertakings/")
    look(clerk, "tasks")
    press(clerk, clerk.get_by_role("link", name="明确网格事项准入清单"))
    press(clerk, clerk.get_by_role("button", name="签收", exact=True))
    clerk.get_by_role("radio", name="A 已解决或已采纳").check()
    clerk.get_by_label("答复内容").fill("已编制准入清单并公开申诉渠道。")
    for choice in clerk.get_by_role("radio", name="已回应").all():
        choice.check()
    look(clerk, "undertaking")
    press(clerk, clerk.get_by_role("button", name="送审"))
    head = page_as("agencyhead", width=390)
    head.goto(only(Undertaking, role="lead").get_absolute_url())
    look(head, "reply-sign")
    press(head, head.get_by_role("button", name="签发"))
    head.get_by_text("已签发。").wait_for()
    clerk.goto(only(Undertaking, role="lead").get_absolute_url())
    press(clerk, clerk.get_by_role("button", name="送达选工委"))
    staff = page_as("staff", width=1280)
    staff.goto(only(Undertaking, role="lead").get_absolute_url())
    look(staff, "reply-check")
    press(staff, staff.get_by_role("button", name="审核通过，送出"))
    staff.get_by_text("审核通过，答复已送出。").wait_for()


def rate(page_as):
    page = page_as("deputy", width=390, height=844)
    page.goto("/opinions/ratings/")
    look(page, "ratings")
    press(page, page.get_by_role("link", name="明确网格事项准入清单"))
    press(page, page.get_by_role("button", name="提交评价"))
    assert page.get_by_text("请选办理态度。").first.is_visible()
    look(page, "rate")
    groups = page.get_by_role("group")
    groups.filter(has_text="办理态度").get_by_role("radio", name="满意", exact=True).check()
    groups.filter(has_text="办理结果").get_by_role("radio", name="基本满意", exact=True).check()
    page.get_by_label("想说的话").fill("清单很清楚，盼落实。")
    press(page, page.get_by_role("button", name="提交评价"))
    page.get_by_text("谢谢，评价已收到。").wait_for()
    assert only(Rating).result == "fair"
    assert only(Undertaking, role="lead").status == "closed"
