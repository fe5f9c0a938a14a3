"""What stands on the agenda."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from accounts.models import Unit, User
from common.errors import RuleError
from meetings.actions.meeting import check_preparer
from meetings.models import AgendaItem, Draft, Meeting
from opinions.models import Topic


@transaction.atomic
def add_agenda_item(
    meeting: Meeting, *, actor: User, title: str, short_title: str, report_unit: Unit | None = None
) -> AgendaItem:
    """Put an item at the end of the agenda; opinions point to its topic."""
    check_preparer(actor, meeting)
    order = (meeting.agenda.aggregate(last=Max("order"))["last"] or 0) + 1
    topic = Topic.objects.create(occasion=meeting.occasion, title=title, short_title=short_title, order=order)
    return AgendaItem.objects.create(meeting=meeting, topic=topic, report_unit=report_unit, order=order)


@transaction.atomic
def edit_agenda_item(
    item: AgendaItem, *, actor: User, title: str, short_title: str, report_unit: Unit | None = None
) -> AgendaItem:
    """Correct an item's wording; its opinions stay with it."""
    check_preparer(actor, item.meeting)
    item.topic.title, item.topic.short_title = title, short_title
    item.topic.save(update_fields=["title", "short_title"])
    item.report_unit = report_unit
    item.save(update_fields=["report_unit"])
    return item


@transaction.atomic
def remove_agenda_item(item: AgendaItem, *, actor: User) -> None:
    """Take an item off the agenda. Refused once there is a draft or an opinion on it."""
    check_preparer(actor, item.meeting)
    topic = item.topic
    if topic.opinions.exists() or topic.parts.exists() or Draft.objects.filter(topic=topic).exists():
        raise RuleError("这个议题已经有草案或意见，不能删除。可以改名称。")
    item.delete()
    topic.delete()
