"""Regions by both code systems, and units."""

from __future__ import annotations

from datetime import date

from accounts.choices import CodeSystem, RegionLevel
from accounts.models import Region, Unit, UnitName
from liaison_portal.demo.content.regions import REGIONS, STATISTICAL, STATISTICAL_ONLY
from liaison_portal.demo.content.units import UNITS
from liaison_portal.demo.world import World


def load_regions(world: World) -> None:
    """The administrative tree level by level, then the statistical codes that stand for its places."""
    order = {row.code: number for number, row in enumerate(REGIONS, start=1)}
    for level in RegionLevel.values:
        rows = [
            Region(
                code=row.code,
                name=row.name,
                level=row.level,
                order=order[row.code],
                parent=world.regions.get(row.parent),
            )
            for row in REGIONS
            if row.level == level
        ]
        world.regions |= {region.code: region for region in Region.objects.bulk_create(rows)}
        set_paths(rows)
    _load_statistical(world)


def _load_statistical(world: World) -> None:
    pairs = [(row.code, row.name, world.regions[row.mca_code]) for row in STATISTICAL]
    alone = [(code, name, None) for code, name in STATISTICAL_ONLY]
    rows = [
        Region(system=CodeSystem.NBS, code=code, name=name, level=RegionLevel.TOWNSHIP, same_as=place, order=number)
        for number, (code, name, place) in enumerate([*pairs, *alone], start=10_000)
    ]
    set_paths(Region.objects.bulk_create(rows))


def set_paths(rows: list[Region]) -> None:
    """What `Region.save` does row by row, for all at once."""
    for region in rows:
        region.path = f"{region.parent.path if region.parent else '/'}{region.pk}/"
    Region.objects.bulk_update(rows, ["path"])


def load_units(world: World) -> None:
    """Units in official order, each under its parent and the office it is reached through."""
    for row in UNITS:  # a parent stands before its children
        world.units[row.key] = Unit.objects.create(
            name=row.name,
            short_name=row.short_name,
            kind=row.kind,
            branch=row.branch,
            region=world.regions[row.region],
            parent=world.units.get(row.parent),
            dispatch_via=world.units.get(row.dispatch_via),
            order=row.order,
            phone=row.phone,
        )
    UnitName.objects.bulk_create(
        UnitName(
            unit=world.units[row.key],
            name=old.name,
            valid_from=date.fromisoformat(old.valid_from),
            valid_to=date.fromisoformat(old.valid_to),
        )
        for row in UNITS
        for old in row.former
    )
