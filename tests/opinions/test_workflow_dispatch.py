"""转办 by an office whose departments only help: the lead is a court, which does not pass the office."""

import pytest

from common.errors import RuleError
from opinions.workflow import undertaking as undertakings

pytestmark = pytest.mark.django_db


def _row(world, *, leads, cos):
    matter = world.matter(leads=leads, cos=cos)
    world.paper_in("issued", matters_=[matter])
    return world.reload(matter.assignments.get().undertakings.get(role="dispatch"))


def test_helpers_alone_are_dispatched_where_a_court_leads(world):
    row = _row(world, leads=[world.court], cos=[world.civil])
    made = undertakings.dispatch(row, actor=world["dispatcher"], leads=[], cos=[world.civil])
    assert [(u.unit_id, u.role) for u in made] == [(world.civil.pk, "co")]


def test_nobody_at_all_is_refused_where_a_court_leads(world):
    row = _row(world, leads=[world.court], cos=[world.civil])
    with pytest.raises(RuleError, match="请选主办单位"):
        undertakings.dispatch(row, actor=world["dispatcher"], leads=[])


def test_helpers_alone_are_refused_where_the_office_has_the_lead(world):
    row = _row(world, leads=[world.civil], cos=[world.police])
    with pytest.raises(RuleError, match="请选主办单位"):
        undertakings.dispatch(row, actor=world["dispatcher"], leads=[], cos=[world.police])
