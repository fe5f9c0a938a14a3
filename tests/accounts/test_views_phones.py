"""A bound phone comes back by itself, 我的手机, and the two ways to leave."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.choices import PhoneEnd
from accounts.models import AuditEntry, BoundPhone, User
from accounts.workflow import phones
from deputies.choices import MandateStatus
from deputies.models import Mandate
from tests.accounts.entering import HOME, bound, end_session, idle, later, on_phone
from tests.accounts.signing_in import INBOX, sign_in
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db


def body(answer):
    return answer.content.decode()


@pytest.fixture
def phone(client, world):
    """A client with nothing but the cookie of a phone bound to the deputy."""
    on_phone(client, world["deputy"])
    return client


def test_a_phone_without_a_session_opens_the_page_it_asked_for(phone):
    answer = phone.get(INBOX)
    assert answer.status_code == 200
    cookie = answer.cookies["phone"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert 29 * 86400 < cookie["max-age"] <= 30 * 86400
    assert AuditEntry.objects.filter(action="手机续登").count() == 1


def test_the_cookie_is_secure_where_sessions_are(phone, settings):
    settings.SESSION_COOKIE_SECURE = True
    assert phone.get(INBOX, secure=True).cookies["phone"]["secure"]


def test_it_comes_back_again_and_again(phone):
    for _ in range(3):
        assert phone.get(INBOX).status_code == 200
        end_session(phone)
        later()
    assert AuditEntry.objects.filter(action="手机续登").count() == 3


def test_the_sign_in_page_leads_straight_home(phone):
    assert phone.get("/login/")["Location"] == "/"


def test_what_was_typed_when_the_session_ended_is_kept(world):
    client = Client(enforce_csrf_checks=True)
    on_phone(client, world["deputy"])
    client.get(HOME)
    end_session(client)
    later()
    answer = client.post(INBOX + "read/", {"csrfmiddlewaretoken": client.cookies["csrftoken"].value})
    assert answer["Location"] == INBOX


def test_an_idle_hour_signs_nobody_out_of_a_bound_phone(phone, settings):
    phone.get(INBOX)
    idle(phone, settings.IDLE_SIGN_OUT_MINUTES + 30)
    assert phone.get(INBOX).status_code == 200
    assert not AuditEntry.objects.filter(action="超时退出").exists()


def test_a_deputy_with_a_password_is_signed_out_when_idle(as_user, settings):
    client = as_user("deputy")
    client.get(INBOX)
    idle(client, settings.IDLE_SIGN_OUT_MINUTES + 1)
    assert client.get(INBOX).status_code == 302


def test_a_public_page_wakes_no_phone(phone):
    phone.get("/p/")
    assert not AuditEntry.objects.filter(action="手机续登").exists()


@pytest.mark.parametrize("status", [MandateStatus.SUSPENDED, MandateStatus.ENDED])
def test_a_mandate_suspended_this_morning_ends_it_at_once(phone, world, status):
    assert phone.get(INBOX).status_code == 200
    Mandate.objects.filter(deputy=world.deputy).update(status=status)
    answer = phone.get(INBOX, follow=True)
    assert answer.redirect_chain
    assert "没有在任的代表职务" in body(answer)
    assert BoundPhone.objects.get().end_reason == "mandate"
    assert phone.cookies["phone"].value == ""


def test_an_account_switched_off_ends_it_at_once(phone):
    assert phone.get(INBOX).status_code == 200
    User.objects.filter(username="deputy").update(is_active=False)
    assert phone.get(INBOX).status_code == 302
    assert BoundPhone.objects.get().end_reason == "account"


def test_another_role_ends_it_at_once(phone, world):
    phone.get(INBOX)
    world["deputy"].grants.create(role="station_head", unit=world.station_unit)
    assert "请用密码登录" in body(phone.get(INBOX, follow=True))


def test_ended_by_the_station_it_is_out_at_once_and_says_why(phone, world):
    phone.get(INBOX)
    phones.end_phone(world["deputy"], reason=PhoneEnd.STAFF, actor=world["liaison"], at=timezone.now())
    answer = phone.get(INBOX, follow=True)
    assert "联络站或选工委解除了这部手机的绑定" in body(answer)
    assert "请找联络员打印一张进入单" in body(answer)
    assert "解除了这部手机" not in body(phone.get(INBOX, follow=True))


def test_a_script_of_a_phone_that_was_ended_gets_401(phone, world):
    phone.get(INBOX)
    phones.end_phone(world["deputy"], reason=PhoneEnd.STAFF, actor=world["liaison"], at=timezone.now())
    assert phone.post(INBOX + "read/", headers={"HX-Request": "true"}).status_code == 401


def test_a_copied_cookie_is_out_on_both(phone):
    copied = phone.cookies["phone"].value
    for _ in range(2):
        phone.get(INBOX)
        end_session(phone)
        later()
    thief = Client()
    thief.cookies["phone"] = copied
    assert "别的设备" in body(thief.get(INBOX, follow=True))
    assert "别的设备" in body(phone.get(INBOX, follow=True))


def test_a_password_that_must_be_changed_stops_no_bound_phone(phone, as_user):
    User.objects.filter(username="deputy").update(must_change_password=True)
    assert phone.get(INBOX).status_code == 200
    assert as_user("deputy").get(INBOX)["Location"] == "/accounts/password/"


# --- 我的手机 -------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", PERSONAS)
def test_the_page_is_for_deputies_alone(as_user, name):
    client = as_user(name)
    assert client.get(HOME).status_code == (200 if name == "deputy" else 404)
    assert client.post(HOME + "bind/").status_code == (302 if name == "deputy" else 404)
    assert client.post(HOME + "end/").status_code == (302 if name == "deputy" else 404)


def test_signed_in_by_password_the_phone_can_be_bound_and_comes_back(client, world):
    sign_in(client, "deputy")
    assert "绑定这部手机" in body(client.get(HOME))
    answer = client.post(HOME + "bind/", follow=True)
    assert "就是这部手机" in body(answer)
    assert BoundPhone.objects.get().how == "password"
    end_session(client)
    assert client.get(INBOX).status_code == 200


def test_the_other_phone_is_seen_and_ended(as_user, world):
    bound(world["deputy"], at=timezone.now())
    client = as_user("deputy")
    assert "解除那部手机的绑定" in body(client.get(HOME))
    assert "已解除绑定" in body(client.post(HOME + "end/", follow=True))
    assert "不用解除" in body(client.post(HOME + "end/", follow=True))
    assert BoundPhone.objects.get().end_reason == "own"


def test_leaving_with_the_phone_bound_waits_for_a_press(phone):
    phone.get(INBOX)
    page = phone.post("/logout/", follow=True)
    assert "用这部手机进入" in body(page)
    assert phone.get(INBOX).status_code == 302
    assert phone.post(HOME + "enter/")["Location"] == "/"
    assert phone.get(INBOX).status_code == 200


def test_leaving_and_ending_asks_for_a_new_slip(phone):
    phone.get(INBOX)
    page = phone.post(HOME + "end/", follow=True)
    assert "已退出，并解除了这部手机的绑定" in body(page)
    assert "用这部手机进入" not in body(page)
    assert phone.get(INBOX).status_code == 302
    assert AuditEntry.objects.filter(action="解除手机绑定", detail="代表本人解除").count() == 1


def test_a_bound_phone_is_not_bound_again(phone):
    phone.get(INBOX)
    assert phone.post(HOME + "bind/").status_code == 404


def test_what_was_bound_before_is_listed_in_few_queries(phone, world, django_assert_max_num_queries):
    for _ in range(3):
        bound(world["deputy"], at=timezone.now())
    on_phone(phone, world["deputy"])
    phone.get(INBOX)
    with django_assert_max_num_queries(10):
        page = body(phone.get(HOME))
    assert page.count("已换绑另一部手机") == 4


@pytest.mark.parametrize("address", ["bind/", "end/", "enter/"])
def test_nothing_is_done_by_a_link(phone, address):
    assert phone.get(HOME + address).status_code == 405
