"""简报: composed from speeches, 编辑 → 核稿 → 签发 → 印发; the number is taken when it is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Unit, User
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import Step, Steps, check, move
from common.text import clean_pasted
from meetings import rules, tasks
from meetings.choices import BriefingSeries, Lead, RaisedStatus
from meetings.choices import BriefingStatus as B
from meetings.models import Briefing, BriefingFile, BriefingItem, Meeting, RaisedOpinion, Sitting
from meetings.workflow import naming, speech
from meetings.workflow.erratum import check_errata, errata_of
from meetings.workflow.recording import record
from opinions.workflow.numbering import next_number

TOTAL = "简报总期号"  # counted through the years: its year in the sequence is 0
MAX_TEXT = 10_000
PRIVATE = "里有群众或者要求保密的人的姓名，或者电话、证件号、车牌号。简报只写身份，请删去再存。"

STEPS: Steps = {
    "edit": Step("修改", (B.EDITING,), None, rules.can_edit_briefing, button=False),
    "submit": Step("送核稿", (B.EDITING,), B.CHECKING, rules.can_edit_briefing),
    "check": Step("核稿通过", (B.CHECKING,), B.SIGNING, rules.can_check_briefing),
    "return": Step("退回修改", (B.CHECKING, B.SIGNING), B.EDITING, rules.can_return_briefing),
    "sign": Step("签发", (B.SIGNING,), None, rules.can_sign_briefing),
    "sign_paper": Step("登记纸质签发", (B.SIGNING,), None, rules.can_enter_signature),
    "issue": Step("印发", (B.SIGNING,), B.ISSUED, rules.can_issue_briefing),
    "annul": Step("作废", (B.ISSUED,), B.ANNULLED, rules.can_annul_briefing),
}


@dataclass(frozen=True, kw_only=True)
class Cover:
    """What stands around the speeches: title, 按语, 供稿, to whom it goes, how many are printed."""

    title: str
    series: str = BriefingSeries.REGULAR
    note: str = ""
    supplied_by: str = ""
    report_to: str = ""
    send_to: str = ""
    issue_to: str = ""
    copies: int = 50


# --- composed ---------------------------------------------------------------------------------------
@transaction.atomic
def compose(
    cover: Cover,
    *,
    actor: User,
    unit: Unit,
    meeting: Meeting | None = None,
    sitting: Sitting | None = None,
    at: datetime | None = None,
) -> Briefing:
    """An empty issue of a meeting or of one sitting, printed in the name of `unit`; returns it in 编辑."""
    briefing = Briefing(unit=unit, meeting=meeting, sitting=sitting, edited_by=actor, **vars(cover))
    briefing.created_at = at or timezone.now()
    if not rules.can_edit_briefing(actor, briefing) or not rules.can_view_meeting(actor, meeting or sitting):
        raise NotAllowedError("您不能为这次会议编简报。")
    _check_cover(vars(cover), naming.hidden_names(sittings_of(briefing)))
    briefing.save(force_insert=True)
    record(briefing, step="compose", actor=actor, at=briefing.created_at, target=B.EDITING)
    return briefing


def _check_cover(texts: Mapping[str, Any], names: list[str]) -> None:
    if not str(texts.get("title", "有")).strip():
        raise RuleError("请写标题。", field="title")
    for field, label in (("title", "标题"), ("note", "按语")):
        if naming.tells(str(texts.get(field, "")), names):
            raise RuleError(f"{label}{PRIVATE}", field=field)


def sittings_of(briefing: Briefing) -> list[int]:
    """The sittings whose speeches may stand in it, in their order."""
    if briefing.sitting_id:
        return [briefing.sitting_id]
    return list(Sitting.objects.filter(meeting=briefing.meeting).order_by("id").values_list("pk", flat=True))


def edit(briefing: Briefing, *, actor: User, version: int, at: datetime | None = None, **texts: Any) -> Briefing:
    """Change what stands around the speeches, while it is edited."""
    if version != briefing.version:
        raise StaleError("这期简报刚被别人改过，请刷新后再改。")
    if unknown := set(texts) - set(Cover.__dataclass_fields__):
        raise RuleError(f"不能修改：{'、'.join(sorted(unknown))}")
    _check_cover(texts, naming.hidden_names(sittings_of(briefing)))
    move(STEPS, "edit", briefing, actor=actor, record=record, at=at, **texts)
    return briefing


def words_of(raised: RaisedOpinion) -> str:
    """What a speech says in print: the words its speaker agreed to, else the recorder's."""
    kept = getattr(raised, "confirmation", None)
    return str(raised.opinion.original if kept is None else kept.text)


