"""How a speaker confirms what was written down: the link, the words agreed to, the signed sheet."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from common.files import StoredFile
from meetings.choices import ConfirmedHow, CorrectionFate, LinkEnd
from meetings.models.record import RaisedOpinion
from meetings.models.sitting import Participant
from meetings.querysets import LinkQuerySet


class ConfirmationLink(models.Model):
    """核对链接: one participant's door to their own speeches of one sitting, for some days.

    Its secret stands on the slip and in no table; here is a keyed hash. `phone_hash` is of the cookie
    given to the phone that opened it first, and to no other. A new link makes the former one void.

    `proof_hash` is a keyed hash of the last four digits of the telephone number on file, asked before the
    link opens; empty where none was known when it was made. With the last of the tries it ends.
    """

    TRIES = 5

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="links", verbose_name="参会人")
    code_hash = models.CharField("链接查找值", max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="制作人")
    made_at = models.DateTimeField("制作时间")
    valid_until = models.DateTimeField("有效期至")
    proof_hash = models.CharField("手机号后四位核对值", max_length=64, blank=True, editable=False)
    tries_left = models.PositiveSmallIntegerField("还可以输错几次", default=TRIES)
    phone_hash = models.CharField("手机核对值", max_length=64, blank=True, editable=False)
    phone_label = models.CharField("手机和浏览器", max_length=40, blank=True)
    opened_at = models.DateTimeField("打开时间", null=True, blank=True)
    ended_at = models.DateTimeField("失效时间", null=True, blank=True)
    end_reason = models.CharField("失效原因", max_length=10, choices=LinkEnd, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "核对链接"
        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(ended_at=None),
                name="confirmationlink_one_open",
                violation_error_message="这位参会人已经有一个没收回的核对链接。",
            ),
            models.CheckConstraint(
                condition=Q(phone_hash="", opened_at=None) | (~Q(phone_hash="") & Q(opened_at__isnull=False)),
                name="confirmationlink_opened_by_a_phone",
                violation_error_message="打开过的链接要记着是哪一部手机。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id}的核对链接"

    @property
    def wrong_tries(self) -> int:
        """How often wrong digits were typed."""
        return self.TRIES - self.tries_left - bool(self.proof_hash and self.phone_hash)

    def is_open(self, at: datetime) -> bool:
        """Whether it still leads anywhere (the twin of `LinkQuerySet.open`)."""
        return self.ended_at is None and self.valid_until > at


class Confirmation(models.Model):
    """The words a speaker agreed to, beside those the recorder had written: neither replaces the other.

    `fate` is what staff did with a correction: taken over into the ledger, or kept with the speech.
    """

    raised = models.OneToOneField(RaisedOpinion, models.PROTECT, related_name="confirmation", verbose_name="发言意见")
    how = models.CharField("核对方式", max_length=8, choices=ConfirmedHow)
    recorded_text = models.TextField("记录人记的")
    text = models.TextField("本人核对的")
    at = models.DateTimeField("核对时间")
    signed_on = models.DateField("签字日期", null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="经办账号")
    link = models.ForeignKey(
        ConfirmationLink, models.PROTECT, null=True, blank=True, related_name="confirmations", verbose_name="核对链接"
    )
    fate = models.CharField("更正的处理", max_length=8, choices=CorrectionFate, blank=True)
    fate_at = models.DateTimeField("处理时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "发言核对"
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(how=ConfirmedHow.PAPER) | Q(signed_on__isnull=False),
                name="confirmation_paper_has_its_day",
                violation_error_message="在纸上签字的，要写签字日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.raised_id} {self.get_how_display()}"

    @property
    def is_corrected(self) -> bool:
        """Whether the speaker changed the recorder's words."""
        return self.text != self.recorded_text

    @property
    def waits(self) -> bool:
        """Whether staff have still to say what becomes of the correction."""
        return self.is_corrected and not self.fate


class SignatureScan(StoredFile):
    """A sheet that a participant signed on paper, scanned or photographed."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="scans", verbose_name="参会人")
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="上传人")
    signed_on = models.DateField("签字日期", default=timezone.localdate)

    class Meta:
        verbose_name = verbose_name_plural = "签字页"
        ordering = ("id",)
