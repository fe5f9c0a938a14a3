"""Invitations to a face-to-face sitting: whom to ask, told, answered by the deputy or by telephone, who came."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import PortalRequest
from common.posting import act, press
from deputies.models import Deputy
from meetings.choices import InvitationStatus, SittingStatus
from meetings.forms.face import CitizenForm, DeputyPickForm, OwnAnswerForm
from meetings.models import Participant
from meetings.models.face import FaceInvitation, FaceSitting
from meetings.rules import face as rules
from meetings.views.faces import with_face
from meetings.views.loading import loads
from meetings.workflow import face as workflow

FOUND = 40  # deputies shown of one search
with_invitation = loads(lambda request: FaceInvitation.objects.visible_to(request.user).with_people())


def _url(face: FaceSitting) -> str:
    return reverse("meetings:face_people", args=[face.pk])


@require_GET
@with_face()
def face_people(request: PortalRequest, face: FaceSitting) -> HttpResponse:
    """The list with its receipts, and below it the two ways to put more people on it."""
    return _page(request, face)


def _page(request: PortalRequest, face: FaceSitting, *, citizen: Any = None, status: int = 200) -> HttpResponse:
    there = Participant.objects.filter(contributor=OuterRef("contributor"))
    rows = list(face.invitations.with_people().annotate(is_seated=Exists(there)))
    ended = face.sitting.status == SittingStatus.ENDED
    untold = [one for one in rows if one.status == InvitationStatus.LISTED]
    context = {
        "face": face,
        "rows": rows,
        "counts": [(label, sum(row.status == key for row in rows)) for key, label in InvitationStatus.choices],
        "to_send": [one for one in untold if one.deputy and one.deputy.user_id],
        "to_call": [one for one in untold if not (one.deputy and one.deputy.user_id)],
        "to_seat": [one for one in rows if one.status == InvitationStatus.YES and not one.is_seated],
        "may_prepare": rules.may_prepare_face(request.user, face),
        "is_ready": face.sitting.status == SittingStatus.READY,
        "is_open": not ended,
        "citizen": citizen or CitizenForm(prefix="citizen"),
        **_search(request, rows),
    }
    return render(request, "meetings/face_people.html", context, status=status)


def _search(request: PortalRequest, rows: list[Any]) -> dict[str, Any]:
    """Serving deputies of the place whose name holds what was typed, but those already on the list."""
    words = request.GET.get("q", "").strip()
    if not words:
        return {"q": "", "found": []}
    offered = Deputy.objects.visible_to(request.user).serving().filter(name__contains=words)
    known = [row.deputy_id for row in rows if row.deputy_id]
    found = offered.exclude(pk__in=known).select_related("home_region").defer("search_terms").order_by("name", "pk")
    return {"q": words, "found": list(found[:FOUND])}


@require_POST
@with_face(rules.may_prepare_face)
def face_invite(request: PortalRequest, face: FaceSitting) -> HttpResponse:
    """Ticked deputies onto the list; nobody is told yet."""
    form = DeputyPickForm(request.POST, user=request.user)
    if not form.is_valid():
        messages.error(request, "".join(map(str, form.errors["deputies"])))
        return redirect(_url(face))
    chosen = form.cleaned_data["deputies"]
    return press(
        request,
        lambda: workflow.invite_deputies(face, chosen, actor=request.user),
        done="已加进邀请名单，还没有通知。选齐了再点“发出邀请”。",
        back=_url(face),
    )


@require_POST
@with_face(rules.may_prepare_face)
def face_invite_citizen(request: PortalRequest, face: FaceSitting) -> HttpResponse:
    return act(
        request,
        CitizenForm(request.POST, prefix="citizen"),
        lambda data: workflow.invite_citizen(face, actor=request.user, **data),
        done="已加进邀请名单。请打电话邀请，再登记答复。",
        back=_url(face),
        again=lambda shown, status: _page(request, face, citizen=shown, status=status),
    )


@require_POST
@with_face(rules.may_prepare_face)
def face_send(request: PortalRequest, face: FaceSitting) -> HttpResponse:
    """Tell those with an account."""
    return press(
        request,
        lambda: workflow.send(face, actor=request.user),
        done="邀请已发出。没有账号的人，请打电话，再登记答复。",
        back=_url(face),
    )


@require_POST
@with_face(rules.may_prepare_face)
def face_seat_all(request: PortalRequest, face: FaceSitting) -> HttpResponse:
    """能参加的都列入参会人."""
    done = "能参加的都列入参会人名单了，速录时可以直接选。"
    return press(request, lambda: workflow.seat_all(face, actor=request.user), done=done, back=_url(face))


# --- one invitation -----------------------------------------------------------------------------
@require_POST
@with_invitation(rules.keeps_invitations)
def face_note_answer(request: PortalRequest, invitation: FaceInvitation) -> HttpResponse:
    """What was said by telephone: `yes` or `no`, with the reason."""
    comes, reason = "yes" in request.POST, request.POST.get("reason", "")
    return press(
        request,
        lambda: workflow.note_answer(invitation, actor=request.user, comes=comes, reason=reason),
        done=f"已登记：{invitation}{'能参加' if comes else '不能参加'}。",
        back=_url(invitation.face),
    )


@require_POST
@with_invitation(rules.keeps_invitations)
def face_seat(request: PortalRequest, invitation: FaceInvitation) -> HttpResponse:
    done = f"{invitation}已列入参会人名单。"
    verb = lambda: workflow.seat(invitation, actor=request.user)  # noqa: E731 - one verb, named for the line's sake
    return press(request, verb, done=done, back=_url(invitation.face))


@require_POST
@with_invitation(rules.keeps_invitations)
def face_uninvite(request: PortalRequest, invitation: FaceInvitation) -> HttpResponse:
    back = _url(invitation.face)
    verb = lambda: workflow.uninvite(invitation, actor=request.user)  # noqa: E731 - as above
    return press(request, verb, done="已从邀请名单里去掉。", back=back)


@require_http_methods(["GET", "HEAD", "POST"])
def face_answer(request: PortalRequest, pk: int) -> HttpResponse:
    """The deputy's own page, for the addressee alone: anybody else, staff too, gets 404."""
    found = FaceInvitation.objects.addressed_to(request.user).with_people()
    invitation = get_object_or_404(found, pk=pk)
    if request.method != "POST":
        return _answer_page(request, invitation, OwnAnswerForm(initial={"reason": invitation.reason}))
    if not {"yes", "no"} & set(request.POST):
        raise Http404
    comes = "yes" in request.POST
    return act(
        request,
        OwnAnswerForm(request.POST),
        lambda data: workflow.answer(invitation, actor=request.user, comes=comes, **data),
        done="好的，已告诉选工委您能参加。" if comes else "好的，已告诉选工委您不能参加。",
        back=invitation,
        again=lambda shown, status: _answer_page(request, invitation, shown, status),
    )


def _answer_page(request: PortalRequest, invitation: FaceInvitation, form: Any, status: int = 200) -> HttpResponse:
    face = invitation.face
    is_open = face.sitting.status == SittingStatus.READY
    context = {"invitation": invitation, "face": face, "form": form, "is_open": is_open}
    return render(request, "meetings/face_answer.html", context, status=status)
