"""请您评价: the page on which a deputy rates a reply, and the places that lead to it."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from opinions.models import Opinion, Rating
from opinions.workflow import rating as verbs

pytestmark = pytest.mark.django_db
RADIO = re.compile(r'<input type="radio" name="(\w+)" value="(\w+)"[^>]*>')


def address(rating):
    return reverse("opinions:rating_give", args=[rating.pk])


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def rating(world):
    world.undertaking("rating")
    return Rating.objects.get()


# --- the page -----------------------------------------------------------------------------------
def test_three_choices_each_and_none_is_chosen(as_user, rating):
    page = text_of(as_user("deputy").get(address(rating)))
    grades = ["good", "fair", "bad"]
    assert RADIO.findall(page) == [("attitude", one) for one in grades] + [("result", one) for one in grades]
    assert "checked" not in page
    for icon in ("bi-check-circle", "bi-dash-circle", "bi-x-circle"):
        assert page.count(f'"bi {icon} off"') == 2


def test_who_will_see_it_is_said_before_the_first_choice(as_user, rating):
    page = text_of(as_user("deputy").get(address(rating)))
    assert page.index("只有人大常委会选工委看得到") < page.index('type="radio"')
    assert page.count('<fieldset class="mb-3" aria-describedby="who-sees"') == 2


def test_the_page_reminds_of_what_was_said_and_leads_to_it(as_user, rating):
    said = Opinion.objects.behind(rating).get()
    page = text_of(as_user("deputy").get(address(rating)))
    assert said.original in page
    assert f'href="{said.get_absolute_url()}"' in page


def test_what_is_missing_is_said_beside_its_field(as_user, rating):
    answer = as_user("deputy").post(address(rating), {"attitude": "fair", "reason": "来过一次人"})
    page = text_of(answer)
    assert answer.status_code == 422
    assert re.search(r'aria-describedby="who-sees id_result_error".*?请选办理结果。.*?</fieldset>', page, re.DOTALL)
    assert "请选办理态度。" not in page
    assert "来过一次人" in page
    assert re.search(r'name="attitude" value="fair"[^>]*checked', page)


@pytest.mark.parametrize("grades", [("good", "bad"), ("bad", "good"), ("bad", "bad")])
def test_unsatisfied_without_a_reason_keeps_the_choices(as_user, rating, grades):
    typed = {"attitude": grades[0], "result": grades[1], "reason": "　"}
    answer = as_user("deputy").post(address(rating), typed)
    page = text_of(answer)
    assert answer.status_code == 422
    assert re.search(r'id="id_reason_error".*?选“不满意”的，请写一句原因', page, re.DOTALL)
    assert page.count("checked") == 2
    rating.refresh_from_db()
    assert rating.rated_at is None


def test_too_long_a_reason_is_kept_and_counted(as_user, rating):
    answer = as_user("deputy").post(address(rating), {"attitude": "good", "result": "good", "reason": "长" * 301})
    assert answer.status_code == 422
    assert "最多写 300 个字，现在有 301 个。" in text_of(answer)
    assert "长" * 301 in text_of(answer)


def test_a_rating_given_is_shown_and_not_asked_again(as_user, rating):
    client = as_user("deputy")
    answer = client.post(address(rating), {"attitude": "good", "result": "fair", "reason": "大体可以"})
    assert answer["Location"] == reverse("opinions:rating_list")
    page = text_of(client.get(address(rating)))
    assert "大体可以" in page
    assert "基本满意" in page
    assert 'type="radio"' not in page
    again = client.post(address(rating), {"attitude": "bad", "result": "bad", "reason": "再来"})
    assert again.status_code == 422
    rating.refresh_from_db()
    assert rating.result == "fair"


def test_a_window_that_is_over_says_so(as_user, rating):
    verbs.close_overdue(timezone.localdate())
    page = text_of(as_user("deputy").get(address(rating)))
    assert "这次评价已经结束，您没有评价。" in page
    assert 'type="radio"' not in page


# --- the ways to it -----------------------------------------------------------------------------
def test_an_opinion_says_that_it_is_the_readers_turn(as_user, rating):
    client, said = as_user("deputy"), Opinion.objects.behind(rating).get()
    for page in (text_of(client.get(where)) for where in ("/opinions/mine/", said.get_absolute_url())):
        assert f'href="{address(rating)}"' in page
        assert "去评价" in page
    client.post(address(rating), {"attitude": "good", "result": "good"})
    assert "去评价" not in text_of(client.get("/opinions/mine/"))


def test_one_rating_belongs_to_the_opinion_it_answers_alone(world, rating):
    said, other = Opinion.objects.behind(rating).get(), world.deputy_opinion("还有一条，没有答复。")
    mine = Rating.objects.asked_of(world["deputy"]).waiting()
    assert mine.by_opinion([said, other]) == {said.pk: rating.pk}
    assert Rating.objects.asked_of(world["staff"]).waiting().by_opinion([said]) == {}


def test_my_opinions_ask_as_many_queries_for_one_as_for_three(world, as_user, rating, django_assert_max_num_queries):
    client = as_user("deputy")
    client.get("/opinions/mine/")
    with django_assert_max_num_queries(25) as one:
        client.get("/opinions/mine/")
    world.deputy_opinion("第二条")
    world.deputy_opinion("第三条")
    with django_assert_max_num_queries(len(one.captured_queries)):
        client.get("/opinions/mine/")


def test_nothing_to_rate_says_where_to_look(as_user):
    page = text_of(as_user("deputy").get("/opinions/ratings/"))
    assert "现在没有要评价的答复" in page
    assert 'href="/opinions/mine/"' in page
