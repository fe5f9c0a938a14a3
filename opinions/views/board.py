"""梳理归并: the board of one meeting, or of what the stations sent up.

The board is one plain form; with htmx it alone comes back, after an act with a toast that takes it back.
What is ticked stays ticked over pages, filters and searches until it is merged or let go.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
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
from opinions.reports.choice import Choice, read
from opinions.reports.similar import similar_to
from opinions.reports.sums import destination_sums
from opinions.views.board_place import AT, BESIDE, PICK, TURNS, asked, place_of, without
from opinions.workflow import matter as verbs

PAGE = 15
MATTERS = 20
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
    place, choice = place_of(request.GET), read(board, request.GET.getlist(PICK))
    if request.htmx and "similar" in place:
        return render(request, "opinions/_board_similar.html", _similar(board, place, choice))
    return _page(request, board, place, choice)


@require_POST
@with_board
def board_find(request: PortalRequest, board: Board) -> HttpResponse:
    """Filter, search, turn a page of either side, look at what is ticked or let it go. Writes nothing."""
    place, part = asked(request.POST)
    if not request.htmx:
        return redirect(_address(board, place) + (f"#{part}" if part else ""))
    answer = _page(request, board, place, read(board, place.getlist(PICK)))
    answer["HX-Push-Url"] = _address(board, place)
    return answer


def _address(board: Board, place: QueryDict) -> str:
    return f"{board.url}?{place.urlencode(safe='~')}" if place else board.url


def _page(
    request: PortalRequest,
    board: Board,
    place: QueryDict,
    choice: Choice,
    *,
    bound: Any = None,
    status: int = 200,
    said: str = "",
    act: Any = None,
) -> HttpResponse:
    """The whole page, or for htmx the board with what was said; `bound` keeps what was typed."""
    title = (bound.data if bound is not None else place).get("title", "")
    context = _context(request, board, place, choice) | {"bound": bound, "title": title, "said": said, "act": act}
    template = "opinions/board.html"
    if request.htmx:
        template = "opinions/board_answer.html"
    return render(request, template, context, status=status)


def _context(request: PortalRequest, board: Board, place: QueryDict, choice: Choice) -> dict[str, Any]:
    chosen = forms.BoardFilter(place, board=board, choice=choice)
    acts = reports.last_acts(board)
    sums = destination_sums(board.opinions())
    decided = sum(sums.of(key) for key in (*Destination.values, "settled"))
    request.nav_counts = {"opinions:board": sums.waiting}
    similar = _similar(board, place, choice) if "similar" in place else {}
    return {
        "board": board,
        "place": place,
        "here": without(place, *BESIDE),
        "address": _address(board, without(place, *BESIDE)),
        "back": without(place, *BESIDE, "show", "after", "before"),
        "filter": chosen,
        "sums": sums,
        "came_in": board.opinions().count(),  # counted apart from the sum, so that the two can disagree
        "decided": decided,
        "decided_part": [(decided, "n")],
        "acts": acts,
        "last": reports.undoable(acts, request.user),
        **_opinions(board, place, chosen, choice, similar),
        **_matters(board, place, chosen),
    }


def _opinions(
    board: Board, place: QueryDict, chosen: forms.BoardFilter, choice: Choice, similar: dict[str, Any]
) -> dict[str, Any]:
    """The left side: a page of opinions and what is ticked, there and elsewhere."""
    rows = board.opinions().select_related("contributor", "topic", "occasion")
    page = keyset(chosen.opinions(rows), without(place, *BESIDE), order=("id",), size=PAGE)
    drawn = [*page.rows, *(like.thing for like in similar.get("like_opinions", ()))]
    return {
        "page": page,
        "found": capped_count(chosen.opinions(board.opinions())),
        "choice": choice,
        "elsewhere": choice.elsewhere(row.pk for row in drawn),
        **similar,
    }


def _matters(board: Board, place: QueryDict, chosen: forms.BoardFilter) -> dict[str, Any]:
    """The right side: the matter just made or changed, then a page of those that the filter lets through."""
    shelf = chosen.matters(board.matters())
    at = place.get(AT, "")
    now = list(board.matters().on_board().filter(pk=int(at[:15]))) if at.isdecimal() else []
    rows = shelf.on_board().exclude(pk__in=[matter.pk for matter in now])
    page = keyset(rows, without(place, *BESIDE), size=MATTERS, prefix="m_")
    return {
        "matters": reports.cards_of([*now, *page.rows], now={matter.pk for matter in now}),
        "matter_page": page,
        "matters_found": capped_count(shelf),
    }


def _similar(board: Board, place: QueryDict, choice: Choice) -> dict[str, Any]:
    raw = place.get("similar", "")
    opinion = board.opinions().filter(pk=int(raw[:15])).first() if raw.isdecimal() else None
    if opinion is None:
        raise Http404
    matters, waiting = similar_to(opinion, board)
    return {
        "board": board,
        "looked_at": opinion,
        "like_matters": matters,
        "like_opinions": waiting,
        "here": without(place, *BESIDE),
        "choice": choice,
    }


def _acting(request: PortalRequest, board: Board) -> Choice:
    """What an act is about: what is ticked, or the one opinion that `?one=` names (buttons beside what is like it)."""
    one = request.GET.get("one")
    return read(board, [one] if one else request.POST.getlist("opinion"))


def _acted(
    request: PortalRequest, board: Board, form: Any, verb: Callable[[dict[str, Any]], Any], *, said: str
) -> HttpResponse:
    """One act: valid form → one verb → the board with a way back; else the board as it was left."""
    place = place_of(request.GET)
    ticked = read(board, request.POST.getlist("opinion")) if "one" in request.GET else form.choice
    if not form.is_valid():
        place["side"] = request.POST.get("side", "")
        return _page(request, board, place, ticked, bound=form, status=409 if form.choice.gone else 422)
    done, result = form.try_verb(lambda: verb(form.cleaned_data))
    if not done:
        status = 409 if isinstance(result, StaleError) else 422
        return _page(request, board, place, ticked, bound=form, status=status)
    place[AT] = str(result.pk)
    act = MergeAction.objects.filter(actor=request.user).first()
    return _done(request, board, place, ticked.without(form.choice.ids), said=said, act=act)


def _done(
    request: PortalRequest, board: Board, place: QueryDict, rest: Choice, *, said: str, act: MergeAction | None = None
) -> HttpResponse:
    """The board after an act: with htmx where it was, else on its first pages."""
    if place.get("show") == forms.TICKED and not rest.rows:
        place = without(place, "show", *TURNS)
    if request.htmx:
        return _page(request, board, place, rest, said=said, act=act)
    messages.success(request, said)
    back = without(place, *TURNS, *BESIDE)
    if rest.rows:
        back[PICK] = rest.carried
    return redirect(_address(board, back))


@require_POST
@with_board
def board_merge(request: PortalRequest, board: Board) -> HttpResponse:
    """Ticked opinions into a matter that is there."""
    return _acted(
        request,
        board,
        forms.MergeForm(request.POST, choice=_acting(request, board), matters=board.matters()),
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
        forms.CreateForm(request.POST, choice=_acting(request, board)),
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
        forms.DeclineForm(request.POST, choice=_acting(request, board)),
        lambda data: verbs.decline(data["opinion"], reason=data["reason"], **_facts(request, board)),
        said="已定为不交办，理由已记下。",
    )


def _facts(request: PortalRequest, board: Board) -> dict[str, Any]:
    return {"actor": request.user, "unit": board.unit(), "rule": board.rule(), "occasion": board.occasion}


@require_POST
@with_board
def board_undo(request: PortalRequest, board: Board, pk: int) -> HttpResponse:
    """Take back one act, while nothing later touched it. What is ticked stays ticked."""
    mine = MergeAction.objects.filter(request.user.scopes.in_region("unit__region__path", Role.STAFF))
    action = get_object_or_404(mine, pk=pk)
    place = place_of(request.GET)
    ticked = request.POST.getlist("opinion") or request.GET.getlist(PICK)
    try:
        verbs.undo(action, actor=request.user)
    except RuleError as error:
        messages.error(request, str(error))
        status = 409 if isinstance(error, StaleError) else 422
        return _page(request, board, place, read(board, ticked), status=status)
    place[AT] = next(iter(action.before), "")
    place["title"] = request.POST.get("title", "")
    return _done(request, board, place, read(board, ticked), said=f"已撤回：{action.label}")
