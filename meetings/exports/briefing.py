"""简报 as a paper, and the frozen file of an issued one. The same issue gives the same bytes."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from common.documents import break_title, render
from common.files import DOCX
from meetings.choices import BriefingStatus
from meetings.models import Briefing, BriefingFile
from meetings.reports.printed import Group, amended_of, groups_of, heading_of_errata

MARK = "简　报"


def briefing_docx(briefing: Briefing) -> bytes:
    """The issue, each chosen speech once; 期号拟编 stands for the number until there is one."""
    return render("briefing.docx", briefing_context(briefing))


def briefing_context(briefing: Briefing) -> dict[str, Any]:
    """The fields of the template; names are those of the day of the paper."""
    amended = amended_of(briefing)
    return {
        "meeting": masthead(briefing),
        "mark": MARK,
        "issue_name": briefing.issue_name,
        "editor": briefing.unit.name_on(day_of(briefing)),
        "issue_date": briefing.issued_on or "",
        "title_lines": break_title(briefing.title),
        "note": briefing.note,
        "groups": [_group(one) for one in groups_of(briefing)],
        "errata_heading": heading_of_errata(amended),
        "errata": [line for one in amended for line in (one.lead, *one.paragraphs)],
        "supplied_by": briefing.supplied_by,
        "report_to": _receivers(briefing.report_to),
        "send_to": _receivers(briefing.send_to),
        "issue_to": _receivers(briefing.issue_to),
        "copies": briefing.copies,
    }


def _group(group: Group) -> dict[str, Any]:
    speeches = [
        {
            "who": one.who,
            "key": one.is_key,
            "lead": one.lead,
            "first": one.paragraphs[0],
            "rest": one.paragraphs[1:],
            "reviewed": one.reviewed,
        }
        for one in group.speeches
    ]
    return {"name": group.name, "meta": group.meta, "speeches": speeches}


def _receivers(text: str) -> list[str]:
    """市委，省人大常委会 as a list; 主任、副主任 stay together."""
    return [name.strip() for name in re.split(r"[，,；;\n]+", text.strip().rstrip("。；;")) if name.strip()]


def masthead(briefing: Briefing) -> str:
    """The full name of the meeting; of a forum apart from any meeting, the forum's."""
    occasion = briefing.occasion
    return occasion.parent.title if occasion.parent else occasion.title


def day_of(briefing: Briefing) -> date:
    """The day whose names the paper bears."""
    return briefing.issued_on or timezone.localdate(briefing.created_at)


@transaction.atomic
def freeze(briefing_id: int) -> None:
    """Make and keep the file of an issued 简报, once. A second run, at once or later, changes nothing."""
    briefing = Briefing.objects.with_place().get(pk=briefing_id)
    if briefing.status not in BriefingStatus.PRINTED or briefing.frozen_sha256:
        return
    data = briefing_docx(briefing)
    digest = hashlib.sha256(data).hexdigest()
    waiting = Briefing.objects.filter(pk=briefing.pk, status__in=BriefingStatus.PRINTED, frozen_sha256="")
    if waiting.update(frozen_sha256=digest):
        name = f"{briefing.year}年简报{briefing.issue_name} {briefing.title}"[:110] + ".docx"
        BriefingFile.objects.create(
            briefing=briefing,
            purpose=BriefingFile.Purpose.FROZEN,
            file=ContentFile(data, name=name),
            name=name,
            content_type=DOCX,
            size=len(data),
            sha256=digest,
        )
