"""The daily round of this room; every part may run twice without telling anybody twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stations.actions import message
from stations.workflow import notice


@dataclass(frozen=True)
class Round:
    """What one round did."""

    issued: int
    held_up: int
    messages: int

    def __str__(self) -> str:
        waiting = f"待审核或迟发的公告提醒 {self.held_up} 天"
        return f"接待公告 {self.issued} 份，{waiting}，群众留言提醒 {self.messages} 人次。"


def run(day: date) -> Round:
    """Public notices that are due, what holds others up, and messages near their day."""
    notices = notice.run(day)
    return Round(notices.issued, notices.told, message.remind(day))
