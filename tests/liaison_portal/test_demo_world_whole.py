"""The whole demonstration world, really committed: the county, its rebuilding, and what a crash leaves."""

import sys
import time

import pytest

from accounts.models import Notice, Region
from deputies.models import ActivityGroup, Deputy, LegislativeContact, Mandate
from liaison_portal.demo import checks
from meetings.models import RaisedOpinion, Sitting
from opinions.models import AssignmentList, Attachment, Opinion
from stations.models import Station
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
    assert Sitting.objects.count() == 4
    assert RaisedOpinion.objects.count() >= 160
    assert set(AssignmentList.objects.values_list("status", flat=True)) == {
        "issued", "draft", "review", "sign", "annulled",
    }  # fmt: skip
    assert Attachment.objects.filter(purpose="frozen").count() == 3
    assert Notice.objects.filter(read_at=None).exists()
    before = counts()
    run()
    assert counts() == before
    assert "演示数据已生成" in run(reset=True, scale="small")
    assert Deputy.objects.count() < 1994
    assert of("staff").has_usable_password()
