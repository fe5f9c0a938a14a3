"""The year in numbers and the report to the party committee: steps, sums, the frozen paper and its layout."""

import io
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from docx import Document

from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import open_steps
from meetings.choices import FaceReportStatus
from meetings.exports.face_report import report_context, report_docx
from meetings.models.face import FaceReport, FaceReportFile
from meetings.reports.face import course_of, listable_of, lists_of, spoken_at
from meetings.workflow import face_report as reporting
from meetings.workflow.face_report import Words
from opinions.choices import Destination
from opinions.reports.drafting import opening_of, title_of
from opinions.reports.sums import destination_sums
from opinions.workflow import matter as matters
from opinions.workflow import paper as papers
from opinions.workflow.paper import Cover
from tests.layout import docx_problems
from tests.meetings.faces import Year
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
S = FaceReportStatus
STEPS = {
    ("staff", S.DRAFT): ["edit", "submit"],
    ("office", S.REVIEW): ["check", "return"],
    ("office", S.CHECKED): ["return"],
    ("staff", S.CHECKED): ["send"],
}


@pytest.fixture
def year(world):
    return Year(world)


def text_of(data):
    doc = Document(io.BytesIO(data))
    cells = [cell.text for table in doc.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in doc.paragraphs), *cells])


# --- the year -----------------------------------------------------------------------------------
def test_the_sums_of_the_year_add_up(year):
    one, two, three = year.hold()
    other = year.arrange("校门口交通", date(2024, 4, 9))
    (four,) = year.hold(("接送车乱停。",), face=other)
    year.matter([one, two])
    year.matter([two, four], "校门口交通秩序", Destination.PARTY)
    course = course_of(year.series)
    assert [line.tally.total for line in course.lines] == [3, 1]
    assert course.tally.lines == [("交办", 2), ("报告市委（党委）", 1), ("待归并", 1)]
    assert sum(number for _, number in course.tally.lines) == course.tally.total == 4
    sums = destination_sums(year.series.occasion)
    assert course.tally.lines == [(line.label, line.count) for line in sums.shown]
    assert (course.held, course.people) == (2, 2)
    assert three.pk in {said.pk for said in spoken_at([year.face.sitting.occasion_id])}


def test_declined_and_answered_are_counted_as_what_they_are(year):
    one, two, three = year.hold()
    world = year.world
    matters.decline(
        [three],
        actor=year.staff,
        unit=world.committee,
        rule=year.matter([one, two]).rule,
        reason="已经解决",
        occasion=year.series.occasion,
    )
    paper = world.paper_in("issued", matters_=listable_of(year.series, year.staff))
    row = world.reload(paper.assignments.get().undertakings.get())
    from opinions.workflow import reply as replies
    from opinions.workflow import undertaking as undertakings

    undertakings.accept(row, actor=world["agency"], at=timezone.now())
    reply = world.deliver(row, at=timezone.now())
    assert course_of(year.series).tally.answered == 0
    reply.undertaking = row
    replies.pass_reply(reply, actor=year.staff)
    tally = course_of(year.series).tally
    assert (tally.answered, tally.lines) == (2, [("交办", 2), ("不交办", 1)])


def test_the_matters_of_the_year_lead_into_a_list(year):
    one, two, _ = year.hold()
    made, elsewhere = year.matter([one]), year.matter([two], "报告", Destination.PARTY)
    assert listable_of(year.series, year.staff) == [made]
    assert title_of([made]) == "濮阳市2024年领导干部与代表公民面对面座谈会意见建议交办清单"
    assert opening_of([made]).endswith("本清单涉及1条。")
    cover = Cover(series="濮人常办", title=title_of([made]))
    drafted = papers.draft([made], cover, actor=year.staff, unit=year.world.issuer, occasion=year.series.occasion)
    assert listable_of(year.series, year.staff) == []
    assert lists_of(year.series, year.staff) == [drafted]
    assert elsewhere.occasion == year.series.occasion


# --- steps --------------------------------------------------------------------------------------
@pytest.mark.parametrize("status", S.values)
@pytest.mark.parametrize("persona", PERSONAS)
def test_who_may_take_which_step(year, persona, status):
    report = year.report()
    report.status = status
    assert open_steps(reporting.STEPS, report, year.world[persona]) == STEPS.get((persona, S(status)), [])


