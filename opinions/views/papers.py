"""交办清单: drafted from matters, checked, signed, numbered and issued, printed and exported."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.choices import Role
from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.paging import keyset
from common.posting import acts_in_tabs, press
from opinions.forms import papers as forms
from opinions.models import Assignment, AssignmentList, Attachment, Matter
from opinions.reports.drafting import opening_of, title_of
from opinions.views.loading import with_list
from opinions.views.paper_context import list_context
from opinions.workflow import paper as verbs


@require_GET
def list_list(request: PortalRequest) -> HttpResponse:
    """All lists of the place, the newest first. Who works with no list has no such page."""
    if not request.user.scopes.has(*Role.COMMITTEE):
        raise Http404
    rows = (
        AssignmentList.objects.visible_to(request.user)
        .select_related("unit", "occasion", "supplements")
        .annotate(items=Count("assignments", distinct=True))
    )
    page = keyset(rows, request.GET, size=20)
    return render(request, "opinions/list_list.html", {"page": page, "may_draft": request.user.scopes.has(Role.STAFF)})


@require_http_methods(["GET", "POST"])
def list_new(request: PortalRequest) -> HttpResponse:
    """拟稿: from the matters named by `?matter=…`, else a page to choose them."""
    picked = forms.MatterPickForm(request.GET, user=request.user)
    if not request.user.scopes.has(Role.STAFF) or not picked.is_valid():
        return _choose_matters(request, picked)
    matters = list(picked.cleaned_data["matter"])
    occasion = matters[0].occasion if matters else None
    if request.method == "GET":
        form = forms.ListForm(user=request.user, occasion=occasion, initial=_proposal(request, matters))
        return _new_page(request, form, matters, 200)
    form = forms.ListForm(request.POST, user=request.user, occasion=occasion)
    if form.is_valid():
        done, paper = form.try_verb(
            lambda: verbs.draft(matters, actor=request.user, occasion=occasion, **form.facts())
        )
        if done:
            messages.success(request, "清单已拟好。请核对每一项，再送审。")
            return redirect(paper)
    return _new_page(request, form, matters, 422)


def _choose_matters(request: PortalRequest, picked: Any) -> HttpResponse:
    rows = Matter.objects.visible_to(request.user).listable().on_board().defer("search_terms")
    page = keyset(rows, request.GET, size=50)
    wrong = picked.errors.get("matter") if "matter" in request.GET else None
    return render(request, "opinions/list_pick.html", {"page": page, "wrong": wrong}, status=422 if wrong else 200)


def _proposal(request: PortalRequest, matters: list[Matter]) -> dict[str, Any]:
    """What the papers of this place said last time, with this meeting's title."""
    last = AssignmentList.objects.visible_to(request.user).order_by("-id").first()
    return {
        "unit": last.unit_id if last else None,
        "series": last.series if last else "",
        "title": title_of(matters),
        "salutation": last.salutation if last else "",
        "opening": opening_of(matters),
        "copies_to": last.copies_to if last else "",
    }


def _new_page(request: PortalRequest, form: PortalForm, matters: list[Matter], status: int) -> HttpResponse:
    return render(request, "opinions/list_new.html", {"form": form, "matters": matters}, status=status)


@require_GET
@with_list
def list_detail(request: PortalRequest, paper: AssignmentList) -> HttpResponse:
    """The paper as it will print, its chain, its items and where they stand."""
    return list_page(request, paper, doing=request.GET.get("do", ""))


