"""The ledger and the follow-up as tables, of rows the caller has already made visible.

Names and telephones are masked as on every list, numbers inside the words too; nothing is a formula.
A table holds at most `MOST` rows and says so in its title.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from common.crypto import mask_phone
from common.text import redact
from common.xlsx import Column, write_xlsx
from opinions.choices import Capacity, Destination
from opinions.models import Matter, Opinion, Reply, Undertaking

MOST = 20_000
CHUNK = 500

def destinations(opinion: Opinion) -> str:
    """Where an opinion went, in the order of destinations; 待定 for a matter without one."""
    found = {matter.destination for matter in opinion.matters.all()}
    words = [str(d.label) for d in Destination if d in found]
    return "；".join([*words, "待定"] if "" in found else words)


def _phone(opinion: Opinion) -> str:
    """Masked, and not at all for who asked for secrecy."""
    person = opinion.contributor
    return "" if person.secrecy or not person.phone else mask_phone(person.phone)


def _words(opinion: Opinion) -> str:
    """The words without numbers of people, and without the name of who is not named."""
    person = opinion.contributor
    hidden = person.secrecy or person.capacity not in Capacity.NAMED
    return redact(opinion.summary or opinion.original, [person.name] if hidden and person.name else [])


def _answer_class(row: Undertaking) -> str:
    """Of the last delivered reply; a draft is the unit's own."""
    delivered = [r for r in row.replies.all() if r.status == "delivered" and r.answer_class]
    return max(delivered, key=lambda r: r.round).answer_class if delivered else ""


OPINION_COLUMNS = (
    Column("编号", lambda o: o.pk, 7),
    Column("提出日期", lambda o: o.heard_on, 15),
    Column("场合", lambda o: str(o.occasion or ""), 16),
    Column("议题", lambda o: str(o.topic or ""), 14),
    Column("提出人", lambda o: o.contributor.masked_name, 9),
    Column("身份", lambda o: o.contributor.get_capacity_display(), 12),
    Column("联系电话", _phone, 14),
    Column("渠道", lambda o: o.channel.name, 10),
    Column("意见类型", lambda o: o.get_intent_display(), 9),
    Column("收集单位", lambda o: str(o.unit), 14),
    Column("意见内容", _words, 56),
    Column("状态", lambda o: o.get_status_display(), 9),
    Column("归并事项", lambda o: "；".join(m.title for m in o.matters.all()), 22),
    Column("去向", destinations, 16),
)
UNDERTAKING_COLUMNS = (
    Column("发文字号", lambda u: u.assignment.list.number, 12),
    Column("序号", lambda u: u.assignment.order, 6),
    Column("事项", lambda u: u.assignment.title, 32),
    Column("承办单位", lambda u: str(u.unit), 18),
    Column("承办方式", lambda u: u.get_role_display(), 8),
    Column("由谁转办", lambda u: str(u.parent.unit) if u.parent else "", 16),
    Column("状态", lambda u: u.get_status_display(), 10),
    Column("交办日期", lambda u: u.assigned_on, 15),
    Column("签收日期", lambda u: timezone.localdate(u.accepted_at) if u.accepted_at else None, 15),
    Column("办理期限", lambda u: u.due_on, 15),
    Column("首次答复日期", lambda u: u.answered_on, 15),
    Column("答复类别", _answer_class, 8),
    Column("第几次办理", lambda u: u.round, 8),
    Column("办结方式", lambda u: u.get_outcome_display() if u.outcome else "", 10),
    Column("承办人", lambda u: u.handler_name, 9),
)


def opinions_xlsx(rows: QuerySet[Opinion]) -> bytes:
    """意见台账 of `rows`, in their order."""
    matters = Prefetch("matters", Matter.objects.only("title", "destination").order_by("pk"))
    wanted = _bounded(rows).with_list_data().prefetch_related(matters)
    return write_xlsx(OPINION_COLUMNS, wanted.iterator(chunk_size=CHUNK), title=_title("意见台账", rows))


def undertakings_xlsx(rows: QuerySet[Undertaking], *, today: date | None = None) -> bytes:
    """办理情况 of `rows`, in their order, with 超期 as of `today`."""
    day = today or timezone.localdate()
    columns = (*UNDERTAKING_COLUMNS, Column("是否超期", lambda u: "超期" if u.is_overdue(day) else "", 8))
    replies = Prefetch("replies", Reply.objects.only("undertaking_id", "round", "answer_class", "status"))
    wanted = _bounded(rows).with_list_data().prefetch_related(replies)
    return write_xlsx(columns, wanted.iterator(chunk_size=CHUNK), title=_title("办理情况", rows))


def _bounded(rows: QuerySet[Any]) -> Any:
    ordered = rows if rows.ordered else rows.order_by("pk")
    return ordered[:MOST] if not rows.query.is_sliced else ordered


def _title(name: str, rows: QuerySet[Any]) -> str:
    more = not rows.query.is_sliced and rows.order_by()[MOST : MOST + 1].exists()
    return f"{name}（只列前 {MOST} 行，请先筛选再导出）" if more else name
