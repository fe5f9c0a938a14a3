"""汇总报告 on face-to-face sittings as a paper to the party committee.

Residents stand in it by capacity alone, in the words that were masked for agencies. Until the report is sent
the figures are those of the moment; the file that was sent is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from common.documents import break_title, render
from common.text import cn_date
from meetings.models.face import FaceReport, FaceSitting
from meetings.reports.face import Course, FaceLine, course_of, spoken_at
from meetings.workflow.face_report import annex_of
from opinions.models import Matter, Opinion
from opinions.reports.sums import LABELS

TEMPLATE = "face_report.docx"
UNSORTED = "未分类"
NOT_MERGED = "尚未归并"


def report_docx(report: FaceReport) -> bytes:
    """The paper: each sitting with its people, categories and matters, where the opinions went, what is proposed."""
    return render(TEMPLATE, report_context(report))


def report_context(report: FaceReport) -> dict[str, Any]:
    """The fields of the template; the name of the unit is that of the day of the paper."""
    faces = list(report.faces.with_place())
    course = course_of(report.series, faces)
    organ = report.unit.name_on(report.sent_on) if report.sent_on else report.unit.name
    return {
        "mark": f"{organ}文件",
        "doc_no": report.number,
        "signer": report.signer,
        "title_lines": break_title(report.title),
        "recipients": report.addressee,
        "opening": report.opening or _opening(course),
        "parts": [*_sittings(course), _went(course), *_proposals(report)],
        "attachment_name": "面对面座谈会意见建议汇总表",
        "organ": organ,
        "issue_date": report.sent_on or "",
        "items": _items(faces, course, _texts(report)),
    }


def _opening(course: Course) -> str:
    days = [line.face.sitting.occasion.held_on for line in course.lines]
    if not days:
        return ""
    span = f"{cn_date(min(days))}至{cn_date(max(days))}" if min(days) != max(days) else cn_date(days[0])
    return (
        f"{span}，召开领导干部与代表、公民面对面座谈会{len(days)}场，{course.people}人次参加，"
        f"共听取意见建议{course.tally.total}条。现将有关情况报告如下。"
    )


# --- each sitting -------------------------------------------------------------------------------
def _sittings(course: Course) -> list[dict[str, Any]]:
    merged = _by_category([line.face.sitting.occasion_id for line in course.lines])
    return [
        {"heading": f"{line.face.sitting.occasion.title}：{line.face.topic.title}", "paragraphs": _told(line, merged)}
        for line in course.lines
    ]


def _told(line: FaceLine, merged: dict[int, dict[str, tuple[int, list[str]]]]) -> list[str]:
    occasion = line.face.sitting.occasion
    led = f"，{line.face.leader}主持" if line.face.leader else ""
    kinds = "、".join(f"{label}{number}人" for label, number in line.kinds)
    where = f"在{occasion.place}" if occasion.place else ""
    came = f"{kinds}参加" if kinds else "参会人没有登记"
    first = f"{cn_date(occasion.held_on)}{where}召开{led}。{came}，提出意见建议{line.tally.total}条。"
    return [first, *(_category(*row) for row in merged.get(occasion.pk, {}).items())]


def _category(name: str, found: tuple[int, list[str]]) -> str:
    number, titles = found
    if name == NOT_MERGED:
        return f"{NOT_MERGED}{number}条。"
    return f"{name}{number}条，归并为{'、'.join(f'“{title}”' for title in titles)}。"


def _by_category(occasions: list[int]) -> dict[int, dict[str, tuple[int, list[str]]]]:
    """By sitting and category: how many opinions, and the matters they were merged into.

    An opinion in several matters counts once, under the first, so that the numbers of a sitting add up.
    """
    spoken = spoken_at(occasions)
    titles = _categories(pk for one in spoken for pk, _, _ in one.matters)
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    names: dict[int, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for one in spoken:
        name = titles[one.matters[0][0]] if one.matters else NOT_MERGED
        counts[one.occasion_id][name] += 1
        if one.matters:
            names[one.occasion_id][name][one.matters[0][1]] = None
    return {
        pk: {name: (of[name], list(names[pk][name])) for name in sorted(of, key=lambda name: name == NOT_MERGED)}
        for pk, of in counts.items()
    }


def _categories(matters: Iterable[int]) -> dict[int, str]:
    rows = Matter.objects.filter(pk__in=set(matters)).values_list("pk", "category__name")
    return {pk: name or UNSORTED for pk, name in rows}


# --- all together -------------------------------------------------------------------------------
def _went(course: Course) -> dict[str, Any]:
    lines = "，".join(f"{label}{number}条" for label, number in course.tally.lines) or "没有记录意见"
    back = f"其中已经收到答复的{course.tally.answered}条，已向提出人反馈{course.tally.fed_back}条。"
    told = [f"共{course.tally.total}条意见建议，每条计一次：{lines}。", back]
    return {"heading": "意见建议的去向", "paragraphs": told}


def _proposals(report: FaceReport) -> list[dict[str, Any]]:
    lines = [line.strip() for line in report.proposals.splitlines() if line.strip()]
    return [{"heading": "工作建议", "paragraphs": lines}] if lines else []


def _items(faces: list[FaceSitting], course: Course, texts: QuerySet[Opinion]) -> list[dict[str, Any]]:
    """Every opinion once, in the order of the sittings and of speaking."""
    shown = {line.face.sitting.occasion_id: number for number, line in enumerate(course.lines, start=1)}
    spoken = {one.pk: one for one in spoken_at(list(shown))}
    rows = sorted(texts, key=lambda row: (shown[row.occasion_id or 0], row.pk))
    themes = {face.sitting.occasion_id: face.topic.title for face in faces}
    return [
        {
            "no": number,
            "theme": themes[row.occasion_id or 0],
            "source": str(row.contributor.get_capacity_display()),
            "content": row.shared_text or "",
            "matter": "；".join(title for _, title, _ in spoken[row.pk].matters),
            "went": LABELS[spoken[row.pk].way],
        }
        for number, row in enumerate(rows, start=1)
    ]


def _texts(report: FaceReport) -> QuerySet[Opinion]:
    rows = annex_of(report).select_related("contributor")
    return rows.only("pk", "occasion_id", "shared_text", "contributor__capacity")
