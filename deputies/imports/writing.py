"""A plan, written: all of it or nothing."""

from __future__ import annotations

from typing import cast

from common.search import SearchTermsField
from deputies.imports.plan import OF_SEAT, Plan, Planned
from deputies.models import ActivityGroup, Deputy, GroupMember, Mandate

BATCH = 500


def write(plan: Plan) -> None:
    """Write what the plan says, in as many statements for two thousand people as for one.

    The caller holds the transaction and has made sure that the plan has no errors.
    """
    ActivityGroup.objects.bulk_create(plan.groups, batch_size=BATCH)
    Deputy.objects.bulk_create([one.deputy for one in plan.added], batch_size=BATCH)
    _change([one for one in plan.changed if one.fields])
    Mandate.objects.bulk_create([seat for one in plan.people for seat in one.new_seats], batch_size=BATCH)
    Mandate.objects.bulk_update([seat for one in plan.people for seat in one.seats], OF_SEAT, batch_size=BATCH)
    leaving = [one.leaves for one in plan.people if one.leaves]
    GroupMember.objects.bulk_update(leaving, ["left_on"], batch_size=BATCH)
    staying = [one.member for one in plan.people if one.member]
    GroupMember.objects.bulk_update(staying, ["role", "joined_on"], batch_size=BATCH)
    GroupMember.objects.bulk_create([one.joins for one in plan.people if one.joins], batch_size=BATCH)


def _change(changed: list[Planned]) -> None:
    """The fields that change, and what they are found by."""
    terms = cast("SearchTermsField", Deputy._meta.get_field("search_terms"))  # noqa: SLF001 - no public way
    for one in changed:
        terms.pre_save(one.deputy, add=False)
    fields = set[str]().union(*(one.fields for one in changed))
    if fields:
        rows = [one.deputy for one in changed]
        Deputy.objects.bulk_update(rows, sorted(fields | {"search_terms"}), batch_size=BATCH)
