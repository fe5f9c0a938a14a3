"""What a station and a township do with what they hold: persona × route × step."""

from datetime import date

import pytest

from accounts.calendar import Calendar
from common.errors import NotAllowedError, RuleError, StaleError
from opinions.choices import OpinionStatus
from opinions.models import Category, HandlingRule, Matter, Rating
from opinions.workflow import matter as matters
from opinions.workflow import reply as replies
from opinions.workflow import undertaking as undertakings
from opinions.workflow.decision import Decision, decide
from stations import workflow
from stations.choices import Route
from stations.models import VisitOpinion
from stations.reports import open_ratings, pending_of, standings
from stations.rules import is_overdue
from tests.stations.making import item
from tests.world import PERSONAS, moment

pytestmark = pytest.mark.django_db
MAY = {Route.STATION: {"head", "liaison", "staff"}, Route.TOWNSHIP: {"staff", "township"}}


@pytest.mark.parametrize("route", [Route.STATION, Route.TOWNSHIP])
@pytest.mark.parametrize("name", PERSONAS)
def test_who_settles_and_reports_up(world, name, route):
    for verb, facts, target in (
        (workflow.settle, {"note": "已疏通管道。"}, OpinionStatus.SETTLED),
        (workflow.report_up, {"note": "站里解决不了。"}, OpinionStatus.WAITING),
    ):
        row = item(world, route)
        if name in MAY[route]:
            assert verb(row, actor=world[name], **facts).status == target
            row.opinion.refresh_from_db()
            kept = world.town_congress if route == Route.TOWNSHIP else world.station_unit
            assert row.opinion.holder == (kept if target == OpinionStatus.SETTLED else None)
            assert row.opinion.due_on is None
        else:
            with pytest.raises(NotAllowedError):
                verb(row, actor=world[name], **facts)


@pytest.mark.parametrize("route", [Route.SETTLED, Route.TOWNSHIP])
@pytest.mark.parametrize("name", PERSONAS)
def test_who_tells_the_visitor(world, name, route):
    row = item(world, route)
    if route == Route.TOWNSHIP:
        workflow.settle(row, actor=world["township"], note="已疏通。")
    if name in MAY[Route.STATION] | (MAY[Route.TOWNSHIP] if route == Route.TOWNSHIP else set()):
        given = workflow.tell_visitor(row, actor=world[name], how="phone", note=" 满意 ")
        assert (given.opinion.status, given.note) == (OpinionStatus.FED_BACK, "满意")
    else:
        with pytest.raises(NotAllowedError):
            workflow.tell_visitor(row, actor=world[name], how="phone")


def test_how_it_was_solved_must_be_said(world):
    with pytest.raises(RuleError) as refused:
        workflow.settle(item(world), actor=world["head"], note="  ")
    assert refused.value.field == "note"


def test_two_hands_on_one_opinion(world):
    row = item(world)
    stale = VisitOpinion.objects.with_list_data().get(pk=row.pk)
    workflow.settle(row, actor=world["head"], note="已疏通。")
    with pytest.raises(StaleError):
        workflow.report_up(stale, actor=world["liaison"])


def test_a_sealed_one_is_not_the_stations_to_handle(world):
    row = item(world, Route.COUNTY, sealed=True)
    row.opinion.status = OpinionStatus.SETTLED
    for name in ("head", "liaison", "township"):
        with pytest.raises(NotAllowedError):
            workflow.tell_visitor(row, actor=world[name], how="phone")


def test_overdue_by_queryset_and_predicate(world):
    row = item(world)
    for day in (date(2024, 5, 28), date(2024, 5, 29), date(2024, 5, 30)):
        late = set(VisitOpinion.objects.overdue(day))
        assert late == ({row} if is_overdue(row.opinion, day) else set())
    assert is_overdue(row.opinion, date(2024, 5, 30))
    assert not is_overdue(row.opinion, date(2024, 5, 29))


def test_what_waits_is_counted(world):
    item(world)
    item(world, Route.SETTLED)
    item(world, Route.COUNTY)
    soon, late = date(2024, 5, 27), date(2024, 6, 3)
    assert pending_of(world["head"], soon).soon == 1
    found = pending_of(world["head"], late)
    assert (found.in_hand, found.soon, found.overdue, found.untold) == (1, 0, 1, 1)
    assert pending_of(world["outsider"], late).in_hand == 0


def test_each_stands_on_its_line(world):
    rows = [item(world, route) for route in (Route.STATION, Route.TOWNSHIP, Route.COUNTY, Route.SETTLED)]
    found = standings(rows, world["head"], date(2024, 5, 27))
    assert [one.line.holder for one in found[:2]] == ["庆祖镇联络站", "庆祖镇人大"]
    assert [one.is_soon for one in found] == [True, True, False, False]
    assert found[0].badge[2] == "站内办理"
    assert Calendar.load().left(date(2024, 5, 27), rows[0].opinion.due_on) == 2


def answered(world):
    """An opinion of a visit that a unit has answered; the visitor left a number, so a rating is asked."""
    row = item(world, Route.COUNTY)
    made = matters.merge(
        [row.opinion],
        actor=world["staff"],
        unit=world.committee,
        rule=HandlingRule.objects.get(kind="meeting_list"),
        title="下水道返水",
        occasion=world.meeting_occasion,
    )
    decision = Decision(
        title="下水道返水",
        wording="下水道返水。",
        demand="限期疏通。",
        destination="assign",
        category=Category.objects.first(),
        leads=[world.court],
    )
    decide(made, decision, actor=world["staff"], version=Matter.objects.get(pk=made.pk).version)
    row.opinion.refresh_from_db()
    world.paper_in("issued", matters_=[made])
    unit = world.reload(made.assignments.get().undertakings.get())
    undertakings.accept(unit, actor=world["agency"], at=moment(date(2024, 5, 21)))
    world.deliver(unit, at=moment(date(2024, 6, 3)))
    reply = unit.replies.get()
    reply.undertaking = unit
    replies.pass_reply(reply, actor=world["staff"], at=moment(date(2024, 6, 4)))
    return VisitOpinion.objects.with_list_data().get(pk=row.pk)


def test_a_rating_is_entered_for_the_visitor(world):
    row = answered(world)
    rating = open_ratings(row)[0]
    done = workflow.enter_rating(row, rating, actor=world["head"], attitude="good", result="good")
    assert (done.is_proxy, done.entered_by) == (True, world["head"])
    assert open_ratings(row) == []
    assert row in VisitOpinion.objects.untold()


def test_a_rating_for_somebody_else_is_refused(world):
    row, other = answered(world), item(world, Route.COUNTY)
    with pytest.raises(NotAllowedError):
        workflow.enter_rating(other, open_ratings(row)[0], actor=world["head"], attitude="good", result="good")
    with pytest.raises(NotAllowedError):
        workflow.enter_rating(row, open_ratings(row)[0], actor=world["agency"], attitude="good", result="good")
    assert Rating.objects.exclude(rated_at=None).count() == 0
