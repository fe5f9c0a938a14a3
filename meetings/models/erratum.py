"""更正: a speech that was printed unread and that its speaker confirmed later, put right in a later 简报."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from meetings.models.briefing import Briefing, BriefingItem
from meetings.querysets.briefing import ErratumQuerySet


class Erratum(models.Model):
    """What becomes of one such speech: printed in `briefing`, or put aside with a `reason`. The old issue stays.

    Both wordings are as they stood when it was taken in; `is_live` ends with the issue that carries it.
    """

    item = models.ForeignKey(BriefingItem, models.PROTECT, related_name="errata", verbose_name="印过的条目")
    briefing = models.ForeignKey(
        Briefing, models.CASCADE, null=True, blank=True, related_name="errata", verbose_name="更正印在哪一期"
    )
    old_text = models.TextField("原来印的文字")
    new_text = models.TextField("本人核对的文字")
    reason = models.CharField("不更正的原因", max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="经办人")
    at = models.DateTimeField("时间", default=timezone.now)
    is_live = models.BooleanField("有效", default=True)

    objects = ErratumQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "简报更正"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(is_live=True),
                name="erratum_item_once",
                violation_error_message="这一条已经更正过，或者定了不更正。",
            ),
            models.CheckConstraint(
                condition=Q(briefing__isnull=False, reason="") | (Q(briefing__isnull=True) & ~Q(reason="")),
                name="erratum_printed_or_put_aside",
                violation_error_message="要么印在一期简报里，要么写明不更正的原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}的更正"

    @property
    def is_changed(self) -> bool:
        """Whether the speaker said it otherwise than it was printed; else it only was unread (补正)."""
        return self.new_text != self.old_text
