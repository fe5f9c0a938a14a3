"""阵地标准化: the checklist kept, a station checked, what is missing made good, a grade given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Unit, User
from common.errors import NotAllowedError, RuleError, StaleError
from common.files import Accepted
from stations import rules
from stations.choices import CheckKind, StationGrade
from stations.models import CheckPhoto, CheckResult, GivenGrade, StandardItem, Station, StationCheck
from stations.standards import EXAMPLES
from stations.workflow.recording import record, require


# --- the checklist ----------------------------------------------------------------------------------
@transaction.atomic
def adopt_examples(unit: Unit, *, actor: User | None, on: date) -> list[StandardItem]:
    """Begin with the example items, to be changed. Refuses when there is a checklist already."""
    require(rules.can_keep_standard, actor, unit, "维护阵地标准")
    if StandardItem.objects.filter(unit=unit).in_force(on).exists():
        raise RuleError("已经有清单了，请在清单里一条条改。")
    rows = [
        StandardItem(unit=unit, group=group, wording=wording, is_required=must, order=10 * number, valid_from=on)
        for number, (group, wording, must) in enumerate(EXAMPLES, 1)
    ]
    try:
        with transaction.atomic():
            return StandardItem.objects.bulk_create(rows)
    except IntegrityError as error:
        raise StaleError("清单刚才已经有人建好了，请刷新看看。") from error


@transaction.atomic
def add_item(
    unit: Unit, *, group: str, wording: str, is_required: bool, on: date, actor: User | None
) -> StandardItem:
    """One more item, asked about from `on`. Refuses one that is there already."""
    require(rules.can_keep_standard, actor, unit, "维护阵地标准")
    last = StandardItem.objects.filter(unit=unit).order_by("-order").values_list("order", flat=True).first() or 0
    facts = {"group": group.strip(), "wording": wording.strip(), "is_required": is_required, "order": last + 10}
    try:
        with transaction.atomic():
            return StandardItem.objects.create(unit=unit, valid_from=on, **facts)
    except IntegrityError as error:
        raise RuleError("清单里已经有这一条了。", field="wording") from error


@transaction.atomic
def end_item(item: StandardItem, *, on: date, actor: User | None) -> None:
    """Asked about until `on` and no longer; what was found by it stays. Refuses twice, and before it began."""
    require(rules.can_keep_standard, actor, item.unit, "维护阵地标准")
    if on < item.valid_from:
        raise RuleError("停用日期不能早于启用日期。", field="on")
    if not StandardItem.objects.filter(pk=item.pk, valid_to=None).update(valid_to=on):
        raise RuleError("这一条已经停用了。")


# --- checks -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Finding:
    """Yes or no to one item, with words."""

    is_met: bool
    words: str = ""


@transaction.atomic
def check_station(
    station: Station,
    kind: str,
    findings: Mapping[int, Finding],
    *,
    on: date,
    actor: User | None,
    version: int = 0,
    inspectors: str = "",
    words: str = "",
    at: datetime | None = None,
) -> StationCheck:
    """A self-check or an inspection of the day `on`; of the same day again, it is put right (`version` as seen).

    Refuses an item left open, a day to come, an inspection that names nobody, and who has no right to this kind.
    """
    may = rules.can_self_check if kind == CheckKind.SELF else rules.can_inspect
    require(may, actor, station, CheckKind(kind).label)
    moment = at or timezone.now()
    _ask_all(station, kind, findings, on=on, inspectors=inspectors, today=timezone.localdate(moment))
    facts = {"inspectors": inspectors.strip(), "words": words.strip(), "by": actor}
    check = _written(station, kind, on, version, facts)
    before = _write_findings(check, findings)
    data = {"check": check.pk, "before": before, "version": check.version}
    record(station, step="check", actor=actor, at=moment, target=kind, data=data)
    return check


def _write_findings(check: StationCheck, findings: Mapping[int, Finding]) -> dict[str, bool]:
    """Each finding in its row; what stood there before, by item."""
    before = {str(row.item_id): row.is_met for row in check.results.all()}
    for pk, finding in findings.items():
        told: dict[str, Any] = {"is_met": finding.is_met, "words": finding.words.strip()}
        if finding.is_met:
            told |= {"remedied_on": None, "remedied_words": ""}
        CheckResult.objects.update_or_create(check_of=check, item_id=pk, defaults=told)
    return before


def _ask_all(
    station: Station, kind: str, findings: Mapping[int, Finding], *, on: date, inspectors: str, today: date
) -> None:
    if on > today:
        raise RuleError("日期不能晚于今天。", field="on")
    if kind == CheckKind.INSPECTION and not inspectors.strip():
        raise RuleError("请写是谁检查的。", field="inspectors")
    wanted = set(StandardItem.objects.filter(unit=station.reports_to).in_force(on).values_list("pk", flat=True))
    if not wanted:
        raise RuleError("选工委还没有定清单，等清单定了再查。")
    if wanted != set(findings):
        raise RuleError("清单刚才改过了，或者有的条没有答。请每一条都选“是”或者“否”。")


def _written(station: Station, kind: str, on: date, version: int, facts: Mapping[str, Any]) -> StationCheck:
    """The check of that day, new or won by its version."""
    if not version:
        try:
            with transaction.atomic():
                return StationCheck.objects.create(station=station, kind=kind, on=on, **facts)
        except IntegrityError as error:
            raise StaleError("这一天已经登记过了。打开那一次再改。", field="on") from error
    rows = StationCheck.objects.filter(station=station, kind=kind, on=on, version=version)
    if not rows.update(version=version + 1, **facts):
        raise StaleError("这一次刚才有人改过，请看看现在的再改。")
    return StationCheck.objects.get(station=station, kind=kind, on=on)


@transaction.atomic
def remedy(result: CheckResult, *, words: str, on: date, actor: User | None, at: datetime | None = None) -> None:
    """What was missing is there now. Refuses what was met, what was made good already, and a day before the check."""
    station = result.check_of.station
    require(rules.can_remedy, actor, station, "登记补上了")
    moment = at or timezone.now()
    if not result.check_of.on <= on <= timezone.localdate(moment):
        raise RuleError("补上的日期要在检查那天以后，不晚于今天。", field="on")
    rows = CheckResult.objects.filter(pk=result.pk, is_met=False, remedied_on=None)
    if not rows.update(remedied_on=on, remedied_words=words.strip()):
        raise StaleError("这一条已经补上了，不用再登记。")
    data = {"result": result.pk}
    record(station, step="remedy", actor=actor, at=moment, note=f"{result.item}：{words.strip()}", data=data)


@transaction.atomic
def keep_photo(result: CheckResult, accepted: Accepted, *, actor: User | None) -> CheckPhoto:
    """A photo beside a result, by whoever may say something of it."""
    station = result.check_of.station
    if actor is not None and not (rules.can_remedy(actor, station) or rules.can_inspect(actor, station)):
        raise NotAllowedError("您没有“上传照片”的权限。")
    return CheckPhoto.objects.create(result=result, uploaded_by=actor, **accepted.fields())


@transaction.atomic
def give_grade(
    station: Station, grade: str, *, since: date, document: str = "", actor: User | None, at: datetime | None = None
) -> GivenGrade:
    """The station is of this grade from `since`. Refuses a day to come and a second grade of one day."""
    require(rules.can_grade, actor, station, "评定等次")
    moment = at or timezone.now()
    if since > timezone.localdate(moment):
        raise RuleError("日期不能晚于今天。", field="since")
    facts = {"grade": grade, "document": document.strip(), "given_by": actor}
    try:
        with transaction.atomic():
            given = GivenGrade.objects.create(station=station, since=since, **facts)
    except IntegrityError as error:
        raise RuleError("这一天已经评定过等次了。", field="since") from error
    note = "，".join(part for part in (StationGrade(grade).label, document.strip()) if part)
    record(station, step="grade", actor=actor, at=moment, target=grade, note=note)
    return given
