"""Getting in without a password: entry slips, bound phones, codes by SMS, and what was tried in vain."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.choices import EntryWay, PhoneEnd, ProofKind, SlipEnd
from accounts.models.user import User
from accounts.querysets import EntryTryQuerySet, PhoneQuerySet, SlipQuerySet, SmsCodeQuerySet
from common.crypto import EncryptedTextField

TRIES = 5


class EntrySlip(models.Model):
    """进入单: printed for one person, good once and for some days. Code and proof are kept as hashes.

    A person has one open slip at most; a new one makes the earlier one worthless.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="slips", verbose_name="给谁")
    code_hash = models.CharField("单号查找值", max_length=64, unique=True, editable=False)
    proof_kind = models.CharField("另外要输的", max_length=10, choices=ProofKind)
    proof_hash = models.CharField("核对值", max_length=64, editable=False)
    issued_at = models.DateTimeField("打印时间")
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="打印人")
    valid_until = models.DateTimeField("有效期至")
    tries_left = models.PositiveSmallIntegerField("还可以试几次", default=TRIES)
    used_at = models.DateTimeField("使用时间", null=True, blank=True)
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    void_reason = models.CharField("作废原因", max_length=10, choices=SlipEnd, blank=True)

    objects = SlipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "进入单"
        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at=None, voided_at=None),
                name="entryslip_one_open",
                violation_error_message="这个人已经有一张没用过的进入单。",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(voided_at=None),
                name="entryslip_used_or_void",
                violation_error_message="一张进入单不能既用过又作废。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}的进入单"

    def is_open(self, at: datetime) -> bool:
        """Whether it still lets somebody in (the twin of `SlipQuerySet.open`)."""
        return self.used_at is None and self.voided_at is None and self.valid_until > at


class BoundPhone(models.Model):
    """绑定的手机: comes back by a secret cookie after its session has ended, until `bound_until`.

    The cookie names a generation that grows with every return; `confirmed` is the highest one seen,
    `issued` the latest handed out. A cookie older than `confirmed` was copied. One phone per person.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="phones", verbose_name="代表")
    secret_hash = models.CharField("凭据核对值", max_length=64, editable=False)
    confirmed = models.PositiveIntegerField("已见到的代次", default=0, editable=False)
    issued = models.PositiveIntegerField("已发出的代次", default=0, editable=False)
    rotated_at = models.DateTimeField("换发时间", null=True, blank=True, editable=False)
    how = models.CharField("绑定方式", max_length=10, choices=EntryWay)
    label = models.CharField("手机和浏览器", max_length=40, blank=True)
    bound_at = models.DateTimeField("绑定时间")
    bound_until = models.DateTimeField("有效期至")
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True)
    ended_at = models.DateTimeField("解除时间", null=True, blank=True)
    end_reason = models.CharField("解除原因", max_length=10, choices=PhoneEnd, blank=True)

    objects = PhoneQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "绑定的手机"
        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(ended_at=None),
                name="boundphone_one_per_user",
                violation_error_message="这个人已经绑着一部手机。",
            ),
            models.CheckConstraint(
                condition=Q(issued__gte=F("confirmed")),
                name="boundphone_generations_in_order",
                violation_error_message="见到的代次不能超过发出的代次。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}的手机"

    def is_live(self, at: datetime) -> bool:
        """Whether it still comes back (the twin of `PhoneQuerySet.live`)."""
        return self.ended_at is None and self.bound_until > at


class SmsCode(models.Model):
    """短信验证码: six digits, kept as a hash, asked for a number whether or not somebody here has it.

    `outgoing` holds what the gateway is to be told, encrypted, and is emptied once it was told.
    """

    phone_hash = models.CharField("手机号查找值", max_length=64, db_index=True, editable=False)
    code_hash = models.CharField("验证码核对值", max_length=64, editable=False)
    address = models.GenericIPAddressField("来源地址", null=True, blank=True, db_index=True)
    asked_at = models.DateTimeField("请求时间", db_index=True)
    valid_until = models.DateTimeField("有效期至")
    tries_left = models.PositiveSmallIntegerField("还可以试几次", default=TRIES)
    used_at = models.DateTimeField("使用时间", null=True, blank=True)
    outgoing = EncryptedTextField("待发内容", blank=True, default="", editable=False)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)

    objects = SmsCodeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "短信验证码"
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M} 的验证码"


class EntryTry(models.Model):
    """A slip's number that led nowhere, by the visitor's address: too many in an hour, and typing pauses."""

    address = models.GenericIPAddressField("来源地址", null=True, blank=True)
    at = models.DateTimeField("时间", default=timezone.now, db_index=True)

    objects = EntryTryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "输错的单号"
        ordering = ("-id",)
        indexes: ClassVar = [models.Index(fields=["address", "at"], name="entrytry_recent")]

    def __str__(self) -> str:
        return f"{self.address} {self.at:%Y-%m-%d %H:%M}"
