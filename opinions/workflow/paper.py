"""交办清单: 拟稿 → 核稿 → 审签 → 编号、印发; 用印; 作废."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import Unit, User
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import Step, Steps, check, move
from opinions import rules, tasks
from opinions.choices import Destination, ListStatus, UndertakingStatus, UnitRole
from opinions.models import (
    Assignment,
    AssignmentList,
    AssignmentUnit,
    Attachment,
    Matter,
    Occasion,
    Undertaking,
)
from opinions.workflow import undertaking as undertaking_verbs
from opinions.workflow.numbering import next_number, written
from opinions.workflow.opening import open_all
from opinions.workflow.recording import record

L = ListStatus

STEPS: Steps = {
    "edit": Step("修改", (L.DRAFT,), None, rules.can_draft_list),
    "submit": Step("送审", (L.DRAFT,), L.REVIEW, rules.can_draft_list),
    "check": Step("核稿通过", (L.REVIEW,), L.SIGN, rules.can_check_list),
    "return": Step("退回修改", (L.REVIEW, L.SIGN), L.DRAFT, rules.can_return_list),
    "sign": Step("审签", (L.SIGN,), L.SIGNED, rules.can_sign_list),
    "sign_paper": Step("登记纸质审签", (L.SIGN,), L.SIGNED, rules.can_draft_list),
    "issue": Step("印发", (L.SIGNED,), L.ISSUED, rules.can_draft_list),
    "seal": Step("登记用印", (L.ISSUED,), None, rules.can_seal_list),
    "annul": Step("作废", (L.SIGNED, L.ISSUED), L.ANNULLED, rules.can_sign_list),
}


@dataclass(frozen=True, kw_only=True)
class Cover:
    """What stands around the items of a list: its series and title, whom it addresses, how it opens."""

    series: str
    title: str
    salutation: str = ""
    opening: str = ""
    copies_to: str = ""


@transaction.atomic
def draft(
    matters: Sequence[Matter],
    cover: Cover,
    *,
    actor: User,
    unit: Unit,
    occasion: Occasion | None = None,
    supplements: AssignmentList | None = None,
    at: datetime | None = None,
) -> AssignmentList:
    """A new list of `matters`, in their order, issued in the name of `unit`; returns it in 拟稿.

    Refuses a matter whose destination is not 交办, one without a lead, and one that is in another
    list in force. A supplement names an issued list it adds to.
    """
    if supplements is not None and supplements.status != L.ISSUED:
        raise RuleError("只能补充已经印发的清单。")
    paper = AssignmentList(unit=unit, occasion=occasion, supplements=supplements, drafted_by=actor, **vars(cover))
    paper.title, paper.created_at = cover.title.strip(), at or timezone.now()
    paper.batch = _next_batch(occasion)
    if not rules.can_draft_list(actor, paper):
        raise NotAllowedError("您没有“拟稿”的权限。")
    paper.save(force_insert=True)
    record(paper, step="draft", actor=actor, at=paper.created_at, target=L.DRAFT)
    _add(paper, matters)
    return paper


def add_matters(paper: AssignmentList, matters: Sequence[Matter], *, actor: User) -> None:
    """Take more matters into a list still in 拟稿, after those already there."""
    with transaction.atomic():
        move(STEPS, "edit", paper, actor=actor, record=record, data={"added": [m.pk for m in matters]})
        _add(paper, matters)


@transaction.atomic
def remove_item(assignment: Assignment, *, actor: User) -> None:
    """Take one item out of a list still in 拟稿; the rest are numbered anew."""
    paper = assignment.list
    move(STEPS, "edit", paper, actor=actor, record=record, data={"removed": assignment.matter_id})
    assignment.delete()
    for number, item in enumerate(paper.assignments.order_by("order"), start=1):
        if item.order != number:
            Assignment.objects.filter(pk=item.pk).update(order=number)


def edit(paper: AssignmentList, *, actor: User, version: int, **texts: str) -> AssignmentList:
    """Change title, salutation, opening or copies of a list in 拟稿."""
    if version != paper.version:
        raise StaleError("这份清单刚被别人改过，请刷新后再改。")
    allowed = {"title", "salutation", "opening", "copies_to"}
    if unknown := set(texts) - allowed:
        raise RuleError(f"不能修改：{'、'.join(sorted(unknown))}")
    changes: dict[str, Any] = {**texts}
    move(STEPS, "edit", paper, actor=actor, record=record, **changes)
    return paper


@transaction.atomic
def submit(paper: AssignmentList, *, actor: User, at: datetime | None = None) -> AssignmentList:
    """送审. Refused without items, and while a source opinion's shared text is unread by staff."""
    if not paper.assignments.exists():
        raise RuleError("清单里还没有事项。请先从归并事项里选。")
    if unread := unconfirmed_count(paper):
        raise RuleError(f"还有 {unread} 条意见的转办文字没有核对。请先核对，确认没有群众姓名、电话，再送审。")
    move(STEPS, "submit", paper, actor=actor, record=record, at=at)
    transaction.on_commit(partial(tasks.tell_list_step.delay, paper.pk, "submit"), robust=True)
    return paper


