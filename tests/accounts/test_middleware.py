"""Signed in, not idle too long, own password; a page that stays open is never redirected away."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import SEEN_AT
from accounts.models import AuditEntry, User

pytestmark = pytest.mark.django_db
INBOX = "/accounts/notices/"


def idle(client, minutes):
    """As if the last activity was `minutes` ago."""
    session = client.session
    session[SEEN_AT] = int(timezone.now().timestamp()) - minutes * 60
    session.save()
    return session[SEEN_AT]


def test_a_visitor_is_sent_to_sign_in_and_back(client):
    answer = client.get(INBOX)
    assert answer.status_code == 302
    assert answer["Location"] == "/login/?next=%2Faccounts%2Fnotices%2F"


def test_htmx_gets_401_and_a_dialog(client):
    answer = client.get(INBOX, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "您填的内容还在页面上" in answer.content.decode()
    assert 'name="password"' in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("mark", ["XMLHttpRequest", "fetch"])
def test_fetch_gets_401_and_json(client, mark):
    answer = client.post(INBOX + "read/", headers={"X-Requested-With": mark})
    assert answer.status_code == 401
    assert answer.json()["error"] == "signed_out"
    assert answer.json()["login"] == reverse("accounts:login")
    assert answer.json()["csrf"]


def test_marked_pages_open_for_a_visitor(client):
    assert client.get("/login/").status_code == 200


def test_thirty_minutes_without_activity_sign_out(as_user, settings):
    client = as_user("staff")
    assert client.get(INBOX).status_code == 200
    idle(client, settings.IDLE_SIGN_OUT_MINUTES + 1)
    answer = client.get(INBOX)
    assert answer.status_code == 302
    assert "idle=1" in answer["Location"]
    assert "30 分钟没有操作，已自动退出" in client.get(answer["Location"]).content.decode()
    assert client.get(INBOX).status_code == 302
    assert AuditEntry.objects.filter(action="超时退出", actor_name="周敏").count() == 1


def test_less_than_thirty_minutes_stay_signed_in(as_user, settings):
    client = as_user("staff")
    before = idle(client, settings.IDLE_SIGN_OUT_MINUTES - 1)
    assert client.get(INBOX).status_code == 200
    assert client.session[SEEN_AT] > before


def test_idle_page_that_stays_open_gets_401(as_user, settings):
    client = as_user("staff")
    idle(client, settings.IDLE_SIGN_OUT_MINUTES + 1)
    assert client.post(INBOX + "read/", headers={"HX-Request": "true"}).status_code == 401


def test_a_background_poll_is_no_activity(as_user, settings):
    client = as_user("staff")
    before = idle(client, settings.IDLE_SIGN_OUT_MINUTES - 1)
    poll = {"HX-Request": "true", "X-Background": "1"}
    assert client.get(INBOX, headers=poll).status_code == 200
    assert client.session[SEEN_AT] == before
    idle(client, settings.IDLE_SIGN_OUT_MINUTES + 1)
    assert client.get(INBOX, headers=poll).status_code == 401


def test_the_session_is_written_at_most_once_a_minute(as_user):
    client = as_user("staff")
    client.get(INBOX)
    first = client.session[SEEN_AT]
    session = client.session
    session[SEEN_AT] = first - 59
    session.save()
    client.get(INBOX)
    assert client.session[SEEN_AT] == first - 59


def test_signing_out_of_a_dead_session_twice_is_harmless(as_user):
    client = as_user("staff")
    idle(client, 999)
    assert client.get(INBOX).status_code == 302
    assert client.get(INBOX).status_code == 302


def test_a_one_time_password_opens_only_its_change(as_user, world):
    client = as_user("staff")
    User.objects.filter(username="staff").update(must_change_password=True)
    answer = client.get(INBOX)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/")
    assert client.get(INBOX, headers={"HX-Request": "true"})["HX-Redirect"] == "/accounts/password/"
    assert "一次性密码" in client.get("/accounts/password/").content.decode()
    assert client.post("/logout/").status_code == 302


def test_the_demonstration_accounts_need_no_change(as_user):
    assert as_user("deputy").get(INBOX).status_code == 200
