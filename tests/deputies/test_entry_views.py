"""The way in as a deputy walks it: nothing by GET, everything by a POST that proves who it is."""

import re

import pytest
from django.test import Client, TestCase
from django.utils import timezone

from accounts.models import AuditEntry, BoundPhone, EntrySlip, SmsCode
from common.crypto import keyed_hash
from deputies.choices import MandateStatus
from deputies.models import Deputy
from deputies.workflow import entry
from tests.accounts.entering import end_session
from tests.accounts.gateway import gateway
from tests.accounts.signing_in import INBOX
from tests.deputies.test_entry import PHONE, deputy

pytestmark = pytest.mark.django_db


def body(answer):
    return answer.content.decode()


@pytest.fixture
def printed(world):
    return entry.print_slip(deputy(world, phone=PHONE), actor=world["liaison"], at=timezone.now())


@pytest.fixture
def server(settings):
    with gateway(settings) as found:
        yield found


def link(printed):
    return f"/enter/{printed.code}/"


# --- by a slip ------------------------------------------------------------------------------------
def test_the_sign_in_page_shows_deputies_the_way(client, db):
    assert 'href="/enter/"' in body(client.get("/login/"))
    assert "这里还没有开通短信" in body(client.get("/enter/"))


def test_opening_the_link_signs_nobody_in(printed):
    for _ in range(10):  # previews of WeChat, and everybody in the group
        client = Client()
        page = client.get(link(printed))
        assert "李存善代表，您好" in body(page)
        assert "30 天内打开就能用" in body(page)
        assert "no-store" in page["Cache-Control"]
        assert "sessionid" not in client.cookies
    assert EntrySlip.objects.get().tries_left == 5
    assert not BoundPhone.objects.exists()


def test_four_digits_bind_the_phone_and_sign_in(client, printed):
    answer = client.post(link(printed), {"digits": " ５６７８ "})
    assert answer["Location"] == "/"
    assert "李存善代表，您好。这部手机绑好了" in body(client.get("/"))
    end_session(client)
    assert client.get(INBOX).status_code == 200
    names = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"打印进入单", "绑定手机", "登录", "手机续登"} <= names


def test_a_used_link_opens_for_nobody_else(client, printed):
    client.post(link(printed), {"digits": "5678"})
    for other in (Client(), client):
        page = other.post(link(printed), {"digits": "5678"})
        assert page.status_code == 409
        assert "请找联络员再打一张" in body(page)


@pytest.mark.parametrize(("typed", "says"), [("", "请填这四位数字"), ("56", "现在是 2 位"), ("abcd", "现在是 0 位"), ("1234", "还可以试 4 次")])
def test_wrong_digits_are_told_beside_the_field(client, printed, typed, says):
    page = client.post(link(printed), {"digits": typed})
    assert page.status_code == 422
    assert says in body(page)
    assert "phone" not in client.cookies


def test_a_slip_tried_too_often_leads_back_to_the_liaison_officer(client, printed):
    pages = [client.post(link(printed), {"digits": "0000"}) for _ in range(5)]
    assert [page.status_code for page in pages] == [422] * 4 + [409]
    assert "这张进入单作废了" in body(pages[-1])


def test_a_mandate_suspended_this_morning_is_told(client, printed):
    Deputy.objects.get(name="李存善").mandates.update(status=MandateStatus.SUSPENDED)
    page = client.post(link(printed), {"digits": "5678"})
    assert (page.status_code, "没有在任的代表职务" in body(page)) == (409, True)


def test_the_number_can_be_typed(client, printed):
    code = "-".join(re.findall(r"\d{4}", printed.code))
    assert client.post("/enter/", {"code": code})["Location"] == link(printed)


@pytest.mark.parametrize(("typed", "says"), [("", "请填进入单上的单号"), ("12", "现在是 2 位"), ("000000000000", "没有这个单号")])
def test_a_wrong_number_is_told(client, db, typed, says):
    page = client.post("/enter/", {"code": typed})
    assert (page.status_code, says in body(page)) == (422, True)


@pytest.mark.parametrize("address", ["/enter/123/", "/enter/没有/", "/enter/%00/"])
def test_a_wrong_link_is_a_sentence(client, db, address):
    assert "没有这个单号" in body(client.get(address))


def test_whoever_is_signed_in_is_told_whom_the_phone_changes_to(as_user, printed):
    client = as_user("deputy")
    assert "这部手机现在是张守信在用" in body(client.get(link(printed)))
    client.post(link(printed), {"digits": "5678"})
    assert "李存善代表，您好" in body(client.get("/"))
    assert client.get("/enter/")["Location"] == "/"


