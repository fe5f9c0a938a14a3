"""更正接待信息: when, where and who received, put right for a reason."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import PortalRequest
from common.errors import NotAllowedError, StaleError
from stations import rules, workflow
from stations.forms.receptions import CorrectForm
from stations.models import Reception
from stations.views.loading import allowed, with_reception


@require_http_methods(["GET", "HEAD", "POST"])
@with_reception
def reception_correct(request: PortalRequest, reception: Reception) -> HttpResponse:
    """What is written down, to be changed. If another hand was first, what is there now stands above
    what was typed, and saving again is meant."""
    allowed(rules.can_correct(request.user, reception))
    if request.method != "POST":
        return _page(request, reception, CorrectForm(reception=reception))
    form = CorrectForm(request.POST, reception=reception)
    if not form.is_valid():
        return _page(request, reception, form, 422)
    how = {name: form.cleaned_data[name] for name in ("version", "reason")}
    verb = workflow.correct_reception
    done, result = form.try_verb(lambda: verb(reception, form.held(), actor=request.user, **how))
    if done:
        messages.success(request, "已更正。原来写的留在更正记录里。")
        return redirect(reception)
    if isinstance(result, NotAllowedError):
        raise PermissionDenied
    return _late(request, reception, result) if isinstance(result, StaleError) else _page(request, reception, form, 422)


def _late(request: PortalRequest, reception: Reception, error: StaleError) -> HttpResponse:
    """The same page under the version of now."""
    now = Reception.objects.with_list_data().get(pk=reception.pk)
    data = request.POST.copy()
    data["version"] = str(now.version)
    form = CorrectForm(data, reception=now)
    form.is_valid()
    form.refuse(error)
    return _page(request, now, form, 409, theirs=True)


def _page(
    request: PortalRequest, reception: Reception, form: CorrectForm, status: int = 200, *, theirs: bool = False
) -> HttpResponse:
    context = {"reception": reception, "form": form, "theirs": theirs}
    return render(request, "stations/reception_correct.html", context, status=status)
