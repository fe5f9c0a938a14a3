"""An activity of deputies, whom it invites and who came, and what is kept of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit, User
from common.files import StoredFile
from deputies.models import ActivityGroup, Deputy, LegislativeContact
from opinions.models import Occasion, Opinion
from opinions.models.event import exactly_one
from stations.choices import ActivityKind, ActivityStatus, Answer, Attendance, FilePurpose
from stations.models.plan import PlanItem
from stations.models.reception import Reception
from stations.models.station import Station, StationStaff
from stations.querysets import ActivityQuerySet, InvitationQuerySet, PinQuerySet


class Activity(models.Model):
    """视察, 调研, 进站问政, 普法讲堂, 义诊 …, a group's meeting, or a session of a training.

    `organiser` is a station, a township's office or a committee; `group` the group whose activity it is,
    `station` where it is held, `item` the item of a year's plan that it carries out. Its `occasion` is
    where the ledger finds what was said there. `client_id` makes a repeated save the same activity.
    """

    client_id = models.UUIDField("端侧编号", unique=True, editable=False)
    occasion = models.OneToOneField(Occasion, models.PROTECT, related_name="+", verbose_name="场合")
    kind = models.CharField("类型", max_length=12, choices=ActivityKind)
    theme = models.CharField("主题", max_length=80)
    organiser = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="组织者")
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name="联络站"
    )
    group = models.ForeignKey(
        ActivityGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="活动小组"
    )
    item = models.ForeignKey(
        PlanItem, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name="计划事项"
    )
    held_on = models.DateField("日期")
    starts_at = models.TimeField("开始")
    ends_at = models.TimeField("结束", null=True, blank=True)
    place = models.CharField("地点", max_length=80)
    plan = models.TextField("活动安排", blank=True)
    units = models.ManyToManyField(Unit, related_name="+", blank=True, verbose_name="邀请单位")
    status = models.CharField("状态", max_length=10, choices=ActivityStatus, default=ActivityStatus.PLANNED)
    reason = models.CharField("取消原因", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    created_at = models.DateTimeField("登记时间", default=timezone.now)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活动"
        ordering = ("-held_on", "-id")
        indexes: ClassVar = [models.Index(fields=["-held_on", "-id"], name="activity_recent")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="activity_times_in_order",
                violation_error_message="结束时间要晚于开始时间。",
            )
        ]

    def __str__(self) -> str:
        return self.theme

    def get_absolute_url(self) -> str:
        return reverse("stations:activity_detail", args=[self.pk])

    @property
    def hours(self) -> str:
        """“9:00”, or “9:00 到 11:30” where the end is known."""
        return " 到 ".join(f"{one.hour}:{one:%M}" for one in (self.starts_at, self.ends_at) if one)


class Invitation(models.Model):
    """One person asked to come: a deputy, a legislative contact, somebody of a station, or a guest by name.

    `via` says through which group or station; `word` is what they said with their answer, for the
    organiser alone. Attendance is entered by the organiser; nobody signs in by telephone.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="invitations", verbose_name="活动")
    deputy = models.ForeignKey(Deputy, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代表")
    contact = models.ForeignKey(
        LegislativeContact, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="立法联络人员"
    )
    staff = models.ForeignKey(
        StationStaff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="站点人员"
    )
    guest = models.CharField("来宾", max_length=60, blank=True)
    via = models.CharField("怎样请的", max_length=60, blank=True)
    told_at = models.DateTimeField("通知时间", null=True, blank=True)
    answer = models.CharField("答复", max_length=4, choices=Answer, blank=True)
    word = models.CharField("留言", max_length=120, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    attendance = models.CharField("到会情况", max_length=8, choices=Attendance, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "邀请"
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(guest="") & exactly_one("deputy", "contact", "staff")
                | ~Q(guest="") & Q(deputy=None, contact=None, staff=None),
                name="invitation_one_person",
                violation_error_message="一行只请一个人。",
            ),
            *(
                models.UniqueConstraint(
                    fields=["activity", name],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"invitation_{name}_once",
                    violation_error_message="这个人已经请了。",
                )
                for name in ("deputy", "contact", "staff")
            ),
            models.UniqueConstraint(
                fields=["activity", "guest"],
                condition=~Q(guest=""),
                name="invitation_guest_once",
                violation_error_message="这位来宾已经请了。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The person's name alone."""
        person = self.deputy or self.contact or self.staff
        return person.name if person else self.guest

    @property
    def capacity(self) -> str:
        """In what capacity they are asked: 代表, 立法直报员, 站长 …, 来宾."""
        if self.deputy_id:
            return "代表"
        if self.contact:
            return str(self.contact.get_kind_display())
        return str(self.staff.get_role_display()) if self.staff else "来宾"


class ActivityMinutes(models.Model):
    """One version of the minutes. A correction is a new version; what was written stays."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="minutes", verbose_name="活动")
    number = models.PositiveIntegerField("第几稿")
    text = models.TextField("纪要")
    written_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="记录人")
    written_at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "活动纪要"
        ordering = ("-number",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["activity", "number"], name="minutes_number_once", violation_error_message="这一稿已经存了。"
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity} 第{self.number}稿"


class ActivityOpinion(models.Model):
    """An opinion the activity brought into the ledger."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="activity_opinions", verbose_name="活动")
    opinion = models.OneToOneField(Opinion, models.PROTECT, related_name="+", verbose_name="意见")

    class Meta:
        verbose_name = verbose_name_plural = "活动意见"
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.activity_id}–{self.opinion_id}"


class ActivityFile(StoredFile):
    """A photo, handed-out material, or the signed record sheet."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="files", verbose_name="活动")
    purpose = models.CharField("用途", max_length=10, choices=FilePurpose)
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="上传人")

    class Meta:
        verbose_name = verbose_name_plural = "活动文件"
        ordering = ("id",)


class Pin(models.Model):
    """县领导代表率先进站: an activity or a reception that stands first on its station's page until a day."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="pins", verbose_name="联络站")
    activity = models.ForeignKey(Activity, models.CASCADE, null=True, blank=True, related_name="pins")
    reception = models.ForeignKey(Reception, models.CASCADE, null=True, blank=True, related_name="pins")
    until = models.DateField("置顶到")
    note = models.CharField("说明", max_length=120, blank=True)
    pinned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="置顶人")
    pinned_at = models.DateTimeField("置顶时间", default=timezone.now)
    removed_at = models.DateTimeField("撤下时间", null=True, blank=True)

    objects = PinQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "站点置顶"
        ordering = ("-id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=exactly_one("activity", "reception"),
                name="pin_one_target",
                violation_error_message="一次置顶一件。",
            ),
            *(
                models.UniqueConstraint(
                    fields=[name],
                    condition=Q(**{f"{name}__isnull": False, "removed_at": None}),
                    name=f"pin_{name}_once",
                    violation_error_message="已经置顶了。",
                )
                for name in ("activity", "reception")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.activity or self.reception}"
