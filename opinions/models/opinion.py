"""Where it was said, on what, by whom, and what was said."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import Region, Unit, User
from common.crypto import EncryptedTextField, keyed_hash, mask_name
from common.search import SearchTermsField
from common.text import cn_short, initials
from deputies.models import Deputy
from opinions.choices import BADGES, Capacity, Intent, OccasionKind, OpinionStatus, Visibility
from opinions.models.catalogue import Category, Channel
from opinions.querysets import OccasionQuerySet, OpinionQuerySet

BRIEF = 40


class Occasion(models.Model):
    """A meeting, a sitting, a reception day: what the ledger shows of where an opinion was heard.

    The room above owns it one-to-one; a sitting's occasion has its meeting's as `parent`.
    """

    kind = models.CharField("类别", max_length=12, choices=OccasionKind)
    title = models.CharField("名称", max_length=120)
    short_title = models.CharField("简称", max_length=60)
    held_on = models.DateField("日期")
    place = models.CharField("地点", max_length=80, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="区划")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="所属")

    objects = OccasionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "场合"
        ordering = ("-held_on", "id")

    def __str__(self) -> str:
        return self.short_title


class Topic(models.Model):
    """What is talked about: an agenda item, a draft, or an article of it (by `parent`)."""

    occasion = models.ForeignKey(
        Occasion, models.PROTECT, null=True, blank=True, related_name="topics", verbose_name="场合"
    )
    title = models.CharField("名称", max_length=160)
    short_title = models.CharField("简称", max_length=60)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="上级")
    order = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "议题"
        ordering = ("order", "id")

    def __str__(self) -> str:
        return self.short_title


class Contributor(models.Model):
    """Who said it, that day. People are counted by deputy or phone hash, not by this row.

    `secrecy`: asked to be kept secret; then no name leaves the committee, not even a deputy's.
    """

    name = models.CharField("姓名", max_length=40, blank=True)
    initials = models.CharField("拼音首字母", max_length=20, blank=True)
    capacity = models.CharField("身份", max_length=16, choices=Capacity)
    title = models.CharField("单位和职务", max_length=80, blank=True)
    deputy = models.ForeignKey(Deputy, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代表")
    secrecy = models.BooleanField("要求保密", default=False)
    phone = EncryptedTextField("手机号", blank=True, default="")
    phone_hash = models.CharField("手机号查找值", max_length=64, blank=True, db_index=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "提出人"

    def __str__(self) -> str:
        return self.outside_name

    @classmethod
    def named(cls, name: str, capacity: str, *, phone: str = "", **facts: Any) -> Contributor:
        """One not saved yet, with what they are looked up by: the initials, the keyed hash of the phone."""
        found_by = {"initials": initials(name), "phone_hash": keyed_hash(phone)}
        return cls(name=name, capacity=capacity, phone=phone, **found_by, **facts)

    @property
    def inside_name(self) -> str:
        """For the committee and the recorder: the name, or 匿名."""
        return self.name or "匿名"

    @property
    def masked_name(self) -> str:
        """On lists and exports: deputies in full, residents masked, secret ones not at all."""
        if self.secrecy or not self.name:
            return "要求保密" if self.secrecy else "匿名"
        return self.name if self.capacity in Capacity.NAMED else mask_name(self.name)

    @property
    def outside_name(self) -> str:
        """For an agency: a deputy by name unless secret; everyone else by capacity alone."""
        if self.capacity in Capacity.NAMED and self.name and not self.secrecy:
            return f"{self.name}（{self.get_capacity_display()}）"
        return str(self.get_capacity_display())

    @property
    def can_rate(self) -> bool:
        """Whether a rating can be asked of them: a deputy, or somebody who left a phone number."""
        return self.deputy_id is not None or bool(self.phone_hash)


class Opinion(models.Model):
    """One thing somebody said, typed once.

    `original` is the spoken text, editable by its recorder until merged or printed, then fixed.
    `summary` is ours. `shared_text` is what an agency sees: masked automatically, confirmed by
    staff before issue (`shared_confirmed`). `client_id` makes a repeated save the same row.
    """

    client_id = models.UUIDField("端侧编号", unique=True, default=uuid.uuid4, editable=False)
    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="opinions", verbose_name="提出人")
    occasion = models.ForeignKey(
        Occasion, models.PROTECT, null=True, blank=True, related_name="opinions", verbose_name="场合"
    )
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="opinions", verbose_name="议题"
    )
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+", verbose_name="渠道")
    intent = models.CharField("意见类型", max_length=8, choices=Intent, default=Intent.SUGGEST)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="收集单位")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="区划")
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="类别")
    holder = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="站内办理单位"
    )
    due_on = models.DateField("站内办理期限", null=True, blank=True)
    heard_on = models.DateField("提出日期")
    original = models.TextField("原话")
    summary = models.TextField("摘要", blank=True)
    shared_text = models.TextField("转办文字", blank=True)
    shared_confirmed = models.BooleanField("转办文字已核对", default=False)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="录入人")
    is_proxy = models.BooleanField("代录", default=False)
    status = models.CharField("状态", max_length=14, choices=OpinionStatus)
    reason = models.CharField("不交办理由", max_length=200, blank=True)
    visibility = models.CharField("可见范围", max_length=10, choices=Visibility, default=Visibility.NORMAL)
    version = models.PositiveIntegerField("版本", default=1)
    created_at = models.DateTimeField("录入时间", default=timezone.now)
    search_terms = SearchTermsField(sources=("original", "summary"))

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "意见"
        ordering = ("-id",)
        indexes: ClassVar = [
            models.Index(fields=["status", "-id"], name="opinion_status"),
            models.Index(fields=["occasion", "status"], name="opinion_occasion"),
            models.Index(fields=["unit", "-id"], name="opinion_unit"),
        ]

    def __str__(self) -> str:
        return self.brief

    def get_absolute_url(self) -> str:
        return reverse("opinions:opinion_detail", args=[self.pk])

    @property
    def badge(self) -> tuple[str, str, str]:
        """(tone, icon, words) of the status, as `{% status_badge %}` draws it."""
        return (*BADGES[self.status], str(self.get_status_display()))

    @property
    def outside_source(self) -> str:
        """Who said it where and on what, as an agency may know: 网格员　分组会议（第二组），9月30日　第三十六条."""
        heard = f"{self.occasion.short_title}，{cn_short(self.heard_on)}" if self.occasion else ""
        return "　".join(part for part in (self.contributor.outside_name, heard, str(self.topic or "")) if part)

    @property
    def brief(self) -> str:
        """The first words, for a link or a heading; never for an agency."""
        text = self.summary or self.original
        return text if len(text) <= BRIEF else text[: BRIEF - 1] + "…"
