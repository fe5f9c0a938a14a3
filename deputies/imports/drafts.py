"""An uploaded workbook between its pages: taken in, its columns named, looked at, let go. For every kind of table."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Unit, User
from common.errors import NotAllowedError, RuleError, StaleError
from common.xlsx.guard import MB
from common.xlsx.marking import mark_errors
from common.xlsx.reading import RowError, plain_heading
from common.xlsx.sheets import read_sheets
from common.xlsx.tables import Heading, Names, Table, find_tables
from deputies import rules
from deputies.models import RosterDraft, RosterHeading

MAX_ROWS = 5000
MAX_BYTES = 5 * MB
# Columns of every roster that stay where they are; nobody need be asked about them.
SPARE = frozenset(
    plain_heading(name)
    for name in (
        *("序号", "编号", "备注", "民族", "政治面貌", "党派", "文化程度", "学历", "学位", "学历学位", "籍贯", "出生地"),
        *("年龄", "入党时间", "参加工作时间", "身份证号", "身份证号码", "公民身份号码", "邮箱", "照片"),
        *("联络站", "所属联络站", "进驻联络站", "站长", "副站长", "联络员"),
    )
)


@dataclass(frozen=True)
class Kind:
    """A kind of table: its columns, and the one without which a row is nothing."""

    name: str
    names: Names
    must: str

    def heading(self, column: str) -> str:
        return self.names[column][0]


def take_upload(kind: Kind, upload: Any, *, actor: User, at: datetime | None = None) -> RosterDraft:
    """Keep an uploaded workbook until it is imported; what the same person had open of the kind goes.

    The repaired workbook of an open one keeps what was said to hold for all its rows.

    Refuses with ValidationError what is no workbook of ours, and with NotAllowedError who keeps no roster.
    """
    if not rules.keeps_roster(actor):
        raise NotAllowedError("您不能导入。")
    at = at or timezone.now()
    data = upload.read(MAX_BYTES + 1)
    table = _tables(data, kind, actor)[0]
    columns = guessed_columns(table, kind, actor)
    with transaction.atomic():
        before = RosterDraft.objects.filter(owner=actor, kind=kind.name, done_at=None)
        same = before.filter(columns=columns, sheet=table.sheet.name).first()
        given = same.given if same else {}
        before.delete()
        RosterDraft.objects.forgotten(at).delete()
        return RosterDraft.objects.create(
            kind=kind.name,
            owner=actor,
            name=upload.name[-120:],
            content=b64encode(data).decode(),
            sheet=table.sheet.name,
            columns=columns,
            given=given,
            created_at=at,
        )


def data_of(draft: RosterDraft) -> bytes:
    """The workbook as it was uploaded; refuses when it has been imported."""
    if not draft.content:
        raise StaleError("这张表已经导入过了，请重新选择文件。")
    return b64decode(draft.content)


def tables_of(draft: RosterDraft, kind: Kind) -> list[Table]:
    """The tables of the workbook, the chosen one first."""
    found = _tables(data_of(draft), kind, draft.owner)
    return sorted(found, key=lambda table: table.sheet.name != draft.sheet)


def _tables(data: bytes, kind: Kind, user: User) -> list[Table]:
    """The tables of a workbook, found by our names of the columns and those the user's unit has told us."""
    sheets = read_sheets(data, max_rows=MAX_ROWS, max_bytes=MAX_BYTES)
    names = {column: list(known) for column, known in kind.names.items()}
    for heading, column in _told(kind, user).items():
        if column in names:
            names[column].append(heading)
    return find_tables(sheets, names, must=kind.must)


# --- columns ----------------------------------------------------------------------------------------
def unit_of(user: User) -> Unit | None:
    """The unit that remembers: where the user keeps the roster, or where they work."""
    units = user.scopes.units(Role.STAFF)
    return Unit.objects.filter(pk__in=units).first() or user.unit


def _told(kind: Kind, user: User) -> dict[str, str]:
    """What the unit has said of headings before."""
    rows = RosterHeading.objects.filter(unit=unit_of(user), kind=kind.name)
    return dict(rows.values_list("heading", "column"))


