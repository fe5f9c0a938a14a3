"""年度评定: opened for a year and a place, marked by up to four raters, told, appealed, frozen.

评定中 → 申诉期 → 已结束;  评定中 → 已撤销.  A sheet: 评定中 → 已评齐, back when an appeal sets a rating aside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Region, Unit, User
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import Step, Steps, check, move
from common.text import cn_date
from deputies import rules, tasks
from deputies.choices import AppealOutcome, BatchStatus, Rater, SheetStatus
from deputies.models import Deputy, ScoreAppeal, ScoreBatch, ScoreRating, ScoreScheme, ScoreSheet
from deputies.reports import copy_of, deeds_of, rules_of, setting_for, told
from deputies.scoring import FORM, points
from deputies.workflow.recording import record as write

B, T = BatchStatus, SheetStatus
APPEAL_DAYS = 5  # at least so many days to read and to appeal
SLICE = 500

STEPS: Steps = {
    "tell": Step("告诉代表", (B.RATING,), B.APPEALS, rules.keeps_batch),
    "close": Step("结束并定稿", (B.APPEALS,), B.CLOSED, rules.keeps_batch),
    "cancel": Step("撤销这一批", (B.RATING,), B.CANCELLED, rules.keeps_batch),
}
SHEET_STEPS: Steps = {
    "rate": Step("评分", (T.OPEN,), None, rules.can_view_sheet),
    "complete": Step("评齐", (T.OPEN,), T.DONE, rules.can_view_sheet),
    "appeal": Step("申诉", (T.OPEN, T.DONE), None, rules.is_sheets_deputy),
    "answer": Step("处理申诉", (T.OPEN, T.DONE), None, rules.keeps_sheet),
    "reopen": Step("重新评分", (T.DONE,), T.OPEN, rules.keeps_sheet),
}


# --- the round ------------------------------------------------------------------------------------
@transaction.atomic
def open_batch(
    unit: Unit, *, region: Region, year: int, maxima: Mapping[str, int], actor: User, at: datetime | None = None
) -> ScoreBatch:
    """A round for the serving deputies of a place: one sheet each, the form's maxima fixed for all of them.

    Refuses a switch that is off, a year without a scheme in use, a place of others, and a second round.
    """
    moment = at or timezone.now()
    if not rules.keeps_unit(actor, unit):
        raise NotAllowedError("只有本级选工委工作人员能开始年度评定。")
    if not setting_for(unit).scoring:
        raise RuleError("还没有打开量化计分。")
    if not region.path.startswith(unit.region.path):
        raise RuleError("请选本行政区域里的地方。", field="region")
    scheme = ScoreScheme.objects.in_use(unit.pk, year).first()
    if scheme is None:
        raise RuleError(f"{year}年还没有使用中的计分办法，请先启用一份。", field="year")
    people = _people(region)
    facts = {"scheme": scheme, "columns": _columns(maxima), "opened_at": moment}
    try:
        with transaction.atomic():
            made = ScoreBatch.objects.create(unit=unit, region=region, year=year, **facts)
    except IntegrityError as error:
        raise RuleError("这个年度、这个范围已经有一批评定。", field="region") from error
    ScoreSheet.objects.bulk_create([ScoreSheet(batch=made, deputy_id=pk) for pk in people], batch_size=SLICE)
    write(made, step="open", actor=actor, at=moment, target=made.status, data={"sheets": len(people)})
    transaction.on_commit(partial(tasks.tell_of_sheets.delay, made.pk, "opened"), robust=True)
    return made


def _people(region: Region) -> list[int]:
    """The serving deputies of the place, in official order."""
    deputies = Deputy.objects.filter(home_region__path__startswith=region.path).serving()
    found = list(deputies.order_by("home_region__order", "pk").values_list("pk", flat=True))
    if not found:
        raise RuleError("这个地方没有在任的代表。", field="region")
    return found


def _columns(maxima: Mapping[str, int]) -> list[dict[str, Any]]:
    if not any(maxima.get(key, 0) > 0 for key, *_ in FORM):
        raise RuleError("至少有一项的最高分要大于 0。")
    return [{"key": key, "part": part, "name": name, "most": maxima.get(key, 0)} for key, part, name, _ in FORM]


@transaction.atomic
def tell(batch: ScoreBatch, *, appeal_until: date, actor: User, at: datetime | None = None) -> None:
    """The deputies may read their own result and appeal until a day; each sees their own alone."""
    moment = at or timezone.now()
    first = timezone.localdate(moment) + timedelta(days=APPEAL_DAYS)
    if appeal_until < first:
        raise RuleError(f"至少留 {APPEAL_DAYS} 天申诉，最早填{cn_date(first)}。", field="appeal_until")
    move(STEPS, "tell", batch, actor=actor, record=write, at=moment, appeal_until=appeal_until)
    transaction.on_commit(partial(tasks.tell_of_sheets.delay, batch.pk, "told"), robust=True)


@transaction.atomic
def cancel(batch: ScoreBatch, *, note: str, actor: User, at: datetime | None = None) -> None:
    """Opened by mistake: nothing is told, what was marked is kept and unseen."""
    if not note.strip():
        raise RuleError("请写明为什么撤销。", field="note")
    move(STEPS, "cancel", batch, actor=actor, record=write, at=at, note=note.strip())


@transaction.atomic
def close(batch: ScoreBatch, *, actor: User, unrated: int = 0, at: datetime | None = None) -> ScoreBatch:
    """Freeze: the scheme and every sheet's points and marks as they are now, whatever is changed later.

    Sheets that are 没评齐 stay without a result, so they are never passed over in silence: refused unless
    `unrated` says how many they are, as the person was told who confirms it.
    """
    moment = at or timezone.now()
    check(STEPS, "close", batch, actor)
    if batch.appeal_until is None or timezone.localdate(moment) <= batch.appeal_until:
        raise RuleError(f"申诉到{cn_date(batch.appeal_until)}截止（含当日），以后才能结束。")
    waiting = ScoreAppeal.objects.filter(sheet__batch=batch, outcome="").count()
    if waiting:
        raise RuleError(f"还有 {waiting} 份申诉没有处理。")
    _check_unrated(batch, unrated)
    facts: dict[str, Any] = {"closed_at": moment, "frozen": copy_of(batch.scheme)}
    move(STEPS, "close", batch, actor=actor, record=write, at=moment, data={"unrated": unrated}, **facts)
    _freeze(batch)
    transaction.on_commit(partial(tasks.tell_of_sheets.delay, batch.pk, "closed"), robust=True)
    return batch


def _check_unrated(batch: ScoreBatch, confirmed: int) -> None:
    number = batch.sheets.filter(status=T.OPEN).count()
    if number and not confirmed:
        raise RuleError(f"还有 {number} 人没评齐，定稿以后不作结果。确实要结束的，请勾选确认。", field="sure")
    if number != confirmed:
        now = f"现在还有 {number} 人没评齐" if number else "现在都评齐了"
        raise StaleError(f"{now}，和您确认的 {confirmed} 人不一样了。请再看一遍，再点结束。", field="sure")


def _freeze(batch: ScoreBatch) -> None:
    scheme, sheets = rules_of(batch.scheme), list(batch.sheets.prefetch_related("ratings"))
    deeds = deeds_of([sheet.deputy_id for sheet in sheets], batch.year)
    for sheet in sheets:
        given = {one.rater: {"marks": one.marks, "total": one.total} for one in ratings_of(sheet)}
        whole = sheet.status == T.DONE
        sheet.result = {**told(points(scheme, deeds[sheet.deputy_id])), "ratings": given, "whole": whole}
    ScoreSheet.objects.bulk_update(sheets, ["result"], batch_size=SLICE)


# --- the marks ------------------------------------------------------------------------------------
def ratings_of(sheet: ScoreSheet) -> list[ScoreRating]:
    """The ratings in force, one of each rater at most."""
    return [one for one in sheet.ratings.all() if one.superseded_at is None]


def may_rate_as(sheet: ScoreSheet, user: Any) -> list[str]:
    """As whom this user can still mark the sheet."""
    if sheet.status != T.OPEN or sheet.batch.status not in (B.RATING, B.APPEALS):
        return []
    given = {one.rater for one in ratings_of(sheet)}
    return [rater for rater in rules.raters_of(user, sheet) if rater not in given]


@transaction.atomic
def rate(
    sheet: ScoreSheet, *, rater: str, marks: Mapping[str, int], actor: User, at: datetime | None = None
) -> ScoreRating:
    """The marks of one rater, whole and once; the sheet closes when all four are in.

    A mark above its maximum is refused. Staff who enter somebody's paper form are named as its writer.
    """
    moment = at or timezone.now()
    if rater not in rules.raters_of(actor, sheet):
        raise NotAllowedError("您不能替这一方评分。")
    check(SHEET_STEPS, "rate", sheet, actor)
    if sheet.batch.status not in (B.RATING, B.APPEALS):
        raise RuleError(f"这批评定{sheet.batch.get_status_display()}，不能再评分。")
    clean = _marks(sheet.batch.columns, marks)
    paper = rules.keeps_batch(actor, sheet.batch) and rater not in (Rater.COMMITTEE, *_own(actor, sheet))
    facts = {"marks": clean, "total": sum(clean.values()), "given_by": actor, "given_at": moment, "from_paper": paper}
    try:
        with transaction.atomic():
            made = ScoreRating.objects.create(sheet=sheet, rater=rater, **facts)
    except IntegrityError as error:
        raise RuleError(f"“{Rater(rater).label}”已经评过了，每方只评一次。") from error
    move(SHEET_STEPS, "rate", sheet, actor=actor, record=write, at=moment, data={"rater": rater, "total": made.total})
    present = set(sheet.ratings.filter(superseded_at=None).values_list("rater", flat=True))
    if present == set(Rater.values):
        move(SHEET_STEPS, "complete", sheet, actor=actor, record=write, at=moment)
    return made


def _own(actor: User, sheet: ScoreSheet) -> tuple[str, ...]:
    return (Rater.SELF,) if rules.is_sheets_deputy(actor, sheet) else ()


def _marks(columns: Sequence[Mapping[str, Any]], marks: Mapping[str, int]) -> dict[str, int]:
    clean = {}
    for column in columns:
        mark = marks.get(column["key"])
        if mark is None or mark < 0:
            raise RuleError(f"请给“{column['name']}”评分。", field=column["key"])
        if mark > column["most"]:
            raise RuleError(f"“{column['name']}”最高 {column['most']} 分，不能评 {mark} 分。", field=column["key"])
        clean[column["key"]] = mark
    return clean


# --- appeals --------------------------------------------------------------------------------------
def may_appeal(sheet: ScoreSheet, user: Any, today: date) -> bool:
    """The deputy, in the appeal's days, once."""
    batch = sheet.batch
    days = batch.status == B.APPEALS and batch.appeal_until is not None and today <= batch.appeal_until
    return days and rules.is_sheets_deputy(user, sheet) and not hasattr(sheet, "appeal")


