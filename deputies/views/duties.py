"""履职记录: one record with its buttons, what waits for somebody, an entry by hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.choices import Role
from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.paging import keyset
from common.posting import act, acts_in_tabs, press
from deputies import reports, rules
from deputies.forms.duties import DecideForm, EntryForm, ObjectForm, ReasonForm
from deputies.models import Deputy, DutyRecord, ScoreSheet
from deputies.views.register import with_deputy
from deputies.workflow import duties as verbs

ROWS = 30
TABS = (("waiting", "等我处理"), ("all", "全部"))
View = Callable[..., HttpResponse]
FORMS: dict[str, type[PortalForm]] = {
    "object": ObjectForm,
    "turn_down": ReasonForm,
    "refuse": ReasonForm,
    "decide": DecideForm,
}


def with_duty(view: View) -> View:
    """Passes the record the user may see; else 404."""

    @wraps(view)
    def loaded(request: PortalRequest, pk: int, **kwargs: Any) -> HttpResponse:
        rows = DutyRecord.objects.visible_to(request.user).with_list_data()
        return view(request, get_object_or_404(rows, pk=pk), **kwargs)

    return loaded


def _may(request: PortalRequest, record: DutyRecord, *steps: str) -> None:
    """403 for who may take none of `steps`, whatever the status."""
    if not any(verbs.STEPS[step].may(request.user, record) for step in steps):
        raise PermissionDenied


@require_GET
def duty_list(request: PortalRequest) -> HttpResponse:
    """What waits for whoever is signed in, and all they may see."""
    if not request.user.scopes.has(*Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION, Role.DEPUTY):
        raise Http404
    tab = request.GET.get("tab") if request.GET.get("tab") in dict(TABS) else "waiting"
    rows = DutyRecord.objects.waiting_for(request.user)
    if tab == "all":
        rows = DutyRecord.objects.visible_to(request.user).shown()
    page = keyset(rows.with_list_data(), request.GET, order=("-id",), size=ROWS)
    context = {"page": page, "tab": tab, "tabs": TABS, "keeps": request.user.scopes.has(Role.STAFF)}
    context |= {
        "counting": any(reports.counting_over(path) for path in request.user.scopes.paths(Role.STAFF)),
        "has_sheets": ScoreSheet.objects.visible_to(request.user).alive().exists(),
    }
    return render(request, "deputies/duty_list.html", context)


@require_GET
@with_duty
def duty_detail(request: PortalRequest, record: DutyRecord) -> HttpResponse:
    """The record, what is said of it, and what may be done next."""
    return _detail_page(request, record)


def _detail_page(
    request: PortalRequest,
    record: DutyRecord,
    *,
    doing: str = "",
    bound: PortalForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    steps = verbs.open_steps(record, request.user, today)
    wanted = [*steps, *(["decide"] if "keep" in steps else [])]
    forms = {name: FORMS[name](auto_id=f"{name}-%s") for name in wanted if name in FORMS}
    if bound is not None:
        forms[doing] = bound
    context = {
        "record": record,
        "steps": wanted,
        "forms": forms,
        "doing": doing,
        "own": rules.is_own(request.user, record),
        "until": verbs.objection_until(record),
        "siblings": reports.same_day(record),
        "history": reports.history_of(record),
    }
    return render(request, "deputies/duty_detail.html", context, status=status)


_in_tab = acts_in_tabs(_detail_page)


@require_POST
@with_duty
def duty_confirm(request: PortalRequest, record: DutyRecord) -> HttpResponse:
    """“是我做的”."""
    _may(request, record, "confirm")
    done = "好的，这一条已确认。"
    return press(request, lambda: verbs.confirm(record, actor=request.user), done=done, back=record)


@require_POST
@with_duty
def duty_object(request: PortalRequest, record: DutyRecord) -> HttpResponse:
    """“我有异议”, with a word."""
    _may(request, record, "object")
    form = ObjectForm(request.POST, auto_id="object-%s")
    done = "您的异议已经送去核对，处理以前这一条不计。"
    return _in_tab(request, record, form, _verb(verbs.object_to, record, request), doing="object", done=done)


@require_POST
@with_duty
def duty_take_back(request: PortalRequest, record: DutyRecord) -> HttpResponse:
    """Before it is audited."""
    _may(request, record, "take_back")
    return press(
        request,
        lambda: verbs.take_back(record, actor=request.user),
        done="这一条已撤回，不会记入档案。",
        back=record,
    )


@require_POST
@with_duty
def duty_look(request: PortalRequest, record: DutyRecord, passed: int) -> HttpResponse:
    """The group's leader: it is so, or not and why."""
    _may(request, record, "pass_on")
    if passed:
        verb = _verb(verbs.look, record, request, passed=True)
        return press(request, lambda: verb({}), done="已送选工委审核。", back="deputies:duty_list")
    form = ReasonForm(request.POST, auto_id="turn_down-%s")
    verb = _verb(verbs.look, record, request, passed=False)
    return _in_tab(request, record, form, verb, doing="turn_down", done="已退回，并告诉了录入的人。")


@require_POST
@with_duty
def duty_audit(request: PortalRequest, record: DutyRecord, passed: int) -> HttpResponse:
    """The committee's staff, once."""
    _may(request, record, "approve")
    if passed:
        verb = _verb(verbs.audit, record, request, passed=True)
        return press(request, lambda: verb({}), done="审核通过，已记入档案。", back="deputies:duty_list")
    form = ReasonForm(request.POST, auto_id="refuse-%s")
    verb = _verb(verbs.audit, record, request, passed=False)
    return _in_tab(request, record, form, verb, doing="refuse", done="没有通过，已告诉录入的人和代表。")


@require_POST
@with_duty
def duty_decide(request: PortalRequest, record: DutyRecord) -> HttpResponse:
    """An objection answered, once."""
    _may(request, record, "keep")
    form = DecideForm(request.POST, auto_id="decide-%s")
    return _in_tab(
        request, record, form, _verb(verbs.decide, record, request), doing="decide", done="已处理，并告诉了代表。"
    )


def _verb(verb: Any, record: DutyRecord, request: PortalRequest, **facts: Any) -> Callable[[dict[str, Any]], Any]:
    """The verb as `act` calls it: with the row as it was read, the form's data, and who acts."""
    return lambda data: verb(record, actor=request.user, **facts, **data)


@require_http_methods(["GET", "HEAD", "POST"])
@with_deputy
def duty_new(request: PortalRequest, deputy: Deputy) -> HttpResponse:
    """An entry by hand, by the deputy or for them."""
    if not rules.can_enter_for(request.user, deputy):
        raise PermissionDenied
    own = rules.is_deputy(request.user, deputy)

    def page(form: PortalForm, status: int = 200) -> HttpResponse:
        return render(request, "deputies/duty_new.html", {"deputy": deputy, "form": form, "own": own}, status=status)

    if request.method != "POST":
        return page(EntryForm())
    return act(
        request,
        EntryForm(request.POST),
        lambda data: verbs.enter(deputy, actor=request.user, **data),
        done="已录入，审核以后记入档案。",
        back=lambda made: redirect(made).url,
        again=page,
    )
