"""承办: the clocks that start with 交办 and those that start with 签收."""

from datetime import date

import pytest

from opinions.workflow import undertaking as undertakings
from tests.world import moment

pytestmark = pytest.mark.django_db


def test_a_limit_from_assignment_does_not_move_with_acceptance(world):
    row = world.undertaking("to_accept")
    undertakings.accept(row, actor=world["agency"], at=moment(date(2024, 5, 27)))
    assert row.due_on == row.clock_on == date(2024, 8, 20)


@pytest.mark.parametrize(
    ("accepted", "due"),
    [(date(2024, 5, 23), date(2024, 8, 23)), (date(2024, 7, 1), date(2024, 8, 27))],
)
def test_a_limit_from_receipt_runs_from_acceptance_and_late_acceptance_gains_nothing(world, accepted, due):
    row = world.undertaking("to_accept", kind="review_opinion")
    assert row.accept_due == date(2024, 5, 27)
    undertakings.accept(row, actor=world["agency"], at=moment(accepted))
    row.refresh_from_db()
    assert row.due_on == row.clock_on == due
