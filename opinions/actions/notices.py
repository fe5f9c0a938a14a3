"""Notices of the ledger. Each has a key of its thing and its event, so a task run twice tells once.

A notice to a unit goes to its clerks and carries a text to copy; a unit without an account is
reported to staff, who print the 交办通知.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from accounts.actions import notify
from accounts.choices import Role
from accounts.models import Notice, Unit
from common.text import cn_short, redact
from opinions import limits
from opinions.actions import addressing, wording
from opinions.choices import UndertakingStatus, UnitRole
from opinions.models import AssignmentList, CoOpinion, Event, Rating, Reply, Undertaking

# Kind → (the event it tells of, the heading, what is said; {note} is the event's own words).
TO_UNIT: dict[str, tuple[tuple[str, ...], str, str]] = {
    "urge": (("urge",), "催办", "{note}"),
    "reply_returned": (("return_reply", "return_redo"), "答复退回", "答复退回修改：{note}"),
    "reopened": (("reopen",), "重新办理", "评价后需要重新办理，{due}再次答复。"),
    "closed": (("close",), "办结", "评价已经结束，事项办结。"),
    "extension_granted": (("grant_extension",), "延期", "同意延期，{due}答复。"),
    "extension_refused": (("refuse_extension",), "延期", "不同意延期：{note}"),
    "send_back_refused": (("refuse_send_back",), "退办", "不同意退办，请继续办理：{note}"),
}
TO_STAFF: dict[str, tuple[str, str]] = {
    "send_back": ("ask_send_back", "审核退办"),
    "extension": ("ask_extension", "审核延期"),
    "reply": ("deliver", "审核答复"),
    "assess": ("to_assess", "组织评估"),
}
LIST_STEPS: dict[str, tuple[str, str]] = {
    "submit": (Role.OFFICE, "请核稿"),
    "check": (Role.LEADER, "请审签"),
    "return": (Role.STAFF, "清单退回修改"),
    "sign": (Role.STAFF, "清单已审签，可以编号印发"),
}


def list_step(list_id: int, step: str) -> None:
    """Tell whoever has the list before them: submit → 核稿, check → 审签, return and sign → the drafter."""
    paper = AssignmentList.objects.select_related("unit__region", "drafted_by").get(pk=list_id)
    event = Event.objects.filter(list=paper, step=step).order_by("-pk").first()
    role, text = LIST_STEPS[step]
    told = addressing.over(paper.unit.region.path, role)
    if role == Role.STAFF:
        told = told.filter(pk=paper.drafted_by_id) if told.filter(pk=paper.drafted_by_id).exists() else told
    else:
        told = told.exclude(pk=paper.drafted_by_id)
    reason = f"（{event.note}）" if event and step == "return" and event.note else ""
    notify(told, key=_key("list", paper.pk, step, event), label=f"{text}：{paper.title}{reason}", url=_url(paper))


def list_issued(list_id: int) -> None:
    """Tell every unit of a list just issued, each once for all its items."""
    rows = Undertaking.objects.filter(assignment__list_id=list_id, parent=None).in_force()
    for unit, mine in _by_unit(rows):
        _assigned(unit, mine, key=f"issued:{list_id}:{unit.pk}")


def list_annulled(list_id: int) -> None:
    """Tell every unit that still had something of the list that it is void, and why."""
    paper = AssignmentList.objects.get(pk=list_id)
    rows = Undertaking.objects.filter(assignment__list=paper, status=UndertakingStatus.REVOKED)
    for unit, mine in _by_unit(rows):
        first = mine[0]
        said = f"{wording.items(mine)}已经撤销，不用再办。原因：{_sentence(redact(paper.annulled_reason))}"
        tell_unit(
            first,
            key=f"annulled:{list_id}:{unit.pk}",
            label=f"清单作废：{paper.shown_number}{said}",
            copy_text=wording.annulled(unit, paper, said),
            url=_url(first) if len(mine) == 1 else reverse("opinions:undertaking_list"),
        )


def opened(undertaking_ids: list[int]) -> None:
    """Tell the units of undertakings opened by 转办 or 改派."""
    for unit, mine in _by_unit(Undertaking.objects.filter(pk__in=undertaking_ids).in_force()):
        _assigned(unit, mine, key=f"opened:{unit.pk}:{min(row.pk for row in mine)}")


def _by_unit(rows: Any) -> Iterable[tuple[Unit, list[Undertaking]]]:
    found: dict[int, list[Undertaking]] = defaultdict(list)
    for row in rows.with_list_data().order_by("unit__order", "unit_id", "assignment__order"):
        found[row.unit_id].append(row)
    return [(mine[0].unit, mine) for mine in found.values()]


def _assigned(unit: Unit, rows: list[Undertaking], *, key: str) -> None:
    first, paper = rows[0], rows[0].assignment.list
    what = wording.items(rows)
    verb = "请转办" if first.role == UnitRole.DISPATCH else "请签收"
    day = f"，{limits.latest(first.accept_due, first.assigned_on)}" if first.accept_due else ""
    tell_unit(
        first,
        key=key,
        label=f"{verb}：{paper.shown_number}{what}{day}",
        copy_text=wording.assigned(unit, rows),
        url=_url(first) if len(rows) == 1 else reverse("opinions:undertaking_list"),
    )


def to_staff(undertaking_id: int, kind: str) -> None:
    """Tell the committee's staff what the unit asks or has delivered."""
    row = Undertaking.objects.with_list_data().get(pk=undertaking_id)
    step, text = TO_STAFF[kind]
    event = Event.objects.filter(undertaking=row, step=step).order_by("-pk").first()
    label = f"{text}：{row.unit}，{row.assignment.title}"
    notify(_staff(row), key=_key("staff", row.pk, kind, event), label=label, url=_url(row))


