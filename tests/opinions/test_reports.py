"""Sums that agree, figures that claim no more than they know."""

import random
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from opinions.choices import Capacity, Destination, OpinionStatus
from opinions.models import Matter, MatterSource, Opinion, Undertaking
from opinions.reports import figures as report
from opinions.reports.figures import draft_sentence, figures, share
from opinions.reports.sums import destination_sums
from opinions.workflow import matter as matters
from opinions.workflow import opinion as opinions
from opinions.workflow import rating as ratings
from tests.world import moment

pytestmark = pytest.mark.django_db
MAY, DECEMBER = date(2024, 5, 1), date(2024, 12, 31)


def fresh(*rows):
    return [Opinion.objects.select_related("region", "contributor__deputy").get(pk=row.pk) for row in rows]


def send(world, opinion_rows, destination, title="事项"):
    made = matters.merge(
        fresh(*opinion_rows),
        actor=world["staff"],
        unit=world.committee,
        rule=world_rule(),
        title=title,
        occasion=world.meeting_occasion,
    )
    Matter.objects.filter(pk=made.pk).update(destination=destination, reason="理由" if destination == "none" else "")
    return made


def world_rule():
    from opinions.models import HandlingRule

    return HandlingRule.objects.get(kind="meeting_list")


# --- sums ---------------------------------------------------------------------------------------
def test_each_opinion_counts_once_under_its_first_destination(world):
    one, two, three, _four = (world.opinion(f"意见{n}") for n in range(4))
    send(world, [one, two], Destination.BRIEFING)
    send(world, [one], Destination.ASSIGN)
    send(world, [three], "")
    world.opinion("站内", status=OpinionStatus.AT_STATION)
    world.opinion("结了", status=OpinionStatus.SETTLED)
    world.opinion("告知", status=OpinionStatus.NOT_ASSIGNED, reason="走司法途径")
    gone = world.opinion("删了")
    opinions.withdraw(gone, actor=world["staff"])
    found = destination_sums(world.meeting_occasion)
    assert {line.key: line.count for line in found.shown} == {
        "assign": 1, "briefing": 1, "none": 1, "undecided": 1, "waiting": 1, "at_station": 1, "settled": 1,
    }  # fmt: skip
    assert (found.total, found.several, found.note) == (7, 1, "其中 1 条涉及几个去向")
    assert found.sentence.startswith("7 = 交办 1 + 仅入简报 1 + 不交办 1 + ")


def test_feedback_does_not_move_an_opinion_in_the_sum(world):
    settled, declined = world.opinion("结了", status=OpinionStatus.SETTLED), world.opinion("不办")
    told = world.opinion("告知", status=OpinionStatus.NOT_ASSIGNED, reason="走司法途径")
    matters.decline(
        fresh(declined), actor=world["staff"], unit=world.committee, rule=world_rule(), reason="不属本级职权"
    )
    before = destination_sums(Opinion.objects.all())
    for row in fresh(settled, declined, told):
        opinions.give_feedback(row, actor=world["staff"], how="phone")
    assert destination_sums(Opinion.objects.all()) == before
    assert (before.of("none"), before.of("settled"), before.elsewhere) == (2, 1, 2)


ACTS = ("merge", "split", "move", "out", "decide", "undo")


