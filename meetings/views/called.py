"""Deputies asked to sit in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import PortalRequest
from common.errors import RuleError
from meetings import rules
from meetings.forms.called import RelevanceForm
from meetings.models import Meeting
from meetings.reports.relevance import matches_of, words_of
from meetings.views.loading import with_meeting
from meetings.workflow.inviting import invite


@require_http_methods(["GET", "HEAD", "POST"])
@with_meeting(rules.may_prepare)
def deputy_invite(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """Whom the topics concern, each with the reason; a POST asks those who are ticked."""
    titles = meeting.agenda.values_list("topic__title", flat=True)
    form = RelevanceForm(request.GET if "words" in request.GET else {"words": " ".join(words_of(titles))})
    found = []
    if form.is_valid():
        words = form.cleaned_data["words"].split()
        found = matches_of(meeting, request.user, words, form.cleaned_data["category"])
    wrong = ""
    if request.method == "POST":
        try:
            return _ask(request, meeting)
        except RuleError as error:
            wrong = str(error)
    context = {"meeting": meeting, "form": form, "found": found, "wrong": wrong}
    return render(request, "meetings/deputy_invite.html", context, status=422 if wrong else 200)


def _ask(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """The reason is what the clerk saw and may have changed."""
    picked = [int(pk) for pk in request.POST.getlist("deputy") if pk.isdecimal()]
    made = invite(meeting, {pk: request.POST.get(f"because-{pk}", "") for pk in picked}, actor=request.user)
    silent = [str(one) for one in made if not (one.deputy and one.deputy.user)]
    told = f"没有账号、要打电话通知的：{'、'.join(silent)}。" if silent else ""
    messages.success(request, f"请了 {len(made)} 名代表，已加进名单。{told}")
    return redirect("meetings:roll", meeting.pk)
