"""定去向: what a matter says, where it goes and who does it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Unit, User
from common.errors import RuleError, StaleError
from opinions.choices import Destination, UnitRole
from opinions.models import Category, HandlingRule, Matter, MatterUnit
from opinions.workflow.merging import may_change, settle
from opinions.workflow.recording import record


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What staff decide about a matter. Units count for 交办 alone; without `rule` the matter keeps its own."""

    title: str
    destination: str
    wording: str = ""
    demand: str = ""
    category: Category | None = None
    reason: str = ""
    leads: Iterable[Unit] = ()
    cos: Iterable[Unit] = ()
    rule: HandlingRule | None = None

    def units(self, role: str) -> list[Unit]:
        """Who leads or helps; nobody where the matter is not handed to a unit."""
        if self.destination != Destination.ASSIGN:
            return []
        return list(self.leads if role == UnitRole.LEAD else self.cos)


@transaction.atomic
def decide(matter: Matter, decision: Decision, *, actor: User, version: int, at: datetime | None = None) -> Matter:
    """Give the matter its wording, category, destination and units.

    Opinions that are in no other matter follow it into 不交办 and out of it. 交办 needs wording and
    leads that may lead (一府一委两院, vertical units, public-service enterprises, never a party body);
    elsewhere units are not kept. 不交办 needs a reason. StaleError if another hand was first.
    """
    may_change(actor, matter)
    leads, cos = decision.units(UnitRole.LEAD), decision.units(UnitRole.CO)
    _check_words(decision)
    if decision.destination == Destination.ASSIGN:
        _check_units(leads, cos)
    _write(matter, decision, version)
    MatterUnit.objects.filter(matter=matter).delete()
    rows = [(unit, UnitRole.LEAD) for unit in leads] + [(unit, UnitRole.CO) for unit in cos]
    MatterUnit.objects.bulk_create([MatterUnit(matter=matter, unit=unit, role=role) for unit, role in rows])
    moment = at or timezone.now()
    note = decision.reason.strip()
    record(matter, step="decide", actor=actor, at=moment, target=decision.destination, note=note)
    settle(matter.sources.values_list("opinion_id", flat=True), actor=actor, at=moment)
    return matter


def _check_words(decision: Decision) -> None:
    if not decision.title.strip():
        raise RuleError("请写事项名称。", field="title")
    if decision.destination == Destination.NONE and not decision.reason.strip():
        raise RuleError("不交办要写明理由。", field="reason")
    if decision.destination == Destination.ASSIGN and not decision.wording.strip():
        raise RuleError("交办的事项要写意见建议内容。", field="wording")


def _check_units(leads: list[Unit], cos: list[Unit]) -> None:
    if not leads:
        raise RuleError("交办的事项要定主办单位。", field="leads")
    wrong = next((u for u in [*leads, *cos] if not u.may_lead), None)
    if wrong is not None:
        raise RuleError(
            f"{wrong.name}不能承办交办事项。涉及党委部门职责的，去向请选“报告市委（党委）”。", field="leads"
        )
    if {u.pk for u in leads} & {u.pk for u in cos}:
        raise RuleError("同一个单位不能既主办又协办。", field="cos")


def _write(matter: Matter, decision: Decision, version: int) -> None:
    """Win the matter as the page showed it."""
    won = Matter.objects.filter(pk=matter.pk, version=version).update(
        title=decision.title.strip(),
        wording=decision.wording.strip(),
        demand=decision.demand.strip(),
        destination=decision.destination,
        category=decision.category,
        reason=decision.reason.strip(),
        rule=decision.rule or matter.rule,
        version=F("version") + 1,
    )
    if not won:
        raise StaleError("这个事项刚被别人改过。请看一下现在的内容，再决定怎样改。")
    matter.refresh_from_db()
    matter.save(update_fields=["search_terms"])  # update() above does not refresh the search index
