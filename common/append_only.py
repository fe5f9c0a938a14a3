"""Tables that only grow: the database itself refuses UPDATE and DELETE of what happened.

`AppendOnly("ModelName")` in a migration makes a row trigger on SQLite and PostgreSQL; going back
removes it. On SQLite a later change of the table's columns rebuilds the table and loses its
triggers: such a migration ends with `AppendOnly` again (a test counts the triggers).

Two doors stay open, both for whoever owns the database: TRUNCATE on PostgreSQL, which row triggers
do not see, and `without_append_only(connection)`, which the `flush` command uses, so that tests
and the rebuilding of a demonstration world can empty the tables on SQLite.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import NotSupportedError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

SUFFIX = "_append_only"
REFUSAL = "append-only table: rows are neither changed nor deleted"


def _name(table: str, part: str = "") -> str:
    return f"{table[:40]}{part}{SUFFIX}"


def _sqlite(table: str) -> list[str]:
    return [
        f'CREATE TRIGGER IF NOT EXISTS "{_name(table, f"_{verb.lower()}")}" BEFORE {verb} ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def _postgresql(table: str) -> list[str]:
    name = _name(table)
    refuse = f"BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END"
    return [
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ {refuse} $$',
        f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"',  # there it outlives what rebuilds the table on SQLite
        f'CREATE TRIGGER "{name}" BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{name}"()',
    ]


def _close(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return _sqlite(table)
    if vendor == "postgresql":
        return _postgresql(table)
    raise NotSupportedError(f"append-only tables are not written for {vendor}")


def _open(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [f'DROP TRIGGER IF EXISTS "{_name(table, part)}"' for part in ("_update", "_delete")]
    name = _name(table)
    return [f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"', f'DROP FUNCTION IF EXISTS "{name}"()']


class AppendOnly(Operation):
    """Migration operation: from here on the rows of `model_name` are neither changed nor deleted."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.model_name], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The triggers are no part of Django's picture of the model."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002 - Django's signature
        to_state: ProjectState,
    ) -> None:
        self._run(_close, app_label, schema_editor, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,  # noqa: ARG002 - Django's signature
    ) -> None:
        self._run(_open, app_label, schema_editor, from_state)

    def _run(
        self, statements: Any, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> None:
        model = state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            for statement in statements(schema_editor.connection.vendor, model._meta.db_table):  # noqa: SLF001
                schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"Let rows of {self.model_name} be neither changed nor deleted"

    @property
    def migration_name_fragment(self) -> str:
        return f"{self.model_name.lower()}_append_only"


class Reopen(AppendOnly):
    """Migration operation: the table is about to be rebuilt; `AppendOnly` at the end of the migration closes it."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Let the table of {self.model_name} be rebuilt"

    @property
    def migration_name_fragment(self) -> str:
        return f"{self.model_name.lower()}_reopen"


def guarded_tables(connection: BaseDatabaseWrapper) -> set[str]:
    """The tables whose triggers stand in the database now."""
    queries = {
        "sqlite": f"SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%{SUFFIX}'",  # noqa: S608
        "postgresql": "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "  # noqa: S608
        f"WHERE t.tgname LIKE '%{SUFFIX}' AND t.tgenabled <> 'D' AND pg_table_is_visible(c.oid)",
    }
    with connection.cursor() as cursor:
        cursor.execute(queries[connection.vendor])
        return {row[0] for row in cursor.fetchall()}


@contextmanager
def without_append_only(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Inside, rows of append-only tables may go; afterwards the triggers stand again.

    All in one transaction, so that no failure leaves the tables open. For rebuilding a
    demonstration world and for emptying a test database, never for business.
    """
    with transaction.atomic(using=connection.alias):
        tables = sorted(guarded_tables(connection))
        _each(connection, tables, _open)
        yield
        if connection.vendor == "postgresql":
            connection.check_constraints()  # a table with checks still waiting takes no trigger
        _each(connection, tables, _close)


def _each(connection: BaseDatabaseWrapper, tables: list[str], statements: Any) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            for statement in statements(connection.vendor, table):
                cursor.execute(statement)
