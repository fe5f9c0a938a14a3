"""评价: asked of whom, given once, closed by all or by time, what it leads to."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from common.crypto import keyed_hash
from common.errors import NotAllowedError, RuleError
from deputies.reports import duty_counts
from opinions.models import HandlingRule, Rating, Undertaking
from opinions.workflow import opinion as opinions
from opinions.workflow import rating as ratings
from opinions.workflow import reply as replies
from tests.world import build_world, moment

AT = moment(date(2024, 6, 5))


def loaded(rating, row):
    rating.reply.undertaking = row
    return rating


@pytest.mark.django_db
class TestAsked:
    def test_deputies_once_and_residents_with_a_number(self, world):
        resident = world.contributor(phone="13812345678")
        rows = [world.deputy_opinion(), world.deputy_opinion("再说一条"), world.opinion(), world.opinion("留了电话", contributor=resident)]
        row = world.undertaking("rating", opinions_=rows)
        asked = Rating.objects.filter(reply__undertaking=row)
        assert {r.contributor.deputy or r.contributor.phone_hash for r in asked} == {world.deputy, keyed_hash("13812345678")}
        assert not asked.exclude(rated_at=None).exists()

    def test_nobody_to_ask_closes_unrated(self, world):
        row = world.undertaking("rating", opinions_=[world.opinion()])
        assert (row.status, row.outcome) == ("closed", "unrated")

    def test_window_is_ten_working_days_by_the_rule(self, world):
        assert world.undertaking("rating").rating_due == date(2024, 6, 19)  # 端午 6月10日 is no working day


@pytest.mark.django_db
class TestGiven:
    def test_unsatisfied_needs_a_reason(self, world):
        row = world.undertaking("rating")
        with pytest.raises(RuleError, match="请写一句原因"):
            ratings.rate(loaded(Rating.objects.get(), row), actor=world["deputy"], attitude="good", result="bad", at=AT)

    def test_nothing_is_preselected_and_both_are_needed(self, world):
        row = world.undertaking("rating")
        rating = Rating.objects.get()
        assert (rating.attitude, rating.result) == ("", "")
        with pytest.raises(RuleError, match="都要选"):
            ratings.rate(loaded(rating, row), actor=world["deputy"], attitude="good", result="", at=AT)

    def test_it_counts_among_the_deputys_duties_of_the_year_once(self, world):
        row = world.undertaking("rating")
        rating = loaded(Rating.objects.get(), row)
        ratings.rate(rating, actor=world["deputy"], attitude="good", result="good", at=AT)
        with pytest.raises(RuleError):
            ratings.rate(rating, actor=world["deputy"], attitude="good", result="good", at=AT)
        counts = {one.label: one.count for one in duty_counts(world.deputy, 2024)}
        assert counts["评价办理"] == 1

    @pytest.mark.parametrize("who", ["staff", "agency", "head", "outsider"])
    def test_only_the_one_asked(self, world, who):
        row = world.undertaking("rating")
        with pytest.raises(NotAllowedError):
            ratings.rate(loaded(Rating.objects.get(), row), actor=world[who], attitude="good", result="good", at=AT)

    def test_the_station_enters_what_a_visitor_said_marked_proxy(self, world):
        visitor = world.contributor(phone="13812345678")
        opinion = world.opinion("来访说的", contributor=visitor, unit=world.station_unit)
        row = world.undertaking("rating", opinions_=[opinion])
        rating = Rating.objects.get()
        opinion.refresh_from_db()
        ratings.rate(
            loaded(rating, row), actor=world["liaison"], attitude="good", result="good", proxy_for=opinion, at=AT
        )
        rating.refresh_from_db()
        assert rating.is_proxy
        assert rating.entered_by == world["liaison"]

    def test_database_refuses_half_a_rating_and_a_bad_one_without_words(self, world):
        world.undertaking("rating")
        rating = Rating.objects.get()
        for wrong in ({"rated_at": AT, "attitude": "good", "result": ""}, {"result": "bad", "reason": ""}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Rating.objects.filter(pk=rating.pk).update(**wrong)


@pytest.mark.django_db
class TestClosed:
    def test_by_time_without_any_rating_is_unrated(self, world):
        row = world.undertaking("rating")
        assert ratings.close_overdue(row.rating_due) == 0
        assert ratings.close_overdue(row.rating_due + timedelta(days=1)) == 1
        assert ratings.close_overdue(row.rating_due + timedelta(days=1)) == 0
        row.refresh_from_db()
        assert (row.status, row.outcome) == ("closed", "unrated")

    def test_threshold_comes_from_the_rule(self, world):
        HandlingRule.objects.filter(kind="meeting_list").update(rating_threshold=2)
        row = world.undertaking("rating")
        ratings.rate(
            loaded(Rating.objects.select_related("reply").get(), world.reload(row)),
            actor=world["deputy"],
            attitude="bad",
            result="bad",
            reason="不行",
            at=AT,
        )
        row.refresh_from_db()
        assert row.status == "closed"

    def test_feedback_waits_for_a_checked_reply(self, world):
        row = world.undertaking("checking")
        source = replies.sources_of(row).first()
        with pytest.raises(RuleError, match="还没有审核通过"):
            opinions.give_feedback(source, actor=world["staff"], how="phone")
        reply = row.replies.get()
        reply.undertaking = row
        replies.pass_reply(reply, actor=world["staff"], at=AT)
        opinions.give_feedback(source, actor=world["staff"], how="phone", note="已电话告知")
        source.refresh_from_db()
        assert source.status == "fed_back"


@pytest.mark.django_db(transaction=True)
def test_a_double_click_rates_once_and_closes_once():
    world = build_world()
    world.undertaking("rating")
    deputy, barrier, outcomes = world["deputy"], threading.Barrier(4), []

    def race():
        mine = Rating.objects.select_related(
            "reply__undertaking__assignment__rule", "reply__undertaking__assignment__list__unit__region", "contributor__deputy"
        ).get()
        barrier.wait()
        try:
            ratings.rate(mine, actor=deputy, attitude="good", result="good", at=AT)
            outcomes.append("won")
        except RuleError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=race) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused"] * 3 + ["won"]
    row = Undertaking.objects.get()
    assert row.status == "closed"
    assert row.events.filter(step="close").count() == 1
