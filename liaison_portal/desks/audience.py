"""What waits of those who want to listen: a notice to be reviewed, applications to be decided."""

from __future__ import annotations

from datetime import date

from django.db.models import Count

from accounts.calendar import Calendar
from accounts.models import User
from liaison_portal.desks.parts import ASKED, Desk, Todo
from meetings.models import AudienceApplication, AudienceNotice, Meeting
from meetings.querysets import AudienceQuerySet

MEETINGS = 5


def desk(user: User, on: date, calendar: Calendar) -> Desk:  # noqa: ARG001 - the shape of a desk
    """One row a notice that waits for this user, one a meeting with applications to decide."""
    waiting = AudienceNotice.objects.checked_by(user).with_page_data().order_by("closes_on", "id")
    todos = [_notice(one) for one in waiting[:MEETINGS]]
    return Desk(todos=todos + _applications(AudienceApplication.objects.visible_to(user)))


def _notice(one: AudienceNotice) -> Todo:
    title = f"旁听公告等您审查：{one.meeting}"
    return Todo(title, "逐字看过，没有问题再公开", one.get_absolute_url(), "去审查", "megaphone", "wait", ASKED)


def _applications(rows: AudienceQuerySet) -> list[Todo]:
    """Staff decide within the quota."""
    counts = rows.waiting().order_by().values_list("meeting").annotate(number=Count("pk"))[:MEETINGS]
    numbers = dict(counts)
    meetings = Meeting.objects.filter(pk__in=numbers).select_related("occasion").order_by("occasion__held_on")
    return [_meeting(one, numbers[one.pk]) for one in meetings]


def _meeting(one: Meeting, number: int) -> Todo:
    url = f"{one.get_absolute_url()}audience/"
    return Todo(f"旁听申请等审核：{number} 份", str(one), url, "去审核", "people", "doing", ASKED, number)
