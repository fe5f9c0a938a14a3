"""Tasks: in process by default; through a real Redis and a real worker where they are there."""

import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connections
from redis import Redis

from accounts.models import Notice
from liaison_portal.celery import app
from opinions import tasks
from opinions.models import AssignmentList
from opinions.workflow import paper as papers
from tests.world import build_world, moment

DAY = date(2024, 5, 22)
REDIS = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/15")


@pytest.mark.django_db
def test_a_failing_task_never_undoes_what_was_committed(world, django_capture_on_commit_callbacks, monkeypatch):
    paper = world.paper_in("signed")
    with django_capture_on_commit_callbacks(execute=True):
        papers.issue(paper, actor=world["staff"], on=date(2024, 5, 20), at=moment(date(2024, 5, 20)))
        AssignmentList.objects.filter(pk=paper.pk).update(unit=world.congress)
    paper.refresh_from_db()
    assert paper.status == "issued"
    assert paper.frozen_sha256
    assert Notice.objects.filter(user=world["agency"]).count() == 1


@pytest.mark.django_db
def test_each_morning_s_task_takes_the_local_day(world):
    tasks.remind_today()
    tasks.remind(DAY.isoformat())
    with pytest.raises(ValueError, match="isoformat"):
        tasks.remind("5月22日")


def test_beat_names_a_task_that_exists():
    entry = django_settings.CELERY_BEAT_SCHEDULE["remind"]
    app.loader.import_default_modules()
    assert entry["task"] in app.tasks
    assert (entry["schedule"].hour, entry["schedule"].minute) == ({7}, {30})


@pytest.fixture
def worker(transactional_db, tmp_path):
    """A Celery worker of its own on this test's database and its own queue; ended by its own process id."""
    queue = f"portal-test-{uuid4().hex[:8]}"
    log = (tmp_path / "worker.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "liaison_portal", "worker", "-P", "solo", "-Q", queue, "-l", "INFO"],
        cwd=Path(django_settings.BASE_DIR),
        env={
            **os.environ,
            "REDIS_URL": REDIS,
            "DATABASE_URL": database_url(),
            "PORTAL_DATA_DIR": str(tmp_path),
            "PORTAL_SECRET_KEY": django_settings.SECRET_KEY,
            "PORTAL_FIELD_KEY": django_settings.FIELD_KEY,
        },
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    kept = {name: app.conf[name] for name in ("broker_url", "task_always_eager", "task_default_queue")}
    connect(broker_url=REDIS, task_always_eager=False, task_default_queue=queue)
    try:
        wait_for(lambda: "ready." in (tmp_path / "worker.log").read_text(), process)
        yield process
    finally:
        connect(**kept)
        process.terminate()
        process.wait(timeout=20)
        log.close()
        redis = Redis.from_url(REDIS)
        redis.delete(*(f"{head}{queue}" for head in ("", "_kombu.binding.", "_kombu.binding_permanent.")))


def connect(**conf):
    """Set the application's broker anew: it keeps its connections and queues from the first task on."""
    app.conf.update(conf)
    app.__dict__.pop("amqp", None)
    app._pool = None


def database_url():
    """The address of the test database, as the worker's settings read it."""
    facts = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    return f"postgresql://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT'] or 5432}/{facts['NAME']}"


def wait_for(true, process, seconds=60):
    """Until `true()`; a worker that ended, or time that ran out, fails the test."""
    end = time.monotonic() + seconds
    while not true():
        assert process.poll() is None, "the worker ended"
        assert time.monotonic() < end, "nothing happened in time"
        time.sleep(0.2)


@pytest.mark.redis
def test_a_worker_sends_what_is_issued_and_a_round_run_twice_sends_once(worker):
    world = build_world()
    paper = world.paper_in("issued")
    notices = Notice.objects.filter(user=world["agency"])
    wait_for(lambda: notices.count() == 1, worker)
    wait_for(lambda: AssignmentList.objects.get(pk=paper.pk).frozen_sha256, worker)
    tasks.remind.delay(DAY.isoformat())
    wait_for(lambda: notices.count() == 2, worker)
    tasks.remind.delay(DAY.isoformat())
    tasks.tell_units.delay(paper.pk)
    submitted = Notice.objects.filter(key__startswith=f"list:{paper.pk}:submit")
    submitted.delete()
    tasks.tell_list_step.delay(paper.pk, "submit")  # behind the others on the same queue: once it is done, they are
    wait_for(lambda: submitted.count() == 1, worker)
    call_command("remind", "--on", DAY.isoformat())
    assert notices.count() == 2
