"""The demonstration world: loaded through the verbs, once, whole, and only where it belongs."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import TestCase
from django.utils import timezone

from accounts.calendar import Calendar
from accounts.models import BoundPhone, EntrySlip, Notice, Unit, User
from common.steps import open_steps
from deputies.models import Deputy, DutyRecord
from liaison_portal.demo import bulk, checks, notices
from liaison_portal.demo.accounts import PASSWORD
from liaison_portal.demo.clock import Clock
from liaison_portal.demo.content.people import ACCOUNTS
from meetings import workflow as record
from meetings.models import RaisedOpinion, Sitting
from opinions.choices import Destination, ListStatus, UndertakingStatus
from opinions.models import (
    AssignmentList,
    Attachment,
    Event,
    Extension,
    Feedback,
    Matter,
    MergeAction,
    Occasion,
    Opinion,
    Rating,
    Reply,
    SendBack,
    Undertaking,
)
from opinions.reports.sums import destination_sums
from opinions.workflow import undertaking as undertaking_verbs
from stations.choices import MessageStatus
from stations.models import DutySlot, Message, MessageAnswer, MessageFile, MonthlyReport, PaperRegister, Reception

TABLES = (User, Unit, Deputy, Opinion, Matter, AssignmentList, Undertaking, Event, Reply, Reception, Notice)


def run(**options):
    """The command, and what it says."""
    out = StringIO()
    call_command("demo_world", stdout=out, **options)
    return out.getvalue()


def counts():
    return {model.__name__: model.objects.count() for model in TABLES}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The small world, loaded once for this file and rolled back after it."""
    from django.test import override_settings

    files = tmp_path_factory.mktemp("files")
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    told = override_settings(PORTAL_DEMO=True, MEDIA_ROOT=files, PASSWORD_HASHERS=quick)
    with django_db_blocker.unblock(), told, transaction.atomic():
        with TestCase.captureOnCommitCallbacks(execute=True):
            said = run(scale="small")
        notices.settle(Clock(timezone.localdate()))  # nothing is committed here, so they came after the load
        yield said
        transaction.set_rollback(True)


@pytest.fixture
def small(loaded, db, settings):
    settings.PORTAL_DEMO = True
    return loaded


def meeting():
    return Occasion.objects.get(kind="meeting")


def of(username):
    return User.objects.get(username=username)


# --- where it runs -----------------------------------------------------------------------------
@pytest.mark.parametrize("options", [{}, {"reset": True}, {"opinions": 5}, {"scale": "province"}])
def test_it_refuses_a_portal_that_is_no_demonstration(db, settings, options):
    settings.PORTAL_DEMO = False
    with pytest.raises(CommandError, match="PORTAL_DEMO=1"):
        run(**options)
    assert not User.objects.exists()


def test_it_refuses_a_database_with_other_users(db, settings):
    settings.PORTAL_DEMO = True
    User.objects.create_user("real", None, name="真人", post="选工委")
    for options in ({}, {"reset": True}):
        with pytest.raises(CommandError, match="nothing was touched"):
            run(**options)
    assert User.objects.count() == 1


def test_it_refuses_a_negative_number_of_opinions(db, settings):
    settings.PORTAL_DEMO = True
    with pytest.raises(CommandError, match="not negative"):
        run(opinions=-1)


def test_the_accounts_are_printed_anywhere(settings):
    settings.PORTAL_DEMO = False
    said = run(accounts=True)
    assert PASSWORD in said
    assert all(row.username in said for row in ACCOUNTS)
    assert "xc-staff" in said


# --- what it holds -----------------------------------------------------------------------------
def test_everybody_in_the_table_can_sign_in(small, rf):
    for row in ACCOUNTS:
        user = authenticate(rf.post("/login/"), username=row.username, password=PASSWORD)
        assert user is not None, row.username
        assert user.scopes.items, row.username
        assert not user.must_change_password
        assert user.post.endswith("（示例）")


def test_those_who_only_act_in_the_history_cannot_sign_in(small):
    named = {row.username for row in ACCOUNTS}
    others = User.objects.exclude(username__in=named)
    assert others.exists()
    assert not any(user.has_usable_password() for user in others)


def test_a_second_run_changes_nothing(small):
    before = counts()
    assert "保留不动" in run(scale="small")
    assert counts() == before


