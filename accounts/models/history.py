"""What was done: the audit log, and the line of history every room writes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models.user import User


class AuditEntry(models.Model):
    """Who did or looked at what outside the business events: sign-ins, unmasking, exports, grants.

    Append-only: no page changes or deletes it, and the database refuses both.
    """

    at = models.DateTimeField("时间", default=timezone.now, db_index=True)
    actor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="操作人")
    actor_name = models.CharField("操作人姓名", max_length=60, blank=True)
    action = models.CharField("动作", max_length=30, db_index=True)
    target = models.CharField("对象", max_length=120, blank=True)
    detail = models.CharField("说明", max_length=400, blank=True)
    address = models.GenericIPAddressField("来源地址", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "审计日志"
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.actor_name} {self.action} {self.target}"


class EventBase(models.Model):
    """One line of history: which step, from which status to which, by whom, when, why.

    Append-only. It is history, timeline, audit and outbox at once. `actor` None is the system;
    `at` is given, not stamped, so that history can be told.
    """

    at = models.DateTimeField("时间", db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="经办人"
    )
    step = models.CharField("动作", max_length=30)
    source = models.CharField("原状态", max_length=16, blank=True)
    target = models.CharField("新状态", max_length=16, blank=True)
    note = models.TextField("说明", blank=True)
    data = models.JSONField("明细", default=dict, blank=True)

    class Meta:
        abstract = True
        ordering = ("at", "id")
