"""Code and PIN on the public page: progress in daily words, the answer, a rating, one more question."""

import re

import pytest
from django.test import Client

from opinions.models import Opinion
from stations.models import Message
from stations.workflow.answering import answer as answer_it
from tests.stations.messaging import WORDS, load, message_in, pin

pytestmark = pytest.mark.django_db
FIRST = {"open": "已收到，等答复", "passed": "正在办理", "town": "正在办理", "answered": "已经答复您"}
OTHERS = {"redirected": "这件事请走别的渠道", "held": "工作人员先看一下", "set_aside": "没有转办"}


def said(response):
    return response.content.decode()


def opened(made):
    return Client().post("/p/m/", {"code": made.code, "pin": pin(made.client_id)})


def word(made):
    return re.search(r'name="word" value="([^"]+)"', said(opened(made)))[1]


@pytest.mark.parametrize(("status", "words"), (FIRST | OTHERS).items())
def test_every_state_is_told_in_daily_words(world, status, words):
    made = message_in(world, status)
    response = opened(made)
    assert response.status_code == 200
    assert words in said(response)
    for jargon in ("归并", "签收", "待归并", "测评", "李秀兰", "13900005678"):
        assert jargon not in said(response), jargon
    assert not response.cookies


def test_wrong_and_unknown_look_the_same(world):
    made = message_in(world, "open")
    wrong = Client().post("/p/m/", {"code": made.code, "pin": "000000"})
    unknown = Client().post("/p/m/", {"code": "ZZZZZZZZ", "pin": "000000"})
    assert wrong.status_code == unknown.status_code == 422
    assert said(wrong).replace(made.code, "") == said(unknown).replace("ZZZZZZZZ", "")


def test_never_how_many_neighbours(world):
    made = message_in(world, "passed")
    others = [world.opinion(f"路口的灯坏了 {n}") for n in range(3)]
    world.matter([made.opinion, *others], decided=False)
    page = said(opened(made))
    assert "另有群众反映同一问题" in page
    assert "4 条" not in page


def test_elsewhere_says_where(world):
    page = said(opened(message_in(world, "redirected")))
    assert "12368" in page
    assert "法院正在办的案件" in page


def test_rating_and_asking_again(world):
    made = message_in(world, "answered")
    key = word(made)
    client = Client()
    assert client.post("/p/m/rate/", {"word": key, "attitude": "good"}).status_code == 422
    rated = client.post("/p/m/rate/", {"word": key, "attitude": "good", "result": "bad", "comment": "还没亮"})
    assert "谢谢您的评价" in said(rated)
    assert client.post("/p/m/rate/", {"word": key, "attitude": "good", "result": "good"}).status_code == 409
    assert client.post("/p/m/again/", {"word": key, "again": " "}).status_code == 422
    assert client.post("/p/m/again/", {"word": key, "again": "哪天修？"}).status_code == 200
    assert load(made).status == "open"
    answer_it(load(made), text="周五修。", actor=world["deputy"])
    page = said(opened(made))
    assert "再次答复" in page
    assert "再问一次</button>" not in page


def test_nothing_is_chosen_beforehand(world):
    assert "checked" not in said(opened(message_in(world, "answered")))


def test_reading_is_written_down(world):
    made = message_in(world, "answered")
    opened(made)
    assert Opinion.objects.get().status == "fed_back"
    assert Message.objects.get().read_at


def test_name_and_number_are_erased_on_the_page(world):
    made = message_in(world, "open")
    response = Client().post("/p/m/forget/", {"word": word(made)})
    assert "已经删掉" in said(response)
    assert load(made).contributor.phone == ""
    assert WORDS in said(response)


@pytest.mark.parametrize("forged", ["", "abc", "WzEsIngiXQ:1:x"])
def test_a_forged_word_opens_nothing(world, forged):
    message_in(world, "answered")
    for name in ("rate", "again", "forget"):
        response = Client().post(f"/p/m/{name}/", {"word": forged, "attitude": "good", "result": "good", "again": "x"})
        assert WORDS not in said(response)
        assert "再输一次查询码和密码" in said(response)


def test_the_doors_of_the_query(world):
    assert Client().get("/p/m/").status_code == 200
    assert Client().get("/p/m/help/").status_code == 200
    assert Client().get("/p/m/rate/").status_code == 405
