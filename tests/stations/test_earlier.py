"""以前来过没有: what the recorder may see and no more, bounded, logged without the name."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import AuditAction
from accounts.models import AuditEntry
from common.errors import NotAllowedError, RuleError
from stations.actions.looking import HOURLY, look_up
from stations.models import Station, Visit
from stations.reports.earlier import earlier_of
from tests.stations.making import HELD_ON, NAME, PHONE, reception, typed, visit
from tests.stations.test_paper import paper
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
ON = HELD_ON + timedelta(days=3)


def found(world, who="head", **asked):
    asked = {"name": "", "phone": "", **asked}
    return earlier_of(world[who], world.station, on=ON, **asked)


def test_by_telephone_first_then_by_name(world):
    named = visit(world, phone="", name=NAME)
    phoned = visit(world, name="别的名字", phone=PHONE)
    rows = found(world, name=NAME, phone=PHONE)
    assert [(one.standing.item.visit, one.by_phone) for one in rows] == [(phoned, True), (named, False)]
    assert rows[0].standing.badge[2] == "待归并"
    assert found(world, name="吕桂") == []
    assert found(world, phone="13800009999") == []


def test_sealed_secret_and_withdrawn_are_not_found(world):
    visit(world, sealed=True)
    visit(world, secrecy=True)
    gone = visit(world).visit_opinions.get().opinion
    type(gone).objects.filter(pk=gone.pk).update(visibility="withdrawn")
    assert found(world, name=NAME, phone=PHONE) == []


def test_another_station_keeps_its_own(world):
    visit(world)
    other = Station.objects.create(unit=world.town_congress, reports_to=world.committee, address="别处", hours="周二")
    assert earlier_of(world["staff"], other, name=NAME, phone=PHONE, on=ON) == []
    assert found(world, "outsider", name=NAME, phone=PHONE) == []


@pytest.mark.parametrize("name", PERSONAS)
def test_only_who_records_looks(world, name):
    visit(world)
    if name in {"head", "liaison"}:
        assert len(look_up(world.station, name=NAME, phone="", actor=world[name])) == 1
    else:
        with pytest.raises(NotAllowedError):
            look_up(world.station, name=NAME, phone="", actor=world[name])
        assert not AuditEntry.objects.exists()


def test_a_look_is_logged_without_the_name(world):
    visit(world)
    look_up(world.station, name=NAME, phone=PHONE, actor=world["head"])
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.detail) == (AuditAction.LOOK_UP, "按电话、姓名，找到 1 条")
    assert NAME not in json.dumps(entry.__dict__, default=str)
    assert PHONE not in json.dumps(entry.__dict__, default=str)


def test_half_a_name_is_refused(world):
    with pytest.raises(RuleError, match="完整的姓名"):
        look_up(world.station, name=" 吕 ", phone="", actor=world["head"])


def test_looks_are_bounded_by_the_hour(world):
    now = timezone.now()
    facts = {"actor": world["head"], "actor_name": "x", "action": AuditAction.LOOK_UP}
    AuditEntry.objects.bulk_create(AuditEntry(**facts, at=now - timedelta(minutes=59)) for _ in range(HOURLY))
    with pytest.raises(RuleError, match="过一会儿"):
        look_up(world.station, name=NAME, phone="", actor=world["head"], at=now)
    assert look_up(world.station, name=NAME, phone="", actor=world["head"], at=now + timedelta(minutes=2)) == []
    assert look_up(world.station, name=NAME, phone="", actor=world["liaison"], at=now) == []


def test_the_questions_do_not_grow(world, django_assert_num_queries):
    user = world["head"]
    assert user.scopes.items
    visit(world)
    with django_assert_num_queries(4) as one:
        earlier_of(user, world.station, name=NAME, phone=PHONE, on=ON)
    visit(world)
    visit(world)
    with django_assert_num_queries(len(one.captured_queries)):
        assert len(earlier_of(user, world.station, name=NAME, phone=PHONE, on=ON)) == 3


def test_in_place_with_htmx(client, world):
    visit(world)
    client.force_login(world["head"])
    address = reverse("stations:earlier", args=[world.station.pk])
    page = client.post(address, {"name": NAME, "phone": PHONE}, headers={"HX-Request": "true"}).content.decode()
    assert "以前来过" in page
    assert "不用再登记" in page
    assert (NAME in page, PHONE in page) == (False, False)
    wrong = client.post(address, {"phone": "12"}, headers={"HX-Request": "true"}).content.decode()
    assert "11 位" in wrong
    assert client.get(address).status_code == 405
    client.force_login(world["staff"])
    assert client.post(address, {"name": NAME}).status_code == 403
    client.force_login(world["outsider"])
    assert client.post(address, {"name": NAME}).status_code == 404


@pytest.mark.parametrize("where", ["new", "add", "paper"])
def test_without_script_the_page_keeps_what_was_typed(client, world, where):
    made = visit(world)
    addresses = {
        "new": reverse("stations:reception_new"),
        "add": reverse("stations:visit_add", args=[made.reception_id]),
        "paper": paper(world, made=reception(world)).get_absolute_url(),
    }
    client.force_login(world["head"])
    answer = client.post(addresses[where], typed(world, earlier="1", original="巷子里路灯不亮"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "以前来过：" in page
    assert "巷子里路灯不亮" in page
    assert f'value="{NAME}"' in page
    assert "is-invalid" not in page
    assert Visit.objects.count() == 1
