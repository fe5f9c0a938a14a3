"""One matter: its wording and destination, its opinions in and out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import PortalRequest
from common.errors import StaleError
from common.forms import PortalForm
from opinions import rules
from opinions.choices import OpinionStatus, UnitRole
from opinions.forms import board as forms
from opinions.models import Assignment, Matter, Opinion
from opinions.reports.board import Board, destination_badge
from opinions.reports.choice import tokens
from opinions.reports.history import history_of
from opinions.views.board_place import AT, PICK
from opinions.views.loading import with_matter
from opinions.workflow import matter as verbs
from opinions.workflow.decision import decide

TO_ADD = 20
WAITING = OpinionStatus.WAITING.value
ASKED = {"show", "q"}  # in the address: the opinions that may be put in stand on the page


@require_GET
@with_matter
def matter_detail(request: PortalRequest, matter: Matter) -> HttpResponse:
    """The matter, for staff with everything that can be done to it. What may be put in as well is read when it
    is asked for: `?show=waiting`, alone as a fragment for htmx."""
    if not request.htmx or request.htmx.history_restore_request:
        return _page(request, matter)
    _must_work(request, matter)
    board = Board(request.user, matter.occasion)
    context = {"matter": matter, **_addable(request, board, matter), **_ticked(request, board, matter)}
    return render(request, "opinions/_matter_add.html", context)


def _page(
    request: PortalRequest,
    matter: Matter,
    *,
    decide: Any = None,
    bound: Any = None,
    theirs: Matter | None = None,
    status: int = 200,
) -> HttpResponse:
    """`decide` and `bound` keep what was typed and ticked; `theirs` is what another hand wrote meanwhile."""
    board, sources = Board(request.user, matter.occasion), _sources(matter)
    item = Assignment.objects.filter(matter=matter, is_live=True).select_related("list").first()
    may_work = rules.can_work_matter(request.user, matter) and item is None
    context = {
        "matter": matter,
        "board": board,
        "item": item,
        "may_work": may_work,
        "badge": destination_badge(matter.destination),
        **_units(matter),
        "form": decide or (_decide_form(request, matter, sources) if may_work else None),
        "theirs": theirs,
        "sources": sources,
        "bound": bound,
        "picked": bound.picked if bound is not None else set(),
        "history": history_of(matter),
        **_ticked(request, board, matter),
        **(_to_work_with(request, board, matter) if may_work else {}),
    }
    return render(request, "opinions/matter_detail.html", context, status=status)


def _ticked(request: PortalRequest, board: Board, matter: Matter) -> dict[str, str]:
    """What was ticked on the board when the matter was opened goes along, and back with those who work there."""
    ticked = "-".join(tokens(request.GET.getlist(PICK)))
    query, on_board = {PICK: ticked} if ticked else {}, rules.can_work_matter(request.user, matter)
    return {
        "ticked": ticked,
        "kept": f"?{urlencode(query)}" if query else "",
        "back": f"{board.url}?{urlencode(query | {AT: matter.pk})}" if on_board else "",
        "more_url": f"{reverse('opinions:matter_detail', args=[matter.pk])}?{urlencode(query | {'show': WAITING})}",
    }


def _here(request: PortalRequest, matter: Matter) -> str:
    kept = _ticked(request, Board(request.user, matter.occasion), matter)["kept"]
    return reverse("opinions:matter_detail", args=[matter.pk]) + kept


def _sources(matter: Matter) -> list[Opinion]:
    rows = matter.opinions.select_related("contributor", "occasion", "topic").defer("search_terms")
    return list(rows.order_by("sources__id"))


def _decide_form(request: PortalRequest, matter: Matter, sources: list[Opinion]) -> PortalForm:
    """A matter of one opinion starts with its words; more have to be written by a person."""
    first = {"wording": sources[0].shared_text} if len(sources) == 1 and not matter.wording else {}
    return forms.DecideForm(matter=matter, user=request.user, initial=first)


def _units(matter: Matter) -> dict[str, Any]:
    units = list(matter.matter_units.all())
    return {
        "leads": [row.unit for row in units if row.role == UnitRole.LEAD],
        "cos": [row.unit for row in units if row.role == UnitRole.CO],
    }


def _to_work_with(request: PortalRequest, board: Board, matter: Matter) -> dict[str, Any]:
    """The matters its opinions may move to, and where asked for what may be put in as well."""
    asked = _addable(request, board, matter) if ASKED & request.GET.keys() else {}
    return {"others": board.targets(matter), **asked}


def _addable(request: PortalRequest, board: Board, matter: Matter) -> dict[str, Any]:
    """Opinions that may be put in as well: waiting ones, or what the words find."""
    chosen = forms.BoardFilter(request.GET, board=board)
    rows = chosen.opinions(board.opinions().exclude(matters=matter)).select_related("contributor", "occasion", "topic")
    found = list(rows.order_by("id")[: TO_ADD + 1])
    return {"filter": chosen, "addable": found[:TO_ADD], "more_addable": len(found) > TO_ADD}


@require_POST
@with_matter
def matter_decide(request: PortalRequest, matter: Matter) -> HttpResponse:
    """定去向. If another hand was first the page shows both texts and keeps what was typed."""
    _must_work(request, matter)
    form = forms.DecideForm(request.POST, matter=matter, user=request.user)
    if not form.is_valid():
        return _page(request, matter, decide=form, status=422)
    done, result = form.try_verb(lambda: decide(matter, **form.facts(), actor=request.user))
    if done:
        messages.success(request, f"“{matter.title}”已定去向：{matter.get_destination_display()}。")
        return redirect(_here(request, matter))
    if not isinstance(result, StaleError):
        return _page(request, matter, decide=form, status=422)
    return _page(request, matter, decide=_again(request, matter, form), theirs=matter, status=409)


def _again(request: PortalRequest, matter: Matter, form: PortalForm) -> PortalForm:
    """The same typed words over the present version: sent once more, they win knowingly."""
    data = request.POST.copy()
    data["version"] = str(matter.version)
    again = forms.DecideForm(data, matter=matter, user=request.user)
    again.is_valid()
    for sentence in form.non_field_errors():
        again.add_error(None, sentence)
    return again


def _must_work(request: PortalRequest, matter: Matter) -> None:
    if not rules.can_work_matter(request.user, matter):
        raise PermissionDenied


def _acted(
    request: PortalRequest, matter: Matter, form: Any, verb: Callable[[dict[str, Any]], Any], *, said: str
) -> HttpResponse:
    """One act on the sources: valid form → one verb → back to the matter; else the page as it was left."""
    _must_work(request, matter)
    if not form.is_valid():
        return _page(request, matter, bound=form, status=422)
    done, result = form.try_verb(lambda: verb(form.cleaned_data))
    if not done:
        return _page(request, matter, bound=form, status=409 if isinstance(result, StaleError) else 422)
    messages.success(request, said)
    return redirect(_here(request, matter))


def _inside(matter: Matter) -> Any:
    return Opinion.objects.filter(matters=matter).defer("search_terms")


@require_POST
@with_matter
def matter_add(request: PortalRequest, matter: Matter) -> HttpResponse:
    """More opinions into this matter."""
    board = Board(request.user, matter.occasion)
    return _acted(
        request,
        matter,
        forms.PickForm(request.POST, rows=board.opinions()),
        lambda data: verbs.merge(
            data["opinion"], matter=matter, actor=request.user, unit=matter.unit, rule=matter.rule
        ),
        said="已并入这个事项。",
    )


@require_POST
@with_matter
def matter_take_out(request: PortalRequest, matter: Matter) -> HttpResponse:
    """移出: what is in no other matter is 待归并 again."""
    return _acted(
        request,
        matter,
        forms.PickForm(request.POST, rows=_inside(matter)),
        lambda data: verbs.take_out(matter, data["opinion"], actor=request.user),
        said="已移出。不在别的事项里的，回到待归并。",
    )


@require_POST
@with_matter
def matter_split(request: PortalRequest, matter: Matter) -> HttpResponse:
    """拆出 into a new matter."""
    return _acted(
        request,
        matter,
        forms.SplitForm(request.POST, rows=_inside(matter)),
        lambda data: verbs.split(matter, data["opinion"], actor=request.user, title=data["title"]),
        said="已拆成一个新事项，在归并页可以给它定去向。",
    )


@require_POST
@with_matter
def matter_move(request: PortalRequest, matter: Matter) -> HttpResponse:
    """Into another matter of the same board."""
    board = Board(request.user, matter.occasion)
    return _acted(
        request,
        matter,
        forms.MoveForm(request.POST, rows=_inside(matter), matters=board.matters()),
        lambda data: verbs.move_to(data["opinion"], source=matter, target=data["target"], actor=request.user),
        said="已移到另一个事项。",
    )