def test_opinions_in_are_opinions_out(small):
    sums = destination_sums(meeting())
    assert sums.total == RaisedOpinion.objects.count() == Opinion.objects.of_occasion(meeting().pk).count()
    assert sums.total == sums.waiting + sum(sums.of(value) for value in Destination.values)
    assert all(sums.of(value) for value in Destination.values)


def test_an_item_stands_in_every_state(small):
    assert set(Undertaking.objects.values_list("status", flat=True)) == set(UndertakingStatus.values)


def test_an_item_answered_twice_in_vain_lies_before_staff(small):
    row = Undertaking.objects.with_list_data().get(status="assessing")
    assert row.round == 2
    assert [reply.ratings.filter(result="bad").count() for reply in row.replies.order_by("round")] == [2, 1]
    assert "assess" in open_steps(undertaking_verbs.STEPS, row, of("staff"))
    closed = undertaking_verbs.assess(row, actor=of("staff"), result="实地看过，护学岗已到位。")
    assert closed.status == "closed"


def test_an_annulled_list_keeps_its_number_and_its_items_came_again(small):
    paper = AssignmentList.objects.get(status=ListStatus.ANNULLED)
    assert paper.number.endswith("11号")
    assert paper.attachments.filter(purpose=Attachment.Purpose.FROZEN, sha256=paper.frozen_sha256).count() == 1
    rows = Undertaking.objects.filter(assignment__list=paper)
    assert {row.status for row in rows if row.parent_id} == {"revoked"}
    assert rows.filter(unit=of("agency").unit).exists()
    again = AssignmentList.objects.filter(assignments__matter__in=paper.assignments.values("matter"), status="issued")
    assert {one.number for one in again} == {paper.number.replace("11号", "12号")}


def test_a_sitting_is_being_recorded_and_takes_the_next_row_at_once(small):
    sitting = Sitting.objects.get(status="recording")
    before = destination_sums(meeting()).waiting
    person = sitting.participants.get(contributor__deputy__user=of("deputy"))
    entry = record.Entry(original="路灯晚上十点就关了，能不能晚一点。", participant_id=person.pk)
    record.capture(sitting.pk, entry, actor=of("staff"))
    assert RaisedOpinion.objects.live().filter(sitting=sitting).count() == 7
    assert destination_sums(meeting()).waiting == before + 1
    assert sitting.participants.filter(contributor__secrecy=True).exists()


def test_the_check_notices_an_opinion_that_went_nowhere(small):
    world = type("Loaded", (), {"the_meeting": staticmethod(lambda: type("M", (), {"occasion": meeting()}))})
    checks.check(world)
    lost = Matter.objects.filter(destination=Destination.PARTY).first()
    Matter.objects.filter(pk=lost.pk).update(destination="")
    with pytest.raises(checks.WorldError):
        checks.check(world)


@pytest.mark.parametrize("model", [Undertaking, Sitting])
def test_the_check_notices_a_state_in_which_nothing_stands(small, model):
    world = type("Loaded", (), {"the_meeting": staticmethod(lambda: type("M", (), {"occasion": meeting()}))})
    state = {Undertaking: "assessing", Sitting: "recording"}[model]
    model.objects.filter(status=state).update(status={Undertaking: "closed", Sitting: "ended"}[model])
    with pytest.raises(checks.WorldError, match=state):
        checks.check(world)


def test_all_of_it_was_done_before_today_and_on_working_days(small):
    calendar, today = Calendar.load(), timezone.localdate()
    moments = [
        *Event.objects.exclude(actor=None).values_list("at", flat=True),
        *MergeAction.objects.values_list("at", flat=True),
    ]
    days = {timezone.localdate(moment) for moment in moments}
    assert max(days) < today
    assert all(calendar.is_workday(day) for day in days)
    assert all(8 <= timezone.localtime(moment).hour < 19 for moment in moments)


def test_the_list_was_issued_some_five_weeks_ago(small):
    first = AssignmentList.objects.get(supplements=None, status=ListStatus.ISSUED)
    assert timedelta(days=34) <= timezone.localdate() - first.issued_on <= timedelta(days=45)
    assert first.number.endswith("10号")
    assert first.supplements_by.filter(status=ListStatus.ISSUED).count() == 1
    assert first.supplements_by.filter(status=ListStatus.DRAFT).count() == 1


def test_an_issued_list_has_its_frozen_paper(small):
    for paper in AssignmentList.objects.issued():
        assert paper.frozen_sha256
        assert paper.attachments.filter(purpose=Attachment.Purpose.FROZEN).count() == 1