@transaction.atomic
def choose(
    briefing: Briefing, rows: Sequence[RaisedOpinion], *, actor: User, at: datetime | None = None
) -> list[BriefingItem]:
    """Take speeches in, after those already there; residents' names and numbers are hidden at once.

    Refuses one of another meeting, a deleted one, and one that stands in a 简报 already.
    """
    ids = sorted({row.pk for row in rows})
    move(STEPS, "edit", briefing, actor=actor, record=record, at=at, data={"added": ids})
    sittings = sittings_of(briefing)
    found = list(RaisedOpinion.objects.live().filter(pk__in=ids).with_speech_data().order_by("sitting_id", "order"))
    if not found or len(found) < len(ids) or any(row.sitting_id not in sittings for row in found):
        raise StaleError("选的发言里有已经删除的，或者不是这次会议的。请刷新后再选。")
    names, last = naming.hidden_names(sittings), briefing.items.count()
    items = [_item(briefing, row, names, last + number) for number, row in enumerate(found, start=1)]
    try:
        with transaction.atomic():
            BriefingItem.objects.bulk_create(items)
    except IntegrityError as error:
        raise StaleError("选的发言里有已经编进简报的。请刷新后再选。") from error
    _renumber(briefing)
    return items


def _item(briefing: Briefing, row: RaisedOpinion, names: list[str], order: int) -> BriefingItem:
    words = words_of(row)
    return BriefingItem(
        briefing=briefing,
        raised=row,
        order=order,
        lead=naming.lead_of(row.opinion.intent, words),
        source_text=words,
        text=naming.hide(words, names),
    )


def _renumber(briefing: Briefing) -> None:
    """1, 2, 3 …: the sittings in their order, within each the order that staff gave."""
    for number, item in enumerate(briefing.items.order_by("raised__sitting_id", "order", "id"), start=1):
        if item.order != number:
            BriefingItem.objects.filter(pk=item.pk).update(order=number)


@transaction.atomic
def drop(item: BriefingItem, *, actor: User, at: datetime | None = None) -> None:
    """Take a speech out again; it stays in the record."""
    briefing = item.briefing
    move(STEPS, "edit", briefing, actor=actor, record=record, at=at, data={"dropped": item.raised_id})
    item.delete()
    _renumber(briefing)


@transaction.atomic
def shift(item: BriefingItem, *, actor: User, up: bool, at: datetime | None = None) -> None:
    """One place up or down among the speeches of its sitting; at the end it stays."""
    briefing = item.briefing
    move(STEPS, "edit", briefing, actor=actor, record=record, at=at, data={"moved": item.raised_id, "up": up})
    rows = list(briefing.items.filter(raised__sitting_id=item.raised.sitting_id).order_by("order", "id"))
    here = [row.pk for row in rows].index(item.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows):
        mine, other = rows[here], rows[there]
        BriefingItem.objects.filter(pk=mine.pk).update(order=other.order)
        BriefingItem.objects.filter(pk=other.pk).update(order=mine.order)


