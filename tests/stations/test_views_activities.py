"""The pages of activities: what they show to whom, what they take, how many queries they ask."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from common.text import cn_date
from deputies.models import DutyRecord
from opinions.models import Opinion
from stations import rules, workflow
from stations.models import Activity, Invitation
from stations.workflow import Asked
from tests.stations.gathering import DAY, MINUTES, activity
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
INSIDE = {"staff", "office", "leader", "township", "head", "liaison"}


def url(name, *args):
    return reverse(f"stations:{name}", args=args)


def typed(world, **changes):
    """What the page of a new activity sends."""
    facts = {
        "client_id": str(uuid4()),
        "organiser": world.station_unit.pk,
        "kind": "survey",
        "theme": "汛前排水设施调研",
        "held_on": cn_date(DAY),
        "starts_at": "9:00",
        "ends_at": "11点半",
        "place": "庆祖镇西街村",
        "station": world.station.pk,
        "plan": "",
    }
    return {**facts, **changes}


def coming(world, days=3, **facts):
    return activity(world, "notified", held_on=timezone.localdate() + timedelta(days=days), **facts)


def test_queryset_and_predicate_agree(world):
    for status in ("planned", "notified"):
        activity(world, status)
        activity(world, status, group=world.group, station=None, asked=Asked(guests=["李老师"]))
    activity(world, actor="staff", organiser=world.committee, station=None)
    for name in PERSONAS:
        user = world[name]
        seen = set(Activity.objects.visible_to(user).values_list("pk", flat=True))
        assert seen == {row.pk for row in Activity.objects.all() if rules.can_view_activity(user, row)}, name


def test_everybody_sees_what_is_theirs(world):
    activity(world)
    assert {name for name in PERSONAS if Activity.objects.visible_to(world[name]).exists()} == INSIDE
    activity(world, "notified")
    assert {name for name in PERSONAS if Activity.objects.visible_to(world[name]).count() == 2} == INSIDE
    assert Activity.objects.visible_to(world["deputy"]).count() == 1


def test_who_reads_the_list_and_the_page(world, as_user):
    made = coming(world)
    for name in PERSONAS:
        client, inside = as_user(name), name in INSIDE
        read = {page: client.get(url(page, made.pk)).status_code for page in ("activity_detail", "activity_print")}
        assert read["activity_detail"] == (200 if inside or name == "deputy" else 404), name
        assert read["activity_print"] == (200 if inside else 403 if name == "deputy" else 404), name
        assert client.get(url("activity_list")).status_code == (200 if inside or name == "outsider" else 404), name


def test_a_visitor_is_led_to_the_door(world, as_user):
    assert as_user(None).get(url("activity_list")).status_code == 302


def test_a_head_plans_and_comes_to_the_page(world, as_user):
    client = as_user("head")
    sent = typed(world)
    for _ in range(2):  # pressed twice
        answer = client.post(url("activity_new"), sent)
    made = Activity.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert (made.station, made.hours) == (world.station, "9:00 到 11:30")
    page = client.get(made.get_absolute_url()).content.decode()
    assert "汛前排水设施调研" in page
    assert "登记已经举行" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"theme": ""}, "这一项要填"),
        ({"held_on": "明天"}, "2024年9月30日"),
        ({"ends_at": "8:00"}, "结束时间要晚于开始时间"),
        ({"kind": "party"}, "选"),
    ],
)
def test_what_was_typed_wrong_stays_and_is_said(world, as_user, changes, sentence):
    answer = as_user("head").post(url("activity_new"), typed(world, **{"place": "西街村部", **changes}))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert "西街村部" in page
    assert not Activity.objects.exists()


def test_nobody_else_plans(world, as_user):
    for name in {*PERSONAS} - INSIDE:
        assert as_user(name).post(url("activity_new"), typed(world)).status_code in (403, 422)
    assert not Activity.objects.exists()


def test_inviting_by_group_name_and_guest(world, as_user):
    made = activity(world)
    sent = {"groups": [world.group.pk], "names": "", "guests": "李工（县水利局）\n", "units": [world.civil.pk]}
    answer = as_user("head").post(url("activity_invite", made.pk), sent)
    assert answer.status_code == 302
    assert {one.name for one in made.invitations.with_person()} == {"张守信", "李工（县水利局）"}
    answer = as_user("head").post(url("activity_invite", made.pk), {"names": "张守信、没这人"})
    assert answer.status_code == 422
    assert "没有找到代表“没这人”" in answer.content.decode()


def test_a_button_does_its_step_and_a_refusal_is_told(world, as_user):
    made, client = activity(world), as_user("head")
    answer = client.post(url("activity_send", made.pk), follow=True)
    assert "请先选好请谁" in answer.content.decode()
    workflow.invite(made, Asked(groups=[world.group]), actor=world["head"])
    client.post(url("activity_send", made.pk))
    client.post(url("activity_hold", made.pk))
    made.refresh_from_db()
    assert made.status == "held"
    assert as_user("office").post(url("activity_archive", made.pk)).status_code == 403


def test_a_reason_is_asked_for(world, as_user):
    made, client = coming(world), as_user("head")
    assert client.post(url("activity_cancel", made.pk), {"reason": ""}).status_code == 422
    client.post(url("activity_cancel", made.pk), {"reason": "防汛值班"})
    assert "防汛值班" in as_user("deputy").get(made.get_absolute_url()).content.decode()


def test_a_changed_plan_and_a_stale_page(world, as_user):
    made, client = activity(world), as_user("head")
    sent = typed(world, version=made.version, place="村部")
    assert client.post(url("activity_change", made.pk), sent).status_code == 302
    assert client.post(url("activity_change", made.pk), sent).status_code == 409


def sheet_of_names(*names):
    book = Workbook()
    book.active.append(["签到表"])
    book.active.append(["序号", "姓名"])
    for number, name in enumerate(names, start=1):
        book.active.append([number, name])
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("签到.xlsx", out.getvalue())


def test_attendance_by_paste_by_excel_and_by_tick(world, as_user):
    made, client = activity(world, "held"), as_user("head")
    guest, deputy = made.invitations.get(guest="李老师"), made.invitations.get(guest="")
    client.post(url("activity_attend", made.pk), {"names": "张守信", "rest": "absent"})
    assert set(made.invitations.values_list("pk", "attendance")) == {(deputy.pk, "present"), (guest.pk, "absent")}
    assert DutyRecord.objects.count() == 1
    answer = client.post(url("activity_attend", made.pk), {"file": sheet_of_names("张 守信", "李老师"), f"mark_{deputy.pk}": "leave"})
    assert answer.status_code == 302
    assert set(made.invitations.values_list("attendance", flat=True)) == {"present"}
    client.post(url("activity_attend", made.pk), {f"mark_{deputy.pk}": "leave", f"mark_{guest.pk}": "present"})
    assert not DutyRecord.objects.exists()


def test_a_name_that_is_not_on_the_list_saves_nothing(world, as_user):
    made = activity(world, "held")
    answer = as_user("head").post(url("activity_attend", made.pk), {"names": "张守信\n张守心"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "名单里没有：张守心" in page
    assert "张守信\n张守心" in page
    assert not made.invitations.exclude(attendance="").exists()


@pytest.mark.parametrize("data", [b"not a workbook", b"PK\x03\x04broken"])
def test_a_list_that_is_no_workbook_is_said(world, as_user, data):
    made = activity(world, "held")
    answer = as_user("head").post(url("activity_attend", made.pk), {"file": SimpleUploadedFile("签到.xlsx", data)})
    assert answer.status_code == 422
    assert not made.invitations.exclude(attendance="").exists()


def test_minutes_that_lost_stand_below_what_won(world, as_user):
    made = activity(world, "held")
    workflow.write_minutes(made, "站长写的。", number=0, actor=world["head"])
    answer = as_user("liaison").post(url("activity_minutes", made.pk), {"number": "0", "text": "联络员写的。"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "站长写的。" in page
    assert "联络员写的。" in page
    assert 'name="number" value="1"' in page


def test_an_opinion_goes_into_the_ledger_and_stands_on_the_page(world, as_user):
    made, client = activity(world, "held"), as_user("head")
    sent = {"client_id": str(uuid4()), "name": "吕桂花", "capacity": "resident", "original": "排水沟三年没清淤了。", "route": "county"}
    for _ in range(2):
        client.post(url("activity_said", made.pk), sent)
    assert Opinion.objects.count() == 1
    page = client.get(made.get_absolute_url()).content.decode()
    assert "排水沟三年没清淤了" in page
    assert "吕桂花" not in page
    assert client.post(url("activity_said", made.pk), {**sent, "original": "", "route": ""}).status_code == 422


def test_a_file_is_served_to_whoever_sees_the_activity(world, as_user):
    made, client = activity(world, "held"), as_user("head")
    file = SimpleUploadedFile("议程.pdf", b"%PDF-1.4 agenda")
    assert client.post(url("activity_file", made.pk), {"purpose": "material", "file": file}).status_code == 302
    at = url("activity_attachment", made.files.get().pk)
    assert as_user("deputy").get(at).status_code == 200
    assert as_user("outsider").get(at).status_code == 404


def test_the_record_sheet_is_a_page_and_a_document(world, as_user):
    made = activity(world, "archived")
    page = as_user("head").get(url("activity_print", made.pk)).content.decode()
    assert MINUTES in page
    answer = as_user("head").get(url("activity_docx", made.pk))
    assert answer.content.startswith(b"PK")


def test_a_deputy_answers_on_the_phone(world, as_user):
    made, client = coming(world), as_user("deputy")
    row = made.invitations.get(deputy__isnull=False)
    assert "等您答复" in client.get(url("my_activities")).content.decode()
    client.post(url("invitation_answer", row.pk), {"yes": "1", "word": "准时到"})
    row.refresh_from_db()
    assert (row.answer, row.word) == ("yes", "准时到")
    assert "准时到" in as_user("head").get(url("activity_invite", made.pk)).content.decode()
    assert as_user("head").get(url("invitation_answer", row.pk)).status_code == 404


def test_the_word_with_an_answer_is_the_organisers_alone(world, as_user):
    made = coming(world)
    Invitation.objects.filter(activity=made, deputy=None).update(answer="no", word="家里有事")
    assert "家里有事" not in as_user("deputy").get(made.get_absolute_url()).content.decode()


@pytest.mark.parametrize("page", ["activity_list", "activity_detail", "activity_invite", "activity_attend", "my_activities"])
def test_queries_do_not_grow_with_rows(world, as_user, page):
    def count():
        client = as_user("deputy" if page == "my_activities" else "head")
        at = url(page) if page in {"activity_list", "my_activities"} else url(page, made.pk)
        with CaptureQueriesContext(connection ) as seen:
            assert client.get(at).status_code == 200
        return len(seen)

    made = activity(world, "held") if page == "activity_attend" else coming(world)
    one = count()
    for n in range(2):
        workflow.invite(made, Asked(guests=[f"来宾{n}"]), actor=world["head"])
        activity(world, "held") if page == "activity_attend" else coming(world, days=4 + n)
    assert count() == one
