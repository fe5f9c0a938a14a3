"""我站的意见: where each stands, and the forms of the next step."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opinions.choices import OpinionStatus
from opinions.models import Rating, Undertaking
from stations import workflow
from stations.choices import Route
from stations.models import VisitOpinion
from tests.stations.making import item
from tests.stations.test_handling import answered

pytestmark = pytest.mark.django_db
LIST = "/stations/feedback/"


def page(row, part=""):
    return f"{LIST}{row.opinion_id}/{part}"


def test_the_list_says_where_each_stands(world, as_user):
    row = item(world, Route.TOWNSHIP)
    text = as_user("head").get(LIST).content.decode()
    assert row.opinion.brief[:20] in text
    assert "站内办理" in text
    assert "庆祖镇人大" in text
    assert "超期" in text  # heard in May 2024
    assert "吕**" in text


@pytest.mark.parametrize(
    ("tab", "routes"),
    [
        ("", {Route.STATION, Route.SETTLED, Route.COUNTY, Route.OTHER}),
        ("held", {Route.STATION}),
        ("late", {Route.STATION}),
        ("soon", set()),
        ("up", {Route.COUNTY}),
        ("untold", {Route.SETTLED, Route.OTHER}),
        ("told", set()),
        ("nonsense", {Route.STATION, Route.SETTLED, Route.COUNTY, Route.OTHER}),
    ],
)
def test_every_tab(world, as_user, tab, routes):
    rows = {route: item(world, route) for route in (Route.STATION, Route.SETTLED, Route.COUNTY, Route.OTHER)}
    answer = as_user("head").get(LIST, {"tab": tab})
    assert {one.item.pk for one in answer.context["page"].rows} == {rows[route].pk for route in routes}


def test_words_find_it(world, as_user):
    item(world)
    assert as_user("head").get(LIST, {"q": "返水"}).context["page"].rows
    assert not as_user("head").get(LIST, {"q": "飞机"}).context["page"].rows


def test_as_many_questions_for_three_as_for_one(world, as_user):
    client, counts = as_user("head"), []
    for number in (1, 3):
        while VisitOpinion.objects.count() < number:
            item(world)
        client.get(LIST)  # the first page of a session also writes the session
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 25


@pytest.mark.parametrize("name", ["outsider", "agency", "deputy", "auditor"])
def test_others_find_nothing(world, as_user, name):
    row, client = item(world), as_user(name)
    assert client.get(LIST).status_code == (200 if name == "outsider" else 404)
    assert client.get(page(row)).status_code == 404
    for part in ("settle/", "report/", "give/", "rate/1/"):
        assert client.post(page(row, part)).status_code == 404


def test_a_sealed_one_is_not_there(world, as_user):
    row = item(world, Route.COUNTY, sealed=True)
    for name in ("head", "liaison", "township"):
        assert as_user(name).get(page(row)).status_code == 404
        assert not as_user(name).get(LIST).context["page"].rows
    assert as_user("staff").get(page(row)).status_code == 200


def test_steps_take_only_posts(world, as_user):
    row, client = item(world), as_user("head")
    for part in ("settle/", "report/", "give/", "rate/1/"):
        assert client.get(page(row, part)).status_code == 405
    assert client.post(LIST).status_code == 405
    assert client.post(page(row)).status_code == 405


@pytest.mark.parametrize("name", ["township", "leader", "office"])
def test_readers_have_no_buttons(world, as_user, name):
    row, client = item(world), as_user(name)
    text = client.get(page(row)).content.decode()
    assert "怎样解决的" not in text
    for part in ("settle/", "report/", "give/"):
        assert client.post(page(row, part), {"note": "办了", "how": "phone"}).status_code == 403


def test_a_township_has_the_buttons_of_its_own(world, as_user):
    row, client = item(world, Route.TOWNSHIP), as_user("township")
    assert "怎样解决的" in client.get(page(row)).content.decode()
    assert client.post(page(row, "settle/"), {"note": "已疏通。"}).status_code == 302
    row.opinion.refresh_from_db()
    assert row.opinion.status == OpinionStatus.SETTLED


def test_settled_then_told(world, as_user):
    row, client = item(world), as_user("head")
    done = client.post(page(row, "settle/"), {"note": "已疏通管道。"}, follow=True)
    assert "已办结" in done.content.decode()
    assert "登记反馈" in done.content.decode()
    told = client.post(page(row, "give/"), {"how": "phone", "note": "她说满意"}, follow=True)
    assert "反馈已登记" in told.content.decode()
    assert "她说满意" in told.content.decode()
    row.opinion.refresh_from_db()
    assert row.opinion.status == OpinionStatus.FED_BACK
    assert client.get(LIST, {"tab": "told"}).context["page"].rows


def test_reported_up(world, as_user):
    row, client = item(world), as_user("liaison")
    answer = client.post(page(row, "report/"), {"note": "管道归县里管"}, follow=True)
    assert "已报县人大" in answer.content.decode()
    row.opinion.refresh_from_db()
    assert row.opinion.status == OpinionStatus.WAITING


def test_what_is_wrong_is_said_and_what_was_typed_stays(world, as_user):
    row, client = item(world), as_user("head")
    empty = client.post(page(row, "settle/"), {"note": ""})
    assert empty.status_code == 422
    assert "请写一句怎样解决的" in empty.content.decode()
    workflow.settle(row, actor=world["head"], note="已疏通。")
    nothow = client.post(page(row, "give/"), {"how": "", "note": "她说满意"})
    assert nothow.status_code == 422
    assert "她说满意" in nothow.content.decode()


def test_somebody_else_was_first(world, as_user):
    row, client = item(world), as_user("head")
    workflow.settle(row, actor=world["liaison"], note="已疏通。")
    late = client.post(page(row, "settle/"), {"note": "我也办了"})
    assert late.status_code == 422
    assert "当场办结" in late.content.decode()


def test_a_rating_told_to_the_station(world, as_user):
    row, client = answered(world), as_user("head")
    rating = Rating.objects.get()
    text = client.get(page(row)).content.decode()
    assert "登记评价" in text
    assert 'checked=""' not in text
    part = f"rate/{rating.pk}/"
    wrong = client.post(page(row, part), {"attitude": "good", "result": "bad", "reason": ""})
    assert wrong.status_code == 422
    assert "写一句原因" in wrong.content.decode()
    assert client.post(page(row, part), {"attitude": "", "result": ""}).status_code == 422
    done = client.post(page(row, part), {"attitude": "good", "result": "fair", "reason": ""}, follow=True)
    assert "标明代录" in done.content.decode()
    rating.refresh_from_db()
    assert (rating.is_proxy, rating.entered_by) == (True, world["head"])
    assert client.post(page(row, part), {"attitude": "good", "result": "good"}).status_code == 404
    assert as_user("leader").post(page(row, part), {"attitude": "good", "result": "good"}).status_code == 403


def test_the_answer_can_be_told_once_it_is_there(world, as_user):
    row, client = answered(world), as_user("head")
    assert {one.item.pk for one in client.get(LIST, {"tab": "untold"}).context["page"].rows} == {row.pk}
    assert client.post(page(row, "give/"), {"how": "visit"}).status_code == 302


def test_an_answer_still_awaited_is_not_told(world, as_user):
    row = answered(world)
    Undertaking.objects.update(status="doing", clock_on=date(2024, 8, 1))
    answer = as_user("head").post(page(row, "give/"), {"how": "visit"})
    assert answer.status_code == 422
    assert "还没有审核通过" in answer.content.decode()
