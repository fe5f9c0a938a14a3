"""Face-to-face sittings: arranged, people asked, receipts given by the addressee alone, who comes put on the list."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Notice
from common.errors import NotAllowedError, RuleError
from common.steps import open_steps
from deputies.models import Mandate
from meetings import workflow as recording
from meetings.actions.face import Plan, face_title, open_series, rearrange
from meetings.actions.sitting import edit_sitting
from meetings.choices import InvitationStatus
from meetings.models import Participant, Sitting
from meetings.models.face import FaceInvitation, FaceReport, FaceSeries, FaceSitting
from meetings.rules import face as rules
from meetings.workflow import face as inviting
from opinions.models import Contributor, Opinion
from opinions.reports.board import Board
from tests.meetings.faces import DAY, Year
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
S = InvitationStatus
STAFF_STEPS = {
    S.LISTED: ["send", "note_yes", "note_no", "seat"],
    S.ASKED: ["note_yes", "note_no", "seat"],
    S.YES: ["note_yes", "note_no", "seat"],
    S.NO: ["note_yes", "note_no", "seat"],
}
OWN_STEPS = {S.LISTED: [], S.ASKED: ["accept", "decline"], S.YES: ["accept", "decline"], S.NO: ["accept", "decline"]}


@pytest.fixture
def year(world):
    return Year(world)


def plan(year, **facts):
    return Plan(**{"host": "head", "theme": "农村道路管护", "held_on": DAY, "region": year.world.town, **facts})


# --- arranged -----------------------------------------------------------------------------------
def test_one_series_a_year_and_its_sittings_on_one_board(year):
    assert open_series(actor=year.staff, unit=year.world.committee, year=2024) == year.series
    assert open_series(actor=year.staff, unit=year.world.committee, year=2025) != year.series
    other = year.arrange("校门口交通", date(2024, 4, 9), "head")
    year.hold()
    year.hold(("接送车乱停。",), face=other)
    board = Board(year.world["staff"], year.series.occasion)
    assert board.opinions().count() == Opinion.objects.of_occasion(year.series.occasion_id).count() == 4
    year.series.occasion.refresh_from_db()
    assert year.series.occasion.held_on == date(2024, 4, 9)


def test_what_is_said_is_recorded_under_the_theme(year):
    (said,) = year.hold(("村道坑洼没人管。",))
    assert (said.topic, said.channel.code) == (year.face.topic, "forum")
    assert said.occasion.title == "“书记·代表公民面对面”座谈会"


@pytest.mark.parametrize(
    ("place", "title"),
    [
        ("city", "“市长·代表公民面对面”座谈会"),
        ("county", "“县长·代表公民面对面”座谈会"),
        ("province", "“省长·代表公民面对面”座谈会"),
    ],
)
def test_the_head_is_called_as_the_place_calls_them(world, place, title):
    assert face_title("head", getattr(world, place)) == title


@pytest.mark.parametrize(
    ("facts", "words"),
    [({"theme": " "}, "主题"), ({"theme": "路" * 61}, "60"), ({"held_on": date(2025, 1, 5)}, "2024 年")],
)
def test_a_wrong_plan_is_refused(year, facts, words):
    with pytest.raises(RuleError, match=words):
        rearrange(year.face, plan(year, **facts), actor=year.staff)


def test_an_arrangement_changes_until_the_sitting_has_ended(year):
    rearrange(year.face, plan(year, theme="校门口交通"), actor=year.staff)
    year.face.refresh_from_db()
    assert (year.face.topic.title, year.face.sitting.occasion.title) == ("校门口交通", "“市长·代表公民面对面”座谈会")
    with pytest.raises(RuleError, match="面对面"):
        edit_sitting(year.face.sitting, actor=year.staff, held_on=DAY, region=year.world.town, kind="forum")
    year.hold()
    with pytest.raises(RuleError, match="已经结束"):
        rearrange(year.face, plan(year), actor=year.staff)


def test_nobody_else_arranges(year):
    for persona in ("office", "leader", "outsider", "deputy"):
        with pytest.raises(NotAllowedError):
            open_series(actor=year.world[persona], unit=year.world.committee, year=2023)
        with pytest.raises(NotAllowedError):
            rearrange(year.face, plan(year), actor=year.world[persona])


# --- asked --------------------------------------------------------------------------------------
def test_a_deputy_is_asked_once_in_their_highest_capacity(year):
    asked = year.ask_deputy()
    assert asked.contributor.get_capacity_display().endswith("代表")
    assert (asked.contributor.deputy, asked.status) == (year.world.deputy, S.LISTED)
    with pytest.raises(RuleError, match="已经在名单里"):
        year.ask_deputy()
    who = Contributor.objects.create(name="x", capacity="resident")
    with pytest.raises(IntegrityError), transaction.atomic():
        FaceInvitation.objects.create(face=year.face, contributor=who, deputy=year.world.deputy)


def test_a_deputy_of_the_national_congress_is_asked_as_one(year):
    mandate = year.world.deputy.mandates.first()
    Mandate.objects.filter(pk=mandate.pk).update(level="nation")
    assert year.ask_deputy().contributor.get_capacity_display() == "全国人大代表"


def test_only_those_with_an_account_are_told_and_once(year, django_capture_on_commit_callbacks):
    year.ask_deputy()
    citizen = year.ask_citizen()
    with django_capture_on_commit_callbacks(execute=True):
        assert inviting.send(year.face, actor=year.staff) == 1
    notice = Notice.objects.get(user=year.world["deputy"])
    assert "面对面" in notice.label
    assert year.again(citizen).status == S.LISTED
    with pytest.raises(RuleError, match="打电话"):
        inviting.send(year.face, actor=year.staff)


def test_the_phone_of_a_citizen_is_kept_as_a_participants(year):
    who = year.ask_citizen().contributor
    assert who.phone == "13700000001"
    assert who.phone_hash == Contributor.named("x", "resident", phone="13700000001").phone_hash


# --- receipts -----------------------------------------------------------------------------------
@pytest.mark.parametrize("status", S.values)
@pytest.mark.parametrize("persona", PERSONAS)
def test_who_may_take_which_step(year, persona, status):
    invitation = year.told()
    invitation.status = status
    wanted = STAFF_STEPS if persona == "staff" else OWN_STEPS if persona == "deputy" else {}
    assert open_steps(inviting.STEPS, invitation, year.world[persona]) == wanted.get(S(status), [])


def test_the_deputy_answers_and_may_change_their_mind(year):
    invitation, me = year.told(), year.world["deputy"]
    inviting.answer(invitation, actor=me, comes=True)
    assert (invitation.status, invitation.by_phone) == (S.YES, False)
    with pytest.raises(RuleError, match="原因"):
        inviting.answer(invitation, actor=me, comes=False)
    inviting.answer(invitation, actor=me, comes=False, reason="那天去郑州看病")
    assert (invitation.status, invitation.reason) == (S.NO, "那天去郑州看病")
    assert [event.step for event in invitation.events.order_by("pk")] == ["send", "accept", "decline"]


@pytest.mark.parametrize("persona", [name for name in PERSONAS if name != "deputy"])
def test_nobody_else_gives_the_receipt(year, persona):
    with pytest.raises(NotAllowedError):
        inviting.answer(year.told(), actor=year.world[persona], comes=True)


def test_staff_write_down_what_a_citizen_said_by_telephone(year):
    citizen = year.ask_citizen()
    inviting.note_answer(citizen, actor=year.staff, comes=True)
    assert (citizen.status, citizen.by_phone) == (S.YES, True)
    with pytest.raises(NotAllowedError):
        inviting.note_answer(citizen, actor=year.world["office"], comes=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        FaceInvitation.objects.filter(pk=citizen.pk).update(status=S.NO, reason="")


def test_no_receipt_once_the_sitting_has_begun(year):
    year.told()
    year.hold()
    asked = year.face.invitations.with_people().get()
    with pytest.raises(RuleError, match="已经开始"):
        inviting.answer(asked, actor=year.world["deputy"], comes=True)
    with pytest.raises(RuleError, match="已经结束"):
        year.ask_citizen()


# --- who comes ----------------------------------------------------------------------------------
def test_one_press_puts_those_who_come_on_the_list_each_once(year):
    asked = year.told()
    inviting.answer(asked, actor=year.world["deputy"], comes=True)
    late, absent = year.ask_citizen("王大娘"), year.ask_citizen("张大爷")
    inviting.note_answer(absent, actor=year.staff, comes=False, reason="走亲戚")
    before = Sitting.objects.get(pk=year.face.sitting_id).revision
    assert inviting.seat_all(year.face, actor=year.staff) == 1
    person = Participant.objects.get(sitting=year.face.sitting)
    assert (person.contributor, person.attendance) == (asked.contributor, "invited")
    with pytest.raises(RuleError, match="没有新的人"):
        inviting.seat_all(year.face, actor=year.staff)
    assert inviting.seat(late, actor=year.staff) == 1
    assert year.face.sitting.participants.count() == 2
    assert Sitting.objects.get(pk=year.face.sitting_id).revision == before + 2


def test_who_is_taken_off_the_list_of_the_sitting_stays_asked(year):
    asked = year.ask_citizen()
    inviting.seat(asked, actor=year.staff)
    recording.remove_participant(year.face.sitting.participants.get(), actor=year.staff)
    assert not inviting.is_seated(asked)
    inviting.seat(year.again(asked), actor=year.staff)
    assert inviting.is_seated(asked)


def test_only_who_was_never_told_is_taken_off_the_invitations(year):
    told, mistaken = year.told(), year.ask_citizen()
    with pytest.raises(RuleError, match="不能从名单里去掉"):
        inviting.uninvite(told, actor=year.staff)
    with pytest.raises(NotAllowedError):
        inviting.uninvite(mistaken, actor=year.world["leader"])
    inviting.uninvite(mistaken, actor=year.staff)
    assert not Contributor.objects.filter(pk=mistaken.contributor_id).exists()


# --- who sees -----------------------------------------------------------------------------------
@pytest.mark.parametrize("persona", PERSONAS)
def test_the_question_and_the_predicate_agree(year, persona):
    year.told()
    year.ask_citizen()
    year.report()
    user = year.world[persona]
    for model, can_view, rows in (
        (FaceSeries, rules.can_view_series, FaceSeries.objects.with_place()),
        (FaceSitting, rules.can_view_face, FaceSitting.objects.with_place()),
        (FaceInvitation, rules.can_view_invitation, FaceInvitation.objects.with_people()),
        (FaceReport, rules.can_view_face_report, FaceReport.objects.with_place()),
    ):
        seen = set(model.objects.visible_to(user).values_list("pk", flat=True))
        assert seen == {row.pk for row in rows if can_view(user, row)}
