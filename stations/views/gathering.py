"""Whom an activity invites and who came; and a person's own invitations, on the phone."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.paging import keyset
from common.posting import act, press
from common.steps import open_steps
from stations import reports, rules, workflow
from stations.forms.activities import AnswerForm, InviteForm
from stations.forms.attendance import AttendanceForm
from stations.models import Activity, Invitation
from stations.views.loading import allowed, with_activity
from stations.workflow.activity import STEPS

ROWS = 20


@require_http_methods(["GET", "HEAD", "POST"])
@with_activity
def activity_invite(request: PortalRequest, activity: Activity) -> HttpResponse:
    """Who is on the list, and more to put on it."""
    allowed("invite" in open_steps(STEPS, activity, request.user))
    if request.method != "POST":
        return _invite_page(request, activity, InviteForm(activity=activity))
    form = InviteForm(request.POST, activity=activity)
    return act(
        request,
        form,
        lambda _: workflow.invite(activity, form.asked(), actor=request.user),
        done="已加进名单，还没有通知。选好以后回到活动页，点“发出邀请”。",
        back=request.path,
        again=lambda wrong, status: _invite_page(request, activity, wrong, status),
    )


def _invite_page(request: PortalRequest, activity: Activity, form: PortalForm, status: int = 200) -> HttpResponse:
    people = list(activity.invitations.with_person())
    context = {"activity": activity, "form": form, "people": people, "units": list(activity.units.all())}
    context["untold"] = [one for one in people if one.told_at is None]
    return render(request, "stations/activity_invite.html", context, status=status)


@require_POST
def invitation_remove(request: PortalRequest, pk: int) -> HttpResponse:
    """Off the list, before anybody was told."""
    seen = Activity.objects.visible_to(request.user).values("pk")
    rows = Invitation.objects.with_person().with_activity().filter(activity__in=seen)
    invitation = get_object_or_404(rows.select_related("activity__organiser__region", "activity__group"), pk=pk)
    allowed(rules.can_keep_activity(request.user, invitation.activity))
    done, name = "{}不在名单里了。", invitation.name
    return press(
        request,
        lambda: workflow.uninvite(invitation, actor=request.user),
        done=done.format(name),
        back=f"{invitation.activity.get_absolute_url()}invite/",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@with_activity
def activity_attend(request: PortalRequest, activity: Activity) -> HttpResponse:
    """Who came, on one page: ticked, pasted as names, or from an Excel list."""
    allowed("attend" in open_steps(STEPS, activity, request.user))
    people = list(activity.invitations.with_person())
    if request.method != "POST":
        return _attend_page(request, activity, AttendanceForm(people=people))
    form = AttendanceForm(request.POST, request.FILES, people=people)
    return act(
        request,
        form,
        lambda _: workflow.mark_attendance(activity, form.marks(), actor=request.user),
        done="到会情况已登记。到会代表的履职记录一并记好，不用另外填。",
        back=activity,
        again=lambda wrong, status: _attend_page(request, activity, wrong, status),
    )


def _attend_page(request: PortalRequest, activity: Activity, form: PortalForm, status: int = 200) -> HttpResponse:
    return render(request, "stations/activity_attend.html", {"activity": activity, "form": form}, status=status)


# --- a person's own -------------------------------------------------------------------------------
@require_GET
def my_activities(request: PortalRequest) -> HttpResponse:
    """The invitations of whoever signed in: first those that wait for an answer, then the others."""
    today = timezone.localdate()
    own = Invitation.objects.of(request.user).with_activity()
    waiting = list(own.waiting(today).order_by("activity__held_on", "id")[:ROWS])
    ids = [one.pk for one in waiting]
    page = keyset(own.exclude(pk__in=ids), request.GET, order=("-activity__held_on", "-id"), size=ROWS)
    context = {"waiting": waiting, "page": page, "today": today, "asked_for": reports.deputy_of(request.user)}
    return render(request, "stations/my_activities.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_answer(request: PortalRequest, pk: int) -> HttpResponse:
    """能参加 or 不能参加, with a word."""
    rows = Invitation.objects.of(request.user).with_activity().with_person()
    invitation = get_object_or_404(rows, pk=pk)
    if request.method != "POST":
        return _answer_page(request, invitation, AnswerForm(initial={"word": invitation.word}))
    coming = "yes" in request.POST
    return act(
        request,
        AnswerForm(request.POST),
        lambda data: workflow.answer_invitation(invitation, coming=coming, actor=request.user, **data),
        done="好的，已告诉组织的人您能参加。" if coming else "已告诉组织的人您不能参加。",
        back="stations:my_activities",
        again=lambda form, status: _answer_page(request, invitation, form, status),
    )


def _answer_page(request: PortalRequest, invitation: Invitation, form: PortalForm, status: int = 200) -> HttpResponse:
    context = {"invitation": invitation, "activity": invitation.activity, "form": form}
    is_open = invitation.activity.status == "notified" and invitation.activity.held_on >= timezone.localdate()
    return render(request, "stations/invitation_answer.html", {**context, "is_open": is_open}, status=status)
