"""The link by which a speaker confirms: whose number it asks for, how it locks, one phone and one open link at once."""

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import AuditEntry, Notice
from common.errors import NotAllowedError, RuleError, StaleError
from deputies.models import Deputy
from meetings.models import ConfirmationLink, Participant
from meetings.workflow import links, people, speech
from tests.meetings.test_workflow_speech import together


@pytest.mark.django_db
class TestProof:
    """The last four digits of a number that is known, asked before the link opens."""

    @pytest.fixture
    def made(self, hall):
        hall.say(who=1)
        people.note_phone(hall.people[1], actor=hall.staff, phone="13700000188")
        return speech.send(hall.people[1], actor=hall.staff)

    def test_the_register_knows_a_deputys(self, hall):
        assert links.proof_of(hall.people[3]) == ""
        Deputy.objects.filter(pk=hall.world.deputy.pk).update(phone="13700004321")
        person = Participant.objects.with_names().get(pk=hall.people[3].pk)
        assert links.proof_of(person) == "4321"
        people.note_phone(person, actor=hall.staff, phone="13700000188")
        assert links.proof_of(person) == "0188"

    def test_opens_with_the_right_ones(self, hall, made):
        secret = links.open_here(made.link, at=timezone.now(), digits="０１ 88")
        assert links.is_this_phone(made.link, secret)
        assert ConfirmationLink.objects.get().wrong_tries == 0

    def test_wrong_ones_are_counted_and_lock_it(self, hall, made, world):
        for left in range(4, 0, -1):
            with pytest.raises(RuleError, match=f"还可以试 {left} 次"):
                links.open_here(made.link, at=timezone.now(), digits="0000")
        with pytest.raises(StaleError, match=r"锁上了.*请打电话给"):
            links.open_here(made.link, at=timezone.now(), digits="0000")
        link = ConfirmationLink.objects.get()
        assert (link.end_reason, link.phone_hash, link.wrong_tries) == ("tries", "", 5)
        for act in (
            lambda: links.find(made.code, at=timezone.now()),
            lambda: links.open_here(made.link, at=timezone.now(), digits="0188"),
        ):
            with pytest.raises(StaleError):
                act()
        assert Notice.objects.filter(user=world["staff"], label__contains="链接输错次数太多，锁上了").count() == 1
        assert AuditEntry.objects.filter(action="核对链接未通过").count() == 5
        again = speech.send(hall.people[1], actor=hall.staff)
        links.open_here(again.link, at=timezone.now(), digits="0188")

    def test_the_number_is_stored_encrypted_and_its_end_hashed(self, hall, made):
        held = str(list(ConfirmationLink.objects.values())) + str(list(AuditEntry.objects.values()))
        assert "0188" not in held
        with connection.cursor() as cursor:
            cursor.execute("SELECT phone FROM opinions_contributor WHERE id = %s", [hall.people[1].contributor_id])
            assert "13700000188" not in str(cursor.fetchone())

    @pytest.mark.parametrize("phone", ["", "1370000018", "23700000188"])
    def test_refuses_what_is_no_number(self, hall, phone):
        with pytest.raises(RuleError, match="11 位"):
            people.note_phone(hall.people[1], actor=hall.staff, phone=phone)

    def test_a_reader_enters_none(self, hall, world):
        with pytest.raises(NotAllowedError):
            people.note_phone(hall.people[1], actor=world["office"], phone="13700000188")


@pytest.mark.django_db(transaction=True)
def test_a_link_opened_at_once_on_several_phones_binds_one(hall):
    hall.say(who=1)
    people.note_phone(hall.people[1], actor=hall.staff, phone="13700000188")
    made = speech.send(hall.people[1], actor=hall.staff)

    def act(_):
        links.open_here(ConfirmationLink.objects.get(pk=made.link.pk), at=timezone.now(), digits="0188")

    assert together(4, act) == ["StaleError", "StaleError", "StaleError", "ok"]


@pytest.mark.django_db(transaction=True)
def test_wrong_digits_at_once_get_no_more_tries(hall):
    hall.say(who=1)
    people.note_phone(hall.people[1], actor=hall.staff, phone="13700000188")
    made = speech.send(hall.people[1], actor=hall.staff)
    link = ConfirmationLink.objects.with_door().get(pk=made.link.pk)
    went = together(7, lambda number: links.open_here(link, at=timezone.now(), digits=f"{number:04d}"))
    assert set(went) <= {"RuleError", "StaleError"}
    assert AuditEntry.objects.filter(action="核对链接未通过").count() == ConfirmationLink.TRIES
    assert (ConfirmationLink.objects.get().tries_left, ConfirmationLink.objects.get().end_reason) == (0, "tries")


@pytest.mark.django_db(transaction=True)
def test_two_links_made_at_once_leave_one_open(hall):
    hall.say(who=1)
    pk = hall.people[1].pk

    def act(_):
        person = Participant.objects.with_names().select_related("sitting__occasion__unit__region").get(pk=pk)
        speech.send(person, actor=hall.world["staff"])

    together(3, act)
    assert ConfirmationLink.objects.filter(ended_at=None).count() == 1
