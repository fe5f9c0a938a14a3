"""The first page for residents: the right doors first, then where deputies receive."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from common.public import public_page


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Emergencies, courts and 12345 before anything of ours; no form, no cookie, no personal data."""
    return public_page(request, "liaison_portal/public_start.html")
