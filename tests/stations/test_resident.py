"""What a resident does with code and PIN."""

from datetime import date
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from common.errors import RuleError, StaleError
from opinions.models import Feedback, Rating
from stations.actions import tries
from stations.models import Message, PublicTry
from stations.workflow import resident as verbs
from stations.workflow.answering import answer
from tests.stations.messaging import SENT_ON, load, message, message_in, pin
from tests.world import moment

pytestmark = pytest.mark.django_db
AT = moment(SENT_ON, 6)


def opened(made, *, code=None, number=None, address="10.0.0.1", at=AT):
    return verbs.open_by_code(code or made.code, number or pin(made.client_id), address=address, at=at)


def refusal(made, **facts):
    with pytest.raises(RuleError) as refused:
        opened(made, **facts)
    return str(refused.value)


def test_it_opens_however_it_was_copied(world):
    made = message_in(world, "open")
    number = pin(made.client_id)
    typed = f" {made.code[:4].lower()} {made.code[4:]}　"
    assert opened(made, code=typed, number=f"{number[:3]} {number[3:]}") == made
    assert not PublicTry.objects.exists()


def test_unknown_and_wrong_sound_the_same(world):
    made = message_in(world, "open")
    assert refusal(made, number="000001") == refusal(made, code="ZZZZZZZZ")
    assert "查询码或者密码不对" in refusal(made, number="000001")


def test_five_tries_then_a_pause(world):
    made = message_in(world, "open")
    for _ in range(5):
        assert "不对" in refusal(made, number="000001")
    assert "半小时" in refusal(made)
    assert opened(made, address="10.0.0.2") == made
    assert opened(made, at=moment(SENT_ON, 7)) == made


def test_the_pin_is_not_stored(world):
    made = message_in(world, "open")
    assert pin(made.client_id) not in made.pin_hash
    assert len(made.pin_hash) == 64


def test_reading_is_the_feedback_once(world):
    made = message_in(world, "answered")
    verbs.read(made, at=AT)
    verbs.read(made, at=AT)
    made = load(made)
    assert (made.opinion.status, made.read_at) == ("fed_back", AT)
    assert Feedback.objects.get().how == "portal"


def test_both_parts_are_rated_once(world):
    made = message_in(world, "answered")
    with pytest.raises(RuleError) as refused:
        verbs.rate(made, attitude="good", result="")
    assert refused.value.field == "result"
    given = verbs.rate(made, attitude="good", result="bad", comment="灯还没亮", at=AT)
    assert (given.attitude, given.result, given.comment) == ("good", "bad", "灯还没亮")
    with pytest.raises(StaleError):
        verbs.rate(made, attitude="bad", result="bad")


@pytest.mark.parametrize("status", ["answered", "redirected"])
def test_one_more_question_and_no_third(world, status):
    made = message_in(world, status)
    verbs.read(made, at=AT)
    verbs.ask_again(made, text="哪天修？", at=AT)
    made = load(made)
    assert (made.status, made.again, made.due_on > SENT_ON) == ("open", "哪天修？", True)
    assert made.opinion.status == ("at_station" if status == "answered" else "not_assigned")
    given = answer(made, text="周五修。", actor=world["liaison"], at=AT)
    assert given.round == 2
    with pytest.raises(RuleError, match="已经再问过一次"):
        verbs.ask_again(made, text="再问")


def test_name_and_number_can_be_erased(world):
    made = message_in(world, "open")
    verbs.forget(made, at=AT)
    person = load(made).contributor
    assert (person.name, person.phone, person.phone_hash) == ("", "", "")
    assert Message.objects.get().text


def test_thirty_neighbours_get_through_and_a_flood_does_not(settings, db):
    for _ in range(30):
        assert tries.sending("10.0.0.9", "码", AT) == tries.Doors()
        tries.note_sent("10.0.0.9", "码", AT)
    settings.MESSAGES_PER_ADDRESS = 30
    assert tries.sending("10.0.0.9", "码", AT).held == "limit"
    assert tries.sending("10.0.0.8", "码", AT) == tries.Doors()
    settings.MESSAGES_PER_ADDRESS = 3
    assert tries.sending("10.0.0.9", "码", AT).is_flood
    assert tries.sending("10.0.0.9", "码", moment(SENT_ON, 8)) == tries.Doors()


def test_counts_are_forgotten_and_name_nobody(db):
    tries.note_sent("10.0.0.9", "码", AT)
    assert not PublicTry.objects.filter(key__contains="10.0").exists()
    assert tries.forget(moment(SENT_ON.replace(day=22))) == 2


def test_the_word_on_a_units_reply_reaches_the_ledger(world):
    made = message_in(world, "passed")
    row = world.undertaking("rating", opinions_=[made.opinion], title="路口红绿灯")
    made = load(made)
    answer(made, text="交警已修好。", actor=world["liaison"], at=moment(date(2024, 6, 5)))
    verbs.rate(made, attitude="good", result="bad", at=moment(date(2024, 6, 6)))
    given = Rating.objects.get(contributor=made.contributor)
    assert (given.attitude, given.result, given.reason) == ("good", "bad", "没有写原因")
    row.refresh_from_db()
    assert row.status == "redo"


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_the_same_moment_it_is_one(world):
    key, found = uuid4(), []
    both = Barrier(2)

    def press():
        both.wait()
        found.append(message(world, client_id=key).pk)
        connection.close()

    threads = [Thread(target=press) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (len(found), len(set(found)), Message.objects.count()) == (2, 1, 1)
