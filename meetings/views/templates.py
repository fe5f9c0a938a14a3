"""会务流程: the processes of a place and their standard papers, written by staff, read by the committee."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.choices import Role
from accounts.requests import PortalRequest
from common.paging import keyset
from common.posting import act, press
from meetings import actions, rules
from meetings.choices import PaperKind
from meetings.forms.process import PaperTextForm, TemplateForm, TemplateStepForm
from meetings.models import PaperVersion, ProcessTemplate, TemplateStep
from meetings.views.loading import may_edit_step, with_template, with_template_step

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def template_list(request: PortalRequest) -> HttpResponse:
    """The processes of the places one belongs to."""
    if not request.user.scopes.has(*Role.COMMITTEE):
        raise PermissionDenied
    rows = ProcessTemplate.objects.visible_to(request.user).with_numbers().select_related("region")
    page = keyset(rows, request.GET, order=("region__order", "id"), size=30)
    context = {"page": page, "may_add": rules.prepares_meetings(request.user)}
    return render(request, "meetings/template_list.html", context)


@GET_OR_POST
def template_create(request: PortalRequest) -> HttpResponse:
    """A process of one's own, to be filled step by step."""
    if not rules.prepares_meetings(request.user):
        raise PermissionDenied
    form = TemplateForm(request.POST or None, user=request.user)
    if request.method != "POST":
        return _template_form(request, form)
    return act(
        request,
        form,
        lambda data: actions.create_template(actor=request.user, **data),
        done="流程建好了。接着一步一步加。",
        back=lambda made: made,
        again=lambda shown, status: _template_form(request, shown, status=status),
    )


def _template_form(
    request: PortalRequest, form: Any, template: ProcessTemplate | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "meetings/template_form.html", {"form": form, "template": template}, status=status)


@require_GET
@with_template()
def template_detail(request: PortalRequest, template: ProcessTemplate) -> HttpResponse:
    """Its steps in order, and its five papers in their newest version."""
    newest = {one.kind: one for one in PaperVersion.objects.filter(template=template).newest()}
    context = {
        "template": template,
        "steps": list(template.steps.select_related("owner_unit")),
        "papers": [(kind, label, newest.get(kind)) for kind, label in PaperKind.choices],
        "may_keep": rules.may_keep_template(request.user, template),
    }
    return render(request, "meetings/template_detail.html", context)


@GET_OR_POST
@with_template(rules.may_keep_template)
def template_edit(request: PortalRequest, template: ProcessTemplate) -> HttpResponse:
    """Its name, and whether new meetings may start from it."""
    initial = {name: getattr(template, name) for name in ("name", "has_secretary", "is_used")}
    typed = request.POST if request.method == "POST" else None
    form = TemplateForm(typed, user=request.user, template=template, initial=initial)
    if request.method != "POST":
        return _template_form(request, form, template)
    return act(
        request,
        form,
        lambda data: actions.edit_template(template, actor=request.user, **data),
        done="流程改好了。",
        back=template,
        again=lambda shown, status: _template_form(request, shown, template, status),
    )


# --- steps --------------------------------------------------------------------------------------
@GET_OR_POST
@with_template(rules.may_keep_template)
def template_step_add(request: PortalRequest, template: ProcessTemplate) -> HttpResponse:
    """One more step, at the end."""
    form = TemplateStepForm(request.POST or None, region=template.region, initial={"side": "before", "days": 7})
    if request.method != "POST":
        return _step_form(request, form, template)
    return act(
        request,
        form,
        lambda data: actions.add_template_step(template, actor=request.user, **data),
        done="加好了，排在最后。要往前排的，点“上移”。",
        back=lambda made: _at(template, made),
        again=lambda shown, status: _step_form(request, shown, template, status=status),
    )


def _at(template: ProcessTemplate, step: TemplateStep) -> str:
    """Back to the step's own row, so that the keyboard goes on from there."""
    return f"{template.get_absolute_url()}#step-{step.pk}"


def _step_form(
    request: PortalRequest, form: Any, template: ProcessTemplate, step: TemplateStep | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "template": template, "step": step}
    return render(request, "meetings/template_step_form.html", context, status=status)


@GET_OR_POST
@with_template_step(may_edit_step)
def template_step_edit(request: PortalRequest, step: TemplateStep) -> HttpResponse:
    """Put a step right; meetings already prepared keep theirs."""
    template = step.template
    initial = TemplateStepForm.initial_of(step)
    form = TemplateStepForm(request.POST or None, region=template.region, initial=initial)
    if request.method != "POST":
        return _step_form(request, form, template, step)
    return act(
        request,
        form,
        lambda data: actions.edit_template_step(step, actor=request.user, **data),
        done="这一步改好了。已经在筹备的会议不受影响。",
        back=_at(template, step),
        again=lambda shown, status: _step_form(request, shown, template, step, status),
    )


@require_POST
@with_template_step(may_edit_step)
def template_step_remove(request: PortalRequest, step: TemplateStep) -> HttpResponse:
    """Take a step out."""
    done = f"“{step.title}”删掉了。"
    back = step.template
    return press(request, lambda: actions.remove_template_step(step, actor=request.user), done=done, back=back)


@require_POST
@with_template_step(may_edit_step)
def template_step_move(request: PortalRequest, step: TemplateStep, way: str) -> HttpResponse:
    """One place up or down."""
    done = f"“{step.title}”{'上移' if way == 'up' else '下移'}了一位。"
    back = _at(step.template, step)
    return press(
        request,
        lambda: actions.move_template_step(step, actor=request.user, up=way == "up"),
        done=done,
        back=back,
    )


# --- papers -------------------------------------------------------------------------------------
@GET_OR_POST
@with_template(rules.may_keep_template)
def paper_write(request: PortalRequest, template: ProcessTemplate, kind: str) -> HttpResponse:
    """The wording of one of the five papers; once handed out, the next version of it."""
    if kind not in PaperKind.values:
        raise Http404
    newest = template.papers.filter(kind=kind).order_by("-number").first()
    initial = {"body": newest.body, "number": newest.number} if newest else {"number": 0}
    form = PaperTextForm(request.POST or None, initial=initial)
    about = {"template": template, "label": PaperKind(kind).label, "newest": newest}
    if request.method != "POST":
        return _paper_form(request, form, about)
    return act(
        request,
        form,
        lambda data: actions.write_paper(template, actor=request.user, kind=kind, **data),
        done="写好了。以前发出去的还是原来那一版。",
        back=lambda made: made,
        again=lambda shown, status: _paper_form(request, shown, about, status),
    )


def _paper_form(request: PortalRequest, form: Any, about: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "meetings/paper_form.html", {**about, "form": form}, status=status)


@require_GET
def paper_version(request: PortalRequest, pk: int) -> HttpResponse:
    """One version, as it is read and printed, and the others beside it."""
    seen = PaperVersion.objects.visible_to(request.user).select_related("template__region", "written_by")
    paper = get_object_or_404(seen, pk=pk)
    context = {
        "paper": paper,
        "template": paper.template,
        "versions": list(paper.template.papers.filter(kind=paper.kind).order_by("-number")[:20]),
        "may_keep": rules.may_keep_template(request.user, paper.template),
        "write_url": reverse("meetings:paper_write", args=[paper.template_id, paper.kind]),
    }
    return render(request, "meetings/paper_version.html", context)