# Every example works on a whole board in the database: found is enough, shrinking would take minutes.
@given(seed=st.integers(0, 10**6), acts=st.lists(st.sampled_from(ACTS), min_size=4, max_size=10))
@settings(
    max_examples=8,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_in_equals_out_whatever_is_done_on_the_board(world, seed, acts):
    rng = random.Random(seed)
    for number in range(4):
        world.opinion(f"意见{seed}-{number}")
    total = Opinion.objects.counted().count()
    for act in acts:
        one_act(world, act, rng)
        found = destination_sums(Opinion.objects.all())
        assert sum(line.count for line in found.lines) == found.total == total
        assert found.waiting == Opinion.objects.waiting().count()


def one_act(world, act, rng):
    """Take one act with whatever stands on the board; acts that are refused change nothing."""
    from common.errors import RuleError
    from opinions.models import MergeAction

    pool = fresh(*Opinion.objects.filter(status__in=("waiting", "merged")))
    boards = [m for m in Matter.objects.select_related("unit__region", "rule", "occasion") if m.sources.exists()]
    matter = rng.choice(boards) if boards else None
    inside = fresh(*matter.opinions.all()) if matter else []
    try:
        if act == "merge" and pool:
            chosen = rng.sample(pool, rng.randint(1, len(pool)))
            send(world, chosen, rng.choice([*Destination.values[:6], ""]))
        elif act == "split" and matter:
            matters.split(matter, inside[:1], actor=world["staff"], title="拆出")
        elif act == "move" and len(boards) > 1:
            matters.move_to(inside[:1], source=matter, target=rng.choice(boards), actor=world["staff"])
        elif act == "out" and matter:
            matters.take_out(matter, inside[:1], actor=world["staff"])
        elif act == "decide" and matter:
            Matter.objects.filter(pk=matter.pk).update(destination=rng.choice(Destination.values[:6]))
        elif act == "undo" and (last := MergeAction.objects.filter(undone_at=None).first()):
            matters.undo(last, actor=world["staff"])
    except RuleError:
        return


def test_sums_cost_two_queries(world, django_assert_num_queries):
    send(world, [world.opinion(), world.opinion("二")], Destination.ASSIGN)
    with django_assert_num_queries(2):
        destination_sums(world.meeting_occasion)
    assert MatterSource.objects.count() == 2


# --- figures ------------------------------------------------------------------------------------
def test_figures_count_what_came_in(world):
    world.deputy_opinion()
    world.opinion(region=world.county, heard_on=date(2024, 6, 3))
    world.opinion(region=world.city, unit=world.station_unit, topic=None)
    world.opinion("以前的", heard_on=date(2023, 6, 3))
    found = figures(world["leader"], MAY, date(2024, 6, 15))
    assert (found.heard, found.sums.waiting) == (3, 3)
    assert [(t.url_value, t.count) for t in found.capacities] == [(Capacity.COUNTY_DEPUTY, 1), (Capacity.RESIDENT, 2)]
    assert [(t.label, t.count) for t in found.topics] == [("条例草案", 2)]
    assert [(t.label, t.count) for t in found.regions] == [("濮阳市", 1), ("濮阳县", 2)]
    assert [(t.label, t.count) for t in found.stations] == [("庆祖镇联络站", 1)]
    assert [(m.label, m.heard, m.is_part) for m in found.months] == [("5月", 2, False), ("6月（至15日）", 1, True)]


def test_nobody_else_s_place_is_counted(world):
    world.opinion()
    assert figures(world["outsider"], MAY, DECEMBER).heard == 0
    assert draft_sentence(figures(world["outsider"], MAY, DECEMBER)) == "这段时间还没有收集到意见。"


def test_units_stand_in_official_order_with_on_time_answers(world):
    world.undertaking("checking")
    world.undertaking("to_accept", title="二", opinions_=[world.opinion("二")], leads=[world.procuratorate, world.court])
    found = figures(world["leader"], MAY, date(2024, 6, 20))
    assert [(u.label, u.total, u.answered, u.on_time, u.to_accept, u.overdue) for u in found.units] == [
        ("市中级人民法院", 2, 1, 1, 1, 1),
        ("市检察院", 1, 0, 0, 1, 1),
    ]
    assert found.items == 2


def test_a_late_answer_is_late_also_after_the_redo(world):
    row = world.undertaking("redo")
    assert figures(world["leader"], MAY, DECEMBER).total("on_time") == 1
    Undertaking.objects.filter(pk=row.pk).update(answered_on=date(2024, 9, 2))
    assert figures(world["leader"], MAY, DECEMBER).total("on_time") == 0


def test_ratings_count_when_the_round_is_closed(world):
    row = world.undertaking("rating", opinions_=[world.deputy_opinion(), resident(world)])
    first, _second = row.replies.get().ratings.order_by("pk")
    first.reply.undertaking = row
    ratings.rate(first, actor=world["deputy"], attitude="good", result="fair", at=moment(date(2024, 6, 5)))
    found = figures(world["leader"], MAY, DECEMBER)
    assert sum(r.total for r in found.results) == found.attitudes.total == 0
    ratings.close_round(first.reply, at=moment(date(2024, 6, 6)))
    found = figures(world["leader"], MAY, DECEMBER)
    assert next((r.label, r.good, r.fair, r.bad) for r in found.results) == ("A 类", 0, 1, 0)
    assert found.attitudes.good == 1
    assert [t.count for t in found.classes] == [1, 0, 0]
    assert [(m.assigned, m.closed) for m in found.months][:2] == [(1, 0), (0, 1)]


def resident(world):
    return world.opinion("居民", contributor=world.contributor(name="王大娘", phone="13800001234"))


@pytest.mark.parametrize(("count", "of", "text"), [(3, 9, ""), (5, 10, "50%"), (2, 3, ""), (0, 0, "")])
def test_no_share_below_ten_cases(count, of, text):
    assert share(count, of) == text


def test_the_draft_names_nobody_and_says_the_counts(world):
    world.undertaking("checking")
    world.opinion("待归并的")
    said = draft_sentence(figures(world["leader"], MAY, date(2024, 6, 20)))
    assert said == (
        "共收集意见 3 条，2 条归并后交办，1 条还在梳理。"
        "交办事项 1 个，由 1 个单位主办，已答复 1 个，其中按期 1 个；没有超期的。"
    )
    assert report.DRAFTED == "系统草拟，可修改"


def test_one_occasion_alone(world):
    world.opinion()
    world.opinion("站上的", occasion=None)
    assert figures(world["leader"], MAY, DECEMBER, occasion=world.meeting_occasion).heard == 1


def test_queries_do_not_grow(world):
    reader, counts = world["leader"], []
    assert reader.scopes
    for number in range(3):
        world.undertaking("closed", title=f"事项{number}", opinions_=[world.deputy_opinion(f"意见{number}")])
        if number != 1:
            with CaptureQueriesContext(connection) as seen:
                figures(reader, MAY, DECEMBER)
            counts.append(len(seen))
    assert counts[0] == counts[1] <= 18
