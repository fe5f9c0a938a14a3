"""The demonstration world as a whole: loaded once, in one transaction, through the same verbs as everything."""

from __future__ import annotations

from datetime import date
from functools import partial
from importlib import import_module

from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accounts.calendar import seed_years
from accounts.models import User
from common.files import StoredFile
from liaison_portal.celery import app as celery
from liaison_portal.demo import (
    activities,
    annulled,
    briefings,
    called,
    checks,
    codes,
    duties,
    entries,
    faces,
    handling,
    keeping,
    ledgers,
    lists,
    mandates,
    matters,
    meeting,
    messages,
    notices,
    people,
    places,
    preparing,
    receptions,
    rota,
    stations,
)
from liaison_portal.demo.accounts import MARK, load_accounts, load_agencies
from liaison_portal.demo.clock import Clock
from liaison_portal.demo.world import World

YEARS_AROUND = (-3, 2)
CATALOGUES = ("0003_catalogue", "0005_accept_source_of_the_body")


def is_loaded() -> bool:
    """Whether a demonstration world stands in the database."""
    return User.objects.filter(username="staff", post__endswith=MARK).exists()


def is_empty() -> bool:
    """Whether nobody could sign in: a database into which the demonstration may be loaded."""
    return not User.objects.exists()


def load(scale: str, *, anew: bool = False, today: date | None = None) -> World:
    """Build the world of `scale` in an empty database, or `anew` in place of what is there, as of `today`.

    One transaction: a failure leaves everything as it was. Papers and notices follow in this very
    process, broker or not, so that the world is whole when this returns.
    """
    in_process, celery.conf.task_always_eager = celery.conf.task_always_eager, True
    try:
        with transaction.atomic():
            if anew:
                _clear()
            world = _build(scale, today or timezone.localdate())
    finally:
        celery.conf.task_always_eager = in_process
    notices.settle(world.clock)
    return world


def _build(scale: str, today: date) -> World:
    first, last = YEARS_AROUND
    for migration in CATALOGUES:  # gone where tables were emptied
        import_module(f"opinions.migrations.{migration}").fill(apps, None)
    seed_years(range(today.year + first, today.year + last))
    world = World(scale, Clock(today))
    places.load_regions(world)
    places.load_units(world)
    load_accounts(world)
    load_agencies(world)
    people.load_puyang_deputies(world)
    if not world.is_small:
        people.load_xincai_deputies(world)
    stations.load_stations(world)
    _load_meeting(world)
    receptions.load_receptions(world)
    matters.load_matters(world)
    lists.load_first(world)
    annulled.load_annulled(world)
    lists.load_supplements(world)
    handling.load_handling(world)
    lists.load_station_lists(world)
    _load_rooms(world)
    checks.check(world)
    return world


def _load_meeting(world: World) -> None:
    """Puyang's meeting from its preparation to its briefings."""
    meeting.load_meeting(world)
    meeting.load_sittings(world)
    meeting.load_running(world)
    preparing.load_preparation(world)
    briefings.load_confirmations(world)
    briefings.load_briefings(world)
    called.load_called(world)


def _load_rooms(world: World) -> None:
    """What stations, deputies and residents do, once the meeting has had its course."""
    mandates.load_mandates(world)  # before anybody is put on a day or asked to come
    entries.load_entries(world)
    rota.load_rota(world)
    codes.load_codes(world)
    messages.load_messages(world)
    duties.load_duties(world)
    keeping.load_keeping(world)
    ledgers.load_ledgers(world)
    activities.load_activities(world)
    faces.load_faces(world)


def _clear() -> None:
    """Empty every table; the files go with the rows."""
    _forget_files()
    call_command("flush", interactive=False, verbosity=0)


def _forget_files() -> None:
    """The files go with the rows that named them, once that is committed."""
    for model in apps.get_models():
        if issubclass(model, StoredFile):
            for stored in model._base_manager.all():  # noqa: SLF001 - whatever a room's own manager hides
                transaction.on_commit(partial(stored.file.delete, save=False), robust=True)