@transaction.atomic
def edit_item(
    item: BriefingItem, *, actor: User, version: int, text: str, lead: str, at: datetime | None = None
) -> BriefingItem:
    """Change the printed paragraph; what it was made from stays beside it. Refuses a resident's name."""
    briefing, text = item.briefing, clean_pasted(text)
    if version != briefing.version:
        raise StaleError("这期简报刚被别人改过，请刷新后再改。")
    if not text.strip() or len(text) > MAX_TEXT:
        raise RuleError(f"印出的文字不能空着，最多 {MAX_TEXT} 个字。", field="text")
    if lead not in Lead.values:
        raise RuleError("请选引语。", field="lead")
    if naming.tells(text, naming.hidden_names(sittings_of(briefing))):
        raise RuleError(f"这一段{PRIVATE}", field="text")
    before = {"edited": item.raised_id, "before": item.text}
    move(STEPS, "edit", briefing, actor=actor, record=record, at=at, data=before)
    item.text, item.lead = text, lead
    item.save(update_fields=["text", "lead"])
    return item


@transaction.atomic
def renew_item(item: BriefingItem, *, actor: User, at: datetime | None = None) -> BriefingItem:
    """Take the words the speaker agreed to since, in place of those it was made from."""
    briefing = item.briefing
    row = RaisedOpinion.objects.with_speech_data().get(pk=item.raised_id)
    move(STEPS, "edit", briefing, actor=actor, record=record, at=at, data={"renewed": row.pk, "before": item.text})
    item.source_text = words_of(row)
    item.text = naming.hide(item.source_text, naming.hidden_names(sittings_of(briefing)))
    item.save(update_fields=["source_text", "text"])
    return item


# --- round the desks --------------------------------------------------------------------------------
def is_reviewed(item: BriefingItem) -> bool:
    """Whether its speaker agreed to the words it was made from; else it prints 未经本人审阅."""
    if item.reviewed is not None:
        return item.reviewed
    kept = getattr(item.raised, "confirmation", None)
    return kept is not None and kept.text == item.source_text


def is_outdated(item: BriefingItem) -> bool:
    """Whether its speech says something else by now than when it was taken in."""
    return item.reviewed is None and words_of(item.raised) != item.source_text


def _check_ready(briefing: Briefing) -> list[BriefingItem]:
    """The items; refuses an empty issue, one that names a resident, one with a speech deleted since."""
    items, errata = list(items_of(briefing)), errata_of(briefing)
    if not items and not errata:
        raise RuleError("还没有选发言。请先选要编进来的发言。")
    check_errata(errata)
    names = naming.hidden_names(sittings_of(briefing))
    _check_cover({"title": briefing.title, "note": briefing.note}, names)
    for item in items:
        if item.raised.deleted_at is not None:
            raise RuleError(f"第 {item.order} 条发言已经从记录里删除，请移出简报。")
        if naming.tells(item.text, names):
            raise RuleError(f"第 {item.order} 条{PRIVATE}")
    return items


def items_of(briefing: Briefing) -> Any:
    """The items in print order, with what their drawing asks."""
    related = ("participant__contributor", "confirmation", "opinion", "sitting__occasion__unit__region")
    return briefing.items.select_related(*(f"raised__{name}" for name in related)).order_by("order", "id")


@transaction.atomic
def submit(briefing: Briefing, *, actor: User, at: datetime | None = None) -> Briefing:
    """送核稿. Refused while it is empty, names a resident, or keeps words their speaker has changed since."""
    check(STEPS, "submit", briefing, actor)
    old = [item.order for item in _check_ready(briefing) if is_outdated(item)]
    if old:
        raise RuleError(f"第 {'、'.join(map(str, old))} 条的文字后来改过。请点“换成现在的文字”，再送核稿。")
    move(STEPS, "submit", briefing, actor=actor, record=record, at=at)
    _told(briefing, "submit")
    return briefing


