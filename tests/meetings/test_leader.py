"""领导讲话: filed apart, approved by another hand, published after that, found by no search and in no ledger."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Grant
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import open_steps
from meetings import rules, workflow
from meetings.models import LeaderSpeech, RaisedOpinion
from opinions.models import Opinion
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db

WORDS = "基层治理要把麒麟阁的经验用好。"
MAY = {
    "approve": {"office", "leader"},
    "send_back": {"office", "leader"},
    "publish": {"staff", "office"},
    "take_back": {"staff", "office"},
}
FROM = {"approve": "pending", "send_back": "approved", "publish": "approved", "take_back": "public"}
TO = {"approve": "approved", "send_back": "pending", "publish": "public", "take_back": "approved"}


@pytest.fixture
def speech(hall):
    return workflow.file_speech(hall.sitting, actor=hall.staff, speaker="杨青", title="市委书记", text=WORDS)


def in_status(speech, status):
    LeaderSpeech.objects.filter(pk=speech.pk).update(status=status)
    return LeaderSpeech.objects.with_place().get(pk=speech.pk)


def page(name, *args):
    return reverse(f"meetings:{name}", args=args)


# --- written down -------------------------------------------------------------------------------
def test_it_is_no_row_and_no_opinion(speech):
    assert (speech.status, speech.events.get().step) == ("pending", "file")
    assert not RaisedOpinion.objects.exists()
    assert not Opinion.objects.filter(original__contains="麒麟阁").exists()


def test_the_same_key_is_the_same_speech(hall):
    key = uuid4()
    made = {
        workflow.file_speech(hall.sitting, actor=hall.staff, speaker="杨青", text=WORDS, client_id=key).pk
        for _ in range(2)
    }
    assert len(made) == 1
    assert LeaderSpeech.objects.get().events.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"speaker": " "}, "讲话人的姓名"),
        ({"text": "\n"}, "还没有写讲话内容"),
        ({"speaker": "长" * 41}, "最多 40"),
        ({"title": "长" * 81}, "最多 80"),
        ({"text": "长" * 50_001}, "最多 50000"),
    ],
)
def test_what_is_missing_or_too_long_is_said(hall, wrong, words):
    with pytest.raises(RuleError, match=words):
        workflow.file_speech(hall.sitting, actor=hall.staff, **{"speaker": "杨青", "text": WORDS, **wrong})


def test_the_database_takes_no_empty_speech(speech):
    with pytest.raises(IntegrityError), transaction.atomic():
        LeaderSpeech.objects.filter(pk=speech.pk).update(text="")


@pytest.mark.parametrize("persona", ["office", "leader", "outsider", "agency"])
def test_only_staff_of_the_place_write(hall, world, persona):
    with pytest.raises(NotAllowedError):
        workflow.file_speech(hall.sitting, actor=world[persona], speaker="杨青", text=WORDS)


# --- its steps ----------------------------------------------------------------------------------
@pytest.mark.parametrize("status", ["pending", "approved", "public"])
@pytest.mark.parametrize("step", MAY)
def test_every_persona_status_and_step(world, speech, status, step):
    """A button that is shown works; one that is hidden is refused."""
    for name in PERSONAS:
        here, user = in_status(speech, status), world[name]
        allowed = name in MAY[step] and FROM[step] == status
        assert (step in open_steps(workflow.SPEECH_STEPS, here, user)) is allowed, (name, step, status)
        if allowed:
            assert workflow.take_speech_step(here, step, actor=user).status == TO[step]
        else:
            with pytest.raises(RuleError):
                workflow.take_speech_step(here, step, actor=user)


def test_nothing_is_published_that_was_not_approved_nor_changed_after(hall, world, speech):
    with pytest.raises(RuleError, match="待审定"):
        workflow.take_speech_step(speech, "publish", actor=hall.staff)
    workflow.take_speech_step(speech, "approve", actor=world["leader"])
    with pytest.raises(RuleError, match="已经审定"):
        workflow.edit_speech(speech, actor=hall.staff, speaker="杨青", text="改了", version=speech.version)
    with pytest.raises(RuleError, match="没有这一步"):
        workflow.take_speech_step(speech, "shout", actor=hall.staff)
    assert LeaderSpeech.objects.get().text == WORDS


def test_nobody_approves_what_they_wrote_down_themselves(hall, world, speech):
    grant = hall.staff.grants.first()
    Grant.objects.create(user=hall.staff, role=Role.OFFICE, unit=grant.unit, region=grant.region)
    with pytest.raises(NotAllowedError):
        workflow.take_speech_step(speech, "approve", actor=world["staff"])
    assert workflow.take_speech_step(speech, "approve", actor=world["office"]).status == "approved"


def test_a_correction_keeps_the_text_before_and_the_second_hand_loses(hall, speech):
    workflow.edit_speech(speech, actor=hall.staff, speaker="杨青", text="改过的。", version=1)
    with pytest.raises(StaleError):
        workflow.edit_speech(speech, actor=hall.staff, speaker="杨青", text="又改。", version=1)
    assert speech.events.get(step="edit").data["text"] == WORDS
    assert LeaderSpeech.objects.get().text == "改过的。"


# --- who sees -----------------------------------------------------------------------------------
@pytest.mark.parametrize("status", ["pending", "approved", "public"])
@pytest.mark.parametrize("name", PERSONAS)
def test_rows_and_predicate_agree(world, speech, status, name):
    here, user = in_status(speech, status), world[name]
    assert LeaderSpeech.objects.visible_to(user).exists() is rules.can_view_leader_speech(user, here)
    assert rules.can_view_leader_speech(user, here) is (name in {"staff", "office", "leader"})


@pytest.mark.parametrize("name", ["leader", "deputy", "township", "agency", "outsider", "head"])
def test_no_search_finds_it(as_user, speech, name):
    in_status(speech, "public")
    answer = as_user(name).get(reverse("search"), {"q": "麒麟阁"})
    assert speech.get_absolute_url() not in answer.content.decode()
    assert "经验用好" not in answer.content.decode()


# --- pages --------------------------------------------------------------------------------------
def test_written_approved_and_published_on_the_pages(hall, as_user):
    staff, leader = as_user("staff"), as_user("leader")
    said = {"speaker": "杨青", "title": "市委书记", "text": WORDS}
    assert staff.get(page("leader_add", hall.sitting.pk)).status_code == 200
    assert staff.post(page("leader_add", hall.sitting.pk), said).status_code == 302
    made = LeaderSpeech.objects.get()
    assert staff.post(page("leader_edit", made.pk), said | {"text": "改过的。", "version": 1}).status_code == 302
    assert staff.post(page("leader_step", made.pk, "approve")).status_code == 403
    assert leader.post(page("leader_step", made.pk, "approve")).status_code == 302
    assert staff.post(page("leader_step", made.pk, "publish")).status_code == 302
    made.refresh_from_db()
    assert (made.status, made.text) == ("public", "改过的。")
    assert "改过的。" in leader.get(made.get_absolute_url()).content.decode()
    assert "杨青（市委书记）" in leader.get(hall.sitting.get_absolute_url()).content.decode()


def test_what_was_typed_stays_where_it_is_refused(hall, as_user, speech):
    staff = as_user("staff")
    missing = staff.post(page("leader_add", hall.sitting.pk), {"speaker": "", "text": WORDS})
    assert missing.status_code == 422
    assert WORDS in missing.content.decode()
    stale = staff.post(page("leader_edit", speech.pk), {"speaker": "杨青", "text": "慢一步", "version": 9})
    assert stale.status_code == 409
    assert "慢一步" in stale.content.decode()


@pytest.mark.parametrize(("name", "status"), [("office", 403), ("leader", 403), ("outsider", 404), ("agency", 404)])
def test_who_may_not_write_is_told_so(hall, as_user, speech, name, status):
    client = as_user(name)
    assert client.get(page("leader_add", hall.sitting.pk)).status_code == status
    assert client.post(page("leader_edit", speech.pk), {}).status_code == status


@pytest.mark.parametrize(
    ("name", "status"), [("staff", 200), ("office", 200), ("leader", 200), ("outsider", 404), ("deputy", 404)]
)
def test_who_reads_it(as_user, speech, name, status):
    assert as_user(name).get(speech.get_absolute_url()).status_code == status
