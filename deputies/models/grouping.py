"""编组方案: who is to sit in which group, until it is published."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import EventBase, Region, User
from deputies.choices import GroupingStatus, GroupRole, Level
from deputies.models.register import ActivityGroup, Deputy, LegislativeContact
from deputies.querysets import ProposalQuerySet


class GroupingProposal(models.Model):
    """The groups of a place as proposed and adjusted, then published or discarded.

    `on` is the day whose mandates it was made for, `fingerprint` that of the roster it was made from.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="区划")
    status = models.CharField("状态", max_length=10, choices=GroupingStatus, default=GroupingStatus.DRAFT)
    on = models.DateField("名册日期")
    fingerprint = models.CharField("名册指纹", max_length=64, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="编制人")
    made_at = models.DateTimeField("编制时间", default=timezone.now)
    published_on = models.DateField("公布日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "编组方案"
        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["region"],
                condition=Q(status="draft"),
                name="groupingproposal_one_draft",
                violation_error_message="这个地方已经有一份拟编的方案。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.region.name}编组方案（{self.get_status_display()}）"


class ProposedGroup(models.Model):
    """A group of a proposal: one that is there, or one that publishing will found."""

    proposal = models.ForeignKey(GroupingProposal, models.CASCADE, related_name="groups", verbose_name="方案")
    group = models.ForeignKey(
        ActivityGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="现有小组"
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="乡镇（街道）")
    number = models.PositiveIntegerField("组号")
    name = models.CharField("名称", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "拟编小组"
        ordering = ("region__order", "region_id", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["proposal", "region", "number"],
                name="proposedgroup_number_once",
                violation_error_message="这个组号已经有了。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ProposedSeat(models.Model):
    """One person's seat in a proposal; `was` and `was_role` are where they sat when it was made."""

    proposal = models.ForeignKey(GroupingProposal, models.CASCADE, related_name="seats", verbose_name="方案")
    group = models.ForeignKey(ProposedGroup, models.PROTECT, related_name="seats", verbose_name="小组")
    deputy = models.ForeignKey(Deputy, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代表")
    contact = models.ForeignKey(
        LegislativeContact, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="立法联络人员"
    )
    was = models.ForeignKey(
        ActivityGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="原小组"
    )
    was_role = models.CharField("原职责", max_length=14, choices=GroupRole, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "拟编席位"
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(deputy__isnull=False, contact=None) | Q(deputy=None, contact__isnull=False),
                name="proposedseat_one_person",
                violation_error_message="一行只能是一名代表，或一名立法联络人员。",
            ),
            models.UniqueConstraint(
                fields=["proposal", "deputy"],
                name="proposedseat_deputy_once",
                violation_error_message="这名代表在方案里已经有了。",
            ),
            models.UniqueConstraint(
                fields=["proposal", "contact"],
                name="proposedseat_contact_once",
                violation_error_message="这名立法联络人员在方案里已经有了。",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def person(self) -> Deputy | LegislativeContact:
        """Whose seat it is."""
        found = self.deputy or self.contact
        assert found is not None  # noqa: S101 - the check constraint
        return found

    @property
    def stays(self) -> bool:
        """Whether the person sits in this group today."""
        return self.was_id is not None and self.was_id == self.group.group_id

    @property
    def role(self) -> str:
        """A leader leads the group they lead today; elsewhere everyone begins as a member."""
        return self.was_role if self.stays else GroupRole.MEMBER

    @property
    def levels(self) -> list[str]:
        """The congresses a deputy sits in, the highest first."""
        held = {mandate.level for mandate in self.deputy.mandates.all()} if self.deputy else set()
        return [str(level.label) for level in Level if level in held]

    @property
    def role_words(self) -> str:
        """The role as pages write it."""
        return GroupRole(self.role).label


class GroupingMove(models.Model):
    """One seat moved by staff, undone while it still is where it was moved to."""

    proposal = models.ForeignKey(GroupingProposal, models.CASCADE, related_name="moves", verbose_name="方案")
    seat = models.ForeignKey(ProposedSeat, models.CASCADE, related_name="+", verbose_name="席位")
    source = models.ForeignKey(ProposedGroup, models.PROTECT, related_name="+", verbose_name="从")
    target = models.ForeignKey(ProposedGroup, models.PROTECT, related_name="+", verbose_name="到")
    actor = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="经办人")
    at = models.DateTimeField("时间", default=timezone.now)
    undone_at = models.DateTimeField("撤回时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "编组调整"
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.seat}：{self.source} → {self.target}"


class GroupingEvent(EventBase):
    """A line of history of a proposal: made, moved, undone, published, discarded."""

    proposal = models.ForeignKey(GroupingProposal, models.PROTECT, related_name="events", verbose_name="方案")

    class Meta(EventBase.Meta):
        verbose_name = verbose_name_plural = "编组记录"

    def __str__(self) -> str:
        return f"{self.step} {self.source}→{self.target}"
