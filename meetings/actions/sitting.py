"""Where and when the groups sit."""

from __future__ import annotations

from datetime import date, time

from django.db import transaction

from accounts.models import Region, Unit, User
from common.errors import NotAllowedError, RuleError
from common.text import cn_number
from meetings import rules
from meetings.choices import SittingKind, SittingStatus
from meetings.models import Meeting, Sitting
from opinions.choices import OccasionKind
from opinions.models import Occasion

KIND_OF_OCCASION = {
    SittingKind.GROUP: OccasionKind.SITTING,
    SittingKind.FORUM: OccasionKind.FORUM,
    SittingKind.CONSULTATION: OccasionKind.CONSULTATION,
}


def sitting_title(kind: str, label: str) -> str:
    """`分组会议（第二组）`."""
    name = str(SittingKind(kind).label)
    return f"{name}（{label}）" if label else name


@transaction.atomic
def create_sitting(
    *,
    actor: User,
    unit: Unit,
    held_on: date,
    region: Region,
    meeting: Meeting | None = None,
    kind: str = SittingKind.GROUP,
    label: str = "",
    place: str = "",
    starts_at: time | None = None,
) -> Sitting:
    """A group sitting of a meeting, or a forum or consultation of its own."""
    if not actor.scopes.covers(unit.region.path, "staff"):
        raise NotAllowedError("您不能为这个单位安排会议。")
    title = sitting_title(kind, label)
    occasion = Occasion.objects.create(
        kind=KIND_OF_OCCASION[SittingKind(kind)],
        title=title,
        short_title=title,
        held_on=held_on,
        place=place,
        unit=unit,
        region=region,
        parent=meeting.occasion if meeting else None,
    )
    return Sitting.objects.create(meeting=meeting, occasion=occasion, kind=kind, label=label, starts_at=starts_at)


@transaction.atomic
def edit_sitting(
    sitting: Sitting,
    *,
    actor: User,
    held_on: date,
    region: Region,
    kind: str,
    label: str = "",
    place: str = "",
    starts_at: time | None = None,
) -> Sitting:
    """Correct where and when a sitting is held. Day and place of an ended one are fixed."""
    if not rules.may_record(actor, sitting):
        raise NotAllowedError("您可以看这场会议，但不能修改它的安排。")
    if sitting.status == SittingStatus.ENDED:
        raise RuleError("这场会议已经结束，安排不能再改。")
    if hasattr(sitting, "face"):
        raise RuleError("这是面对面座谈会，请在“改安排”里改它的主题和时间。")
    title = sitting_title(kind, label)
    occasion = sitting.occasion
    occasion.kind, occasion.title, occasion.short_title = KIND_OF_OCCASION[SittingKind(kind)], title, title
    occasion.held_on, occasion.place, occasion.region = held_on, place, region
    occasion.save(update_fields=["kind", "title", "short_title", "held_on", "place", "region"])
    sitting.kind, sitting.label, sitting.starts_at = kind, label, starts_at
    sitting.save(update_fields=["kind", "label", "starts_at"])
    return sitting


def next_label(meeting: Meeting) -> str:
    """`第三组` when two groups are there: what a new sitting is most likely called."""
    groups = meeting.sittings.filter(kind=SittingKind.GROUP).count()
    return f"第{cn_number(groups + 1)}组"
