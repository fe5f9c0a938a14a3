"""The committee's desk: staff (urge, check, merge, issue), the office (核稿), leaders (审签)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q

from accounts.calendar import Calendar
from accounts.choices import Role
from accounts.models import User
from common.search import capped_count
from common.text import cn_short
from liaison_portal.desks import briefings, items, meeting
from liaison_portal.desks.parts import ASKED, LATE, OWN, Act, Block, Desk, Start, Todo, address, few
from opinions import limits
from opinions.choices import Destination, ListStatus, RequestStatus, UndertakingStatus
from opinions.models import AssignmentList, Extension, Matter, Opinion, SendBack, Undertaking
from stations.reports import reviews_waiting

U = UndertakingStatus
LIST_PATH = "unit__region__path"
ROW_PATH = "assignment__list__unit__region__path"
# What each role does with a list in each status: heading, verb, icon.
LIST_STEPS = {
    ListStatus.DRAFT: (Role.STAFF, "送审", "send"),
    ListStatus.REVIEW: (Role.OFFICE, "核稿", "pen"),
    ListStatus.SIGN: (Role.LEADER, "审签", "vector-pen"),
    ListStatus.SIGNED: (Role.STAFF, "印发", "file-earmark-check"),
}


def desk(user: User, on: date, calendar: Calendar) -> Desk:
    """What waits for the user's roles, the flow of the current meeting, items, the week, what happened."""
    found = Desk()
    scopes = user.scopes
    if scopes.has(Role.STAFF):
        found.todos += _items(user, on, calendar) + _requests(user) + _merging(user)
    found.todos += _lists(user) + briefings.todos(user) + _reviews(user)
    occasion = meeting.current_meeting(user, on)
    if occasion is None:
        found.starts.append(_first_step(user))
    else:
        flow = meeting.flow_of(occasion, on, calendar, merges=user.scopes.has(Role.STAFF))
        found.blocks.append(Block("flow", flow, "top"))
        found.acts += _acts(user, occasion.pk)
    rows = Undertaking.objects.filter(scopes.in_region(ROW_PATH, *Role.COMMITTEE))
    found.blocks += [
        Block("followed", items.next_due(rows, on, calendar)),
        Block("week", items.due_this_week(rows, on, calendar), "side"),
        Block("happenings", items.happenings(_told(user)), "side"),
    ]
    return found


def _first_step(user: User) -> Start:
    if user.scopes.has(Role.STAFF):
        text = "先登记一次常委会会议，加上议题和分组会议，就可以开始速录意见。"
        return Start("还没有会议", text, address("meetings:meeting_create"), "登记会议")
    return Start("还没有会议", "选工委登记会议、拟好清单以后，要您核稿、审签的会列在这里。")


def _acts(user: User, occasion_id: int) -> list[Act]:
    acts = []
    if user.scopes.has(Role.LEADER, Role.OFFICE):
        acts.append(Act(address("figures"), "看统计", "bar-chart-line"))
    if user.scopes.has(Role.STAFF):
        acts.append(Act(address("opinions:board_occasion", occasion_id), "继续归并", "intersect"))
        acts.append(Act(address("meetings:meeting_list"), "去速录", "pencil-square", primary=True))
    return acts


def _told(user: User) -> Q:
    scopes = user.scopes
    rows = scopes.in_region(f"undertaking__{ROW_PATH}", *Role.COMMITTEE)
    return rows | scopes.in_region(f"list__{LIST_PATH}", *Role.COMMITTEE)


# --- items: urge the late, check replies, assess ------------------------------------------------
def _items(user: User, on: date, calendar: Calendar) -> list[Todo]:
    mine = Undertaking.objects.filter(user.scopes.in_region(ROW_PATH, Role.STAFF)).with_list_data()
    late, more = few(mine.overdue(on).order_by("clock_on", "id"))
    todos = [_urge(row, on, calendar) for row in late]
    if more:
        url = address("opinions:undertaking_list", tab="late")
        title = f"还有 {more} 个事项超期"
        todos.append(Todo(title, "一并看", url, "看全部", "exclamation-triangle", "danger", LATE, more))
    checking, more = few(mine.filter(status__in=(U.CHECKING, U.ASSESSING)).order_by("status", "answered_on", "id"))
    todos += [_check(row) for row in checking]
    if more:
        url = address("opinions:undertaking_list", tab="checking")
        todos.append(Todo(f"还有 {more} 份答复待审核", "一并看", url, "看全部", "clipboard", "wait", ASKED, more))
    return todos


def _where(row: Undertaking) -> str:
    return f"{row.unit}，{row.assignment.list.number or row.assignment.list.title}第 {row.assignment.order} 项"


def _urge(row: Undertaking, on: date, calendar: Calendar) -> Todo:
    days = -calendar.left(on, row.clock_on or on)
    text = f"{_where(row)}，超期 {days} 个工作日"
    title = f"催办：{row.assignment.title}"
    return Todo(title, text, row.get_absolute_url(), "催办", "exclamation-triangle", "danger", LATE)


def _check(row: Undertaking) -> Todo:
    if row.status == U.ASSESSING:
        text = f"{row.unit}，重新办理后评价仍不满意，请组织评估并登记结论"
        return Todo(f"评估：{row.assignment.title}", text, row.get_absolute_url(), "登记结论", "people", "wait", ASKED)
    text = f"{_where(row)}，{cn_short(row.answered_on)}答复，审核后送提出人评价"
    title = f"审核答复：{row.assignment.title}"
    return Todo(title, text, row.get_absolute_url(), "审核", "clipboard-check", "replied", ASKED)


