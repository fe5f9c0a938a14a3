"""Who signs in: the demonstration accounts, and a clerk and a head for every unit that may be given an item."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from accounts.actions import grant
from accounts.choices import Role
from accounts.models import Unit, User
from liaison_portal.demo.content import AccountRow
from liaison_portal.demo.content.people import ACCOUNTS, XINCAI_USERS, unit_people
from liaison_portal.demo.content.units import UNITS
from liaison_portal.demo.world import World

PASSWORD = "demo-2024"  # noqa: S105 - the demonstration's, printed on purpose
MARK = "（示例）"
AGENCY_ROLES: dict[str, str] = {Role.AGENCY_CLERK: "clerks", Role.AGENCY_HEAD: "heads"}


def load_accounts(world: World) -> None:
    """The accounts of the table; people at a station get their grant with their post there."""
    shared = make_password(PASSWORD)  # one slow hash for all: it protects nothing that is not printed
    for row in (*ACCOUNTS, *XINCAI_USERS):
        if world.is_small and row in XINCAI_USERS:
            continue
        user = User.objects.create(
            username=row.username,
            name=row.name,
            post=row.post + MARK,
            password=shared,
            unit=world.units.get(row.unit),
        )
        world.users[row.username] = user
        if not row.station:
            _grant(world, user, row)


def _grant(world: World, user: User, row: AccountRow) -> None:
    unit = world.units.get(row.unit)
    of_region = row.role in Role.OF_REGION
    grant(user, row.role, actor=None, unit=unit, region=world.regions[row.region] if of_region else None)
    if row.role in AGENCY_ROLES:
        getattr(world, AGENCY_ROLES[row.role])[row.unit] = user
    if row.role == Role.DISPATCHER:
        world.clerks[row.unit] = user


def load_agencies(world: World) -> None:
    """A clerk and a head, who cannot sign in, for every unit without a demonstration account of that role."""
    wanted = [row for row in UNITS if world.units[row.key].may_lead]
    if world.is_small:
        wanted = [row for row in wanted if not row.key.startswith("xc_")]
    for row in wanted:
        unit = world.units[row.key]
        clerk, head = unit_people(row.order + (1000 if row.key.startswith("xc_") else 0))
        if row.key not in world.clerks:
            world.clerks[row.key] = silent_user(
                f"{row.key}_clerk", clerk, f"{unit.short_name}承办人", unit, Role.AGENCY_CLERK
            )
        if row.key not in world.heads:
            world.heads[row.key] = silent_user(
                f"{row.key}_head", head, f"{unit.short_name}负责人", unit, Role.AGENCY_HEAD
            )


def silent_user(username: str, name: str, post: str, unit: Unit, role: str = "") -> User:
    """Somebody who acts in the history but has no password."""
    user = User.objects.create_user(username, None, name=name, post=post + MARK, unit=unit)
    if role:
        grant(user, role, actor=None, unit=unit)
    return user


def account_table() -> str:
    """The accounts as lines to print."""
    lines = [f"演示账号（密码都是 {PASSWORD}）："]
    lines += [f"  {row.username:<13}{row.name}　{row.post}" for row in ACCOUNTS]
    lines.append("新蔡县：")
    lines += [f"  {row.username:<13}{row.name}　{row.post}" for row in XINCAI_USERS]
    return "\n".join(lines)
