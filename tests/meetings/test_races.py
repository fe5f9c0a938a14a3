"""Two hands at once in a face-to-face sitting and over a 简报: one wins, the other gets a sentence, nothing is doubled."""

import pytest

from common.errors import RuleError, StaleError
from meetings.models import Briefing, Participant
from meetings.models.face import FaceInvitation, FaceReport, FaceReportFile, FaceSitting
from meetings.reports.face import listable_of
from meetings.workflow import briefing as verbs
from meetings.workflow import face as inviting
from meetings.workflow import face_report as reporting
from opinions.models import Assignment, AssignmentList
from opinions.reports.drafting import title_of
from opinions.workflow import paper as papers
from opinions.workflow.paper import Cover
from tests.meetings.faces import Year
from tests.meetings.press import DAY, issue_of, signed
from tests.meetings.test_workflow_speech import together

pytestmark = pytest.mark.django_db(transaction=True)
LOST = {RuleError.__name__, StaleError.__name__}


@pytest.fixture
def year(world):
    return Year(world)


def one_won(went):
    assert went.count("ok") == 1, went
    assert set(went) <= LOST | {"ok"}, went


def face_of(year):
    return FaceSitting.objects.with_place().get(pk=year.face.pk)


def test_a_deputy_asked_twice_at_once_is_asked_once(year):
    staff, deputy = year.staff, year.world.deputy
    one_won(together(3, lambda _: inviting.invite_deputies(face_of(year), [deputy], actor=staff)))
    assert FaceInvitation.objects.get().deputy == deputy


def test_who_comes_is_seated_once(year):
    said = year.ask_citizen()
    inviting.note_answer(said, actor=year.staff, comes=True)
    one_won(together(3, lambda _: inviting.seat_all(face_of(year), actor=year.staff)))
    assert Participant.objects.get().contributor == said.contributor


def test_the_same_matters_put_on_two_lists_at_once_stand_on_one(year):
    year.matter(year.hold())
    (matter,) = listable_of(year.series, year.staff)
    facts = {"actor": year.staff, "unit": year.world.issuer, "occasion": year.series.occasion}
    cover = Cover(series="濮人常办", title=title_of([matter]))
    one_won(together(3, lambda _: papers.draft([matter], cover, **facts)))
    assert Assignment.objects.get().matter == matter
    assert AssignmentList.objects.count() == 1


def test_a_report_sent_twice_at_once_is_sent_once(year):
    report = year.report("checked")

    def act(number):
        fresh = FaceReport.objects.with_place().get(pk=report.pk)
        year.send(fresh, number=f"濮人常〔2024〕{number + 1}号")

    one_won(together(3, act))
    assert FaceReportFile.objects.get().report == report


def test_two_reports_under_one_number_at_once(year):
    reports = [year.report("checked").pk, year.report("checked").pk]
    one_won(together(2, lambda number: year.send(FaceReport.objects.with_place().get(pk=reports[number]))))
    assert FaceReport.objects.filter(status="sent").count() == 1


def test_two_edit_a_report_at_once(year):
    report = year.report()
    faces = list(report.faces.with_place())

    def act(number):
        words = reporting.Words(title=f"第{number}个标题", addressee="中共濮阳市委")
        fresh = FaceReport.objects.with_place().get(pk=report.pk)
        reporting.edit(fresh, faces, words, actor=year.staff, version=report.version)

    one_won(together(3, act))


# --- 简报 -------------------------------------------------------------------------------------------
def fresh(made):
    return Briefing.objects.with_place().get(pk=made.pk)


def test_sent_to_the_office_twice_at_once_it_lies_there_once(hall):
    made = issue_of(hall, [signed(hall)])
    one_won(together(3, lambda _: verbs.submit(fresh(made), actor=hall.staff)))
    assert made.events.filter(step="submit").count() == 1


def test_two_sign_at_once_and_one_signature_stands(hall):
    made, leader = issue_of(hall, [signed(hall)], status="signing"), hall.world["leader"]
    one_won(together(3, lambda _: verbs.sign(fresh(made), actor=leader)))
    assert fresh(made).signed_by == leader.name
    assert made.events.filter(step="sign").count() == 1


def test_signed_and_returned_at_once_it_is_one_of_both(hall):
    made, leader = issue_of(hall, [signed(hall)], status="signing"), hall.world["leader"]
    acts = (
        lambda: verbs.sign(fresh(made), actor=leader),
        lambda: verbs.return_briefing(fresh(made), actor=leader, note="再改"),
    )
    together(2, lambda number: acts[number]())
    assert (fresh(made).status, fresh(made).signed_by) in {("signing", leader.name), ("editing", "")}


def test_issues_of_two_series_at_once_count_apart(hall):
    waiting = [
        issue_of(hall, [signed(hall, f"第{number}条。")], status="signed", series=series).pk
        for number, series in enumerate(("regular", "extra"))
    ]

    def act(number):
        made = Briefing.objects.with_place().get(pk=waiting[number])
        verbs.issue(made, actor=hall.world["staff"], on=DAY)

    assert together(2, act) == ["ok", "ok"]
    assert [one.issue_name for one in Briefing.objects.order_by("pk")] == ["第1期（总第1期）", "增刊第1期"]
