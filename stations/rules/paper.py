"""Who sees a paper register and who types it."""

from __future__ import annotations

from typing import Any

from opinions import rules as ledger
from stations.rules.reception import can_record, can_view_reception, can_view_visit, is_at_station


def can_view_paper(user: Any, paper: Any) -> bool:
    """The row's twin of `RegisterQuerySet.visible_to`."""
    return can_view_reception(user, paper.reception)


def can_type(user: Any, paper: Any) -> bool:
    """Typed, finished and taken up again by the station's own people."""
    return can_record(user, paper.reception.station)


def can_view_attachment(user: Any, attachment: Any) -> bool:
    """The row's twin of `AttachmentQuerySet.visible_to`."""
    if attachment.visit_id is not None:
        return can_view_visit(user, attachment.visit)
    station = attachment.reception.station
    return is_at_station(user, station) or ledger.staff_over(user, station.unit.region.path)
