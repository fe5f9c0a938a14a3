"""How far the confirmation of a sitting's speeches is: by person, what waits for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from meetings.choices import RAISED_BADGES, LinkEnd, RaisedStatus
from meetings.models import Confirmation, ConfirmationLink, Participant, RaisedOpinion, SignatureScan, Sitting
from meetings.workflow.links import proof_of
from meetings.workflow.speech import mark_of


@dataclass(frozen=True)
class Row:
    """A speech with what its speaker made of it."""

    raised: RaisedOpinion
    kept: Confirmation | None

    @property
    def badge(self) -> tuple[str, str, str]:
        return RAISED_BADGES[self.raised.status]

    @property
    def text(self) -> str:
        """What the speaker reads: their own words once they have agreed, else the recorder's."""
        return self.kept.text if self.kept else self.raised.opinion.original

    @property
    def mark(self) -> str:
        return mark_of(self.raised.opinion.original)

    @property
    def waits(self) -> bool:
        """Whether its speaker is asked and has not answered."""
        return bool(self.raised.status == RaisedStatus.SENT)


@dataclass
class Speaker:
    """Somebody who spoke, with their speeches and the way by which they confirm."""

    participant: Participant
    link: ConfirmationLink | None = None
    is_open: bool = False
    rows: list[Row] = field(default_factory=list)
    scans: list[SignatureScan] = field(default_factory=list)

    def _count(self, status: str) -> int:
        return sum(one.raised.status == status for one in self.rows)

    @property
    def is_proven(self) -> bool:
        """Whether a number of theirs is known, so that a link can ask for its end."""
        return bool(proof_of(self.participant))

    @property
    def is_locked(self) -> bool:
        """Whether their link ended because wrong digits were typed too often."""
        return self.link is not None and self.link.end_reason == LinkEnd.TRIES

    @property
    def unsent(self) -> int:
        return self._count(RaisedStatus.RECORDED)

    @property
    def out(self) -> int:
        return self._count(RaisedStatus.SENT)

    @property
    def unsigned(self) -> int:
        return self.unsent + self.out

    @property
    def signed(self) -> int:
        return len(self.rows) - self.unsigned

    @property
    def is_settled(self) -> bool:
        """Whether nobody has anything to do here any more: their speeches are folded away."""
        return not self.unsigned and not self.corrections

    @property
    def corrections(self) -> int:
        """How many changes of theirs staff have still to decide on."""
        return sum(one.kept is not None and one.kept.waits for one in self.rows)


def rows_of(speeches: Iterable[RaisedOpinion]) -> list[Row]:
    """Speeches with their confirmations, as they come."""
    return [Row(one, getattr(one, "confirmation", None)) for one in speeches]


def speakers_of(sitting: Sitting, now: datetime) -> list[Speaker]:
    """Everybody who spoke at the sitting, in the order of the list; four queries."""
    people = sitting.participants.with_names().order_by("order", "id")
    found = {one.pk: Speaker(one) for one in people}
    speeches = RaisedOpinion.objects.live().filter(sitting=sitting).with_speech_data().order_by("order")
    for row in rows_of(speeches):
        found[row.raised.participant_id].rows.append(row)
    for link in ConfirmationLink.objects.filter(participant__in=found).order_by("id"):
        found[link.participant_id].link, found[link.participant_id].is_open = link, link.is_open(now)
    for scan in SignatureScan.objects.filter(participant__in=found):
        found[scan.participant_id].scans.append(scan)
    return [one for one in found.values() if one.rows]


def sums_of(speakers: Iterable[Speaker]) -> dict[str, int]:
    """The whole sitting in numbers: speeches, not sent, out, signed, corrections to decide; whom no number proves."""
    rows = list(speakers)
    return {
        "total": sum(len(one.rows) for one in rows),
        "unsent": sum(one.unsent for one in rows),
        "out": sum(one.out for one in rows),
        "signed": sum(one.signed for one in rows),
        "corrections": sum(one.corrections for one in rows),
        "unproven": sum(bool(one.unsent) and not one.is_proven for one in rows),
    }