def _requests(user: User) -> list[Todo]:
    """Send-backs and extensions asked for and not decided."""
    asked = user.scopes.in_region(f"undertaking__{ROW_PATH}", Role.STAFF) & Q(status=RequestStatus.ASKED)
    related = ("undertaking__assignment", "undertaking__unit")
    backs, _ = few(SendBack.objects.filter(asked).select_related(*related, "suggested_unit"), 10)
    more, _ = few(Extension.objects.filter(asked).select_related(*related), 10)
    return [_send_back(row) for row in backs] + [_extension(row) for row in more]


def _send_back(row: SendBack) -> Todo:
    other = f"，建议由{row.suggested_unit.name}办理" if row.suggested_unit else ""
    text = f"{row.undertaking.unit}说明不属本单位职责{other}；{cn_short(row.asked_at)}提出"
    title = f"审核退办：{row.undertaking.assignment.title}"
    return Todo(title, text, row.undertaking.get_absolute_url(), "审核", "arrow-return-left", "moved", ASKED)


def _extension(row: Extension) -> Todo:
    until = limits.latest(row.requested_until, row.undertaking.assigned_on)
    text = f"{row.undertaking.unit}申请延期，{until}答复；{cn_short(row.asked_at)}提出"
    title = f"审核延期：{row.undertaking.assignment.title}"
    return Todo(title, text, row.undertaking.get_absolute_url(), "审核", "calendar-plus", "moved", ASKED)


# --- opinions to merge, matters to decide and to list -------------------------------------------
def _merging(user: User) -> list[Todo]:
    waiting = Opinion.objects.filter(user.scopes.in_region("region__path", Role.STAFF)).waiting()
    total, beyond = capped_count(waiting)
    todos = []
    if total:
        text = _from_where(waiting, total)
        title = f"归并：还有 {total}{'+' if beyond else ''} 条意见没有归入事项"
        todos.append(Todo(title, text, address("opinions:board"), "去归并", "inbox"))
    return todos + _matters(user)


def _from_where(waiting: Any, total: int) -> str:
    """分组会议（第三组） 5 条，…，其他 2 条: the three occasions with most, and the rest of `total`."""
    places = waiting.order_by().values("occasion__short_title").annotate(n=Count("pk"))
    most = list(places.order_by("-n", "occasion__short_title")[:3])
    parts = [f"{row['occasion__short_title'] or '没有场合'} {row['n']} 条" for row in most]
    if (rest := total - sum(row["n"] for row in most)) > 0:
        parts.append(f"其他 {rest} 条")
    return "，".join(parts)


def _matters(user: User) -> list[Todo]:
    mine = Matter.objects.filter(user.scopes.in_region(LIST_PATH, Role.STAFF))
    undecided, _ = capped_count(mine.filter(destination="").exclude(sources=None))
    ready, _ = capped_count(mine.listable())
    todos = []
    if undecided:
        text = "定好去向、主办和协办，才能拟清单"
        url = address("opinions:board")
        todos.append(Todo(f"定去向：{undecided} 个事项还没有去向", text, url, "定去向", "signpost-split"))
    if ready:
        text = f"去向都是“{Destination.ASSIGN.label}”，还没有列进清单"
        url = address("opinions:list_new")
        todos.append(Todo(f"拟清单：{ready} 个事项可以交办", text, url, "拟清单", "card-checklist"))
    return todos


# --- public pages -------------------------------------------------------------------------------
def _reviews(user: User) -> list[Todo]:
    """保密审查 of public pages that somebody else proposed."""
    count = reviews_waiting(user) if user.scopes.has(Role.STAFF, Role.OFFICE) else 0
    if not count:
        return []
    text = "别人提请公开的，核对过没有涉密和个人信息才公开"
    url = address("stations:review_many")
    return [Todo(f"保密审查：{count} 个公开页面", text, url, "审查", "shield-check", "red", ASKED, count)]


# --- lists --------------------------------------------------------------------------------------
def _lists(user: User) -> list[Todo]:
    """A list stands on the desk of whoever takes its next step; nobody checks or signs their own."""
    wanted = Q()
    for status, (role, _verb, _icon) in LIST_STEPS.items():
        if user.scopes.has(role):
            mine = user.scopes.in_region(LIST_PATH, role) & Q(status=status)
            own = Q(drafted_by=user.pk) if role != Role.STAFF else Q(pk__in=())
            wanted |= mine & ~own
    if not wanted:
        return []
    rows = AssignmentList.objects.filter(wanted).annotate(n=Count("assignments")).order_by("id")[:10]
    return [_list(row) for row in rows]


def _list(row: Any) -> Todo:
    _role, verb, icon = LIST_STEPS[ListStatus(row.status)]
    told = {
        ListStatus.DRAFT: "核对转办文字后送审；由办公室核稿，领导审签，印发时取号",
        ListStatus.REVIEW: "核稿通过后送领导审签",
        ListStatus.SIGN: "审签后由选工委编号印发",
        ListStatus.SIGNED: "已审签；印发时取号，通知承办单位，开始计时",
    }
    rank = OWN if row.status == ListStatus.DRAFT else ASKED
    title = f"{verb}：{row.title}，{row.n} 个事项"
    text, url = told[ListStatus(row.status)], row.get_absolute_url()
    return Todo(title, text, url, verb, icon, "red", rank, primary=rank == ASKED)


