"""Search for any stretch of characters, two being the usual length of a Chinese word.

Text is folded (NFKC, one case, one width) and cut into overlapping pairs of characters. A pair is
written in the letters a–p (four per UTF-16 unit), which no locale, stemmer or tokeniser touches. The
last character of each run stands once more alone, so that a prefix query finds one character
too. A longer word is a phrase of its pairs. Both databases answer from an index: PostgreSQL from a
GIN index on a generated `tsvector` column, SQLite from an FTS5 table kept in step by triggers.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.utils import truncate_name
from django.db.migrations.operations.base import Operation, OperationCategory

# A tsvector counts positions up to 16383; what stands behind them would be found wrongly or not at all.
MAX_TERMS = 16_000
MAX_QUERY = 100
_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")


def _folded(text: str) -> str:
    """One case and one width, as both the index and the query see it."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _is_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char).startswith("M")


def _runs(text: str) -> list[str]:
    """Stretches of letters, digits and Han characters; everything else separates."""
    return "".join(char if _is_word(char) else " " for char in _folded(text)).split()


def _code(chars: str) -> str:
    return chars.encode("utf-16-be").hex().translate(_LETTERS)


def _pairs(run: str) -> Iterator[str]:
    return (_code(run[i : i + 2]) for i in range(len(run) - 1))


def terms(text: str) -> str:
    """The index terms of `text`, blank-separated: what a SearchTermsField stores.

    The first 16,000 are kept; no text of this product comes near.
    """
    found: list[str] = []
    for run in _runs(text):
        found.extend(_pairs(run))
        found.append(_code(run[-1]))
        if len(found) >= MAX_TERMS:
            break
    return " ".join(found[:MAX_TERMS])


class SearchTermsField(models.TextField):
    """The search terms of the attributes named in `sources`, computed on every `save` and `bulk_create`.

    `QuerySet.update()`, `bulk_update()` without this field and `save(update_fields=…)` without it
    skip the computation: pass `search_terms=Model.search_terms_of(…)` there or call `reindex`.
    An attribute may be a method; None counts as empty. Needs `AddSearchIndex` in a migration.
    """

    def __init__(self, *args: Any, sources: Iterable[str] = (), **kwargs: Any) -> None:
        self.sources = tuple(sources)
        kwargs.update(editable=False, blank=True, default="")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("editable", "blank", "default"):
            kwargs.pop(fixed, None)
        return name, path, args, {**kwargs, "sources": self.sources}

    def terms_of(self, instance: models.Model) -> str:
        """The terms of `instance` as it stands in memory."""
        values = (getattr(instance, source) for source in self.sources)
        texts = (value() if callable(value) else value for value in values)
        return terms("\n".join(str(text) for text in texts if text))

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: ARG002, FBT001 - Django's signature
        value = self.terms_of(model_instance)
        setattr(model_instance, self.attname, value)
        return value


class _Matches(models.Lookup):
    """`search_terms__matches="道路 施工"`: every word occurs. Works across joins, refuses other fields."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        raise NotImplementedError(f"no search index is known for {connection.vendor}")

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        quote, column = connection.ops.quote_name, self.lhs.target.column
        place = f"{compiler.quote_name_unless_alias(self.lhs.alias)}.{quote(_vector(column))}"
        return f"{place} @@ %s::tsquery", [" & ".join(map(_tsquery, _runs(self.rhs)))]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        quote, target = connection.ops.quote_name, self.lhs.target
        alias = compiler.quote_name_unless_alias(self.lhs.alias)
        table = quote(_fts(target.model._meta.db_table, target.column))  # noqa: SLF001
        key = quote(target.model._meta.pk.column)  # noqa: SLF001
        found = f"SELECT rowid FROM {table} WHERE {table} MATCH %s"  # noqa: S608 - names of our models
        return f"{alias}.{key} IN ({found})", [" AND ".join(map(_fts_query, _runs(self.rhs)))]


SearchTermsField.register_lookup(_Matches)


def _tsquery(run: str) -> str:
    return " <-> ".join(f"'{pair}'" for pair in _pairs(run)) or f"'{_code(run)}':*"


def _fts_query(run: str) -> str:
    return f'"{" ".join(_pairs(run))}"' if len(run) > 1 else f'"{_code(run)}" *'


def matching(queryset: Any, query: str, *, field: str = "search_terms") -> Any:
    """The rows whose indexed text contains every word of `query`, letters, digits and Han alike.

    A word is any stretch of one or more characters, also from the middle of a longer one;
    blanks and punctuation part words. A blank query changes nothing; one made of signs alone
    finds nothing. `field` may cross relations (`opinion__search_terms`). Of a query longer than
    100 characters the first 100 count.
    """
    query = query.strip()[:MAX_QUERY]
    if not query:
        return queryset
    if not _runs(query):
        return queryset.none()
    return queryset.filter(**{f"{field}__matches": query})


def capped_count(queryset: Any, cap: int = 1000) -> tuple[int, bool]:
    """`(n, False)`, or `(cap, True)` when there are more: a page says “1000+” and the query stays bounded."""
    count = queryset.order_by()[: cap + 1].count()
    return min(count, cap), count > cap


def reindex(queryset: Any, *, field: str = "search_terms", batch: int = 500) -> int:
    """Compute the terms anew after writes that skipped them; returns how many rows changed."""
    column = queryset.model._meta.get_field(field)  # noqa: SLF001
    changed = 0
    stale: list[Any] = []
    for row in queryset.order_by("pk").iterator(chunk_size=batch):
        if getattr(row, field) != column.terms_of(row):
            column.pre_save(row, add=False)
            stale.append(row)
        if len(stale) >= batch:
            changed += queryset.model._base_manager.bulk_update(stale, [field])  # noqa: SLF001
            stale = []
    return changed + (queryset.model._base_manager.bulk_update(stale, [field]) if stale else 0)  # noqa: SLF001


def _vector(column: str) -> str:
    return f"{column}_tsv"


def _fts(table: str, column: str) -> str:
    return f"{table}_{column}_fts"


def _gin(table: str, column: str) -> str:
    return truncate_name(f"{table}_{column}_gin", 63)


_SQLITE_TRIGGERS = {
    "insert": "AFTER INSERT ON {table} BEGIN {add} END",
    "update": "AFTER UPDATE OF {key}, {column} ON {table} "
    "WHEN old.{column} IS NOT new.{column} OR old.{key} <> new.{key} BEGIN {drop} {add} END",
    "delete": "AFTER DELETE ON {table} BEGIN {drop} END",
}


class AddSearchIndex(Operation):
    """Migration operation: the index behind a SearchTermsField, on PostgreSQL and SQLite.

    Running it again builds the index anew. On SQLite that is needed after an operation that
    rebuilds the table (most AlterField and AddField, new constraints), because the triggers fall
    with the old table; `unindexed` names the tables where they are missing.
    """

    reversible = True
    category = OperationCategory.ADDITION

    def __init__(self, model_name: str, field: str = "search_terms") -> None:
        self.model_name = model_name
        self.field = field

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [], {"model_name": self.model_name, "field": self.field}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are; the index is the database's own affair."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:  # noqa: ARG002 - Django's
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            drop_index(model, self.field, schema_editor)
            create_index(model, self.field, schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:  # noqa: ARG002 - Django's
        model = from_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            drop_index(model, self.field, schema_editor)

    def describe(self) -> str:
        return f"Add the search index of {self.model_name}.{self.field}"


def create_index(model: type[models.Model], field: str, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the index of `model.field` and fill it from the rows that are there."""
    for statement in _create_sql(model, field, schema_editor.connection):
        schema_editor.execute(statement)


