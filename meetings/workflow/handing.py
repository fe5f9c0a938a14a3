"""The standard papers put into people's hands, and what they say of it: 待阅 → 已阅, or 已发纸质 by staff."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.actions import notify
from accounts.models import User
from common.errors import RuleError
from common.steps import Step, Steps, move
from meetings import rules
from meetings.actions.meeting import check_preparer
from meetings.choices import PaperKind
from meetings.choices import ReceiptStatus as S
from meetings.models import PaperReceipt, PaperVersion, Preparation
from meetings.workflow.concerned import Person, concerned_by
from meetings.workflow.recording import record

NAME_MAX, NAMES_MAX = 40, 60
STEPS: Steps = {
    "read": Step("已阅", (S.WAITING,), S.READ, rules.is_addressee),
    "on_paper": Step("已发纸质", (S.WAITING,), S.ON_PAPER, rules.may_note_paper),
}


@transaction.atomic
def hand_papers(
    made: Preparation,
    *,
    actor: User,
    kinds: Iterable[str],
    names: Iterable[str] = (),
    at: datetime | None = None,
) -> int:
    """Hand the newest version of each of `kinds` to those whom it concerns and who have not got it yet.

    `names` are people at work there without an account: they get the papers of the staff. Returns
    how many papers were handed. Refused without a kind, for a paper not written, and when all have it.
    """
    check_preparer(actor, made.meeting)
    chosen, moment = [kind for kind in PaperKind.values if kind in set(kinds)], at or timezone.now()
    if not chosen:
        raise RuleError("请先勾选要发的材料。", field="kinds")
    people = _people(made, _names(names))
    fresh: list[PaperReceipt] = []
    for kind in chosen:
        fresh += _hand(made, _taken(made, kind, moment), people[kind], moment)
    if not fresh:
        raise RuleError("勾选的材料都已经发给有关的人了，没有新要发的。")
    data = {"kinds": chosen, "papers": len(fresh)}
    told = {row.user_id for row in fresh if row.user_id}
    event = record(made, step="hand", actor=actor, at=moment, data=data)
    transaction.on_commit(partial(_tell, event.pk, made, told), robust=True)
    return len(fresh)


def _people(made: Preparation, extra: list[str]) -> dict[str, list[Person]]:
    """Whom the papers concern. Writes first: of two hands the second finds what the first has handed out."""
    Preparation.objects.filter(pk=made.pk).update(opens_on=F("opens_on"))
    return concerned_by(made, extra)


def _names(names: Iterable[str]) -> list[str]:
    found = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    if len(found) > NAMES_MAX or any(len(name) > NAME_MAX for name in found):
        raise RuleError(f"一行写一个姓名，每个最多 {NAME_MAX} 个字，一次最多 {NAMES_MAX} 人。", field="names")
    return found


def _taken(made: Preparation, kind: str, moment: datetime) -> PaperVersion:
    """The newest version, fixed from this moment on."""
    version = PaperVersion.objects.filter(template=made.template_id, kind=kind).order_by("-number").first()
    if version is None:
        raise RuleError(f"《{PaperKind(kind).label}》还没有写，请先到会务流程里写好。", field="kinds")
    PaperVersion.objects.filter(pk=version.pk, handed_at=None).update(handed_at=moment)
    return version


def _hand(made: Preparation, paper: PaperVersion, people: list[Person], moment: datetime) -> list[PaperReceipt]:
    known: set[tuple[str, Any]] = set()
    for user, participant, name in made.receipts.filter(paper=paper).values_list("user", "participant", "name"):
        known |= {("user", user), ("participant", participant)} if user or participant else {("name", name)}
    rows = [one for one in people if one.key not in known]
    return PaperReceipt.objects.bulk_create(
        PaperReceipt(preparation=made, paper=paper, handed_at=moment, **one.facts()) for one in rows
    )


def _tell(event_id: int, made: Preparation, told: set[int]) -> None:
    label = f"请阅会务材料：{made.meeting}"
    notify(
        User.objects.filter(pk__in=told),
        key=f"papers:{event_id}",
        label=label,
        url=reverse("meetings:my_papers"),
        copy_text=f"{label}。请登录平台，在“消息”里打开，看完点“已阅”。",
    )


def read_paper(row: PaperReceipt, *, actor: User, at: datetime | None = None) -> PaperReceipt:
    """The addressee says that they have read it; once, and nobody for them."""
    moment = at or timezone.now()
    move(STEPS, "read", row, actor=actor, record=record, at=moment, answered_at=moment)
    return row


def note_on_paper(row: PaperReceipt, *, actor: User, at: datetime | None = None) -> PaperReceipt:
    """Staff say that somebody without an account got it printed."""
    moment = at or timezone.now()
    move(STEPS, "on_paper", row, actor=actor, record=record, at=moment, answered_at=moment)
    return row


@transaction.atomic
def note_all_on_paper(made: Preparation, kind: str, *, actor: User, at: datetime | None = None) -> int:
    """Everybody without an account who waits for the paper `kind` has got it printed. Returns how many."""
    check_preparer(actor, made.meeting)
    rows = made.receipts.waiting().filter(user=None, paper__kind=kind).with_page_data()
    found = [note_on_paper(row, actor=actor, at=at) for row in rows]
    if not found:
        raise RuleError("没有等发纸质的人了。")
    return len(found)
