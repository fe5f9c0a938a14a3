"""梳理归并: the board of one meeting, or of what the stations sent up.

Every act is a plain form; with htmx the board alone comes back, with a toast that takes it back.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.choices import Role
from accounts.requests import PortalRequest
from common.errors import RuleError, StaleError
from common.paging import keyset
from common.search import capped_count
from opinions import rules
from opinions.choices import Destination
from opinions.forms import board as forms
from opinions.models import MergeAction, Occasion
from opinions.reports import board as reports
from opinions.reports.board import Board
from opinions.reports.similar import similar_to
from opinions.reports.sums import destination_sums
from opinions.workflow import matter as verbs

PAGE = 40
MATTERS = 80
View = Callable[..., HttpResponse]


def with_board(view: View) -> View:
    """Swap `key` for the board of that meeting, or of `stations`; else 404. Boards are staff's."""

    @wraps(view)
    def loaded(request: PortalRequest, key: str, **kwargs: Any) -> HttpResponse:
        return view(request, board_of(request, key), **kwargs)

    return loaded


def board_of(request: PortalRequest, key: str) -> Board:
    """The board `key` names, if this user works on it."""
    if not request.user.scopes.has(Role.STAFF):
        raise Http404
    if key == reports.STATIONS:
        return Board(request.user, None)
    if not key.isdecimal():
        raise Http404
    roots = Occasion.objects.visible_to(request.user).filter(parent=None).select_related("region", "unit__region")
    occasion = get_object_or_404(roots.exclude(kind__in=reports.STATION_KINDS), pk=int(key))
    if not rules.staff_over(request.user, occasion.region.path):
        raise Http404
    return Board(request.user, occasion)


@require_GET
def board(request: PortalRequest) -> HttpResponse:
    """The board where most recently something waits; with `?all` or when nothing waits, all boards."""
    if not request.user.scopes.has(Role.STAFF):
        raise Http404
    boards = reports.boards_of(request.user)
    latest = next((b for b, waiting in boards if waiting), None)
    if latest is not None and "all" not in request.GET:
        return redirect(latest.url)
    return render(request, "opinions/board_choose.html", {"boards": boards})


@require_GET
@with_board
def board_occasion(request: PortalRequest, board: Board) -> HttpResponse:
    """Opinions on the left, matters on the right, the sum always in sight."""
    if request.htmx and "similar" in request.GET:
        return render(request, "opinions/_board_similar.html", _similar_context(request, board))
    return _page(request, board)


def _page(
    request: PortalRequest, board: Board, *, bound: Any = None, status: int = 200, said: str = "", act: Any = None
) -> HttpResponse:
    """The whole page, or for htmx the board with what was said; `bound` keeps what was ticked and typed."""
    context = _context(request, board, bound)
    if request.htmx and request.method == "POST":
        context |= {"said": said, "act": act}
        return render(request, "opinions/board_answer.html", context, status=status)
    template = "opinions/board.html"
    if request.htmx:
        template = "opinions/_board.html"
    return render(request, template, context, status=status)


def _context(request: PortalRequest, board: Board, bound: Any) -> dict[str, Any]:
    chosen = forms.BoardFilter(request.GET, board=board)
    rows = board.opinions().select_related("contributor", "topic", "occasion")
    page = keyset(chosen.opinions(rows), request.GET, order=("id",), size=PAGE)
    shelf = chosen.matters(board.matters().select_related("rule").prefetch_related("matter_units__unit"))
    matters = list(shelf.order_by("-id")[: MATTERS + 1])
    acts = reports.last_acts(board)
    sums = destination_sums(board.opinions())
    decided = sum(sums.of(key) for key in (*Destination.values, "settled"))
    request.nav_counts = {"opinions:board": sums.waiting}
    context = {
        "board": board,
        "filter": chosen,
        "page": page,
        "found": capped_count(chosen.opinions(board.opinions())),
        "matters": reports.cards_of(matters[:MATTERS]),
        "more_matters": len(matters) > MATTERS,
        "sums": sums,
        "came_in": board.opinions().count(),  # counted apart from the sum, so that the two can disagree
        "decided": decided,
        "decided_part": [(decided, "n")],
        "acts": acts,
        "last": reports.undoable(acts, request.user),
        "query": request.GET.urlencode(),
        "bound": bound,
        "picked": bound.picked if bound is not None else set(request.GET.getlist("pick")),
    }
    return context | (_similar_context(request, board) if "similar" in request.GET else {})


