"""Deputies, mandates, groups, legislative contacts and duty records."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Region, Unit, User
from common.crypto import EncryptedTextField
from common.search import SearchTermsField
from common.text import cn_number
from deputies.choices import ContactKind, Gender, GroupRole, Level, MandateStatus, StatusGround
from deputies.querysets import DeputyQuerySet, GroupQuerySet, MandateQuerySet, MemberQuerySet
from deputies.validators import check_month

TERMS_IN_WORDS = 100


def new_token() -> str:
    """The first migration names it; a code is a row of `stations.PublicCode` since."""
    return secrets.token_urlsafe(12)


class Deputy(models.Model):
    """A person elected to one or more congresses. Never deleted: a mandate ends, the person stays.

    `home_region` is where they live or work and is grouped; mandates may be of higher levels.
    `initials` are the pinyin initials of the name, for pickers. The phone is encrypted. Year and month
    of birth tell two people of one name apart and stand on no page.
    """

    user = models.OneToOneField(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登录账号")
    name = models.CharField("姓名", max_length=40)
    initials = models.CharField("拼音首字母", max_length=20, blank=True, db_index=True)
    gender = models.CharField("性别", max_length=1, choices=Gender, blank=True)
    post = models.CharField("单位和职务", max_length=80, blank=True)
    profession = models.CharField("职业", max_length=40, blank=True)
    birth = models.CharField("出生年月", max_length=7, blank=True, validators=[check_month], help_text="如 1970-03。")
    home_region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="所在乡镇（街道）")
    phone = EncryptedTextField("手机号", blank=True, default="")
    phone_hash = models.CharField("手机号查找值", max_length=64, blank=True, db_index=True, editable=False)
    search_terms = SearchTermsField(sources=("name", "post"))

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代表"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Mandate(models.Model):
    """One seat in one congress for one term, with its legal status (代表法61–63)."""

    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="mandates", verbose_name="代表")
    level = models.CharField("层级", max_length=10, choices=Level)
    term = models.PositiveSmallIntegerField("届次")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="人大（常委会）"
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="行政区")
    constituency = models.CharField("选区或选举单位", max_length=60, blank=True)
    is_member = models.BooleanField("常委会组成人员", default=False)
    status = models.CharField("状态", max_length=10, choices=MandateStatus, default=MandateStatus.ACTIVE)
    status_reason = models.CharField("状态原因", max_length=120, blank=True)
    status_ground = models.CharField("法定情形", max_length=12, choices=StatusGround, blank=True)
    status_on = models.DateField("状态起始日期", null=True, blank=True)
    notice_no = models.CharField("公告文号", max_length=60, blank=True)
    notice_on = models.DateField("公告日期", null=True, blank=True)
    started_on = models.DateField("起")
    ended_on = models.DateField("止", null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ("deputy", "-level")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deputy", "level", "term", "region"],
                name="mandate_once",
                violation_error_message="这名代表已经有同一届同一层级的任职。",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="mandate_dates_in_order",
                violation_error_message="任职结束日期不能早于开始日期。",
            ),
        ]

    def __str__(self) -> str:
        """The title in full: 濮阳市第九届人民代表大会代表, 第十四届全国人民代表大会代表."""
        term = f"第{cn_number(self.term) if 0 < self.term < TERMS_IN_WORDS else self.term}届"
        return f"{term}全国人民代表大会代表" if self.level == Level.NATION else f"{self.region}{term}人民代表大会代表"

    def get_absolute_url(self) -> str:
        return reverse("deputies:mandate_detail", args=[self.pk])


class ActivityGroup(models.Model):
    """A group of deputies of several levels (混合编组), with the legislative contacts of the place."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="乡镇（街道）")
    number = models.PositiveIntegerField("组号")
    name = models.CharField("名称", max_length=60)

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活动小组"
        ordering = ("region__order", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["region", "number"],
                name="activitygroup_number_once",
                violation_error_message="这个组号已经有了。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class LegislativeContact(models.Model):
    """立法顾问, 立法直报员 or 信息采集员: not deputies, grouped with them."""

    kind = models.CharField("类别", max_length=10, choices=ContactKind)
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("单位和职务", max_length=80, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="区划")
    phone = EncryptedTextField("手机号", blank=True, default="")
    is_active = models.BooleanField("在任", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "立法联络人员"
        ordering = ("kind", "id")

    def __str__(self) -> str:
        return f"{self.name}（{self.get_kind_display()}）"


class GroupMember(models.Model):
    """A deputy or a legislative contact in a group, with dates: history is kept."""

    group = models.ForeignKey(ActivityGroup, models.CASCADE, related_name="members", verbose_name="小组")
    deputy = models.ForeignKey(
        Deputy, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="代表"
    )
    contact = models.ForeignKey(
        LegislativeContact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name="立法联络人员",
    )
    role = models.CharField("职责", max_length=14, choices=GroupRole, default=GroupRole.MEMBER)
    joined_on = models.DateField("加入日期")
    left_on = models.DateField("离开日期", null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "小组成员"
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(deputy__isnull=False, contact=None) | Q(deputy=None, contact__isnull=False),
                name="groupmember_one_person",
                violation_error_message="一行只能是一名代表，或一名立法联络人员。",
            ),
            models.UniqueConstraint(
                fields=["deputy"],
                condition=Q(left_on=None, deputy__isnull=False),
                name="groupmember_deputy_in_one_group",
                violation_error_message="这名代表已经在一个小组里。",
            ),
        ]

    def __str__(self) -> str:
        return str(self.deputy or self.contact)
