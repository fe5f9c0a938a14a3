"""The roster of deputies: tried against the register, asked about, imported once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts import actions as accounts
from accounts.choices import AuditAction, RegionLevel, Role
from accounts.models import Region, User
from common.errors import RuleError, StaleError
from common.xlsx import RowError
from common.xlsx.tables import Table
from deputies.imports import columns as c
from deputies.imports import drafts
from deputies.imports.groups import GroupBook
from deputies.imports.lines import Reader
from deputies.imports.people import Question, Register, known_to
from deputies.imports.places import Places
from deputies.imports.plan import Plan, make_plan
from deputies.imports.writing import write
from deputies.models import RosterDraft

KIND = drafts.Kind(c.KIND, c.NAMES, c.NAME)


@dataclass(frozen=True)
class Trial:
    """What a roster would do today: what is wrong, who has to be asked about, what would be written."""

    errors: list[RowError]
    questions: list[Question]
    plan: Plan

    @property
    def is_ready(self) -> bool:
        return not self.errors and not self.questions and bool(self.plan.added or self.plan.changed)


def given_for(table: Table, places: Places) -> dict[str, Any]:
    """What the title above the table says of all its rows."""
    found = c.guess(table.title)
    home = places.named_in(table.title)
    if home and home.level == RegionLevel.TOWNSHIP:  # of a whole county the lines say where each one lives
        found[c.HOME] = home.pk
    return found


def needs_columns(draft: RosterDraft, table: Table) -> bool:
    """Whether the user has to say what a column is, or what holds for all rows."""
    told = {*drafts.columns_in(draft), *draft.given}
    if len(table.sheet.bands) > 1:  # titles between the rows say where the next ones live
        told.add(c.HOME)
    return bool(drafts.unnamed(table, draft)) or not told >= {c.NAME, *c.GIVEN}


def try_roster(draft: RosterDraft, table: Table, *, actor: User, on: date | None = None) -> Trial:
    """Hold the table of the draft against the register, as it stands `on` that day (today); nothing is written."""
    on = on or timezone.localdate()
    places = Places(actor)
    reader = Reader(places, drafts.columns_in(draft), _given(draft.given))
    lines = reader.lines(table)
    register = Register(known_to(actor, lines), draft.answers)
    for line in lines:
        register.enter(line)
    plan = make_plan(register.people, GroupBook(actor, places), on)
    errors = sorted([*reader.errors, *register.errors, *plan.errors], key=lambda error: error.row)
    return Trial(errors, register.questions, plan)


def _given(stored: Mapping[str, Any]) -> dict[str, Any]:
    """What holds for all rows, out of the draft."""
    given = dict(stored)
    if given.get(c.HOME):
        given[c.HOME] = Region.objects.get(pk=given[c.HOME])
    if given.get(c.STARTED):
        given[c.STARTED] = date.fromisoformat(given[c.STARTED])
    return given


@transaction.atomic
def import_roster(
    draft: RosterDraft, *, actor: User, digest: str, at: datetime | None = None, request: HttpRequest | None = None
) -> str:
    """Write the whole roster or nothing, once, and say what was done.

    `digest` is what the user has seen: refuses with StaleError when the register has changed since,
    or the table was imported already; with RuleError while a row is wrong or a person not told apart.
    """
    at = at or timezone.now()
    tables = drafts.tables_of(draft, KIND)
    drafts.finish(draft, at)
    one_at_a_time(actor)
    trial = try_roster(draft, tables[0], actor=actor, on=timezone.localdate(at))
    if trial.errors:
        raise RuleError(str(trial.errors[0]))
    if trial.questions or trial.plan.digest != digest:
        raise StaleError("您核对的时候，名册有了变化。请再看一遍下面的内容，再导入。")
    write(trial.plan)
    outcome = f"新增 {len(trial.plan.added)} 名，改动 {len(trial.plan.changed)} 名，不变 {len(trial.plan.left)} 名"
    RosterDraft.objects.filter(pk=draft.pk).update(outcome=outcome)
    accounts.audit(actor, AuditAction.IMPORT, "代表名册", outcome, request)
    return outcome


def one_at_a_time(actor: User) -> None:
    """Two rosters imported at once would each add the same people: the second waits, then sees the first.

    The lock is the root of the places; on SQLite the transaction itself is alone.
    """
    roots = {path.strip("/").split("/")[0] for path in actor.scopes.paths(Role.STAFF)}
    list(Region.objects.select_for_update(no_key=True).filter(pk__in=roots).order_by("pk").values_list("pk"))
