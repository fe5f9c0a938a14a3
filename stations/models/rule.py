"""The rule by which the reception days of a station come back."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from stations.choices import HolidayShift, RulePattern
from stations.models.station import Station
from stations.querysets import DayRuleQuerySet

NOTICE_DAYS = 3  # 河南各站：接待前 3 天公告时间、地点、代表
SEATS, GAP_DAYS = 2, 14
SEATS_MAX, GAP_MAX, NOTICE_MAX = 6, 90, 15
LAST_ORDINAL, LAST_DATE, WEEK = 5, 31, 7


class DayRule(models.Model):
    """When a station receives: from `valid_from`, until the day `ended_on`, which is no longer under it.

    `numbers` are the ordinals of a NTH rule (1 and 3: the first and third Tuesday) or the days of the
    month of a DATES rule (9 and 19). `seats` deputies are on duty each time; nobody twice within
    `gap_days` where it can be avoided; the public notice goes out `notice_days` days ahead.
    """

    station = models.ForeignKey(Station, models.PROTECT, related_name="day_rules", verbose_name="联络站")
    pattern = models.CharField("规律", max_length=8, choices=RulePattern)
    weekday = models.PositiveSmallIntegerField("星期几", null=True, blank=True, validators=[MaxValueValidator(6)])
    numbers = models.JSONField("第几个或几日", default=list, blank=True)
    starts_at = models.TimeField("开始")
    ends_at = models.TimeField("结束")
    shift = models.CharField("遇到节假日", max_length=8, choices=HolidayShift, default=HolidayShift.NEXT)
    seats = models.PositiveSmallIntegerField(
        "每次几位代表", default=SEATS, validators=[MinValueValidator(1), MaxValueValidator(SEATS_MAX)]
    )
    gap_days = models.PositiveSmallIntegerField(
        "同一位代表两次之间至少隔几天", default=GAP_DAYS, validators=[MaxValueValidator(GAP_MAX)]
    )
    notice_days = models.PositiveSmallIntegerField(
        "提前几天公告", default=NOTICE_DAYS, validators=[MinValueValidator(1), MaxValueValidator(NOTICE_MAX)]
    )
    valid_from = models.DateField("起")
    ended_on = models.DateField("止（当日起不再适用）", null=True, blank=True)
    set_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="设定人")
    set_at = models.DateTimeField("设定时间", default=timezone.now)

    objects = DayRuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接待日规则"
        ordering = ("-valid_from", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["station"],
                condition=Q(ended_on=None),
                name="dayrule_one_in_force",
                violation_error_message="一个站同时只有一条接待日规则。",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="dayrule_times_in_order",
                violation_error_message="结束时间要晚于开始时间。",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("valid_from")),
                name="dayrule_dates_in_order",
                violation_error_message="规则的止期不能早于起期。",
            ),
            models.CheckConstraint(
                condition=Q(pattern=RulePattern.DATES, weekday=None)
                | (~Q(pattern=RulePattern.DATES) & Q(weekday__isnull=False, weekday__lt=WEEK)),
                name="dayrule_weekday_as_pattern",
                violation_error_message="请选星期几；按几日接待的不选。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.get_pattern_display()}"

    def clean(self) -> None:
        """`numbers` fit the pattern: some ordinals up to five, some days of the month, or none."""
        found = self.numbers
        last = {RulePattern.NTH: LAST_ORDINAL, RulePattern.DATES: LAST_DATE}.get(RulePattern(self.pattern))
        whole = isinstance(found, list) and all(type(one) is int for one in found)
        if not whole or len(set(found)) != len(found):
            raise ValidationError({"numbers": "请一个一个写清楚，不要重复。"})
        if last is None and found:
            raise ValidationError({"numbers": "每周接待的，不用写第几个。"})
        if last is not None and (not found or not all(1 <= one <= last for one in found)):
            raise ValidationError({"numbers": f"请写 1 到 {last} 之间的数，至少一个。"})

    def in_force(self, day: date) -> bool:
        """Whether `day` is under this rule."""
        return self.valid_from <= day and (self.ended_on is None or day < self.ended_on)
