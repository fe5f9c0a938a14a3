"""After loading: the sums agree, and every state in which somebody may want to try something is there."""

from __future__ import annotations

from collections.abc import Iterable

from liaison_portal.demo.world import World
from meetings.choices import BriefingStatus, RaisedStatus, SittingStatus
from meetings.models import Briefing, RaisedOpinion, Sitting
from opinions.choices import Destination, UndertakingStatus
from opinions.models import Opinion, Undertaking
from opinions.reports.sums import destination_sums


class WorldError(AssertionError):
    """The loaded world does not hang together; nothing of it is kept."""


def check(world: World) -> None:
    """Raise WorldError unless opinions in = opinions out and every state occurs."""
    _check_sums(world)
    _check_states("undertaking", UndertakingStatus.values, Undertaking.objects.values_list("status", flat=True))
    speeches = RaisedOpinion.objects.live().values_list("status", flat=True)
    _check_states("speech", RaisedStatus.values, speeches)
    printed = (str(BriefingStatus.CHECKING), str(BriefingStatus.ISSUED))
    _check_states("briefing", printed, Briefing.objects.values_list("status", flat=True))
    shown = (str(SittingStatus.RECORDING), str(SittingStatus.ENDED))
    _check_states("sitting", shown, Sitting.objects.values_list("status", flat=True))


def _check_states(what: str, wanted: Iterable[str], there: Iterable[str]) -> None:
    if missing := set(wanted) - set(there):
        raise WorldError(f"no {what} in {sorted(missing)}")


def _check_sums(world: World) -> None:
    """What was heard at the meeting went somewhere, each opinion once; none is left undecided in a matter."""
    occasion = world.the_meeting().occasion
    heard, sums = Opinion.objects.of_occasion(occasion.pk).count(), destination_sums(occasion)
    decided = sum(sums.of(value) for value in Destination.values)
    if not heard == sums.total == decided + sums.waiting:
        raise WorldError(f"{heard} opinions in, {sums.sentence}")
