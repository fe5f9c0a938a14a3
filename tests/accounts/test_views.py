"""The pages of sign-in, passwords and notices: they work, and they refuse in plain sentences."""

import json
import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from accounts import actions
from accounts.models import AuditEntry, Notice, User

pytestmark = pytest.mark.django_db
INBOX = "/accounts/notices/"
PASSWORD = "/accounts/password/"


def sign_in(client, username="staff", password="demo-2024", **facts):
    headers = facts.pop("headers", {})
    return client.post("/login/", {"username": username, "password": password, **facts}, headers=headers)


def fail(client, times, username="staff", **facts):
    for _ in range(times):
        answer = sign_in(client, username, "wrong", **facts)
    return answer


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


# --- own password -------------------------------------------------------------------------------
def change(client, old="demo-2024", new="Qingzu-2024", again=None):
    return client.post(PASSWORD, {"old": old, "new": new, "again": new if again is None else again})


def test_a_new_password_works_and_ends_other_sessions(as_user):
    client, other = as_user("staff"), as_user("staff")
    assert change(client).status_code == 302
    assert client.get(INBOX).status_code == 200
    assert other.get(INBOX).status_code == 302
    assert sign_in(Client(), password="Qingzu-2024").status_code == 302
    assert sign_in(Client()).status_code == 422
    assert AuditEntry.objects.filter(action="修改密码").count() == 1


def test_changing_a_one_time_password_opens_the_portal(as_user):
    client = as_user("staff")
    User.objects.filter(username="staff").update(must_change_password=True)
    change(client)
    assert client.get(INBOX).status_code == 200


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"old": "wrong"}, "现在的密码不对"),
        ({"old": ""}, "请填写现在的密码"),
        ({"new": "demo-2024"}, "新密码和现在的一样"),
        ({"new": "onlysmall1"}, "至少三种"),
        ({"new": "Ab1-"}, "密码至少要 8 位，现在只有 4 位。"),
        ({"new": "Password1"}, "太常见"),
        ({"new": "Staff-1"}, "账号"),
        ({"again": "Qingzu-2025"}, "两次填的新密码不一样"),
    ],
)
def test_a_bad_new_password_is_refused_beside_its_field(as_user, facts, says):
    answer = change(as_user("staff"), **facts)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert sign_in(Client()).status_code == 302


def test_password_page_asks_a_visitor_to_sign_in(client):
    assert client.get(PASSWORD).status_code == 302


# --- reset by an administrator --------------------------------------------------------------------
def reset_page(world, name="staff"):
    return f"/accounts/users/{world.users[name].pk}/password/"


def test_a_reset_shows_a_one_time_password_once(as_user, world):
    fail(Client(), 5)
    theirs, keeper = as_user("staff"), as_user("sysadmin")
    assert "生成一次性密码" in keeper.get(reset_page(world)).content.decode()
    answer = keeper.post(reset_page(world))
    password = re.search(r"data-one-time>([^<]+)<", answer.content.decode())[1]
    assert "no-store" in answer["Cache-Control"]
    assert theirs.get(INBOX).status_code == 302
    client = Client()
    assert sign_in(client, password=password).status_code == 302
    assert client.get(INBOX)["Location"] == PASSWORD
    assert password not in keeper.get(reset_page(world)).content.decode()
    assert AuditEntry.objects.get(action="重置密码").actor == world["sysadmin"]
    assert password not in "".join(AuditEntry.objects.values_list("detail", flat=True))


@pytest.mark.parametrize("who", ["staff", "secadmin", "auditor", "leader"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_resets_passwords(as_user, world, who, method):
    before = world["deputy"].password
    assert getattr(as_user(who), method)(reset_page(world, "deputy")).status_code == 404
    assert world["deputy"].password == before


def test_own_password_is_not_reset(as_user, world):
    answer = as_user("sysadmin").post(reset_page(world, "sysadmin"))
    assert answer.status_code == 422
    assert "自己的密码请在“修改密码”里改。" in answer.content.decode()


def test_a_reset_of_nobody_is_404(as_user, world):
    assert as_user("sysadmin").get("/accounts/users/987654/password/").status_code == 404


# --- notices ------------------------------------------------------------------------------------
@pytest.fixture
def notices(world):
    actions.notify([world["staff"]], key="a", label="交办清单待签收", url="/opinions/", copy_text="请登录平台签收。")
    actions.notify([world["staff"]], key="b", label="第二条")
    actions.notify([world["leader"]], key="a", label="请您审签")
    return {notice.label: notice for notice in Notice.objects.all()}


def test_the_inbox_shows_own_notices_only(as_user, notices):
    page = as_user("staff").get(INBOX).content.decode()
    assert "交办清单待签收" in page
    assert "请登录平台签收。" in page
    assert "请您审签" not in page
    assert page.count("复制通知") == 1


def test_an_empty_inbox_says_what_will_come(as_user):
    assert "还没有消息" in as_user("deputy").get(INBOX).content.decode()


def test_the_inbox_asks_as_many_queries_for_one_notice_as_for_three(as_user, notices, django_assert_max_num_queries):
    client = as_user("staff")
    client.get(INBOX)
    with django_assert_max_num_queries(6) as one:
        client.get(INBOX)
    actions.notify([notices["第二条"].user], key="c", label="第三条")
    with django_assert_max_num_queries(len(one.captured_queries)):
        client.get(INBOX)


def test_opening_a_notice_marks_it_read_and_leads_on(as_user, notices):
    client, notice = as_user("staff"), notices["交办清单待签收"]
    assert client.get(f"{INBOX}{notice.pk}/")["Location"] == "/opinions/"
    notice.refresh_from_db()
    first = notice.read_at
    assert first is not None
    client.get(f"{INBOX}{notice.pk}/")
    notice.refresh_from_db()
    assert notice.read_at == first


def test_a_notice_never_leads_away(as_user, notices):
    notice = notices["第二条"]
    Notice.objects.filter(pk=notice.pk).update(url="https://elsewhere.example/")
    assert as_user("staff").get(f"{INBOX}{notice.pk}/")["Location"] == INBOX


def test_somebody_elses_notice_is_404(as_user, notices):
    assert as_user("outsider").get(f"{INBOX}{notices['第二条'].pk}/").status_code == 404
    notices["第二条"].refresh_from_db()
    assert notices["第二条"].read_at is None


def test_all_are_marked_read(as_user, notices):
    client = as_user("staff")
    assert client.get(INBOX + "read/").status_code == 405
    assert client.post(INBOX + "read/")["Location"] == INBOX
    assert Notice.objects.unread().count() == 1
    assert "全部标为已读" not in client.get(INBOX).content.decode()


@pytest.mark.parametrize("address", [INBOX, INBOX + "1/", PASSWORD])
def test_a_visitor_signs_in_first(client, address):
    assert client.get(address)["Location"].startswith("/login/?next=")


# --- pages for errors ---------------------------------------------------------------------------
def test_a_missing_page_says_where_to_go(as_user):
    answer = as_user("staff").get("/no-such-page/")
    assert answer.status_code == 404
    assert "没有找到这一页" in answer.content.decode()
    assert 'href="/"' in answer.content.decode()


def test_a_stale_form_says_how_to_go_on(world):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/login/", {"username": "staff", "password": "demo-2024"})
    assert answer.status_code == 403
    assert "页面放得太久了" in answer.content.decode()


def test_the_page_for_a_breakdown_needs_nothing(rf):
    from liaison_portal.views.errors import server_error

    page = server_error(rf.get("/")).content.decode()
    assert "系统出错了" in page
    assert 'href="/"' in page
