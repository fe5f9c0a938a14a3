"""Makers for the file of duties: each walks the real verbs."""

from datetime import UTC, date, datetime
from uuid import uuid4

from accounts.models import User
from deputies.actions import record_duty
from deputies.models import Deputy, DutyRecord, DutySetting, GroupMember, Mandate
from deputies.workflow import duties

DAY = date(2024, 5, 20)
NOW = datetime(2024, 5, 28, 2, tzinfo=UTC)
LATER = datetime(2024, 8, 1, 2, tzinfo=UTC)


def fresh(row):
    """The row as the database holds it."""
    return type(row).objects.get(pk=row.pk)


def seen(world, *, kind="reception", on=DAY, key="x:1", by="head", title="接待来访群众 3 人次", at=NOW):
    """A record as a room above writes it."""
    made = record_duty(world.deputy, kind=kind, on=on, title=title, source_key=key, entered_by=world[by] if by else None)
    DutyRecord.objects.filter(pk=made.pk).update(created_at=at)
    return fresh(made)


def entered(world, *, by="liaison", kind="mediation", on=DAY, title="调解西街村两户宅基地纠纷", client_id=None, at=NOW):
    """A record entered by hand, waiting."""
    facts = {"kind": kind, "on": on, "title": title, "client_id": client_id or uuid4()}
    return fresh(duties.enter(world.deputy, actor=world[by], at=at, **facts))


def settings(world, **facts):
    """The setting of the city's committee."""
    return DutySetting.objects.update_or_create(unit=world.congress, defaults=facts)[0]


def led(world):
    """A leader of the group who is another deputy with an account; their user is `world["leading"]`."""
    user = User.objects.create_user("leading", "demo-2024", name="组长王")
    world.users["leading"] = user
    made = Deputy.objects.create(name="组长王", user=user, home_region=world.town)
    Mandate.objects.create(deputy=made, level="township", term=13, region=world.town, started_on=date(2022, 3, 1))
    GroupMember.objects.create(group=world.group, deputy=made, role="leader", joined_on=date(2024, 1, 1))
    return made


def in_status(world, status):
    """A record walked to `status` by the verbs."""
    if status in {"counted", "objected", "removed"}:
        row = seen(world)
        if status != "counted":
            duties.object_to(row, ground="not_mine", words="那天我在外地", actor=world["deputy"], at=NOW)
        if status == "removed":
            duties.decide(row, outcome="removed", answer="核对签到，确实不是", actor=world["staff"], at=NOW)
        return fresh(row)
    if status == "group":
        settings(world, group_first=True)
        return entered(world)
    row = entered(world)
    if status == "refused":
        duties.audit(row, actor=world["staff"], passed=False, note="已经记过", at=NOW)
    if status == "withdrawn":
        duties.take_back(row, actor=world["deputy"], at=NOW)
    return fresh(row)
