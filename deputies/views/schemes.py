"""计分办法, for the committee's staff; not there while points are off."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Unit
from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.paging import keyset
from common.posting import act, press
from common.steps import open_steps
from deputies import reports
from deputies.forms.scoring import RuleForm, SchemeForm, facts_of
from deputies.models import ScoreRule, ScoreScheme
from deputies.views.files import own_unit
from deputies.workflow import schemes as verbs

ROWS = 20
View = Callable[..., HttpResponse]


def counting_unit(request: PortalRequest) -> Unit:
    """The committee of the user, where it counts points; else 404."""
    unit = own_unit(request)
    if not reports.setting_for(unit).scoring:
        raise Http404
    return unit


def with_scheme(view: View) -> View:
    """Passes a scheme of the user's committee; else 404."""

    @wraps(view)
    def loaded(request: PortalRequest, pk: int, **kwargs: Any) -> HttpResponse:
        counting_unit(request)
        rows = ScoreScheme.objects.visible_to(request.user).select_related("unit__region")
        return view(request, get_object_or_404(rows, pk=pk), **kwargs)

    return loaded


@require_http_methods(["GET", "HEAD", "POST"])
def scheme_list(request: PortalRequest) -> HttpResponse:
    """All schemes of one's committee; a POST drafts one from the example."""
    unit = counting_unit(request)

    def page(form: PortalForm, status: int = 200) -> HttpResponse:
        rows = keyset(ScoreScheme.objects.visible_to(request.user), request.GET, order=("-id",), size=ROWS)
        return render(request, "deputies/scheme_list.html", {"page": rows, "form": form, "unit": unit}, status=status)

    if request.method != "POST":
        return page(SchemeForm(initial={"year": timezone.localdate().year}))
    return act(
        request,
        SchemeForm(request.POST),
        lambda data: verbs.draft_scheme(unit, actor=request.user, **data),
        done="照示例拟好了一份。请逐项核对，改成本地的办法，再启用。",
        back=lambda made: redirect("deputies:scheme_detail", made.pk).url,
        again=page,
    )


@require_GET
@with_scheme
def scheme_detail(request: PortalRequest, scheme: ScoreScheme) -> HttpResponse:
    """The items and the sum of their caps."""
    ordinary, special = reports.caps_of(reports.rules_of(scheme))
    context = {
        "scheme": scheme,
        "rows": reports.rule_rows(scheme),
        "ordinary": ordinary,
        "special": special,
        "steps": open_steps(verbs.STEPS, scheme, request.user),
        "copy_form": SchemeForm(initial={"year": scheme.year + 1}),
    }
    return render(request, "deputies/scheme_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@with_scheme
def rule_edit(request: PortalRequest, scheme: ScoreScheme, rule: int = 0) -> HttpResponse:
    """One item of a draft, new or changed."""
    row = get_object_or_404(ScoreRule.objects.prefetch_related("variants"), pk=rule, scheme=scheme) if rule else None

    def page(form: PortalForm, status: int = 200) -> HttpResponse:
        return render(request, "deputies/rule_edit.html", {"scheme": scheme, "rule": row, "form": form}, status=status)

    if request.method != "POST":
        return page(RuleForm(initial=facts_of(row) if row else {}))
    form = RuleForm(request.POST)
    return act(
        request,
        form,
        lambda _data: verbs.keep_rule(scheme, form.facts(), rule=row, actor=request.user),
        done="这一项已保存。",
        back=redirect("deputies:scheme_detail", scheme.pk).url,
        again=page,
    )


@require_POST
@with_scheme
def rule_drop(request: PortalRequest, scheme: ScoreScheme, rule: int) -> HttpResponse:
    """An item out of a draft."""
    row = get_object_or_404(ScoreRule.objects.select_related("scheme__unit__region"), pk=rule, scheme=scheme)
    back = redirect("deputies:scheme_detail", scheme.pk).url
    return press(request, lambda: verbs.drop_rule(row, actor=request.user), done="这一项已删去。", back=back)


@require_POST
@with_scheme
def scheme_activate(request: PortalRequest, scheme: ScoreScheme) -> HttpResponse:
    """In use for its year."""
    back = redirect("deputies:scheme_detail", scheme.pk).url
    done = f"已启用。{scheme.year}年的分从现在起照这份办法算。"
    return press(request, lambda: verbs.activate(scheme, actor=request.user), done=done, back=back)


@require_POST
@with_scheme
def scheme_retire(request: PortalRequest, scheme: ScoreScheme) -> HttpResponse:
    """Put away."""
    back = redirect("deputies:scheme_detail", scheme.pk).url
    return press(request, lambda: verbs.retire(scheme, actor=request.user), done="已停用。", back=back)


@require_POST
@with_scheme
def scheme_copy(request: PortalRequest, scheme: ScoreScheme) -> HttpResponse:
    """The same items as a draft for another year."""
    form = SchemeForm(request.POST)
    if not form.is_valid():
        raise Http404

    def verb() -> None:
        verbs.draft_scheme(scheme.unit, source=scheme, actor=request.user, **form.cleaned_data)

    return press(request, verb, done="已照这份拟了一份新的。", back="deputies:scheme_list")
