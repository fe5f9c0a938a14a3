"""Notices of activities: each person once for each thing there is to say."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from accounts import actions as accounts
from accounts.choices import Role
from accounts.models import User
from common.text import cn_date
from stations.models import Activity


def tell_of_activity(activity_id: int, kind: str) -> None:
    """Whoever was invited hears of it; the clerks of invited units get a text to pass on, and no page."""
    activity = Activity.objects.with_list_data().get(pk=activity_id)
    text = invitation_text(activity, kind)
    label = text.partition("。")[0][:200]
    rows = activity.invitations.filter(told_at__isnull=False)
    people = User.objects.filter(
        Q(pk__in=rows.values("deputy__user_id")) | Q(pk__in=rows.values("staff__user_id"))
    )
    key = f"activity:{activity.pk}:{kind}"
    accounts.notify(people, key=key, label=label, url=reverse("stations:my_activities"), copy_text=text)
    clerks = User.objects.filter(grants__role__in=Role.AGENCY, grants__unit__in=activity.units.all()).distinct()
    accounts.notify(clerks, key=f"{key}:unit", label=label, copy_text=text)


def invitation_text(activity: Activity, kind: str = "invited") -> str:
    """The notice in words, without anybody's name: to be read, or copied into WeChat."""
    when = f"{cn_date(activity.held_on)} {activity.starts_at.hour}:{activity.starts_at:%M}"
    what = f"{activity.get_kind_display()}“{activity.theme}”"
    if kind == "cancelled":
        return f"{when}的{what}取消了，不用去。原因：{activity.reason}。{activity.organiser}"
    if kind.startswith("changed"):
        return f"{what}改了安排：{when}，{activity.place}。请以这次的为准。{activity.organiser}"
    return f"请您参加{what}：{when}，{activity.place}。能不能来，请在平台上答复一声，或者打个电话。{activity.organiser}"
