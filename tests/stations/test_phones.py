"""Whoever works at the station lets its deputies in, and takes it back; nobody else does."""

import html
import re

import pytest
import segno
from django.test import Client
from django.utils import timezone

from accounts.models import BoundPhone, EntrySlip, User
from common.crypto import keyed_hash
from common.errors import NotAllowedError, RuleError
from deputies.models import Deputy
from stations import rules, workflow
from tests.accounts.entering import bound, on_phone
from tests.deputies.test_entry import PHONE, deputy
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
KEEPERS = {"staff", "township", "head", "liaison"}


def page(world, who=None, verb=""):
    address = f"/stations/{world.station.pk}/phones/"
    return address + (f"{who.pk}/{verb}/" if verb else f"{who.pk}/" if who else "")


def body(answer):
    return answer.content.decode()


def at_station(world, **facts):
    return {"actor": world["liaison"], "at": timezone.now(), **facts}


@pytest.mark.parametrize("name", PERSONAS)
def test_who_may(world, as_user, name):
    may = name in KEEPERS
    assert rules.can_keep_phones(world[name], world.station) is may
    status = {True: 200, False: 403 if name in {"office", "leader", "deputy"} else 404}[may]
    client = as_user(name)
    assert client.get(page(world)).status_code == status
    assert client.get(page(world, world.deputy)).status_code == status
    assert client.post(page(world, world.deputy, "slip")).status_code == status
    assert EntrySlip.objects.count() == may


@pytest.mark.parametrize("name", sorted(set(PERSONAS) - KEEPERS))
def test_the_verbs_ask_for_themselves(world, name):
    for verb in (workflow.print_slip, workflow.withdraw_slip, workflow.end_phone):
        with pytest.raises(NotAllowedError):
            verb(world.station, world.deputy, **at_station(world, actor=world[name]))


def test_another_stations_deputy_is_not_ours(world, as_user):
    other = Deputy.objects.create(name="外地代表", home_region=world.other_town)
    with pytest.raises(RuleError, match="不是这个站的代表"):
        workflow.print_slip(world.station, other, **at_station(world))
    assert as_user("head").get(page(world, other)).status_code == 404


def test_a_printed_slip_has_a_code_to_scan_and_to_type(world, as_user):
    who = deputy(world, phone=PHONE)
    answer = as_user("liaison").post(page(world, who, "slip"))
    text = body(answer)
    assert "no-store" in answer["Cache-Control"]
    code = re.search(r'class="num">([\d ]{14})<', text)[1].replace(" ", "")
    assert "testserver/enter/" in text
    assert segno.make(f"http://testserver/enter/{code}/", error="m").svg_data_uri(border=2) in html.unescape(text)
    assert (PHONE in text, PHONE[-4:] in text.replace(f"{code[:4]} {code[4:8]} {code[8:]}", "")) == (False, False)
    assert "李存善代表，您好" in body(Client().get(f"/enter/{code}/"))


def test_the_way_from_paper_to_phone_and_back(world, as_user):
    who, liaison = deputy(world), as_user("liaison")
    text = body(liaison.post(page(world, who, "slip")))
    code, proof = re.search(r'class="num">([\d ]{14})<', text)[1].replace(" ", ""), re.search(r'<b class="num">(\d{4})</b>', text)[1]
    phone = Client(headers={"User-Agent": "Android MicroMessenger"})
    assert phone.post(f"/enter/{code}/", {"digits": proof})["Location"] == "/"
    assert "安卓手机，微信" in body(liaison.get(page(world, who)))
    assert "马上退出" in body(liaison.post(page(world, who, "end"), follow=True))
    assert phone.get("/").status_code == 302
    assert "工作人员解除" in body(liaison.get(page(world, who)))


def test_a_changed_number_gets_four_digits_printed_apart(world, as_user):
    who, client = deputy(world, phone=PHONE), as_user("head")
    assert "号码换了，印四位口令" in body(client.get(page(world, who)))
    assert "撕下来单独交给代表" in body(client.post(page(world, who, "slip"), {"apart": "1"}))
    assert "撕下来单独交给代表" not in body(client.post(page(world, who, "slip")))


@pytest.mark.parametrize(("name", "where"), [("head", "own"), ("township", "own"), ("staff", "own"), ("deputy", None)])
def test_the_side_bar_leads_to_the_own_station(world, as_user, name, where):
    answer = as_user(name).get("/stations/phones/")
    assert (answer.status_code, answer.get("Location")) == ((302, page(world)) if where else (404, None))


