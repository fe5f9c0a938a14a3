"""What lets the capture page work on a laptop without network: its worker, its bare page, the key to what it keeps."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import PortalRequest
from common.crypto import derived_key
from common.errors import RuleError
from meetings import rules
from meetings.views.record import answers_json, bare_context

OURS = re.compile(rf'(?:href|src)="({re.escape(settings.STATIC_URL)}[^"]+)"')


@require_POST
@never_cache
@answers_json
def capture_key(request: PortalRequest) -> HttpResponse:
    """The secret that locks what this recorder keeps on this device: the same each time, another for every other
    recorder and device, and for nobody who may not record."""
    if not rules.prepares_meetings(request.user):
        raise PermissionDenied
    try:
        device = UUID(request.POST.get("device", ""))
    except ValueError as error:
        raise RuleError("这台电脑没有报上编号，请刷新页面。") from error
    secret = derived_key(f"capture:{request.user.pk}:{device}")
    return JsonResponse({"user": request.user.pk, "secret": b64encode(secret).decode()})


# --- nothing here is anybody's: the worker fetches it anew also when no session stands ----------------
def bare_page() -> str:
    """The capture page without a word of any sitting or person."""
    return render_to_string("meetings/sitting_capture.html", bare_context())


@cache
def worker_facts() -> dict[str, Any]:
    """What the worker keeps: the bare page and every file it names; `version` changes with any of them."""
    page = bare_page()
    files = sorted({*OURS.findall(page), *_fonts()})
    version = hashlib.sha256(json.dumps([page, files]).encode()).hexdigest()[:16]
    page_url = reverse("meetings:capture_shell")
    return {"version": version, "files": files, "page": page_url, "static": settings.STATIC_URL}


def _fonts() -> list[str]:
    """The icons' font, which no page names: the style sheet does."""
    return OURS.findall(render_to_string("meetings/_capture_fonts.html"))


@login_not_required
@require_GET
def capture_shell(request: PortalRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    return HttpResponse(bare_page())


@login_not_required
@require_GET
@never_cache
def capture_worker(request: PortalRequest) -> HttpResponse:
    """The service worker. It may be registered for a capture page and for nothing else of the portal."""
    facts = json.dumps(worker_facts())
    answer = render(request, "meetings/capture-worker.js", {"facts": facts}, content_type="text/javascript")
    answer["Service-Worker-Allowed"] = "/meetings/sittings/"
    return answer


@require_GET
def capture_help(request: PortalRequest) -> HttpResponse:
    """Which protections the record has on this laptop, and what is missing where they are not to be had."""
    return render(request, "meetings/capture_help.html")
