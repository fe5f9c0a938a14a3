"""The form on paper and the ledger as a table."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from accounts import actions as accounts
from accounts.choices import AuditAction, Role
from accounts.requests import PortalRequest
from common.documents import copies
from common.documents import render as render_docx
from common.files import DOCX, XLSX
from stations import exports
from stations.filters import CopiesForm, ReceptionFilter
from stations.models import Reception, Station, Visit, VisitOpinion
from stations.views.loading import readers_only, with_station, with_visit

TEMPLATE = "reception_form.docx"


@require_GET
@with_visit
def visit_print(request: PortalRequest, visit: Visit) -> HttpResponse:
    """登记表, filled, on A4 with lines for signatures."""
    sheet = exports.form_of(visit, _items(request, visit))
    context = {"sheet": sheet, "visit": visit, "routes": exports.ROUTE_WORDS}
    return render(request, "stations/visit_print.html", context)


@require_GET
@with_visit
def visit_docx(request: PortalRequest, visit: Visit) -> HttpResponse:
    """The same as .docx, by the template staff may replace."""
    data = render_docx(TEMPLATE, exports.form_of(visit, _items(request, visit)))
    return _file(data, DOCX, f"接待选民登记表{exports.form_number(visit)}.docx")


@require_GET
@with_visit
def visit_slip(request: PortalRequest, visit: Visit) -> HttpResponse:
    """告知单: where the visitor may go with what is not taken up here; 404 where nothing of the kind was said."""
    if not visit.elsewhere:
        raise Http404
    return render(request, "stations/visit_slip.html", {"visit": visit, "reception": visit.reception})


@require_GET
@with_station
def reception_blank(request: PortalRequest, station: Station) -> HttpResponse:
    """登记表 to be filled in by hand, as many sheets as asked for."""
    form = CopiesForm(request.GET)
    context = {"sheet": exports.blank_form(station), "station": station, "routes": exports.ROUTE_WORDS}
    context |= {"form": form, "numbers": range(1, form.number + 1)}
    return render(request, "stations/visit_print.html", context)


@require_GET
@with_station
def blank_docx(request: PortalRequest, station: Station) -> HttpResponse:
    """The same as .docx."""
    data = copies(render_docx(TEMPLATE, exports.blank_form(station)), CopiesForm(request.GET).number)
    return _file(data, DOCX, "接待选民登记表（空白）.docx")


@require_GET
def reception_export(request: PortalRequest) -> HttpResponse:
    """The ledger of receptions and visits, masked, as .xlsx; narrowed as the list is."""
    readers_only(request, *Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION)
    form = ReceptionFilter(request.GET, user=request.user)
    receptions = form.narrow(Reception.objects.visible_to(request.user))
    data, count = exports.ledger(VisitOpinion.objects.visible_to(request.user), receptions)
    accounts.audit(request.user, AuditAction.EXPORT, "接待来访台账", f"{count} 条", request)
    return _file(data, XLSX, f"接待来访台账{timezone.localdate():%Y%m%d}.xlsx")


def _items(request: PortalRequest, visit: Visit) -> list[VisitOpinion]:
    return list(VisitOpinion.objects.visible_to(request.user).filter(visit=visit).with_list_data())


def _file(data: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
