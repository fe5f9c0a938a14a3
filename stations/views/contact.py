"""双联: a deputy's households on the phone or by proxy, each time in touch; which member keeps in touch with whom."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.choices import Role
from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.paging import keyset
from common.posting import act
from deputies.models import Deputy
from stations import actions, reports, rules
from stations.forms.contact import ContactForm, EndForm, HouseholdForm, MemberLinkForm
from stations.forms.receptions import RevealForm
from stations.models import Household, HouseholdContact, MemberLink, Station
from stations.views.loading import allowed, readers_only, with_station

ROWS = 30


@require_GET
def my_contacts(request: PortalRequest) -> HttpResponse:
    """A deputy's own list."""
    deputy = reports.deputy_of(request.user)
    if deputy is None:
        raise Http404
    return redirect("stations:contact_list", deputy.pk)


@require_GET
@with_station
def station_contacts(request: PortalRequest, station: Station) -> HttpResponse:
    """The deputies of the station's groups, each with how many households."""
    may = rules.is_at_station(request.user, station) or rules.can_keep_staff(request.user, station)
    allowed(may)
    keepers = reports.keepers_at(station, timezone.localdate())
    shown = Deputy.objects.visible_to(request.user).filter(pk__in=[one.deputy.pk for one in keepers])
    context = {
        "station": station,
        "keepers": keepers,
        "open_to": set(shown.values_list("pk", flat=True)),  # who lives elsewhere is kept by the station there
        "target": reports.target_over(station.unit.region),
        "year": timezone.localdate().year,
    }
    return render(request, "stations/station_contacts.html", context)


# --- one deputy ---------------------------------------------------------------------------------------
def _deputy(request: PortalRequest, pk: int) -> Deputy:
    seen = Deputy.objects.visible_to(request.user).select_related("home_region")
    deputy = get_object_or_404(seen, pk=pk)
    allowed(rules.can_open_contacts(request.user, deputy))
    return deputy


@require_GET
def contact_list(request: PortalRequest, pk: int) -> HttpResponse:
    """Whom a deputy keeps in touch with, and who keeps in touch with them."""
    return _list_page(request, _deputy(request, pk))


