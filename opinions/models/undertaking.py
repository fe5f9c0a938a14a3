"""承办: what one unit owes on one item, with its clock."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Unit, User
from opinions.choices import BADGES, Outcome, RequestStatus, UndertakingStatus, UnitRole
from opinions.models.assignment import Assignment
from opinions.querysets import UndertakingQuerySet


class Undertaking(models.Model):
    """One unit's part in one item: 转办 (dispatch), 主办 (lead) or 协办 (co).

    Dates are stored when the clock starts: `accept_due`, `send_back_due`, `due_on` (the answer, or
    the co-opinion), `rating_due`. `due` of the present status is `clock_on`. `round` 2 is the redo.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="undertakings", verbose_name="清单项")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="承办单位")
    role = models.CharField("承办方式", max_length=8, choices=UnitRole)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="由谁转办"
    )
    status = models.CharField("状态", max_length=12, choices=UndertakingStatus)
    outcome = models.CharField("办结方式", max_length=8, choices=Outcome, blank=True)
    outcome_note = models.TextField("评估结论", blank=True)
    round = models.PositiveSmallIntegerField("第几次办理", default=1)
    assigned_on = models.DateField("交办日期")
    accept_due = models.DateField("签收期限", null=True, blank=True)
    send_back_due = models.DateField("退办期限", null=True, blank=True)
    due_on = models.DateField("办理期限")
    rating_due = models.DateField("评价期限", null=True, blank=True)
    clock_on = models.DateField("当前期限", null=True, blank=True, help_text="现在这一步的最迟日期；没有则不计时。")
    accepted_at = models.DateTimeField("签收时间", null=True, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    answered_on = models.DateField("首次答复日期", null=True, blank=True)
    handler_name = models.CharField("承办人", max_length=40, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = UndertakingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "承办"
        ordering = ("assignment", "id")
        indexes: ClassVar = [
            models.Index(fields=["unit", "status", "clock_on"], name="undertaking_desk"),
            models.Index(fields=["clock_on", "id"], name="undertaking_clock"),
            models.Index(fields=["status", "-id"], name="undertaking_status"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assignment", "unit"],
                condition=~Q(status__in=UndertakingStatus.GONE),
                name="undertaking_unit_once",
                violation_error_message="这个单位已经承办这一项。",
            ),
            models.CheckConstraint(
                condition=Q(round__in=(1, 2)), name="undertaking_round_1_or_2", violation_error_message="只重办一次。"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment.title}（{self.unit}）"

    def get_absolute_url(self) -> str:
        return reverse("opinions:undertaking_detail", args=[self.pk])

    @property
    def badge(self) -> tuple[str, str, str]:
        """(tone, icon, words) of the status, as `{% status_badge %}` draws it."""
        return (*BADGES[self.status], str(self.get_status_display()))

    def is_overdue(self, on: date) -> bool:
        """超期: the ball is with the unit and its day is past (the predicate of `overdue`)."""
        return self.status in UndertakingStatus.WITH_UNIT and self.clock_on is not None and self.clock_on < on


class SendBack(models.Model):
    """申请退办: the unit says the item is not its own; staff decide."""

    undertaking = models.ForeignKey(Undertaking, models.CASCADE, related_name="send_backs", verbose_name="承办")
    reason = models.TextField("退办理由")
    suggested_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="建议改由哪个单位办理"
    )
    status = models.CharField("状态", max_length=8, choices=RequestStatus, default=RequestStatus.ASKED)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="申请人")
    asked_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人")
    decided_at = models.DateTimeField("审核时间", null=True, blank=True)
    decision_note = models.TextField("审核意见", blank=True)
    new_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="改派单位")

    class Meta:
        verbose_name = verbose_name_plural = "退办申请"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["undertaking"],
                condition=Q(status=RequestStatus.ASKED),
                name="sendback_one_open",
                violation_error_message="已有一份退办申请在审核。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.undertaking} 退办"


class Extension(models.Model):
    """申请延期: until when, why; staff grant a date or refuse."""

    undertaking = models.ForeignKey(Undertaking, models.CASCADE, related_name="extensions", verbose_name="承办")
    reason = models.TextField("延期理由")
    requested_until = models.DateField("申请延到")
    granted_until = models.DateField("同意延到", null=True, blank=True)
    status = models.CharField("状态", max_length=8, choices=RequestStatus, default=RequestStatus.ASKED)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="申请人")
    asked_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人")
    decided_at = models.DateTimeField("审核时间", null=True, blank=True)
    decision_note = models.TextField("审核意见", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "延期申请"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["undertaking"],
                condition=Q(status=RequestStatus.ASKED),
                name="extension_one_open",
                violation_error_message="已有一份延期申请在审核。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.undertaking} 延期"


class CoOpinion(models.Model):
    """协办意见: what a co-unit says to the lead, who gives the one answer."""

    undertaking = models.OneToOneField(Undertaking, models.CASCADE, related_name="co_opinion", verbose_name="协办")
    text = models.TextField("协办意见")
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    given_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "协办意见"

    def __str__(self) -> str:
        return self.text[:40]