def test_the_report_goes_round_and_is_frozen(year):
    report = year.report("sent")
    assert (report.status, report.number) == (S.SENT, "濮人常〔2024〕12号")
    kept = FaceReportFile.objects.get(report=report)
    assert kept.file.read() == b"paper"
    with pytest.raises(RuleError, match="已报送"):
        year.send(report)
    steps = [event.step for event in report.events.order_by("pk")]
    assert steps == ["draft", "submit", "check", "send"]


def test_a_return_needs_a_reason_and_leads_to_a_draft(year):
    report = year.report("review")
    with pytest.raises(RuleError, match="原因"):
        reporting.return_report(report, actor=year.world["office"], note=" ")
    reporting.return_report(report, actor=year.world["office"], note="核对人数")
    assert report.status == S.DRAFT


@pytest.mark.parametrize(
    ("facts", "words"),
    [({"number": " "}, "文号"), ({"sent_on": timezone.localdate() + timedelta(days=1)}, "晚于今天")],
)
def test_a_wrong_sending_is_refused(year, facts, words):
    report = year.report("checked")
    with pytest.raises(RuleError, match=words):
        year.send(report, **facts)
    assert not FaceReportFile.objects.exists()


def test_a_number_is_used_once_and_a_failed_paper_sends_nothing(year):
    year.report("sent")
    second = year.report("checked")
    with pytest.raises(RuleError, match="已经用过"):
        year.send(second)

    def broken(_report):
        raise ValueError("template")

    second = FaceReport.objects.with_place().get(pk=second.pk)
    with pytest.raises(ValueError, match="template"):
        year.send(second, number="濮人常〔2024〕13号", render=broken)
    assert FaceReport.objects.get(pk=second.pk).status == S.CHECKED


def test_what_is_stored_must_hold_together(year):
    report = year.report()
    with pytest.raises(IntegrityError), transaction.atomic():
        FaceReport.objects.filter(pk=report.pk).update(status=S.SENT)


def test_only_ended_sittings_of_the_year_are_reported(year):
    words = Words(title="报告", addressee="中共濮阳市委")
    for faces in ([], [year.face]):
        with pytest.raises(RuleError):
            reporting.draft(year.series, faces, words, actor=year.staff, unit=year.world.congress)
    for persona in ("office", "outsider", "deputy"):
        with pytest.raises(NotAllowedError):
            reporting.draft(year.series, [year.face], words, actor=year.world[persona], unit=year.world.congress)


def test_two_who_edit_at_once_lose_nothing(year):
    report = year.report()
    faces, words = list(report.faces.with_place()), Words(title="改过的标题", addressee="中共濮阳市委")
    reporting.edit(report, faces, words, actor=year.staff, version=1)
    with pytest.raises(StaleError):
        reporting.edit(report, faces, words, actor=year.staff, version=1)


# --- the paper ----------------------------------------------------------------------------------
def test_the_paper_carries_every_opinion_once_and_keeps_the_page(year):
    one, two, three = year.hold(("村道坑洼，电话13812345678。", "校门口放学堵车。", "路灯不亮。"))
    year.matter([one, two])
    report = year.report()
    data = report_docx(report)
    assert docx_problems(data) == []
    said = text_of(data)
    assert said.count("校门口放学堵车。") == said.count("路灯不亮。") == 1
    assert "13812345678" not in said
    assert "王大娘" not in said
    assert "“农村道路管护经费”" in said
    assert "尚未归并1条。" in said
    assert "建议列入预算。" in said
    context = report_context(report)
    assert [item["went"] for item in context["items"]] == ["交办", "交办", "待归并"]
    assert three.pk == max(one.pk, two.pk, three.pk)


def test_a_sent_paper_shows_number_and_signer(year):
    report = year.report("checked")
    year.send(report, signer="王示例", render=report_docx)
    said = text_of(FaceReportFile.objects.get(report=report).file.read())
    assert "濮人常〔2024〕12号" in said
    assert "签发人：王示例" in said
