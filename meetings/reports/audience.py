"""Applications and their notice as pages draw them: what happened, and what an applicant is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from common.text import cn_date
from meetings.choices import AudienceNoticeStatus, AudienceStatus
from meetings.models import AudienceApplication, AudienceNotice, Event

Badge = tuple[str, str, str]
BADGES: dict[str, Badge] = {
    AudienceStatus.APPLIED: ("wait", "hourglass", "待审核"),
    AudienceStatus.PASSED: ("ok", "check2", "通过"),
    AudienceStatus.REFUSED: ("neutral", "x-lg", "不通过"),
    AudienceStatus.REVOKED: ("neutral", "arrow-counterclockwise", "已收回"),
}
NOTICE_BADGES: dict[str, Badge] = {
    AudienceNoticeStatus.DRAFT: ("neutral", "pencil", "起草"),
    AudienceNoticeStatus.WAITING: ("wait", "hourglass", "待审查"),
    AudienceNoticeStatus.PUBLISHED: ("ok", "megaphone", "已公开"),
    AudienceNoticeStatus.DOWN: ("neutral", "eye-slash", "已撤下"),
}
SAID = {
    "apply": "登记了申请",
    "pass": "通过",
    "refuse": "没有通过",
    "revoke": "收回了旁听席",
    "reopen": "重新审核",
    "write": "写了公告",
    "submit": "提请审查",
    "recall": "撤回来改",
    "publish": "审查通过，公开了",
    "send_back": "退回修改",
    "take_down": "撤下了",
}


def history_of(**target: Any) -> list[dict[str, Any]]:
    """What was done with an application (`application`) or a notice (`audience_notice`), newest first."""
    events = Event.objects.filter(**target).select_related("actor").order_by("-at", "-id")[:50]
    return [
        {"icon": "dot", "text": f"{_who(event)}{SAID[event.step]}", "time": event.at, "note": event.note}
        for event in events
    ]


def _who(event: Event) -> str:
    return event.actor.name if event.actor else "申请人自己"


@dataclass(frozen=True)
class Answer:
    """What an applicant reads: how it stands, in words of daily life, and what to do next."""

    badge: Badge
    title: str
    text: str


def answer_of(one: AudienceApplication) -> Answer:
    """Of one application; who decided is not said."""
    meeting = one.meeting
    where = f"，地点：{meeting.occasion.place}" if meeting.occasion.place else ""
    told = {
        AudienceStatus.APPLIED: ("正在审核", "工作人员看过以后，结果写在这里。请过几天再来查。"),
        AudienceStatus.PASSED: (
            "您可以旁听",
            f"{cn_date(meeting.occasion.held_on)}开会{where}。请带身份证，入场时核对。旁听不发言；有意见可以会后写下来交给工作人员。",
        ),
        AudienceStatus.REFUSED: ("这次没有通过", one.reason),
        AudienceStatus.REVOKED: ("旁听席收回了", one.reason),
    }
    return Answer(BADGES[one.status], *told[AudienceStatus(one.status)])


def notice_badge(notice: AudienceNotice) -> Badge:
    return NOTICE_BADGES[notice.status]
