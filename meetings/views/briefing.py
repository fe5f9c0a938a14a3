"""简报: composed, checked, signed, printed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.choices import Role
from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.paging import keyset
from common.posting import act, acts_in_tabs, press
from meetings import rules
from meetings.forms import briefing as forms
from meetings.models import Briefing, BriefingFile, Meeting, Sitting
from meetings.reports.briefing import shelf_of, shelves
from meetings.views.briefing_context import briefing_context, proposal
from meetings.views.loading import loads, with_meeting, with_sitting
from meetings.workflow import briefing as verbs
from meetings.workflow.annulment import annul

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
with_briefing = loads(lambda request: Briefing.objects.visible_to(request.user).with_place())


@require_GET
def briefing_list(request: PortalRequest) -> HttpResponse:
    """All issues of the place, the newest first. Who works with none has no such page."""
    if not request.user.scopes.has(*Role.COMMITTEE):
        raise Http404
    page = keyset(Briefing.objects.visible_to(request.user).with_place(), request.GET, size=20)
    return render(request, "meetings/briefing_list.html", {"page": page})


@GET_OR_POST
@with_meeting(rules.may_prepare)
def briefing_new(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """A new issue of a meeting."""
    return _new(request, meeting, meeting=meeting)


@GET_OR_POST
@with_sitting(rules.may_record)
def briefing_new_of_sitting(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    """A new issue of one sitting."""
    return _new(request, sitting, sitting=sitting)


def _new(request: PortalRequest, of: Meeting | Sitting, **whose: Any) -> HttpResponse:
    def page(form: PortalForm, status: int = 200) -> HttpResponse:
        return render(request, "meetings/briefing_new.html", {"form": form, "of": of}, status=status)

    if request.method != "POST":
        return page(forms.BriefingForm(user=request.user, initial=proposal(request.user, of)))
    form = forms.BriefingForm(request.POST, user=request.user)
    return act(
        request,
        form,
        lambda data: verbs.compose(form.cover(), actor=request.user, unit=data["unit"], **whose),
        done="这一期建好了。接着选发言。",
        back=lambda made: reverse("meetings:briefing_choose", args=[made.pk]),
        again=page,
    )


@require_GET
@with_briefing()
def briefing_detail(request: PortalRequest, briefing: Briefing) -> HttpResponse:
    """The issue as it prints, whose turn it is, what can be done."""
    return briefing_page(request, briefing, doing=request.GET.get("do", ""))


def briefing_page(
    request: PortalRequest, briefing: Briefing, *, doing: str = "", bound: PortalForm | None = None, status: int = 200
) -> HttpResponse:
    """The page with `bound` in place of the form of `doing`."""
    context = briefing_context(briefing, request.user, doing=doing, bound=bound)
    return render(request, "meetings/briefing_detail.html", context, status=status)


_act = acts_in_tabs(briefing_page)


@require_POST
@with_briefing()
def briefing_edit(request: PortalRequest, briefing: Briefing) -> HttpResponse:
    """What stands around the speeches."""
    form = forms.BriefingEditForm(request.POST)

    def verb(data: dict[str, Any]) -> Any:
        return verbs.edit(briefing, actor=request.user, version=data["version"], **form.facts())

    return _act(request, briefing, form, verb, doing="edit", done="已改好。")


@GET_OR_POST
@with_briefing(rules.can_edit_briefing)
def briefing_choose(request: PortalRequest, briefing: Briefing) -> HttpResponse:
    """The speeches of one sitting that stand in no issue yet; those ticked are taken in."""
    if briefing.status != "editing":
        messages.error(request, "这一期已经送核稿，不能再选发言。")
        return redirect(briefing)
    if request.method != "POST":
        return choose_page(request, briefing)
    form = forms.PickForm(request.POST, user=request.user)
    if not form.is_valid():
        return choose_page(request, briefing, wrong="".join(map(str, form.errors["row"])), status=422)
    rows = list(form.cleaned_data["row"])
    verb = lambda: verbs.choose(briefing, rows, actor=request.user)  # noqa: E731 - one call
    return press(request, verb, done=f"已选进 {len(rows)} 条。", back=briefing)


def choose_page(request: PortalRequest, briefing: Briefing, *, wrong: str = "", status: int = 200) -> HttpResponse:
    places = shelves(briefing)
    asked = request.GET.get("sitting", "")
    found = next((one for one, _ in places if str(one.pk) == asked), places[0][0] if places else None)
    context = {
        "briefing": briefing,
        "places": places,
        "shelf": shelf_of(found) if found else None,
        "wrong": wrong,
    }
    return render(request, "meetings/briefing_choose.html", context, status=status)


@require_POST
@with_briefing()
def briefing_submit(request: PortalRequest, briefing: Briefing) -> HttpResponse:
    verb = lambda: verbs.submit(briefing, actor=request.user)  # noqa: E731 - one call
    return press(request, verb, done="已送办公室核稿。核稿、签发后由您印发。", back=briefing)


@require_POST
@with_briefing()
def briefing_check(request: PortalRequest, briefing: Briefing) -> HttpResponse:
    """核稿通过."""
    verb = lambda data: verbs.check_briefing(briefing, actor=request.user, **data)  # noqa: E731 - one call
    form = forms.CheckForm(request.POST)
    return _act(request, briefing, form, verb, doing="check", done="核稿通过，已送领导签发。")


@require_POST
@with_briefing()
def briefing_return(request: PortalRequest, briefing: Briefing) -> HttpResponse:
    """退回修改."""
    verb = lambda data: verbs.return_briefing(briefing, actor=request.user, **data)  # noqa: E731 - one call
    form = forms.ReturnForm(request.POST)
    return _act(request, briefing, form, verb, doing="return", done="已退回编辑修改。")


@require_POST
@with_briefing()
def briefing_sign(request: PortalRequest, briefing: Briefing) -> HttpResponse:
    """签发 online."""
    verb = lambda data: verbs.sign(briefing, actor=request.user, **data)  # noqa: E731 - one call
    form = forms.SignForm(request.POST)
    return _act(request, briefing, form, verb, doing="sign", done="已签发。由选工委取号印发。")


@require_POST
@with_briefing()
def briefing_sign_paper(request: PortalRequest, briefing: Briefing) -> HttpResponse:
    """签发 on paper, with the scanned sheet."""

    def verb(data: dict[str, Any]) -> Any:
        sheet = BriefingFile(**data["sheet"].fields())
        return verbs.sign_on_paper(briefing, actor=request.user, signed_by=data["signed_by"], sheet=sheet)

    form = forms.SignPaperForm(request.POST, request.FILES)
    return _act(request, briefing, form, verb, doing="sign_paper", done="签发单已登记，可以印发了。")


@require_POST
@with_briefing()
def briefing_issue(request: PortalRequest, briefing: Briefing) -> HttpResponse:
    """印发."""
    if not rules.can_edit_briefing(request.user, briefing):
        raise PermissionDenied
    verb = lambda data: verbs.issue(briefing, actor=request.user, on=data["on"])  # noqa: E731 - one call
    return _act(request, briefing, forms.IssueForm(request.POST), verb, doing="issue", done="已印发，定稿已经存好。")


@require_POST
@with_briefing()
def briefing_annul(request: PortalRequest, briefing: Briefing) -> HttpResponse:
    """作废."""
    verb = lambda data: annul(briefing, actor=request.user, **data)  # noqa: E731 - one call
    done = "这一期已作废。期号保留不再用，里面的发言可以编进以后的简报。"
    return _act(request, briefing, forms.AnnulForm(request.POST), verb, doing="annul", done=done)
