"""The pages, doors and papers of several 全体会议."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document

from meetings import actions
from meetings.codes import _signer, door_of, door_token
from meetings.exports.roll import roll_context, roll_docx
from meetings.models import Attendee, Plenary
from meetings.reports import cells_of
from meetings.workflow import attendance, plenaries
from opinions.models import Occasion
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
BEFORE, MORNING, NOON = (datetime(2024, 5, day, hour, tzinfo=UTC) for day, hour in ((10, 2), (14, 1), (14, 7)))


def words(attendee):
    return [cell.word for cell in cells_of(Attendee.objects.with_row_data().get(pk=attendee.pk))]


def today(hall):
    Occasion.objects.filter(pk=hall.meeting.occasion_id).update(held_on=timezone.localdate())


# --- the door -----------------------------------------------------------------------------------
def test_each_code_opens_its_own_until_the_next_begins(two):
    roll, day = actions.roll_of(two.meeting), date(2024, 5, 14)
    first, second = (door_token(one, roll, day) for one in (two.first, two.second))
    assert (door_of(first, MORNING).plenary, door_of(first, MORNING).is_open) == (two.first, True)
    assert (door_of(second, MORNING).plenary, door_of(second, MORNING).is_open) == (two.second, True)
    assert not door_of(first, NOON).is_open
    assert door_of(second, NOON).is_open
    assert not door_of(second, NOON + timedelta(days=1)).is_open


def test_codes_of_before_open_nothing(two):
    old = _signer.sign_object([two.meeting.pk, actions.roll_of(two.meeting).round, "2024-05-14"])
    assert not door_of(old, MORNING).is_open
    for wrong in ([two.meeting.pk], [two.meeting.pk, 0, 1, "2024-05-14"], [0, 1, 1, "2024-05-14"]):
        assert door_of(_signer.sign_object(wrong), MORNING) is None


def test_a_phone_signs_in_for_the_second(two, as_user):
    today(two)
    plenaries.edit_plenary(two.first, actor=two.staff)
    plenaries.edit_plenary(two.second, actor=two.staff)
    two.second.refresh_from_db()
    token = door_token(Plenary.objects.get(pk=two.second.pk), actions.roll_of(two.meeting), timezone.localdate())
    client = as_user("deputy")
    assert "第二次全体会议" in client.get(f"/meetings/door/{token}/").content.decode()
    done = client.post(f"/meetings/door/{token}/", follow=True).content.decode()
    assert "签到好了" in done
    assert words(two.deputy) == ["未签到", "列席"]
    shown = as_user("staff").get(f"{two.home}door/?at=2").content.decode()
    assert "只签第二次全体会议" in shown


# --- pages --------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", PERSONAS)
def test_who_arranges(two, as_user, name):
    client, reads = as_user(name), name in {"staff", "office", "leader"}
    assert client.get(f"/meetings/roll/{two.member.pk}/").status_code == (200 if reads else 404)
    assert client.get(f"{two.home}roll.docx").status_code == (200 if reads else 404)
    wanted = 200 if name == "staff" else 403 if reads else 404
    paths = [f"{two.home}plenaries/", f"/meetings/plenaries/{two.second.pk}/edit/"]
    assert {client.get(path).status_code for path in paths} == {wanted}
    if name == "staff":
        return
    posts = [f"{two.home}plenaries/new/", *(f"/meetings/plenaries/{two.second.pk}/{one}/" for one in ("edit", "remove"))]
    assert {client.post(path).status_code for path in posts} == {wanted}


def test_staff_arrange(two, as_user):
    client, edit = as_user("staff"), f"/meetings/plenaries/{two.second.pk}/edit/"
    assert {client.get(f"{two.home}plenaries/new/").status_code, client.post(f"{two.home}plenaries/").status_code} == {405}
    assert client.get(f"/meetings/plenaries/{two.second.pk}/remove/").status_code == 405
    wrong = client.post(f"{two.home}plenaries/new/", {"held_on": "2024年5月20日"})
    assert (wrong.status_code, "会期是5月14日" in wrong.content.decode()) == (422, True)
    assert client.post(edit, {"starts_at": "下午"}).status_code == 422
    text = client.post(edit, {"label": "闭幕会", "starts_at": "16:00"}, follow=True).content.decode()
    assert "闭幕会" in text
    text = client.post(f"{two.home}plenaries/new/", {}, follow=True).content.decode()
    assert "第三次全体会议" in text
    last = two.meeting.plenaries.get(number=3).pk
    assert "已删去" in client.post(f"/meetings/plenaries/{last}/remove/", follow=True).content.decode()
    assert client.post(f"/meetings/plenaries/{last}/remove/").status_code == 404


def test_the_matrix_is_ticked_cell_by_cell(two, as_user):
    client, path = as_user("staff"), f"/meetings/roll/{two.member.pk}/step/"
    text = client.post(path, {"step": "sign", "plenary": two.second.pk}, headers={"HX-Request": "true"}).content.decode()
    assert f'id="q{two.second.pk}"' in text
    assert words(two.member) == ["未签到", "出席"]
    assert "请先选是哪一次" in client.post(path, {"step": "sign"}, follow=True).content.decode()
    assert client.post(path, {"step": "sign", "plenary": "x"}).status_code == 404
    whole = f"/meetings/roll/{two.deputy.pk}/leave/"
    assert "请勾选哪几次" in client.post(whole, {"reason": "住院"}).content.decode()
    client.post(whole, {"reason": "住院", "plenaries": [two.first.pk, two.second.pk]})
    assert words(two.deputy) == ["请假", "请假"]
    text = client.get(f"{two.home}roll/?at=2").content.decode()
    assert text.count('class="tab"') == 2
    assert "住院" in text


def test_a_deputy_asks_leave_of_the_second(two, as_user):
    today(two)
    client, mine = as_user("deputy"), f"/meetings/mine/{two.deputy.pk}/"
    Attendee.objects.filter(pk=two.deputy.pk).update(told_at=timezone.now())
    assert "哪几次不能来" in client.get("/meetings/mine/").content.decode()
    assert client.post(f"{mine}leave/", {"reason": "有事"}).status_code == 422
    assert client.post(f"{mine}leave/", {"reason": "有事", "plenaries": ["0"]}).status_code == 422
    client.post(f"{mine}leave/", {"reason": "有事", "plenaries": [two.second.pk]})
    assert words(two.deputy) == ["未签到", "请假"]
    assert "每次都参加" in client.get("/meetings/mine/").content.decode()
    client.post(f"{mine}agree/")
    assert words(two.deputy) == ["未签到", "未签到"]


@pytest.mark.parametrize("path", ["roll/", "roll/?print=1", "roll.docx", "plenaries/", "door/"])
def test_as_many_questions_for_more_people_and_more_of_them(two, as_user, path):
    client, counts = as_user("staff"), []
    actions.roll_of(two.meeting)
    for extra in (0, 2):
        for number in range(extra):
            one = two.add(f"人{number}", "grid")
            attendance.sign(Attendee.objects.with_row_data().get(pk=one.pk), plenaries.add_plenary(two.meeting, actor=two.staff), actor=two.staff)
        client.get(f"{two.home}{path}")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{two.home}{path}")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20


def test_as_many_questions_for_ones_own_meetings(two, as_user):
    client, counts = as_user("deputy"), []
    for extra in (0, 2):
        for number in range(extra):
            more = {"title": f"第{number}次", "short_title": f"第{number}次", "term": 9, "number": number + 1}
            made = actions.create_meeting(actor=two.staff, unit=two.world.committee, held_on=date(2024, 1, 9), **more)
            actions.add_attendee(made, actor=two.staff, name="张守信", capacity="county_deputy", deputy=two.world.deputy)
        with CaptureQueriesContext(connection) as asked:
            text = client.get("/meetings/mine/").content.decode()
        counts.append(len(asked))
        assert text.count("<section") == 1 + extra
    assert counts[0] >= counts[1]


# --- papers -------------------------------------------------------------------------------------
def test_the_paper_has_a_column_for_each(two):
    attendance.late(two.member, two.first, actor=two.staff, at=MORNING)
    for _ in range(2):
        plenaries.add_plenary(two.meeting, actor=two.staff)
    context = roll_context(two.meeting)
    assert [len(sheet["heads"]) for sheet in context["sheets"]] == [3, 1, 3, 1]
    assert context["sheets"][0]["items"][0]["marks"] == ["出席（迟到）", "", ""]
    tables = Document(io.BytesIO(roll_docx(two.meeting))).tables
    assert [len(table.columns) for table in tables] == [6, 4, 6, 4]
    assert tables[0].cell(0, 3).text == "第一次\n全体会议\n5月14日"
    assert tables[0].cell(1, 3).text == "出席（迟到）"


def test_the_paper_of_one_has_a_place_to_sign(hall):
    hall.add("周培林", "member", "市人大常委会委员")
    (table,) = Document(io.BytesIO(roll_docx(hall.meeting))).tables
    assert [cell.text for cell in table.rows[0].cells] == ["序号", "姓名", "单位和职务", "签到情况", "签名"]
