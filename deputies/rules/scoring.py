"""Who keeps schemes and rounds, and who marks whose sheet."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role
from deputies.choices import BatchStatus, Rater
from deputies.rules.duties import is_deputy, keeps_unit, leads_group_of


def keeps_scheme(user: Any, scheme: Any) -> bool:
    """The row's twin of `SchemeQuerySet.visible_to`."""
    return keeps_unit(user, scheme.unit)


def keeps_batch(user: Any, batch: Any) -> bool:
    """The row's twin of `BatchQuerySet.visible_to`."""
    return keeps_unit(user, batch.unit)


def keeps_sheet(user: Any, sheet: Any) -> bool:
    """Staff of the committee whose round it is; never over their own sheet."""
    return keeps_batch(user, sheet.batch) and not is_deputy(user, sheet.deputy)


def can_view_sheet(user: Any, sheet: Any) -> bool:
    """The row's twin of `SheetQuerySet.visible_to`."""
    if keeps_batch(user, sheet.batch):
        return True
    return sheet.batch.status != BatchStatus.CANCELLED and bool(raters_of(user, sheet))


def raters_of(user: Any, sheet: Any) -> list[str]:
    """As which raters this user may mark the sheet. Staff may also enter another's paper form, marked as such."""
    if is_deputy(user, sheet.deputy):
        return [Rater.SELF]
    if keeps_batch(user, sheet.batch):
        return list(Rater.values)
    found: list[str] = []
    if user.scopes.covers(sheet.deputy.home_region.path, Role.TOWNSHIP):
        found.append(Rater.TOWNSHIP)
    if leads_group_of(user, sheet.deputy):
        found.append(Rater.GROUP)
    return found


def is_sheets_deputy(user: Any, sheet: Any) -> bool:
    """Whose sheet it is."""
    return is_deputy(user, sheet.deputy)
