"""One thin thread through the ledger: opinion → matter → list → sign → issue → accept → reply → rating → feedback."""

from datetime import date

import pytest

from opinions.models import Undertaking
from opinions.workflow import opinion as opinions
from opinions.workflow import rating as ratings
from opinions.workflow import reply as replies
from opinions.workflow import undertaking as undertakings
from tests.world import moment

pytestmark = pytest.mark.django_db


def test_an_opinion_goes_all_the_way_round(world):
    row = world.undertaking("rating")
    source = replies.sources_of(row).first()
    reply = row.replies.get()
    rating = reply.ratings.get()
    rating.reply.undertaking = row
    ratings.rate(rating, actor=world["deputy"], attitude="good", result="good", at=moment(date(2024, 6, 5)))
    row.refresh_from_db()
    assert (row.status, row.outcome) == ("closed", "rated")
    opinions.give_feedback(source, actor=world["staff"], how="phone")
    source.refresh_from_db()
    assert source.status == "fed_back"


def test_unsatisfied_once_reopens_twice_is_assessed(world):
    row = world.undertaking("redo")
    assert (row.status, row.round) == ("redo", 2)
    assert row.due_on == date(2024, 7, 5)
    world.deliver(row, at=moment(date(2024, 6, 20)))
    reply = row.replies.get(round=2)
    reply.undertaking = row
    replies.pass_reply(reply, actor=world["staff"], at=moment(date(2024, 6, 21)))
    rating = reply.ratings.get()
    rating.reply.undertaking = row
    ratings.rate(
        rating, actor=world["deputy"], attitude="fair", result="bad", reason="仍未修好", at=moment(date(2024, 6, 24))
    )
    assert row.status == "assessing"
    undertakings.assess(row, actor=world["staff"], result="现场核实已修复八成，余下列入计划。")
    row.refresh_from_db()
    assert (row.status, row.outcome) == ("closed", "assessed")


def test_government_units_go_through_the_dispatch_office(world):
    matter = world.matter(leads=[world.civil], cos=[world.police])
    world.paper_in("issued", matters_=[matter])
    parent = Undertaking.objects.with_list_data().get(assignment__matter=matter)
    assert (parent.unit, parent.status) == (world.dispatch_office, "to_dispatch")
    made = undertakings.dispatch(parent, actor=world["dispatcher"], leads=[world.civil], cos=[world.police])
    assert [(u.unit, u.role, u.status) for u in made] == [
        (world.civil, "lead", "to_accept"),
        (world.police, "co", "to_accept"),
    ]
    assert made[0].due_on == date(2024, 8, 20)
    assert made[0].parent == parent