def check_paper(paper: AssignmentList, *, actor: User, note: str = "", at: datetime | None = None) -> AssignmentList:
    """核稿通过, by the office."""
    move(STEPS, "check", paper, actor=actor, record=record, at=at, note=note)
    transaction.on_commit(partial(tasks.tell_list_step.delay, paper.pk, "check"), robust=True)
    return paper


def return_paper(paper: AssignmentList, *, actor: User, note: str, at: datetime | None = None) -> AssignmentList:
    """退回修改; the reason is required."""
    if not note.strip():
        raise RuleError("请写退回的原因，拟稿人好修改。", field="note")
    move(STEPS, "return", paper, actor=actor, record=record, at=at, note=note)
    transaction.on_commit(partial(tasks.tell_list_step.delay, paper.pk, "return"), robust=True)
    return paper


def sign(paper: AssignmentList, *, actor: User, note: str = "", at: datetime | None = None) -> AssignmentList:
    """审签 online, by a leader."""
    move(STEPS, "sign", paper, actor=actor, record=record, at=at, note=note, signed_by=actor.name)
    transaction.on_commit(partial(tasks.tell_list_step.delay, paper.pk, "sign"), robust=True)
    return paper


@transaction.atomic
def sign_on_paper(
    paper: AssignmentList, *, actor: User, sheet: Attachment, signed_by: str, at: datetime | None = None
) -> AssignmentList:
    """审签 on paper: the clerk enters who signed and keeps the scanned sheet. `sheet` is unsaved."""
    if not signed_by.strip():
        raise RuleError("请写审签领导的姓名。", field="signed_by")
    move(STEPS, "sign_paper", paper, actor=actor, record=record, at=at, signed_by=signed_by.strip())
    sheet.list, sheet.purpose, sheet.uploaded_by = paper, Attachment.Purpose.SIGNED_SHEET, actor
    sheet.save()
    return paper


@transaction.atomic
def issue(paper: AssignmentList, *, actor: User, on: date, at: datetime | None = None) -> AssignmentList:
    """印发: take the number, freeze the items, make the undertakings and start their clocks.

    All in one transaction. The frozen file and the notices follow at once from the committed rows.
    """
    check(STEPS, "issue", paper, actor)
    number = next_number(paper.unit, series=paper.series, year=on.year)
    move(
        STEPS,
        "issue",
        paper,
        actor=actor,
        record=record,
        at=at,
        data={"number": number},
        number_year=on.year,
        number_no=number,
        number=written(paper.series, on.year, number),
        issued_on=on,
    )
    open_all(paper, actor=actor, on=on, at=at or timezone.now())
    transaction.on_commit(partial(tasks.freeze_list.delay, paper.pk), robust=True)
    transaction.on_commit(partial(tasks.tell_units.delay, paper.pk), robust=True)
    return paper


