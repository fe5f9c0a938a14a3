"""The groups of a meeting as proposed and adjusted, then published; who convenes them and who speaks first."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from meetings.choices import AppointmentKind, AppointmentStatus, PlanStatus
from meetings.models.attendance import Attendee
from meetings.models.plan import Meeting
from meetings.models.sitting import Sitting
from meetings.querysets import AppointmentQuerySet, GroupPlanQuerySet
from opinions.models import Topic


class GroupPlan(models.Model):
    """Who is to sit in which group, until it is published or put away. One open draft a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="group_plans", verbose_name="会议")
    status = models.CharField("状态", max_length=10, choices=PlanStatus, default=PlanStatus.DRAFT)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="编制人")
    made_at = models.DateTimeField("编制时间", default=timezone.now)
    published_at = models.DateTimeField("公布时间", null=True, blank=True)

    objects = GroupPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "分组方案"
        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(status="draft"),
                name="groupplan_one_draft",
                violation_error_message="这次会议已经有一份拟编的分组方案。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting}分组方案（{self.get_status_display()}）"

    def get_absolute_url(self) -> str:
        return reverse("meetings:plan_detail", args=[self.pk])


class PlanGroup(models.Model):
    """A group of a plan: a sitting already arranged, or one that publishing arranges."""

    plan = models.ForeignKey(GroupPlan, models.CASCADE, related_name="groups", verbose_name="方案")
    number = models.PositiveSmallIntegerField("组号")
    label = models.CharField("组别", max_length=20)
    sitting = models.ForeignKey(
        Sitting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="分组会议"
    )

    class Meta:
        verbose_name = verbose_name_plural = "拟编组"
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "number"], name="plangroup_number_once", violation_error_message="这个组号已经有了。"
            )
        ]

    def __str__(self) -> str:
        return self.label


class PlanSeat(models.Model):
    """One person's group in a plan. `is_fixed`: they stay there when the plan is worked out again."""

    plan = models.ForeignKey(GroupPlan, models.CASCADE, related_name="seats", verbose_name="方案")
    group = models.ForeignKey(PlanGroup, models.PROTECT, related_name="seats", verbose_name="组")
    attendee = models.ForeignKey(Attendee, models.PROTECT, related_name="+", verbose_name="会议名单")
    is_fixed = models.BooleanField("固定", default=False)
    last = models.CharField("上次所在组", max_length=20, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "拟编席位"
        ordering = ("attendee_id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "attendee"],
                name="planseat_attendee_once",
                violation_error_message="这个人在方案里已经有了。",
            )
        ]

    def __str__(self) -> str:
        return str(self.attendee)


class PlanMove(models.Model):
    """One person moved by staff, undone while they still are where it put them."""

    plan = models.ForeignKey(GroupPlan, models.CASCADE, related_name="moves", verbose_name="方案")
    seat = models.ForeignKey(PlanSeat, models.CASCADE, related_name="+", verbose_name="席位")
    source = models.ForeignKey(PlanGroup, models.PROTECT, related_name="+", verbose_name="从")
    target = models.ForeignKey(PlanGroup, models.PROTECT, related_name="+", verbose_name="到")
    actor = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="经办人")
    at = models.DateTimeField("时间", default=timezone.now)
    undone_at = models.DateTimeField("撤回时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "分组调整"
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.seat}：{self.source} → {self.target}"


class Appointment(models.Model):
    """A convener of a group, or a key speaker on a topic: proposed, then chosen by 秘书长联席会议.

    `group` is the group's number, so that it outlives a plan that is put away. `decided_on`, `body` and
    `paper` say who chose and where that is written.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="appointments", verbose_name="会议")
    attendee = models.ForeignKey(Attendee, models.PROTECT, related_name="appointments", verbose_name="会议名单")
    kind = models.CharField("类别", max_length=8, choices=AppointmentKind)
    group = models.PositiveSmallIntegerField("第几组", null=True, blank=True)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="议题")
    status = models.CharField("状态", max_length=8, choices=AppointmentStatus, default=AppointmentStatus.PROPOSED)
    body = models.CharField("由谁确定", max_length=40, blank=True)
    decided_on = models.DateField("确定日期", null=True, blank=True)
    paper = models.CharField("依据", max_length=120, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "召集人和重点发言人"
        ordering = ("kind", "group", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="convener", group__isnull=False, topic=None)
                | Q(kind="key", group=None, topic__isnull=False),
                name="appointment_group_or_topic",
                violation_error_message="召集人要有组别，重点发言人要有议题。",
            ),
            models.UniqueConstraint(
                fields=["attendee"],
                condition=Q(kind="convener"),
                name="appointment_convener_once",
                violation_error_message="这个人已经拟为召集人。",
            ),
            models.UniqueConstraint(
                fields=["attendee", "topic"],
                condition=Q(kind="key"),
                name="appointment_key_once",
                violation_error_message="这个人已经拟为这个议题的重点发言人。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attendee}（{self.get_kind_display()}）"
