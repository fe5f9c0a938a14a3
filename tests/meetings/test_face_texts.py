"""核对附件 of a report to the party committee: nothing goes on that nobody has read, a change asks again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.errors import RuleError
from meetings.choices import FaceReportStatus
from meetings.exports.face_report import report_context
from meetings.models.face import FaceReport
from meetings.workflow import face_report as reporting
from opinions.models import Opinion
from tests.meetings.faces import Year
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(world):
    return Year(world)


def url(name, report):
    return reverse(f"meetings:{name}", args=[report.pk])


def sent(rows, **texts):
    """What the page sends of these opinions, as they stand or with other words by number."""
    data = {"row": [row.pk for row in rows]}
    for row in rows:
        data |= {f"o{row.pk}-version": row.version, f"o{row.pk}-shared_text": texts.get(f"o{row.pk}", row.shared_text)}
    return data


def waiting(report):
    return list(reporting.annex_of(report).filter(shared_confirmed=False))


def changed(opinion):
    """The text was masked anew after somebody had read it."""
    Opinion.objects.filter(pk=opinion.pk).update(shared_confirmed=False)


@pytest.mark.parametrize("status", ["draft", "review", "checked"])
def test_no_step_while_a_text_waits(year, status):
    report = year.report(status)
    changed(reporting.annex_of(report).last())
    step = {
        "draft": lambda: reporting.submit(report, actor=year.staff),
        "review": lambda: reporting.check(report, actor=year.world["office"]),
        "checked": lambda: year.send(report),
    }[status]
    with pytest.raises(RuleError, match=r"附件里还有 \d 条"):
        step()
    assert FaceReport.objects.get().status == FaceReportStatus(status)


def test_read_masked_more_and_confirmed_all_at_once(year, as_user):
    report, staff = year.report(), as_user("staff")
    rows = waiting(report)
    words = staff.get(url("face_report_texts", report)).content.decode()
    assert "一共 3 条，还有 <b>3</b> 条没有核对" in words
    assert all(row.original in words for row in rows)
    assert staff.post(url("face_report_texts", report), sent(rows, **{f"o{rows[0].pk}": " "})).status_code == 422
    assert [one.pk for one in waiting(report)] == [rows[0].pk]
    staff.post(url("face_report_texts", report), sent(waiting(report), **{f"o{rows[0].pk}": "有条村道没人管。"}))
    assert waiting(report) == []
    assert report_context(report)["items"][0]["content"] == "有条村道没人管。"
    assert "都核对过了" in staff.get(url("face_report_texts", report)).content.decode()
    staff.post(url("face_report_submit", report))
    changed(rows[1])
    as_user("office").post(url("face_report_check", report))
    assert FaceReport.objects.get().status == "review"
    assert "现在轮到选工委核对" in as_user("office").get(url("face_report", report)).content.decode()


def test_one_changed_meanwhile_shows_both(year, as_user):
    report, staff = year.report(), as_user("staff")
    rows = waiting(report)
    Opinion.objects.filter(pk=rows[0].pk).update(version=9, shared_text="别人改的。")
    answer = staff.post(url("face_report_texts", report), sent(rows))
    assert (answer.status_code, "别人改的。" in answer.content.decode()) == (409, True)
    assert [one.pk for one in waiting(report)] == [rows[0].pk]


def test_rows_of_another_paper_are_not_touched(year, as_user, world):
    report, other = year.report(), world.opinion()
    as_user("staff").post(url("face_report_texts", report), sent([other]))
    assert not Opinion.objects.get(pk=other.pk).shared_confirmed


@pytest.mark.parametrize("who", [*PERSONAS, None])
def test_staff_alone_read_them(year, as_user, who):
    report = year.report()
    answers = {as_user(who).get(url("face_report_texts", report)).status_code}
    answers |= {as_user(who).post(url("face_report_texts", report), sent(waiting(report)[:1])).status_code}
    expected = {"staff": {200, 302}, "office": {403}, "leader": {403}, None: {302}}
    assert answers == expected.get(who, {404})


def test_as_many_questions_for_three_as_for_one(year, as_user):
    staff, counts = as_user("staff"), []
    report = year.report()
    for number in (1, 3):
        Opinion.objects.update(shared_confirmed=True)
        for row in list(reporting.annex_of(report))[:number]:
            changed(row)
        with CaptureQueriesContext(connection) as seen:
            staff.get(url("face_report_texts", report))
        counts.append(len(seen))
    assert counts[1] <= counts[0]