def _similar_context(request: PortalRequest, board: Board) -> dict[str, Any]:
    raw = request.GET["similar"]
    opinion = board.opinions().filter(pk=int(raw)).first() if raw.isdecimal() else None
    if opinion is None:
        raise Http404
    matters, waiting = similar_to(opinion, board)
    query = request.GET.copy()
    query.pop("similar")
    return {
        "board": board,
        "looked_at": opinion,
        "like_matters": matters,
        "like_opinions": waiting,
        "query": query.urlencode(),
    }


def _acted(
    request: PortalRequest, board: Board, form: Any, verb: Callable[[dict[str, Any]], Any], *, said: str
) -> HttpResponse:
    """One act: valid form → one verb → the board with a way back; else the board as it was left."""
    if not form.is_valid():
        return _page(request, board, bound=form, status=422)
    done, result = form.try_verb(lambda: verb(form.cleaned_data))
    if not done:
        return _page(request, board, bound=form, status=409 if isinstance(result, StaleError) else 422)
    if request.htmx:
        return _page(request, board, said=said, act=MergeAction.objects.filter(actor=request.user).first())
    messages.success(request, said)
    return redirect(_back(request, board))


def _back(request: PortalRequest, board: Board) -> str:
    """The board as it was narrowed, on its first page."""
    query = request.GET.copy()
    for name in ("one", "after", "before", "similar"):
        query.pop(name, None)
    return f"{board.url}?{query.urlencode()}" if query else board.url


def _data(request: PortalRequest) -> Any:
    """What was ticked; `?one=` names a single opinion instead (the buttons beside what is like it)."""
    one = request.GET.get("one")
    if not one:
        return request.POST
    data = request.POST.copy()
    data.setlist("opinion", [one, *data.getlist("like")])
    return data


@require_POST
@with_board
def board_merge(request: PortalRequest, board: Board) -> HttpResponse:
    """Ticked opinions into a matter that is there."""
    form = forms.MergeForm(_data(request), rows=board.opinions(), matters=board.matters())
    return _acted(
        request,
        board,
        form,
        lambda data: verbs.merge(
            data["opinion"], matter=data["into"], actor=request.user, unit=data["into"].unit, rule=data["into"].rule
        ),
        said="已并入。",
    )


@require_POST
@with_board
def board_create(request: PortalRequest, board: Board) -> HttpResponse:
    """Ticked opinions into a new matter with a title."""
    return _acted(
        request,
        board,
        forms.TitleForm(_data(request), rows=board.opinions()),
        lambda data: verbs.merge(data["opinion"], title=data["title"], **_facts(request, board)),
        said="已合成一个新事项。",
    )


@require_POST
@with_board
def board_decline(request: PortalRequest, board: Board) -> HttpResponse:
    """不交办 with its reason."""
    return _acted(
        request,
        board,
        forms.DeclineForm(_data(request), rows=board.opinions()),
        lambda data: verbs.decline(data["opinion"], reason=data["reason"], **_facts(request, board)),
        said="已定为不交办，理由已记下。",
    )


def _facts(request: PortalRequest, board: Board) -> dict[str, Any]:
    return {"actor": request.user, "unit": board.unit(), "rule": board.rule(), "occasion": board.occasion}


@require_POST
@with_board
def board_undo(request: PortalRequest, board: Board, pk: int) -> HttpResponse:
    """Take back one act, while nothing later touched it."""
    mine = MergeAction.objects.filter(request.user.scopes.in_region("unit__region__path", Role.STAFF))
    action = get_object_or_404(mine, pk=pk)
    try:
        verbs.undo(action, actor=request.user)
    except RuleError as error:
        messages.error(request, str(error))
        return _page(request, board, status=409 if isinstance(error, StaleError) else 422)
    if request.htmx:
        return _page(request, board, said=f"已撤回：{action.label}")
    messages.success(request, f"已撤回：{action.label}")
    return redirect(_back(request, board))
