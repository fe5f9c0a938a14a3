"""站内消息."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from accounts.models.user import User
from accounts.querysets import NoticeQuerySet


class Notice(models.Model):
    """A line in somebody's inbox. `key` makes it once: the same key is never sent twice."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name="收件人")
    label = models.CharField("内容", max_length=200)
    url = models.CharField("链接", max_length=200, blank=True)
    copy_text = models.TextField("可转发文字", blank=True, help_text="不含个人信息，供复制到微信或办公系统。")
    key = models.CharField("防重键", max_length=120, unique=True)
    created_at = models.DateTimeField("时间", default=timezone.now)
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "站内消息"
        ordering = ("-id",)
        indexes: ClassVar = [models.Index(fields=["user", "read_at", "-id"], name="notice_inbox")]

    def __str__(self) -> str:
        return self.label
