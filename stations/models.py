"""Stations and what happens there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import EventBase, Unit, User
from common.crypto import EncryptedTextField
from common.files import StoredFile
from deputies.models import ActivityGroup, Deputy
from opinions.choices import Visibility
from opinions.models import Contributor, Occasion, Opinion
from opinions.models.event import exactly_one
from stations.choices import Route, SlotStatus, StaffRole
from stations.querysets import (
    ItemQuerySet,
    ReceptionQuerySet,
    SlotQuerySet,
    StaffQuerySet,
    StationQuerySet,
    VisitQuerySet,
)


class Station(models.Model):
    """代表联络站. It *is* a unit: name, region and grants live there.

    `reports_to` is the committee office to which it reports (报县人大); the four flags say what
    else it is at the same time (站点融合).
    """

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    reports_to = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="上报单位")
    township_office = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="乡镇人大主席团（街道工委）"
    )
    address = models.CharField("地址", max_length=80)
    hours = models.CharField("开放时间", max_length=60)
    phone = models.CharField("站内电话", max_length=40, blank=True)
    is_model_point = models.BooleanField("全过程人民民主基层示范点", default=False)
    is_legislative_point = models.BooleanField("基层立法联系点", default=False)
    is_collection_point = models.BooleanField("立法信息采集点", default=False)

    objects = StationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联络站"
        ordering = ("unit__region__order", "unit__order", "id")

    def __str__(self) -> str:
        return str(self.unit)

    def get_absolute_url(self) -> str:
        return reverse("stations:station_detail", args=[self.pk])


class StationStaff(models.Model):
    """站长, 副站长, 联络员, with dates. The verbs keep the person's grant in step."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="staff", verbose_name="联络站")
    name = models.CharField("姓名", max_length=40)
    role = models.CharField("职责", max_length=12, choices=StaffRole)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登录账号")
    deputy = models.ForeignKey(Deputy, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代表")
    started_on = models.DateField("起")
    ended_on = models.DateField("止", null=True, blank=True)

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "站点人员"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["station"],
                condition=Q(role=StaffRole.HEAD, ended_on=None),
                name="stationstaff_one_head",
                violation_error_message="一个站只有一名站长。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_role_display()}）"


class StationGroup(models.Model):
    """A group that works from a station."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="groups", verbose_name="联络站")
    group = models.OneToOneField(ActivityGroup, models.CASCADE, related_name="+", verbose_name="活动小组")

    class Meta:
        verbose_name = verbose_name_plural = "进站小组"
        ordering = ("group__number",)

    def __str__(self) -> str:
        return str(self.group)


class DutySlot(models.Model):
    """A reception day to come: when, and who is on duty."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="slots", verbose_name="联络站")
    date = models.DateField("日期")
    starts_at = models.TimeField("开始")
    ends_at = models.TimeField("结束")
    status = models.CharField("状态", max_length=10, choices=SlotStatus, default=SlotStatus.PLANNED)

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接待日"
        ordering = ("date", "starts_at")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["station", "date", "starts_at"],
                name="dutyslot_once",
                violation_error_message="这个时间已经排了接待日。",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="dutyslot_times_in_order",
                violation_error_message="结束时间要晚于开始时间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.date:%Y-%m-%d}"


class SlotDeputy(models.Model):
    """A deputy on duty."""

    slot = models.ForeignKey(DutySlot, models.CASCADE, related_name="slot_deputies", verbose_name="接待日")
    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="+", verbose_name="代表")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "轮值代表"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slot", "deputy"], name="slotdeputy_once", violation_error_message="这名代表已经排在这一天。"
            )
        ]

    def __str__(self) -> str:
        return str(self.deputy)

    @property
    def others(self) -> list[Deputy]:
        """Who else is on duty that day."""
        return [row.deputy for row in self.slot.slot_deputies.all() if row.pk != self.pk]


