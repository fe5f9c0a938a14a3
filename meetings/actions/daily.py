"""The daily round of this room: steps of a preparation that are near or late, nobody told twice of the same;
and what applicants wrote of themselves, kept no longer than they were promised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.actions import notify
from accounts.calendar import Calendar
from accounts.choices import Role
from accounts.models import Notice, User
from common.text import cn_short
from meetings.limits import near_until
from meetings.models import AudienceApplication, MeetingStep
from meetings.rules.process import OWNERS
from opinions.actions import addressing

BATCH = 200
AUDIENCE_KEPT = timedelta(days=90)  # after the meeting; the public form promises it
FORGOTTEN = timedelta(days=60)  # what is late for longer is told by the pages alone


@dataclass
class Round:
    """What one round did."""

    near: int = 0
    late: int = 0
    erased: int = 0

    def __str__(self) -> str:
        kept = f"旁听申请到期去掉个人信息 {self.erased} 份"
        return f"会议筹备：临期提醒 {self.near} 步，超期提醒 {self.late} 步；{kept}。"


def run(day: date) -> Round:
    """Tell staff, and the office or leaders who own a step, once when it is near and once when it is late.

    A day counted anew is another limit and is told again.
    """
    calendar, done = Calendar.load(), Round()
    steps = MeetingStep.objects.with_place()
    for row in steps.near(day, near_until(day, calendar)).order_by("pk").iterator(chunk_size=BATCH):
        said = "今天到期" if row.due_on == day else f"最迟{cn_short(row.due_on)}（含当日）"
        done.near += _tell(row, "near", said)
    for row in steps.late(day).filter(due_on__gte=day - FORGOTTEN).order_by("pk").iterator(chunk_size=BATCH):
        done.late += _tell(row, "late", f"{cn_short(row.due_on)}到期，还没有办好")
    done.erased = AudienceApplication.objects.kept_too_long(day - AUDIENCE_KEPT).erase(timezone.now())
    return done


def _tell(row: MeetingStep, kind: str, said: str) -> int:
    """1 if it is news to anybody."""
    key = f"step:{row.pk}:{row.due_on.isoformat()}:{kind}"
    users = _owners(row)
    known = set(Notice.objects.filter(key__in=[f"{key}:{user.pk}" for user in users]).values_list("user_id", flat=True))
    fresh = [user for user in users if user.pk not in known]
    label = f"会议筹备：{row.title}（{row.holder}），{said}"
    notify(fresh, key=key, label=label, url=row.get_absolute_url(), copy_text=f"{row.preparation.meeting}：{label}")
    return bool(fresh)


def _owners(row: MeetingStep) -> list[User]:
    path = row.preparation.meeting.occasion.unit.region.path
    roles: list[Any] = [Role.STAFF, *([OWNERS[row.owner]] if row.owner in OWNERS else [])]
    return list(addressing.over(path, *roles, exact=True))
