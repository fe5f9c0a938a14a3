"""Whose turn it is: for every status of an undertaking the step, the holder and what they do next."""

from __future__ import annotations

from typing import Any, TypeAlias

from opinions.choices import ReplyStatus, UndertakingStatus, UnitRole
from opinions.models import Undertaking
from opinions.progress import Facts

U = UndertakingStatus
COLLECT, MERGE, ASSIGN, ACCEPT, HANDLE, ANSWER, RATE, FEEDBACK = range(1, 9)
DONE = 9
STAFF = "选工委"
NAMES = ("收集", "梳理归并", "交办", "签收", "办理", "答复", "评价", "反馈")

# Who that is by grant: ("unit", its id), or (a role of the committee, the path of its place).
Grantee: TypeAlias = tuple[str, Any]
Turn: TypeAlias = tuple[int, str, str, Grantee]

STAGES: dict[str, int] = {
    U.TO_DISPATCH: ASSIGN,
    U.DISPATCHED: ACCEPT,
    U.TO_ACCEPT: ACCEPT,
    U.DOING: HANDLE,
    U.REDO: HANDLE,
    U.CO_GIVEN: ANSWER,
    U.CHECKING: ANSWER,
    U.RATING: RATE,
    U.ASSESSING: RATE,
    U.CLOSED: FEEDBACK,
    U.REASSIGNED: ASSIGN,
    U.REVOKED: ASSIGN,
}


def stage_of(status: str) -> tuple[int, str]:
    """`(number, name)` of the step at which an undertaking in `status` stands, for `{% lifeline_mini %}`."""
    number = STAGES[status]
    return number, NAMES[number - 1]


def turn_of(row: Undertaking, facts: Facts) -> Turn:
    """The step at which an undertaking stands, who has the ball, what they do next, and whose grant that is."""
    path, unit, mine = row.assignment.list.unit.region.path, str(row.unit), ("unit", row.unit_id)
    staff = ("staff", path)
    now = STAGES[row.status]
    if row.pk in facts.send_backs:
        return now, STAFF, "审核退办申请", staff
    if row.pk in facts.extensions:
        return now, STAFF, "审核延期申请", staff
    if row.status in (U.DOING, U.REDO) and row.role == UnitRole.LEAD:
        return _answering(row, facts, unit, mine)
    if row.status == U.CLOSED and facts.all_fed_back(row.assignment.matter_id):
        return DONE, "", "", ("", None)
    raters = f"{facts.raters.get(row.pk, 0)} 位评价人"
    return (now, *_by_status(unit, raters, mine, staff)[U(row.status)])


def _by_status(unit: str, raters: str, mine: Grantee, staff: Grantee) -> dict[str, Any]:
    """Holder, what to do and whose grant that is, for each status."""
    return {
        U.TO_DISPATCH: (unit, "转办到承办单位", mine),
        U.DISPATCHED: ("承办单位", "签收，办理", ("", None)),
        U.TO_ACCEPT: (unit, "签收", mine),
        U.DOING: (unit, "提协办意见，送主办单位", mine),
        U.REDO: (unit, "提协办意见，送主办单位", mine),
        U.CO_GIVEN: ("主办单位", "统一答复", ("", None)),
        U.CHECKING: (STAFF, "审核答复", staff),
        U.RATING: (raters, "评价答复", ("", None)),
        U.ASSESSING: (STAFF, "组织评估，登记结论", staff),
        U.CLOSED: ("收集意见的单位", "把结果告知提出人，登记反馈", staff),
        U.REASSIGNED: ("改派后的单位", "签收，办理", ("", None)),
        U.REVOKED: (STAFF, "另行交办，或说明情况", staff),
    }


def _answering(row: Undertaking, facts: Facts, unit: str, mine: Grantee) -> Turn:
    """Within 办理中 the reply tells whose turn it is."""
    status = facts.replies.get(row.pk, "")
    again = "重新办理，" if row.status == U.REDO else ""
    if status == ReplyStatus.TO_SIGN:
        return ANSWER, f"{unit}主要负责人", "签发答复", mine
    if status == ReplyStatus.SIGNED:
        return ANSWER, unit, "把已签发的答复送达选工委", mine
    return HANDLE, unit, f"{again}办理并答复", mine
