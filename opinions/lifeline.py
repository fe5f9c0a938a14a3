"""The eight steps from 收集 to 反馈, for one opinion or one undertaking, as a function of the states.

Every line says at which step it stands, whose turn it is and what they do next, so that nobody has
to know the statuses. What an opinion does not pass (站内办理, 不交办 …) is marked `skip`. Units are
named, residents never. `lines_for` draws any number of opinions in a constant number of queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.calendar import Calendar
from accounts.choices import Role
from common.text import cn_short
from opinions import limits, progress, rules
from opinions.choices import (
    Destination,
    ListStatus,
    OpinionStatus,
    UndertakingStatus,
    UnitRole,
)
from opinions.line import Line
from opinions.models import Opinion, Undertaking
from opinions.progress import Facts
from opinions.turns import (
    ACCEPT,
    ANSWER,
    ASSIGN,
    COLLECT,
    DONE,
    FEEDBACK,
    HANDLE,
    MERGE,
    RATE,
    STAFF,
    stage_of,
    turn_of,
)

U, L, S, D = UndertakingStatus, ListStatus, OpinionStatus, Destination
GONE_TO = {
    D.LEGISLATIVE: ("转出", "法制委、法工委修改草案"),
    D.PARTY: ("转出", "报告市委（党委）"),
    D.OWN_ORGAN: ("转出", "人大本机关"),
    D.LOWER_CONGRESS: ("转出", "县（区）人大"),
    D.BRIEFING: ("入简报", "仅入简报"),
    D.NONE: ("不交办", "不交办"),
}


def lifeline_of(
    opinion: Opinion, user: Any, *, today: date | None = None, calendar: Calendar | None = None
) -> Line:
    """The line of one opinion, read by `user`."""
    return lines_for([opinion], user, today=today, calendar=calendar)[opinion.pk]


def lines_for(
    opinions: Sequence[Opinion], user: Any = None, *, today: date | None = None, calendar: Calendar | None = None
) -> dict[int, Line]:
    """The lines of many opinions by id. Queries do not grow with their number."""
    facts = progress.of_opinions(opinions)
    day, days = today or timezone.localdate(), calendar or Calendar.load()
    return {opinion.pk: _for(_opinion_line(opinion, facts, day, days), user) for opinion in opinions}


def undertaking_line(
    undertaking: Undertaking,
    user: Any,
    *,
    facts: Facts | None = None,
    today: date | None = None,
    calendar: Calendar | None = None,
) -> Line:
    """The line of one unit's part in an item. A passed-on item shows its least advanced lead."""
    known = facts or progress.of_undertaking(undertaking)
    day, days = today or timezone.localdate(), calendar or Calendar.load()
    return _for(_item_line(known.shown(undertaking), known, day, days), user)


# --- an opinion ---------------------------------------------------------------------------------
def _opinion_line(opinion: Opinion, facts: Facts, today: date, calendar: Calendar) -> Line:
    matter = facts.matter_of(opinion.pk)
    at_station = matter is None and opinion.status in (S.AT_STATION, S.SETTLED, S.NOT_ASSIGNED)
    if at_station or (matter is None and opinion.status == S.FED_BACK):
        line = _station_line(opinion, today, calendar)
    elif matter is None:
        line = Line.blank(MERGE, STAFF, "归入事项，定去向", ("staff", opinion.region.path))
    elif matter.destination == D.ASSIGN:
        line = _assigned_line(matter, facts, today, calendar)
    else:
        line = _elsewhere_line(matter, opinion)
    _collected(line, opinion)
    line.sources = 1
    line.note = line.note or destinations_note(facts.matters_of(opinion.pk))
    if line.now == FEEDBACK or opinion.status == S.FED_BACK:
        _feedback(line, opinion, facts)
    return line.ringed()


