"""The kinds of duty, the parts of the file they stand in, and what of them is published."""

from datetime import date

import pytest

from deputies.actions import record_duty
from deputies.choices import DutyKind, DutyPart
from deputies.reports import duty_counts, public_record

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 30)


def did(world, *kinds, on=DAY):
    for number, kind in enumerate(kinds):
        record_duty(world.deputy, kind=kind, on=on, title="做了一件事", source_key=f"{on}:{number}", entered_by=None)


def test_every_kind_stands_in_one_part():
    placed = [kind for kinds in DutyPart.KINDS.values() for kind in kinds]
    assert sorted(placed) == sorted(DutyKind.values)
    assert set(DutyPart.KINDS) == set(DutyPart.values)


def test_the_year_is_published_by_kind_in_the_order_of_the_file(world):
    did(world, "reception", "bill", "reception", "congress")
    did(world, "survey", on=date(2023, 5, 30))
    found = [(one.label, one.count) for one in public_record(world.deputy, 2024)]
    assert found == [("出席人代会", 1), ("接待选民", 2), ("领衔提出议案建议", 1)]


def test_what_is_the_deputys_own_is_not_published(world):
    did(world, "rating", "other")
    assert public_record(world.deputy, 2024) == []


def test_an_unusual_kind_is_counted_when_it_was_done(world):
    assert "专题调研" not in {one.label for one in duty_counts(world.deputy, 2024)}
    did(world, "research", "opinion")
    counts = {one.label: one.count for one in duty_counts(world.deputy, 2024)}
    assert counts["专题调研"] == 1
    assert "提出意见" not in counts
