"""A meeting to come with seats for listeners, its public notice, and what a citizen sends."""

import re
from datetime import timedelta
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from common import proof
from meetings.models import AudienceApplication, AudienceNotice, Meeting
from meetings.workflow import audience
from meetings.workflow import audience_notice as notices
from tests.common.test_proof import answer

BODY = "审议条例草案的全体会议可以旁听。满 18 周岁、在本市居住的公民都可以申请。"


def to_come(hall):
    """The hall's meeting in ten days, with two seats."""
    occasion = hall.meeting.occasion
    occasion.held_on = timezone.localdate() + timedelta(days=10)
    occasion.save(update_fields=["held_on"])
    audience.set_quota(hall.meeting, actor=hall.staff, quota=2)
    hall.meeting = Meeting.objects.with_list_data().get(pk=hall.meeting.pk)
    return hall


def written(hall, **facts):
    known = {"body": BODY, "closes_on": timezone.localdate() + timedelta(days=5), "asks_id": False}
    return notices.write_notice(hall.meeting, actor=hall.staff, **{**known, **facts})


def published(hall, **facts):
    notice = notices.submit_notice(written(hall, **facts), actor=hall.staff)
    notices.publish_notice(notice, actor=hall.world["office"], checked=True)
    return AudienceNotice.objects.with_page_data().get(pk=notice.pk)


def typed(**changes):
    facts = {"name": "盖文涛", "gender": "m", "born_on": "1990年1月1日", "phone": "13700000001", "agree": "on"}
    more = {"form_id": str(uuid4()), "website": "", "altcha": answer(proof.challenge(hardest=20))}
    return {**facts, **more, **changes}


def send(notice, data, **extra):
    return Client().post(f"/p/audience/{notice.pk}/apply/", data, **extra)


def pin_of(response):
    return re.search(r"<dt>6 位密码</dt><dd[^>]*>(\d{3} \d{3})<", response.text)[1]


def ask(code, pin):
    return Client().post("/p/audience/answer/", {"code": code, "pin": pin})


def fresh(one):
    return AudienceApplication.objects.with_row_data().get(pk=one.pk)