def test_a_station_prints_for_all_who_wait_and_leaves_out_who_cannot(world, as_user):
    people = [deputy(world, f"代表{n}", PHONE) for n in range(3)]
    bound(world["deputy"], at=timezone.now())
    workflow.print_slip(world.station, people[0], **at_station(world))
    deputy(world, "站长代表", user=world["head"])
    client = as_user("liaison")
    assert "没绑手机的都打印" in body(client.get(page(world)))
    text = body(client.post(page(world) + "slips/"))
    assert [f"<b>代表{n}</b>" in text for n in range(3)] == [False, True, True]
    assert "站长代表" not in text
    assert "不用再打印" in body(client.post(page(world) + "slips/", follow=True))
    assert client.get(page(world) + "slips/")["Location"] == page(world)


@pytest.mark.parametrize("name", ["office", "deputy", "outsider"])
def test_nobody_else_prints_for_all(world, as_user, name):
    deputy(world)
    assert as_user(name).post(page(world) + "slips/").status_code in (403, 404)
    with pytest.raises(NotAllowedError):
        workflow.print_slips(world.station, **at_station(world, actor=world[name]))
    assert not EntrySlip.objects.exists()


def test_so_many_at_once(world, monkeypatch):
    monkeypatch.setattr(workflow.entry, "AT_ONCE", 2)
    for n in range(3):
        deputy(world, f"代表{n}")
    assert [len(workflow.print_slips(world.station, **at_station(world))) for _ in range(2)] == [2, 2]


def test_a_slip_that_was_lost_is_void(world, as_user):
    who, client = deputy(world), as_user("head")
    client.post(page(world, who, "slip"))
    assert "单子丢了，作废" in body(client.get(page(world, who)))
    assert "作废了" in body(client.post(page(world, who, "withdraw"), follow=True))
    assert "不用作废" in body(client.post(page(world, who, "withdraw"), follow=True))


@pytest.mark.parametrize(("verb", "says"), [("withdraw", "还没有账号"), ("end", "还没有账号")])
def test_what_is_not_there_is_told(world, as_user, verb, says):
    who = deputy(world)
    assert says in body(as_user("head").post(page(world, who, verb), follow=True))


def test_who_cannot_have_a_slip_is_shown_no_button_but_why(world, as_user):
    client = as_user("head")
    assert "打印进入单" in body(client.get(page(world, world.deputy)))
    world["deputy"].grants.create(role="station_liaison", unit=world.station_unit)
    text = body(client.get(page(world, world.deputy)))
    assert "请用账号和密码登录" in text
    assert "slip/" not in text
    assert "请用账号和密码登录" in body(client.post(page(world, world.deputy, "slip"), follow=True))
    world.deputy.mandates.update(status="suspended")
    assert client.get(page(world, world.deputy)).status_code == 404


@pytest.mark.parametrize(("verb", "status"), [("slip", 302), ("withdraw", 405), ("end", 405)])
def test_nothing_is_done_by_a_link(world, as_user, verb, status):
    assert as_user("head").get(page(world, world.deputy, verb)).status_code == status
    assert not EntrySlip.objects.exists()


def test_the_list_says_how_each_gets_in(world, as_user):
    who = deputy(world, phone=PHONE)
    workflow.print_slip(world.station, who, **at_station(world))
    bound(world["deputy"], at=timezone.now())
    text = html.unescape(body(as_user("staff").get(page(world))))
    assert "进入单等代表用" in text
    assert "手机已绑定" in text
    assert PHONE not in text
    assert "没有找到这样的代表" in body(as_user("staff").get(page(world) + "?q=没有的人"))


def test_the_list_asks_the_same_for_one_and_for_three(world, as_user, django_assert_max_num_queries):
    client = as_user("head")
    for n in (1, 2):
        on_phone(Client(), world["deputy"])
        workflow.print_slip(world.station, deputy(world, f"代表{n}", keyed_hash(str(n))[:5]), **at_station(world))
        with django_assert_max_num_queries(13):
            client.get(page(world))
    assert (BoundPhone.objects.filter(ended_at=None).count(), User.objects.filter(name__startswith="代表").count()) == (1, 2)


def test_the_station_page_leads_there(world, as_user):
    link = f'href="{page(world)}"'
    assert link in body(as_user("liaison").get(f"/stations/{world.station.pk}/"))
    assert link not in body(as_user("leader").get(f"/stations/{world.station.pk}/"))
