"""The table of stations: tried against the register, asked about, imported once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone

from accounts import actions as accounts
from accounts.choices import AuditAction, RegionLevel, Role, UnitKind
from accounts.models import Region, Unit, User
from common.errors import RuleError, StaleError
from common.xlsx import RowError
from common.xlsx.tables import Table
from deputies.imports import drafts
from deputies.imports.groups import GroupBook
from deputies.imports.places import Places
from deputies.imports.roster import one_at_a_time
from deputies.models import RosterDraft
from stations.imports import columns as c
from stations.imports.lines import Line, Reader
from stations.imports.plan import Known, Plan, make_plan
from stations.imports.register import Question, Register, kept_stations
from stations.imports.writing import write
from stations.models import Station

KIND = drafts.Kind(c.KIND, c.NAMES, c.NAME)


@dataclass(frozen=True)
class Trial:
    """What a table would do today: what is wrong, what has to be asked, what would be written."""

    errors: list[RowError]
    questions: list[Question]
    plan: Plan

    @property
    def is_ready(self) -> bool:
        return not self.errors and not self.questions and bool(self.plan.added or self.plan.changed)


def given_for(table: Table, places: Places) -> dict[str, Any]:
    """What the title above the table says of all its rows."""
    home = places.named_in(table.title)
    return {c.HOME: home.pk} if home and home.level == RegionLevel.TOWNSHIP else {}


def needs_columns(draft: RosterDraft, table: Table) -> bool:
    """Whether the user has to say what a column is."""
    return bool(drafts.unnamed(table, draft)) or c.NAME not in drafts.columns_in(draft)


def try_stations(draft: RosterDraft, table: Table, *, actor: User) -> Trial:
    """Hold the table of the draft against the stations as they stand; nothing is written."""
    places = Places(actor)
    reader = Reader(places, drafts.columns_in(draft), _given(draft.given))
    lines = reader.lines(table)
    register = Register(kept_stations(actor), draft.answers)
    for line in lines:
        register.enter(line)
    known = Known(GroupBook(actor, places), _accounts(actor, lines), _names(actor), draft.answers)
    plan = make_plan(register.sites, known)
    errors = sorted([*reader.errors, *register.errors, *plan.errors], key=lambda error: error.row)
    return Trial(errors, [*register.questions, *plan.questions], plan)


def _accounts(user: User, lines: list[Line]) -> dict[str, User]:
    """The accounts the table names, of people of the user's own region."""
    names = {post.account for line in lines for post in line.posts if post.account}
    people = User.objects.active().filter(user.scopes.in_region("unit__region__path", Role.STAFF))
    return {one.username: one for one in people.filter(username__in=names)} if names else {}


def _names(user: User) -> frozenset[tuple[int, str]]:
    """The names that units of the user's region bear, those that wait for their station left out."""
    free = Q(kind=UnitKind.STATION) & ~Exists(Station.objects.filter(unit=OuterRef("pk")))
    rows = Unit.objects.filter(user.scopes.in_region("region__path", Role.STAFF)).exclude(free)
    return frozenset(rows.values_list("region_id", "name"))


def _given(stored: Mapping[str, Any]) -> dict[str, Any]:
    """What holds for all rows, out of the draft."""
    given = dict(stored)
    if given.get(c.HOME):
        given[c.HOME] = Region.objects.get(pk=given[c.HOME])
    if given.get(c.STARTED):
        given[c.STARTED] = date.fromisoformat(given[c.STARTED])
    return given


@transaction.atomic
def import_stations(
    draft: RosterDraft, *, actor: User, digest: str, at: datetime | None = None, request: HttpRequest | None = None
) -> str:
    """Write the whole table or nothing, once, and say what was done.

    `digest` is what the user has seen: refuses with StaleError when the stations have changed since, or
    the table was imported already; with RuleError while a row is wrong or something is not answered.
    """
    at = at or timezone.now()
    tables = drafts.tables_of(draft, KIND)
    answers = dict(draft.answers)
    drafts.finish(draft, at)
    one_at_a_time(actor)
    draft.answers = answers
    trial = try_stations(draft, tables[0], actor=actor)
    if trial.errors:
        raise RuleError(str(trial.errors[0]))
    if trial.questions or trial.plan.digest != digest:
        raise StaleError("您核对的时候，站点有了变化。请再看一遍下面的内容，再导入。")
    write(trial.plan, actor=actor, reports_to=drafts.unit_of(actor), at=at)
    outcome = f"新增 {len(trial.plan.added)} 个站，改动 {len(trial.plan.changed)} 个，不变 {len(trial.plan.left)} 个"
    RosterDraft.objects.filter(pk=draft.pk).update(outcome=outcome)
    accounts.audit(actor, AuditAction.IMPORT, "联络站名册", outcome, request)
    return outcome
