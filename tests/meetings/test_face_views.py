"""The pages of face-to-face sittings: who opens them, what they take and refuse, and how many questions they ask."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from meetings.models.face import FaceInvitation, FaceReport, FaceReportFile, FaceSeries, FaceSitting
from meetings.workflow import face as inviting
from tests.meetings.faces import Year
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
PLAN = {
    "host": "chair",
    "leader": "",
    "theme": "校门口交通",
    "held_on": "2024年4月9日",
    "starts_at": "9:00",
    "place": "",
}
COMMITTEE = ("staff", "office", "leader")


@pytest.fixture
def year(world):
    return Year(world)


def url(name, *args):
    return reverse(f"meetings:{name}", args=args)


@pytest.mark.parametrize("persona", PERSONAS)
def test_the_committee_reads_and_nobody_else_knows_of_it(year, as_user, persona):
    report = year.report()
    client = as_user(persona)
    for address in (
        url("face_series", year.series.pk),
        url("face_people", year.face.pk),
        url("face_report", report.pk),
        url("face_report_docx", report.pk),
    ):
        assert client.get(address).status_code == (200 if persona in COMMITTEE else 404), address


@pytest.mark.parametrize(("persona", "status"), [("staff", 200), ("office", 403), ("leader", 403), ("outsider", 404)])
def test_staff_alone_prepare(year, as_user, persona, status):
    report = year.report()
    client = as_user(persona)
    for name, pk in (("face_edit", year.face.pk), ("face_report_new", year.series.pk), ("face_report_edit", report.pk)):
        assert client.get(url(name, pk)).status_code == status, name
    for name in ("face_send", "face_seat_all", "face_invite", "face_invite_citizen"):
        wanted = {200: (302, 422)}.get(status, (status,))
        assert client.post(url(name, year.face.pk)).status_code in wanted, name


def test_the_year_is_found_from_the_meetings(year, as_user):
    client = as_user("staff")
    assert year.series.occasion.title in client.get("/meetings/").content.decode()
    assert client.get(url("face_this_year")).url == year.series.get_absolute_url()
    listed = client.get("/meetings/").context["forums"]
    assert year.face.sitting not in listed
    FaceSitting.objects.all().delete()
    FaceSeries.objects.all().delete()
    assert as_user("staff").get(url("face_this_year")).url == url("face_create")
    assert as_user("office").get(url("face_this_year")).url == url("meeting_list")
    assert as_user("office").get(url("face_create")).status_code == 403


def test_a_sitting_is_arranged_in_the_year_of_its_day(year, as_user, world):
    client = as_user("staff")
    answer = client.post(url("face_create"), {**PLAN, "region": world.town.pk})
    made = FaceSitting.objects.latest("pk")
    assert answer.url == url("face_people", made.pk)
    assert (made.series, made.topic.title) == (year.series, "校门口交通")
    wrong = client.post(url("face_create"), {**PLAN, "region": world.town.pk, "theme": ""})
    assert wrong.status_code == 422
    late = client.post(url("face_edit", made.pk), {**PLAN, "region": world.town.pk, "held_on": "2025年4月9日"})
    assert late.status_code == 422
    assert "2024 年" in late.content.decode()


def test_the_general_form_of_sittings_leads_to_its_own(year, as_user):
    answer = as_user("staff").get(url("sitting_edit", year.face.sitting_id))
    assert answer.url == url("face_edit", year.face.pk)
    page = as_user("staff").get(year.face.get_absolute_url()).content.decode()
    assert url("face_people", year.face.pk) in page
    assert "农村道路管护" in page


def test_deputies_are_found_by_name_and_put_on_the_list(year, as_user, world):
    client, page = as_user("staff"), url("face_people", year.face.pk)
    found = client.get(page, {"q": world.deputy.name[0]}).context["found"]
    assert world.deputy in found
    client.post(url("face_invite", year.face.pk), {"deputies": [world.deputy.pk]})
    assert year.face.invitations.get().deputy == world.deputy
    assert world.deputy not in client.get(page, {"q": world.deputy.name}).context["found"]
    empty = client.post(url("face_invite", year.face.pk), {}, follow=True)
    assert "请先勾选要请的代表" in empty.content.decode()


def test_a_citizen_is_asked_and_their_number_is_not_shown(year, as_user):
    client = as_user("staff")
    typed = {"citizen-name": "刘玉芬", "citizen-capacity": "citizen_rep", "citizen-phone": "13700000001"}
    assert client.post(url("face_invite_citizen", year.face.pk), typed).status_code == 302
    said = client.get(url("face_people", year.face.pk)).content.decode()
    assert "刘玉芬" in said
    assert "13700000001" not in said
    assert client.post(url("face_invite_citizen", year.face.pk), {**typed, "citizen-name": ""}).status_code == 422


def test_staff_note_seat_and_take_off(year, as_user):
    client, who = as_user("staff"), year.ask_citizen()
    refused = client.post(url("face_note_answer", who.pk), {"no": "1"}, follow=True)
    assert "请写一句原因" in " ".join(map(str, refused.context["messages"])) or "原因" in refused.content.decode()
    client.post(url("face_note_answer", who.pk), {"yes": "1"})
    client.post(url("face_seat_all", year.face.pk))
    assert inviting.is_seated(year.again(who))
    other = year.ask_citizen("张大爷")
    client.post(url("face_uninvite", other.pk))
    assert not FaceInvitation.objects.filter(pk=other.pk).exists()
    third = year.ask_citizen("王大娘")
    client.post(url("face_seat", third.pk))
    assert inviting.is_seated(third)


def test_its_record_is_named_as_what_it_is(year, as_user):
    words = as_user("staff").get(year.face.get_absolute_url()).content.decode()
    assert "座谈会记录" in words
    assert "分组会议记录" not in words


@pytest.mark.parametrize("persona", PERSONAS)
def test_the_receipt_opens_for_the_addressee_alone(year, as_user, persona):
    address = url("face_answer", year.told().pk)
    client = as_user(persona)
    assert client.get(address).status_code == (200 if persona == "deputy" else 404)
    assert client.post(address, {"yes": "1"}).status_code == (302 if persona == "deputy" else 404)


def test_the_deputy_reads_nothing_before_it_is_sent_and_gives_a_reason(year, as_user):
    invitation = year.ask_deputy()
    client, address = as_user("deputy"), url("face_answer", invitation.pk)
    assert client.get(address).status_code == 404
    inviting.send(year.face, actor=year.staff)
    assert client.post(address, {}).status_code == 404
    assert client.post(address, {"no": "1", "reason": ""}).status_code == 422
    assert client.post(address, {"no": "1", "reason": "那天去郑州看病"}).status_code == 302
    said = client.get(address).content.decode()
    assert "您答复过不能参加" in said
    year.hold()
    assert "不用再答复" in client.get(address).content.decode()


def test_a_report_goes_from_the_page_to_the_frozen_file(year, as_user, world):
    year.hold()
    staff, office = as_user("staff"), as_user("office")
    typed = {"unit": world.congress.pk, "title": "报告", "addressee": "中共濮阳市委", "faces": [year.face.pk]}
    assert staff.post(url("face_report_new", year.series.pk), {**typed, "faces": []}).status_code == 422
    staff.post(url("face_report_new", year.series.pk), typed)
    pk = FaceReport.objects.get().pk
    assert staff.post(url("face_report_edit", pk), {**typed, "version": 1, "title": "改过的报告"}).status_code == 302
    assert staff.post(url("face_report_edit", pk), {**typed, "version": 1}).status_code == 409
    assert "附件里有 3 条文字还没有人核对" in staff.get(url("face_report", pk)).content.decode()
    year.read_annex(FaceReport.objects.get())
    staff.post(url("face_report_submit", pk))
    assert office.post(url("face_report_return", pk), {"note": ""}).status_code == 422
    office.post(url("face_report_return", pk), {"note": "核对人数"})
    staff.post(url("face_report_submit", pk))
    office.post(url("face_report_check", pk))
    assert staff.post(url("face_report_send", pk), {"number": "", "sent_on": ""}).status_code == 422
    sent = {"number": "濮人常〔2024〕12号", "sent_on": "2024年12月3日", "signer": "王示例"}
    assert staff.post(url("face_report_send", pk), sent).status_code == 302
    said = staff.get(url("face_report", pk)).content.decode()
    assert "濮人常〔2024〕12号" in said
    data = b"".join(staff.get(url("face_report_docx", pk)))
    assert data == FaceReportFile.objects.get().file.read()
    assert any("改过的报告" in paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)


def asked(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_pages_ask_as_often_for_three_rows_as_for_one(year, as_user):
    said = year.hold(("村道坑洼没人管。",))
    year.matter(said)
    report = year.report()
    client = as_user("staff")
    later = year.arrange("邀请名单", date(2024, 6, 4))
    year.ask_citizen(face=later)
    pages = [
        url("face_series", year.series.pk),
        url("face_people", later.pk),
        url("face_report", report.pk),
        "/meetings/",
    ]
    one = [asked(client, page) for page in pages]
    for number, theme in enumerate(("校门口交通", "基层看病"), start=4):
        face = year.arrange(theme, date(2024, number, 9))
        year.matter(year.hold((f"{theme}的事。", f"{theme}的另一件事。"), face=face)[:1], theme)
        year.ask_citizen(f"公民{number}", face=later)
        report.faces.add(face)
    assert [asked(client, page) for page in pages] == one
