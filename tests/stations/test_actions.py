"""Scans, looks behind the mask, address and hours."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEntry
from common.errors import NotAllowedError, RuleError
from common.files import accept_upload
from stations import actions
from stations.models import Attachment
from tests.stations.making import NAME, PHONE, visit
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def pdf():
    return accept_upload(SimpleUploadedFile("签字表.pdf", PDF))


@pytest.mark.parametrize("name", PERSONAS)
def test_who_files_the_signed_form(world, name):
    made = visit(world)
    if name in {"head", "liaison", "staff"}:
        assert actions.file_scan(made, pdf(), actor=world[name]).visit == made
        assert made.events.get(step="scan").actor == world[name]
    else:
        with pytest.raises(NotAllowedError):
            actions.file_scan(made, pdf(), actor=world[name])
        assert Attachment.objects.count() == 0


def test_a_look_behind_the_mask_is_logged(world):
    made = visit(world, address="东湖社区")
    found = actions.reveal_visitor(made, actor=world["head"], reason="电话告知办理结果")
    assert found == {"name": NAME, "phone": PHONE, "address": "东湖社区"}
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.detail) == (world["head"], "电话告知办理结果")
    assert NAME not in entry.target
    assert PHONE not in entry.target


def test_a_look_needs_a_reason_and_the_right(world):
    made = visit(world)
    with pytest.raises(RuleError) as refused:
        actions.reveal_visitor(made, actor=world["head"], reason="看")
    assert refused.value.field == "reason"
    for name in ("leader", "office", "township", "deputy", "agency"):
        with pytest.raises(NotAllowedError):
            actions.reveal_visitor(made, actor=world[name], reason="电话告知办理结果")
    assert AuditEntry.objects.count() == 0


def test_address_and_hours(world):
    kept = actions.keep_station(world.station, actor=world["head"], address=" 镇东 ", hours="每周三", phone="")
    kept.refresh_from_db()
    assert (kept.address, kept.hours) == ("镇东", "每周三")
    with pytest.raises(NotAllowedError):
        actions.keep_station(world.station, actor=world["liaison"], address="x", hours="y", phone="")
