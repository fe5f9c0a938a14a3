"""Field research before a sitting: stops, what was found, and the opinions that rest on it."""

from __future__ import annotations

from datetime import date, time

from django.db import transaction

from accounts.models import User
from common.errors import NotAllowedError, RuleError
from common.text import clean_pasted
from meetings import rules
from meetings.actions.meeting import check_preparer
from meetings.models import Citation, Finding, Meeting, RaisedOpinion, ResearchStop, Sitting

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
    """A new stop, or `stop` corrected. Refused after the last day of the meeting, and for another's sitting."""
    check_preparer(actor, meeting)
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


def remove_stop(stop: ResearchStop, *, actor: User) -> None:
    """Refused once an opinion cites what was found there."""
    check_preparer(actor, stop.meeting)
    if Citation.objects.filter(finding__stop=stop).exists():
        raise RuleError("有发言意见引用了这里的发现，不能删除。")
    stop.delete()


def add_finding(stop: ResearchStop, *, actor: User, text: str) -> Finding:
    """One thing found; the same words twice are one finding."""
    check_preparer(actor, stop.meeting)
    text = clean_pasted(text).strip()
    if not text:
        raise RuleError("请写发现了什么。", field="text")
    if len(text) > FINDING_MAX:
        raise RuleError(f"一条最多 {FINDING_MAX} 个字，请分成几条。", field="text")
    return Finding.objects.get_or_create(stop=stop, text=text)[0]


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