def seal(paper: AssignmentList, *, actor: User, on: date, at: datetime | None = None) -> AssignmentList:
    """用印: an event after 印发."""
    move(STEPS, "seal", paper, actor=actor, record=record, at=at, sealed_on=on)
    return paper


@transaction.atomic
def annul(paper: AssignmentList, *, actor: User, reason: str, at: datetime | None = None) -> AssignmentList:
    """作废: the number stays taken, the items are free for another list, the undertakings are 已撤销."""
    if not reason.strip():
        raise RuleError("作废要写明理由。", field="reason")
    check(STEPS, "annul", paper, actor)
    ended = Undertaking.objects.filter(assignment__list=paper, status=UndertakingStatus.CLOSED)
    if ended.exists():
        raise RuleError("清单里已有办结的事项，不能作废。")
    moment = at or timezone.now()
    move(STEPS, "annul", paper, actor=actor, record=record, at=moment, note=reason, annulled_reason=reason.strip())
    Assignment.objects.filter(list=paper).update(is_live=False)
    undertaking_verbs.revoke_all(paper, at=moment, note=reason)
    transaction.on_commit(partial(tasks.tell_annulled.delay, paper.pk), robust=True)
    return paper


def unconfirmed_count(paper: AssignmentList) -> int:
    """Source opinions whose shared text staff have not read yet."""
    return (
        paper.assignments.filter(matter__opinions__shared_confirmed=False).values("matter__opinions").distinct().count()
    )


def _add(paper: AssignmentList, matters: Sequence[Matter]) -> None:
    start = (paper.assignments.aggregate(last=Max("order"))["last"] or 0) + 1
    for order, matter in enumerate(matters, start=start):
        units = list(matter.matter_units.all())
        if matter.destination != Destination.ASSIGN or not any(u.role == UnitRole.LEAD for u in units):
            raise RuleError(f"“{matter.title}”的去向不是交办，或者还没有定主办单位。")
        if Assignment.objects.filter(matter=matter, is_live=True).exists():
            raise RuleError(f"“{matter.title}”已经在一份清单里。")
        if not matter.sources.exists():
            raise RuleError(f"“{matter.title}”里已经没有意见，不能交办。")
        item = _item(paper, matter, order)
        AssignmentUnit.objects.bulk_create(
            [AssignmentUnit(assignment=item, unit_id=u.unit_id, role=u.role) for u in units]
        )


def _item(paper: AssignmentList, matter: Matter, order: int) -> Assignment:
    try:
        with transaction.atomic():
            return Assignment.objects.create(
                list=paper,
                matter=matter,
                rule=matter.rule,
                order=order,
                title=matter.title,
                wording=matter.wording,
                demand=matter.demand,
                source_label=topic_label(matter),
            )
    except IntegrityError as error:  # drafted twice at once: the other list was first
        raise StaleError(f"“{matter.title}”刚被列进另一份清单，请刷新页面看最新情况。") from error


def topic_label(matter: Matter) -> str:
    """条例草案第九条、第十二条: the topics of its opinions, each once, in the draft's order."""
    rows = (
        matter.opinions.exclude(topic=None)
        .order_by("topic__parent_id", "topic__order", "topic_id")
        .values_list("topic__parent__short_title", "topic__short_title")
        .distinct()
    )
    parts: dict[str, list[str]] = {}
    for parent, title in rows:
        parts.setdefault(parent or title, [])
        if parent and title not in parts[parent]:
            parts[parent].append(title)
    return "；".join(head + "、".join(articles) for head, articles in parts.items())[:160]


def _next_batch(occasion: Occasion | None) -> int:
    if occasion is None:
        return 1
    last = AssignmentList.objects.filter(occasion=occasion).exclude(status=L.ANNULLED).aggregate(last=Max("batch"))
    return (last["last"] or 0) + 1
