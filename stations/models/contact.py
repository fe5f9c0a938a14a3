"""双联: members of the standing committee keep in touch with deputies, deputies with households."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit, User
from common.crypto import EncryptedTextField, mask_name, mask_phone
from deputies.models import Deputy
from stations.choices import ContactHow
from stations.querysets.contact import HouseholdQuerySet, MemberLinkQuerySet, TargetQuerySet


class ContactTarget(models.Model):
    """What a place asks for, as a sentence beside the lists: nobody is measured, ranked or reminded by it."""

    unit = models.OneToOneField(Unit, models.CASCADE, related_name="+", verbose_name="哪个选工委")
    households = models.PositiveSmallIntegerField("每名代表联系群众（户）", default=10)
    deputies = models.PositiveSmallIntegerField("每名组成人员联系代表（名）", default=3)
    source = models.CharField("依据", max_length=80, blank=True, help_text="如：县人大常委会双联工作办法第五条。")

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "双联要求"
        ordering = ("unit",)

    def __str__(self) -> str:
        return f"{self.unit}双联要求"


class MemberLink(models.Model):
    """常委会组成人员联系代表: a member keeps in touch with a deputy, with dates."""

    member = models.ForeignKey(Deputy, models.PROTECT, related_name="+", verbose_name="组成人员")
    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="+", verbose_name="联系的代表")
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    objects = MemberLinkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "组成人员联系代表"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member", "deputy"],
                condition=Q(until=None),
                name="memberlink_once",
                violation_error_message="已经在联系这名代表了。",
            ),
            models.CheckConstraint(
                condition=~Q(member=F("deputy")),
                name="memberlink_two_people",
                violation_error_message="不能联系自己。",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="memberlink_dates_in_order",
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} → {self.deputy}"


class Household(models.Model):
    """代表联系群众: a household or elector a deputy keeps in touch with. Name and telephone are encrypted.

    `client_id` makes a repeated save the same household; `is_proxy` says that the station wrote it down.
    """

    client_id = models.UUIDField("端侧编号", unique=True, editable=False)
    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="+", verbose_name="代表")
    name = EncryptedTextField("户主或群众姓名")
    phone = EncryptedTextField("电话", blank=True, default="")
    phone_hash = models.CharField("电话查找值", max_length=64, blank=True, db_index=True, editable=False)
    area = models.CharField("村、社区或网格", max_length=60)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)
    is_proxy = models.BooleanField("联络站代录", default=False)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="录入人")
    created_at = models.DateTimeField("录入时间", default=timezone.now)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联系的群众"
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="household_dates_in_order",
                violation_error_message="结束日期不能早于开始日期。",
            )
        ]

    def __str__(self) -> str:
        return self.masked_name

    def get_absolute_url(self) -> str:
        return reverse("stations:household_detail", args=[self.pk])

    @property
    def masked_name(self) -> str:
        """As every page shows it."""
        return mask_name(self.name)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)


class HouseholdContact(models.Model):
    """One time a deputy was in touch with a household; a duty record stands for it. Taken back, it stays known."""

    client_id = models.UUIDField("端侧编号", unique=True, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="contacts", verbose_name="群众")
    on = models.DateField("日期")
    how = models.CharField("方式", max_length=8, choices=ContactHow)
    words = models.CharField("做了什么", max_length=200, blank=True)
    is_proxy = models.BooleanField("联络站代录", default=False)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="录入人")
    created_at = models.DateTimeField("录入时间", default=timezone.now)
    taken_back_at = models.DateTimeField("撤回时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "联系记录"
        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.get_how_display()}"