def check_briefing(briefing: Briefing, *, actor: User, note: str = "", at: datetime | None = None) -> Briefing:
    """核稿通过, by the office."""
    move(STEPS, "check", briefing, actor=actor, record=record, at=at, note=note, checked_by=actor.name)
    _told(briefing, "check")
    return briefing


def return_briefing(briefing: Briefing, *, actor: User, note: str, at: datetime | None = None) -> Briefing:
    """退回修改; the reason is required, and whoever had signed signs anew."""
    if not note.strip():
        raise RuleError("请写退回的原因，编辑好修改。", field="note")
    cleared: dict[str, Any] = {"checked_by": "", "signed_by": ""}
    move(STEPS, "return", briefing, actor=actor, record=record, at=at, note=note.strip(), **cleared)
    _told(briefing, "return")
    return briefing


def _check_unsigned(briefing: Briefing, *, could_sign: bool) -> None:
    if could_sign and briefing.status == B.SIGNING and briefing.signed_by:
        raise StaleError(f"{briefing.signed_by}已经签发，不用再签。请刷新页面看最新情况。")


def sign(briefing: Briefing, *, actor: User, note: str = "", at: datetime | None = None) -> Briefing:
    """签发 online, by a leader; the second of two is told that it is signed."""
    _check_unsigned(briefing, could_sign=rules.can_return_briefing(actor, briefing))
    move(STEPS, "sign", briefing, actor=actor, record=record, at=at, note=note, signed_by=actor.name)
    _told(briefing, "sign")
    return briefing


@transaction.atomic
def sign_on_paper(
    briefing: Briefing, *, actor: User, sheet: BriefingFile, signed_by: str, at: datetime | None = None
) -> Briefing:
    """签发 on paper: the clerk enters who signed and keeps the scanned sheet. `sheet` is unsaved."""
    if not signed_by.strip():
        raise RuleError("请写签发领导的姓名。", field="signed_by")
    _check_unsigned(briefing, could_sign=rules.can_edit_briefing(actor, briefing))
    move(STEPS, "sign_paper", briefing, actor=actor, record=record, at=at, signed_by=signed_by.strip())
    sheet.briefing, sheet.purpose, sheet.uploaded_by = briefing, BriefingFile.Purpose.SIGNED_SHEET, actor
    sheet.save()
    return briefing


@transaction.atomic
def issue(briefing: Briefing, *, actor: User, on: date, at: datetime | None = None) -> Briefing:
    """印发: take the number, fix which speeches their speakers had read, move those to 入简报.

    All in one transaction; the frozen file follows at once from the committed rows.
    """
    check(STEPS, "issue", briefing, actor)
    moment = at or timezone.now()
    taken: dict[str, Any] = _numbers(briefing, on)
    move(STEPS, "issue", briefing, actor=actor, record=record, at=moment, data=taken, issued_on=on, **taken)
    items = _check_ready(briefing)
    for item in items:
        item.reviewed = is_reviewed(item)
    BriefingItem.objects.bulk_update(items, ["reviewed"])
    raised = [item.raised for item in items if item.reviewed] + [one.item.raised for one in errata_of(briefing)]
    printed = [one for one in raised if one.status == RaisedStatus.SIGNED]
    speech.print_all(printed, actor=actor, briefing=briefing.pk, at=moment)
    transaction.on_commit(partial(tasks.freeze_briefing.delay, briefing.pk), robust=True)
    return briefing


def _numbers(briefing: Briefing, on: date) -> dict[str, Any]:
    """The issue's number in its year and series, and for a regular one the number through the years."""
    series = str(BriefingSeries(briefing.series).label)
    numbers = {"year": on.year, "number": next_number(briefing.unit, series=series, year=on.year)}
    if briefing.series == BriefingSeries.REGULAR:
        numbers["total"] = next_number(briefing.unit, series=TOTAL, year=0)
    return numbers


def _told(briefing: Briefing, step: str) -> None:
    transaction.on_commit(partial(tasks.tell_briefing_step.delay, briefing.pk, step), robust=True)
