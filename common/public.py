"""What every public page carries: who runs it, and that no search engine lists it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def public_page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """`template` with the foot of the public side; noindex also for files that hold no markup."""
    records = [(name, value) for name, value in settings.PUBLIC_RECORDS.items() if value]
    facts = {"organisation": settings.ORGANISATION, "records": records, **(context or {})}
    response = render(request, template, facts, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
