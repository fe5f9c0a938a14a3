"""Pages that stay quick at any depth: each one starts from the last row of the one before.

No counts, no offsets, one query. A cursor holds the sort values of a row and is signed; one that is
forged, damaged or made for another order shows the first page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.signing import BadSignature, Signer
from django.db.models import F, Q
from django.db.models.expressions import OrderBy
from django.http import QueryDict

AFTER, BEFORE = "after", "before"
_signer = Signer(salt="common.paging", sep="~")


@dataclass(frozen=True)
class Page:
    """The rows of one page and the query strings (`?…`) of its neighbours, empty at either end."""

    rows: list[Any]
    next_query: str = ""
    prev_query: str = ""


@dataclass(frozen=True)
class _Key:
    """One sort column: its path, its alias in the row, direction, type and whether it may be null."""

    path: str
    alias: str
    descending: bool
    nullable: bool
    column: Any

    def order(self, *, backward: bool) -> OrderBy:
        """Nulls come last in reading order whatever the direction, so they come first backward."""
        nulls = ({"nulls_first": True} if backward else {"nulls_last": True}) if self.nullable else {}
        return OrderBy(F(self.path), descending=self.descending != backward, **nulls)

    def beyond(self, value: Any, *, backward: bool) -> Q | None:
        """Rows whose value lies strictly behind `value` in the direction of travel; None: there are none."""
        if value is None:
            return Q(**{f"{self.path}__isnull": False}) if backward else None
        comparison = "lt" if self.descending != backward else "gt"
        found = Q(**{f"{self.path}__{comparison}": value})
        return found | Q(**{f"{self.path}__isnull": True}) if self.nullable and not backward else found

    def same(self, value: Any) -> Q:
        return Q(**{f"{self.path}__isnull": True}) if value is None else Q(**{self.path: value})

    def parse(self, raw: Any) -> Any:
        if raw is None and not self.nullable:
            raise ValidationError("a cursor of a column that is never empty holds nothing")
        return self.column.to_python(raw)


def keyset(
    queryset: Any, params: Mapping[str, Any], *, order: Sequence[str] = ("-id",), size: int = 30, prefix: str = ""
) -> Page:
    """One page of `queryset` in `order`, as `params` (`request.GET`) asks by `after` or `before`.

    `order` names stored columns, `-` for descending, also across to-one relations; the primary key is
    added if it does not end the list, so that every row has its place. Empty values come last,
    in either direction. Columns should be indexed together and not null: only then does the
    database start at the cursor. Other GET parameters are kept in the links. A second list on the same
    page turns by itself with a `prefix` to `after` and `before`. Exactly one query.
    """
    keys = _keys(queryset, order)
    cursor, backward = _cursor(params, keys, prefix)
    rows = queryset.annotate(**{key.alias: F(key.path) for key in keys if key.alias != key.path})
    if cursor is not None:
        rows = rows.filter(_beyond(keys, cursor, backward=backward))
    found = list(rows.order_by(*(key.order(backward=backward) for key in keys))[: size + 1])
    more, found = len(found) > size, found[:size]
    if backward:
        found.reverse()
    return _page(found, params, keys, more=more, cursor=cursor, backward=backward, prefix=prefix)


def _page(
    rows: list[Any],
    params: Mapping[str, Any],
    keys: list[_Key],
    *,
    more: bool,
    cursor: Any,
    backward: bool,
    prefix: str,
) -> Page:
    if not rows:  # the rows behind the cursor are gone: the way back is the first page
        return Page(rows, prev_query=_link(params, prefix) if cursor is not None else "")
    has_next, has_prev = (True, more) if backward else (more, cursor is not None)
    return Page(
        rows,
        next_query=_link(params, prefix, AFTER, _sign(rows[-1], keys)) if has_next else "",
        prev_query=_link(params, prefix, BEFORE, _sign(rows[0], keys)) if has_prev else "",
    )


def _keys(queryset: Any, order: Sequence[str]) -> list[_Key]:
    pk = queryset.model._meta.pk.name  # noqa: SLF001
    names = list(order)
    if names[-1].lstrip("-") not in ("pk", pk):
        names.append(f"-{pk}" if names[-1].startswith("-") else pk)
    return [_key(queryset, name) for name in names]


def _key(queryset: Any, name: str) -> _Key:
    path, descending = name.lstrip("-"), name.startswith("-")
    if path in queryset.query.annotations:
        return _Key(path, path, descending, True, queryset.query.annotations[path].output_field)
    model, nullable = queryset.model, False
    column: Any = None
    for part in path.split("__"):
        column = model._meta.pk if part == "pk" else model._meta.get_field(part)  # noqa: SLF001
        if not column.concrete or column.many_to_many:
            raise FieldDoesNotExist(f"{path} is no stored column; a page cannot be ordered by it")
        nullable, model = nullable or column.null, column.related_model
    alias = f"_key_{path}" if "__" in path else column.attname
    column = column.target_field if column.is_relation else column
    return _Key(path if "__" in path else alias, alias, descending, nullable, column)


def _beyond(keys: list[_Key], values: list[Any], *, backward: bool) -> Q:
    """Lexicographic comparison, with the first column's bound outside: an index range starts there."""
    choices = Q(pk__in=[])
    same = Q()
    for key, value in zip(keys, values, strict=True):
        if (beyond := key.beyond(value, backward=backward)) is not None:
            choices |= same & beyond
        same &= key.same(value)
    first, value = keys[0], values[0]
    if first.nullable or len(keys) == 1:
        return choices
    return Q(**{f"{first.path}__{'lte' if first.descending != backward else 'gte'}": value}) & choices


def _cursor(params: Mapping[str, Any], keys: list[_Key], prefix: str) -> tuple[list[Any] | None, bool]:
    """The sort values the page starts from, and whether it is read backward; None for the first page."""
    for name in (AFTER, BEFORE):
        if raw := params.get(prefix + name):
            try:
                return _read(raw, keys), name == BEFORE
            except (BadSignature, ValidationError, ValueError, TypeError):
                return None, False
    return None, False


def _read(raw: str, keys: list[_Key]) -> list[Any]:
    signed_order, values = _signer.unsign_object(raw)
    if signed_order != _order(keys):
        raise ValueError("the cursor belongs to another order")
    return [key.parse(value) for key, value in zip(keys, values, strict=True)]


def _order(keys: Iterable[_Key]) -> str:
    return ",".join(("-" if key.descending else "") + key.path for key in keys)


def _sign(row: Any, keys: list[_Key]) -> str:
    values = [getattr(row, key.alias) for key in keys]
    return _signer.sign_object([_order(keys), [_plain(value) for value in values]])


def _plain(value: Any) -> Any:
    """`value` as JSON holds it and the column's `to_python` reads it."""
    if value is None or isinstance(value, int):
        return value
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def _link(params: Mapping[str, Any], prefix: str, name: str = "", cursor: str = "") -> str:
    query = QueryDict(mutable=True)
    for key in params:
        if key not in (prefix + AFTER, prefix + BEFORE):
            query.setlist(key, params.getlist(key) if isinstance(params, QueryDict) else [params[key]])
    if name:
        query[prefix + name] = cursor
    return f"?{query.urlencode(safe='~')}"