def _list_page(
    request: PortalRequest, deputy: Deputy, form: PortalForm | None = None, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    may = rules.can_keep_contacts(request.user, deputy)
    rows = reports.households_of(deputy)
    page = keyset(rows.filter(until=None), request.GET, order=("id",), size=ROWS)
    context = {
        "deputy": deputy,
        "is_own": deputy.user_id == request.user.pk,
        "page": page,
        "former": rows.exclude(until=None).order_by("-until", "-id")[:ROWS],
        "links": reports.links_of(deputy),
        "target": reports.target_over(deputy.home_region),
        "form": (form or HouseholdForm(initial={"since": today})) if may else None,
    }
    return render(request, "stations/contact_list.html", context, status=status)


@require_POST
def household_add(request: PortalRequest, pk: int) -> HttpResponse:
    """One more household."""
    deputy = _deputy(request, pk)
    allowed(rules.can_keep_contacts(request.user, deputy))
    return act(
        request,
        HouseholdForm(request.POST),
        lambda data: actions.add_household(
            deputy,
            actions.Elector(data["name"], data["area"], data["phone"]),
            since=data["since"],
            client_id=data["client_id"],
            actor=request.user,
        ),
        done="登记好了。",
        back=reverse("stations:contact_list", args=[deputy.pk]),
        again=lambda form, status: _list_page(request, deputy, form, status),
    )


# --- one household --------------------------------------------------------------------------------------
def _household(request: PortalRequest, pk: int) -> Household:
    rows = Household.objects.visible_to(request.user).select_related("deputy__home_region", "entered_by")
    return get_object_or_404(rows, pk=pk)


@never_cache
@require_GET
def household_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """One household: each time in touch, and what can be done."""
    return _page(request, _household(request, pk))


def _page(request: PortalRequest, household: Household, *, status: int = 200, **bound: Any) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    may = rules.can_keep_contacts(user, household.deputy)
    is_own = household.deputy.user_id == user.pk
    reason = "和联系的群众通电话" if is_own else ""
    context = {
        "household": household,
        "is_own": is_own,
        "contacts": reports.contacts_of(household),
        "may": may and household.until is None,
        "may_take_back": may,
        "form": bound.get("form") or ContactForm(initial={"on": today}),
        "end_form": bound.get("end") or EndForm(initial={"until": today}),
        "reveal_form": bound.get("reveal") or RevealForm(initial={"reason": reason}),
        "revealed": bound.get("revealed"),
        "station": Station.objects.staffed_by(user).first() if not is_own else None,
    }
    return render(request, "stations/household_detail.html", context, status=status)


@require_POST
def contact_add(request: PortalRequest, pk: int) -> HttpResponse:
    """One time in touch."""
    household = _household(request, pk)
    allowed(rules.can_keep_contacts(request.user, household.deputy))
    return act(
        request,
        ContactForm(request.POST),
        lambda data: actions.record_contact(household, actor=request.user, **data),
        done="记好了，也记进了履职记录。",
        back=household,
        again=lambda form, status: _page(request, household, form=form, status=status),
    )


@require_POST
def household_end(request: PortalRequest, pk: int) -> HttpResponse:
    """No longer in touch."""
    household = _household(request, pk)
    allowed(rules.can_keep_contacts(request.user, household.deputy))
    return act(
        request,
        EndForm(request.POST),
        lambda data: actions.end_household(household, until=data["until"], actor=request.user),
        done="以后不再列在联系的群众里，做过的都留着。",
        back=reverse("stations:contact_list", args=[household.deputy_id]),
        again=lambda form, status: _page(request, household, end=form, status=status),
    )


@never_cache
@require_POST
def household_reveal(request: PortalRequest, pk: int) -> HttpResponse:
    """Name and telephone once, on this very page, for a reason that is logged."""
    household, form = _household(request, pk), RevealForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done, found = form.try_verb(
            lambda: actions.reveal_household(household, actor=request.user, reason=reason, request=request)
        )
        if done:
            return _page(request, household, revealed=found)
    return _page(request, household, reveal=form, status=422)


@require_POST
def contact_take_back(request: PortalRequest, pk: int) -> HttpResponse:
    """It did not happen so."""
    seen = Household.objects.visible_to(request.user).values("pk")
    rows = HouseholdContact.objects.filter(household__in=seen).select_related("household__deputy__home_region")
    contact = get_object_or_404(rows, pk=pk)
    allowed(rules.can_keep_contacts(request.user, contact.household.deputy))
    return act(
        request,
        PortalForm(request.POST),
        lambda _: actions.take_back(contact, actor=request.user),
        done="撤回了，履职记录里也去掉了。",
        back=contact.household,
        again=lambda form, status: _page(request, contact.household, form=form, status=status),
    )


# --- members --------------------------------------------------------------------------------------------
@require_GET
def member_links(request: PortalRequest) -> HttpResponse:
    """Which member keeps in touch with which deputies."""
    return _links_page(request)


def _links_page(
    request: PortalRequest, form: PortalForm | None = None, wrong: PortalForm | None = None, status: int = 200
) -> HttpResponse:
    readers_only(request, *Role.COMMITTEE, Role.TOWNSHIP)
    user, today = request.user, timezone.localdate()
    rows = MemberLink.objects.visible_to(user).current().select_related("member", "deputy__home_region")
    page = keyset(rows, request.GET, order=("member_id", "id"), size=ROWS)
    may = user.scopes.has(Role.STAFF)
    context = {
        "page": page,
        "members": reports.by_member(page.rows),
        "form": (form or MemberLinkForm(user=user, initial={"since": today})) if may else None,
        "wrong": wrong,
        "today": today,
    }
    return render(request, "stations/member_links.html", context, status=status)


@require_POST
def link_add(request: PortalRequest) -> HttpResponse:
    """A member keeps in touch with a deputy."""
    readers_only(request, *Role.COMMITTEE, Role.TOWNSHIP)
    allowed(request.user.scopes.has(Role.STAFF))
    return act(
        request,
        MemberLinkForm(request.POST, user=request.user),
        lambda data: actions.link_member(**data, actor=request.user),
        done="登记好了。",
        back=reverse("stations:member_links"),
        again=lambda form, status: _links_page(request, form=form, status=status),
    )


@require_POST
def link_end(request: PortalRequest, pk: int) -> HttpResponse:
    """They keep in touch no longer."""
    rows = MemberLink.objects.visible_to(request.user).select_related("deputy__home_region", "member")
    link = get_object_or_404(rows, pk=pk)
    allowed(rules.can_link_members(request.user, link.deputy))
    return act(
        request,
        EndForm(request.POST),
        lambda data: actions.end_link(link, until=data["until"], actor=request.user),
        done="结束了。",
        back=reverse("stations:member_links"),
        again=lambda form, status: _links_page(request, wrong=form, status=status),
    )
