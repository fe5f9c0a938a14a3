"""What residents may read of a deputy or a station, who released it, and the switch for all of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts.models import Region, User
from deputies.models import Deputy
from opinions.models.event import exactly_one
from stations.choices import PageStatus, ReviewStatus
from stations.models.station import Station
from stations.querysets import ClosureQuerySet, PageQuerySet
from stations.validators import check_public_text

INTRODUCTION_MAX = 300


class PublicPage(models.Model):
    """The public page of one deputy or one station. Until it is published a code shows doors and hours alone.

    Facts from the register stand on the page by themselves; `introduction` is free text and stands
    there only as the review `approved` let it pass.
    """

    deputy = models.OneToOneField(
        Deputy, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代表"
    )
    station = models.OneToOneField(
        Station, models.PROTECT, null=True, blank=True, related_name="public_page", verbose_name="联络站"
    )
    status = models.CharField("状态", max_length=10, choices=PageStatus, default=PageStatus.CLOSED)
    introduction = models.CharField("介绍", max_length=INTRODUCTION_MAX, blank=True)
    approved = models.ForeignKey(
        "stations.PageReview", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所依据的审查"
    )

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公开页面"
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=exactly_one("deputy", "station"),
                name="publicpage_one_target",
                violation_error_message="一个公开页面只属于一名代表或一个站。",
            ),
            models.CheckConstraint(
                condition=~Q(status=PageStatus.PUBLISHED) | Q(approved__isnull=False),
                name="publicpage_reviewed",
                violation_error_message="没有经过保密审查的页面不能公开。",
            ),
        ]

    def __str__(self) -> str:
        return str(self.deputy or self.station)

    def get_absolute_url(self) -> str:
        return reverse("stations:page_detail", args=[self.pk])


class PageReview(models.Model):
    """One proposal to publish and its 保密审查: who proposed which words, who else checked what, and the result."""

    page = models.ForeignKey(PublicPage, models.PROTECT, related_name="reviews", verbose_name="公开页面")
    status = models.CharField("状态", max_length=10, choices=ReviewStatus, default=ReviewStatus.WAITING)
    introduction = models.CharField(
        "介绍", max_length=INTRODUCTION_MAX, blank=True, validators=[check_public_text]
    )
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提请人")
    proposed_at = models.DateTimeField("提请时间", default=timezone.now)
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审查人"
    )
    reviewed_at = models.DateTimeField("审查时间", null=True, blank=True)
    checked = models.JSONField("审查了什么", default=list, blank=True)
    opinion = models.CharField("审查意见", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "保密审查"
        ordering = ("-id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("proposed_by")),
                name="pagereview_two_persons",
                violation_error_message="提请和审查不能是同一个人。",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=ReviewStatus.DECIDED)
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="pagereview_decided_by_somebody",
                violation_error_message="审查结果要有审查人和时间。",
            ),
            models.UniqueConstraint(
                fields=["page"],
                condition=Q(status=ReviewStatus.WAITING),
                name="pagereview_one_waiting",
                violation_error_message="这个页面已经有一份在等审查。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page}：{self.get_status_display()}"


class SideClosure(models.Model):
    """The public side of a place was taken down; without a region, all of it. Open until it is put up again."""

    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="区划"
    )
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="关闭人")
    closed_at = models.DateTimeField("关闭时间", default=timezone.now)
    reason = models.CharField("关闭原因", max_length=120)
    reopened_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="恢复人"
    )
    reopened_at = models.DateTimeField("恢复时间", null=True, blank=True)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公开端关闭"
        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                Coalesce("region", 0),  # SQLite cannot count two empty values as one
                condition=Q(reopened_at=None),
                name="sideclosure_one_open",
                violation_error_message="这里的公开端已经关闭。",
            )
        ]

    def __str__(self) -> str:
        return str(self.region or "全部公开端")
