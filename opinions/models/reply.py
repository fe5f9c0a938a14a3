"""答复, 评价, 反馈."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import User
from opinions.choices import BADGES, AnswerClass, FeedbackHow, Grade, ReplyStatus
from opinions.models.opinion import Contributor, Opinion
from opinions.models.undertaking import Undertaking
from opinions.querysets import RatingQuerySet


class Reply(models.Model):
    """A lead's answer in one round: drafted by the clerk, signed by the head, sealed, delivered."""

    undertaking = models.ForeignKey(Undertaking, models.PROTECT, related_name="replies", verbose_name="承办")
    round = models.PositiveSmallIntegerField("第几次办理", default=1)
    status = models.CharField("状态", max_length=10, choices=ReplyStatus, default=ReplyStatus.DRAFT)
    answer_class = models.CharField("答复类别", max_length=1, choices=AnswerClass, blank=True)
    planned_on = models.DateField("计划完成时间", null=True, blank=True)
    body = models.TextField("答复内容")
    number = models.CharField("发文字号", max_length=40, blank=True)
    contact_name = models.CharField("承办人", max_length=40, blank=True)
    contact_phone = models.CharField("联系电话", max_length=40, blank=True)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="起草人")
    signed_by = models.CharField("签发人", max_length=60, blank=True)
    signed_at = models.DateTimeField("签发时间", null=True, blank=True)
    delivered_at = models.DateTimeField("送达时间", null=True, blank=True)
    passed_at = models.DateTimeField("审核通过时间", null=True, blank=True)
    closed_at = models.DateTimeField("评价结束时间", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "答复"
        ordering = ("undertaking", "round")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["undertaking", "round"], name="reply_round_once", violation_error_message="这一轮已经有答复。"
            ),
            models.CheckConstraint(
                condition=~Q(answer_class=AnswerClass.B) | Q(planned_on__isnull=False),
                name="reply_b_has_date",
                violation_error_message="B 类答复要写计划完成时间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.undertaking} 答复"


class OpinionAnswer(models.Model):
    """Whether the reply answers one source opinion, or why not."""

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="answers", verbose_name="答复")
    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="+", verbose_name="意见")
    is_answered = models.BooleanField("已回应", default=False)
    why_not = models.CharField("未回应理由", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "逐条回应"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reply", "opinion"], name="opinionanswer_once", violation_error_message="这条意见已经回应。"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reply_id}–{self.opinion_id}"


class Promise(models.Model):
    """承诺事项: what a B reply promises by when; carried out or not is told later."""

    reply = models.OneToOneField(Reply, models.CASCADE, related_name="promise", verbose_name="答复")
    text = models.CharField("承诺事项", max_length=300)
    due_on = models.DateField("计划完成时间")
    done_on = models.DateField("完成日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "承诺事项"
        ordering = ("due_on",)

    def __str__(self) -> str:
        return self.text


class Rating(models.Model):
    """One person's rating of one reply: asked at passing (`rated_at` None), given once.

    Attitude and result apart; hidden from the agency until the round closes, then counts and
    reasons without names.
    """

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="ratings", verbose_name="答复")
    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="+", verbose_name="评价人")
    attitude = models.CharField("办理态度", max_length=4, choices=Grade, blank=True)
    result = models.CharField("办理结果", max_length=4, choices=Grade, blank=True)
    reason = models.CharField("想说的话", max_length=300, blank=True)
    rated_at = models.DateTimeField("评价时间", null=True, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="录入人")
    is_proxy = models.BooleanField("代录", default=False)

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评价"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reply", "contributor"], name="rating_once", violation_error_message="这位评价人已经评价。"
            ),
            models.CheckConstraint(
                condition=Q(rated_at=None) | (~Q(attitude="") & ~Q(result="")),
                name="rating_both_parts",
                violation_error_message="办理态度和办理结果都要选。",
            ),
            models.CheckConstraint(
                condition=~Q(result=Grade.BAD) | ~Q(reason=""),
                name="rating_bad_has_reason",
                violation_error_message="“不满意”要写原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reply_id}–{self.contributor_id}"

    @property
    def attitude_badge(self) -> tuple[str, str, str]:
        """(tone, icon, words) of the grade given, as `{% status_badge %}` draws it."""
        return (*BADGES[self.attitude], str(self.get_attitude_display()))

    @property
    def result_badge(self) -> tuple[str, str, str]:
        """The same of the result."""
        return (*BADGES[self.result], str(self.get_result_display()))


class Feedback(models.Model):
    """反馈: that the person who spoke was told, by whom, how and when."""

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="feedbacks", verbose_name="意见")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="反馈人")
    how = models.CharField("方式", max_length=8, choices=FeedbackHow)
    at = models.DateTimeField("反馈时间")
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "反馈"
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.opinion_id} {self.get_how_display()}"
