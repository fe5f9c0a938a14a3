"""The daily round of this room; every part may run twice without telling anybody twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from stations.actions import message, tries
from stations.actions.inquiry import remind_promises
from stations.workflow import notice
from stations.workflow.bundle import forget_bundles


@dataclass(frozen=True)
class Round:
    """What one round did."""

    issued: int
    held_up: int
    messages: int
    forgotten: int
    promises: int
    boxes: int = 0

    def __str__(self) -> str:
        waiting = f"待审核或迟发的公告提醒 {self.held_up} 天"
        kept = f"群众留言提醒 {self.messages} 人次、到期去掉个人信息 {self.forgotten} 条"
        promised = f"问政承诺提醒 {self.promises} 件"
        boxes = f"清理旧的整盒下载 {self.boxes} 份"
        return f"接待公告 {self.issued} 份，{waiting}，{kept}，{promised}，{boxes}。"


def run(day: date) -> Round:
    """Public notices that are due, what holds others up, messages and promises near their day, and what is
    kept no longer."""
    notices = notice.run(day)
    tries.forget(timezone.now())
    told = message.remind(day), message.forget_old(day), remind_promises(day)
    boxes = forget_bundles(timezone.make_aware(datetime.combine(day, time())))
    return Round(notices.issued, notices.told, *told, boxes)
