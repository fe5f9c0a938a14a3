"""Field research before a sitting: stops, what was found, and the opinions that rest on it."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.errors import NotAllowedError, RuleError, StaleError
from common.text import clean_pasted
from meetings import rules
from meetings.actions.meeting import check_preparer
from meetings.choices import SittingKind, SittingStatus
from meetings.models import Citation, Finding, FindingWording, Meeting, RaisedOpinion, ResearchStop, Sitting

FINDING_MAX = 1000


@transaction.atomic
def save_stop(
    meeting: Meeting,
    *,
    actor: User,
    place: str,
    visited_on: date,
    starts_at: time | None = None,
    hosts: str = "",
    sitting: Sitting | None = None,
    stop: ResearchStop | None = None,
) -> ResearchStop:
    """A new stop, or `stop` corrected. Refused after the last day of the meeting, for another's sitting, and to
    correct what an opinion cites or belongs to a meeting that is over."""
    check_preparer(actor, meeting)
    if stop is not None and (why := why_fixed(stop)):
        raise RuleError(why)
    if visited_on > (meeting.ends_on or meeting.occasion.held_on):
        raise RuleError("调研要在会议结束以前。", field="visited_on")
    if sitting is not None and sitting.meeting_id != meeting.pk:
        raise RuleError("这个组不是本次会议的。", field="sitting")
    facts = {"place": place, "visited_on": visited_on, "starts_at": starts_at, "hosts": hosts, "sitting": sitting}
    if stop is None:
        return ResearchStop.objects.create(meeting=meeting, **facts)
    for name, value in facts.items():
        setattr(stop, name, value)
    stop.save(update_fields=list(facts))
    return stop


def why_fixed(stop: ResearchStop) -> str:
    """Why a stop is not corrected any more; empty while it may be."""
    if Citation.objects.filter(finding__stop=stop).exists():
        return "有发言意见引用了这里的发现，地点、时间和文字不能再改。"
    sittings = stop.meeting.sittings.filter(kind=SittingKind.GROUP)
    if sittings.exists() and not sittings.exclude(status=SittingStatus.ENDED).exists():
        return "各场分组会议都开完了，会前调研的记录不再改。"
    return ""


def remove_stop(stop: ResearchStop, *, actor: User) -> None:
    """Refused once an opinion cites what was found there."""
    check_preparer(actor, stop.meeting)
    if Citation.objects.filter(finding__stop=stop).exists():
        raise RuleError("有发言意见引用了这里的发现，不能删除。")
    stop.delete()


def add_finding(stop: ResearchStop, *, actor: User, text: str) -> Finding:
    """One thing found; the same words twice are one finding."""
    check_preparer(actor, stop.meeting)
    return Finding.objects.get_or_create(stop=stop, text=_words(text))[0]


def _words(text: str) -> str:
    text = clean_pasted(text).strip()
    if not text:
        raise RuleError("请写发现了什么。", field="text")
    if len(text) > FINDING_MAX:
        raise RuleError(f"一条最多 {FINDING_MAX} 个字，请分成几条。", field="text")
    return text


@transaction.atomic
def edit_finding(finding: Finding, *, actor: User, text: str, was: str, at: datetime | None = None) -> Finding:
    """Other words for a finding; those before stay in its history. `was` is what the writer had before them.

    Refused once an opinion cites it, when the meeting is over, and when somebody else changed it meanwhile.
    """
    check_preparer(actor, finding.stop.meeting)
    if why := why_fixed(finding.stop):
        raise RuleError(why)
    text = _words(text)
    if text == was:
        return finding
    if not Finding.objects.filter(pk=finding.pk, text=was, citations=None).update(text=text):
        raise StaleError("刚刚有人改过或者引用了这一条，请刷新页面看最新文字。")
    FindingWording.objects.create(finding=finding, text=was, changed_by=actor, changed_at=at or timezone.now())
    finding.text = text
    return finding


def cite(row: RaisedOpinion, finding: Finding, *, actor: User) -> Citation:
    """The opinion rests on the finding; said again, nothing changes. Refused for a finding of another meeting."""
    if not rules.may_record(actor, row.sitting):
        raise NotAllowedError("您可以看这场会议的记录，但不能修改。")
    if row.deleted_at is not None:
        raise RuleError("这一条已经被删除了。")
    if finding.stop.meeting_id != row.sitting.meeting_id:
        raise RuleError("这条发现不是本次会议的。", field="finding")
    return Citation.objects.get_or_create(finding=finding, raised=row, defaults={"by": actor})[0]


def uncite(citation: Citation, *, actor: User) -> None:
    """The opinion does not rest on it after all."""
    if not rules.may_record(actor, citation.raised.sitting):
        raise NotAllowedError("您可以看这场会议的记录，但不能修改。")
    citation.delete()