def to_unit(undertaking_id: int, kind: str) -> None:
    """Tell the unit's clerks what the committee did or says, in staff's own words without residents' names."""
    row = Undertaking.objects.with_list_data().get(pk=undertaking_id)
    steps, heading, text = TO_UNIT[kind]
    event = Event.objects.filter(undertaking=row, step__in=steps).order_by("-pk").first()
    note = _sentence(redact(event.note, wording.hidden_names(row)) if event else "")
    said = text.format(note=note, due=limits.latest(row.due_on, row.assigned_on))
    tell_unit(
        row,
        key=_key("unit", row.pk, kind, event),
        label=f"{heading}：{row.assignment.title}。{said}",
        copy_text=wording.told(heading, row, said),
    )


def co_opinion_given(undertaking_id: int) -> None:
    """Tell the lead units that a co-unit's opinion is there."""
    co = Undertaking.objects.with_list_data().get(pk=undertaking_id)
    given = CoOpinion.objects.get(undertaking=co)
    for lead in Undertaking.objects.filter(assignment=co.assignment).leads().with_list_data():
        said = f"协办单位{co.unit}已于{cn_short(given.given_at)}提出协办意见。"
        tell_unit(
            lead,
            key=f"co:{given.pk}:{lead.pk}",
            label=f"{said}{lead.assignment.title}",
            copy_text=wording.told("协办意见", lead, said),
        )


def reply_to_sign(reply_id: int) -> None:
    """Tell the unit's head that a reply waits; without a head's account its clerks learn so."""
    reply = Reply.objects.select_related("undertaking__assignment__list__unit", "undertaking__unit").get(pk=reply_id)
    row = reply.undertaking
    event = Event.objects.filter(undertaking=row, step="reply_submit").order_by("-pk").first()
    heads, key = addressing.heads_of(row.unit), _key("sign", reply.pk, "submit", event)
    if heads.exists():
        notify(heads, key=key, label=f"请签发答复：{row.assignment.title}", url=_url(row))
    else:
        text = f"{row.unit}的负责人还没有账号，答复没有人签发，请联系系统管理员开通"
        notify(addressing.clerks_of(row.unit), key=f"{key}:none", label=text, url=_url(row))


def rating_asked(reply_id: int) -> None:
    """Ask the deputies for their rating; whoever has no account is told to staff, who ask by telephone."""
    reply = Reply.objects.select_related("undertaking").get(pk=reply_id)
    row = Undertaking.objects.with_list_data().get(pk=reply.undertaking_id)
    asked = list(Rating.objects.filter(reply=reply).select_related("contributor__deputy__user"))
    users = [r.contributor.deputy.user for r in asked if r.contributor.deputy and r.contributor.deputy.user]
    due = f"，{limits.latest(row.rating_due, row.assigned_on)}" if row.rating_due else ""
    about = f"{row.assignment.title}{due}"
    label = f"您提的意见有答复了，请您评价：{about}"
    notify(users, key=f"rate:{reply.pk}", label=label, url=reverse("opinions:rating_list"))
    others = len(asked) - len(users)
    if others:
        text = f"有 {others} 位评价人没有账号，请电话请他们评价并代录：{about}"
        notify(_staff(row), key=f"rate:{reply.pk}:proxy", label=text, url=_url(row))


def tell_unit(row: Undertaking, *, key: str, label: str, copy_text: str, url: str = "") -> bool:
    """Tell the clerks of the row's unit; a unit nobody can sign in for is reported to staff with the text.

    Returns whether it was news.
    """
    clerks = list(addressing.clerks_of(row.unit))
    if clerks:
        return notify_new(clerks, key=key, label=label, url=url or _url(row), copy_text=copy_text)
    text = f"{row.unit}还没有账号，请打印交办通知送达，或复制文字转告：{row.assignment.title}"
    return notify_new(_staff(row), key=f"{key}:none", label=text, url=_url(row.assignment.list), copy_text=copy_text)


def notify_new(users: Iterable[Any], *, key: str, label: str, url: str = "", copy_text: str = "") -> bool:
    """Tell `users` once; whether any of them had not been told yet."""
    told = list(users)
    known = Notice.objects.filter(key__in=[f"{key}:{user.pk}" for user in told]).count()
    if known < len(told):
        notify(told, key=key, label=label, url=url, copy_text=copy_text)
    return known < len(told)


def _staff(row: Undertaking) -> Any:
    return addressing.over(row.assignment.list.unit.region.path, Role.STAFF)


def _sentence(note: str) -> str:
    note = note.strip()
    return note if not note or note[-1] in "。！？.!?" else f"{note}。"


def _key(thing: str, pk: int, kind: str, event: Event | None) -> str:
    """The event makes it new when the same step is taken again."""
    return f"{thing}:{pk}:{kind}:{event.pk if event else 0}"


def _url(thing: Any) -> str:
    return str(thing.get_absolute_url())
