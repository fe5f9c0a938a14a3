"""从会场文件导入: what a laptop brings back in a file, shown first, then written whole or not at all."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.actions import audit
from accounts.choices import AuditAction
from accounts.models import User
from accounts.requests import PortalRequest
from common.errors import RuleError
from meetings import rules
from meetings.forms import ReturnForm
from meetings.imports.laptop import Returned, read_file
from meetings.models import RaisedOpinion, Sitting
from meetings.views.loading import with_sitting
from meetings.views.queue import apply_entry

KIND_NAMES = {
    "row": "新记",
    "edit": "改",
    "delete": "删",
    "person": "临时添加发言人",
    "start": "开始记录",
    "speech": "领导讲话",
}


@dataclass
class Trial:
    """What the file would do: each entry as a line, and of those that are refused why."""

    returned: Returned
    lines: list[dict[str, Any]] = field(default_factory=list)

    @property
    def errors(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["error"]]

    @property
    def fresh(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["fresh"]]


@require_http_methods(["GET", "HEAD", "POST"])
@with_sitting(rules.may_record)
def sitting_return(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    """Choose the file and see what is in it; `confirm` writes it. The same file again writes nothing twice."""
    if request.method != "POST":
        return _page(request, sitting, ReturnForm())
    form = ReturnForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, sitting, form, status=422)
    try:
        words = form.words()
        trial = tried(sitting, read_file(words, sitting), actor=request.user, write=form.cleaned_data["confirm"])
    except RuleError as error:
        form.add_error("file", str(error))
        return _page(request, sitting, form, status=422)
    if form.cleaned_data["confirm"] and not trial.errors:
        audit(request.user, AuditAction.IMPORT, f"会场文件 {sitting.pk}：{sitting}", request=request)
        messages.success(request, f"已导入 {len(trial.fresh)} 条，没有重复的。")
        return redirect(sitting)
    return _page(request, sitting, form, trial=trial, words=words, status=422 if trial.errors else 200)


def _page(request: PortalRequest, sitting: Sitting, form: Any, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "meetings/sitting_return.html", {"sitting": sitting, "form": form, **more}, status=status)


@transaction.atomic
def tried(sitting: Sitting, returned: Returned, *, actor: User, write: bool) -> Trial:
    """Do all that the file says, each line told; unless `write` and without a single error it is all undone."""
    trial = Trial(returned)
    writer = returned.recorder if rules.may_record(returned.recorder, sitting) else actor
    known = _known(returned.entries)
    for number, entry in enumerate(returned.entries, 1):
        trial.lines.append(_line(sitting, number, entry, known, writer))
    if trial.errors or not write:
        transaction.set_rollback(True)
    return trial


def _known(entries: list[dict[str, Any]]) -> set[str]:
    """The keys among them under which a row is already there."""
    keys = set()
    for entry in entries:
        with suppress(ValueError):
            keys.add(UUID(str(entry.get("client_id"))))
    rows = RaisedOpinion.objects.filter(opinion__client_id__in=keys)
    return {str(key) for key in rows.values_list("opinion__client_id", flat=True)}


def _line(sitting: Sitting, number: int, entry: dict[str, Any], known: set[str], writer: User) -> dict[str, Any]:
    """Entry `number` done, in a savepoint of its own so that the next can still be tried."""
    body, kind = entry.get("body"), entry.get("kind")
    body = body if isinstance(body, dict) else {}
    line = {
        "number": number,
        "kind": KIND_NAMES.get(str(kind), "看不懂的一条"),
        "text": body.get("original") or body.get("text") or body.get("name") or "",
        "fresh": kind == "row" and str(entry.get("client_id")) not in known,
        "known": str(entry.get("client_id")) in known,
        "error": "",
    }
    try:
        with transaction.atomic():
            apply_entry(sitting.pk, entry, actor=writer)
    except (RuleError, PermissionDenied) as error:
        line["error"] = str(error) or "记录人现在没有记录这场会议的权限。"
    except Http404:
        line["error"] = "要改的那一条已经不在了。"
    return line
