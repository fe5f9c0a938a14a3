"""书记、市长、主任·代表公民面对面: the year in one page, its sittings arranged, the list of those asked."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.choices import Role
from accounts.models import Unit
from accounts.requests import PortalRequest
from common.posting import act
from meetings.actions import face as actions
from meetings.forms.face import FacePlanForm
from meetings.models.face import FaceSeries, FaceSitting
from meetings.reports import face as reports
from meetings.rules import face as rules
from meetings.views.loading import loads

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
with_series = loads(lambda request: FaceSeries.objects.visible_to(request.user).with_place())
with_face = loads(lambda request: FaceSitting.objects.visible_to(request.user).with_place())


@require_GET
def face_this_year(request: PortalRequest) -> HttpResponse:
    """The newest year there is; for staff who have none yet the form of the first sitting."""
    newest = FaceSeries.objects.visible_to(request.user).first()
    if newest is not None:
        return redirect(newest)
    return redirect("meetings:face_create" if request.user.scopes.has(Role.STAFF) else "meetings:meeting_list")


@require_GET
@with_series()
def face_series(request: PortalRequest, series: FaceSeries) -> HttpResponse:
    """The year's sittings: who led, how many came, what was said, where it went, what came back."""
    may_prepare = rules.may_prepare_series(request.user, series)
    listable = reports.listable_of(series, request.user) if may_prepare else []
    years = FaceSeries.objects.visible_to(request.user).filter(unit=series.unit).select_related("occasion")
    context = {
        "series": series,
        "years": years,
        "course": reports.course_of(series),
        "listable": listable,
        "list_url": f"{reverse('opinions:list_new')}?{urlencode([('matter', one.pk) for one in listable])}",
        "lists": reports.lists_of(series, request.user),
        "reports": series.reports.order_by("-pk"),
        "may_prepare": may_prepare,
    }
    return render(request, "meetings/face_series.html", context)


# --- arranged -----------------------------------------------------------------------------------
@GET_OR_POST
def face_create(request: PortalRequest) -> HttpResponse:
    """Arrange a sitting, in the name of the first unit the clerk keeps; the day says of which year."""
    unit = Unit.objects.filter(pk__in=request.user.scopes.units(Role.STAFF)).select_related("region").first()
    if unit is None:
        raise PermissionDenied
    typed = request.POST if request.method == "POST" else None
    initial = {"region": unit.region_id, "held_on": timezone.localdate()}
    form = FacePlanForm(typed, user=request.user, unit=unit, initial=initial)
    if request.method != "POST":
        return _form(request, form)

    def verb(_data: dict[str, Any]) -> FaceSitting:
        plan = form.plan()
        series = actions.open_series(actor=request.user, unit=unit, year=plan.held_on.year)
        return actions.arrange(series, plan, actor=request.user)

    return act(
        request,
        form,
        verb,
        done="座谈会已安排好。接着选请谁来。",
        back=lambda made: reverse("meetings:face_people", args=[made.pk]),
        again=lambda shown, status: _form(request, shown, status=status),
    )


@GET_OR_POST
@with_face(rules.may_prepare_face)
def face_edit(request: PortalRequest, face: FaceSitting) -> HttpResponse:
    """Correct who leads, theme, day and place, until the sitting has ended."""
    sitting, occasion = face.sitting, face.sitting.occasion
    initial = {
        "host": face.host,
        "leader": face.leader,
        "theme": face.topic.title,
        "held_on": occasion.held_on,
        "starts_at": sitting.starts_at,
        "region": occasion.region_id,
        "place": occasion.place,
    }
    typed = request.POST if request.method == "POST" else None
    form = FacePlanForm(typed, user=request.user, unit=face.series.occasion.unit, initial=initial)
    if request.method != "POST":
        return _form(request, form, face)
    return act(
        request,
        form,
        lambda _data: actions.rearrange(face, form.plan(), actor=request.user),
        done="安排已改好。已经发出的邀请会显示新的时间、地点；请另外告诉一声。",
        back=lambda made: made,
        again=lambda shown, status: _form(request, shown, face, status),
    )


def _form(request: PortalRequest, form: Any, face: FaceSitting | None = None, status: int = 200) -> HttpResponse:
    return render(request, "meetings/face_form.html", {"form": form, "face": face}, status=status)
