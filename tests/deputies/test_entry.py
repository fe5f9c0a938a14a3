"""Which deputies get in without a password, and what is opened for them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.choices import Role
from accounts.models import AuditEntry, BoundPhone, User
from common.crypto import keyed_hash
from common.errors import RuleError, StaleError
from deputies.choices import Level, MandateStatus
from deputies.models import Deputy, Mandate
from deputies.workflow import entry

pytestmark = pytest.mark.django_db
PHONE = "13800005678"


def deputy(world, name="李存善", phone="", **facts):
    """A deputy of the township with a mandate, and without an account."""
    made = Deputy.objects.create(
        name=name, home_region=world.town, phone=phone, phone_hash=keyed_hash(phone), post="庆祖镇西街村村民", **facts
    )
    Mandate.objects.create(
        deputy=made, level=Level.TOWNSHIP, term=10, region=world.town, started_on=timezone.localdate() - timedelta(days=9)
    )
    return made


def enter(printed, digits):
    return entry.enter_by_slip(printed.slip, digits, at=timezone.now())


def printed_for(world, who):
    return entry.print_slip(who, actor=world["liaison"], at=timezone.now())


def test_a_deputy_without_an_account_gets_one_that_has_no_password(world):
    who = deputy(world, phone=PHONE)
    made = printed_for(world, who)
    who.refresh_from_db()
    assert (who.user.name, who.user.post) == ("李存善", "庆祖镇西街村村民")
    assert not who.user.has_usable_password()
    assert User.objects.get(pk=who.user.pk).scopes.only(Role.DEPUTY)
    assert (made.proof, made.slip.proof_kind) == ("", "phone")
    assert AuditEntry.objects.filter(action="授权", actor=world["liaison"]).count() == 1


def test_the_second_slip_opens_no_second_account(world):
    who = deputy(world, phone=PHONE)
    first, second = printed_for(world, who), printed_for(world, who)
    assert first.slip.user == second.slip.user
    with pytest.raises(StaleError):
        enter(first, "5678")
    assert enter(second, "5678").phone.user == who.user


def test_a_taken_account_name_is_stepped_around(world):
    who = deputy(world)
    User.objects.create_user(f"d{who.pk:06d}", None, name="别人")
    assert printed_for(world, who).slip.user.username.startswith(f"d{who.pk:06d}-")


def test_without_a_number_four_digits_are_printed_apart(world):
    made = printed_for(world, deputy(world))
    assert made.slip.proof_kind == "printed"
    assert len(made.proof) == 4
    assert enter(made, made.proof).cookie


def test_a_number_that_is_not_theirs_any_more_is_not_asked_for(world):
    who = deputy(world, phone=PHONE)
    made = entry.print_slip(who, actor=world["liaison"], at=timezone.now(), apart=True)
    with pytest.raises(RuleError, match="口令不对"):
        enter(made, "5678" if made.proof != "5678" else "8765")
    assert enter(made, made.proof).cookie


def test_the_end_of_a_landline_will_do(world):
    made = printed_for(world, deputy(world, phone="0393-8812345"))
    assert enter(made, "2345").cookie


@pytest.mark.parametrize("status", [MandateStatus.SUSPENDED, MandateStatus.ENDED])
def test_without_a_mandate_nothing_is_printed_and_no_account_opened(world, status):
    who = deputy(world)
    who.mandates.update(status=status)
    with pytest.raises(RuleError, match="没有在任的代表职务"):
        printed_for(world, who)
    assert not User.objects.filter(name=who.name).exists()


def test_a_mandate_suspended_after_printing_lets_nobody_in(world):
    who = deputy(world, phone=PHONE)
    made = printed_for(world, who)
    who.mandates.update(status=MandateStatus.SUSPENDED)
    with pytest.raises(StaleError, match="没有在任的代表职务"):
        enter(made, "5678")
    assert not BoundPhone.objects.exists()


def test_one_mandate_in_force_is_enough(world):
    who = deputy(world, phone=PHONE)
    who.mandates.update(status=MandateStatus.ENDED)
    Mandate.objects.create(deputy=who, level=Level.COUNTY, term=16, region=world.county, started_on=timezone.localdate())
    assert enter(printed_for(world, who), "5678").cookie


def test_an_account_switched_off_or_without_its_role_is_for_others_to_give_back(world):
    User.objects.filter(username="deputy").update(is_active=False)
    with pytest.raises(RuleError, match="系统管理员"):
        printed_for(world, Deputy.objects.get(pk=world.deputy.pk))
    User.objects.filter(username="deputy").update(is_active=True)
    world["deputy"].grants.update(valid_to=timezone.localdate() - timedelta(days=1))
    with pytest.raises(RuleError, match="安全管理员"):
        printed_for(world, Deputy.objects.get(pk=world.deputy.pk))


def test_a_deputy_who_works_at_a_station_signs_in_with_a_password(world):
    world["deputy"].grants.create(role=Role.STATION_LIAISON, unit=world.station_unit)
    with pytest.raises(RuleError, match="还有别的职责"):
        printed_for(world, Deputy.objects.get(pk=world.deputy.pk))


def test_an_account_without_any_grant_gets_its_role(world):
    bare = User.objects.create_user("bare", None, name="李存善")
    assert enter(printed_for(world, deputy(world, phone=PHONE, user=bare)), "5678").phone.user == bare


def test_wrong_digits_stay_counted(world):
    made = printed_for(world, deputy(world, phone=PHONE))
    with pytest.raises(RuleError, match="手机号后四位不对，还可以试 4 次"):
        enter(made, "0000")
    made.slip.refresh_from_db()
    assert made.slip.tries_left == 4


# --- by SMS ---------------------------------------------------------------------------------------
def test_a_shared_telephone_has_several_people_behind_it(world):
    today = timezone.localdate()
    one, two = deputy(world, "李存善", PHONE), deputy(world, "王桂芬", PHONE)
    assert entry.people_behind(keyed_hash(PHONE), today) == [one, two]
    two.mandates.update(status=MandateStatus.SUSPENDED)
    assert entry.people_behind(keyed_hash(f"+86 {PHONE}"), today) == [one]
    assert entry.people_behind("", today) == []


def test_whoever_works_here_is_not_behind_a_number(world):
    Deputy.objects.filter(pk=world.deputy.pk).update(phone_hash=keyed_hash(PHONE))
    today = timezone.localdate()
    assert entry.people_behind(keyed_hash(PHONE), today) == [world.deputy]
    world["deputy"].grants.create(role=Role.STATION_LIAISON, unit=world.station_unit)
    assert entry.people_behind(keyed_hash(PHONE), today) == []
