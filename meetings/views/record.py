"""意见速录: the page, and the small JSON answers its script lives on.

Every answer to the script is JSON: 200 with what was saved, 422 with the sentence that refuses,
409 with the row as it stands now, 403 for who may only read, 404 for what one cannot see.
"""

from __future__ import annotations

import json
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import PortalRequest
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import open_steps
from common.text import cn_short
from meetings import rules, workflow
from meetings.imports.laptop import public_lock, stamp_of
from meetings.models import RaisedOpinion, Sitting
from meetings.reports import (
    CHANGES,
    PAGE,
    changed_rows,
    counts_of,
    latest_rows,
    person_data,
    subjects_of,
)
from meetings.reports.research import run_lines
from meetings.views import queue
from meetings.views.loading import View, with_sitting
from opinions.choices import Capacity, Intent


# --- the page -----------------------------------------------------------------------------------
@require_GET
@never_cache
@ensure_csrf_cookie
@with_sitting(rules.may_record)
def sitting_capture(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    """The page a recorder keeps open through a sitting; the last rows only, whatever its length."""
    context = {
        "sitting": sitting,
        "steps": open_steps(workflow.STEPS, sitting, request.user),
        "desk": desk_data(request, sitting),
        **bare_context(),
        "run_lines": run_lines(sitting),
    }
    return render(request, "meetings/sitting_capture.html", context)


def bare_context() -> dict[str, Any]:
    """What the page needs whatever the sitting."""
    return {"intents": Intent.choices, "capacities": Capacity.choices, "key_url": reverse("meetings:capture_key")}


def desk_data(request: PortalRequest, sitting: Sitting) -> dict[str, Any]:
    """Everything the script starts from. The sitting was read first: whatever is saved meanwhile comes by poll."""
    people = sitting.participants.with_names().order_by("order", "id")
    return {
        "user": request.user.pk,
        "recorder": request.user.name,
        "sitting": sitting.pk,
        "title": sitting.occasion.short_title,
        "about": heading_of(sitting),
        "now": server_time(),
        "stamp": stamp_of(sitting, request.user),
        "lock": public_lock(),
        "status": sitting.status,
        "revision": sitting.revision,
        "people": [person_data(person) for person in people],
        "recent": recent_speakers(sitting),
        "topics": [_topic_data(subject) for subject in subjects_of(sitting)],
        "intents": dict(Intent.choices),
        "rows": latest_rows(sitting),
        "page": PAGE,
        "counts": counts_of(sitting),
        "urls": {
            "rows": reverse("meetings:sitting_rows", args=[sitting.pk]),
            "save": reverse("meetings:sitting_row_save", args=[sitting.pk]),
            "batch": reverse("meetings:sitting_queue", args=[sitting.pk]),
            "person": reverse("meetings:latecomer_add", args=[sitting.pk]),
            "worker": reverse("meetings:capture_worker"),
        },
    }


def heading_of(sitting: Sitting) -> str:
    """Of which meeting, when and where: the line below the title."""
    occasion = sitting.occasion
    meeting = occasion.parent.short_title if occasion.parent else ""
    day = cn_short(occasion.held_on)
    when = f"{day} {sitting.starts_at.hour}:{sitting.starts_at:%M}" if sitting.starts_at else day
    return "，".join(part for part in (meeting, when, occasion.place) if part)


def server_time() -> int:
    """Now in milliseconds, by which a laptop corrects its own clock."""
    return int(timezone.now().timestamp() * 1000)


def recent_speakers(sitting: Sitting) -> list[int]:
    """The participants who spoke last, latest first, among the last rows."""
    last = RaisedOpinion.objects.live().filter(sitting=sitting).order_by("-order").values_list("participant", flat=True)
    return list(dict.fromkeys(last[:CHANGES]))


def _topic_data(subject: Any) -> dict[str, Any]:
    articles = [
        {"id": one.topic_id, "name": one.topic.short_title, "caption": one.caption, "text": one.text}
        for one in subject.articles
    ]
    return {"id": subject.pk, "name": subject.short_title, "title": subject.title, "articles": articles}


# --- answers to the script ----------------------------------------------------------------------
def answers_json(view: View) -> View:
    """Refusals as JSON with their sentence. A page left open by somebody else is told to sign in as before."""

    @wraps(view)
    def answered(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        recorder = request.headers.get("X-Recorder")
        if recorder and recorder != str(request.user.pk):
            message = "现在登录的是另一个账号，请换回原来的账号。"
            return JsonResponse({"error": "other_user", "message": message}, status=401)
        try:
            return view(request, *args, **kwargs)
        except REFUSALS as error:
            status, data = told(error)
            return JsonResponse(data, status=status)

    return answered


REFUSALS = (RuleError, PermissionDenied, Http404, Sitting.DoesNotExist)
MOST = 50  # entries that one request may bring


def told(error: Exception) -> tuple[int, dict[str, Any]]:
    """Why not, in a sentence, with the status the script acts on."""
    if isinstance(error, StaleError):
        row = {"row": error.row} if isinstance(error, queue.StaleRowError) else {}
        return 409, {"message": str(error)} | row
    if isinstance(error, NotAllowedError | PermissionDenied):
        return 403, {"message": str(error) or "您可以看这场会议的记录，但不能记录意见。"}
    if isinstance(error, RuleError):
        return 422, {"message": str(error), "field": error.field or ""}
    return 404, {"message": "这场会议或这一条已经不在了，或者您看不到它。"}


@require_GET
@never_cache
@answers_json
@with_sitting()
def sitting_rows(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    """What changed behind `after` (rows) and `people` (participants), or the page of rows ahead of `before`."""
    if settings.CSRF_COOKIE_NAME not in request.COOKIES:
        get_token(request)  # a page that a laptop kept brings none; with the answer comes one to write with
    before = _number(request, "before")
    if before is not None:
        return JsonResponse({"rows": latest_rows(sitting, before=before)})
    after, known = _number(request, "after") or 0, _number(request, "people") or 0
    answer: dict[str, Any] = {"revision": sitting.revision, "status": sitting.status, "rows": [], "now": server_time()}
    if sitting.revision > after:
        people = sitting.participants.with_names().filter(pk__gt=known).order_by("pk")[:CHANGES]
        answer["rows"] = changed_rows(sitting, after)
        answer["people"] = [person_data(person) for person in people]
        answer["counts"] = counts_of(sitting)
        if len(answer["rows"]) == CHANGES:
            answer["revision"] = answer["rows"][-1]["revision"]
    return JsonResponse(answer)


def _number(request: PortalRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else None  # noqa: PLR2004 - what the database holds


@require_POST
@answers_json
def sitting_row_save(request: PortalRequest, pk: int) -> HttpResponse:
    """Save one spoken opinion."""
    return JsonResponse(queue.save_row(pk, request.POST, actor=request.user))


@require_POST
@answers_json
def sitting_row_edit(request: PortalRequest, pk: int, key: UUID) -> HttpResponse:
    """Change a row; when somebody else was first, 409 with the row as it stands now."""
    return JsonResponse(queue.edit_row(pk, request.POST, actor=request.user, key=key))


@require_POST
@answers_json
def sitting_row_delete(request: PortalRequest, pk: int, key: UUID) -> HttpResponse:
    """Take a row out of the record; again is the same."""
    return JsonResponse(queue.delete_row(pk, {}, actor=request.user, key=key))


@require_POST
@answers_json
def latecomer_add(request: PortalRequest, pk: int) -> HttpResponse:
    """Add a latecomer from the capture page."""
    return JsonResponse(queue.add_person(pk, request.POST, actor=request.user))


@require_POST
@answers_json
def sitting_queue(request: PortalRequest, pk: int) -> HttpResponse:
    """Several entries of one queue, each on its own and in order; `results` tells of each what it alone would hear."""
    if not Sitting.objects.visible_to(request.user).filter(pk=pk).exists():
        raise Http404
    try:
        entries = json.loads(request.body)["entries"]
    except (ValueError, KeyError, TypeError) as error:
        raise RuleError("没有看懂传来的内容，请刷新页面。") from error
    if not isinstance(entries, list) or len(entries) > MOST or not all(isinstance(one, dict) for one in entries):
        raise RuleError(f"一次最多传 {MOST} 条。")
    return JsonResponse({"results": [_result(request, pk, entry) for entry in entries]})


def _result(request: PortalRequest, pk: int, entry: dict[str, Any]) -> dict[str, Any]:
    known = {"client_id": str(entry.get("client_id"))}
    try:
        return known | {"status": 200, "data": queue.apply_entry(pk, entry, actor=request.user)}
    except REFUSALS as error:
        status, data = told(error)
        return known | {"status": status, "data": data}
