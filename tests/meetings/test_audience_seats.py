"""Staff decide who listens: seats given and taken back, looks behind the mask, what waits, what is kept."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from common.errors import NotAllowedError, RuleError, StaleError
from meetings.actions import daily
from meetings.actions.roll import remove_attendee
from meetings.models import AudienceApplication, Roll
from meetings.workflow import attendance, audience
from tests.meetings.listening import fresh, published, to_come
from tests.meetings.test_called import IDS, applicant

pytestmark = pytest.mark.django_db


@pytest.fixture
def coming(hall):
    return to_come(hall)


# --- staff decide ---------------------------------------------------------------------------------
def test_a_seat_taken_back_goes_to_somebody_else(coming):
    audience.set_quota(coming.meeting, actor=coming.staff, quota=1)
    rows = [audience.apply_for(coming.meeting, applicant(n), actor=coming.staff) for n in range(2)]
    audience.grant_seat(fresh(rows[0]), actor=coming.staff)
    with pytest.raises(RuleError, match="理由"):
        audience.revoke_seat(fresh(rows[0]), actor=coming.staff, reason=" ")
    with pytest.raises(NotAllowedError):
        audience.revoke_seat(fresh(rows[0]), actor=coming.world["office"], reason="缩小")
    with pytest.raises(RuleError, match="旁听申请"):
        remove_attendee(fresh(rows[0]).attendee, actor=coming.staff)
    audience.revoke_seat(fresh(rows[0]), actor=coming.staff, reason="会场缩小")
    assert (Roll.objects.get().audience_taken, coming.meeting.attendees.count()) == (0, 0)
    audience.grant_seat(fresh(rows[1]), actor=coming.staff)
    audience.reopen(fresh(rows[0]), actor=coming.staff)
    with pytest.raises(RuleError, match="满了"):
        audience.grant_seat(fresh(rows[0]), actor=coming.staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        AudienceApplication.objects.filter(pk=rows[1].pk).update(status="revoked")


def test_who_has_signed_in_keeps_the_seat(coming):
    one = audience.apply_for(coming.meeting, applicant(), actor=coming.staff)
    audience.grant_seat(fresh(one), actor=coming.staff)
    attendance.leave(fresh(one).attendee, actor=coming.staff, reason="病了")
    with pytest.raises(RuleError, match="不能移出"):
        audience.revoke_seat(fresh(one), actor=coming.staff, reason="会场缩小")
    assert (fresh(one).status, Roll.objects.get().audience_taken) == ("passed", 1)


@pytest.mark.django_db(transaction=True)
def test_a_seat_is_taken_back_once_by_two_hands(coming):
    one, told = audience.apply_for(coming.meeting, applicant(), actor=coming.staff), []
    audience.grant_seat(fresh(one), actor=coming.staff)
    rows = [fresh(one), fresh(one)]

    def take_back(row):
        try:
            audience.revoke_seat(row, actor=coming.staff, reason="会场缩小")
        except RuleError as error:
            told.append(type(error))
        finally:
            connection.close()

    hands = [Thread(target=take_back, args=[row]) for row in rows]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert told == [StaleError]
    assert (Roll.objects.get().audience_taken, coming.meeting.attendees.count()) == (0, 0)


def test_a_look_behind_the_mask_says_why_and_is_logged(coming, as_user):
    one = audience.apply_for(coming.meeting, applicant(), actor=coming.staff)
    page, look = f"/meetings/audience/{one.pk}/", f"/meetings/audience/{one.pk}/reveal/"
    staff = as_user("staff")
    assert IDS[0] not in staff.get(page).text
    assert "137****0001" in staff.get(page).text
    for persona in ("office", "leader", "outsider", "deputy"):
        assert as_user(persona).get(page).status_code == 404
        assert as_user(persona).post(look, {"reason": "打电话告知安排"}).status_code == 404
    assert staff.get(look).status_code == 405
    assert staff.post(look, {"reason": ""}).status_code == 422
    assert staff.post(look, {"reason": "看"}).status_code == 422
    assert not AuditEntry.objects.filter(action="查看隐去内容").exists()
    shown = staff.post(look, {"reason": "打电话告知安排"})
    for secret in (IDS[0], "13700000001", "庆祖镇1号"):
        assert secret in shown.text
    assert "no-store" in shown["Cache-Control"]
    entry = AuditEntry.objects.get(action="查看隐去内容")
    assert entry.actor == coming.staff
    assert IDS[0] not in f"{entry.target}{entry.detail}"


def test_decisions_on_the_pages(coming, as_user):
    one, staff = audience.apply_for(coming.meeting, applicant(), actor=coming.staff), as_user("staff")
    act = f"/meetings/audience/{one.pk}/"
    assert "不通过" in staff.get(act).text
    staff.post(f"{act}pass/")
    assert "收回旁听席" in staff.get(act).text
    assert as_user("office").post(f"{act}revoke/", {"reason": "x"}).status_code == 404
    assert staff.post(f"{act}revoke/", {"reason": ""}).status_code == 422
    assert "席位退了回来" in staff.post(f"{act}revoke/", {"reason": "会场缩小"}, follow=True).text
    assert staff.post(f"{act}revoke/", {"reason": "会场缩小"}).status_code == 422


def test_what_waits_stands_on_the_desk(coming, as_user):
    assert "旁听申请等审核" not in as_user("staff").get("/").text
    audience.apply_for(coming.meeting, applicant(), actor=coming.staff)
    assert "旁听申请等审核" in as_user("staff").get("/").text
    assert "旁听申请等审核" not in as_user("office").get("/").text


def test_personal_data_is_kept_no_longer_than_promised(coming):
    one = audience.apply_for(coming.meeting, applicant(), actor=coming.staff)
    last = coming.meeting.occasion.held_on
    assert daily.run(last + timedelta(days=90)).erased == 0
    assert daily.run(last + timedelta(days=91)).erased == 1
    assert daily.run(last + timedelta(days=91)).erased == 0
    kept = fresh(one)
    assert (kept.id_number, kept.phone, kept.address, kept.name) == ("", "", "", "公民0")


def test_the_lists_ask_as_much_for_three_as_for_one(coming, as_user):
    staff, path = as_user("staff"), f"/meetings/{coming.meeting.pk}/audience/"
    notice = published(coming)

    def asked(client, address):
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    audience.apply_for(coming.meeting, applicant(), actor=coming.staff)
    one = asked(staff, path)
    for number in (1, 2):
        audience.apply_for(coming.meeting, applicant(number), actor=coming.staff)
    audience.grant_seat(fresh(AudienceApplication.objects.first()), actor=coming.staff)
    assert asked(staff, path) == one
    listed = asked(Client(), "/p/audience/")
    _twins(notice, 2)
    assert asked(Client(), "/p/audience/") == listed


def _twins(notice, number):
    """More meetings with a public notice."""
    for _ in range(number):
        meeting, occasion = notice.meeting, notice.meeting.occasion
        occasion.pk = meeting.pk = notice.pk = None
        occasion._state.adding = meeting._state.adding = notice._state.adding = True
        occasion.save()
        meeting.occasion = occasion
        meeting.save()
        Roll.objects.create(meeting=meeting, audience_quota=2)
        notice.meeting = meeting
        notice.save()