def list_page(
    request: PortalRequest,
    paper: AssignmentList,
    *,
    doing: str = "",
    bound: PortalForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page with `bound` in place of the form of `doing`."""
    context = list_context(paper, request.user, request.GET, doing=doing, bound=bound)
    return render(request, "opinions/list_detail.html", context, status=status)


_act = acts_in_tabs(list_page)


def _button(request: PortalRequest, paper: AssignmentList, verb: Any, done: str) -> HttpResponse:
    return press(request, verb, done=done, back=paper)


@require_POST
@with_list
def list_edit(request: PortalRequest, paper: AssignmentList) -> HttpResponse:
    """The texts of a list in 拟稿."""
    return _act(
        request,
        paper,
        forms.ListEditForm(request.POST),
        lambda data: verbs.edit(paper, actor=request.user, **data),
        doing="edit",
        done="已改好。",
    )


@require_POST
@with_list
def list_add(request: PortalRequest, paper: AssignmentList) -> HttpResponse:
    """More matters into a list in 拟稿."""
    picked = forms.MatterPickForm(request.POST, user=request.user)
    if not picked.is_valid():
        messages.error(request, "".join(map(str, picked.errors.get("matter", ["请先选中事项。"]))))
        return redirect(paper)
    return _button(
        request,
        paper,
        lambda: verbs.add_matters(paper, list(picked.cleaned_data["matter"]), actor=request.user),
        "事项已加进清单。",
    )


@require_POST
@with_list
def list_remove(request: PortalRequest, paper: AssignmentList, item: int) -> HttpResponse:
    """Take one item out of a list in 拟稿."""
    found = Assignment.objects.filter(list=paper, pk=item).first()
    if found is None:
        messages.error(request, "这一项已经不在清单里。")
        return redirect(paper)
    found.list = paper
    return _button(
        request, paper, lambda: verbs.remove_item(found, actor=request.user), "已移出清单，后面的序号已顺排。"
    )


@require_POST
@with_list
def list_submit(request: PortalRequest, paper: AssignmentList) -> HttpResponse:
    """送审."""
    return _button(
        request, paper, lambda: verbs.submit(paper, actor=request.user), "已送办公室核稿。核稿、审签后由您印发。"
    )


@require_POST
@with_list
def list_check(request: PortalRequest, paper: AssignmentList) -> HttpResponse:
    """核稿通过."""
    return _button(request, paper, lambda: verbs.check_paper(paper, actor=request.user), "核稿通过，已送领导审签。")


@require_POST
@with_list
def list_return(request: PortalRequest, paper: AssignmentList) -> HttpResponse:
    """退回修改."""
    return _act(
        request,
        paper,
        forms.ReturnForm(request.POST),
        lambda data: verbs.return_paper(paper, actor=request.user, **data),
        doing="return",
        done="已退回拟稿人修改。",
    )


@require_POST
@with_list
def list_sign(request: PortalRequest, paper: AssignmentList) -> HttpResponse:
    """审签 online."""
    return _act(
        request,
        paper,
        forms.SignForm(request.POST),
        lambda data: verbs.sign(paper, actor=request.user, **data),
        doing="sign",
        done="已审签。由选工委编号印发。",
    )


@require_POST
@with_list
def list_sign_paper(request: PortalRequest, paper: AssignmentList) -> HttpResponse:
    """审签 on paper, with the scanned sheet."""
    return _act(
        request,
        paper,
        forms.SignPaperForm(request.POST, request.FILES),
        lambda data: verbs.sign_on_paper(
            paper, actor=request.user, signed_by=data["signed_by"], sheet=Attachment(**data["sheet"].fields())
        ),
        doing="sign_paper",
        done="审签单已登记，可以印发了。",
    )


@require_POST
@with_list
def list_issue(request: PortalRequest, paper: AssignmentList) -> HttpResponse:
    """印发."""
    return _act(
        request,
        paper,
        forms.IssueForm(request.POST),
        lambda data: verbs.issue(paper, actor=request.user, on=data["on"]),
        doing="issue",
        done="已印发，各单位已收到通知。",
    )


@require_POST
@with_list
def list_seal(request: PortalRequest, paper: AssignmentList) -> HttpResponse:
    """登记用印."""
    return _act(
        request,
        paper,
        forms.SealForm(request.POST),
        lambda data: verbs.seal(paper, actor=request.user, on=data["on"]),
        doing="seal",
        done="用印已登记。",
    )


@require_POST
@with_list
def list_annul(request: PortalRequest, paper: AssignmentList) -> HttpResponse:
    """作废."""
    return _act(
        request,
        paper,
        forms.AnnulForm(request.POST),
        lambda data: verbs.annul(paper, actor=request.user, **data),
        doing="annul",
        done="清单已作废，文号保留，各单位的任务已撤销。",
    )
