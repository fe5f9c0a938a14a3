"""双联: who keeps in touch with whom; each time counts once in the deputy's file, and no page names anybody."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry
from common.errors import NotAllowedError, RuleError, StaleError
from common.text import cn_date
from deputies.models import Deputy, DutyRecord, Mandate
from stations import reports, rules
from stations.actions import (
    Elector,
    add_household,
    end_household,
    end_link,
    link_member,
    record_contact,
    reveal_household,
    take_back,
)
from stations.models import ContactTarget, Household, HouseholdContact, MemberLink
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 20)
NAME, PHONE = "吕桂花", "13800001234"
KEEPERS = {"deputy", "head", "liaison"}


def household(world, actor="deputy", phone=PHONE, **facts):
    facts = {"since": DAY, "client_id": uuid4(), **facts}
    return add_household(world.deputy, Elector(NAME, "东街村", phone), actor=world[actor], **facts)


def contact(world, made, actor="deputy", **facts):
    facts = {"on": DAY, "how": "visit", "words": "", "client_id": uuid4(), **facts}
    return record_contact(made, actor=world[actor], **facts)


def member(world):
    made = Deputy.objects.create(name="王委员", home_region=world.town)
    Mandate.objects.create(
        deputy=made, level="county", term=16, region=world.county, started_on=date(2022, 3, 1), is_member=True
    )
    return made


# --- households -------------------------------------------------------------------------------------
def test_a_contact_counts_once_without_a_name(world):
    made = household(world)
    key = uuid4()
    for _ in range(2):
        contact(world, made, client_id=key)
    duty = DutyRecord.objects.get()
    assert (duty.kind, duty.on, duty.title) == ("contact", DAY, "联系群众（东街村，上门走访）")
    assert HouseholdContact.objects.count() == 1
    take_back(HouseholdContact.objects.get(), actor=world["deputy"])
    assert not DutyRecord.objects.exists()
    with pytest.raises(StaleError):
        take_back(HouseholdContact.objects.get(), actor=world["deputy"])


def test_the_same_form_twice_is_one_household_and_the_same_number_refused(world):
    key = uuid4()
    assert household(world, client_id=key) == household(world, client_id=key)
    with pytest.raises(RuleError, match="已经在联系的群众里"):
        household(world)
    household(world, phone="")
    assert Household.objects.count() == 2


def test_a_proxy_is_marked(world):
    made = household(world, actor="liaison")
    assert made.is_proxy
    assert contact(world, made, actor="head").is_proxy
    assert not contact(world, made).is_proxy


@pytest.mark.parametrize("on", [DAY - timedelta(days=1), date(2999, 1, 1)])
def test_days_outside_are_refused(world, on):
    with pytest.raises(RuleError, match="期间里"):
        contact(world, household(world), on=on)


def test_they_part_once_and_what_was_done_stays(world):
    made = household(world)
    contact(world, made)
    with pytest.raises(RuleError, match="不能早于"):
        end_household(made, until=DAY - timedelta(days=1), actor=world["deputy"])
    end_household(made, until=DAY, actor=world["deputy"])
    with pytest.raises(StaleError):
        end_household(Household.objects.get(), until=DAY, actor=world["deputy"])
    assert DutyRecord.objects.count() == 1


def test_nothing_stored_can_be_read_without_the_key(world):
    made = household(world)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone, phone_hash FROM stations_household WHERE id = %s", [made.pk])
        stored = " ".join(str(one) for one in cursor.fetchone())
    assert NAME not in stored
    assert PHONE not in stored
    assert (made.masked_name, made.masked_phone) == ("吕**", "138****1234")


def test_a_look_behind_the_mask_asks_why(world):
    made = household(world)
    with pytest.raises(RuleError):
        reveal_household(made, actor=world["deputy"], reason="看")
    assert reveal_household(made, actor=world["deputy"], reason="打电话回访") == {"name": NAME, "phone": PHONE}
    assert AuditEntry.objects.filter(detail="打电话回访").count() == 1
    with pytest.raises(NotAllowedError):
        reveal_household(made, actor=world["township"], reason="打电话回访")


@pytest.mark.parametrize("name", PERSONAS)
def test_who_sees_and_who_writes(world, name):
    user, made = world[name], household(world)
    seen = Household.objects.visible_to(user).exists()
    assert seen is rules.can_view_household(user, made) is (name in KEEPERS | {"staff"})
    assert rules.can_keep_contacts(user, world.deputy) is (name in KEEPERS)
    if name not in KEEPERS:
        with pytest.raises(NotAllowedError):
            contact(world, made, actor=name)


# --- members ----------------------------------------------------------------------------------------
def test_a_member_keeps_in_touch_with_a_deputy(world):
    who = member(world)
    link = link_member(who, world.deputy, since=DAY, actor=world["staff"])
    assert [one.member for one in reports.links_of(world.deputy)] == [who]
    with pytest.raises(RuleError, match="已经在联系"):
        link_member(who, world.deputy, since=DAY, actor=world["staff"])
    end_link(link, until=DAY, actor=world["staff"])
    with pytest.raises(StaleError):
        end_link(MemberLink.objects.get(), until=DAY, actor=world["staff"])
    assert reports.links_of(world.deputy) == []


def test_only_members_and_not_with_themselves(world):
    with pytest.raises(RuleError, match="不是常委会组成人员"):
        link_member(world.deputy, member(world), since=DAY, actor=world["staff"])
    who = member(world)
    with pytest.raises(RuleError, match="不能联系自己"):
        link_member(who, who, since=DAY, actor=world["staff"])


@pytest.mark.parametrize("name", PERSONAS)
def test_who_sees_links_and_who_makes_them(world, name):
    user, link = world[name], link_member(member(world), world.deputy, since=DAY, actor=None)
    seen = MemberLink.objects.visible_to(user).exists()
    assert seen is rules.can_view_link(user, link) is (name in {"staff", "office", "leader", "township", "deputy"})
    assert rules.can_link_members(user, world.deputy) is (name == "staff")


@pytest.mark.parametrize("name", ["twice", "self", "days", "household"])
def test_constraints(world, name):
    who = member(world)
    MemberLink.objects.create(member=who, deputy=world.deputy, since=DAY)
    early = date(2020, 1, 1)
    row = {
        "twice": MemberLink(member=who, deputy=world.deputy, since=DAY),
        "self": MemberLink(member=who, deputy=who, since=DAY),
        "days": MemberLink(member=who, deputy=world.deputy, since=DAY, until=early),
        "household": Household(client_id=uuid4(), deputy=world.deputy, name="x", area="y", since=DAY, until=early),
    }[name]
    with pytest.raises(ValidationError):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


# --- pages ------------------------------------------------------------------------------------------
def typed(**changes):
    facts = {"name": NAME, "area": "东街村", "phone": "138 0000 1234", "since": "2024年5月20日", "client_id": str(uuid4())}
    return {**facts, **changes}


def test_a_deputy_writes_down_a_household_and_a_visit(world, as_user):
    client = as_user("deputy")
    path = f"/stations/contacts/of/{world.deputy.pk}/"
    assert client.get("/stations/contacts/").headers["Location"] == path
    wrong = client.post(f"{path}add/", typed(phone="123"))
    assert (wrong.status_code, NAME in wrong.content.decode()) == (422, True)
    assert client.post(f"{path}add/", typed()).status_code == 302
    made = Household.objects.get()
    page = f"/stations/contacts/{made.pk}/"
    record = {"on": "2024年5月21日", "how": "phone", "words": "问了问收麦", "client_id": str(uuid4())}
    assert client.post(f"{page}record/", {**record, "how": ""}).status_code == 422
    assert client.post(f"{page}record/", record).status_code == 302
    text = client.get(path).content.decode() + client.get(page).content.decode()
    assert "最近 2024年5月21日，共 1 次" in text
    assert NAME not in text
    assert PHONE not in text


def test_names_are_shown_once_for_a_reason_and_contacts_taken_back(world, as_user):
    made = household(world)
    client, page = as_user("liaison"), f"/stations/contacts/{made.pk}/"
    assert client.post(f"{page}reveal/", {"reason": ""}).status_code == 422
    assert NAME in client.post(f"{page}reveal/", {"reason": "打电话回访"}).content.decode()
    row = contact(world, made)
    assert client.post(f"/stations/contacts/records/{row.pk}/take-back/").status_code == 302
    assert "已撤回" in client.get(page).content.decode()
    assert "登记成来访" in client.get(page).content.decode()
    assert client.post(f"{page}end/", {"until": cn_date(timezone.localdate())}).status_code == 302
    assert "以前联系的群众（1 户）" in client.get(f"/stations/contacts/of/{world.deputy.pk}/").content.decode()


def test_the_station_lists_its_deputies_and_the_target_is_a_sentence(world, as_user):
    contact(world, household(world))
    ContactTarget.objects.create(unit=world.committee, households=10, source="双联办法第五条")
    text = as_user("head").get(f"/stations/{world.station.pk}/contacts/").content.decode()
    for words in ("张守信", "1 户", "10 户以上群众（双联办法第五条）", "不排名"):
        assert words in text


def test_who_lives_elsewhere_is_named_by_the_station_without_a_link(world, as_user):
    Deputy.objects.filter(pk=world.deputy.pk).update(home_region=world.other_town)
    head, own = as_user("head"), f"/stations/contacts/of/{world.deputy.pk}/"
    page = head.get(f"/stations/{world.station.pk}/contacts/").content.decode()
    assert world.deputy.name in page
    assert f'href="{own}"' not in page
    assert head.get(own).status_code == 404


@pytest.mark.parametrize("name", PERSONAS)
def test_who_opens_what(world, as_user, name):
    made, client = household(world), as_user(name)
    inside = name in {"staff", "office", "leader", "township", "head", "liaison", "deputy"}
    opens = name in KEEPERS | {"staff"}
    assert client.get(f"/stations/contacts/of/{world.deputy.pk}/").status_code == (200 if opens else 403 if inside else 404)
    assert client.get(f"/stations/contacts/{made.pk}/").status_code == (200 if opens else 404)
    assert client.get("/stations/members/").status_code == (
        200 if name in {"staff", "office", "leader", "township", "outsider"} else 404
    )
    assert client.get(f"/stations/{world.station.pk}/contacts/").status_code == (
        200 if name in {"staff", "head", "liaison"} else 403 if inside else 404
    )


def test_staff_link_members_on_their_page(world, as_user):
    client, who = as_user("staff"), member(world)
    typed_link = {"member": who.pk, "deputy": world.deputy.pk, "since": "2024年5月20日"}
    assert client.post("/stations/members/add/", {**typed_link, "since": "那天"}).status_code == 422
    assert client.post("/stations/members/add/", typed_link).status_code == 302
    assert client.post("/stations/members/add/", typed_link).status_code == 422
    assert "张守信" in client.get("/stations/members/").content.decode()
    link = MemberLink.objects.get()
    assert client.post(f"/stations/members/{link.pk}/end/", {"until": "2020年1月1日"}).status_code == 422
    assert client.post(f"/stations/members/{link.pk}/end/", {"until": "2024年6月1日"}).status_code == 302
    assert as_user("leader").post("/stations/members/add/", typed_link).status_code == 403


@pytest.mark.parametrize("path", ["/stations/contacts/of/{}/", "/stations/contacts/{}/", "/stations/members/"])
def test_as_many_questions_for_three_as_for_one(world, as_user, path):
    client, counts, made = as_user("staff"), [], household(world)
    for number in (1, 3):
        while HouseholdContact.objects.count() < number:
            contact(world, made)
            household(world, phone="")
            MemberLink.objects.create(member=member(world), deputy=world.deputy, since=DAY)
        address = path.format(world.deputy.pk if "of" in path else made.pk)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
