"""以前来过没有: asked while somebody is being written down; in place, or with the whole page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.requests import PortalRequest
from common.errors import NotAllowedError, RuleError
from stations import rules
from stations.actions.looking import look_up
from stations.models import Station
from stations.validators import clean_phone
from stations.views.loading import allowed, with_station


@never_cache
@require_POST
@with_station
def earlier(request: PortalRequest, station: Station) -> HttpResponse:
    """The fragment beside the name; without htmx the form's own page answers instead."""
    allowed(rules.can_record(request.user, station))
    if not request.htmx:
        return redirect("stations:reception_new")
    return render(request, "stations/_earlier.html", looked_up(request, station))


def is_asked(request: HttpRequest) -> bool:
    """Whether the button was pressed instead of saving."""
    return request.method == "POST" and "earlier" in request.POST


def looked_up(request: PortalRequest, station: Station) -> dict[str, Any]:
    """What a template of the form shows: `earlier`, or `earlier_error`."""
    try:
        phone = clean_phone(request.POST.get("phone", ""))
        found = look_up(station, name=request.POST.get("name", ""), phone=phone, actor=request.user, request=request)
    except ValidationError as error:
        return {"earlier": None, "earlier_error": error.messages[0]}
    except NotAllowedError as error:
        raise PermissionDenied from error
    except RuleError as error:
        return {"earlier": None, "earlier_error": str(error)}
    return {"earlier": found, "earlier_error": ""}


def as_typed(request: HttpRequest) -> dict[str, Any]:
    """What was typed, for a form that is drawn again and not judged yet."""
    typed: dict[str, Any] = request.POST.dict()
    return typed | {"deputies": request.POST.getlist("deputies")}
