"""Who keeps in touch with whom, and each time they did: no status, dated rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import User
from common.crypto import keyed_hash
from common.errors import NotAllowedError, RuleError, StaleError
from deputies.actions import record_duty, withdraw_duty
from deputies.choices import DutyKind
from deputies.models import Deputy, Mandate
from stations import rules
from stations.choices import ContactHow
from stations.models import Household, HouseholdContact, MemberLink
from stations.workflow.recording import require


# --- members and deputies ---------------------------------------------------------------------------
@transaction.atomic
def link_member(member: Deputy, deputy: Deputy, *, since: date, actor: User | None) -> MemberLink:
    """A member of the standing committee keeps in touch with a deputy from `since`.

    Refuses who is no member on that day, somebody with themselves, and a link that is there already.
    """
    require(rules.can_link_members, actor, deputy, "安排组成人员联系代表")
    if member.pk == deputy.pk:
        raise RuleError("不能联系自己，请选另一名代表。", field="deputy")
    if not Mandate.objects.in_force(since).filter(deputy=member, is_member=True).exists():
        raise RuleError(f"{member}那一天不是常委会组成人员。", field="member")
    try:
        with transaction.atomic():
            return MemberLink.objects.create(member=member, deputy=deputy, since=since)
    except IntegrityError as error:
        raise RuleError(f"{member}已经在联系{deputy}了。", field="deputy") from error


@transaction.atomic
def end_link(link: MemberLink, *, until: date, actor: User | None) -> None:
    """They keep in touch no longer. Refuses twice, and a day before they began."""
    require(rules.can_link_members, actor, link.deputy, "安排组成人员联系代表")
    if until < link.since:
        raise RuleError("结束日期不能早于开始日期。", field="until")
    if not MemberLink.objects.filter(pk=link.pk, until=None).update(until=until):
        raise StaleError("已经结束了，不用再办。")


# --- deputies and households ------------------------------------------------------------------------
@dataclass(frozen=True)
class Elector:
    """Whom a deputy keeps in touch with."""

    name: str
    area: str
    phone: str = ""


@transaction.atomic
def add_household(
    deputy: Deputy, elector: Elector, *, since: date, client_id: UUID, actor: User, at: datetime | None = None
) -> Household:
    """Write down a household; sent again it is the same one. Marked as by proxy when it is not the deputy.

    Refuses a day to come, and a telephone that is in the deputy's list already.
    """
    require(rules.can_keep_contacts, actor, deputy, "登记联系的群众")
    moment = at or timezone.now()
    if known := Household.objects.filter(client_id=client_id, deputy=deputy).first():
        return known
    if since > timezone.localdate(moment):
        raise RuleError("日期不能晚于今天。", field="since")
    hashed = keyed_hash(elector.phone) if elector.phone else ""
    if hashed and Household.objects.current().filter(deputy=deputy, phone_hash=hashed).exists():
        raise RuleError("这个电话已经在联系的群众里了。", field="phone")
    return Household.objects.create(
        client_id=client_id,
        deputy=deputy,
        name=elector.name.strip(),
        phone=elector.phone,
        phone_hash=hashed,
        area=elector.area.strip(),
        since=since,
        is_proxy=deputy.user_id != actor.pk,
        entered_by=actor,
        created_at=moment,
    )


@transaction.atomic
def end_household(household: Household, *, until: date, actor: User) -> None:
    """The deputy keeps in touch with them no longer; what was done stays. Refuses twice, and before it began."""
    require(rules.can_keep_contacts, actor, household.deputy, "登记联系的群众")
    if until < household.since:
        raise RuleError("结束日期不能早于开始日期。", field="until")
    if not Household.objects.filter(pk=household.pk, until=None).update(until=until):
        raise StaleError("已经不再联系了，不用再办。")


@transaction.atomic
def record_contact(
    household: Household,
    *,
    on: date,
    how: str,
    words: str = "",
    client_id: UUID,
    actor: User,
    at: datetime | None = None,
) -> HouseholdContact:
    """Once in touch: counted in the deputy's file, without a name. Sent again it is the same one.

    Refuses a day to come, and days before or after they kept in touch.
    """
    require(rules.can_keep_contacts, actor, household.deputy, "登记联系")
    moment = at or timezone.now()
    if known := HouseholdContact.objects.filter(client_id=client_id, household=household).first():
        return known
    if not household.since <= on <= (household.until or timezone.localdate(moment)):
        raise RuleError("日期要在联系这一户的期间里，不晚于今天。", field="on")
    facts = {"on": on, "how": how, "words": words.strip(), "entered_by": actor, "created_at": moment}
    is_proxy = household.deputy.user_id != actor.pk
    made = HouseholdContact.objects.create(client_id=client_id, household=household, is_proxy=is_proxy, **facts)
    title = f"联系群众（{household.area}，{ContactHow(how).label}）"
    told: dict[str, Any] = {"kind": DutyKind.CONTACT, "on": on, "title": title, "source_key": _key(made)}
    record_duty(household.deputy, **told, entered_by=actor)
    return made


@transaction.atomic
def take_back(contact: HouseholdContact, *, actor: User, at: datetime | None = None) -> None:
    """It did not happen so: it leaves the deputy's file. Refuses twice."""
    require(rules.can_keep_contacts, actor, contact.household.deputy, "撤回联系记录")
    rows = HouseholdContact.objects.filter(pk=contact.pk, taken_back_at=None)
    if not rows.update(taken_back_at=at or timezone.now()):
        raise StaleError("这一次已经撤回了。")
    withdraw_duty(_key(contact))


def _key(contact: HouseholdContact) -> str:
    return f"household:{contact.pk}"


def reveal_household(
    household: Household, *, actor: User, reason: str, request: HttpRequest | None = None
) -> dict[str, str]:
    """Name and telephone once, for a reason that is logged."""
    if not rules.can_view_household(actor, household):
        raise NotAllowedError("您不能查看群众的姓名和电话。")
    accounts.reveal(actor, f"联系的群众 {household.pk} 的姓名和电话", reason, request)
    return {"name": household.name, "phone": household.phone}
