"""意见速录: the page, and the small JSON answers its script lives on.

Every answer to the script is JSON: 200 with what was saved, 422 with the sentence that refuses,
409 with the row as it stands now, 403 for who may only read, 404 for what one cannot see.
"""

from __future__ import annotations

from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import PortalRequest
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import open_steps
from meetings import rules, workflow
from meetings.forms import EditForm, EntryForm, LatecomerForm
from meetings.models import Participant, RaisedOpinion, Sitting
from meetings.reports import (
    CHANGES,
    PAGE,
    changed_rows,
    counts_of,
    latest_rows,
    person_data,
    row_data,
    subjects_of,
)
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
        "intents": Intent.choices,
        "capacities": Capacity.choices,
        "desk": desk_data(request, sitting),
    }
    return render(request, "meetings/sitting_capture.html", context)


def desk_data(request: PortalRequest, sitting: Sitting) -> dict[str, Any]:
    """Everything the script starts from. The sitting was read first: whatever is saved meanwhile comes by poll."""
    people = sitting.participants.with_names().order_by("order", "id")
    return {
        "user": request.user.pk,
        "sitting": sitting.pk,
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
            "person": reverse("meetings:latecomer_add", args=[sitting.pk]),
        },
    }


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
        except (RuleError, PermissionDenied, Http404, Sitting.DoesNotExist) as error:
            return refusal(error)

    return answered


def refusal(error: Exception) -> JsonResponse:
    """Why not, in a sentence, with the status the script acts on."""
    if isinstance(error, StaleError):
        return JsonResponse({"message": str(error)}, status=409)
    if isinstance(error, NotAllowedError | PermissionDenied):
        return JsonResponse({"message": str(error) or "您可以看这场会议的记录，但不能记录意见。"}, status=403)
    if isinstance(error, RuleError):
        return JsonResponse({"message": str(error), "field": error.field or ""}, status=422)
    return JsonResponse({"message": "这场会议或这一条已经不在了，或者您看不到它。"}, status=404)


def first_error(form: Any) -> RuleError:
    """The form's first complaint as a refusal."""
    field, errors = next(iter(form.errors.items()))
    return RuleError(str(errors[0]), field=field)


@require_GET
@never_cache
@answers_json
@with_sitting()
def sitting_rows(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    """What changed behind `after` (rows) and `people` (participants), or the page of rows ahead of `before`."""
    before = _number(request, "before")
    if before is not None:
        return JsonResponse({"rows": latest_rows(sitting, before=before)})
    after, known = _number(request, "after") or 0, _number(request, "people") or 0
    answer: dict[str, Any] = {"revision": sitting.revision, "status": sitting.status, "rows": []}
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
    """Save one spoken opinion; the same `client_id` again answers with the row already there."""
    form = EntryForm(request.POST)
    if not form.is_valid():
        raise first_error(form)
    entry = form.entry()
    row = workflow.capture(pk, entry, actor=request.user)
    saved = {"id": str(entry.client_id), "order": row.order, "revision": row.revision, "version": row.opinion.version}
    return JsonResponse({"row": saved | ({"deleted": True} if row.deleted_at else {})})


def _row_of(request: PortalRequest, pk: int, key: UUID) -> RaisedOpinion:
    rows = RaisedOpinion.objects.filter(sitting__in=Sitting.objects.visible_to(request.user)).select_related(
        "sitting__occasion__unit__region", "sitting__occasion__parent", "participant__contributor", "opinion"
    )
    found = rows.filter(sitting=pk, opinion__client_id=key).first()
    if found is None:
        raise Http404
    return found


@require_POST
@answers_json
def sitting_row_edit(request: PortalRequest, pk: int, key: UUID) -> HttpResponse:
    """Change a row; when somebody else was first, 409 with the row as it stands now."""
    row = _row_of(request, pk, key)
    form = EditForm(request.POST)
    if not form.is_valid():
        raise first_error(form)
    change = form.change(_speaker_of(row, form.cleaned_data["speaker"]))
    try:
        workflow.edit_row(row, change, actor=request.user, version=form.cleaned_data["version"])
    except StaleError as error:
        now = _row_of(request, pk, key)
        return JsonResponse({"message": str(error), "row": row_data(now)}, status=409)
    return JsonResponse({"row": row_data(_row_of(request, pk, key))})


def _speaker_of(row: RaisedOpinion, named: dict[str, Any]) -> Participant | None:
    if not named:
        return None
    people = row.sitting.participants.with_names()
    found: Participant | None = (
        people.filter(pk=named["participant_id"]).first()
        if "participant_id" in named
        else people.filter(client_id=named["participant_key"]).first()
    )
    if found is None:
        raise RuleError("这个发言人不在本场名单里，请重新选发言人。", field="speaker")
    return found


@require_POST
@answers_json
def sitting_row_delete(request: PortalRequest, pk: int, key: UUID) -> HttpResponse:
    """Take a row out of the record; again is the same."""
    row = workflow.delete_row(_row_of(request, pk, key), actor=request.user)
    return JsonResponse({"row": row_data(row)})


@require_POST
@answers_json
@with_sitting()
def latecomer_add(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    """Add a latecomer from the capture page; the same `client_id` again is the same person."""
    form = LatecomerForm(request.POST)
    if not form.is_valid():
        raise first_error(form)
    person = workflow.add_participant(sitting, actor=request.user, **form.cleaned_data)
    return JsonResponse({"person": person_data(person)})
