"""年度计划 of groups and trainings, and a group's page of activities."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.choices import Role
from accounts.models import Unit
from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.paging import keyset
from common.posting import act, press
from deputies.models import ActivityGroup
from stations import actions, reports, rules
from stations.forms.plans import ItemForm, YearForm
from stations.models import PlanItem, YearPlan
from stations.views.loading import allowed, readers_only, with_plan

ROWS = 30
KEEPERS = (Role.STAFF, Role.TOWNSHIP)


@require_GET
def plan_list(request: PortalRequest) -> HttpResponse:
    """The plans of one's place: trainings and groups, the latest year first."""
    readers_only(request, *Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION)
    rows = YearPlan.objects.visible_to(request.user).with_items()
    page = keyset(rows, request.GET, order=("-year", "-kind", "id"), size=ROWS)
    page.rows[:] = [(plan, reports.plan_rows(plan)) for plan in page.rows]
    units = list(Unit.objects.filter(pk__in=request.user.scopes.units(*KEEPERS)))
    context = {"page": page, "units": units, "form": YearForm(initial={"year": timezone.localdate().year})}
    return render(request, "stations/plan_list.html", context)


@require_POST
def training_plan_begin(request: PortalRequest, pk: int) -> HttpResponse:
    """The year's trainings of one's own committee or township."""
    unit = get_object_or_404(Unit, pk=pk)
    allowed(rules.can_plan_unit(request.user, unit))
    return _begin(request, unit)


@require_POST
def group_plan_begin(request: PortalRequest, pk: int) -> HttpResponse:
    """The year's activities of a group."""
    group = get_object_or_404(ActivityGroup.objects.visible_to(request.user).select_related("region"), pk=pk)
    allowed(rules.can_plan_group(request.user, group))
    return _begin(request, group)


def _begin(request: PortalRequest, owner: Unit | ActivityGroup) -> HttpResponse:
    form = YearForm(request.POST)
    if not form.is_valid():
        return redirect("stations:plan_list")
    plan = actions.plan_of(owner, year=form.cleaned_data["year"], actor=request.user)
    return redirect(plan)


@require_http_methods(["GET", "HEAD", "POST"])
@with_plan
def plan_detail(request: PortalRequest, plan: YearPlan) -> HttpResponse:
    """The items by month with what became of them; a POST adds one."""
    if request.method != "POST":
        return _plan_page(request, plan, ItemForm(initial={"month": timezone.localdate().month}))
    allowed(rules.can_keep_plan(request.user, plan))
    form = ItemForm(request.POST)
    return act(
        request,
        form,
        lambda _: actions.add_item(plan, actor=request.user, **form.facts()),
        done="已加进计划。",
        back=plan,
        again=lambda wrong, status: _plan_page(request, plan, wrong, status),
    )


def _plan_page(request: PortalRequest, plan: YearPlan, form: PortalForm, status: int = 200) -> HttpResponse:
    may_keep = rules.can_keep_plan(request.user, plan)
    rows = reports.plan_rows(plan)
    context = {"plan": plan, "rows": rows, "form": form if may_keep else None, "may_keep": may_keep}
    context["has_lists"] = request.user.scopes.has(*Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION)
    return render(request, "stations/plan_detail.html", context, status=status)


def _item(request: PortalRequest, pk: int) -> PlanItem:
    seen = YearPlan.objects.visible_to(request.user).values("pk")
    rows = PlanItem.objects.filter(plan__in=seen).select_related("plan__group__region", "plan__unit__region")
    item = get_object_or_404(rows, pk=pk)
    allowed(rules.can_keep_plan(request.user, item.plan))
    return item


@require_http_methods(["GET", "HEAD", "POST"])
def item_change(request: PortalRequest, pk: int) -> HttpResponse:
    """One item written anew."""
    item = _item(request, pk)

    def page(form: PortalForm, status: int = 200) -> HttpResponse:
        return render(request, "stations/plan_item.html", {"item": item, "form": form}, status=status)

    if request.method != "POST":
        names = ("month", "what", "who", "how", "version")
        return page(ItemForm(initial={name: getattr(item, name) for name in names}))
    form = ItemForm(request.POST)
    return act(
        request,
        form,
        lambda data: actions.change_item(item, version=data["version"] or 0, actor=request.user, **form.facts()),
        done="这一项已改好。",
        back=item.plan,
        again=page,
    )


@require_POST
def item_drop(request: PortalRequest, pk: int) -> HttpResponse:
    """Off the plan, while nothing carries it out."""
    item = _item(request, pk)
    return press(request, lambda: actions.drop_item(item, actor=request.user), done="已从计划里去掉。", back=item.plan)


@require_GET
def group_life(request: PortalRequest, pk: int) -> HttpResponse:
    """A group's activities: the next one, the plan, those held; one's own attendance, nobody else's."""
    group = get_object_or_404(ActivityGroup.objects.visible_to(request.user).select_related("region"), pk=pk)
    today = timezone.localdate()
    may_plan = rules.can_plan_group(request.user, group)
    context = {
        "group": group,
        "life": reports.life_of_group(group, request.user, today),
        "may_plan": may_plan,
        "may_organise": may_plan and reports.organisers_of(request.user, group).exists(),
        "is_member": group.members.filter(deputy__user=request.user, left_on=None).exists(),
    }
    template = "stations/_group_life.html" if request.htmx else "stations/group_life.html"
    return render(request, template, context)
