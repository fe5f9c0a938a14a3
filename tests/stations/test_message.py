"""A message comes in: once, to whom it was meant, and never before the eyes of whoever it names."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.calendar import Calendar
from accounts.models import Notice
from common.errors import NotAllowedError, RuleError
from deputies.models import Mandate
from opinions.models import HandlingRule, Opinion
from stations.models import Event, Message
from stations.workflow.message import put_back, release, send, set_aside
from tests.stations.messaging import SENT_ON, WORDS, Letter, load, message, message_in, voice
from tests.world import PERSONAS, moment

pytestmark = pytest.mark.django_db


def test_it_enters_the_ledger_with_a_holder_and_a_day(world):
    made = message(world)
    due = Calendar.load().add_workdays(SENT_ON, HandlingRule.objects.get(kind="message").answer_wd)
    opinion = made.opinion
    assert (opinion.original, opinion.status, opinion.holder) == (WORDS, "at_station", world.station_unit)
    assert (opinion.channel.code, opinion.due_on, made.due_on) == ("message", due, due)
    assert opinion.contributor.outside_name == "群众"
    assert [one.step for one in made.events.all()] == ["send"]


def test_the_same_form_ten_times_is_one_message(world):
    key = uuid4()
    found = {message(world, client_id=key).pk for _ in range(10)}
    assert len(found) == Message.objects.count() == Opinion.objects.count() == 1


@pytest.mark.parametrize("text", ["", "  \n "])
def test_nothing_said_is_refused(world, text):
    with pytest.raises(RuleError, match="请写一写"):
        message(world, text=text)


def test_ten_thousand_characters_are_told_in_a_sentence(world):
    with pytest.raises(RuleError, match="最多写 5000 个字，现在有 10000 个字") as refused:
        message(world, text="说" * 10_000)
    assert refused.value.field == "text"
    assert not Message.objects.exists()


def test_to_the_county_neither_station_nor_deputy_sees_it(world):
    made = message(world, "county")
    assert (made.deputy, made.visibility, made.opinion.visibility) == (None, "sealed", "sealed")
    assert made.opinion.holder == world.committee
    for name in ("head", "liaison", "township", "deputy"):
        assert not Message.objects.visible_to(world[name]).exists()
        assert not Opinion.objects.visible_to(world[name]).exists()
        assert not Notice.objects.filter(user=world[name]).exists()
    assert Message.objects.visible_to(world["staff"]).exists()


def test_a_mandate_suspended_this_morning_sends_it_to_the_station(world):
    Mandate.objects.update(status="suspended")
    made = message(world)
    assert (made.to, made.deputy, made.is_rerouted) == ("station", None, True)


@pytest.mark.parametrize(
    ("to", "text", "where"),
    [
        ("deputy", "张守信占了集体的地，请查。", "county"),
        ("deputy", "张守信代表，您好：东街的灯坏了。", "deputy"),
        ("deputy", "联络站的何秀英态度不好。", "deputy"),
        ("station", "联络站的何 秀英收了礼。", "county"),
        ("station", "张守信占了集体的地。", "station"),
    ],
)
def test_who_is_named_does_not_read_it(world, to, text, where):
    made = message(world, to, text=text)
    assert made.to == where
    assert made.is_sealed is (where == "county")
    assert bool(made.named) is ("您好" not in text)


def test_what_is_held_waits_outside_the_ledger(world):
    made = message(world, held="proof")
    assert (made.status, made.opinion) == ("held", None)
    assert not Message.objects.visible_to(world["deputy"]).exists()
    release(made, actor=world["liaison"], at=moment(SENT_ON, 8))
    made = load(made)
    assert (made.status, made.opinion.original) == ("open", WORDS)
    assert Message.objects.visible_to(world["deputy"]).exists()


def test_set_aside_needs_a_reason_and_can_be_put_back(world):
    made = message(world, held="trap")
    with pytest.raises(RuleError):
        set_aside(made, actor=world["head"], note=" ")
    set_aside(made, actor=world["head"], note="广告")
    assert not Opinion.objects.exists()
    put_back(made, actor=world["head"])
    assert load(made).status == "held"


@pytest.mark.parametrize("name", PERSONAS)
def test_who_lets_it_in(world, name):
    made = message(world, held="limit")
    if name in {"staff", "head", "liaison"}:
        assert release(made, actor=world[name]).status == "open"
    else:
        with pytest.raises(NotAllowedError):
            release(made, actor=world[name])


def test_a_voice_alone_is_enough(world):
    made = message(world, text="", files=[voice()])
    assert made.opinion.original == "（语音留言，等待听写）"
    assert made.files.get().seconds == 12


def test_a_proof_is_spent_once(world):
    message(world, proof="ab" * 16)
    with transaction.atomic():
        other = send(Letter("station", WORDS, proof="ab" * 16), station=world.station, client_id=uuid4())
    assert (other.status, other.held_why, other.proof) == ("held", "proof", None)


@pytest.mark.parametrize("changes", [{"deputy": None}, {"opinion": None}, {"status": "held"}])
def test_the_row_guards_itself(world, changes):
    made = message_in(world, "open")
    for name, value in changes.items():
        setattr(made, name, value)
    with pytest.raises(ValidationError):
        made.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


def test_an_event_belongs_to_one_thing(world):
    made = message(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(message=made, station=world.station, step="x", at=moment(SENT_ON))
