# ruff: noqa: E402, T201 - a script: Django is set up before its models are imported
"""Run beside a worker and beat on PostgreSQL and Redis: exits 0 when a task was taken by the worker and
the daily round, sent twice through Redis, told everybody once. `.ci/run` starts both."""

import os
import sys
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liaison_portal.settings")

import django

django.setup()

from django.db import close_old_connections
from django.utils import timezone

from accounts.models import Notice
from liaison_portal.celery import app
from opinions import tasks
from opinions.choices import UndertakingStatus
from opinions.models import Undertaking

PATIENCE = 120  # seconds


def waited(what, question):
    """The first true answer of `question` within the patience; else the proof fails."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        close_old_connections()
        if answer := question():
            return answer
        time.sleep(0.5)
    raise SystemExit(f"not seen within {PATIENCE} s: {what}")


def prove():
    """A day on which something is overdue, its round asked for twice."""
    assert not app.conf.task_always_eager, "REDIS_URL is not set: tasks would run in process"
    waited("a worker that answers", lambda: app.control.ping(timeout=2))
    last = Undertaking.objects.filter(status__in=UndertakingStatus.WITH_UNIT).order_by("-clock_on").first()
    day = max(timezone.localdate(), last.clock_on) + timedelta(days=30)
    before = Notice.objects.count()
    tasks.remind.delay(day.isoformat())
    waited("notices from the first round", lambda: Notice.objects.count() > before)
    waited("an idle worker", idle)
    once = Notice.objects.count()
    tasks.remind.delay(day.isoformat())
    waited("an idle worker", idle)
    time.sleep(3)
    waited("an idle worker", idle)
    assert Notice.objects.count() == once, "the second round told somebody again"
    print(f"worker and beat: {once - before} notices for {day}, the second round sent none")


def idle():
    """Nothing queued, nothing in hand."""
    with app.connection_or_acquire() as connection:
        queued = connection.default_channel.client.llen("celery")
    held = app.control.inspect(timeout=2)
    return not queued and not any((held.active() or {"none": [1]}).values()) and not any((held.reserved() or {}).values())


if __name__ == "__main__":
    prove()