def _station_line(opinion: Opinion, today: date, calendar: Calendar) -> Line:
    """站内办理, 当场办结, 告知其他渠道: handled where it was heard, not on the board."""
    holder = str(opinion.holder or opinion.unit)
    if opinion.status == S.AT_STATION:
        line = Line.blank(HANDLE, holder, "站内办理，办好后告知提出人", ("holder", opinion))
        line.steps[HANDLE - 1].who = holder
        line.skip(MERGE, ASSIGN, ACCEPT, ANSWER, RATE)
        if opinion.due_on:
            _station_clock(line, opinion.due_on, opinion.heard_on, today, calendar)
        return line
    line = Line.blank(FEEDBACK, "", "", ("", None))
    line.skip(MERGE, ACCEPT, ANSWER, RATE, HANDLE if opinion.reason else ASSIGN)
    if opinion.reason:
        line.say(ASSIGN, name="不交办", who="告知其他渠道")
        line.note = opinion.reason
    else:
        line.say(HANDLE, who="站内办结")
    return line


def _elsewhere_line(matter: Any, opinion: Opinion) -> Line:
    """Every destination but 交办; without one, it is still being sorted."""
    if not matter.destination:
        line = Line.blank(MERGE, STAFF, "定去向", ("staff", matter.unit.region.path))
        line.say(MERGE, when=_day(matter.created_at), who=f"归入“{matter.title}”")
        return line
    line = Line.blank(FEEDBACK, "", "", ("", None))
    name, who = GONE_TO[D(matter.destination)]
    line.say(MERGE, when=_day(matter.created_at), who=f"归入“{matter.title}”")
    line.skip(ACCEPT, HANDLE, ANSWER, RATE)
    line.say(ASSIGN, name=name, who=who)
    line.note = matter.reason or opinion.reason
    return line


def _assigned_line(matter: Any, facts: Facts, today: date, calendar: Calendar) -> Line:
    item = facts.item_of(matter.pk)
    if item is None:
        line = Line.blank(ASSIGN, STAFF, "列入交办清单", ("staff", matter.unit.region.path))
    elif item.list.status != L.ISSUED:
        line = _paper_line(item.list)
    else:
        row = facts.least_advanced(item.pk)
        if row is not None:
            return _item_line(row, facts, today, calendar, ring=False)
        line = Line.blank(ASSIGN, STAFF, "重新确定承办单位", ("staff", matter.unit.region.path))
    line.say(MERGE, when=_day(matter.created_at), who=f"归入“{matter.title}”")
    return line


def _paper_line(paper: Any) -> Line:
    """A list on its way to its number."""
    path = paper.unit.region.path
    holder, what, turn = {
        L.DRAFT: (STAFF, "拟好清单，送审", ("staff", path)),
        L.REVIEW: ("办公室", "核稿", ("office", path)),
        L.SIGN: ("常委会领导", "审签", ("leader", path)),
        L.SIGNED: (STAFF, "编号，印发", ("staff", path)),
    }[L(paper.status)]
    line = Line.blank(ASSIGN, holder, what, turn)
    line.say(ASSIGN, who=f"{paper.get_status_display()}，{paper.shown_number}")
    return line


def _collected(line: Line, opinion: Opinion) -> None:
    place = opinion.occasion.short_title if opinion.occasion else str(opinion.unit)
    line.say(COLLECT, when=cn_short(opinion.heard_on), who=place)


def _feedback(line: Line, opinion: Opinion, facts: Facts) -> None:
    given = facts.feedback.get(opinion.pk)
    if opinion.status == S.FED_BACK:
        when = _day(given.at) if given else ""
        who = f"{given.get_how_display()}告知提出人" if given else "已告知提出人"
        line.say(FEEDBACK, when=when, who=who, state="done")
        if line.now != RATE:  # told while the rating still runs: the rating goes on
            line.now, line.holder, line.what, line.left, line.due = DONE, "", "", None, ""
        return
    line.holder, line.what = str(opinion.unit), "把结果告知提出人，登记反馈"
    line.turn = ("opinion", opinion)


