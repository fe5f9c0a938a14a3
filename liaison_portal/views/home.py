"""The home of whoever signed in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.calendar import Calendar
from accounts.choices import Role
from accounts.requests import PortalRequest
from liaison_portal.desks import deputy, desk_of

# Until which hour each greeting is said.
GREETINGS = ((5, "您好"), (11, "上午好"), (13, "中午好"), (18, "下午好"), (24, "晚上好"))


def greeting(moment: datetime) -> str:
    """上午好, 中午好, 下午好, 晚上好; in the small hours plainly 您好."""
    return next(words for until, words in GREETINGS if moment.hour < until)


@require_GET
def home(request: PortalRequest) -> HttpResponse:
    """Today's work for every role of the user; a deputy without another role gets the phone page."""
    now = timezone.localtime()
    user = request.user
    roles = {scope.role for scope in user.scopes.items}
    context: dict[str, Any] = {"greeting": greeting(now), "today": now.date()}
    if roles == {Role.DEPUTY}:
        context["page"] = deputy.page_of(user, now.date(), Calendar.load())
        return render(request, "liaison_portal/home_deputy.html", context)
    context["desk"] = desk = desk_of(user, now.date())
    context["has_roles"] = bool(roles)
    if user.scopes.has(*Role.KEEPERS, Role.STAFF):
        context["catalogues"] = admin.site.get_app_list(request)
    if Role.DEPUTY in roles:
        context["page"] = deputy.page_of(user, now.date(), Calendar.load())
    request.nav_counts = {"home": (desk.count, False)} if desk.count else {}
    return render(request, "liaison_portal/home.html", context)
