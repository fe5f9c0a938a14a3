"""A speech on its way to its speaker and back: one table, one link, one phone, both texts kept."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import open_steps
from meetings import rules, workflow
from meetings.choices import RaisedStatus
from meetings.models import Confirmation, ConfirmationLink, Event, RaisedOpinion, Sitting
from meetings.workflow import links, speech
from meetings.workflow.speech import Agreed, mark_of
from opinions.models import Opinion
from tests.opinions.test_workflow_steps import taken
from tests.world import PERSONAS

WORDS = "路灯坏了三个月，晚上没法走。"


def row_of(pk):
    return RaisedOpinion.objects.with_speech_data().get(pk=pk)


def sent(hall, who=3, text=WORDS):
    """A speech of somebody, sent, and its link opened on a phone."""
    row = hall.say(text, who=who)
    made = speech.send(hall.people[who], actor=hall.staff)
    links.open_here(made.link, at=timezone.now())
    return row_of(row.pk), made.link


def agree(row, text=None):
    return Agreed(mark=mark_of(row.opinion.original), text=text)


@pytest.mark.django_db
@pytest.mark.parametrize("status", RaisedStatus.values)
def test_shown_steps_are_the_legal_steps(hall, world, status):
    row = hall.say(who=3)
    RaisedOpinion.objects.filter(pk=row.pk).update(status=status)
    for who in PERSONAS:
        user = world[who]
        legal = {n for n, s in speech.STEPS.items() if status in s.sources and s.may(user, row_of(row.pk))}
        assert set(open_steps(speech.STEPS, row_of(row.pk), user)) == {n for n in legal if speech.STEPS[n].button}
        for name in speech.STEPS:
            done, written = taken(speech.STEPS, name, row_of(row.pk), user)
            assert done == (name in legal), (who, name)
            assert written == ([name] if name in legal else [])


@pytest.mark.django_db
@pytest.mark.parametrize("who", PERSONAS)
def test_rule_and_queryset_agree(hall, world, who):
    rows = [hall.say(who=3), hall.say(who=1), sent(hall)[0], hall.say("删掉的", who=3)]
    workflow.delete_row(rows[3], actor=hall.staff)
    user = world[who]
    seen = set(RaisedOpinion.objects.visible_to(user).values_list("pk", flat=True))
    assert seen == {one.pk for one in RaisedOpinion.objects.with_speech_data() if rules.can_view_speech(user, one)}


@pytest.mark.django_db
class TestLink:
    def test_the_secret_is_stored_nowhere(self, hall):
        hall.say()
        made = speech.send(hall.people[1], actor=hall.staff)
        held = str(list(ConfirmationLink.objects.values())) + str(list(Event.objects.values()))
        assert made.code not in held
        assert links.find(made.code, at=timezone.now()) == made.link

    def test_a_new_one_makes_the_former_void(self, hall):
        hall.say()
        first = speech.send(hall.people[1], actor=hall.staff)
        second = speech.send(hall.people[1], actor=hall.staff)
        with pytest.raises(StaleError, match="换了新的"):
            links.find(first.code, at=timezone.now())
        assert links.find(second.code, at=timezone.now()) == second.link

    def test_it_expires(self, hall):
        hall.say()
        made = speech.send(hall.people[1], actor=hall.staff)
        with pytest.raises(StaleError, match="过期了"):
            links.find(made.code, at=timezone.now() + timedelta(days=links.LINK_DAYS, seconds=1))

    def test_it_is_withdrawn(self, hall):
        hall.say()
        made = speech.send(hall.people[1], actor=hall.staff)
        speech.withdraw_link(hall.people[1], actor=hall.staff)
        with pytest.raises(StaleError, match="收回了"):
            links.find(made.code, at=timezone.now())
        with pytest.raises(StaleError, match="不用收回"):
            speech.withdraw_link(hall.people[1], actor=hall.staff)

    def test_it_opens_on_one_phone(self, hall):
        hall.say()
        made = speech.send(hall.people[1], actor=hall.staff)
        secret = links.open_here(made.link, at=timezone.now())
        assert links.is_this_phone(made.link, secret)
        assert not links.is_this_phone(made.link, "another")
        with pytest.raises(StaleError, match="另一部手机"):
            links.open_here(made.link, at=timezone.now())

    def test_guessing_is_slowed(self, hall, monkeypatch):
        monkeypatch.setattr(links, "WRONG", 2)
        for _ in range(2):
            with pytest.raises(RuleError, match="打不开"):
                links.find("nothing", at=timezone.now())
        with pytest.raises(RuleError, match="过一小时"):
            links.find("nothing", at=timezone.now())

    def test_a_reader_sends_nothing(self, hall, world):
        hall.say()
        with pytest.raises(NotAllowedError):
            speech.send(hall.people[1], actor=world["office"])
        with pytest.raises(NotAllowedError):
            speech.withdraw_link(hall.people[1], actor=world["office"])
        assert not ConfirmationLink.objects.exists()

    def test_everybody_at_once(self, hall):
        hall.say(who=1), hall.say(who=1), hall.say(who=3)
        made = speech.send_all(hall.sitting, actor=hall.staff)
        assert [(one.participant, one.count) for one in made] == [(hall.people[1], 2), (hall.people[3], 1)]
        with pytest.raises(RuleError, match="没有还没送核"):
            speech.send_all(hall.sitting, actor=hall.staff)

    def test_what_was_sent_is_taken_back(self, hall):
        row, link = sent(hall)
        speech.recall(hall.people[3], actor=hall.staff)
        assert row_of(row.pk).status == RaisedStatus.RECORDED
        assert not ConfirmationLink.objects.open(timezone.now()).filter(pk=link.pk).exists()
        with pytest.raises(RuleError, match="不用撤回"):
            speech.recall(hall.people[3], actor=hall.staff)


@pytest.mark.django_db
class TestConfirm:
    def test_both_texts_are_kept_and_the_ledger_stays(self, hall):
        row, link = sent(hall)
        kept = speech.confirm(row, agree(row, "路灯坏了四个月。"), link=link)
        assert (kept.recorded_text, kept.text, kept.is_corrected, kept.waits) == (WORDS, "路灯坏了四个月。", True, True)
        assert Opinion.objects.get(pk=row.opinion_id).original == WORDS
        assert row_of(row.pk).status == RaisedStatus.SIGNED

    def test_twice_is_once(self, hall):
        row, link = sent(hall)
        first = speech.confirm(row, agree(row), link=link)
        assert speech.confirm(row, agree(row), link=link) == first
        with pytest.raises(StaleError, match="已经核对过"):
            speech.confirm(row, agree(row, "别的话"), link=link)
        assert Event.objects.filter(raised=row, step="confirm").count() == 1

    def test_words_changed_since_they_were_read_are_not_signed(self, hall):
        row, link = sent(hall)
        read = agree(row)
        workflow.edit_row(row, workflow.Change(original="改了"), actor=hall.staff, version=row.opinion.version)
        with pytest.raises(StaleError, match="刚改过"):
            speech.confirm(row, read, link=link)

    def test_a_void_link_confirms_nothing(self, hall):
        row, link = sent(hall)
        speech.withdraw_link(hall.people[3], actor=hall.staff)
        with pytest.raises(StaleError, match="不能用了"):
            speech.confirm(row, agree(row), link=link)

    def test_nobody_confirms_what_another_said(self, hall, world):
        row, _ = sent(hall)
        _, other = sent(hall, who=1)
        with pytest.raises(StaleError):
            speech.confirm(row, agree(row), link=other)
        for who in ("staff", "outsider", "liaison"):
            with pytest.raises(NotAllowedError):
                speech.confirm(row, agree(row), actor=world[who])
        with pytest.raises(NotAllowedError, match="本人"):
            speech.confirm(row, agree(row))

    def test_a_deputy_confirms_with_their_account(self, hall, world):
        row, _ = sent(hall)
        kept = speech.confirm(row, agree(row), actor=world["deputy"])
        assert (kept.how, kept.by, kept.is_corrected) == ("account", world["deputy"], False)

    def test_a_deleted_speech_is_not_confirmed(self, hall):
        row, link = sent(hall)
        workflow.delete_row(row, actor=hall.staff)
        with pytest.raises(StaleError, match="已经从记录里删除"):
            speech.confirm(row, agree(row), link=link)

    def test_the_recorder_leaves_what_is_signed(self, hall):
        row, link = sent(hall)
        with pytest.raises(RuleError, match="改发言人"):
            workflow.change_speaker(row, actor=hall.staff, version=row.opinion.version, speaker=hall.people[1])
        speech.confirm(row, agree(row), link=link)
        row = row_of(row.pk)
        for change in (
            lambda: workflow.edit_row(row, workflow.Change(original="改"), actor=hall.staff, version=row.opinion.version),
            lambda: workflow.delete_row(row, actor=hall.staff),
        ):
            with pytest.raises(RuleError, match="已经核对"):
                change()
        assert row_of(row.pk).opinion.original == WORDS


@pytest.mark.django_db
class TestPaper:
    def test_signed_on_a_day(self, hall):
        row = hall.say(who=1)
        (kept,) = speech.sign_on_paper(
            hall.people[1], {row.pk: "改过的话"}, actor=hall.staff, signed_on=date(2024, 5, 15)
        )
        assert (kept.how, kept.text, kept.signed_on) == ("paper", "改过的话", date(2024, 5, 15))
        assert row_of(row.pk).status == RaisedStatus.SIGNED

    @pytest.mark.parametrize(("day", "why"), [(date(2024, 5, 13), "早于开会"), (date(2124, 5, 14), "晚于今天")])
    def test_not_on_any_day(self, hall, day, why):
        row = hall.say(who=1)
        with pytest.raises(RuleError, match=why):
            speech.sign_on_paper(hall.people[1], {row.pk: WORDS}, actor=hall.staff, signed_on=day)

    def test_not_what_another_said(self, hall):
        row = hall.say(who=1)
        with pytest.raises(StaleError):
            speech.sign_on_paper(hall.people[2], {row.pk: WORDS}, actor=hall.staff, signed_on=date(2024, 5, 15))


@pytest.mark.django_db
class TestCorrection:
    def test_taken_over_while_it_waits(self, hall):
        row, link = sent(hall)
        speech.confirm(row, agree(row, "四个月。"), link=link)
        speech.settle(row, "taken", actor=hall.staff)
        assert Opinion.objects.get(pk=row.opinion_id).original == "四个月。"
        assert row_of(row.pk).revision == Sitting.objects.get(pk=hall.sitting.pk).revision
        with pytest.raises(StaleError, match="没有等着处理"):
            speech.settle(row, "kept", actor=hall.staff)

    def test_not_once_it_is_merged(self, hall, world):
        row, link = sent(hall)
        speech.confirm(row, agree(row, "四个月。"), link=link)
        world.matter([Opinion.objects.get(pk=row.opinion_id)])
        with pytest.raises(RuleError, match="已归并"):
            speech.settle(row, "taken", actor=hall.staff)
        kept = speech.settle(row, "kept", actor=hall.staff)
        assert (kept.text, kept.fate) == ("四个月。", "kept")
        assert Opinion.objects.get(pk=row.opinion_id).original == WORDS

    def test_a_signature_is_annulled_with_a_reason(self, hall):
        row, link = sent(hall)
        speech.confirm(row, agree(row, "四个月。"), link=link)
        with pytest.raises(RuleError, match="原因"):
            speech.annul(row, actor=hall.staff, note=" ")
        speech.annul(row, actor=hall.staff, note="不是本人点的")
        assert row_of(row.pk).status == RaisedStatus.RECORDED
        assert not Confirmation.objects.exists()
        assert Event.objects.get(step="annul").data["text"] == "四个月。"


def together(count, act):
    """`act(number)` in as many threads at once; how each went: its error's class, or "ok"."""
    barrier, went = threading.Barrier(count), []

    def run(number):
        barrier.wait()
        try:
            act(number)
            went.append("ok")
        except RuleError as error:
            went.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(went)


@pytest.mark.django_db(transaction=True)
def test_confirmed_twice_at_once_in_other_words_one_stands(hall):
    row, link = sent(hall)
    went = together(4, lambda number: speech.confirm(row_of(row.pk), agree(row, f"第{number}种话"), link=link))
    assert went == ["StaleError"] * 3 + ["ok"]
    assert Confirmation.objects.count() == Event.objects.filter(step="confirm").count() == 1


@pytest.mark.django_db(transaction=True)
def test_opened_by_two_phones_at_once_one_holds_it(hall):
    hall.say()
    made = speech.send(hall.people[1], actor=hall.staff)
    fresh = ConfirmationLink.objects.get
    went = together(4, lambda _: links.open_here(fresh(pk=made.link.pk), at=timezone.now()))
    assert went == ["StaleError"] * 3 + ["ok"]
