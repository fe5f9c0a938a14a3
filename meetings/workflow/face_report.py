"""汇总报告 on face-to-face sittings: 拟稿 → 待核稿 → 已核稿 → 已报送; 待核稿 and 已核稿 may go back to 拟稿."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.actions import notify
from accounts.choices import Role
from accounts.models import Unit, User
from common.errors import NotAllowedError, RuleError, StaleError
from common.files import DOCX
from common.steps import Step, Steps, move
from common.steps import check as step_check
from common.text import clean_pasted
from meetings.choices import FaceReportStatus as S
from meetings.choices import SittingStatus
from meetings.models.face import FaceReport, FaceReportFile, FaceSeries, FaceSitting
from meetings.rules import face as rules
from meetings.workflow.recording import record
from opinions.actions import addressing
from opinions.models import Opinion

NUMBER_MAX = 40

STEPS: Steps = {
    "edit": Step("修改", (S.DRAFT,), None, rules.may_draft_face_report),
    "submit": Step("送核", (S.DRAFT,), S.REVIEW, rules.may_draft_face_report),
    "check": Step("核稿通过", (S.REVIEW,), S.CHECKED, rules.may_check_face_report),
    "return": Step("退回修改", (S.REVIEW, S.CHECKED), S.DRAFT, rules.may_check_face_report),
    "send": Step("登记报送", (S.CHECKED,), S.SENT, rules.may_draft_face_report),
}


@dataclass(frozen=True, kw_only=True)
class Words:
    """What staff write of a report; the figures come from the ledger."""

    title: str
    addressee: str
    opening: str = ""
    proposals: str = ""


@transaction.atomic
def draft(
    series: FaceSeries,
    faces: Sequence[FaceSitting],
    words: Words,
    *,
    actor: User,
    unit: Unit,
    at: datetime | None = None,
) -> FaceReport:
    """A report of `unit` on sittings that have ended. Refused without any, and for one still to be held."""
    moment = at or timezone.now()
    report = FaceReport(series=series, unit=unit, drafted_by=actor, created_at=moment, **vars(words))
    if not rules.may_draft_face_report(actor, report):
        raise NotAllowedError("您没有“拟报告”的权限。")
    if not actor.scopes.covers(unit.region.path, Role.STAFF):
        raise NotAllowedError("您不能以这个单位的名义报告。")
    _check_faces(series, faces)
    report.save(force_insert=True)
    report.faces.set(faces)
    record(report, step="draft", actor=actor, at=moment, target=S.DRAFT)
    return report


def _check_faces(series: FaceSeries, faces: Sequence[FaceSitting]) -> None:
    if not faces:
        raise RuleError("请选报告哪几场座谈会。", field="faces")
    if any(face.series_id != series.pk for face in faces):
        raise RuleError("只能报告这一年的座谈会。", field="faces")
    if any(face.sitting.status != SittingStatus.ENDED for face in faces):
        raise RuleError("还没有结束记录的座谈会不能写进报告。请先结束记录。", field="faces")


@transaction.atomic
def edit(report: FaceReport, faces: Sequence[FaceSitting], words: Words, *, actor: User, version: int) -> FaceReport:
    """Other words or other sittings, in 拟稿. StaleError where a colleague was first."""
    if version != report.version:
        raise StaleError("这份报告刚被别人改过，请刷新后再改。")
    _check_faces(report.series, faces)
    move(STEPS, "edit", report, actor=actor, record=record, **vars(words))
    report.faces.set(faces)
    return report


def annex_of(report: FaceReport) -> QuerySet[Opinion]:
    """Every opinion that its annex prints, each by its masked text, in the order of the sittings."""
    occasions = report.faces.values("sitting__occasion_id")
    return (
        Opinion.objects.counted().filter(occasion_id__in=occasions).order_by("occasion__held_on", "occasion_id", "pk")
    )


def _check_annex(report: FaceReport) -> None:
    """Refused while a text of the annex was read by nobody, or changed since: a report names no resident."""
    if unread := annex_of(report).filter(shared_confirmed=False).count():
        raise RuleError(f"附件里还有 {unread} 条文字没有人核对过，或者核对以后又改了。请选工委先核对附件。")


def submit(report: FaceReport, *, actor: User, at: datetime | None = None) -> FaceReport:
    """送核, to the office. Refused while a text of the annex waits to be read through."""
    step_check(STEPS, "submit", report, actor)
    _check_annex(report)
    _moved(report, "submit", actor, at, to=Role.OFFICE, label="请核稿")
    return report


def check(report: FaceReport, *, actor: User, note: str = "", at: datetime | None = None) -> FaceReport:
    """核稿通过, by the office. Refused while a text of the annex waits to be read through."""
    step_check(STEPS, "check", report, actor)
    _check_annex(report)
    _moved(report, "check", actor, at, to=Role.STAFF, label="核稿通过，请报送", note=note)
    return report


def return_report(report: FaceReport, *, actor: User, note: str, at: datetime | None = None) -> FaceReport:
    """退回修改; the reason is required."""
    if not note.strip():
        raise RuleError("请写退回的原因，拟稿人好修改。", field="note")
    _moved(report, "return", actor, at, to=Role.STAFF, label="退回修改", note=note.strip())
    return report


@transaction.atomic
def _moved(
    report: FaceReport, step: str, actor: User, at: datetime | None, *, to: str, label: str, note: str = ""
) -> None:
    """The step, and a notice to whoever has the report before them now."""
    event = move(STEPS, step, report, actor=actor, record=record, at=at, note=note)
    users = addressing.over(report.series.occasion.unit.region.path, to)
    url, key = report.get_absolute_url(), f"face_report:{event.pk}"
    transaction.on_commit(partial(notify, users, key=key, label=f"{label}：{report.title}", url=url), robust=True)


@transaction.atomic
def send(
    report: FaceReport,
    *,
    actor: User,
    number: str,
    sent_on: date,
    render: Callable[[FaceReport], bytes],
    signer: str = "",
    at: datetime | None = None,
) -> FaceReport:
    """登记报送: the report has gone to the party committee under `number`; `render` makes the file that is kept.

    In one transaction, so that the figures in the file are those of the moment it was sent. Refused without
    number, under a number already used, on a day to come, and while a text of the annex waits to be read through.
    """
    step_check(STEPS, "send", report, actor)
    _check_annex(report)
    number = clean_pasted(number).strip()
    if not number:
        raise RuleError("请写文号。", field="number")
    if sent_on > timezone.localdate(at):
        raise RuleError("报送日期不能晚于今天。", field="sent_on")
    changes: dict[str, Any] = {"number": number[:NUMBER_MAX], "sent_on": sent_on, "signer": signer.strip()}
    try:
        with transaction.atomic():
            move(STEPS, "send", report, actor=actor, record=record, at=at, data={"number": number}, **changes)
    except IntegrityError as error:
        raise RuleError("这个文号已经用过，请核对。", field="number") from error
    _keep(report, render(report))
    return report


def _keep(report: FaceReport, data: bytes) -> None:
    name = f"{report.number} {report.title}"[:110] + ".docx"
    FaceReportFile.objects.create(
        report=report,
        file=ContentFile(data, name=name),
        name=name,
        content_type=DOCX,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )
