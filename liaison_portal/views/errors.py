"""The pages for errors: what happened in words, what to do next. Both sides use them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Seen but not allowed; a rule that refused says why in its own sentence."""
    return render(request, "403.html", {"refusal": str(exception)}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Not there, or not for this user: the two are not told apart."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Drawn without request or context: whatever broke must not break this page too."""
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """The form's token is stale: say how to keep what was typed."""
    return render(request, "403.html", {"csrf": True}, status=403)
