"""After loading: the sums agree, and every state that the content asks for is there."""

from __future__ import annotations

from liaison_portal.demo.content.matters import MATTERS
from liaison_portal.demo.world import World
from opinions.choices import Destination
from opinions.choices import UndertakingStatus as U
from opinions.models import Opinion, Undertaking
from opinions.reports.sums import destination_sums

# Which status a state of the content ends in.
SHOWN: dict[str, str] = {
    "dispatch_waiting": U.TO_DISPATCH,
    "to_accept": U.TO_ACCEPT,
    "accepted": U.DOING,
    "sent_back_reassigned": U.REASSIGNED,
    "delivered": U.CHECKING,
    "rating": U.RATING,
    "rated_unsatisfied_reopened": U.REDO,
    "rated_ok_closed": U.CLOSED,
}


class WorldError(AssertionError):
    """The loaded world does not hang together; nothing of it is kept."""


def check(world: World) -> None:
    """Raise WorldError unless opinions in = opinions out and every state occurs."""
    _check_sums(world)
    there = set(Undertaking.objects.values_list("status", flat=True))
    wanted = {SHOWN[row.state] for row in MATTERS if row.state in SHOWN}
    if missing := wanted - there:
        raise WorldError(f"no undertaking in {sorted(missing)}")


def _check_sums(world: World) -> None:
    """What was heard at the meeting went somewhere, each opinion once; none is left undecided in a matter."""
    occasion = world.the_meeting().occasion
    heard, sums = Opinion.objects.of_occasion(occasion.pk).count(), destination_sums(occasion)
    decided = sum(sums.of(value) for value in Destination.values)
    if not heard == sums.total == decided + sums.waiting:
        raise WorldError(f"{heard} opinions in, {sums.sentence}")