def drop_index(model: type[models.Model], field: str, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the index of `model.field` if it is there."""
    table, column, quote = *_place(model, field), schema_editor.quote_name
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {quote(table)} DROP COLUMN IF EXISTS {quote(_vector(column))}")
        return
    for event in _SQLITE_TRIGGERS:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {quote(f'{_fts(table, column)}_{event}')}")
    schema_editor.execute(f"DROP TABLE IF EXISTS {quote(_fts(table, column))}")


def _place(model: type[models.Model], field: str) -> tuple[str, str]:
    target: Any = model._meta.get_field(field)  # noqa: SLF001
    return model._meta.db_table, target.column  # noqa: SLF001


def _create_sql(model: type[models.Model], field: str, connection: Any) -> list[str]:
    (table, column), quote = _place(model, field), connection.ops.quote_name
    if connection.vendor == "postgresql":
        vector = quote(_vector(column))
        value = f"to_tsvector('pg_catalog.simple'::regconfig, {quote(column)})"
        return [
            f"ALTER TABLE {quote(table)} ADD COLUMN {vector} tsvector GENERATED ALWAYS AS ({value}) STORED",
            f"CREATE INDEX {quote(_gin(table, column))} ON {quote(table)} USING gin ({vector})",
        ]
    if connection.vendor != "sqlite":
        raise NotImplementedError(f"no search index is known for {connection.vendor}")
    return _create_fts(quote, table, column, model._meta.pk.column)  # noqa: SLF001


def _create_fts(quote: Any, table: str, column: str, key: Any) -> list[str]:
    fts, col, pk = quote(_fts(table, column)), quote(column), quote(key)
    parts = {
        "table": quote(table),
        "column": col,
        "key": pk,
        "add": f"INSERT INTO {fts} (rowid, {col}) VALUES (new.{pk}, new.{col});",  # noqa: S608 - names of our models
        "drop": f"INSERT INTO {fts} ({fts}, rowid, {col}) VALUES ('delete', old.{pk}, old.{col});",  # noqa: S608
    }
    triggers = [
        f"CREATE TRIGGER {quote(f'{_fts(table, column)}_{event}')} {body.format(**parts)}"
        for event, body in _SQLITE_TRIGGERS.items()
    ]
    options = f"content={quote(table)}, content_rowid={pk}, tokenize='ascii'"
    return [
        f"CREATE VIRTUAL TABLE {fts} USING fts5({col}, {options})",
        f"INSERT INTO {fts} ({fts}) VALUES ('rebuild')",  # noqa: S608
        *triggers,
    ]


def unindexed(models_: Iterable[type[models.Model]], *, using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """`app.Model.field` of each SearchTermsField in `models_` whose index is not whole in the database."""
    connection = connections[using]
    wanted = [(m, f) for m in models_ for f in m._meta.local_fields if isinstance(f, SearchTermsField)]  # noqa: SLF001
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')")
        present = {name for (name,) in cursor.fetchall()}
    return [f"{m._meta.label}.{f.name}" for m, f in wanted if not _parts(m, f.name, connection.vendor) <= present]  # noqa: SLF001


def _parts(model: type[models.Model], field: str, vendor: str) -> set[str]:
    table, column = _place(model, field)
    if vendor == "postgresql":
        return {_gin(table, column)}
    return {_fts(table, column), *(f"{_fts(table, column)}_{event}" for event in _SQLITE_TRIGGERS)}
