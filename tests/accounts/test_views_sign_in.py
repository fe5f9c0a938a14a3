"""The pages of sign-in and sign-out: they work, lock after five failures, and refuse in plain sentences."""

import json
import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry
from tests.accounts.signing_in import INBOX, fail, sign_in

pytestmark = pytest.mark.django_db


# --- sign-in ------------------------------------------------------------------------------------
def test_sign_in_leads_home_and_is_audited(world, client):
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    entry = AuditEntry.objects.get(action="登录")
    assert (entry.actor, entry.address) == (world["staff"], "127.0.0.1")
    assert client.get(INBOX).status_code == 200


def test_sign_in_leads_to_the_wanted_page_but_never_away(world, client):
    assert sign_in(client, next="/opinions/?q=1")["Location"] == "/opinions/?q=1"
    assert sign_in(Client(), next="https://elsewhere.example/")["Location"] == "/"
    assert sign_in(Client(), next="//elsewhere.example/")["Location"] == "/"


def test_the_page_says_what_must_not_be_stored(client):
    page = client.get("/login/").content.decode()
    assert "本系统为非涉密系统，严禁存储、处理、传输国家秘密和工作秘密。" in page
    assert "style=" not in page
    assert "onclick" not in page


def test_whoever_is_signed_in_does_not_see_the_form(as_user):
    assert as_user("staff").get("/login/?next=/opinions/")["Location"] == "/opinions/"


def test_wrong_method(client):
    assert client.put("/login/").status_code == 405


def test_the_session_key_changes_with_sign_in(world, client):
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key != before


@pytest.mark.parametrize(("username", "password", "says"), [("", "x", "请填写账号。"), ("staff", "", "请填写密码。")])
def test_empty_fields_are_named_and_no_try_is_lost(world, client, username, password, says):
    answer = sign_in(client, username, password)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not AccessAttempt.objects.exists()


def test_a_wrong_password_says_how_many_tries_are_left(world, client):
    page = fail(client, 2).content.decode()
    assert "账号或密码不对" in page
    assert "还可以再试 3 次" in page
    assert 'value="staff"' in page
    assert AuditEntry.objects.filter(action="登录失败", target="staff", actor=None).count() == 2


def test_an_unknown_account_reads_like_a_wrong_password(world, client):
    page = fail(client, 1, "nobody").content.decode()
    assert "账号或密码不对" in page
    assert "还可以再试 4 次" in page


def test_the_right_password_gives_all_tries_back(world, client):
    fail(client, 4)
    assert sign_in(client).status_code == 302
    assert "还可以再试 4 次" in fail(Client(), 1).content.decode()


# --- lock-out -----------------------------------------------------------------------------------
def test_five_failures_lock_even_the_right_password(world, client):
    answer = fail(client, 5)
    assert answer.status_code == 429
    until = timezone.localtime(timezone.now() + timedelta(minutes=30))
    page = answer.content.decode()
    assert f"{until.month}月{until.day}日" in page
    assert re.search(r"\d\d:\d\d</b> 以后再试", page)
    assert sign_in(client).status_code == 429
    assert client.get(INBOX).status_code == 302
    assert AuditEntry.objects.filter(action="账号锁定", target="staff").count() == 1


def test_another_account_is_not_locked(world, client):
    fail(client, 5)
    assert sign_in(client, "leader").status_code == 302


def test_another_browser_does_not_get_round_the_lock(world, client):
    for number in range(5):
        fail(Client(), 1, headers={"User-Agent": f"browser {number}"})
    assert sign_in(Client(), headers={"User-Agent": "fresh"}).status_code == 429


def test_the_lock_ends_after_thirty_minutes(world, client):
    fail(client, 5)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=31))
    assert sign_in(client).status_code == 302


def test_trying_while_locked_does_not_lengthen_the_lock(world, client):
    fail(client, 5)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=20))
    assert sign_in(client).status_code == 429
    AccessAttempt.objects.update(attempt_time=AccessAttempt.objects.get().attempt_time - timedelta(minutes=11))
    assert sign_in(client).status_code == 302


# --- signing in again over a page that stayed open ------------------------------------------------
def test_the_dialog_answers_204_with_a_fresh_token_that_works(world):
    client = Client(enforce_csrf_checks=True)
    page = client.get(INBOX, headers={"HX-Request": "true"}).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    answer = sign_in(client, csrfmiddlewaretoken=token, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    facts = json.loads(answer["HX-Trigger"])["signed-in"]
    assert facts["user"] == world["staff"].pk
    again = client.post(INBOX + "read/", headers={"HX-Request": "true", "X-CSRFToken": facts["csrf"]})
    assert again.status_code == 302


def test_the_dialog_keeps_the_dialog_when_the_password_is_wrong(world, client):
    answer = sign_in(client, password="wrong", headers={"HX-Request": "true"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert page.count("<dialog") == 1
    assert "还可以再试 4 次" in page
    assert "<html" not in page


def test_the_dialog_says_when_it_is_locked(world, client):
    answer = fail(client, 5, headers={"HX-Request": "true"})
    assert answer.status_code == 429
    assert "以后再试" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_fetch_signs_in_with_json(world, client):
    mark = {"X-Requested-With": "fetch"}
    refused = sign_in(client, password="wrong", headers=mark)
    assert (refused.status_code, refused.json()) == (422, {"error": "refused", "tries_left": 4})
    done = sign_in(client, headers=mark)
    assert done.json()["user"] == world["staff"].pk
    assert fail(Client(), 5, headers=mark).json()["error"] == "locked"


# --- sign-out -----------------------------------------------------------------------------------
def test_sign_out_ends_the_session(as_user):
    client = as_user("staff")
    answer = client.post("/logout/")
    assert (answer.status_code, answer["Location"]) == (302, "/login/")
    assert client.get(INBOX).status_code == 302
    assert AuditEntry.objects.filter(action="退出").count() == 1


def test_sign_out_by_a_link_is_refused(as_user):
    assert as_user("staff").get("/logout/").status_code == 405


def test_sign_out_of_a_visitor_leads_to_sign_in(client):
    assert client.post("/logout/").status_code == 302
