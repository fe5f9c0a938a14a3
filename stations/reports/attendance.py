"""Who was to receive and who came. It is read at the station and above it, and stands on no public page."""

from __future__ import annotations

from dataclasses import dataclass

from deputies.models import Deputy
from stations.models import Reception


@dataclass(frozen=True)
class Attendance:
    """The deputies planned for a reception day, those of them who did not come, and who came in their place."""

    planned: list[Deputy]
    absent: list[Deputy]
    instead: list[Deputy]

    @property
    def differs(self) -> bool:
        """Whether others came than were planned."""
        return bool(self.absent or self.instead)


def attendance_of(reception: Reception) -> Attendance | None:
    """Planned against came; None where no day of the rota was carried out, or nobody was planned. Two queries."""
    if reception.slot_id is None:
        return None
    rows = reception.slot.slot_deputies.select_related("deputy") if reception.slot else []
    planned = [row.deputy for row in rows]
    came = list(reception.deputies.all())
    if not planned:
        return None
    absent = [one for one in planned if one not in came]
    return Attendance(planned, absent, [one for one in came if one not in planned])
