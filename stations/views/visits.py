"""One visit: what was said, the signed form, the name behind the mask."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import PortalRequest
from common.files import serve
from common.forms import PortalForm
from common.posting import act
from stations import actions, reports, rules
from stations.forms.receptions import RevealForm, ScanForm
from stations.models import Attachment, Visit, VisitOpinion
from stations.views.loading import allowed, with_visit


@require_GET
@with_visit
def visit_detail(request: PortalRequest, visit: Visit) -> HttpResponse:
    """Who came, what they said, how each thing stands."""
    return _visit_page(request, visit)


@require_GET
def opinion_visit(request: PortalRequest, pk: int) -> HttpResponse:
    """来访登记 on the page of the opinion `pk`; as a plain link it leads to the visit."""
    visit = reports.visit_behind(pk, request.user)
    if visit is None:
        raise Http404
    if not request.htmx:
        return redirect(visit)
    return render(request, "stations/_opinion_visit.html", {"visit": visit, "reception": visit.reception})


def _visit_page(
    request: PortalRequest,
    visit: Visit,
    *,
    scan_form: PortalForm | None = None,
    reveal_form: PortalForm | None = None,
    revealed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    user = request.user
    items = VisitOpinion.objects.visible_to(user).filter(visit=visit).with_list_data()
    may_reveal = rules.can_reveal(user, visit)
    context = {
        "visit": visit,
        "reception": visit.reception,
        "deputies": list(visit.reception.deputies.all()),
        "standings": reports.standings(items, user, timezone.localdate()),
        "scans": list(visit.attachments.all()),
        "may_add": rules.can_add_visit(user, visit.reception),
        "may_correct": rules.can_correct(user, visit.reception),
        "scan_form": (scan_form or ScanForm()) if rules.can_file_scan(user, visit) else None,
        "reveal_form": (reveal_form or RevealForm()) if may_reveal else None,
        "revealed": revealed,
    }
    return render(request, "stations/visit_detail.html", context, status=status)


@require_POST
@with_visit
def visit_scan(request: PortalRequest, visit: Visit) -> HttpResponse:
    """The signed form comes back."""
    allowed(rules.can_file_scan(request.user, visit))
    return act(
        request,
        ScanForm(request.POST, request.FILES),
        lambda data: actions.file_scan(visit, data["file"], actor=request.user),
        done="签字登记表已存好。",
        back=visit,
        again=lambda form, status: _visit_page(request, visit, scan_form=form, status=status),
    )


@never_cache
@require_POST
@with_visit
def visit_reveal(request: PortalRequest, visit: Visit) -> HttpResponse:
    """Name and telephone once, on this very page, for a reason that is logged."""
    allowed(rules.can_reveal(request.user, visit))
    form = RevealForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done, found = form.try_verb(
            lambda: actions.reveal_visitor(visit, actor=request.user, reason=reason, request=request)
        )
        if done:
            return _visit_page(request, visit, revealed=found)
    return _visit_page(request, visit, reveal_form=form, status=422)


@require_GET
def attachment(request: PortalRequest, pk: int) -> FileResponse:
    """A scan or a photo, to whoever may see it."""
    return serve(get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk), inline=True)
