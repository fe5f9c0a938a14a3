"""Passwords, notices and the pages for errors: what everybody who signed in has of their own."""

import re

import pytest
from django.test import Client

from accounts import actions
from accounts.models import AuditEntry, Notice, User
from tests.accounts.signing_in import INBOX, PASSWORD, fail, sign_in

pytestmark = pytest.mark.django_db


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
    assert page.count(">今天 ") == 2


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
