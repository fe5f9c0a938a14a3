"""What is always true of links, confirmations, 简报 and face-to-face sittings: told by the form, held by the database."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from meetings.models import Briefing, BriefingFile, Confirmation, ConfirmationLink
from meetings.models.face import FaceInvitation, FaceReport, FaceSeries
from meetings.workflow import speech
from opinions.models import Contributor, Occasion
from tests.meetings.faces import Year
from tests.meetings.press import DAY, issue_of, signed

pytestmark = pytest.mark.django_db


def refused(row, words):
    """By `full_clean` in Chinese, and by the database where nobody asked."""
    with pytest.raises(ValidationError, match=words):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def with_facts(row, **facts):
    """A fresh copy of the row, with those facts."""
    again = type(row).objects.get(pk=row.pk)
    for name, value in facts.items():
        setattr(again, name, value)
    return again


def test_a_speaker_has_one_open_link(hall):
    hall.say()
    made = speech.send(hall.people[1], actor=hall.staff).link
    now = timezone.now()
    facts = {"participant": made.participant, "made_at": now, "valid_until": now + timedelta(days=1)}
    refused(ConfirmationLink(code_hash="another", made_by=hall.staff, **facts), "没收回的核对链接")
    refused(with_facts(made, opened_at=now), "是哪一部手机")
    refused(with_facts(made, phone_hash="x"), "是哪一部手机")


def test_a_signature_on_paper_has_its_day(hall):
    kept = signed(hall).confirmation
    refused(with_facts(kept, how="paper"), "签字日期")
    assert Confirmation.objects.get().how == "link"


def test_an_issue_out_has_its_number_once_and_one_meeting(hall):
    made = issue_of(hall, [signed(hall)], status="issued")
    other = issue_of(hall)
    same = {"status": "issued", "number": 1, "year": 2024, "issued_on": DAY}
    refused(with_facts(other, **same), "期号已经用过")
    refused(with_facts(made, number=None), "期号和日期")
    refused(with_facts(made, issued_on=None), "期号和日期")
    refused(with_facts(other, meeting=None), "一次会议，或者一场")
    refused(with_facts(other, sitting=hall.sitting), "一次会议，或者一场")
    assert Briefing.objects.filter(number=1).count() == 1


def test_an_issue_has_one_frozen_file(hall):
    made = issue_of(hall, [signed(hall)], status="issued")
    facts = {"purpose": "frozen", "file": "a.docx", "name": "a.docx", "content_type": "x", "size": 1, "sha256": "0" * 64}
    BriefingFile.objects.create(briefing=made, **facts)
    refused(BriefingFile(briefing=made, **facts), "只有一份定稿")


def test_a_year_of_sittings_is_opened_once(world):
    year = Year(world)
    occasion = Occasion.objects.get(pk=year.series.occasion_id)
    occasion.pk = None
    occasion.save()
    refused(FaceSeries(occasion=occasion, unit=world.committee, year=2024), "已经建好")


def test_a_deputy_is_asked_once_and_a_refusal_has_its_reason(world):
    year = Year(world)
    asked = year.ask_deputy()
    who = Contributor.objects.create(name="张守信", capacity="county_deputy")
    refused(FaceInvitation(face=year.face, contributor=who, deputy=world.deputy), "已经请了")
    refused(with_facts(asked, status="no"), "请写原因")


def test_a_report_that_is_out_has_its_number_and_day(world):
    year = Year(world)
    report = year.report("sent")
    refused(with_facts(report, number=""), "文号和日期")
    refused(with_facts(report, sent_on=None), "文号和日期")
    other = year.report()
    refused(with_facts(other, number=report.number), "文号已经用过")
    assert FaceReport.objects.filter(status="sent").count() == 1
