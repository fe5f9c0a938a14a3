"""会务材料: handed to the people they concern, read by each themselves, on paper for those without an account."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import PortalRequest
from common.paging import keyset
from common.posting import act, press
from meetings import reports, rules, workflow
from meetings.choices import PaperKind
from meetings.forms.process import HandForm
from meetings.models import Meeting, PaperReceipt, Preparation
from meetings.views.loading import with_meeting, with_receipt
from meetings.workflow.concerned import concerned_by

ROWS = 100


def _prepared(meeting: Meeting) -> Preparation:
    made: Preparation = get_object_or_404(Preparation.objects.select_related("template"), meeting=meeting)
    made.meeting = meeting
    return made


@require_GET
@with_meeting()
def paper_shelves(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """The five papers of a meeting: who has them, who has read them, what goes out next."""
    return _shelves_page(request, _prepared(meeting))


def _shelves_page(request: PortalRequest, made: Preparation, form: Any = None, status: int = 200) -> HttpResponse:
    shelves, may = reports.shelves_of(made), rules.may_prepare(request.user, made.meeting)
    concerned = concerned_by(made)
    context = {
        "meeting": made.meeting,
        "made": made,
        "rows": [(one, len(concerned[one.kind])) for one in shelves],
        "form": (form or HandForm(shelves=shelves)) if may else None,
    }
    return render(request, "meetings/paper_shelves.html", context, status=status)


@require_POST
@with_meeting(rules.may_prepare)
def paper_hand(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """Hand the chosen papers to those who have not got them."""
    made = _prepared(meeting)
    return act(
        request,
        HandForm(request.POST, shelves=reports.shelves_of(made)),
        lambda data: workflow.hand_papers(made, actor=request.user, **data),
        done="发出去了。有账号的人在消息里收到，没有账号的请发纸质材料。",
        back=reverse("meetings:paper_shelves", args=[meeting.pk]),
        again=lambda form, status: _shelves_page(request, made, form, status),
    )


@require_GET
@with_meeting()
def receipt_list(request: PortalRequest, meeting: Meeting, kind: str) -> HttpResponse:
    """Who has read one of the papers and who has not: the waiting first."""
    if kind not in PaperKind.values:
        raise Http404
    made = _prepared(meeting)
    # "waiting" is the last of the three words, so one index order serves both.
    page = keyset(reports.receipts_of(made, kind), request.GET, order=("-status", "id"), size=ROWS)
    shelf = next(one for one in reports.shelves_of(made) if one.kind == kind)
    may = rules.may_prepare(request.user, meeting)
    rows = [(row, reports.RECEIPTS[row.status], may and row.user_id is None) for row in page.rows]
    context = {"meeting": meeting, "made": made, "shelf": shelf, "page": page, "rows": rows, "may_prepare": may}
    return render(request, "meetings/receipt_list.html", context)


@require_POST
@with_meeting(rules.may_prepare)
def receipt_all_printed(request: PortalRequest, meeting: Meeting, kind: str) -> HttpResponse:
    """Everybody without an account has got it printed."""
    made = _prepared(meeting)
    return press(
        request,
        lambda: workflow.note_all_on_paper(made, kind, actor=request.user),
        done="没有账号的都登记为已发纸质。",
        back=reverse("meetings:receipt_list", args=[meeting.pk, kind]),
    )


@require_POST
@with_receipt(rules.may_note_paper)
def receipt_printed(request: PortalRequest, receipt: PaperReceipt) -> HttpResponse:
    """One person without an account has got it printed."""
    back = reverse("meetings:receipt_list", args=[receipt.preparation.meeting_id, receipt.paper.kind])
    done = f"{receipt.name}：登记为已发纸质。"
    return press(request, lambda: workflow.note_on_paper(receipt, actor=request.user), done=done, back=back)


# --- one's own ----------------------------------------------------------------------------------
@require_GET
def my_papers(request: PortalRequest) -> HttpResponse:
    """The papers handed to whoever asks, the unread first."""
    rows = [(row, reports.RECEIPTS[row.status]) for row in reports.papers_of(request.user)]
    if not rows and not request.user.scopes.items:
        raise PermissionDenied
    return render(request, "meetings/my_papers.html", {"rows": rows})


@require_GET
@with_receipt()
def receipt_detail(request: PortalRequest, receipt: PaperReceipt) -> HttpResponse:
    """The paper as it was handed, to its addressee with a button, to the committee without."""
    context = {
        "receipt": receipt,
        "paper": receipt.paper,
        "meeting": receipt.preparation.meeting,
        "badge": reports.RECEIPTS[receipt.status],
        "is_mine": rules.is_addressee(request.user, receipt),
        "is_committee": rules.can_view_meeting(request.user, receipt.preparation.meeting),
    }
    return render(request, "meetings/receipt_detail.html", context)


@require_POST
@with_receipt(rules.is_addressee)
def receipt_read(request: PortalRequest, receipt: PaperReceipt) -> HttpResponse:
    """已阅, by the addressee."""
    return press(
        request,
        lambda: workflow.read_paper(receipt, actor=request.user),
        done="记下了：已阅。",
        back=reverse("meetings:my_papers"),
    )
