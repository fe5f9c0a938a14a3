"""Every sentence about a limit, from the item's handling rule and the dates stored with it.

A rule without such a limit gives an empty sentence. Nothing here counts a deadline anew: the day is
the stored one, the rule says how long it is and by which article.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.calendar import Calendar
from common.text import cn_short
from opinions.choices import RequestStatus, UndertakingStatus, UnitRole
from opinions.models import HandlingRule, SendBack, Undertaking

U = UndertakingStatus


@dataclass(frozen=True)
class Remaining:
    """What `{% workdays %}` draws: working days left (below zero: overdue) out of `total`, until `due`."""

    left: int
    total: int
    due: date
    since: date
    cells: tuple[str, ...]
    what: str

    @property
    def sentence(self) -> str:
        """最迟5月27日（含当日）签收."""
        return latest(self.due, self.since) + self.what


def latest(day: date, since: date | None = None) -> str:
    """最迟6月11日（含当日）; with the year where it is not that of `since`."""
    year = f"{day.year}年" if since is not None and since.year != day.year else ""
    return f"最迟{year}{cn_short(day)}（含当日）"


def span(workdays: int | None, months: int | None) -> str:
    """5个工作日, 3个月; nothing where neither is set."""
    return f"{months}个月" if months else (f"{workdays}个工作日" if workdays else "")


def by_article(source: str, rule: HandlingRule) -> str:
    """按《…》第二十条: the limit's own article, else the rule's source."""
    named = source or rule.source
    return f"按{named}。" if named else ""


def accept_sentence(undertaking: Undertaking) -> str:
    """Until when the unit accepts: 最迟5月27日（含当日）签收，自交办之日起5个工作日。按《…》。"""
    rule = undertaking.assignment.rule
    if undertaking.accept_due is None or rule.accept_wd is None:
        return ""
    start = _given_since(undertaking)
    return (
        f"{latest(undertaking.accept_due, undertaking.assigned_on)}签收，{start}{rule.accept_wd}个工作日。"
        + by_article(rule.accept_source, rule)
    )


def send_back_sentence(undertaking: Undertaking) -> str:
    """Until when the unit may say that an item is not its own."""
    rule = undertaking.assignment.rule
    if undertaking.send_back_due is None or rule.send_back_wd is None:
        return ""
    start = _given_since(undertaking)
    return (
        f"不属于本单位职责的，{latest(undertaking.send_back_due, undertaking.assigned_on)}说明理由，申请退办，"
        f"{start}{rule.send_back_wd}个工作日。{by_article(rule.send_back_source, rule)}"
    )


def answer_sentence(undertaking: Undertaking) -> str:
    """Until when the answer (or a co-unit's opinion) is due, in the first round, the redo or after an extension."""
    rule, due = undertaking.assignment.rule, latest(undertaking.due_on, undertaking.assigned_on)
    if undertaking.role == UnitRole.CO:
        length = span(rule.answer_wd, rule.co_months or rule.answer_months)
        return f"{due}把协办意见送主办单位，{_start(rule)}{length}。{by_article(rule.co_source, rule)}"
    if granted_until(undertaking) == undertaking.due_on:
        return f"{due}答复（已同意延期）。{by_article(rule.answer_source, rule)}"
    if undertaking.round > 1:
        return f"重新办理，{due}答复，自评价结束之日起{rule.redo_months or 1}个月。{by_article(rule.redo_source, rule)}"
    length = span(rule.answer_wd, rule.answer_months)
    return f"{due}答复，{_start(rule)}{length}。{by_article(rule.answer_source, rule)}"


def extension_sentence(undertaking: Undertaking, calendar: Calendar) -> str:
    """How far the answer may be put off at most, or that this kind cannot be."""
    rule = undertaking.assignment.rule
    if undertaking.role != UnitRole.LEAD:
        return ""
    if rule.answer_max_months is None:
        return f"{rule.name}的答复期限不能延长。"
    last = calendar.add_months(undertaking.assigned_on, rule.answer_max_months)
    if last <= undertaking.due_on:
        return "已经到最长期限，不能再延。"
    until = f"{last.year}年{cn_short(last)}" if last.year != undertaking.assigned_on.year else cn_short(last)
    return (
        f"不能按期答复的，在期限届满前说明理由，申请延期；最长延到{until}（含当日），"
        f"自交办之日起{rule.answer_max_months}个月。{by_article(rule.answer_source, rule)}"
    )


def rating_sentence(undertaking: Undertaking) -> str:
    """Until when those asked rate the answer."""
    rule = undertaking.assignment.rule
    if not rule.is_rated or rule.rating_wd is None:
        return ""
    length = f"自答复送达之日起{rule.rating_wd}个工作日。{by_article(rule.rating_source, rule)}"
    if undertaking.rating_due is None:
        return f"答复送达后评价，{length}"
    return f"{latest(undertaking.rating_due, undertaking.assigned_on)}评价，{length}"


def redo_sentence(rule: HandlingRule) -> str:
    """What follows a 不满意."""
    if not rule.is_rated:
        return ""
    many = "有评价人" if rule.rating_threshold == 1 else f"有{rule.rating_threshold}位评价人"
    return (
        f"{many}对办理结果不满意的，重新办理一次，自评价结束之日起{rule.redo_months or 1}个月内再答复。"
        + by_article(rule.redo_source, rule)
    )


def clock_sentence(undertaking: Undertaking) -> str:
    """The limit of the present step; nothing while no clock runs."""
    if undertaking.clock_on is None:
        return ""
    return {
        U.TO_ACCEPT: accept_sentence,
        U.TO_DISPATCH: dispatch_sentence,
        U.RATING: rating_sentence,
    }.get(U(undertaking.status), answer_sentence)(undertaking)


def all_sentences(undertaking: Undertaking, calendar: Calendar) -> list[str]:
    """The limits that still matter on the item's page, the note on an unpublished year last."""
    found = []
    if undertaking.status == U.TO_DISPATCH:
        found.append(dispatch_sentence(undertaking))
    if undertaking.status == U.TO_ACCEPT:
        found.append(accept_sentence(undertaking))
    if undertaking.status in (U.TO_ACCEPT, U.DOING) and undertaking.round == 1:
        found.append(send_back_sentence(undertaking))
    if undertaking.status in U.WITH_UNIT and undertaking.role != UnitRole.DISPATCH:
        found += [answer_sentence(undertaking), extension_sentence(undertaking, calendar)]
    if undertaking.status == U.RATING:
        found += [rating_sentence(undertaking), redo_sentence(undertaking.assignment.rule)]
    return [sentence for sentence in [*found, provisional_note(undertaking, calendar)] if sentence]


def provisional_note(undertaking: Undertaking, calendar: Calendar) -> str:
    """2027年放假安排未公布，暂按法定节日计: said where the limit that runs falls into such a year."""
    note = calendar.provisional_note(undertaking.clock_on or undertaking.due_on)
    return f"{note}。" if note else ""


def remaining(undertaking: Undertaking, today: date, calendar: Calendar) -> Remaining | None:
    """Working days left of the limit that runs; None while no clock runs."""
    due = undertaking.clock_on
    if due is None:
        return None
    start = _clock_start(undertaking, due, calendar)
    left = calendar.left(today, due)
    return Remaining(
        left=left,
        total=max(calendar.between(start, due), left, 1),
        due=due,
        since=undertaking.assigned_on,
        cells=tuple(calendar.cells(start, due, today)),
        what=_what(undertaking),
    )


def granted_until(undertaking: Undertaking) -> date | None:
    """The day of the last extension agreed to."""
    agreed = [e.granted_until for e in undertaking.extensions.all() if e.status == RequestStatus.AGREED]
    return agreed[-1] if agreed else None


def dispatch_sentence(undertaking: Undertaking) -> str:
    """Until when a dispatch office passes the item on."""
    rule = undertaking.assignment.rule
    if undertaking.accept_due is None or rule.accept_wd is None:
        return ""
    day = latest(undertaking.accept_due, undertaking.assigned_on)
    return f"{day}转办到承办单位，自交办之日起{rule.accept_wd}个工作日。{by_article(rule.accept_source, rule)}"


def _what(undertaking: Undertaking) -> str:
    if undertaking.status in (U.DOING, U.REDO):
        return "提协办意见" if undertaking.role == UnitRole.CO else "答复"
    return {U.TO_ACCEPT: "签收", U.TO_DISPATCH: "转办", U.RATING: "评价"}.get(U(undertaking.status), "")


def _start(rule: HandlingRule) -> str:
    return str(rule.get_starts_on_display())


def _given_since(undertaking: Undertaking) -> str:
    """From which day acceptance runs: 交办, 转办 by an office, or 改派 after another unit sent it back."""
    moved = SendBack.objects.filter(
        undertaking__assignment_id=undertaking.assignment_id,
        new_unit_id=undertaking.unit_id,
        status=RequestStatus.AGREED,
    )
    if moved.exists():
        return "自改派之日起"
    return "自转办之日起" if undertaking.parent_id else "自交办之日起"


def _clock_start(undertaking: Undertaking, due: date, calendar: Calendar) -> date:
    """The day after which the running limit counts, as far as the stored dates tell it."""
    if undertaking.round > 1 and undertaking.answered_on:
        return min(undertaking.answered_on, due)
    if undertaking.status == U.TO_ACCEPT:
        return _back(due, undertaking.assignment.rule.accept_wd or 1, calendar)
    if undertaking.status == U.RATING:
        return _back(due, undertaking.assignment.rule.rating_wd or 1, calendar)
    return undertaking.assigned_on


def _back(due: date, workdays: int, calendar: Calendar) -> date:
    """A day from which `workdays` working days run until `due`."""
    day = due
    while calendar.between(day, due) < workdays:
        day = date.fromordinal(day.toordinal() - 1)
    return day