def test_notices_bear_the_time_of_what_they_tell(small):
    fresh = Clock(timezone.localdate()).workdays_ago(3)
    rows = Notice.objects.order_by("id")
    assert [n.created_at for n in rows] == sorted(n.created_at for n in rows)
    assert all((n.read_at is None) == (n.created_at.date() >= fresh) for n in rows)
    assert {n.read_at is None for n in rows} == {True, False}


# --- every persona has work --------------------------------------------------------------------
def test_staff_have_requests_replies_and_overdue_items(small):
    rows = Undertaking.objects.visible_to(of("staff"))
    assert rows.overdue(timezone.localdate()).exists()
    assert rows.filter(status="checking").exists()
    assert SendBack.objects.filter(status="asked", undertaking__in=rows).exists()
    assert Extension.objects.filter(status="asked", undertaking__in=rows).exists()
    assert Opinion.objects.visible_to(of("staff")).waiting().exists()


def test_the_agency_has_items_in_several_states(small):
    rows = Undertaking.objects.visible_to(of("agency"))
    assert {"to_accept", "doing", "checking", "redo", "closed"} <= set(rows.values_list("status", flat=True))
    assert Reply.objects.filter(undertaking__in=rows, status="to_sign").exists()
    assert Undertaking.objects.visible_to(of("agency2")).filter(role="co", status="doing").exists()
    assert Undertaking.objects.visible_to(of("dispatcher")).filter(status="to_dispatch").exists()


def test_the_deputy_has_ratings_duty_and_opinions(small):
    deputy = Deputy.objects.get(user=of("deputy"))
    assert Rating.objects.filter(contributor__deputy=deputy, rated_at=None).exists()
    assert Rating.objects.filter(contributor__deputy=deputy, result="bad", is_proxy=False).exists()
    assert Opinion.objects.visible_to(of("deputy")).count() == 5
    assert DutySlot.objects.upcoming(timezone.localdate()).filter(slot_deputies__deputy=deputy).exists()
    assert DutyRecord.objects.filter(deputy=deputy).exists()


def test_the_station_has_receptions_and_things_to_settle(small):
    assert Reception.objects.visible_to(of("liaison")).count() == Reception.objects.visible_to(of("head")).count() == 5
    assert PaperRegister.objects.visible_to(of("head")).waiting().count() == 1
    assert MonthlyReport.objects.visible_to(of("township")).count() == 1
    held = Opinion.objects.visible_to(of("liaison")).filter(status="at_station")
    assert held.exists()
    assert Opinion.objects.visible_to(of("township")).filter(status="at_station").exists()
    sealed = Opinion.objects.filter(visibility="sealed")
    assert sealed.count() == 2  # a visit and a message
    assert not Opinion.objects.visible_to(of("head")).filter(pk__in=sealed).exists()


def test_messages_stand_in_every_state(small):
    found = set(Message.objects.values_list("status", flat=True))
    assert found == set(MessageStatus.values)
    assert Message.objects.filter(visibility="sealed").exists()
    assert Message.objects.exclude(named=[]).exists()
    assert MessageFile.objects.filter(kind="voice").exists()
    assert MessageAnswer.objects.exclude(rated_at=None).exists()
    assert Message.objects.waiting_for(User.objects.get(username="deputy")).exists()


def test_a_deputy_has_changed_phones_and_another_holds_a_slip(small):
    now = timezone.now()
    phone = BoundPhone.objects.live(now).get()
    assert BoundPhone.objects.filter(user=phone.user, end_reason="replaced").count() == 1
    assert EntrySlip.objects.open(now).exclude(user=phone.user).get().issued_by == of("liaison")


def test_somebody_was_told(small):
    assert {how for (how,) in Feedback.objects.values_list("how")} >= {"phone", "visit", "paper"}


# --- bulk --------------------------------------------------------------------------------------
def test_bulk_is_added_up_to_the_number_and_hangs_together(small):
    assert "新增 300 条" in run(opinions=300)
    assert "新增 0 条" in run(opinions=300)
    assert bulk.present() == 300
    rows = Opinion.objects.filter(client_id__gte=bulk.client_id(0), client_id__lt=bulk.client_id(300))
    assert not rows.filter(status="merged", matters=None).exists()
    assert not rows.exclude(status="merged").exclude(status="not_assigned").exclude(matters=None).exists()
    assert not rows.filter(search_terms="").exists()
    assert Undertaking.objects.filter(assignment__matter__opinions__in=rows, status="closed").exists()
    connection.check_constraints()
