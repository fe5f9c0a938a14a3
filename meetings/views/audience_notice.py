"""旁听公告: written by staff, looked over by another person, public until the meeting is over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.posting import act, press
from common.public import public_address
from common.steps import open_steps
from meetings import rules
from meetings.forms.called import AudienceNoticeForm, NoticeReasonForm, NoticeReviewForm
from meetings.models import AudienceNotice, Meeting, Roll
from meetings.reports.audience import history_of, notice_badge
from meetings.views.loading import loads, with_meeting
from meetings.workflow import audience_notice as verbs

with_notice = loads(lambda request: AudienceNotice.objects.visible_to(request.user).with_page_data())
FORMS: dict[str, tuple[type[PortalForm], Callable[..., AudienceNotice], str]] = {
    "publish": (NoticeReviewForm, verbs.publish_notice, "审查通过，公告公开了，公民可以报名。"),
    "send_back": (NoticeReasonForm, verbs.send_back, "退回去了，写公告的人看得到原因。"),
    "take_down": (NoticeReasonForm, verbs.take_down, "公告撤下了，现在不能再报名；报过名的还能查结果。"),
}


@require_GET
@with_meeting()
def audience_notice(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """The notice as the public reads it, where it stands, and what may be done with it now."""
    return _page(request, meeting)


def _page(request: PortalRequest, meeting: Meeting, status: int = 200, **bound: PortalForm) -> HttpResponse:
    notice = AudienceNotice.objects.with_page_data().filter(meeting=meeting).first()
    steps = open_steps(verbs.STEPS, notice, request.user) if notice else []
    is_listed = AudienceNotice.objects.listed(timezone.localdate()).filter(meeting=meeting).exists()
    roll = Roll.objects.filter(meeting=meeting).first()
    writes = rules.may_prepare(request.user, meeting) and (notice is None or "submit" in steps)
    context = {
        "meeting": meeting,
        "notice": notice,
        "badge": notice_badge(notice) if notice else None,
        "quota": roll.audience_quota if roll else 0,
        "steps": steps,
        "write_form": (bound.get("write") or AudienceNoticeForm(initial=_initial(notice))) if writes else None,
        "forms": {
            name: bound.get(name) or kind(auto_id=f"{name}_%s") for name, (kind, *_) in FORMS.items() if name in steps
        },
        "wrong": set(bound),
        "may_prepare": rules.may_prepare(request.user, meeting),
        "is_listed": is_listed,
        "public_url": public_address(request, "audience_notice", notice.pk) if notice and is_listed else "",
        "history": history_of(audience_notice=notice) if notice else [],
    }
    return render(request, "meetings/audience_notice.html", context, status=status)


def _initial(notice: AudienceNotice | None) -> dict[str, Any]:
    if notice is None:
        return {}
    return {"body": notice.body, "closes_on": notice.closes_on, "asks_id": notice.asks_id}


def _url(meeting_id: int) -> str:
    return reverse("meetings:audience_notice", args=[meeting_id])


@require_POST
@with_meeting(rules.may_prepare)
def audience_notice_write(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """These words, this closing day."""
    return act(
        request,
        AudienceNoticeForm(request.POST),
        lambda data: verbs.write_notice(meeting, actor=request.user, **data),
        done="存好了，还没有公开。看过没有错，点“提请审查”。",
        back=_url(meeting.pk),
        again=lambda form, status: _page(request, meeting, status, write=form),
    )


@require_POST
@with_notice(rules.keeps_notice)
def audience_notice_submit(request: PortalRequest, notice: AudienceNotice) -> HttpResponse:
    """To whoever does the 保密审查."""
    done, back = "提上去了，等另一位同事审查。", _url(notice.meeting_id)
    return press(request, lambda: verbs.submit_notice(notice, actor=request.user), done=done, back=back)


@require_POST
@with_notice(rules.keeps_notice)
def audience_notice_recall(request: PortalRequest, notice: AudienceNotice) -> HttpResponse:
    """Back, to be put right."""
    done, back = "撤回来了，可以改。", _url(notice.meeting_id)
    return press(request, lambda: verbs.recall(notice, actor=request.user), done=done, back=back)


def _taken(request: PortalRequest, notice: AudienceNotice, name: str) -> HttpResponse:
    kind, verb, done = FORMS[name]
    return act(
        request,
        kind(request.POST, auto_id=f"{name}_%s"),
        lambda data: verb(notice, actor=request.user, **data),
        done=done,
        back=_url(notice.meeting_id),
        again=lambda form, status: _page(request, notice.meeting, status, **{name: form}),
    )


@require_POST
@with_notice(rules.checks_notice)
def audience_notice_publish(request: PortalRequest, notice: AudienceNotice) -> HttpResponse:
    """Reviewed, and public."""
    return _taken(request, notice, "publish")


@require_POST
@with_notice(rules.checks_notice)
def audience_notice_send_back(request: PortalRequest, notice: AudienceNotice) -> HttpResponse:
    """Not in these words."""
    return _taken(request, notice, "send_back")


@require_POST
@with_notice(rules.can_take_down)
def audience_notice_take_down(request: PortalRequest, notice: AudienceNotice) -> HttpResponse:
    """Off the public side at once."""
    return _taken(request, notice, "take_down")