@transaction.atomic
def appeal(sheet: ScoreSheet, *, words: str, actor: User, at: datetime | None = None) -> ScoreAppeal:
    """What is wrong with the sheet, once and until the day."""
    moment = at or timezone.now()
    check(SHEET_STEPS, "appeal", sheet, actor)
    if not words.strip():
        raise RuleError("请写明哪一条不对、为什么。", field="words")
    if not may_appeal(sheet, actor, timezone.localdate(moment)):
        raise RuleError("现在不能申诉：申诉期没有开始或者已经过了，或者您已经申诉过。")
    try:
        with transaction.atomic():
            made = ScoreAppeal.objects.create(sheet=sheet, words=words.strip(), raised_at=moment)
    except IntegrityError as error:
        raise RuleError("您已经申诉过了，请等答复。") from error
    move(SHEET_STEPS, "appeal", sheet, actor=actor, record=write, at=moment, note=words.strip())
    transaction.on_commit(partial(tasks.tell_of_appeal.delay, sheet.pk, "raised"), robust=True)
    return made


@transaction.atomic
def answer_appeal(
    sheet: ScoreSheet, *, outcome: str, answer: str, actor: User, redo: str = "", at: datetime | None = None
) -> None:
    """Decide, once. Where it holds, a record has been put right before, or the rating `redo` is given anew."""
    moment = at or timezone.now()
    check(SHEET_STEPS, "answer", sheet, actor)
    if sheet.batch.status != B.APPEALS:
        raise RuleError(f"这批评定{sheet.batch.get_status_display()}，申诉不再处理。")
    if outcome not in AppealOutcome.values:
        raise RuleError("请选怎么处理。", field="outcome")
    if not answer.strip():
        raise RuleError("请写明理由，代表看得到。", field="answer")
    decided = {"outcome": outcome, "answer": answer.strip(), "decided_by": actor, "decided_at": moment}
    if not ScoreAppeal.objects.filter(sheet=sheet, outcome="").update(**decided):
        raise RuleError("这份申诉已经处理过了，只处理一次。")
    data = {"outcome": outcome, "redo": redo}
    move(SHEET_STEPS, "answer", sheet, actor=actor, record=write, at=moment, note=answer.strip(), data=data)
    if redo and outcome == AppealOutcome.CHANGED:
        _set_aside(sheet, redo, actor, moment)
    transaction.on_commit(partial(tasks.tell_of_appeal.delay, sheet.pk, "decided"), robust=True)


def _set_aside(sheet: ScoreSheet, rater: str, actor: User, moment: datetime) -> None:
    if not sheet.ratings.filter(rater=rater, superseded_at=None).update(superseded_at=moment):
        raise RuleError("这一方还没有评分，不用重评。", field="redo")
    if sheet.status == T.DONE:
        move(SHEET_STEPS, "reopen", sheet, actor=actor, record=write, at=moment, data={"rater": rater})
