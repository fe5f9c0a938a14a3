"""The demonstration world as a whole: loaded once, in one transaction, through the same verbs as everything."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accounts.calendar import seed_years
from accounts.models import User
from liaison_portal.demo import checks, handling, lists, matters, meeting, people, places, receptions, stations
from liaison_portal.demo.accounts import MARK, load_accounts, load_agencies
from liaison_portal.demo.clock import Clock
from liaison_portal.demo.world import World

YEARS_AROUND = (-3, 2)


def is_loaded() -> bool:
    """Whether a demonstration world stands in the database."""
    return User.objects.filter(username="staff", post__endswith=MARK).exists()


def is_empty() -> bool:
    """Whether nobody could sign in: a database into which the demonstration may be loaded."""
    return not User.objects.exists()


@transaction.atomic
def load(scale: str) -> World:
    """Build the world of `scale` in an empty database; a failure leaves nothing behind.

    Notices follow when all of it is committed.
    """
    today = timezone.localdate()
    first, last = YEARS_AROUND
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
    meeting.load_meeting(world)
    meeting.load_sittings(world)
    receptions.load_receptions(world)
    matters.load_matters(world)
    lists.load_lists(world)
    handling.load_handling(world)
    lists.load_station_lists(world)
    stations.load_rota(world)
    checks.check(world)
    return world


@transaction.atomic
def clear() -> None:
    """Empty every table and put the catalogues back; all of it or nothing."""
    call_command("flush", interactive=False, verbosity=0)
    _fill_catalogues()


def _fill_catalogues() -> None:
    """What the migrations had put there."""
    import_module("opinions.migrations.0003_catalogue").fill(apps, None)


def settle_notices(world: World) -> None:
    """Nothing yet."""
