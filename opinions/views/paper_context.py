"""What a list's page draws: its chain, the actions open to this user, the items and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from accounts.calendar import Calendar
from accounts.models import Unit, User
from common.forms import PortalForm
from common.steps import open_steps
from opinions import rules
from opinions.choices import ListStatus, UndertakingStatus, UnitRole
from opinions.forms import papers as forms
from opinions.models import Assignment, AssignmentList, Matter, Undertaking
from opinions.reports.history import history_of
from opinions.views.rows import UndertakingRow, undertaking_row
from opinions.workflow import paper as verbs

CHAIN = ["拟稿", "核稿", "审签", "编号印发", "用印", "签收"]
PER_PAGE = 10
TO_ACCEPT = (UndertakingStatus.TO_ACCEPT, UndertakingStatus.TO_DISPATCH)


@dataclass(frozen=True)
class Action:
    """A tab with a form on a list's page."""

    key: str
    label: str
    submit: str
    icon: str
    form: type[PortalForm]
    hint: str = ""


@dataclass(frozen=True)
class ItemRow:
    """One item in the table; `shown` is the undertaking that is furthest behind, once issued."""

    item: Assignment
    leads: list[Unit]
    cos: list[Unit]
    sources: int
    shown: UndertakingRow | None
    answered: bool
    to_accept: bool


ACTIONS = {
    "return": Action("return", "退回修改", "退回修改", "arrow-return-left", forms.ReturnForm),
    "sign": Action("sign", "审签", "审签同意", "pen", forms.SignForm, "审签后由选工委取号印发。印发前单位看不到。"),
    "sign_paper": Action(
        "sign_paper",
        "登记纸质审签",
        "登记",
        "file-earmark-arrow-up",
        forms.SignPaperForm,
        "领导在纸上签了的，把审签单拍照或扫描传上来。",
    ),
    "issue": Action(
        "issue",
        "印发",
        "印发",
        "send",
        forms.IssueForm,
        "印发时取号，清单定稿不再改，期限从印发之日起算，各单位马上收到通知。",
    ),
    "seal": Action("seal", "登记用印", "登记", "patch-check", forms.SealForm),
    "annul": Action("annul", "作废", "作废", "slash-circle", forms.AnnulForm),
    "edit": Action("edit", "改标题和正文", "保存", "pencil", forms.ListEditForm),
}


def list_context(
    paper: AssignmentList, user: User, params: Mapping[str, Any], *, doing: str = "", bound: PortalForm | None = None
) -> dict[str, Any]:
    """The whole page for `user`; `bound` stands in place of the form of the action `doing`."""
    steps = open_steps(verbs.STEPS, paper, user)
    offered = [ACTIONS[name] for name in ACTIONS if name in steps]
    current = next((a for a in offered if a.key == doing), None)
    items = _items(paper)
    return {
        "paper": paper,
        "badge": paper.badge,
        "chain": (CHAIN, _place(paper, items)),
        "steps": steps,
        "actions": [(a, reverse(f"opinions:list_{a.key}", args=[paper.pk]), a is current) for a in offered],
        "current": current,
        "form": (bound or _form(current, paper)) if current else None,
        "refused": bound if current is None else None,
        "items": items,
        "page": Paginator(items, PER_PAGE).get_page(params.get("page")),
        "answered": sum(item.answered for item in items),
        "siblings": _siblings(paper, user),
        "unconfirmed": verbs.unconfirmed_count(paper) if "submit" in steps else 0,
        "files": paper.attachments.all(),
        "history": history_of(paper),
        "may_draft": rules.can_draft_list(user, paper),
        "opinion_count": _opinion_count(paper),
        "name_on_date": paper.unit.name_on(paper.issued_on or timezone.localdate()),
    }


def _form(action: Action, paper: AssignmentList) -> PortalForm:
    if action.key != "edit":
        return action.form()
    names = ("version", "title", "salutation", "opening", "copies_to")
    return action.form(initial={name: getattr(paper, name) for name in names})


def _place(paper: AssignmentList, items: list[ItemRow]) -> int:
    """Where the chain stands; 签收 is done when no unit has still to accept."""
    place = {
        ListStatus.DRAFT: 1,
        ListStatus.REVIEW: 2,
        ListStatus.SIGN: 3,
        ListStatus.SIGNED: 4,
        ListStatus.ANNULLED: 1,
    }
    if paper.status in place:
        return place[ListStatus(paper.status)]
    if paper.sealed_on is None:
        return 5
    return 6 if any(item.to_accept for item in items) else 7


def _items(paper: AssignmentList) -> list[ItemRow]:
    """The items with their units as printed and, once issued, the undertakings under them."""
    rows = list(paper.assignments.select_related("rule", "matter__category").prefetch_related("assignment_units__unit"))
    under, sources = _undertakings(paper), _sources(rows)
    today, calendar = timezone.localdate(), Calendar.load()
    found = []
    for item in rows:
        units, open_ones = list(item.assignment_units.all()), under.get(item.pk, [])
        own = [u for u in open_ones if u.role != UnitRole.CO and u.status != UndertakingStatus.DISPATCHED]
        first = min(own, key=lambda u: UndertakingStatus.ORDERED.index(u.status)) if own else None
        row = ItemRow(
            item,
            leads=[u.unit for u in units if u.role == UnitRole.LEAD],
            cos=[u.unit for u in units if u.role == UnitRole.CO],
            sources=sources.get(item.matter_id, 0),
            shown=undertaking_row(first, today, calendar) if first else None,
            answered=bool(own) and all(u.answered_on for u in own),
            to_accept=any(u.status in TO_ACCEPT for u in open_ones),
        )
        found.append(row)
    return found


def _sources(rows: list[Assignment]) -> dict[int, int]:
    """How many opinions are in each matter of these items."""
    matters = Matter.objects.filter(pk__in=[item.matter_id for item in rows])
    return dict(matters.annotate(sources_count=Count("sources")).values_list("pk", "sources_count"))


def _undertakings(paper: AssignmentList) -> dict[int, list[Undertaking]]:
    found: dict[int, list[Undertaking]] = {}
    for row in Undertaking.objects.with_list_data().in_force().filter(assignment__list=paper).order_by("-role", "id"):
        found.setdefault(row.assignment_id, []).append(row)
    return found


def _siblings(paper: AssignmentList, user: User) -> list[AssignmentList]:
    """The other lists of the same meeting, in the order of their batches."""
    if paper.occasion_id is None:
        return [paper]
    rows = AssignmentList.objects.visible_to(user).filter(occasion=paper.occasion_id).order_by("batch", "id")
    return list(rows)


def _opinion_count(paper: AssignmentList) -> int:
    return paper.assignments.values("matter__opinions").distinct().count()
