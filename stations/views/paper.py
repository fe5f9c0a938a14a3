"""先拍照，回头再录: the paper register photographed at once, typed row after row beside its photo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.choices import Role
from accounts.requests import PortalRequest
from common.errors import NotAllowedError, RuleError
from common.forms import PortalForm
from common.paging import keyset
from common.posting import act, press
from stations import reports, rules
from stations.choices import PaperStatus
from stations.forms.paper import FinishForm, PaperForm, PhotosForm, RowForm
from stations.models import Attachment, PaperRegister, Station, Visit
from stations.views.earlier import as_typed, is_asked, looked_up
from stations.views.loading import allowed, own_station, readers_only, with_paper
from stations.workflow import add_photos, finish_paper, record_reception, record_visit, resume_paper

ROWS = 30


@require_GET
def paper_list(request: PortalRequest) -> HttpResponse:
    """The registers that wait, the longest first; or those that are finished, the latest first."""
    readers_only(request, *Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION)
    done, today = request.GET.get("tab") == "done", timezone.localdate()
    status = PaperStatus.DONE if done else PaperStatus.WAITING
    rows = reports.with_progress(PaperRegister.objects.visible_to(request.user).filter(status=status).with_list_data())
    page = keyset(rows, request.GET, order=("-opened_at", "-id") if done else ("opened_at", "id"), size=ROWS)
    page.rows[:] = [reports.Waiting(one, one.waited(today), one.entered, one.photos) for one in page.rows]
    mine = list(Station.objects.staffed_by(request.user).select_related("unit"))
    context = {"page": page, "done": done, "mine": mine, "units": {one.unit_id for one in mine}}
    return render(request, "stations/paper_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_new(request: PortalRequest) -> HttpResponse:
    """The photos and the reception they belong to, at once; the rows come later."""
    station, today = own_station(request), timezone.localdate()
    if request.method != "POST":
        slot = reports.slot_to_record(station, today, request.GET.get("slot"))
        day = slot.date if slot else today
        form = PaperForm(station=station, on=day, initial={"held_on": day, "started_at": slot and slot.starts_at})
        form.initial["deputies"] = [choice.deputy.pk for choice in form.choices.first]
        return _new_page(request, station, form)
    form = PaperForm(request.POST, files=request.FILES, station=station, on=today)
    if not form.is_valid():
        return _new_page(request, station, form, 422)
    done, result = form.try_verb(lambda: _open(request, station, form))
    if not done:
        return _new_page(request, station, form, 422)
    messages.success(request, "照片存好了，接待也登记上了。现在录、回头录都行，录到哪儿都不丢。")
    return redirect(result)


@transaction.atomic
def _open(request: PortalRequest, station: Station, form: PaperForm) -> PaperRegister:
    reception = record_reception(station, actor=request.user, **form.reception_facts())
    return add_photos(reception, form.cleaned_data["photos"], actor=request.user)


def _new_page(request: PortalRequest, station: Station, form: PaperForm, status: int = 200) -> HttpResponse:
    context = {"station": station, "form": form, "now": timezone.now()}
    return render(request, "stations/paper_new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@with_paper
def paper_detail(request: PortalRequest, paper: PaperRegister) -> HttpResponse:
    """The photo, and beside it the next row; a POST saves one row."""
    if request.method != "POST":
        return _page(request, paper)
    allowed(rules.can_type(request.user, paper))
    station = paper.reception.station
    if is_asked(request):
        form = RowForm(station=station, initial=as_typed(request))
        return _page(request, paper, row=form, **looked_up(request, station))
    form = RowForm(request.POST, station=station)
    if not form.is_valid():
        return _page(request, paper, row=form, status=422)
    try:
        visit = record_visit(paper.reception, actor=request.user, **form.facts())
    except NotAllowedError as error:
        raise PermissionDenied from error
    except RuleError as error:
        form.refuse(error)
        return _page(request, paper, row=form, status=422)
    messages.success(request, f"存好了：{visit.contributor.masked_name}。接着录下一行，或者歇一歇再来。")
    return redirect(f"{paper.get_absolute_url()}#row")


def _page(request: PortalRequest, paper: PaperRegister, *, status: int = 200, **bound: Any) -> HttpResponse:
    """`bound` holds the one form that was refused, or what was found of before."""
    user, reception = request.user, paper.reception
    may_type = rules.can_type(user, paper)
    visits = reports.visits_of(reception, Visit.objects.visible_to(user))
    context: dict[str, Any] = {
        "paper": paper,
        "reception": reception,
        "station": reception.station,
        "photos": list(Attachment.objects.visible_to(user).filter(reception=reception)),
        "visits": visits,
        "may_type": may_type,
        "waited": paper.waited(timezone.localdate()),
        "finishing": reports.finishing_of(paper) if paper.is_done else None,
        "now": timezone.now(),
    }
    if may_type and not paper.is_done:
        context |= {"who": bound.get("row") or RowForm(station=reception.station)}
        context |= {name: bound.get(name) for name in ("earlier", "earlier_error")}
        context |= {"finish_form": bound.get("finish") or FinishForm(auto_id="end_%s")}
    if may_type:
        context |= {"photos_form": bound.get("more") or PhotosForm(auto_id="more_%s")}
    return render(request, "stations/paper_detail.html", context, status=status)


@require_POST
@with_paper
def paper_photos(request: PortalRequest, paper: PaperRegister) -> HttpResponse:
    """More photos of the same register."""
    allowed(rules.can_type(request.user, paper))
    return act(
        request,
        PhotosForm(request.POST, request.FILES, auto_id="more_%s"),
        lambda data: add_photos(paper.reception, data["photos"], actor=request.user),
        done="照片已存好。",
        back=paper,
        again=lambda form, status: _page(request, paper, more=form, status=status),
    )


@require_POST
@with_paper
def paper_finish(request: PortalRequest, paper: PaperRegister) -> HttpResponse:
    """Everything is typed, says the person."""
    allowed(rules.can_type(request.user, paper))

    def again(form: PortalForm, status: int) -> HttpResponse:
        return _page(request, paper, finish=form, status=status)

    return act(
        request,
        FinishForm(request.POST, auto_id="end_%s"),
        lambda data: finish_paper(paper, actor=request.user, **data),
        done="这张登记表录完了。照片还留着，随时可以对。",
        back=paper,
        again=again,
    )


@require_POST
@with_paper
def paper_resume(request: PortalRequest, paper: PaperRegister) -> HttpResponse:
    """There is more to type."""
    allowed(rules.can_type(request.user, paper))
    return press(request, lambda: resume_paper(paper, actor=request.user), done="可以接着录了。", back=paper)
