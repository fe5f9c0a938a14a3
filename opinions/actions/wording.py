"""Texts that are copied to WeChat or an office system: no resident, no personal telephone, the limit by its rule."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from accounts.models import Unit
from common.text import cn_date, redact
from opinions import limits
from opinions.choices import Capacity, UnitRole
from opinions.models import AssignmentList, Contributor, Undertaking

PLATFORM = "请登录人大代表联络工作平台办理"
SHOWN = 5


def contact(paper: AssignmentList) -> str:
    """The issuing office and its telephone, printed on its papers anyway."""
    return f"联系单位：{paper.unit.name}" + (f"，电话：{paper.unit.phone}。" if paper.unit.phone else "。")


def hidden_names(row: Undertaking) -> list[str]:
    """Who raised the item and is not named to an agency: residents, and deputies who asked for secrecy."""
    people = Contributor.objects.filter(opinions__sources__matter_id=row.assignment.matter_id).exclude(name="")
    hidden = people.filter(~Q(capacity__in=Capacity.NAMED) | Q(secrecy=True))
    return list(hidden.values_list("name", flat=True).distinct())


def item_name(row: Undertaking) -> str:
    """濮人常办〔2024〕10号第7项“…”."""
    return f"{row.assignment.list.shown_number}第{row.assignment.order}项“{row.assignment.title}”"


def items(rows: Sequence[Undertaking]) -> str:
    """“背街小巷路灯维护”等 3 项, or the one item's name alone."""
    name = f"“{rows[0].assignment.title}”"
    return name if len(rows) == 1 else f"{name}等 {len(rows)} 项"


def annulled(unit: Unit, paper: AssignmentList, said: str) -> str:
    """撤销通知 for what one unit had of a list."""
    return f"【撤销通知】{unit.name}：{paper.shown_number}已作废，{said}{contact(paper)}"


def assigned(unit: Unit, rows: Sequence[Undertaking]) -> str:
    """交办通知 for everything one unit has been given on one list."""
    paper, first = rows[0].assignment.list, rows[0]
    names = "、".join(f"第{row.assignment.order}项“{row.assignment.title}”" for row in rows[:SHOWN])
    many = f"等{len(rows)}项" if len(rows) > SHOWN else (f"共{len(rows)}项" if len(rows) > 1 else "")
    verb = "转办" if first.role == UnitRole.DISPATCH else "签收"
    day = f"，{limits.latest(first.accept_due, first.assigned_on)}{verb}" if first.accept_due else ""
    text = f"【交办通知】{unit.name}：{paper.shown_number}{names}{many}已交办{day}"
    return f"{text}，{_answers(rows)}。{PLATFORM}。{contact(paper)}"


def _answers(rows: Sequence[Undertaking]) -> str:
    """The answer limits: one for the leads, one for the co-units."""
    parts = []
    leads = [row for row in rows if row.role != UnitRole.CO]
    cos = [row for row in rows if row.role == UnitRole.CO]
    if leads:
        due = min(row.due_on for row in leads)
        parts.append(f"{limits.latest(due, leads[0].assigned_on)}答复")
    if cos:
        due = min(row.due_on for row in cos)
        parts.append(f"协办事项{limits.latest(due, cos[0].assigned_on)}把协办意见送主办单位")
    return "，".join(parts)


def told(kind: str, row: Undertaking, text: str) -> str:
    """【催办】市民政局：濮人常办〔2024〕10号第7项“…”，…"""
    said = redact(text, hidden_names(row))
    return f"【{kind}】{row.unit.name}：{item_name(row)}，{said}{PLATFORM}。{contact(row.assignment.list)}"


def near(row: Undertaking, left: int, what: str) -> str:
    """A reminder before or after the limit, for the automatic round."""
    due = row.clock_on or row.due_on
    if left < 0:
        return f"应在{cn_date(due)}前{what}，现在超期{-left}个工作日。"
    head = "今天到期" if left == 0 else f"还剩{left}个工作日"
    return f"{head}，{limits.latest(due, row.assigned_on)}{what}。"
