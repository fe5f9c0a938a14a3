"""Reads that put together how somebody gets in. Moments come in; nothing asks the clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import BoundPhone, EntrySlip, User

HISTORY = 20


@dataclass
class Entry:
    """How one person gets in without a password: the phone that is bound, the slip that is open."""

    phone: BoundPhone | None = None
    slip: EntrySlip | None = None

    @property
    def is_bare(self) -> bool:
        """Neither a phone nor a slip."""
        return self.phone is None and self.slip is None

    @property
    def state(self) -> tuple[str, str, str]:
        """Tone, icon and words of where it stands."""
        if self.slip is not None:
            return "doing", "printer", "进入单等代表用"
        if self.phone is not None:
            return "ok", "phone", "手机已绑定"
        return "neutral", "dash-circle", "没有绑手机"


def entries_of(user_ids: Iterable[int | None], at: datetime) -> dict[int, Entry]:
    """By user: the live phone and the open slip at `at`; two queries, and none for nobody."""
    found = {pk: Entry() for pk in user_ids if pk is not None}
    if not found:
        return found
    for phone in BoundPhone.objects.live(at).filter(user_id__in=found):
        found[phone.user_id].phone = phone
    for slip in EntrySlip.objects.open(at).filter(user_id__in=found).select_related("issued_by"):
        found[slip.user_id].slip = slip
    return found


def phones_of(user: User) -> list[BoundPhone]:
    """The phones that were ever bound, the latest first; twenty at most."""
    return list(BoundPhone.objects.filter(user=user)[:HISTORY])


def slips_of(user: User) -> list[EntrySlip]:
    """The slips that were ever printed, the latest first; twenty at most."""
    return list(EntrySlip.objects.filter(user=user).select_related("issued_by")[:HISTORY])