@pytest.mark.parametrize("name", ["liaison", "head", "staff", "agency"])
def test_a_desk_of_the_office_is_never_bound_to_a_deputy(as_user, printed, name):
    client = as_user(name)
    for answer in (client.get(link(printed)), client.post(link(printed), {"digits": "5678"})):
        assert (answer.status_code, "请代表用自己的手机扫单子" in body(answer)) == (409, True)
    assert EntrySlip.objects.get().tries_left == 5
    assert Client().post(link(printed), {"digits": "5678"})["Location"] == "/"


# --- by a code ------------------------------------------------------------------------------------
def ask(client, server, phone=PHONE):
    """Ask for a code on the page; what the page that follows says."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post("/enter/sms/", {"phone": phone})
    assert answer["Location"] == "/enter/code/"
    return client.get("/enter/code/")


def test_a_code_signs_in_and_offers_to_bind(client, world, server):
    deputy(world, phone=PHONE)
    assert "获取验证码" in body(client.get("/enter/"))
    ask(client, server, "138 0000 5678")
    answer = client.post("/enter/code/", {"code": server.code_for(PHONE)})
    assert answer["Location"] == "/accounts/phone/"
    assert "要不要把这部手机绑好" in body(client.get("/accounts/phone/"))
    client.post("/accounts/phone/bind/")
    assert BoundPhone.objects.get().how == "code"


def test_the_answer_does_not_tell_who_is_here(client, world, server):
    deputy(world, phone=PHONE)
    mine, other = ask(client, server), ask(Client(), server, "13900000000")
    hidden = re.compile(r'csrf[^>]+value="[^"]+"|X-CSRFToken[^}]+')
    assert hidden.sub("", body(mine)) == hidden.sub("", body(other))
    assert [one["phone"] for one in server.requests] == [PHONE]


def test_a_wrong_code_is_told_and_a_lost_session_starts_again(client, world, server):
    deputy(world, phone=PHONE)
    ask(client, server)
    wrong = "000000" if server.code_for(PHONE) != "000000" else "111111"
    page = client.post("/enter/code/", {"code": wrong})
    assert (page.status_code, "还可以试 4 次" in body(page)) == (422, True)
    assert Client().post("/enter/code/", {"code": server.code_for(PHONE)})["Location"] == "/enter/"


def test_a_shared_telephone_asks_who_it_is(client, world, server):
    deputy(world, "李存善", PHONE), deputy(world, "王桂芬", PHONE)
    ask(client, server)
    assert client.post("/enter/code/", {"code": server.code_for(PHONE)})["Location"] == "/enter/who/"
    page = client.get("/enter/who/")
    assert "李存善" in body(page)
    assert client.post("/enter/who/", {}).status_code == 422
    assert client.post("/enter/who/", {"deputy": str(world.deputy.pk)}).status_code == 422
    client.post("/enter/who/", {"deputy": str(Deputy.objects.get(name="王桂芬").pk)})
    assert "王桂芬代表，您好" in body(client.get("/accounts/phone/"))


def test_nobody_chooses_without_a_code(client, world, server):
    deputy(world, phone=PHONE)
    assert client.get("/enter/who/")["Location"] == "/enter/"
    ask(client, server)
    assert client.post("/enter/who/", {"deputy": "1"})["Location"] == "/enter/"


@pytest.mark.parametrize(("typed", "says"), [("", "登记的手机号"), ("1380", "现在是 4 位"), ("03938812345", "以 1 开头")])
def test_a_wrong_number_of_a_telephone_is_told(client, server, db, typed, says):
    page = client.post("/enter/sms/", {"phone": typed})
    assert (page.status_code, says in body(page)) == (422, True)
    assert not SmsCode.objects.exists()


def test_asking_twice_is_told_beside_the_field(client, world, server):
    ask(client, server)
    page = client.post("/enter/sms/", {"phone": PHONE})
    assert (page.status_code, "请等" in body(page)) == (422, True)


def test_without_a_gateway_no_code_is_made(client, db):
    page = client.post("/enter/sms/", {"phone": PHONE})
    assert (page.status_code, SmsCode.objects.exists()) == (422, False)


def test_a_code_signs_in_an_account_found_by_its_keyed_hash_alone(client, world, server):
    Deputy.objects.filter(pk=world.deputy.pk).update(phone_hash=keyed_hash(PHONE))
    ask(client, server)
    client.post("/enter/code/", {"code": server.code_for(PHONE)})
    assert client.session["_auth_user_id"] == str(world["deputy"].pk)
