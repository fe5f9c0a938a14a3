"""What stands on the record sheet of an activity (活动记录表), on the page and in the .docx."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from common.documents import blank
from common.text import cn_date, redact
from opinions.models import Opinion
from stations.choices import Attendance, FilePurpose
from stations.models import Activity, ActivityOpinion, Invitation

TEMPLATE = "activity_record.docx"
NAMED = 60  # names that a sheet holds; beyond, a number stands for the rest


def sheet_of(activity: Activity, user: User) -> dict[str, Any]:
    """主题, 类型, 时间, 地点, 组织者, 应到/实到/请假, 参加代表, 邀请单位, 纪要, 意见建议, 照片, 记录人.

    Only the opinions that `user` sees in the ledger, without the names of whoever spoke.
    """
    people = list(activity.invitations.with_person())
    minutes = activity.minutes.select_related("written_by").first()
    photos = activity.files.filter(purpose=FilePurpose.PHOTO).count()
    return {
        **blank(TEMPLATE),
        "theme": activity.theme,
        "kind": activity.get_kind_display(),
        "held_at": f"{cn_date(activity.held_on)} {activity.hours}",
        "place": activity.place,
        "organiser": activity.organiser.name,
        "group": activity.group.name if activity.group else "",
        "asked": len(people) or "",
        **_came(people),
        "units": [unit.name for unit in activity.units.all()],
        "minutes": minutes.text if minutes else "",
        "opinions": _opinions(activity, user),
        "photos": f"{photos} 张，存电子档案" if photos else "",
        "recorder": minutes.written_by.name if minutes and minutes.written_by else "",
    }


def _came(people: list[Invitation]) -> dict[str, Any]:
    """How many of each mark, and who came: deputies by name, the others by name and capacity."""
    by = {mark: [one for one in people if one.attendance == mark] for mark in Attendance.values}
    came = by[Attendance.PRESENT]
    others = [f"{one.name}（{one.capacity}）" for one in came if not one.deputy_id]
    return {
        "present": len(came) or "",
        "leave": len(by[Attendance.LEAVE]) or "",
        "absent": len(by[Attendance.ABSENT]) or "",
        "deputies": _short([one.name for one in came if one.deputy_id]),
        "others": _short(others),
    }


def _short(names: list[str]) -> list[str]:
    return names if len(names) <= NAMED else [*names[:NAMED], f"等 {len(names)} 人"]


def _opinions(activity: Activity, user: User) -> str:
    ids = ActivityOpinion.objects.filter(activity=activity).values("opinion_id")
    rows = Opinion.objects.visible_to(user).filter(pk__in=ids).select_related("contributor").order_by("id")
    said = [redact(one.summary or one.original, [one.contributor.name] if one.contributor.name else []) for one in rows]
    return "\n".join(f"{number}. {text}" for number, text in enumerate(said, start=1))
