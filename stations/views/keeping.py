"""What is kept of an activity: minutes, files, what was said; and the record sheet on paper."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import PortalRequest
from common.documents import render as render_docx
from common.files import DOCX, serve
from common.forms import PortalForm
from common.posting import act
from common.steps import open_steps
from stations import reports, rules, workflow
from stations.choices import ActivityStatus
from stations.forms.activities import FileForm, MinutesForm, SaidForm
from stations.models import Activity, ActivityFile
from stations.views.activities import activity_page
from stations.views.loading import allowed, with_activity
from stations.workflow.activity import STEPS

SHEET = "activity_record.docx"
STALE = 409


@require_http_methods(["GET", "HEAD", "POST"])
@with_activity
def activity_minutes(request: PortalRequest, activity: Activity) -> HttpResponse:
    """The minutes. If another hand was first, what is there now stands above what was typed."""
    allowed("write" in open_steps(STEPS, activity, request.user))
    last = activity.minutes.first()
    if request.method != "POST":
        initial = {"number": last.number if last else 0, "text": last.text if last else ""}
        return _minutes_page(request, activity, MinutesForm(initial=initial))
    return act(
        request,
        MinutesForm(request.POST),
        lambda data: workflow.write_minutes(activity, actor=request.user, **data),
        done="纪要已存好。",
        back=activity,
        again=lambda wrong, status: (
            _late(request, activity, wrong) if status == STALE else _minutes_page(request, activity, wrong, status)
        ),
    )


def _late(request: PortalRequest, activity: Activity, wrong: PortalForm) -> HttpResponse:
    """The same page under the version of now."""
    data, last = request.POST.copy(), activity.minutes.first()
    data["number"] = str(last.number if last else 0)
    form = MinutesForm(data)
    form.is_valid()
    for sentence in wrong.non_field_errors():
        form.add_error(None, sentence)
    return _minutes_page(request, activity, form, STALE, theirs=last.text if last else "")


def _minutes_page(
    request: PortalRequest, activity: Activity, form: PortalForm, status: int = 200, theirs: str = ""
) -> HttpResponse:
    context = {"activity": activity, "form": form, "theirs": theirs}
    return render(request, "stations/activity_minutes.html", context, status=status)


@require_POST
@with_activity
def activity_file(request: PortalRequest, activity: Activity) -> HttpResponse:
    """A photo, a material, the signed sheet."""
    allowed(rules.can_keep_activity(request.user, activity))
    return act(
        request,
        FileForm(request.POST, request.FILES, auto_id="file_%s"),
        lambda data: workflow.file_with_activity(
            activity, data["file"], purpose=data["purpose"], actor=request.user
        ),
        done="文件已存好。",
        back=activity,
        again=lambda form, status: activity_page(request, activity, status=status, file=form),
    )


@require_GET
def activity_attachment(request: PortalRequest, pk: int) -> FileResponse:
    """A file, to whoever sees its activity."""
    seen = Activity.objects.visible_to(request.user).values("pk")
    return serve(get_object_or_404(ActivityFile.objects.filter(activity__in=seen), pk=pk), inline=True)


@require_http_methods(["GET", "HEAD", "POST"])
@with_activity
def activity_said(request: PortalRequest, activity: Activity) -> HttpResponse:
    """What somebody said, into the ledger."""
    allowed(rules.can_keep_activity(request.user, activity) and activity.status in ActivityStatus.DONE)
    if request.method != "POST":
        return _said_page(request, activity, SaidForm(activity=activity))
    form = SaidForm(request.POST, activity=activity)
    return act(
        request,
        form,
        lambda data: workflow.register_said(
            activity,
            form.said(),
            form.contributor(),
            actor=request.user,
            **{name: data[name] for name in ("route", "answer", "client_id")},
        ),
        done="已记进意见台账，走到哪一步，活动页上看得到。",
        back=activity,
        again=lambda wrong, status: _said_page(request, activity, wrong, status),
    )


def _said_page(request: PortalRequest, activity: Activity, form: PortalForm, status: int = 200) -> HttpResponse:
    return render(request, "stations/activity_said.html", {"activity": activity, "form": form}, status=status)


@require_GET
@with_activity
def activity_print(request: PortalRequest, activity: Activity) -> HttpResponse:
    """活动记录表, on A4 with lines for signatures."""
    allowed(rules.sees_by_office(request.user, activity) or rules.can_keep_activity(request.user, activity))
    context = {"activity": activity, "sheet": reports.sheet_of(activity, request.user)}
    return render(request, "stations/activity_print.html", context)


@require_GET
@with_activity
def activity_docx(request: PortalRequest, activity: Activity) -> HttpResponse:
    """The same as .docx, by the template staff may replace."""
    allowed(rules.sees_by_office(request.user, activity) or rules.can_keep_activity(request.user, activity))
    data = render_docx(SHEET, reports.sheet_of(activity, request.user))
    response = HttpResponse(data, content_type=DOCX)
    name = f"活动记录表{activity.held_on:%Y%m%d}-{activity.pk:04d}.docx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