# --- an undertaking -----------------------------------------------------------------------------
def _item_line(row: Undertaking, facts: Facts, today: date, calendar: Calendar, *, ring: bool = True) -> Line:
    now, holder, what, turn = turn_of(row, facts)
    line = Line.blank(now, holder, what, turn)
    paper, matter, unit = row.assignment.list, facts.matters.get(row.assignment.matter_id), str(row.unit)
    count = facts.source_counts.get(row.assignment.matter_id, 0)
    line.sources = max(count, 1)
    heard = facts.heard.get(row.assignment.matter_id)
    line.say(COLLECT, when=cn_short(heard), who=f"{count} 条意见" if count else "")
    line.say(MERGE, when=_day(matter.created_at) if matter else "", who=f"归入“{row.assignment.title}”")
    line.say(ASSIGN, when=cn_short(paper.issued_on), who=f"{paper.unit}印发")
    _unit_steps(line, row, unit)
    if row.round > 1 and now == HANDLE:
        line.say(HANDLE, when="第 2 次办理", back="评价后重新办理")
    _moved(line, row, facts)
    if row.clock_on and row.status in (*U.WITH_UNIT, U.RATING):
        left = limits.remaining(row, today, calendar)
        if left is not None:
            line.left, line.total, line.due = left.left, left.total, left.sentence
            line.late = row.is_overdue(today)
    return line.ringed() if ring else line


def _unit_steps(line: Line, row: Undertaking, unit: str) -> None:
    """When and who of 签收 to 评价: past days where it happened, the limit where it is to come."""
    if row.role == UnitRole.DISPATCH:
        line.say(ACCEPT, who="承办单位")
        return
    due = limits.latest(row.accept_due, row.assigned_on) if row.accept_due else ""
    line.say(ACCEPT, when=_day(row.accepted_at) or due, who=unit)
    line.say(HANDLE, when="", who=unit)
    if row.role == UnitRole.CO:
        given = _day(row.closed_at) or limits.latest(row.due_on, row.assigned_on)
        line.say(ANSWER, when=given, who="协办意见送主办单位")
        return
    answered = cn_short(row.answered_on) if row.answered_on and row.status != U.REDO else ""
    line.say(ANSWER, when=answered or limits.latest(row.due_on, row.assigned_on), who=unit)
    if not row.assignment.rule.is_rated or row.outcome == "unrated":
        if row.status == U.CLOSED:
            line.skip(RATE)
    elif row.rating_due:
        line.say(RATE, when=limits.latest(row.rating_due, row.assigned_on), who="评价人")
    else:
        line.say(RATE, when=f"{row.assignment.rule.rating_wd} 个工作日内", who="评价人")


def _moved(line: Line, row: Undertaking, facts: Facts) -> None:
    """What sent the item back: reassigned, revoked, a send-back or an extension waiting."""
    if row.status == U.REASSIGNED:
        line.steps[ASSIGN - 1].back = f"{row.unit}退办，已改派"
    elif row.status == U.REVOKED:
        line.steps[ASSIGN - 1].back = "清单作废，已撤销"
    elif row.pk in facts.returned:
        line.say(HANDLE, back="答复退回修改")


# --- clock and reader ---------------------------------------------------------------------------
def _station_clock(line: Line, due: date, since: date, today: date, calendar: Calendar) -> None:
    line.left = calendar.left(today, due)
    line.total = max(calendar.between(since, due), line.left, 1)
    line.due = limits.latest(due, since) + "办结"
    line.late = today > due


def _day(moment: Any) -> str:
    return cn_short(moment) if moment else ""


def _for(line: Line, user: Any) -> Line:
    """Say whether the reader has the ball."""
    kind, key = line.turn
    if user is None or not kind:
        return line
    scopes = user.scopes
    if kind == "unit":
        line.yours = key in scopes.units(*Role.AGENCY, Role.DISPATCHER)
    elif kind == "holder":
        line.yours = rules.has_in_hand(user, key)
    elif kind == "opinion":
        line.yours = key.unit_id in scopes.units(*Role.STATION) or scopes.covers(key.region.path, Role.STAFF)
    else:
        line.yours = scopes.covers(key, kind)
    return line


def destinations_note(matters: Iterable[Any]) -> str:
    """涉及 2 个去向：交办，仅入简报; nothing where there is one."""
    found = {m.destination for m in matters if m.destination}
    words = [str(d.label) for d in D if d in found]
    return f"涉及 {len(words)} 个去向：{'，'.join(words)}" if len(words) > 1 else ""


__all__ = ["Line", "destinations_note", "lifeline_of", "lines_for", "stage_of", "undertaking_line"]
