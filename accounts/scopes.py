"""A user's grants, read once, asked by every queryset and predicate."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q


@dataclass(frozen=True)
class Scope:
    """One grant in force: a role over a unit, a region's subtree (its path), or neither."""

    role: str
    unit_id: int | None
    region_id: int | None
    path: str


@dataclass(frozen=True)
class Scopes:
    """All grants of one user. Empty for a visitor and for a switched-off account."""

    items: tuple[Scope, ...] = ()

    def has(self, *roles: str) -> bool:
        """Whether any grant is one of `roles`."""
        return any(scope.role in roles for scope in self.items)

    def only(self, *roles: str) -> bool:
        """Whether there is a grant, and none but of `roles`."""
        return bool(self.items) and all(scope.role in roles for scope in self.items)

    def units(self, *roles: str) -> frozenset[int]:
        """The units over which any of `roles` is held."""
        return frozenset(s.unit_id for s in self.items if s.role in roles and s.unit_id is not None)

    def paths(self, *roles: str) -> tuple[str, ...]:
        """The region paths over which any of `roles` is held, each `/1/2/`-shaped."""
        return tuple(dict.fromkeys(s.path for s in self.items if s.role in roles and s.path))

    def covers(self, path: str, *roles: str) -> bool:
        """Whether a region with `path` lies in the subtree of any of `roles`."""
        return bool(path) and any(path.startswith(mine) for mine in self.paths(*roles))

    def in_region(self, lookup: str, *roles: str) -> Q:
        """A filter `lookup__startswith` any path of `roles`; matches nothing without one."""
        return any_of(Q(**{f"{lookup}__startswith": path}) for path in self.paths(*roles))


def any_of(filters: Iterable[Q]) -> Q:
    """The filters joined by OR; without any, a filter that matches nothing."""
    found = list(filters)
    return reduce(or_, found) if found else Q(pk__in=())
