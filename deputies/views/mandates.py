"""任职状态: where a mandate stands by law, its history, and what committee staff enter."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.posting import acts_in_tabs
from deputies import reports, rules
from deputies.forms.mandates import CorrectForm, EndForm, ResumeForm, SuspendForm
from deputies.models import Deputy, Mandate
from deputies.workflow import mandates as verbs

View = Callable[..., HttpResponse]
STEPS: dict[str, tuple[Any, str]] = {
    "suspend": (verbs.suspend, "已暂停执行职务。轮值和人选里不再列出。"),
    "resume": (verbs.resume, "已恢复执行职务。"),
    "end": (verbs.end, "代表资格已终止。没有其他任职的，小组和登录权限一并结束。"),
    "correct": (verbs.correct, "已更正，恢复到变更以前。"),
}


def with_mandate(view: View) -> View:
    """Passes a mandate of a deputy whose file the user may see; else 404."""

    @wraps(view)
    def loaded(request: PortalRequest, pk: int, **kwargs: Any) -> HttpResponse:
        rows = Mandate.objects.filter(deputy__in=Deputy.objects.visible_to(request.user).values("pk"))
        mandate = get_object_or_404(rows.select_related("deputy__home_region", "region", "unit"), pk=pk)
        if not rules.can_view_file(request.user, mandate.deputy):
            raise Http404
        return view(request, mandate, **kwargs)

    return loaded


def _form(name: str, mandate: Mandate, data: Any = None) -> PortalForm:
    facts: dict[str, Any] = {"auto_id": f"{name}-%s"}
    if name == "end":
        return EndForm(data, announcer=verbs.announcer_of(mandate), **facts)
    return {"suspend": SuspendForm, "resume": ResumeForm, "correct": CorrectForm}[name](data, **facts)


@require_GET
@with_mandate
def mandate_detail(request: PortalRequest, mandate: Mandate) -> HttpResponse:
    """Where it stands, and what may be entered."""
    return _page(request, mandate)


def _page(
    request: PortalRequest, mandate: Mandate, *, doing: str = "", bound: PortalForm | None = None, status: int = 200
) -> HttpResponse:
    mandate = Mandate.objects.select_related("deputy__home_region", "region").get(pk=mandate.pk)
    forms = {name: _form(name, mandate) for name in verbs.open_steps(mandate, request.user)}
    if bound is not None:
        forms[doing] = bound
    history = reports.mandate_history(mandate)
    context = {"mandate": mandate, "deputy": mandate.deputy, "forms": forms, "doing": doing, "history": history}
    return render(request, "deputies/mandate_detail.html", context, status=status)


_in_tab = acts_in_tabs(_page)


@require_POST
@with_mandate
def mandate_change(request: PortalRequest, mandate: Mandate, step: str) -> HttpResponse:
    """One of the four, by staff over the place of the mandate."""
    if step not in STEPS:
        raise Http404
    if not rules.can_change_mandate(request.user, mandate):
        raise PermissionDenied
    verb, done = STEPS[step]
    form = _form(step, mandate, request.POST)
    return _in_tab(
        request, mandate, form, lambda data: verb(mandate, actor=request.user, **data), doing=step, done=done
    )
