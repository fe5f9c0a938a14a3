"""The desk of the three keepers: the catalogues each of them keeps, and nothing of the business."""

from __future__ import annotations

from datetime import date

from accounts.calendar import Calendar
from accounts.choices import Role
from accounts.models import User
from liaison_portal.desks.parts import Block, Desk

SAID = {
    Role.SYSADMIN: "您维护用户、单位和区划。谁能做什么，由安全管理员授权；您看不到业务内容。",
    Role.SECADMIN: "您管授权：谁在哪个单位、哪个区划做什么。账号由系统管理员开立；您看不到业务内容。",
    Role.AUDITOR: "您查看审计日志和授权情况，只看不改；您看不到业务内容。",
}


def desk(user: User, on: date, calendar: Calendar) -> Desk:  # noqa: ARG001 - the shape of a desk
    """What the role is for; the page adds its catalogues from the admin site."""
    said = [SAID[Role(role)] for role in Role.KEEPERS if user.scopes.has(role)]
    return Desk(blocks=[Block("catalogues", said)])
