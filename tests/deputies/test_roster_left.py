"""An upload that nobody finishes does not stay."""

from datetime import date, timedelta

import pytest

from deputies.imports import drafts
from deputies.imports.roster import KIND
from deputies.models import RosterDraft
from opinions.actions import reminders
from tests.deputies import rosters
from tests.world import moment

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 20)


def test_uploads_left_lying_go_with_the_daily_round(world):
    for name in ("staff", "outsider"):
        drafts.take_upload(KIND, rosters.plain(), actor=world[name])
    for name, days in (("staff", 0), ("outsider", 1)):
        RosterDraft.objects.filter(owner=world[name]).update(created_at=moment(DAY + timedelta(days=days)))
    assert reminders.run(DAY + timedelta(days=2)).uploads == 1
    assert RosterDraft.objects.get().owner == world["outsider"]
