# ruff: noqa: E402, T201 - a script: Django is set up before its models are imported
"""Run beside a worker and beat on PostgreSQL and Redis: exits 0 when a task was taken by the worker, the
daily round, sent twice through Redis, told everybody once, and a code reached a gateway that was busy at
first, once. `.ci/run` starts both, with the gateway's address in PORTAL_SMS_URL."""

import os
import sys
import time
from datetime import timedelta
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liaison_portal.settings")

import django

django.setup()

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from accounts.models import Notice, SmsCode
from accounts.workflow import codes
from liaison_portal.celery import app
from opinions import tasks
from opinions.choices import UndertakingStatus
from opinions.models import Undertaking
from tests.accounts.gateway import Gateway

PATIENCE = 120  # seconds
PHONE = "13800000000"


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


def prove_code():
    """A code asked for in this process is handed over by the worker: refused once as busy, then taken, once."""
    with Gateway(urlsplit(settings.SMS_URL).port) as gateway:
        gateway.answers.append(503)
        Thread(target=gateway.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        start = time.monotonic()
        asked = codes.ask_code(PHONE, known=True, at=timezone.now())
        waited("a code at the gateway", lambda: gateway.sent)
        took = time.monotonic() - start
        waited("the code forgotten here", lambda: SmsCode.objects.filter(pk=asked.pk, outgoing="").exists())
        assert [one["phone"] for one in gateway.sent.values()] == [PHONE]
        assert len(gateway.requests) == 2, "asked once too often"
        codes.check_code(asked.pk, gateway.code_for(PHONE), at=timezone.now())
        gateway.shutdown()
    print(f"worker and gateway: a code refused once as busy was there after {took:.1f} s, once")


def idle():
    """Nothing queued, nothing in hand."""
    with app.connection_or_acquire() as connection:
        queued = connection.default_channel.client.llen("celery")
    held = app.control.inspect(timeout=2)
    return not queued and not any((held.active() or {"none": [1]}).values()) and not any((held.reserved() or {}).values())


if __name__ == "__main__":
    prove()
    prove_code()
