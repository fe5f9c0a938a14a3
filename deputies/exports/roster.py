"""The roster as a table: the very columns that the import reads, so that what goes out comes back as it went."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from accounts import actions as accounts
from accounts.choices import AuditAction
from accounts.models import User
from common.crypto import mask_phone
from common.errors import NotAllowedError, RuleError
from common.xlsx import Column, write_xlsx
from deputies import rules
from deputies.choices import Level
from deputies.imports import columns as c
from deputies.imports.groups import words_for
from deputies.imports.people import kept_deputies
from deputies.imports.places import Places
from deputies.models import Deputy, GroupMember, Mandate

LEVELS = Level.values  # the highest first
NARROW, WIDE = 9, 26
WIDTHS = {
    **dict.fromkeys((c.KEY, c.NAME, c.GENDER, c.TERM, c.MEMBER), NARROW),
    **dict.fromkeys((c.POST, c.SEAT, c.GROUP), WIDE),
}
REASON_AT_LEAST = 4


@dataclass(frozen=True)
class ExportLine:
    """A mandate of a deputy, or a deputy without any."""

    deputy: Deputy
    mandate: Mandate | None
    home: str
    place: str
    phone: str

    @property
    def member(self) -> GroupMember | None:
        return next(iter(self.deputy.memberships.all()), None)


def _of_deputy(name: str) -> Callable[[ExportLine], Any]:
    return lambda line: getattr(line.deputy, name)


def _of_mandate(name: str) -> Callable[[ExportLine], Any]:
    return lambda line: getattr(line.mandate, name) if line.mandate else ""


def _of_member(name: str) -> Callable[[ExportLine], Any]:
    return lambda line: getattr(line.member, name) if line.member else ""


def _group(line: ExportLine) -> str:
    return words_for(line.member.group, line.deputy.home_region) if line.member else ""


GETTERS: dict[str, Callable[[ExportLine], Any]] = {
    c.KEY: _of_deputy("pk"),
    c.NAME: _of_deputy("name"),
    c.GENDER: lambda line: line.deputy.get_gender_display(),
    c.BIRTH: _of_deputy("birth"),
    c.POST: _of_deputy("post"),
    c.PROFESSION: _of_deputy("profession"),
    c.HOME: lambda line: line.home,
    c.PHONE: lambda line: line.phone,
    c.LEVEL: lambda line: line.mandate.get_level_display() if line.mandate else "",
    c.TERM: _of_mandate("term"),
    c.PLACE: lambda line: line.place,
    c.SEAT: _of_mandate("constituency"),
    c.MEMBER: _of_mandate("is_member"),
    c.STARTED: _of_mandate("started_on"),
    c.ENDED: _of_mandate("ended_on"),
    c.STATUS: lambda line: line.mandate.get_status_display() if line.mandate else "",
    c.REASON: _of_mandate("status_reason"),
    c.GROUP: _group,
    c.ROLE: lambda line: line.member.get_role_display() if line.member else "",
    c.JOINED: _of_member("joined_on"),
}
COLUMNS = tuple(Column(c.HEADINGS[name], getter, WIDTHS.get(name, 15)) for name, getter in GETTERS.items())


def roster(user: User, *, reason: str | None = None, request: HttpRequest | None = None) -> bytes:
    """The roster of the user's region as a workbook; logged, since it names people.

    Telephones are masked; whole only for a `reason`. Refuses who keeps no roster.
    """
    if not rules.keeps_roster(user):
        raise NotAllowedError("您不能导出名册。")
    if reason is not None and len(reason.strip()) < REASON_AT_LEAST:
        raise RuleError(f"请写明原因，至少 {REASON_AT_LEAST} 个字。", field="reason")
    rows = kept_deputies(user).order_by("home_region__order", "home_region__code", "id")
    lines = list(_lines(rows, Places(user), whole=reason is not None))
    target = "代表名册" + ("（完整手机号）" if reason else "")
    accounts.audit(user, AuditAction.EXPORT, target, reason or f"{len(lines)} 行，手机号已隐去", request)
    return write_xlsx(COLUMNS, lines, sheet="代表名册")


def _lines(deputies: Any, places: Places, *, whole: bool) -> Iterator[ExportLine]:
    for deputy in deputies:
        home = places.full_name(deputy.home_region)
        phone = deputy.phone if whole else mask_phone(deputy.phone)
        mandates = sorted(deputy.mandates.all(), key=lambda one: (LEVELS.index(one.level), -one.term, one.pk))
        for mandate in mandates or [None]:
            place = _place(mandate, deputy, places) if mandate else ""
            yield ExportLine(deputy, mandate, home, place, phone)


def _place(mandate: Mandate, deputy: Deputy, places: Places) -> str:
    """Where the congress is, when the deputy does not live there."""
    lineage = places.lineage(deputy.home_region)
    usual = lineage[:1] if mandate.level == Level.NATION else [one for one in lineage if one.level == mandate.level]
    return "" if mandate.region in usual else mandate.region.name
