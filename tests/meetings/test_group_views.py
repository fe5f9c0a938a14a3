"""The pages of groups and appointments: who opens them, moving by form and with htmx, publishing, on paper."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings import actions
from meetings.models import GroupPlan, Participant, PlanMove
from meetings.workflow import groups as verbs
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def plan(hall):
    actions.take_from_sittings(hall.meeting, actor=hall.staff)
    for number in range(8):
        hall.add(f"委员{number}", "member", "市人大常委会委员")
    made = verbs.propose(hall.meeting, actor=hall.staff, total=2)
    made.hall, made.home, made.at = hall, f"/meetings/{hall.meeting.pk}/", f"/meetings/groups/{made.pk}/"
    return made


def seat(plan, name="委员3"):
    return plan.seats.select_related("group").get(attendee__name=name)


def other(plan, row):
    return plan.groups.exclude(pk=row.group_id).get()


@pytest.mark.parametrize("name", PERSONAS)
def test_who_comes_in(plan, as_user, name):
    client, reads = as_user(name), name in {"office", "leader"}
    wanted = 200 if name == "staff" else 403 if reads else 404
    for path in ("groups/", "appointments/"):
        assert client.get(plan.home + path).status_code == wanted
    assert client.get(plan.at).status_code == (200 if name == "staff" else 404)
    if name == "staff":
        return
    row = seat(plan)
    paths = ["undo/", "redo/", "publish/", "discard/", f"seats/{row.pk}/move/", f"seats/{row.pk}/fix/"]
    assert {client.post(plan.at + path, {"target": other(plan, row).pk}).status_code for path in paths} == {404}
    assert client.post(f"{plan.home}groups/", {"total": 2}).status_code == wanted
    assert client.post(f"{plan.home}appointments/key/").status_code == wanted
    assert not PlanMove.objects.exists()


def test_a_plan_is_made_and_told(plan, as_user):
    client = as_user("staff")
    assert "已经有一份拟编的方案" in client.get(f"{plan.home}groups/").content.decode()
    assert client.post(f"{plan.home}groups/", {"total": "2"}).status_code == 409
    assert "各场名单没有变" in client.post(f"{plan.at}discard/", follow=True).content.decode()
    assert client.post(f"{plan.home}groups/", {"total": "0"}).status_code == 422
    text = client.post(f"{plan.home}groups/", {"total": "3", "keep": "on"}, follow=True).content.decode()
    assert "12 人分成 3 组" in text
    assert "还没有召集人" in text


def test_moves_without_scripts_and_with_htmx(plan, as_user):
    client, row = as_user("staff"), seat(plan)
    source, target = row.group, other(plan, row)
    path = f"{plan.at}seats/{row.pk}/move/"
    text = client.post(path, {"target": target.pk}, follow=True).content.decode()
    assert f"委员3已移到{target}" in text
    back = client.post(f"{plan.at}undo/", headers=HTMX).content.decode()
    assert "<html" not in back
    assert f"已撤回，委员3回到{source}" in back
    none = client.post(f"{plan.at}undo/")
    assert none.status_code == 422
    empty = client.post(path, {"target": ""}, headers=HTMX)
    assert empty.status_code == 422
    assert "请先选要移到哪个组" in empty.content.decode()
    fixed = client.post(f"{plan.at}seats/{row.pk}/fix/", {"fixed": "1"}, follow=True).content.decode()
    assert "再编一次也不动" in fixed
    assert "不再固定" in client.post(f"{plan.at}seats/{row.pk}/fix/", {"fixed": "0"}, follow=True).content.decode()
    assert "按现在的名单重新编好了" in client.post(f"{plan.at}redo/", follow=True).content.decode()
    assert client.post(f"{plan.at}seats/999999/move/", {"target": target.pk}).status_code == 404


def test_publishing_and_paper(plan, as_user):
    client = as_user("staff")
    assert "讨论稿" in client.get(f"{plan.at}?print=1").content.decode()
    plan.hall.add("后来的", "grid")
    assert "又有 1 人没有分组" in client.post(f"{plan.at}publish/", follow=True).content.decode()
    client.post(f"{plan.at}redo/")
    assert "分组已公布" in client.post(f"{plan.at}publish/", follow=True).content.decode()
    assert Participant.objects.count() == 13
    text = client.get(plan.at).content.decode()
    assert "移过去" not in text
    row = seat(plan)
    stale = client.post(f"{plan.at}seats/{row.pk}/move/", {"target": other(plan, row).pk})
    assert stale.status_code == 422
    assert "讨论稿" not in client.get(f"{plan.at}?print=1").content.decode()


def test_appointments_are_proposed_decided_and_dropped(plan, as_user):
    client, home = as_user("staff"), f"{plan.home}appointments/"
    member = plan.hall.meeting.attendees.get(name="委员1")
    assert "届数没有登记，没有召集过" in client.get(home).content.decode()
    made = client.post(f"{home}convener/", {"attendee": member.pk, "group": "2"}, follow=True).content.decode()
    assert "拟了 1 人" in made
    again = client.post(f"{home}convener/", {"attendee": member.pk, "group": "1"})
    assert again.status_code == 422
    assert "已经拟过" in again.content.decode()
    key = {"attendee": member.pk, "topic": plan.hall.item.topic_id}
    assert "重点发言人已拟上" in client.post(f"{home}key/", key, follow=True).content.decode()
    assert client.post(f"{home}decide/", {"on": "昨天", "body": "秘书长联席会议", "paper": "x"}).status_code == 422
    typed = {"on": "2024年5月8日", "body": "秘书长联席会议", "paper": "纪要〔2024〕3号"}
    done = client.post(f"{home}decide/", typed, follow=True).content.decode()
    assert "已确定：秘书长联席会议，2024年5月8日，纪要〔2024〕3号" in done
    assert client.post(f"{home}dance/").status_code == 404
    one = plan.hall.meeting.appointments.first()
    assert as_user("office").post(f"/meetings/appointments/{one.pk}/drop/").status_code == 404
    assert "已去掉" in client.post(f"/meetings/appointments/{one.pk}/drop/", follow=True).content.decode()


@pytest.mark.parametrize("page", ["detail", "print", "appointments", "list"])
def test_as_many_questions_for_more_people(plan, as_user, page):
    client, counts, hall = as_user("staff"), [], plan.hall
    for extra in (0, 6):
        for number in range(extra):
            hall.add(f"后{number}", "member")
        GroupPlan.objects.filter(pk=plan.pk).update(status="discarded")
        plan = verbs.propose(hall.meeting, actor=hall.staff, total=2)
        path = {
            "detail": f"/meetings/groups/{plan.pk}/",
            "print": f"/meetings/groups/{plan.pk}/?print=1",
            "appointments": f"/meetings/{hall.meeting.pk}/appointments/",
            "list": f"/meetings/{hall.meeting.pk}/groups/",
        }[page]
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 30
