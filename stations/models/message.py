"""A resident's message (群众留言), what was answered, and the files that came with it."""

from __future__ import annotations

from typing import ClassVar, cast

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from common.files import StoredFile
from deputies.models import Deputy
from opinions.choices import Grade, Visibility
from opinions.models import Contributor, Opinion
from stations.choices import MESSAGE_BADGES, FileKind, HeldWhy, MessageStatus, MessageTo
from stations.models.code import PublicCode
from stations.models.station import Station
from stations.querysets.message import MessageQuerySet

BRIEF = 40


class Message(models.Model):
    """What somebody without an account wrote or said, to a deputy, a station or the county.

    `text` is what was sent, never changed; the ledger's opinion begins with it once the message is
    let in. A sealed one is seen by the committee alone. `station` is always there: it is the place.
    `client_id` and `proof` are spent once. `code` and PIN are the resident's only key.
    """

    client_id = models.UUIDField("端侧编号", unique=True, editable=False)
    code = models.CharField("查询码", max_length=8, unique=True)
    pin_hash = models.CharField("密码校验值", max_length=64)
    to = models.CharField("交给谁", max_length=8, choices=MessageTo)
    station = models.ForeignKey(Station, models.PROTECT, related_name="messages", verbose_name="联络站")
    deputy = models.ForeignKey(Deputy, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代表")
    source = models.ForeignKey(
        PublicCode, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="扫的码"
    )
    opinion = models.OneToOneField(
        Opinion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="意见"
    )
    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="+", verbose_name="留言人")
    text = models.TextField("留言原文", blank=True)
    status = models.CharField("状态", max_length=10, choices=MessageStatus)
    visibility = models.CharField("可见范围", max_length=10, choices=Visibility, default=Visibility.NORMAL)
    held_why = models.CharField("先审看的原因", max_length=6, choices=HeldWhy, blank=True)
    named = models.JSONField("提到的人", default=list, blank=True)
    is_rerouted = models.BooleanField("代表暂停履职，由站里收", default=False)
    proof = models.CharField("验证值", max_length=64, unique=True, null=True, blank=True)
    sent_at = models.DateTimeField("留言时间", default=timezone.now)
    due_on = models.DateField("答复期限", null=True, blank=True)
    read_at = models.DateTimeField("看到答复的时间", null=True, blank=True)
    again = models.TextField("又问", blank=True)
    again_at = models.DateTimeField("又问时间", null=True, blank=True)
    threat_at = models.DateTimeField("报告威胁的时间", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "群众留言"
        ordering = ("-id",)
        indexes: ClassVar = [
            models.Index(fields=["station", "status", "-id"], name="message_station"),
            models.Index(fields=["status", "due_on"], name="message_due"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to="deputy", deputy__isnull=False) | (~Q(to="deputy") & Q(deputy=None)),
                name="message_deputy_if_to_deputy",
                violation_error_message="交给代表的留言要写明哪位代表，别的不写。",
            ),
            models.CheckConstraint(
                condition=Q(status__in=MessageStatus.OUTSIDE, opinion=None)
                | (~Q(status__in=MessageStatus.OUTSIDE) & Q(opinion__isnull=False)),
                name="message_in_ledger_once_let_in",
                violation_error_message="收下的留言都在意见台账里，待审看和已搁置的都不在。",
            ),
        ]

    def __str__(self) -> str:
        return f"留言 {self.shown_code}"

    def get_absolute_url(self) -> str:
        return reverse("stations:message_detail", args=[self.pk])

    @property
    def shown_code(self) -> str:
        """As it is read out and copied: two groups of four."""
        return f"{self.code[:4]} {self.code[4:]}"

    @property
    def badge(self) -> tuple[str, str, str]:
        """Tone, icon and word of the status."""
        return (*MESSAGE_BADGES[self.status], str(self.get_status_display()))

    @property
    def entry(self) -> Opinion:
        """Its row in the ledger; a message that waits outside or was set aside has none."""
        return cast("Opinion", self.opinion)

    @property
    def words(self) -> str:
        """What is read inside: the ledger's text once there is one, which may be a transcript."""
        return self.opinion.original if self.opinion else self.text

    @property
    def brief(self) -> str:
        """The first words, for a list."""
        text = " ".join(self.words.split()) or "（只有录音）"
        return text if len(text) <= BRIEF else text[: BRIEF - 1] + "…"

    @property
    def is_sealed(self) -> bool:
        return self.visibility == Visibility.SEALED

    @property
    def addressee(self) -> str:
        """Who is meant, in words."""
        if self.deputy:
            return f"{self.deputy.name}代表"
        return str(self.station.reports_to if self.is_sealed else self.station)


class MessageAnswer(models.Model):
    """What the resident was answered, and how they rated it: attitude and result apart.

    `is_proxy`: written by the station for the deputy, who may say within days that it is not theirs;
    then the row stays and another answer takes its place.
    """

    message = models.ForeignKey(Message, models.PROTECT, related_name="answers", verbose_name="留言")
    round = models.PositiveSmallIntegerField("第几次", default=1)
    text = models.TextField("答复")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="答复人")
    signed = models.CharField("署名", max_length=60)
    is_proxy = models.BooleanField("代答", default=False)
    at = models.DateTimeField("答复时间", default=timezone.now)
    objected_at = models.DateTimeField("代表异议时间", null=True, blank=True)
    objection = models.CharField("代表怎么说", max_length=200, blank=True)
    attitude = models.CharField("态度", max_length=5, choices=Grade, blank=True)
    result = models.CharField("结果", max_length=5, choices=Grade, blank=True)
    comment = models.CharField("群众的话", max_length=300, blank=True)
    rated_at = models.DateTimeField("评价时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "留言答复"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["message", "round"],
                condition=Q(objected_at=None),
                name="messageanswer_one_a_round",
                violation_error_message="这一次已经答复过了。",
            ),
            models.CheckConstraint(
                condition=Q(rated_at=None, attitude="", result="")
                | (Q(rated_at__isnull=False) & ~Q(attitude="") & ~Q(result="")),
                name="messageanswer_rated_whole",
                violation_error_message="态度和结果要都评价。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message} 第{self.round}次答复"


class MessageFile(StoredFile):
    """A photo, drawn anew without what a camera hides in it, or the voice as it was recorded."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="files", verbose_name="留言")
    kind = models.CharField("种类", max_length=5, choices=FileKind)
    seconds = models.PositiveSmallIntegerField("时长（秒）", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "留言附件"
        ordering = ("id",)


class PublicTry(models.Model):
    """That somebody without an account sent or asked something; counted, and forgotten after a day.

    `key` is a keyed hash: neither an address nor a code stands here.
    """

    purpose = models.CharField("做什么", max_length=8)
    key = models.CharField("查找值", max_length=64)
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "公众端次数"
        indexes: ClassVar = [models.Index(fields=["purpose", "key", "at"], name="publictry_recent")]

    def __str__(self) -> str:
        return self.purpose
