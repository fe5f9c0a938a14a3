"""Messages inside: who finds them, what each button does, and that nothing of the sender leaks."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.files import Accepted
from stations.models import Message, MessageFile
from stations.workflow.answering import pass_up
from stations.workflow.message import Attached
from stations.workflow.resident import ask_again
from tests.liaison_portal.test_links import crawl, words_of
from tests.stations.messaging import PHONE, WORDS, jpeg, load, message, message_in, voice
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
SEE = {"staff", "office", "leader", "township", "head", "liaison", "deputy"}


def said(response):
    return response.content.decode()


def act(client, made, step, **data):
    return client.post(f"/stations/messages/{made.pk}/do/{step}/", data)


@pytest.mark.parametrize("name", [*PERSONAS, None])
def test_who_opens_the_pages(world, as_user, name):
    made = message_in(world, "open")
    client = as_user(name)
    shown = client.get(f"/stations/messages/{made.pk}/")
    listed = client.get("/stations/messages/?tab=all")
    if name in SEE:
        assert WORDS[:10] in said(listed)
        assert WORDS in said(shown)
        assert "李秀兰" not in said(shown) + said(listed)
        assert PHONE not in said(shown) + said(listed)
    else:
        assert shown.status_code == (302 if name is None else 404)
        assert WORDS[:10] not in said(listed)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_no_more_for_more_rows(world, as_user, rows):
    for _ in range(rows):
        message_in(world, "town")
    client = as_user("staff")
    client.get("/stations/messages/?tab=all")
    with CaptureQueriesContext(connection) as asked:
        client.get("/stations/messages/?tab=all")
    assert len(asked) <= 14


@pytest.mark.parametrize("status", ["held", "open", "passed", "town", "answered", "redirected", "set_aside"])
@pytest.mark.parametrize("name", sorted(SEE - {"deputy"}))
def test_every_state_has_a_page(world, as_user, status, name):
    made = message_in(world, status)
    assert as_user(name).get(f"/stations/messages/{made.pk}/").status_code == 200


def test_the_deputy_answers_on_the_page(world, as_user):
    made, client = message_in(world, "open"), as_user("deputy")
    refused = act(client, made, "answer", text=" ")
    assert refused.status_code == 422
    assert "请写答复" in said(refused)
    assert act(client, made, "answer", text="本周修好。").status_code == 302
    assert load(made).status == "answered"
    late = act(client, made, "answer", text="又写一遍")
    assert late.status_code == 422
    assert "又写一遍" in said(client.get(f"/stations/messages/{made.pk}/")) or "已答复" in said(late)


@pytest.mark.parametrize(
    ("status", "step", "data", "then"),
    [
        ("held", "release", {}, "open"),
        ("held", "set_aside", {"note": "广告"}, "set_aside"),
        ("set_aside", "put_back", {}, "held"),
        ("open", "pass_up", {"note": ""}, "passed"),
        ("open", "pass_town", {}, "passed"),
        ("open", "redirect", {"door": "petition"}, "redirected"),
        ("open", "threat", {}, "open"),
        ("open", "seal", {"note": "反映站里的人"}, "open"),
    ],
)
def test_each_button(world, as_user, status, step, data, then):  # noqa: PLR0917 - two of them are fixtures
    made = message_in(world, status)
    response = act(as_user("liaison"), made, step, **data)
    assert response.status_code == 302
    assert load(made).status == then
    assert as_user("liaison").get(response.url).status_code == 200


@pytest.mark.parametrize("step", ["set_aside", "redirect", "seal", "answer"])
def test_what_must_be_said_is_asked_for(world, as_user, step):
    made = message_in(world, "held" if step == "set_aside" else "open")
    assert act(as_user("liaison"), made, step).status_code == 422


def test_who_may_not_is_told_so(world, as_user):
    made = message_in(world, "open")
    for step in ("answer", "pass_up", "redirect", "seal"):
        assert act(as_user("leader"), made, step, text="x", note="x", door="court").status_code == 403
    assert act(as_user("head"), made, "nothing").status_code == 404
    assert as_user("head").get(f"/stations/messages/{made.pk}/do/answer/").status_code == 405


def test_not_my_words_on_the_page(world, as_user):
    made = message(world, at=None)
    act(as_user("liaison"), made, "answer", text="马上修。")
    page = said(as_user("deputy").get(f"/stations/messages/{made.pk}/"))
    assert "不是我说的，收回这条答复" in page
    given = made.answers.get()
    address = f"/stations/messages/{made.pk}/objection/{given.pk}/"
    assert as_user("head").post(address).status_code == 403
    assert as_user("deputy").post(address, {"note": "我没说"}).status_code == 302
    assert load(made).status == "open"


def test_the_name_is_shown_once_for_a_reason(world, as_user):
    made, client = message_in(world, "open"), as_user("liaison")
    address = f"/stations/messages/{made.pk}/reveal/"
    assert client.post(address, {"reason": ""}).status_code == 422
    shown = client.post(address, {"reason": "打电话核实地点"})
    assert "李秀兰" in said(shown)
    assert "no-store" in shown["Cache-Control"]
    assert as_user("township").post(address, {"reason": "打电话核实地点"}).status_code == 403


def test_a_lost_code_is_helped(world, as_user):
    made, client = message_in(world, "open"), as_user("liaison")
    address = f"/stations/messages/{made.pk}/reissue/"
    assert client.post(address, {"known": "啊"}).status_code == 422
    assert made.shown_code in said(client.post(address, {"known": "说得出时间和内容"}))
    assert as_user("deputy").post(address, {"known": "说得出时间和内容"}).status_code == 403


def test_photo_and_voice_are_served_to_who_sees_the_message(world, as_user):
    data = jpeg()
    photo = Attached("photo", Accepted("a.jpg", "image/jpeg", len(data), "1" * 64, ContentFile(data, "a.jpg")))
    message(world, files=[photo, voice()])
    shot, sound = MessageFile.objects.order_by("pk")
    client = as_user("deputy")
    assert client.get(f"/stations/messages/files/{shot.pk}/")["Content-Type"] == "image/jpeg"
    part = client.get(f"/stations/messages/files/{sound.pk}/", headers={"Range": "bytes=0-5"})
    assert (part.status_code, part.content, part["Content-Range"]) == (206, b"#!AMR\n", "bytes 0-5/38")
    assert client.get(f"/stations/messages/files/{sound.pk}/", headers={"Range": "bytes=90-"}).status_code == 416
    assert "attachment" in client.get(f"/stations/messages/files/{sound.pk}/?save=1")["Content-Disposition"]
    for name in ("agency", "agencyhead", "dispatcher", "outsider"):
        assert as_user(name).get(f"/stations/messages/files/{shot.pk}/").status_code == 404


def test_the_ledger_leads_to_the_message(world, as_user):
    made = message_in(world, "open")
    assert "群众留言" in said(as_user("staff").get(made.opinion.get_absolute_url()))
    assert as_user("staff").get(f"/stations/messages/of/{made.opinion_id}/").url == made.get_absolute_url()
    panel = as_user("staff").get(f"/stations/messages/of/{made.opinion_id}/", headers={"HX-Request": "true"})
    assert "打开留言" in said(panel)


def test_nothing_of_the_sender_reaches_an_agency(world):
    """Every page, list, document and download that the court's clerk can open, walked by its links."""
    data = jpeg()
    photo = Attached("photo", Accepted("a.jpg", "image/jpeg", len(data), "1" * 64, ContentFile(data, "a.jpg")))
    made = message(world, text=f"{WORDS}我是李秀兰，电话{PHONE}。", files=[photo, voice()])
    pass_up(made, actor=world["liaison"])
    world.undertaking("doing", opinions_=[load(made).opinion], title="路口红绿灯")
    opened, documents = 0, 0
    for _, address, answer in crawl("agency"):
        opened, documents = opened + 1, documents + ("officedocument" in answer.get("Content-Type", ""))
        for secret in ("李秀兰", PHONE, made.code, made.shown_code, "/stations/messages/", ".amr"):
            assert secret not in words_of(answer), (address, secret)
    assert opened > 5
    assert documents


def test_the_bar_at_the_foot_of_the_phone_stays(world, as_user):
    page = said(as_user("deputy").get("/stations/messages/"))
    assert 'aria-label="主导航"' in page
    assert "首页" in page.partition('aria-label="主导航"')[2]


def test_asked_again_it_stands_in_the_list(world, as_user):
    made = message_in(world, "answered")
    assert WORDS[:8] not in said(as_user("deputy").get("/stations/messages/"))
    ask_again(made, text="哪天修？")
    assert WORDS[:8] in said(as_user("deputy").get("/stations/messages/"))
    assert "哪天修？" in said(as_user("deputy").get(f"/stations/messages/{made.pk}/"))
    assert Message.objects.get().again
