"""The home of whoever signed in, the figures, the search, and the pages for errors."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The page of today's work for the role of whoever signed in."""
    return render(request, "liaison_portal/home.html", {})


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """The leader's one page."""
    return render(request, "liaison_portal/home.html", {})


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """One search over everything the user may see."""
    return render(request, "liaison_portal/home.html", {})


@login_not_required
@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """`{"ok": true}` when the database answers; for monitors, without sign-in or detail."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without request or context: whatever broke must not break this page too."""
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is stale: say how to keep what was typed."""
    return render(request, "403.html", {"csrf": True}, status=403)
