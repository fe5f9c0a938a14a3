"""What a station does not take up: the reason is kept, shown, printed for the visitor; old words stay."""

import pytest
from django.urls import reverse

from opinions.choices import OpinionStatus
from stations.choices import Elsewhere, Route
from stations.exports import form_of
from stations.models import Visit, VisitOpinion
from stations.reports import what_next
from tests.stations.making import NAME, typed, visit
from tests.stations.test_models import refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("reason", Elsewhere)
def test_every_reason_says_where_to_go(world, reason):
    made = visit(world, Route.OTHER, elsewhere=reason, answer="")
    opinion = made.visit_opinions.get().opinion
    assert (made.elsewhere, made.where_to) == (reason, reason.where)
    assert (opinion.status, opinion.reason) == (OpinionStatus.NOT_ASSIGNED, reason.label)
    assert reason.where in what_next(made)


def test_words_beside_the_reason_are_kept(world):
    made = visit(world, Route.OTHER, elsewhere="arbitration", answer="欠薪三个月。")
    assert made.visit_opinions.get().opinion.reason == "应当申请仲裁的；欠薪三个月。"
    sheet = form_of(made, list(VisitOpinion.objects.with_list_data()))
    assert sheet["refuse_reason"].startswith("应当申请仲裁的；欠薪三个月。劳动争议")


def test_an_entry_of_before_keeps_its_words(world):
    made = visit(world, Route.OTHER, answer="正在法院诉讼")
    assert (made.elsewhere, made.where_to, made.refusal) == ("", "", "正在法院诉讼")


def test_a_reason_of_another_way_is_dropped(world):
    assert visit(world, Route.COUNTY, elsewhere="court").elsewhere == ""


def test_a_reason_belongs_to_the_other_way(world):
    made = visit(world)
    made.elsewhere = "court"
    refused(made, "只有“告知其他渠道”的")


def test_the_form_sends_the_reason(client, world):
    client.force_login(world["head"])
    answer = client.post(reverse("stations:reception_new"), typed(world, route="other", elsewhere="review"), follow=True)
    assert Visit.objects.get().elsewhere == "review"
    assert Elsewhere.REVIEW.where in answer.content.decode()
    wrong = client.post(reverse("stations:reception_new"), typed(world, route="other", elsewhere="moon"))
    assert wrong.status_code == 422


def test_the_slip_is_for_whoever_sees_the_visit_and_names_nobody(client, world):
    made, plain = visit(world, Route.OTHER, elsewhere="court"), visit(world)
    address = reverse("stations:visit_slip", args=[made.pk])
    client.force_login(world["head"])
    shown = client.get(address).content.decode()
    assert Elsewhere.COURT.where in shown
    assert NAME not in shown
    assert client.get(reverse("stations:visit_slip", args=[plain.pk])).status_code == 404
    client.force_login(world["outsider"])
    assert client.get(address).status_code == 404


def test_sex_age_and_place_stand_on_the_form_without_the_door(client, world):
    client.force_login(world["head"])
    client.post(reverse("stations:reception_new"), typed(world, gender="f", age="56"))
    made = Visit.objects.get()
    sheet = form_of(made, [])
    assert (sheet["voter_sex"], sheet["voter_age"], sheet["voter_address"]) == ("女", "56岁", "东湖社区****")


@pytest.mark.parametrize("age", ["五十六", "0", "130"])
def test_an_age_is_a_number(client, world, age):
    client.force_login(world["head"])
    answer = client.post(reverse("stations:reception_new"), typed(world, age=age))
    assert answer.status_code == 422
    assert "年龄只写数字" in answer.content.decode()
