"""One speech of a 简报: its paragraph changed, moved, renewed, taken out. And the files of an issue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.actions import audit
from accounts.choices import AuditAction
from accounts.requests import PortalRequest
from common.documents import cn_date, stamped
from common.errors import RuleError
from common.files import serve
from common.forms import PortalForm
from common.posting import act
from meetings import rules
from meetings.exports.briefing import briefing_docx
from meetings.forms.briefing import ItemForm
from meetings.models import Briefing, BriefingFile, BriefingItem
from meetings.reports.briefing import annulment_of
from meetings.reports.confirmation import Row
from meetings.views.briefing import with_briefing
from meetings.views.loading import loads
from meetings.workflow import briefing as verbs
from meetings.workflow.naming import printed_name
from opinions.views.files import DOCX, download


def may_edit(user: Any, item: BriefingItem) -> bool:
    return rules.can_edit_briefing(user, item.briefing)


RELATED = ("briefing__unit__region", "raised__participant__contributor", "raised__confirmation", "raised__opinion")
with_item = loads(
    lambda request: BriefingItem.objects.filter(briefing__in=Briefing.objects.visible_to(request.user)).select_related(
        *RELATED
    )
)


@require_http_methods(["GET", "HEAD", "POST"])
@with_item(may_edit)
def item_edit(request: PortalRequest, item: BriefingItem) -> HttpResponse:
    """The printed paragraph, beside what it was made from and what the recorder had written."""
    briefing = item.briefing

    def page(form: PortalForm, status: int = 200) -> HttpResponse:
        kept = getattr(item.raised, "confirmation", None)
        who = printed_name(item.raised.participant.contributor)
        context = {"form": form, "item": item, "briefing": briefing, "row": Row(item.raised, kept), "who": who}
        return render(request, "meetings/briefing_item.html", context, status=status)

    if request.method != "POST":
        return page(ItemForm(initial={"version": briefing.version, "lead": item.lead, "text": item.text}))
    return act(
        request,
        ItemForm(request.POST),
        lambda data: verbs.edit_item(item, actor=request.user, **data),
        done="这一段已改好。",
        back=_at(item),
        again=page,
    )


def _at(item: BriefingItem) -> str:
    """The issue's page, at this speech: whoever moves it by keyboard stays with it."""
    return f"{item.briefing.get_absolute_url()}#s{item.pk}"


def _press(request: PortalRequest, verb: Callable[[], Any], back: str, done: str = "") -> HttpResponse:
    try:
        verb()
    except RuleError as error:
        messages.error(request, str(error))
    else:
        if done:
            messages.success(request, done)
    return redirect(back)


@require_POST
@with_item(may_edit)
def item_up(request: PortalRequest, item: BriefingItem) -> HttpResponse:
    return _press(request, lambda: verbs.shift(item, actor=request.user, up=True), _at(item))


@require_POST
@with_item(may_edit)
def item_down(request: PortalRequest, item: BriefingItem) -> HttpResponse:
    return _press(request, lambda: verbs.shift(item, actor=request.user, up=False), _at(item))


@require_POST
@with_item(may_edit)
def item_renew(request: PortalRequest, item: BriefingItem) -> HttpResponse:
    done = "已换成现在的文字。"
    return _press(request, lambda: verbs.renew_item(item, actor=request.user), _at(item), done)


@require_POST
@with_item(may_edit)
def item_drop(request: PortalRequest, item: BriefingItem) -> HttpResponse:
    back = item.briefing.get_absolute_url()
    return _press(request, lambda: verbs.drop(item, actor=request.user), back, "已移出这一期，发言还在记录里。")


@require_GET
@with_briefing()
def briefing_paper(request: PortalRequest, briefing: Briefing) -> HttpResponse:
    """The issue as .docx: the frozen file once printed, else as it would print now; an annulled one says so above."""
    frozen = briefing.files.filter(purpose=BriefingFile.Purpose.FROZEN).last()
    audit(request.user, AuditAction.EXPORT, f"简报 {briefing.pk}：{briefing.issue_name}", "Word", request)
    data = frozen.file.read() if frozen else briefing_docx(briefing)
    if void := annulment_of(briefing):
        day = cn_date(timezone.localdate(void.at))
        data = stamped(data, f"本期简报已于{day}作废，原因：{briefing.annulled_reason}")
    return download(data, f"{'（已作废）' if void else ''}简报 {briefing.issue_name}.docx", DOCX)


@require_GET
def briefing_file(request: PortalRequest, pk: int) -> FileResponse:
    """A stored file of an issue, for whoever may see the issue; else 404."""
    rows = BriefingFile.objects.filter(briefing__in=Briefing.objects.visible_to(request.user))
    return serve(get_object_or_404(rows, pk=pk), inline=True)
