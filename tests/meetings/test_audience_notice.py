"""旁听公告: two persons let it be public, and nothing is taken while it is not."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import check
from meetings.choices import AudienceNoticeStatus
from meetings.models import AudienceNotice, Roll
from meetings.workflow import audience_notice as notices
from opinions.models import Occasion
from tests.meetings.listening import BODY, published, to_come, written
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db


@pytest.fixture
def coming(hall):
    return to_come(hall)


# --- the notice -----------------------------------------------------------------------------------
@pytest.mark.parametrize("name", PERSONAS)
def test_matrix_and_parity_of_notices(coming, name):
    notice, user = notices.submit_notice(written(coming), actor=coming.staff), coming.world[name]
    committee, checks = name in {"staff", "office", "leader"}, name in {"staff", "office"}
    assert AudienceNotice.objects.visible_to(user).exists() is committee
    assert AudienceNotice.objects.checked_by(user).exists() is (name == "office")
    own = {"submit": name == "staff", "recall": name == "staff", "take_down": checks}
    for status in AudienceNoticeStatus.values:
        notice.status = status
        for step, facts in notices.STEPS.items():
            may = own.get(step, name == "office") and status in facts.sources
            try:
                check(notices.STEPS, step, notice, user)
            except RuleError:
                assert not may, (status, step)
            else:
                assert may, (status, step)


def test_nothing_is_public_before_another_person_has_looked(coming):
    notice = notices.submit_notice(written(coming), actor=coming.staff)
    assert not AudienceNotice.objects.listed(timezone.localdate()).exists()
    with pytest.raises(NotAllowedError, match="另一个人"):
        notices.publish_notice(notice, actor=coming.staff, checked=True)
    with pytest.raises(RuleError, match="打勾"):
        notices.publish_notice(notice, actor=coming.world["office"], checked=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        AudienceNotice.objects.update(status="published", published_at=timezone.now(), reviewed_by=coming.staff)
    notices.publish_notice(notice, actor=coming.world["office"], checked=True)
    assert AudienceNotice.objects.listed(timezone.localdate()).get() == notice
    assert [one.step for one in notice.events.all()] == ["write", "submit", "publish"]


def test_a_notice_is_refused_with_private_numbers_too_late_or_without_seats(coming):
    for facts, words in (
        ({"body": "请打 13912345678 报名。"}, "手机号"),
        ({"closes_on": coming.meeting.occasion.held_on + timedelta(days=1)}, "开会以前"),
        ({"body": "  "}, "不能为空"),
    ):
        with pytest.raises(RuleError, match=words):
            written(coming, **facts)
    with pytest.raises(NotAllowedError):
        notices.write_notice(coming.meeting, actor=coming.world["office"], body=BODY, closes_on=date(2024, 5, 1), asks_id=False)
    with pytest.raises(RuleError, match="已经过了"):
        notices.submit_notice(written(coming, closes_on=timezone.localdate() - timedelta(days=1)), actor=coming.staff)
    Roll.objects.update(audience_quota=0)
    with pytest.raises(RuleError, match="旁听席数"):
        notices.submit_notice(written(coming), actor=coming.staff)


def test_what_is_public_is_changed_only_after_it_was_taken_down(coming):
    notice = published(coming)
    with pytest.raises(RuleError, match="先撤回来"):
        written(coming)
    with pytest.raises(RuleError, match="为什么"):
        notices.take_down(notice, actor=coming.staff, note=" ")
    old = AudienceNotice.objects.with_page_data().get()
    notices.take_down(notice, actor=coming.world["office"], note="地点改了")
    with pytest.raises(StaleError):
        notices.take_down(old, actor=coming.staff, note="地点改了")
    assert Client().get(f"/p/audience/{notice.pk}/").status_code == 404
    again = notices.submit_notice(written(coming, body=f"{BODY}地点改在二楼。"), actor=coming.staff)
    notices.send_back(again, actor=coming.world["office"], note="写清几楼")
    assert AudienceNotice.objects.get().status == "draft"
    notices.recall(notices.submit_notice(AudienceNotice.objects.get(), actor=coming.staff), actor=coming.staff)


def test_the_way_to_the_public_page_stands_while_residents_see_it(coming, as_user, settings):
    notice, home = published(coming), f"/meetings/{coming.meeting.pk}/audience/notice/"
    assert f"/p/audience/{notice.pk}/" in as_user("staff").get(home).text
    settings.PORTAL_PUBLIC_SIDE = False
    assert "/p/audience/" not in as_user("staff").get(home).text
    settings.PORTAL_PUBLIC_SIDE = True
    Occasion.objects.filter(pk=coming.meeting.occasion_id).update(held_on=timezone.localdate() - timedelta(days=1))
    over = as_user("staff").get(home).text
    assert "会议已经开过，公众端不再列出" in over
    assert "/p/audience/" not in over


def test_the_page_of_the_notice(coming, as_user):
    staff, office, home = as_user("staff"), as_user("office"), f"/meetings/{coming.meeting.pk}/audience/notice/"
    assert "还没有写" in staff.get(home).text
    assert office.get(home).status_code == 200
    assert as_user("outsider").get(home).status_code == 404
    write = f"{home}write/"
    day = timezone.localdate() + timedelta(days=5)
    facts = {"body": BODY, "closes_on": f"{day:%Y-%m-%d}"}
    assert office.post(write, facts).status_code == 403
    assert staff.get(write).status_code == 405
    assert staff.post(write, {**facts, "closes_on": "明天"}).status_code == 422
    assert "还没有公开" in staff.post(write, facts, follow=True).text
    notice = AudienceNotice.objects.get()
    act = f"/meetings/audience/notices/{notice.pk}/"
    assert as_user("outsider").post(f"{act}submit/").status_code == 404
    assert office.post(f"{act}submit/").status_code == 403
    assert "等另一位同事审查" in staff.post(f"{act}submit/", follow=True).text
    assert "旁听公告等您审查" in office.get("/").text
    assert "旁听公告等您审查" not in staff.get("/").text
    assert staff.post(f"{act}publish/", {"checked": "on"}).status_code == 403
    assert as_user("leader").post(f"{act}publish/", {"checked": "on"}).status_code == 403
    refused = office.post(f"{act}publish/", {})
    assert refused.status_code == 422
    assert "请打勾" in refused.text
    assert "公告公开了" in office.post(f"{act}publish/", {"checked": "on"}, follow=True).text
    assert staff.post(f"{act}recall/", follow=True).status_code == 200
    assert office.post(f"{act}back/", {"note": "迟了"}).status_code == 422
    assert staff.post(f"{act}down/", {"note": ""}).status_code == 422
    assert "公告撤下了" in staff.post(f"{act}down/", {"note": "地点改了"}, follow=True).text
