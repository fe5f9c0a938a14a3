"""交办通知 for one unit, and a unit's 答复函 and 发文稿纸. Residents are never named in any of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import Unit
from common.documents import break_title, render
from common.errors import RuleError
from common.text import cn_date
from opinions import limits
from opinions.choices import AnswerClass, UnitRole
from opinions.exports import phrases
from opinions.exports.paper import source_labels
from opinions.models import AssignmentList, Attachment, Reply, Undertaking
from opinions.workflow.reply import sources_of


# --- 交办通知 -------------------------------------------------------------------------------------
def unit_notice_docx(paper: AssignmentList, unit: Unit) -> bytes:
    """The letter that hands a unit its items of an issued list, with the receipt to be signed.

    Refuses a unit that has none.
    """
    rows = list(
        Undertaking.objects.filter(assignment__list=paper, unit=unit)
        .in_force()
        .with_list_data()
        .prefetch_related("assignment__assignment_units__unit", "extensions")
        .order_by("assignment__order")
    )
    if not rows:
        raise RuleError(f"{unit.name}在这份清单里没有承办的事项。")
    return render("assignment_notice.docx", _notice_context(paper, unit, rows))


def _notice_context(paper: AssignmentList, unit: Unit, rows: list[Undertaking]) -> dict[str, Any]:
    day = paper.issued_on
    meeting = paper.occasion.title if paper.occasion else ""
    sources = source_labels([row.assignment.matter_id for row in rows])
    organ = phrases.name_of(paper.unit, day)
    return {
        "mark": organ,
        "doc_no": paper.number,
        "title_lines": break_title(f"关于办理{meeting}交办事项的通知"),
        "recipient": phrases.name_of(unit, day),
        "opening": [f"{phrases.cited(paper)}已经印发。"],
        "items": [_notice_item(row, sources.get(row.assignment.matter_id, "")) for row in rows],
        "parts": [{"heading": "", "paragraphs": _notice_limits(rows)}],
        "organ": organ,
        "issue_date": day or "",
        **phrases.contact_of(paper),
    }


def _notice_item(row: Undertaking, source: str) -> dict[str, Any]:
    item = row.assignment
    units = item.assignment_units.all()
    others = UnitRole.LEAD if row.role == UnitRole.CO else UnitRole.CO
    return {
        "no": item.order,
        "matter": item.title,
        "clause": item.source_label,
        "source": source,
        "content": item.wording,
        "requirement": item.demand or "研究处理并书面答复",
        "role": str(row.get_role_display()),
        "partners_label": "主办" if row.role == UnitRole.CO else "协办",
        "partners": [str(u.unit) for u in units if u.role == others and u.unit_id != row.unit_id],
        "due": row.due_on,
    }


def _notice_limits(rows: Iterable[Undertaking]) -> list[str]:
    """The limits of the rows, each sentence once, with its article."""
    lines: dict[str, None] = {}
    for row in rows:
        if row.role == UnitRole.DISPATCH:
            lines[limits.dispatch_sentence(row)] = None
        else:
            for sentence in (limits.accept_sentence, limits.send_back_sentence):
                lines[f"请{text}" if (text := sentence(row)).startswith("最迟") else text] = None
        head = {UnitRole.CO: "协办事项请", UnitRole.DISPATCH: "承办单位请"}.get(UnitRole(row.role), "主办事项请")
        lines[head + limits.answer_sentence(row)] = None
    return [line for line in lines if line]


# --- 答复函 and 发文稿纸 ---------------------------------------------------------------------------
def reply_docx(reply: Reply) -> bytes:
    """The unit's letter of reply, ready for the seal; the class in the corner where the kind has one."""
    context = _reply_texts(reply)
    row = reply.undertaking
    context |= {
        "mark": phrases.name_of(row.unit, context["issue_date"] or None),
        "doc_no": reply.number,
        "answer_class": reply.answer_class,
        "organ": phrases.name_of(row.unit, context["issue_date"] or None),
        "handler": reply.contact_name or row.handler_name,
        "handler_phone": reply.contact_phone,
    }
    return render("reply.docx", context)


def drafting_slip_docx(reply: Reply) -> bytes:
    """发文稿纸: the draft with the item, its limit and its masked sources, for the signatures on paper."""
    row = reply.undertaking
    item = row.assignment
    texts = _reply_texts(reply)
    texts.pop("issue_date")
    label = AnswerClass(reply.answer_class).label if reply.answer_class else ""
    context = texts | {
        "organ": row.unit.name,
        "doc_no": reply.number,
        "answer_class": f"{reply.answer_class}类（{label}）" if label else "",
        "list_no": item.list.number,
        "item_no": item.order,
        "matter": item.title,
        "content": item.wording,
        "due": row.due_on,
        "sources": masked_sources(row),
        "drafted_by": reply.drafted_by.name,
        "drafted_on": _drafted_on(reply) or "",
        "checked_by": "",
        "checked_on": "",
        "cosigned_by": "",
        "signed_by": reply.signed_by,
        "signed_on": _local(reply.signed_at) or "",
    }
    return render("drafting_slip.docx", context)


def masked_sources(row: Undertaking) -> list[dict[str, str]]:
    """What an agency may read of each source opinion: the confirmed text, and deputies by name."""
    return [
        {
            "text": opinion.shared_text,
            "source": "，".join(
                part for part in (opinion.contributor.outside_name, str(opinion.occasion or "")) if part
            ),
        }
        for opinion in sources_of(row)
    ]


def _reply_texts(reply: Reply) -> dict[str, Any]:
    """What letter and slip have in common."""
    row = reply.undertaking
    item, paper = row.assignment, row.assignment.list
    meeting = paper.occasion.title if paper.occasion else ""
    files = reply.attachments.filter(purpose=Attachment.Purpose.FILE)
    return {
        "title_lines": break_title(f"关于{meeting}交办事项第{item.order}项的答复"),
        "opening": [
            f"{phrases.cited(paper)}收悉。对其中第{item.order}项“{item.title}”，经研究办理，现答复如下："
        ],
        "parts": [{"heading": "", "paragraphs": reply.body.split("\n")}],
        "closing": [f"计划完成时间：{cn_date(reply.planned_on)}。"] if reply.planned_on else [],
        "salutation": _office(paper),
        "attachments": [name.rsplit(".", 1)[0] for name in files.values_list("name", flat=True)],
        "copy_to": _copies(row),
        "issue_date": _local(reply.signed_at) or "",
    }


def _office(paper: AssignmentList) -> str:
    """To whom a unit replies: the body that issued the list."""
    return phrases.name_of(paper.unit, paper.issued_on)


def _copies(row: Undertaking) -> list[str]:
    """The dispatch office that passed it on, and the co-units."""
    passed = [str(row.parent.unit)] if row.parent else []
    cos = Undertaking.objects.filter(assignment_id=row.assignment_id, role=UnitRole.CO).in_force()
    return passed + [str(co.unit) for co in cos.select_related("unit").order_by("unit__order", "pk")]


def _drafted_on(reply: Reply) -> date | None:
    events = reply.undertaking.events.filter(step="reply_draft", data__reply=reply.pk)
    return _local(events.order_by("pk").values_list("at", flat=True).first())


def _local(moment: Any) -> date | None:
    return timezone.localdate(moment) if moment else None
