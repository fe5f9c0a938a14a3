"""交办清单 as a paper and as a table, and the frozen file of an issued one.

Residents stand in it by capacity and number alone. The same list gives the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from common.documents import break_title, render
from common.files import DOCX
from common.text import cn_date
from common.xlsx import Column, write_xlsx
from opinions.choices import Capacity, ListStatus, OccasionKind, UnitRole
from opinions.exports import phrases
from opinions.models import Assignment, AssignmentList, Attachment, MatterSource

SUFFIX = "文件"


def list_docx(paper: AssignmentList) -> bytes:
    """The paper with its list attached, every item once; 拟编 stands for the number until there is one."""
    return render("assignment_list.docx", list_context(paper))


def list_context(paper: AssignmentList) -> dict[str, Any]:
    """The fields of the template; names are those of the day of the paper."""
    day = _day(paper)
    organ = paper.unit.name_on(day)
    subject = _subject(paper)
    items = item_rows(paper)
    return {
        "mark": f"{organ}{SUFFIX}",
        "doc_no": paper.number,
        "title_lines": break_title(f"关于印发{subject}的通知"),
        "recipients": split_names(paper.salutation) or ["各有关单位"],
        "opening": paper.opening or _opening(paper),
        "parts": phrases.duties([item.rule for item in _items(paper)]),
        "attachment_name": subject,
        "organ": organ,
        "issue_date": paper.issued_on or "",
        **phrases.contact_of(paper),
        "items": items,
        "copy_to": split_names(paper.copies_to),
        "print_organ": organ,
        "print_date": paper.issued_on or "",
    }


def item_rows(paper: AssignmentList) -> list[dict[str, Any]]:
    """The rows of the attached list, in its order."""
    items = list(_items(paper))
    sources = source_labels([item.matter_id for item in items])
    limits_of = phrases.Limits(paper.issued_on)
    return [
        {
            "no": item.order,
            "matter": item.title,
            "clause": item.source_label,
            "source": sources.get(item.matter_id, ""),
            "content": item.wording,
            "requirement": item.demand or "研究处理并书面答复",
            "lead": [_unit(u, paper) for u in item.assignment_units.all() if u.role == UnitRole.LEAD],
            "assist": [_unit(u, paper) for u in item.assignment_units.all() if u.role == UnitRole.CO],
            "due": limits_of.answer(item.rule),
        }
        for item in items
    ]


def source_labels(matter_ids: list[int]) -> dict[int, str]:
    """Who raised each matter, by capacity and number: 群众4条、网格员1条（第二组）; nobody is named."""
    found: dict[int, Counter[str]] = {pk: Counter() for pk in matter_ids}
    places: dict[int, dict[str, None]] = {pk: {} for pk in matter_ids}
    links = MatterSource.objects.filter(matter_id__in=matter_ids).order_by("opinion_id")
    for pk, capacity, place in links.values_list(
        "matter_id", "opinion__contributor__capacity", "opinion__occasion__short_title"
    ):
        found[pk][capacity] += 1
        if group := re.search(r"（(第.+?组)）", place or ""):
            places[pk][group[1]] = None
    return {pk: _source_label(found[pk], list(places[pk])) for pk in matter_ids}


def _source_label(counts: Counter[str], groups: list[str]) -> str:
    words = "、".join(f"{label}{counts[value]}条" for value, label in Capacity.choices if counts[value])
    return f"{words}（{'、'.join(sorted(groups, key=_group_order))}）" if groups else words


def _group_order(group: str) -> int:
    return "一二三四五六七八九十".find(group[1:2])


def list_xlsx(paper: AssignmentList) -> bytes:
    """Every item of the list as a table."""
    columns = [
        Column("序号", lambda row: row["no"], 6),
        Column("事项", lambda row: row["matter"], 26),
        Column("议题和条款", lambda row: row["clause"], 18),
        Column("来源", lambda row: row["source"], 22),
        Column("意见建议内容", lambda row: row["content"], 46),
        Column("办理要求", lambda row: row["requirement"], 32),
        Column("主办单位", lambda row: "、".join(row["lead"]), 16),
        Column("协办单位", lambda row: "、".join(row["assist"]), 16),
        Column("办理时限", lambda row: row["due"], 15),
    ]
    title = f"{paper.title}（{paper.shown_number}）"
    return write_xlsx(columns, item_rows(paper), title=title, sheet="交办清单")


@transaction.atomic
def freeze(list_id: int) -> None:
    """Make and keep the file of an issued list, once. A second run, at once or later, changes nothing."""
    paper = AssignmentList.objects.select_related("unit", "occasion", "drafted_by", "supplements").get(pk=list_id)
    if paper.status != ListStatus.ISSUED or paper.frozen_sha256:
        return
    data = list_docx(paper)
    digest = hashlib.sha256(data).hexdigest()
    won = AssignmentList.objects.filter(pk=paper.pk, status=ListStatus.ISSUED, frozen_sha256="").update(
        frozen_sha256=digest
    )
    if won:
        name = f"{paper.number} {paper.title}"[:110] + ".docx"
        Attachment.objects.create(
            list=paper,
            purpose=Attachment.Purpose.FROZEN,
            file=ContentFile(data, name=name),
            name=name,
            content_type=DOCX,
            size=len(data),
            sha256=digest,
        )


def split_names(text: str) -> list[str]:
    """市人民政府，市中级人民法院： as a list."""
    return [name for name in re.split(r"[，,、；;\s]+", text.strip().rstrip("：:。")) if name]


def _items(paper: AssignmentList) -> QuerySet[Assignment]:
    return paper.assignments.select_related("rule").prefetch_related("assignment_units__unit__names").order_by("order")


def _unit(row: Any, paper: AssignmentList) -> str:
    """The standard short name, or the name of the day where the unit bore another one."""
    name = row.unit.name_on(_day(paper))
    return row.unit.short_name if name == row.unit.name else name


def _day(paper: AssignmentList) -> date:
    return paper.issued_on or timezone.localdate(paper.created_at)


def _subject(paper: AssignmentList) -> str:
    """What the paper is called inside “关于印发…的通知”; with the full name of the meeting."""
    if paper.occasion and paper.title.startswith(paper.occasion.short_title):
        return paper.occasion.title + paper.title.removeprefix(paper.occasion.short_title)
    return paper.title


def _opening(paper: AssignmentList) -> str:
    """The first paragraph where none was written: the facts that the ledger knows."""
    count = MatterSource.objects.filter(matter__assignments__list=paper).values("opinion_id").distinct().count()
    adds = f"本清单补充{phrases.cited(paper.supplements)}。" if paper.supplements else ""
    if paper.occasion is None:
        return f"{adds}近期收集意见建议{count}条，已经梳理归并。"
    if paper.occasion.kind == OccasionKind.FORUM:  # a year of them has no one day
        return f"{adds}{paper.occasion.title}上收集的意见建议{count}条，已经梳理归并。"
    held = cn_date(paper.occasion.held_on)
    return f"{adds}{held}，{paper.occasion.title}期间收集的意见建议{count}条，已经梳理归并。"
