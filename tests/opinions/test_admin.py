"""The ledger's catalogues: kept by staff, bounded, and a list drafted from chosen matters."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from opinions.models import AssignmentList, Category, HandlingRule, NumberSequence, Topic

pytestmark = pytest.mark.django_db
KEPT = ("channel", "category", "handlingrule")
READ = ("numbersequence", "assignmentlist", "matter")


def address(label, page="changelist", *args):
    return reverse(f"admin:opinions_{label}_{page}", args=args)


def choose(client, rows, **more):
    data = {"action": "draft_list", "_selected_action": [row.pk for row in rows], **more}
    return client.post(address("matter"), data)


@pytest.mark.parametrize("label", [*KEPT, *READ, "topic"])
def test_staff_open_the_catalogues_and_no_keeper_does(as_user, label):
    assert as_user("staff").get(address(label)).status_code == 200
    for who in ("sysadmin", "secadmin", "auditor", "leader", "agency"):
        assert as_user(who).get(address(label), follow=True).status_code == 403


@pytest.mark.parametrize("label", [*KEPT, *READ, "topic"])
def test_who_adds_rows(as_user, label):
    assert as_user("staff").get(address(label, "add")).status_code == (200 if label in KEPT else 403)


def test_rows_of_another_place_are_not_there(as_user, world):
    world.paper_in("issued")
    for label, words in (("matter", "背街小巷路灯维护"), ("assignmentlist", "濮人常办"), ("numbersequence", "濮人常办")):
        assert words in as_user("staff").get(address(label)).content.decode()
        assert words not in as_user("outsider").get(address(label)).content.decode()
    assert "第九条" in as_user("staff").get(address("topic")).content.decode()
    assert "第九条" not in as_user("outsider").get(address("topic")).content.decode()


def test_lists_and_numbers_are_not_changed_here(as_user, world):
    paper = world.paper_in("issued")
    client = as_user("staff")
    client.post(address("assignmentlist", "change", paper.pk), {"title": "改名"})
    client.post(address("numbersequence", "change", NumberSequence.objects.get().pk), {"last": 99})
    paper.refresh_from_db()
    assert paper.title == "市九届人大常委会第十次会议交办清单"
    assert NumberSequence.objects.get().last == 1


def test_a_limit_is_changed_and_a_kind_is_not(as_user):
    rule = HandlingRule.objects.get(kind="station")
    page = as_user("staff").get(address("handlingrule", "change", rule.pk))
    fields = {k: v if v is not None else "" for k, v in page.context["adminform"].form.initial.items()}
    fields = {k: v for k, v in fields.items() if v is not False}
    as_user("staff").post(address("handlingrule", "change", rule.pk), {**fields, "accept_wd": 4, "kind": "message"})
    rule.refresh_from_db()
    assert (rule.accept_wd, rule.kind) == (4, "station")


def test_a_category_has_no_third_level(as_user):
    parent = Category.objects.first()
    child = Category.objects.create(name="二级", parent=parent)
    answer = as_user("staff").post(address("category", "add"), {"name": "三级", "parent": child.pk, "order": 1})
    assert answer.context["adminform"].form.errors["parent"]


def test_a_list_is_drafted_from_chosen_matters(as_user, world):
    world.paper()
    rows = [world.matter([world.opinion(f"意见{n}")], title=f"事项{n}") for n in range(2)]
    answer = choose(as_user("staff"), rows)
    made = AssignmentList.objects.order_by("-pk").first()
    assert answer["Location"] == made.get_absolute_url()
    assert [item.title for item in made.assignments.order_by("order")] == ["事项0", "事项1"]
    assert (made.status, made.unit, made.series, made.batch) == ("draft", world.issuer, "濮人常办", 2)
    assert made.drafted_by == world["staff"]


def test_the_first_list_is_written_on_its_own_page(as_user, world):
    rows = [world.matter([world.opinion()])]
    assert choose(as_user("staff"), rows)["Location"] == f"{reverse('opinions:list_new')}?matter={rows[0].pk}"
    assert not AssignmentList.objects.exists()


@pytest.mark.parametrize("wrong", ["undecided", "taken", "mixed"])
def test_what_cannot_be_listed_is_said(as_user, world, wrong):
    taken = world.matter([world.opinion("一")], title="已在清单")
    world.paper(matters_=[taken])
    fresh = world.matter([world.opinion("二")], title="可以")
    other = world.matter([world.opinion("三")], title="未定", decided=False)
    if wrong == "mixed":
        type(fresh).objects.filter(pk=fresh.pk).update(occasion=None)
        other = world.matter([world.opinion("四")], title="会议的")
    rows = {"undecided": [fresh, other], "taken": [taken], "mixed": [fresh, other]}[wrong]
    page = as_user("staff").post(
        address("matter"), {"action": "draft_list", "_selected_action": [r.pk for r in rows]}, follow=True
    )
    said = {"undecided": "去向不是交办", "taken": "已经在一份清单里", "mixed": "不是同一次会议"}[wrong]
    assert said in page.content.decode()
    assert AssignmentList.objects.count() == 1


def test_nobody_drafts_from_another_place(as_user, world):
    row = world.matter([world.opinion()])
    choose(as_user("outsider"), [row])
    assert not AssignmentList.objects.exists()
    assert choose(as_user("leader"), [row])["Location"].startswith("/admin/login/")
    assert not AssignmentList.objects.exists()


@pytest.mark.parametrize("label", [*KEPT, *READ, "topic"])
def test_pages_cost_the_same_for_few_rows_and_many(as_user, world, label):
    client, counts = as_user("staff"), []
    world.paper_in("issued")
    for number in range(4):
        made = world.matter([world.opinion(f"意见{number}")], title=f"事项{number}")
        world.paper(matters_=[made])
        Topic.objects.create(occasion=world.sitting_occasion, title=f"议题{number}", short_title="议题")
        Category.objects.create(name=f"类{number}", parent=Category.objects.first())
        if number in (0, 3):
            client.get(address(label))
            with CaptureQueriesContext(connection) as seen:
                assert client.get(address(label)).status_code == 200
            counts.append(len(seen))
    assert counts[0] == counts[1] <= 12


@pytest.mark.parametrize(("label", "word"), [("matter", "路灯"), ("assignmentlist", "濮人常办"), ("handlingrule", "会议")])
def test_catalogues_are_searched(as_user, world, label, word):
    world.paper_in("issued")
    client = as_user("staff")
    assert client.get(address(label), {"q": word}).context["cl"].result_count == 1
    assert client.get(address(label), {"q": "没有这个词"}).context["cl"].result_count == 0
