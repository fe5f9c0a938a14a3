"""The pages of the roll: who opens them, ticks with and without scripts, the code at the door, one's own answers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings import actions
from meetings.codes import door_of, door_token
from meetings.models import Attendee
from opinions.models import Occasion
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def roll(hall):
    hall.member = hall.add("周培林", "member", "市人大常委会委员")
    hall.deputy = hall.add("张守信", "county_deputy", "西街村党支部书记", deputy=hall.world.deputy)
    hall.home = f"/meetings/{hall.meeting.pk}/"
    return hall


def held(roll, days):
    """The meeting is held so many days from today."""
    day = timezone.localdate() + timedelta(days=days)
    Occasion.objects.filter(pk=roll.meeting.occasion_id).update(held_on=day)
    roll.meeting.occasion.refresh_from_db()


def code(roll, day=None):
    token = door_token(roll.meeting.plenaries.get(), actions.roll_of(roll.meeting), day or timezone.localdate())
    return f"/meetings/door/{token}/"


@pytest.mark.parametrize("name", PERSONAS)
def test_who_comes_in(roll, as_user, name):
    client, reads = as_user(name), name in {"staff", "office", "leader"}
    assert client.get(f"{roll.home}roll/").status_code == (200 if reads else 404)
    assert client.get(f"{roll.home}roll/?print=1").status_code == (200 if reads else 404)
    wanted = 200 if name == "staff" else 403 if reads else 404
    assert client.get(f"{roll.home}door/").status_code == wanted
    if name == "staff":
        return
    posts = ["total/", "new/", "lines/", "from/members/", "tell/"]
    paths = [f"{roll.home}roll/{one}" for one in posts] + [f"{roll.home}door/renew/"]
    paths += [f"/meetings/roll/{roll.member.pk}/{one}/" for one in ("step", "remove", "leave")]
    paths.append(f"/meetings/plenaries/{roll.meeting.plenaries.get().pk}/close/")
    assert {client.post(path, {"step": "sign"}).status_code for path in paths} == {403 if reads else 404}
    assert {client.get(path).status_code for path in paths} == {405}
    assert Attendee.objects.get(pk=roll.member.pk).status == "expected"


def test_nothing_for_a_visitor(roll, as_user):
    for path in (f"{roll.home}roll/", code(roll), "/meetings/mine/"):
        assert "/login/" in as_user(None).get(path).url


def test_the_roll_is_put_together(roll, as_user):
    client = as_user("staff")
    wrong = client.post(f"{roll.home}roll/new/", {"name": "甲", "capacity": ""})
    assert wrong.status_code == 422
    unsure = client.post(f"{roll.home}roll/new/", {"name": "张守信", "capacity": "city_deputy"})
    assert "名册里有同名的代表" in unsure.content.decode()
    typed = {"name": "毕玉贞", "capacity": "nonvoting", "title": "副局长", "unit": roll.world.civil.pk}
    made = client.post(f"{roll.home}roll/new/", typed, follow=True)
    assert "已加进名单" in made.content.decode()
    again = client.post(f"{roll.home}roll/new/", typed)
    assert again.status_code == 422
    lines = client.post(f"{roll.home}roll/lines/", {"capacity": "grid", "lines": "师小丽 网格员\n甄海波"}, follow=True)
    assert "甄海波" in lines.content.decode()
    assert "加进名单 3 人" in client.post(f"{roll.home}roll/from/sittings/", follow=True).content.decode()
    assert "没有新的人可加" in client.post(f"{roll.home}roll/from/members/", follow=True).content.decode()
    assert client.post(f"{roll.home}roll/from/nowhere/").status_code == 404
    assert client.post(f"{roll.home}roll/total/", {"members_total": "0"}).status_code == 422
    text = client.post(f"{roll.home}roll/total/", {"members_total": "45"}, follow=True).content.decode()
    assert "常委会组成人员共 45 人，过半数是 23 人，现已出席 0 人" in text
    removed = client.post(f"/meetings/roll/{Attendee.objects.get(name='甄海波').pk}/remove/", follow=True)
    assert "已移出名单" in removed.content.decode()


def test_ticks_with_and_without_scripts(roll, as_user):
    client, path = as_user("staff"), f"/meetings/roll/{roll.member.pk}/step/"
    text = client.post(path, {"step": "sign"}, headers=HTMX).content.decode()
    assert "<html" not in text
    assert "达到法定人数" in text
    assert "出席" in text
    text = client.post(path, {"step": "undo"}, follow=True).content.decode()
    assert "已撤销，回到未签到" in text
    refused = client.post(path, {"step": "leave", "reason": ""}, headers=HTMX)
    assert refused.status_code == 422
    assert "请写请假事由" in refused.content.decode()
    assert "请假事由" in client.post(path, {"step": "leave"}, follow=True).content.decode()
    client.post(path, {"step": "leave", "reason": "出差"})
    assert "出差" in client.get(f"{roll.home}roll/").content.decode()
    client.post(path, {"step": "come"})
    assert client.post(path, {"step": "dance"}).status_code == 404
    closed = client.post(f"/meetings/plenaries/{roll.meeting.plenaries.get().pk}/close/", follow=True).content.decode()
    assert "都记了缺席" in closed
    paper = client.get(f"{roll.home}roll/?print=1").content.decode()
    assert "出席列席名单" in paper
    assert "缺席 1 人" in paper


def test_the_door_opens_for_who_is_on_the_roll_today(roll, as_user):
    held(roll, 0)
    client = as_user("deputy")
    text = client.get(code(roll)).content.decode()
    assert "市九届人大常委会第十次会议签到" in text
    assert Attendee.objects.get(pk=roll.deputy.pk).status == "expected"
    done = client.post(code(roll), follow=True).content.decode()
    assert "签到好了" in done
    assert "已签到" in done
    assert client.post(code(roll), follow=True).status_code == 200
    assert Attendee.objects.get(pk=roll.deputy.pk).events.count() == 1
    other = as_user("liaison").get(code(roll))
    assert other.status_code == 404
    assert "名单里没有找到您" in other.content.decode()


def test_an_old_a_renewed_and_a_forged_code_open_nothing(roll, as_user):
    client, first = as_user("deputy"), code(roll)
    yesterday = code(roll, timezone.localdate() - timedelta(days=1))
    assert "不是今天的" in client.post(yesterday).content.decode()
    as_user("staff").post(f"{roll.home}door/renew/")
    assert "已经换了" in client.get(first).content.decode()
    assert client.post(first).status_code == 200
    assert client.get("/meetings/door/forged/").status_code == 404
    assert Attendee.objects.get(pk=roll.deputy.pk).status == "expected"
    roll.meeting.roll.delete()
    assert door_of(first.split("/")[3], timezone.now()) is None


def test_the_door_page_says_when_it_is_not_the_day(roll, as_user):
    client = as_user("staff")
    assert "今天是" in client.get(f"{roll.home}door/").content.decode()
    held(roll, 0)
    text = client.get(f"{roll.home}door/").content.decode()
    assert "今天是" not in text
    assert "data:image/svg+xml" in text


def test_ones_own_answers(roll, as_user):
    held(roll, 3)
    client, mine = as_user("deputy"), f"/meetings/mine/{roll.deputy.pk}/"
    assert "现在没有请您参加的会议" in client.get("/meetings/mine/").content.decode()
    assert "都通知了" in as_user("staff").post(f"{roll.home}roll/tell/", follow=True).content.decode()
    Attendee.objects.filter(pk=roll.deputy.pk).update(told_at=timezone.now(), because="本人是网格员")
    text = client.get("/meetings/mine/").content.decode()
    assert "等您回复" in text
    assert "本人是网格员" in text
    assert "您说过参加" in client.post(f"{mine}agree/", follow=True).content.decode()
    empty = client.post(f"{mine}leave/", {"reason": ""})
    assert empty.status_code == 422
    assert "请写请假事由" in empty.content.decode()
    assert "请假已经记下" in client.post(f"{mine}leave/", {"reason": "住院"}, follow=True).content.decode()
    client.post(f"{mine}agree/")
    assert Attendee.objects.get(pk=roll.deputy.pk).status == "expected"
    assert as_user("liaison").post(f"{mine}agree/").status_code == 404
    held(roll, -1)
    late = client.post(f"{mine}leave/", {"reason": "有事"})
    assert late.status_code == 422
    assert "请找会务人员" in late.content.decode()
    assert "没有签到" in client.get("/meetings/mine/").content.decode()


@pytest.mark.parametrize("path", ["roll/", "roll/?print=1"])
def test_as_many_questions_for_more_people(roll, as_user, path):
    client, counts = as_user("staff"), []
    for extra in (0, 6):
        for number in range(extra):
            roll.add(f"人{number}", "grid")
        client.get(f"{roll.home}{path}")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{roll.home}{path}")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20
