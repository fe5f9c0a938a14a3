"""进站问政: step matrix, what is refused, reminders once, and into the ledger without typing again."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Notice
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import open_steps
from opinions.choices import Capacity, OpinionStatus
from opinions.models import Contributor, Opinion
from stations import rules
from stations.actions import remind_promises
from stations.choices import InquiryStatus
from stations.models import ActivityOpinion, Inquiry
from stations.workflow import inquiry as verbs
from tests.stations.gathering import ON_THE_DAY, activity
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
DUE = date(2024, 6, 14)
WORDS = "西街的路灯什么时候能修好？"
KEEPERS = {"head", "liaison", "township", "staff"}


def asked(world, status="asked", *, name="吕桂花", **facts):
    """A question at an activity of the station walked to `status`."""
    made = facts.pop("activity", None) or activity(world, "held", kind="inquiry")
    who = Contributor.named(name, Capacity.RESIDENT)
    by = {"actor": world["head"], "at": ON_THE_DAY}
    row = verbs.ask(made, unit=world.civil, question=WORDS, contributor=who, client_id=uuid4(), **by)
    walk = {
        "answered": [lambda: verbs.answer(row, text="已列入计划。", **by)],
        "promised": [lambda: verbs.promise(row, text="六月中旬前修好。", due_on=DUE, **by)],
    }
    walk["kept"] = [*walk["promised"], lambda: verbs.keep(row, evidence="灯亮了。", **by)]
    walk["missed"] = [*walk["promised"], lambda: verbs.miss(row, evidence="缺配件。", **by)]
    walk["ledger"] = [lambda: verbs.to_ledger(row, **by)]
    for step in walk.get(status, ()):
        step()
    return Inquiry.objects.with_list_data().get(pk=row.pk)


STEPS = {
    "answer": lambda one, by: verbs.answer(one, text="列入计划。", **by),
    "promise": lambda one, by: verbs.promise(one, text="修好。", due_on=DUE, **by),
    "keep": lambda one, by: verbs.keep(one, evidence="亮了。", **by),
    "miss": lambda one, by: verbs.miss(one, evidence="缺件。", **by),
    "to_ledger": lambda one, by: verbs.to_ledger(one, **by),
}


@pytest.mark.parametrize("status", InquiryStatus.values)
def test_a_button_that_is_shown_works(world, status):
    row = asked(world, status)
    for name in PERSONAS:
        by = {"actor": world[name], "at": ON_THE_DAY}
        shown = open_steps(verbs.STEPS, row, by["actor"])
        assert bool(shown) is (name in KEEPERS and status not in {"kept", "ledger"}), name
        for step, verb in STEPS.items():
            if step in shown:
                verb(asked(world, status), by)
            else:
                with pytest.raises(RuleError):
                    verb(row, by)


def test_queryset_and_predicate_agree(world):
    asked(world, "promised")
    made = activity(world, "held", actor="staff", organiser=world.committee, station=None, kind="inquiry")
    who = Contributor.named("王", Capacity.RESIDENT)
    verbs.ask(made, unit=world.civil, question=WORDS, contributor=who, client_id=uuid4(), actor=world["staff"])
    for name in PERSONAS:
        user = world[name]
        seen = set(Inquiry.objects.visible_to(user).values_list("pk", flat=True))
        assert seen == {row.pk for row in Inquiry.objects.all() if rules.can_view_inquiry(user, row)}, name


def test_a_question_sent_twice_is_one(world):
    made, facts = activity(world, "held"), {"unit": world.civil, "question": WORDS, "client_id": uuid4(), "actor": world["head"]}
    rows = [verbs.ask(made, contributor=Contributor.named("吕", Capacity.RESIDENT), **facts) for _ in range(2)]
    assert rows[0] == rows[1]
    assert Contributor.objects.filter(name="吕").count() == 1


@pytest.mark.parametrize("status", ["planned", "archived", "cancelled"])
def test_questions_have_their_time(world, status):
    with pytest.raises(RuleError, match="登记问题"):
        asked(world, activity=activity(world, status))


def test_a_promise_has_a_day_and_somebody_who_follows(world):
    row = asked(world, "promised")
    assert (row.follower, row.due_on) == (world.station_unit, DUE)
    with pytest.raises(RuleError) as refused:
        verbs.promise(asked(world), text="修好。", due_on=date(2024, 5, 1), actor=world["head"])
    assert refused.value.field == "due_on"
    with pytest.raises(RuleError, match="办成了什么样"):
        verbs.keep(row, evidence="  ", actor=world["head"])


def test_who_follows_says_how_it_went_and_nobody_else(world):
    row = asked(world, "promised")
    with pytest.raises(NotAllowedError):
        verbs.keep(row, evidence="亮了。", actor=world["agency"])
    stale = Inquiry.objects.with_list_data().get(pk=row.pk)
    verbs.keep(row, evidence="亮了。", actor=world["liaison"])
    with pytest.raises(StaleError):
        verbs.miss(stale, evidence="没修。", actor=world["head"])


def test_a_promise_missed_is_given_a_new_day_and_the_old_one_stays_told(world):
    row = asked(world, "missed")
    verbs.promise(row, text="月底修好。", due_on=date(2024, 6, 28), actor=world["head"])
    assert row.events.filter(step="promise").last().data["due_on"] == "2024-06-14"


def test_reminders_come_before_and_after_the_day_once_each(world):
    row = asked(world, "promised")
    for day in (date(2024, 6, 3), date(2024, 6, 12), date(2024, 6, 13), date(2024, 6, 17), date(2024, 6, 18)):
        remind_promises(day)
    keys = set(Notice.objects.values_list("key", flat=True))
    kinds = {key.rsplit(":", 2)[0].split(":")[2] for key in keys}
    assert kinds == {"soon", "late"}
    assert set(Notice.objects.values_list("user__username", flat=True)) == {"head", "liaison"}
    assert len(keys) == 4
    verbs.keep(row, evidence="亮了。", actor=world["head"])
    assert remind_promises(date(2024, 6, 20)) == 0


def test_in_the_ledger_it_is_one_opinion_of_the_same_person(world):
    row = asked(world)
    opinion = verbs.to_ledger(row, actor=world["head"], at=ON_THE_DAY)
    assert (opinion.original, opinion.status, opinion.contributor) == (WORDS, OpinionStatus.WAITING, row.contributor)
    assert ActivityOpinion.objects.get().opinion == opinion
    with pytest.raises(RuleError):
        verbs.to_ledger(row, actor=world["head"])
    assert Opinion.objects.count() == 1


def url(name, *args):
    return reverse(f"stations:{name}", args=args)


def test_the_pages_walk_a_question_to_its_promise(world, as_user):
    made, client = activity(world, "held", kind="inquiry"), as_user("head")
    sent = {"client_id": str(uuid4()), "unit": world.civil.pk, "question": WORDS, "name": "吕桂花", "capacity": "resident"}
    assert client.post(url("inquiry_ask", made.pk), sent).status_code == 302
    row = Inquiry.objects.get()
    assert client.post(url("inquiry_promise", row.pk), {"text": "修好"}).status_code == 422
    sent = {"text": "六月中旬前修好。", "due_on": "2024年6月14日", "follower": world.station_unit.pk}
    assert client.post(url("inquiry_promise", row.pk), sent).status_code == 302
    for page in (made.get_absolute_url(), url("inquiry_detail", row.pk), url("inquiry_list"), world.station.get_absolute_url()):
        text = client.get(page).content.decode()
        assert "六月中旬前修好" in text
        assert "吕桂花" not in text
    assert as_user("deputy").get(url("inquiry_detail", row.pk)).status_code == 404
    assert WORDS in as_user("deputy").get(made.get_absolute_url()).content.decode()


def test_the_list_asks_the_same_for_one_and_three(world, as_user):
    def count():
        with CaptureQueriesContext(connection) as seen:
            assert as_user("head").get(url("inquiry_list"), {"tab": "all"}).status_code == 200
        return len(seen)

    asked(world, "promised")
    asked(world, "ledger")
    one = count()
    for status in ("ledger", "kept", "missed"):
        asked(world, status)
    assert count() == one
    for tab in ("", "late", "kept", "nonsense"):
        assert as_user("head").get(url("inquiry_list"), {"tab": tab}).status_code == 200
