"""The demonstration tells each story in the order in which it happened."""

from datetime import date

import pytest
from django.db.models import F, Window
from django.db.models.functions import Lag

from liaison_portal.demo import loading
from opinions.models import Event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("today", [date(2026, 5, 8), date(2026, 10, 12)])
def test_no_story_runs_backwards_whatever_days_off_lie_between(settings, today):
    settings.PORTAL_DEMO = True
    loading.load("small", today=today)
    for target in ("undertaking", "opinion", "matter", "list"):
        before = Window(Lag("at"), partition_by=[F(f"{target}_id")], order_by="id")
        events = Event.objects.exclude(**{target: None}).annotate(before=before)
        backwards = [(e.step, e.before, e.at) for e in events if e.before and e.before > e.at]
        assert backwards == [], target
