"""The whole demonstration world, really committed: the county, its rebuilding, and what a crash leaves."""

import sys
import time

import pytest
from django.utils import timezone

from accounts.models import Notice, Region
from deputies.models import ActivityGroup, Deputy, DutyRecord, LegislativeContact, Mandate
from liaison_portal.demo import checks
from liaison_portal.demo.accounts import PASSWORD
from liaison_portal.demo.content.people import XINCAI_USERS
from meetings.models import RaisedOpinion, Sitting
from meetings.models.face import FaceReport, FaceSitting
from meetings.reports.face import course_of
from opinions.models import AssignmentList, Attachment, HandlingRule, Opinion
from stations.models import DutySlot, Reception, Station
from tests.liaison_portal.test_demo_world import counts, of, run


@pytest.fixture(autouse=True)
def _demonstration(transactional_db, settings):
    settings.PORTAL_DEMO = True


def test_a_failure_leaves_nothing(monkeypatch):
    def wrong(world):
        assert Opinion.objects.exists()
        raise checks.WorldError("sums")

    monkeypatch.setattr(checks, "check", wrong)
    with pytest.raises(checks.WorldError):
        run(scale="small")
    assert counts() == dict.fromkeys(counts(), 0)


def xincai_can_be_tried():
    """Its accounts sign in, and each finds something to do at the one station."""
    for row in XINCAI_USERS:
        assert of(row.username).check_password(PASSWORD)
        assert of(row.username).scopes.items, row.username
    head, township, deputy = of("xc-head"), of("xc-township"), Deputy.objects.get(user=of("xc-deputy"))
    assert Reception.objects.visible_to(of("xc-liaison")).count() == Reception.objects.visible_to(head).count() == 2
    assert Opinion.objects.visible_to(head).filter(status="at_station").count() == 5
    assert Opinion.objects.visible_to(township).filter(status="at_station", holder=township.unit).exists()
    assert Opinion.objects.visible_to(of("xc-staff")).waiting().exists()
    assert DutySlot.objects.upcoming(timezone.localdate()).filter(slot_deputies__deputy=deputy).exists()
    assert DutyRecord.objects.filter(deputy=deputy).exists()
    assert not Reception.objects.visible_to(head).filter(station__unit__name__contains="庆祖").exists()


def what_the_law_changed_is_told():
    """One mandate ended with its announcement, one rests; both deputies stand on no day to come."""
    ended, rests = Mandate.objects.get(status="ended"), Mandate.objects.get(status="suspended")
    assert (ended.status_ground, rests.status_ground) == ("resigned", "custody")
    assert "代表法第六十二条" in ended.status_reason
    assert "代表法第六十一条" in rests.status_reason
    assert ended.notice_no
    assert ended.status_on <= ended.notice_on
    assert not ended.deputy.memberships.filter(left_on=None).exists()
    assert not DutySlot.objects.upcoming(timezone.localdate()).filter(
        slot_deputies__deputy__in=(ended.deputy_id, rests.deputy_id)
    ).exists()


def the_faces_of_the_year_are_there():
    """Twelve sittings held, everybody on their lists by the invitation, one report sent, one list drafted."""
    course = course_of(FaceReport.objects.get().series)
    assert course.held == 12
    assert course.tally.total == sum(number for _, number in course.tally.lines) == 216
    assert {label for label, _ in course.tally.lines} >= {
        "交办",
        "报告市委（党委）",
        "转人大本机关",
        "仅入简报",
        "待归并",
    }
    assert all(line.people == len(line.face.invitations.all()) for line in course.lines if line.tally.total)
    report = FaceReport.objects.get()
    assert report.status == "sent"
    assert report.file.sha256
    assert AssignmentList.objects.get(occasion=report.series.occasion).status == "draft"
    coming = FaceSitting.objects.get(sitting__status="ready")
    assert {row.status for row in coming.invitations.all()} >= {"asked", "listed", "yes", "no"}


def test_the_county_is_the_world_of_the_issue():
    started = time.monotonic()
    run()
    sys.stdout.write(f"county loaded in {time.monotonic() - started:.1f} s\n")
    xincai = Region.objects.get(system="mca", code="411729")
    there = Deputy.objects.filter(home_region__path__startswith=xincai.path)
    assert there.count() == 1994
    assert set(Mandate.objects.filter(deputy__in=there).values_list("level", flat=True)) == {
        "province", "city", "county", "township",
    }  # fmt: skip
    assert ActivityGroup.objects.filter(region__path__startswith=xincai.path).count() == 137
    assert not there.filter(memberships=None).exists()
    kinds = {
        kind: LegislativeContact.objects.filter(kind=kind).count() for kind in ("adviser", "reporter", "collector")
    }
    assert kinds == {"adviser": 17, "reporter": 36, "collector": 156}
    assert Station.objects.filter(unit__region__path__startswith=xincai.path).count() == 45
    assert Sitting.objects.count() == 4 + 12 + 1  # of the meeting, face to face, and the next one being prepared
    assert RaisedOpinion.objects.count() >= 160 + 200
    the_faces_of_the_year_are_there()
    assert set(AssignmentList.objects.values_list("status", flat=True)) == {
        "issued", "draft", "review", "sign", "annulled",
    }  # fmt: skip
    assert Attachment.objects.filter(purpose="frozen").count() == 3
    assert Notice.objects.filter(read_at=None).exists()
    xincai_can_be_tried()
    what_the_law_changed_is_told()
    before = counts()
    run()
    assert counts() == before
    assert "演示数据已生成" in run(reset=True, scale="small")
    assert Deputy.objects.count() < 1994
    assert of("staff").has_usable_password()
    assert not HandlingRule.objects.filter(kind="meeting_list", accept_source="").exists()
