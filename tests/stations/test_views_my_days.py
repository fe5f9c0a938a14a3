"""A deputy's reception days on the phone: one tap each, a plain sentence for what does not go."""

import pytest

from accounts.choices import Role
from accounts.models import Grant, User
from common.text import cn_short
from stations.models import Absence, Swap
from stations.workflow import ask_swap, confirm_duty, plan_slot
from tests.stations.making import member, slot

pytestmark = pytest.mark.django_db
PAGE = "/stations/mine/days/"


@pytest.fixture
def other(world):
    user = User.objects.create_user("deputy2", "demo-2024", name="李秀英")
    Grant.objects.create(user=user, role=Role.DEPUTY)
    world.users["deputy2"] = user
    return member(world, "李秀英", user=user)


@pytest.fixture
def days(world, other):
    return slot(world, days=3), slot(world, days=10, deputies=[other])


def text(answer):
    return answer.content.decode()


@pytest.mark.parametrize(("name", "status"), [("deputy", 200), ("head", 404), ("staff", 404), ("agency", 404)])
def test_whose_page_it_is(world, as_user, days, name, status):
    assert as_user(name).get(PAGE).status_code == status


def test_a_draft_is_nobodys_business(world, as_user, other):
    row = plan_slot(world.station, day=slot(world).date, starts_at="14:00", ends_at="16:00", actor=world["head"])
    page = as_user("deputy2").get(PAGE)
    assert not page.context["page"].duties
    assert row.pk in {one.slot.pk for one in page.context["page"].ahead}
    assert "张守信" not in text(page)


def test_yes_comes_back_to_the_days(world, as_user, days):
    duty = days[0].slot_deputies.get()
    answer = as_user("deputy").post(f"/stations/mine/{duty.pk}/confirm/", {"back": "days"}, follow=True)
    assert answer.redirect_chain[-1][0] == PAGE
    assert "您说过能去" in text(answer)


def test_cannot_come_needs_a_word(world, as_user, days):
    client, address = as_user("deputy"), f"/stations/mine/days/{days[0].pk}/absent/"
    wrong = client.post(address, {"note": ""})
    assert (wrong.status_code, "请写一句为什么来不了" in text(wrong)) == (422, True)
    assert client.post(address, {"note": "外出开会"}).status_code == 302
    assert client.post(address, {"note": "外出开会"}).status_code == 302  # a double click
    assert not days[0].slot_deputies.exists()
    absence = Absence.objects.get()
    assert "您说来不了：外出开会" in text(client.get(PAGE))
    assert as_user("deputy2").post(f"/stations/mine/absences/{absence.pk}/undo/").status_code == 404
    assert client.post(f"/stations/mine/absences/{absence.pk}/undo/").status_code == 302
    assert not Absence.objects.exists()


def test_a_day_instead_is_wished_in_the_same_step_and_the_station_sees_it(world, as_user, days):
    client, address = as_user("deputy"), f"/stations/mine/days/{days[0].pk}/absent/"
    page = text(client.get(PAGE))
    assert "想改到哪天" in page
    assert f'<option value="{days[1].pk}">' in page
    wrong = client.post(address, {"note": "", "wish": days[1].pk})
    assert (wrong.status_code, f'<option value="{days[1].pk}" selected>' in text(wrong)) == (422, True)
    assert client.post(address, {"note": "外出开会", "wish": 10**6}).status_code == 422
    assert client.post(address, {"note": "外出开会", "wish": days[0].pk}).status_code == 422
    assert client.post(address, {"note": "外出开会", "wish": days[1].pk}).status_code == 302
    said = f"外出开会，想改到{cn_short(days[1].date)}"
    assert f"您说来不了：{said}" in text(client.get(PAGE))
    head = as_user("head")
    assert f"张守信（{said}）" in text(head.get(f"/stations/rota/{days[0].pk}/deputies/"))
    assert f"想改到这天来：张守信（{cn_short(days[0].date)}来不了）" in text(head.get(f"/stations/rota/{days[1].pk}/deputies/"))


def test_who_has_said_yes_is_led_to_a_swap(world, as_user, days):
    confirm_duty(days[0].slot_deputies.get(), actor=world["deputy"])
    answer = as_user("deputy").post(f"/stations/mine/days/{days[0].pk}/absent/", {"note": "有事"})
    assert (answer.status_code, "请人调班" in text(answer)) == (422, True)


def test_a_swap_is_asked_with_one_tap_and_answered_with_one(world, as_user, other, days):
    duty, client = days[0].slot_deputies.get(), as_user("deputy")
    address = f"/stations/mine/{duty.pk}/swap/"
    page = client.get(address)
    assert [offer.value for offer in page.context["offers"]] == [f"{other.pk}:{days[1].pk}", str(other.pk)]
    assert "对换" in text(page)
    assert client.post(address, {"choice": ""}).status_code == 422
    assert client.post(address, {"choice": "999"}).status_code == 422
    assert client.post(address, {"choice": f"{other.pk}:{days[1].pk}", "note": "孩子看病"}).status_code == 302
    swap = Swap.objects.get()
    assert "已经请了李秀英" in text(client.get(PAGE))
    assert client.post(f"/stations/mine/swaps/{swap.pk}/agree/").status_code == 404  # not the asker's to say
    theirs = as_user("deputy2")
    assert "孩子看病" in text(theirs.get(PAGE))
    assert "请您调班" in text(theirs.get("/"))
    answer = theirs.post(f"/stations/mine/swaps/{swap.pk}/agree/", follow=True)
    assert "改由您去" in text(answer)
    assert "现在的状态是“已同意”" in text(theirs.post(f"/stations/mine/swaps/{swap.pk}/agree/", follow=True))
    assert [row.deputy for row in days[0].slot_deputies.all()] == [other]
    assert theirs.post(f"/stations/mine/swaps/{swap.pk}/shout/").status_code == 404
    assert theirs.get(f"/stations/mine/swaps/{swap.pk}/agree/").status_code == 405


def test_a_day_of_somebody_else_is_not_found(world, as_user, days):
    duty = days[1].slot_deputies.get()
    assert as_user("deputy").get(f"/stations/mine/{duty.pk}/swap/").status_code == 404


def test_the_queries_do_not_grow(world, as_user, other, days, django_assert_max_num_queries):
    client = as_user("deputy")
    with django_assert_max_num_queries(24) as one:
        client.get(PAGE)
    for number in (17, 24, 31):
        row = slot(world, days=number)
        ask_swap(row.slot_deputies.get(), asked=other, actor=world["deputy"])
    with django_assert_max_num_queries(len(one.captured_queries)):
        client.get(PAGE)
