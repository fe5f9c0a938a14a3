"""What has been loaded so far, by the keys of the content."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from accounts.models import Region, Unit, User
from deputies.models import ActivityGroup, Deputy
from liaison_portal.demo.clock import Clock
from meetings.models import Meeting, Participant
from opinions.models import AssignmentList, Matter, Opinion, Topic, Undertaking
from stations.models import Station

SMALL, COUNTY, PROVINCE = "small", "county", "province"
SCALES = (SMALL, COUNTY, PROVINCE)
ONLY_TOWNSHIP = "410928103"  # the one township of the small world: 庆祖镇


@dataclass
class World:
    """Rows by content key. A user's grants are read once, so users are made before they act."""

    scale: str
    clock: Clock
    regions: dict[str, Region] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    clerks: dict[str, User] = field(default_factory=dict)
    heads: dict[str, User] = field(default_factory=dict)
    deputies: dict[str, Deputy] = field(default_factory=dict)
    groups: dict[tuple[str, int], ActivityGroup] = field(default_factory=dict)
    members: dict[tuple[str, int], list[Deputy]] = field(default_factory=dict)
    stations: dict[str, Station] = field(default_factory=dict)
    recorders: dict[str, User] = field(default_factory=dict)
    topics: dict[tuple[str, int | None], Topic] = field(default_factory=dict)
    participants: dict[str, Participant] = field(default_factory=dict)
    opinions: dict[str, Opinion] = field(default_factory=dict)
    matters: dict[str, Matter] = field(default_factory=dict)
    lists: dict[int, AssignmentList] = field(default_factory=dict)
    leads: dict[tuple[str, str], Undertaking] = field(default_factory=dict)
    meeting: Any = None

    @property
    def is_small(self) -> bool:
        return self.scale == SMALL

    @property
    def staff(self) -> User:
        """The clerk of the liaison committee, by whose hand most things are done."""
        return self.users["staff"]

    def the_meeting(self) -> Meeting:
        """The meeting, once it stands."""
        found: Meeting = self.meeting
        return found
