"""How two deputies get in without a password: one by a phone that is bound, one by a slip that waits."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import User
from accounts.workflow.phones import Return, come_back
from accounts.workflow.slips import PROOF_DIGITS
from deputies.models import Deputy
from deputies.workflow.entry import enter_by_slip
from liaison_portal.demo.clock import ONE_DAY, at
from liaison_portal.demo.content.stations import PUYANG_STATIONS
from liaison_portal.demo.stations import deputies_at
from liaison_portal.demo.world import World
from stations.models import Station
from stations.workflow import print_slip

A_MINUTE = timedelta(minutes=1)


def load_entries(world: World) -> None:
    """At the station of the account `liaison`: a phone changed for a newer one, and an open slip."""
    liaison = world.users["liaison"]
    row = next(row for row in PUYANG_STATIONS if any(one.account == liaison.username for one in row.staff))
    station = world.stations[row.key]
    members = [one.pk for one in deputies_at(world, row)]  # read anew: some have had an account since
    bound, waiting = Deputy.objects.filter(pk__in=members, user=None).order_by("pk")[:2]
    _enter(station, bound, liaison, at(world.clock.ago(40), 9, 20))
    newer = _enter(station, bound, liaison, at(world.clock.ago(9), 15, 5))
    come_back(newer.cookie or "", obstacle=lambda _: None, at=at(world.clock.workdays_ago(1), 19, 30))
    print_slip(station, waiting, actor=liaison, at=at(world.clock.today - ONE_DAY, 17, 20))


def _enter(station: Station, deputy: Deputy, liaison: User, moment: datetime) -> Return:
    """A slip is printed, and used a minute later by whoever knows the deputy's number."""
    printed = print_slip(station, deputy, actor=liaison, at=moment)
    return enter_by_slip(printed.slip, deputy.phone[-PROOF_DIGITS:], at=moment + A_MINUTE)