class Reception(models.Model):
    """One reception: a station, a time, the deputies who received. 接待时间 ≠ 录入时间.

    A station receives once at a time, so the same day and hour again is the same reception.
    """

    station = models.ForeignKey(Station, models.PROTECT, related_name="receptions", verbose_name="联络站")
    occasion = models.OneToOneField(Occasion, models.PROTECT, related_name="+", verbose_name="场合")
    slot = models.ForeignKey(
        DutySlot, models.PROTECT, null=True, blank=True, related_name="receptions", verbose_name="接待日"
    )
    held_on = models.DateField("接待日期")
    started_at = models.TimeField("接待时间")
    ended_at = models.TimeField("结束时间", null=True, blank=True)
    deputies = models.ManyToManyField(Deputy, related_name="+", verbose_name="接待代表")
    recorder = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="记录人")
    created_at = models.DateTimeField("录入时间", default=timezone.now)
    version = models.PositiveIntegerField("版本", default=1)

    objects = ReceptionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接待"
        ordering = ("-held_on", "-id")
        indexes: ClassVar = [models.Index(fields=["-held_on", "-id"], name="reception_recent")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["station", "held_on", "started_at"],
                name="reception_once",
                violation_error_message="这个时间的接待已经登记过。",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gt=F("started_at")),
                name="reception_times_in_order",
                violation_error_message="结束时间要晚于开始时间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.held_on:%Y-%m-%d} 接待"

    def get_absolute_url(self) -> str:
        return reverse("stations:reception_detail", args=[self.pk])

    @property
    def hours(self) -> str:
        """“9:20”, or “9:20 到 11:30” where the end was written down."""
        clocks = (f"{one.hour}:{one:%M}" for one in (self.started_at, self.ended_at) if one)
        return " 到 ".join(clocks)


class Visit(models.Model):
    """One visitor or party: heads, who, and by `route` what becomes of what they said.

    `client_id` makes a repeated save the same visit. A sealed visit is seen by the committee alone.
    """

    client_id = models.UUIDField("端侧编号", unique=True, editable=False)
    reception = models.ForeignKey(Reception, models.PROTECT, related_name="visits", verbose_name="接待")
    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="+", verbose_name="来访人")
    headcount = models.PositiveSmallIntegerField("人数", default=1)
    route = models.CharField("处理方式", max_length=10, choices=Route)
    answer = models.TextField("现场答复或意见", blank=True)
    address = EncryptedTextField("住址", blank=True, default="")
    visibility = models.CharField("可见范围", max_length=10, choices=Visibility, default=Visibility.NORMAL)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="录入人")
    created_at = models.DateTimeField("录入时间", default=timezone.now)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "来访"
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(headcount__gte=1), name="visit_headcount_positive", violation_error_message="人数至少是 1。"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reception} 第{self.pk}号"

    def get_absolute_url(self) -> str:
        return reverse("stations:visit_detail", args=[self.pk])


class VisitOpinion(models.Model):
    """The opinions a visit brought into the ledger."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="visit_opinions", verbose_name="来访")
    opinion = models.OneToOneField(Opinion, models.PROTECT, related_name="+", verbose_name="意见")

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "来访意见"
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.visit_id}–{self.opinion_id}"


class Event(EventBase):
    """The history of a reception, a visit or a reception day of the rota."""

    reception = models.ForeignKey(Reception, models.PROTECT, null=True, blank=True, related_name="events")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="events")
    slot = models.ForeignKey(DutySlot, models.PROTECT, null=True, blank=True, related_name="events")

    class Meta(EventBase.Meta):
        verbose_name = verbose_name_plural = "站点记录"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=exactly_one("reception", "visit", "slot"),
                name="station_event_one_target",
                violation_error_message="一条记录只属于一个对象。",
            )
        ]

    def __str__(self) -> str:
        return self.step


class Attachment(StoredFile):
    """The signed form's scan of a visit, or a photo of the paper register of a reception."""

    reception = models.ForeignKey(Reception, models.PROTECT, null=True, blank=True, related_name="attachments")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="attachments")
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reception__isnull=False, visit=None) | Q(reception=None, visit__isnull=False),
                name="station_attachment_one_target",
                violation_error_message="一份附件只属于一个对象。",
            )
        ]
