"""进站问政: questions on the activity's page, each with its own; promises to follow up; pins of a station."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.choices import Role
from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.paging import keyset
from common.posting import act, press
from common.steps import open_steps
from stations import reports, rules
from stations.choices import ActivityStatus, InquiryStatus
from stations.filters import PromiseFilter
from stations.forms.inquiries import AskForm, EvidenceForm, PinForm, PromiseForm, SpokenAnswerForm
from stations.models import Activity, Inquiry, Pin, Reception
from stations.views.loading import allowed, readers_only, with_activity, with_inquiry
from stations.workflow import inquiry as verbs
from stations.workflow import pin_to_station, unpin

ROWS = 30
VERBS: dict[str, tuple[Any, str]] = {
    "answer": (verbs.answer, "现场答复已记下。"),
    "promise": (verbs.promise, "承诺已记下。到期前后都会提醒跟进的单位。"),
    "keep": (verbs.keep, "已登记兑现。"),
    "miss": (verbs.miss, "已登记。可以重新定期限，也可以转入意见台账。"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@with_activity
def inquiry_ask(request: PortalRequest, activity: Activity) -> HttpResponse:
    """One more question."""
    open_for = (ActivityStatus.NOTIFIED, ActivityStatus.HELD)
    allowed(rules.can_keep_activity(request.user, activity) and activity.status in open_for)
    if request.method != "POST":
        return _ask_page(request, activity, AskForm(activity=activity))
    form = AskForm(request.POST, activity=activity)
    facts = ("unit", "question", "client_id")
    return act(
        request,
        form,
        lambda data: verbs.ask(
            activity, contributor=form.contributor(), actor=request.user, **{name: data[name] for name in facts}
        ),
        done="问题已登记。单位怎样答复、承诺什么，点开它再记。",
        back=activity,
        again=lambda wrong, status: _ask_page(request, activity, wrong, status),
    )


def _ask_page(request: PortalRequest, activity: Activity, form: PortalForm, status: int = 200) -> HttpResponse:
    return render(request, "stations/inquiry_ask.html", {"activity": activity, "form": form}, status=status)


@require_GET
@with_inquiry
def inquiry_detail(request: PortalRequest, inquiry: Inquiry) -> HttpResponse:
    """One question: what was answered and promised, and the forms for what comes next."""
    return _page(request, inquiry)


def _page(request: PortalRequest, inquiry: Inquiry, *, status: int = 200, **bound: PortalForm) -> HttpResponse:
    steps = open_steps(verbs.STEPS, inquiry, request.user)
    forms = [
        (name, bound.get(name) or _form(name, inquiry), reverse(f"stations:inquiry_{name}", args=[inquiry.pk]))
        for name in steps
        if name in VERBS
    ]
    row = reports.asked_rows([inquiry], request.user, timezone.localdate())[0]
    context = {"inquiry": inquiry, "row": row, "steps": steps, "forms": forms}
    context["history"] = reports.inquiry_history(inquiry)
    context["may_open"] = rules.can_view_activity(request.user, inquiry.activity)
    return render(request, "stations/inquiry_detail.html", context, status=status)


def _form(name: str, inquiry: Inquiry, data: Any = None) -> PortalForm:
    if name == "promise":
        return PromiseForm(data, inquiry=inquiry, auto_id="promise_%s")
    kind = SpokenAnswerForm if name == "answer" else EvidenceForm
    return kind(data, auto_id=f"{name}_%s")


@require_POST
@with_inquiry
def inquiry_step(request: PortalRequest, inquiry: Inquiry, step: str) -> HttpResponse:
    """记现场答复, 记承诺, 登记兑现, 登记还没有做到."""
    allowed(verbs.STEPS[step].may(request.user, inquiry))
    verb, done = VERBS[step]
    return act(
        request,
        _form(step, inquiry, request.POST),
        lambda data: verb(inquiry, actor=request.user, **data),
        done=done,
        back=request.path.removesuffix(f"{step}/"),
        again=lambda form, status: _page(request, inquiry, status=status, **{step: form}),
    )


@require_POST
@with_inquiry
def inquiry_to_ledger(request: PortalRequest, inquiry: Inquiry) -> HttpResponse:
    """Into the ledger as it was asked."""
    allowed(verbs.STEPS["to_ledger"].may(request.user, inquiry))
    done = "已转入意见台账，在那里归并、交办、答复，不用再填一遍。"
    back = request.path.removesuffix("ledger/")
    return press(request, lambda: verbs.to_ledger(inquiry, actor=request.user), done=done, back=back)


@require_GET
def inquiry_list(request: PortalRequest) -> HttpResponse:
    """What units promised in one's place, by its day."""
    readers_only(request, *Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION)
    today = timezone.localdate()
    form = PromiseFilter(request.GET, today=today)
    rows = form.narrow(Inquiry.objects.visible_to(request.user)).with_list_data()
    page = keyset(rows, request.GET, order=form.order, size=ROWS)
    page.rows[:] = reports.asked_rows(page.rows, request.user, today)
    context = {"page": page, "form": form, "promised": InquiryStatus.PROMISED}
    return render(request, "stations/inquiry_list.html", context)


# --- pins -----------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@with_activity
def activity_pin(request: PortalRequest, activity: Activity) -> HttpResponse:
    """Let an activity stand first on its station's page."""
    return _pin(request, activity)


@require_http_methods(["GET", "HEAD", "POST"])
def reception_pin(request: PortalRequest, pk: int) -> HttpResponse:
    """Let a reception stand first on its station's page."""
    rows = Reception.objects.visible_to(request.user).select_related("station__unit__region")
    return _pin(request, get_object_or_404(rows, pk=pk))


def _pin(request: PortalRequest, target: Any) -> HttpResponse:
    allowed(target.station is not None and rules.can_pin(request.user, target.station))

    def page(form: PortalForm, status: int = 200) -> HttpResponse:
        return render(request, "stations/pin.html", {"target": target, "form": form}, status=status)

    if request.method != "POST":
        return page(PinForm())
    return act(
        request,
        PinForm(request.POST),
        lambda data: pin_to_station(target, actor=request.user, **data),
        done="已置顶到站点页。",
        back=target.station,
        again=page,
    )


@require_POST
def pin_remove(request: PortalRequest, pk: int) -> HttpResponse:
    """Take it down."""
    pin = get_object_or_404(Pin.objects.with_target().select_related("station__unit__region"), pk=pk)
    allowed(rules.can_pin(request.user, pin.station))
    return press(request, lambda: unpin(pin, actor=request.user), done="已撤下。", back=pin.station)