def guessed_columns(table: Table, kind: Kind, user: User) -> dict[str, str]:
    """What is known of the columns: as the unit has said before, else as they are called."""
    said = _told(kind, user)
    found: dict[str, str] = {}
    for heading in sorted(table.headings, key=lambda one: plain_heading(one.text) not in said):
        plain = plain_heading(heading.text)
        column = said.get(plain, heading.column)
        if column and (column not in kind.names or column in found.values()):
            continue
        if column or plain in said or plain in SPARE:
            found[str(heading.at)] = column
    return found


def unnamed(table: Table, draft: RosterDraft) -> list[Heading]:
    """The columns nobody has said anything about yet."""
    return [heading for heading in table.headings if str(heading.at) not in draft.columns]


def spare(table: Table, draft: RosterDraft) -> list[Heading]:
    """The columns that are not imported."""
    return [heading for heading in table.headings if not draft.columns.get(str(heading.at))]


def columns_in(draft: RosterDraft) -> dict[str, int]:
    """Our columns, and where they stand in the sheet."""
    return {column: int(at) for at, column in draft.columns.items() if column}


@transaction.atomic
def name_columns(
    draft: RosterDraft, table: Table, kind: Kind, *, actor: User, columns: Mapping[str, str], given: Mapping[str, Any]
) -> None:
    """Keep what the user says of the columns, for this table and, for their unit, for the next ones.

    Refuses a table without the column that must be there, and one of ours named twice.
    """
    used = [column for column in columns.values() if column]
    twice = next((column for column in used if used.count(column) > 1), None)
    if twice:
        raise RuleError(f"有两列都对应“{kind.heading(twice)}”，请只留一列。")
    if kind.must not in used:
        raise RuleError(f"还没有说哪一列是“{kind.heading(kind.must)}”。")
    changes = {"columns": dict(columns), "given": dict(given), "answers": {}, "sheet": table.sheet.name}
    _keep(draft, **changes)
    if unit := unit_of(actor):
        for heading in table.headings:
            RosterHeading.objects.update_or_create(
                unit=unit,
                kind=kind.name,
                heading=plain_heading(heading.text)[:60],
                defaults={"column": columns.get(str(heading.at), "")},
            )


def choose_sheet(draft: RosterDraft, name: str, kind: Kind, *, actor: User) -> None:
    """Read another sheet of the workbook; refuses one that has no table in it."""
    tables = {table.sheet.name: table for table in tables_of(draft, kind)}
    if name not in tables:
        raise RuleError("工作簿里没有这张表，或者表里没有要导入的列。")
    columns = guessed_columns(tables[name], kind, actor)
    _keep(draft, sheet=name, columns=columns, given={}, answers={})


def answer(draft: RosterDraft, answers: Mapping[str, str]) -> None:
    """Keep who is who, beside what was said before."""
    _keep(draft, answers={**draft.answers, **answers})


def _keep(draft: RosterDraft, **changes: Any) -> None:
    if not RosterDraft.objects.filter(pk=draft.pk, done_at=None).update(**changes):
        raise StaleError("这张表已经导入过了，请重新选择文件。")
    for name, value in changes.items():
        setattr(draft, name, value)


# --- the end ----------------------------------------------------------------------------------------
def finish(draft: RosterDraft, at: datetime) -> None:
    """Win the draft for the one import it is good for; its content goes. Refuses who comes second."""
    if not RosterDraft.objects.filter(pk=draft.pk, done_at=None).update(done_at=at, content="", answers={}):
        raise StaleError("这张表已经导入过了，没有再导一遍。")


def drop(draft: RosterDraft) -> None:
    """Forget an upload that is not to be imported."""
    RosterDraft.objects.filter(pk=draft.pk, done_at=None).delete()


def forget_old(at: datetime) -> int:
    """Uploads that nobody has finished within a day go, with the personal data in them; how many went."""
    return RosterDraft.objects.forgotten(at).delete()[0]


def marked(draft: RosterDraft, table: Table, kind: Kind, errors: Sequence[RowError]) -> bytes:
    """The workbook as it came, the wrong cells coloured, what is wrong in a last column."""
    places = {kind.heading(column): at for column, at in columns_in(draft).items()}
    return mark_errors(data_of(draft), table, errors, places)
