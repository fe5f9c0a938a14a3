"""A citizen applies to listen by themselves: no account, no cookie, once, and reads the answer by code and PIN."""

from datetime import timedelta
from threading import Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from meetings.models import AudienceApplication, AudienceNotice
from meetings.workflow import audience
from stations.actions import tries
from stations.workflow.publishing import close_side
from tests.meetings.listening import BODY, ask, fresh, pin_of, published, send, to_come, typed
from tests.meetings.test_called import IDS, applicant

pytestmark = pytest.mark.django_db


@pytest.fixture
def coming(hall):
    return to_come(hall)


# --- a citizen applies ----------------------------------------------------------------------------
def test_open_notices_are_listed_and_lead_to_the_form(coming):
    assert "现在没有可以旁听的会议" in Client().get("/p/audience/").text
    notice = published(coming)
    assert "/p/audience/" in Client().get("/p/").text
    page = Client().get("/p/audience/").text
    assert f"/p/audience/{notice.pk}/" in page
    assert "报名到" in page
    page = Client().get(f"/p/audience/{notice.pk}/").text
    assert "我要申请旁听" in page
    assert BODY in page
    form = Client().get(f"/p/audience/{notice.pk}/apply/")
    assert not form.cookies
    assert "noindex" in form["X-Robots-Tag"]
    assert "谁用" in form.text
    assert "checked" not in form.text
    assert "id_number" not in form.text
    assert Client().post("/p/audience/").status_code == 405
    assert Client().get("/p/audience/999/").status_code == 404
    assert Client().get("/p/audience/999/apply/").status_code == 404


def test_code_and_pin_show_the_answer_and_nothing_else_of_a_person(coming):
    notice = published(coming)
    sent = send(notice, typed(address="庆祖镇西街村1号"))
    one = AudienceApplication.objects.get()
    assert (one.entered_by, one.held_why, one.id_number, one.masked_id) == (None, "", "", "")
    code, pin = one.shown_code.lower(), pin_of(sent)
    page = ask(code, pin).text
    assert "正在审核" in page
    assert "盖**" in page
    for secret in ("盖文涛", "13700000001", "西街村"):
        assert secret not in page
    audience.grant_seat(fresh(one), actor=coming.staff)
    assert "您可以旁听" in ask(code, pin).text
    audience.revoke_seat(fresh(one), actor=coming.staff, reason="会场临时缩小")
    page = ask(code, pin).text
    assert "旁听席收回了" in page
    assert "会场临时缩小" in page
    assert ask(code, "000 000").status_code == 422
    assert "查询码或者密码不对" in ask("ZZZZ ZZZZ", pin).text


def test_the_same_sending_again_is_the_same_application(coming):
    notice, data = published(coming), typed()
    first, second = send(notice, data), send(notice, data)
    assert pin_of(first) == pin_of(second)
    assert AudienceApplication.objects.count() == 1
    other = send(notice, typed())
    assert other.status_code == 422
    assert "您已经报过名了" in other.text


@pytest.mark.django_db(transaction=True)
def test_the_same_sending_twice_at_once_is_stored_once(coming):
    notice, key, made = published(coming), uuid4(), []

    def hand():
        try:
            one = audience.apply_online(notice, applicant(id_number=""), audience.Sending(client_id=key, proof="m"))
            made.append(one.pk)
        finally:
            connection.close()

    hands = [Thread(target=hand) for _ in range(3)]
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    assert len(made) == 3
    assert set(made) == {AudienceApplication.objects.get().pk}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"agree": ""}, "同意的在这里打勾"),
        ({"name": ""}, "这一项要填"),
        ({"phone": "139"}, "11 位"),
        ({"born_on": "去年"}, "日期请写成"),
        ({"born_on": f"{timezone.localdate():%Y-%m-%d}"}, "不满 18"),
        ({"gender": "x"}, ""),
        ({"form_id": "x"}, ""),
    ],
)
def test_bad_input_is_told_and_nothing_is_stored(coming, changes, words):
    answered = send(published(coming), typed(**changes))
    assert answered.status_code == 422
    assert words in answered.text
    assert not AudienceApplication.objects.exists()


def test_the_number_is_asked_only_where_the_door_needs_it(coming):
    notice = published(coming, asks_id=True)
    assert "id_number" in Client().get(f"/p/audience/{notice.pk}/apply/").text
    assert send(notice, typed()).status_code == 422
    for number, words in ((IDS[0][:-1] + "1", "最后一位对不上"), ("123", "18 位")):
        assert words in send(notice, typed(id_number=number)).text
    assert "出生日期和身份证号对不上" in send(notice, typed(id_number=IDS[0], born_on="1990年1月2日")).text
    assert send(notice, typed(id_number=IDS[0].lower())).status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number, phone FROM meetings_audienceapplication")
        assert all(value.startswith("a1:") for value in cursor.fetchone())
    assert "您已经报过名了" in send(notice, typed(id_number=IDS[0], name="别名")).text


def test_after_the_closing_day_nothing_is_taken(coming):
    notice, data = published(coming), typed()
    AudienceNotice.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    assert "报名已经截止" in Client().get(f"/p/audience/{notice.pk}/apply/").text
    refused = send(notice, data)
    assert refused.status_code == 422
    assert "报名已经截止" in refused.text
    assert not AudienceApplication.objects.exists()


def test_what_looks_like_a_machine_is_marked_and_a_flood_waits(coming, settings):
    notice = published(coming)
    send(notice, typed(altcha=""))
    send(notice, typed(website="x", name="别人"))
    spent = typed(name="第三人")
    send(notice, spent)
    send(notice, {**spent, "name": "第四人", "form_id": str(uuid4())})
    assert list(AudienceApplication.objects.values_list("held_why", flat=True)) == ["proof", "trap", "", "proof"]
    settings.MESSAGES_PER_ADDRESS = 0
    assert send(notice, typed(name="第五人")).status_code == 429


def test_wrong_pins_pause(coming):
    for _ in range(tries.PIN_LIMITS["pin"][0]):
        assert "不对" in ask("ABCD EFGH", "123456").text
    assert "半小时以后" in ask("ABCD EFGH", "123456").text


def test_one_switch_takes_the_notice_down(coming):
    notice = published(coming)
    close_side(coming.meeting.occasion.unit.region, actor=coming.staff, reason="演练，关一下公众端")
    assert Client().get(f"/p/audience/{notice.pk}/").status_code == 503
