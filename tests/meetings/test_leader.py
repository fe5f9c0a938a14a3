"""领导讲话: filed apart, approved by another hand, published after that, found by no search and in no ledger."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Grant, User
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import open_steps
from meetings import rules, workflow
from meetings.choices import SpeechPoint
from meetings.models import LeaderSpeech, RaisedOpinion
from opinions.models import Opinion
from stations.workflow import close_side
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db

WORDS = "基层治理要把麒麟阁的经验用好。"
MAY = {
    "approve": {"office", "leader"},
    "send_back": {"office", "leader"},
    "publish": {"office"},  # the other staff too; this one wrote it down
    "take_back": {"staff", "office"},
}
FROM = {"approve": "pending", "send_back": "approved", "publish": "approved", "take_back": "public"}
TO = {"approve": "approved", "send_back": "pending", "publish": "public", "take_back": "approved"}


@pytest.fixture
def speech(hall):
    return workflow.file_speech(hall.sitting, actor=hall.staff, speaker="杨青", title="市委书记", text=WORDS)


def in_status(speech, status):
    office = User.objects.get(username="office") if status == "public" else None
    review = {"reviewer": office, "published_at": timezone.now() if office else None}
    LeaderSpeech.objects.filter(pk=speech.pk).update(status=status, **review)
    return LeaderSpeech.objects.with_place().get(pk=speech.pk)


def take(speech, step, actor):
    if step == "publish":
        return workflow.publish_speech(speech, checked=SpeechPoint.values, actor=actor)
    if step == "take_back":
        return workflow.take_back_speech(speech, reason="有一处要改", actor=actor)
    return workflow.take_speech_step(speech, step, actor=actor)


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
            assert take(here, step, user).status == TO[step]
        else:
            with pytest.raises(RuleError):
                take(here, step, user)


def test_nothing_is_published_that_was_not_approved_nor_changed_after(hall, world, speech):
    with pytest.raises(RuleError, match="待审定"):
        take(speech, "publish", world["office"])
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


def second_staff(hall, role=Role.STAFF):
    made = User.objects.create_user("second", name="孙丽")
    grant = hall.staff.grants.first()
    Grant.objects.create(user=made, role=role, unit=grant.unit, region=grant.region)
    return made


def test_whoever_changed_a_word_neither_approves_nor_reviews_it(hall, world, speech):
    second = second_staff(hall)
    Grant.objects.create(user=second, role=Role.OFFICE, unit=hall.staff.grants.first().unit, region=world.city)
    workflow.edit_speech(speech, actor=second, speaker="杨青", text="改过的。", version=1)
    with pytest.raises(NotAllowedError):
        workflow.take_speech_step(speech, "approve", actor=second)
    workflow.take_speech_step(speech, "approve", actor=world["leader"])
    for hand in (second, hall.staff):
        with pytest.raises(NotAllowedError, match="两个人"):
            take(speech, "publish", hand)
    assert take(speech, "publish", world["office"]).reviewer == world["office"]


def test_approved_is_what_was_read_and_published_too(hall, world, speech):
    workflow.edit_speech(speech, actor=hall.staff, speaker="杨青", text="改过的。", version=1)
    with pytest.raises(StaleError, match="看过最新内容"):
        workflow.take_speech_step(speech, "approve", actor=world["leader"], version=1)
    workflow.take_speech_step(speech, "approve", actor=world["leader"], version=2)
    with pytest.raises(StaleError):
        workflow.publish_speech(speech, checked=SpeechPoint.values, actor=world["office"], version=2)


def test_other_staff_review_what_they_did_not_write(hall, world, speech):
    workflow.take_speech_step(speech, "approve", actor=world["leader"])
    assert take(speech, "publish", second_staff(hall)).events.last().data["checked"] == sorted(SpeechPoint.values)


@pytest.mark.parametrize("text", ["打我手机 138 0000 1234。", "证号410928197001011234。"])
def test_no_number_of_a_person_becomes_public(hall, world, text):
    made = workflow.file_speech(hall.sitting, actor=hall.staff, speaker="杨青", text=text)
    workflow.take_speech_step(made, "approve", actor=world["leader"])
    with pytest.raises(RuleError, match="公开的页面上不写"):
        take(made, "publish", world["office"])


def test_every_point_is_looked_at_and_taking_back_has_a_reason(world, speech):
    workflow.take_speech_step(speech, "approve", actor=world["leader"])
    with pytest.raises(RuleError, match="还有没核对的"):
        workflow.publish_speech(speech, checked=["secrets"], actor=world["office"])
    take(speech, "publish", world["office"])
    with pytest.raises(RuleError, match="写明原因"):
        workflow.take_back_speech(speech, reason=" ", actor=world["staff"])


def test_the_database_publishes_nothing_unreviewed_nor_by_one_hand(speech):
    rows = LeaderSpeech.objects.filter(pk=speech.pk)
    for facts in ({"status": "public"}, {"reviewer": speech.recorder}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**facts)


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
    staff, leader, office = as_user("staff"), as_user("leader"), as_user("office")
    said = {"speaker": "杨青", "title": "市委书记", "text": WORDS}
    assert staff.get(page("leader_add", hall.sitting.pk)).status_code == 200
    assert staff.post(page("leader_add", hall.sitting.pk), said).status_code == 302
    made = LeaderSpeech.objects.get()
    assert staff.post(page("leader_edit", made.pk), said | {"text": "改过的。", "version": 1}).status_code == 302
    assert staff.post(page("leader_step", made.pk, "approve"), {"version": 2}).status_code == 403
    assert leader.post(page("leader_step", made.pk, "approve"), {"version": 2}).status_code == 302
    reviewed = {"version": 3, "checked": SpeechPoint.values}
    assert staff.post(page("leader_publish", made.pk), reviewed).status_code == 403
    assert office.post(page("leader_publish", made.pk), reviewed).status_code == 302
    made.refresh_from_db()
    assert (made.status, made.text) == ("public", "改过的。")
    text = leader.get(made.get_absolute_url()).content.decode()
    assert "改过的。" in text
    assert reverse("public:leader", args=[made.pk]) in text
    assert "杨青（市委书记）" in leader.get(hall.sitting.get_absolute_url()).content.decode()


@pytest.mark.parametrize("version", ["", "1", "x", "9" * 30])
def test_a_button_on_an_old_page_approves_nothing(hall, as_user, speech, version):
    workflow.edit_speech(speech, actor=hall.staff, speaker="杨青", text="改过的。", version=1)
    answer = as_user("leader").post(page("leader_step", speech.pk, "approve"), {"version": version}, follow=True)
    assert "请看过最新内容再办" in answer.content.decode()
    assert LeaderSpeech.objects.get().status == "pending"


def test_a_review_that_is_refused_says_why(as_user, speech):
    in_status(speech, "approved")
    office, path = as_user("office"), page("leader_publish", speech.pk)
    missing = office.post(path, {"version": 1, "checked": ["secrets"]})
    assert missing.status_code == 422
    assert "还有没核对的" in missing.content.decode()
    stale = office.post(path, {"version": 7, "checked": SpeechPoint.values})
    assert stale.status_code == 409
    assert office.post(page("leader_take_back", speech.pk), {"reason": "早了"}).status_code == 422
    assert office.get(path).status_code == 405


@pytest.mark.parametrize(("name", "status"), [("leader", 403), ("outsider", 404), ("deputy", 404)])
def test_who_may_neither_publish_nor_take_back(as_user, speech, name, status):
    sent = {"version": 1, "checked": SpeechPoint.values, "reason": "有一处要改"}
    for step, at in (("leader_publish", "approved"), ("leader_take_back", "public")):
        in_status(speech, at)
        assert as_user(name).post(page(step, speech.pk), sent).status_code == status
        assert LeaderSpeech.objects.get().status == at


# --- residents ----------------------------------------------------------------------------------
def public(speech):
    return reverse("public:leader", args=[speech.pk])


@pytest.mark.parametrize("status", ["pending", "approved"])
def test_before_it_is_published_there_is_no_page_of_it(client, speech, status):
    in_status(speech, status)
    assert client.get(public(speech)).status_code == 404
    assert "杨青" not in client.get(reverse("public:leader_list")).content.decode()
    assert reverse("public:leader_list") not in client.get(reverse("public:start")).content.decode()


def test_published_it_stands_for_everybody_and_taken_back_it_is_gone(client, as_user, speech):
    in_status(speech, "public")
    answer = client.get(public(speech))
    for words in ("杨青的讲话", "市委书记", WORDS, "濮阳市第九届人民代表大会常务委员会第十次会议", "2024年5月14日"):
        assert words in answer.content.decode()
    assert speech.recorder.name not in answer.content.decode()
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert client.post(public(speech)).status_code == 405
    assert public(speech) in client.get(reverse("public:leader_list")).content.decode()
    assert reverse("public:leader_list") in client.get(reverse("public:start")).content.decode()
    assert as_user("staff").post(page("leader_take_back", speech.pk), {"reason": "有误"}).status_code == 302
    assert client.get(public(speech), headers={"If-None-Match": answer.headers["ETag"]}).status_code == 404
    assert public(speech) not in client.get(reverse("public:leader_list")).content.decode()


def test_where_the_public_side_is_down_it_is_down_too(client, world, speech):
    in_status(speech, "public")
    close_side(world.city, reason="先关掉", actor=world["office"])
    assert client.get(public(speech)).status_code == 503
    assert "杨青" not in client.get(reverse("public:leader_list")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_one_as_for_three(hall, client, django_assert_num_queries, count):
    for number in range(count):
        in_status(workflow.file_speech(hall.sitting, actor=hall.staff, speaker=f"杨{number}", text=WORDS), "public")
    with django_assert_num_queries(3):
        assert client.get(reverse("public:leader_list")).content.decode().count("row-link") == count


# --- forms --------------------------------------------------------------------------------------
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
