"""Pages of 交办清单: who sees them, what each button does, what a wrong input gets."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from opinions.models import Assignment, AssignmentList
from opinions.workflow import paper as papers
from tests.world import ISSUED_ON

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def url(name, *args):
    return reverse(f"opinions:{name}", args=args)


def test_list_list_shows_own_place_only(world, as_user):
    paper = world.paper()
    assert paper.title in as_user("staff").get(url("list_list")).content.decode()
    assert paper.title not in as_user("outsider").get(url("list_list")).content.decode()


@pytest.mark.parametrize("who", ["township", "head", "liaison", "deputy", "agency", "sysadmin", "auditor"])
def test_whom_no_list_concerns_has_no_such_page(as_user, who):
    assert as_user(who).get(url("list_list")).status_code == 404


def test_empty_list_page_says_what_to_do_first(world, as_user):
    assert "先在“梳理归并”里给事项定去向" in as_user("staff").get(url("list_list")).content.decode()


@pytest.mark.parametrize("who", ["outsider", "agency", "head", "deputy", "sysadmin"])
def test_detail_is_not_there_for_others(world, as_user, who):
    paper = world.paper()
    assert as_user(who).get(paper.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("status", ["draft", "review", "sign", "signed", "issued"])
@pytest.mark.parametrize("who", ["staff", "office", "leader"])
def test_detail_opens_in_every_status(world, as_user, who, status):
    paper = world.paper_in(status)
    page = as_user(who).get(paper.get_absolute_url())
    assert page.status_code == 200
    assert "背街小巷路灯维护" in page.content.decode()


def test_new_list_from_chosen_matters(world, as_user):
    matter = world.matter()
    client = as_user("staff")
    address = url("list_new") + f"?matter={matter.pk}"
    assert matter.title in client.get(address).content.decode()
    typed = {"unit": world.issuer.pk, "series": "濮人常办", "title": "交办清单", "salutation": "市中级人民法院", "opening": "现转交你们研究处理。"}
    assert client.post(address, {**typed, "title": ""}).status_code == 422
    response = client.post(address, typed)
    paper = AssignmentList.objects.get()
    assert response.url == paper.get_absolute_url()
    assert paper.assignments.get().matter == matter


def test_new_list_refuses_a_matter_already_listed(world, as_user):
    matter = world.matter()
    world.paper([matter])
    assert as_user("staff").get(url("list_new") + f"?matter={matter.pk}").status_code == 422


def test_each_hand_takes_its_own_step(world, as_user):
    paper = world.paper()
    as_user("staff").post(url("list_submit", paper.pk))
    as_user("staff").post(url("list_check", paper.pk))  # not the clerk's
    paper.refresh_from_db()
    assert paper.status == "review"
    as_user("office").post(url("list_check", paper.pk))
    as_user("leader").post(url("list_sign", paper.pk), {"note": "同意"})
    response = as_user("staff").post(url("list_issue", paper.pk), {"on": "2024年5月20日"})
    assert response.status_code == 302
    paper.refresh_from_db()
    assert (paper.status, paper.number, paper.issued_on) == ("issued", "濮人常办〔2024〕1号", ISSUED_ON)


def test_return_needs_a_reason_and_keeps_the_page(world, as_user):
    paper = world.paper_in("review")
    assert as_user("office").post(url("list_return", paper.pk), {"note": " "}).status_code == 422
    as_user("office").post(url("list_return", paper.pk), {"note": "主送写全称"})
    paper.refresh_from_db()
    assert paper.status == "draft"


def test_issue_refuses_a_day_to_come_and_a_wrong_date(world, as_user):
    paper = world.paper_in("signed")
    for typed in ("2999年1月1日", "明天", ""):
        page = as_user("staff").post(url("list_issue", paper.pk), {"on": typed})
        assert page.status_code == 422
        assert typed in page.content.decode()
    assert AssignmentList.objects.get().status == "signed"


def test_issue_twice_says_so(world, as_user):
    paper = world.paper_in("issued")
    page = as_user("staff").post(url("list_issue", paper.pk), {"on": "2024年5月20日"})
    assert page.status_code == 422
    assert "不能印发" in page.content.decode()


def test_sign_on_paper_keeps_the_sheet(world, as_user):
    paper = world.paper_in("sign")
    fake = SimpleUploadedFile("审签单.pdf", b"MZ not a pdf")
    wrong = as_user("staff").post(url("list_sign_paper", paper.pk), {"signed_by": "王建军", "sheet": fake})
    assert wrong.status_code == 422
    sheet = SimpleUploadedFile("审签单.pdf", PDF)
    as_user("staff").post(url("list_sign_paper", paper.pk), {"signed_by": "王建军", "sheet": sheet})
    paper.refresh_from_db()
    assert (paper.status, paper.signed_by) == ("signed", "王建军")
    kept = paper.attachments.get(purpose="signed_sheet")
    assert as_user("leader").get(url("attachment", kept.pk)).status_code == 200
    assert as_user("agency").get(url("attachment", kept.pk)).status_code == 404


def test_edit_loses_politely(world, as_user):
    paper = world.paper()
    old = paper.version
    papers.edit(AssignmentList.objects.get(), actor=world["staff"], version=old, title="别人改的标题")
    page = as_user("staff").post(url("list_edit", paper.pk), {"version": old, "title": "我改的标题"})
    assert page.status_code == 409
    assert "我改的标题" in page.content.decode()
    assert AssignmentList.objects.get().title == "别人改的标题"


def test_remove_numbers_the_rest_anew(world, as_user):
    paper = world.paper([world.matter(title=t) for t in ("甲", "乙", "丙")])
    first = paper.assignments.order_by("order").first()
    as_user("staff").post(url("list_remove", paper.pk, first.pk))
    assert list(Assignment.objects.order_by("order").values_list("order", "title")) == [(1, "乙"), (2, "丙")]


def test_annul_keeps_the_number_and_frees_the_matters(world, as_user):
    paper = world.paper_in("issued")
    assert as_user("leader").post(url("list_annul", paper.pk), {"reason": ""}).status_code == 422
    as_user("leader").post(url("list_annul", paper.pk), {"reason": "主送有误"})
    paper.refresh_from_db()
    assert (paper.status, paper.number) == ("annulled", "濮人常办〔2024〕1号")
    assert world.paper([paper.assignments.get().matter]).pk


@pytest.mark.parametrize("name", ["list_submit", "list_check", "list_sign", "list_issue", "list_annul", "list_return"])
def test_steps_are_posts_and_hidden_from_outsiders(world, as_user, name):
    paper = world.paper()
    assert as_user("staff").get(url(name, paper.pk)).status_code == 405
    assert as_user("outsider").post(url(name, paper.pk)).status_code == 404
    assert as_user(None).post(url(name, paper.pk)).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_detail_costs_the_same_for_one_item_and_three(world, as_user, count, django_assert_max_num_queries):
    paper = world.paper_in("issued", matters_=[world.matter(title=f"事项{n}") for n in range(count)])
    client = as_user("staff")
    with django_assert_max_num_queries(20):
        client.get(paper.get_absolute_url())


def test_more_matters_come_into_a_draft_from_the_board(world, as_user):
    paper, more = world.paper(), world.matter(title="校门口斑马线")
    client = as_user("staff")
    client.post(url("list_add", paper.pk), {"matter": []})
    assert paper.assignments.count() == 1
    client.post(url("list_add", paper.pk), {"matter": [more.pk]})
    assert list(paper.assignments.order_by("order").values_list("title", flat=True)) == ["背街小巷路灯维护", "校门口斑马线"]
    again = client.post(url("list_add", paper.pk), {"matter": [more.pk]}, follow=True)
    assert "有的事项已经不能交办" in again.content.decode()
    assert as_user("agency").post(url("list_add", paper.pk), {"matter": [more.pk]}).status_code == 404


def test_an_item_already_taken_out_is_told(world, as_user):
    paper = world.paper()
    answer = as_user("staff").post(url("list_remove", paper.pk, 999_999), follow=True)
    assert "这一项已经不在清单里" in answer.content.decode()
