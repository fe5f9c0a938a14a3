"""An entry slip lets one person in, once, for some days, and never whoever merely has its link."""

from datetime import timedelta
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.choices import Role
from accounts.models import AuditEntry, EntrySlip, EntryTry, Notice
from accounts.workflow import slips
from common.errors import RuleError, StaleError
from tests.accounts.entering import DAY, NOON, PROOF, slip_for

pytestmark = pytest.mark.django_db


def test_the_number_is_twelve_digits_and_stands_nowhere_in_the_database(world):
    slip, code = slip_for(world["deputy"], actor=world["liaison"])
    assert len(code) == 12
    assert code.isdecimal()
    values = [str(value) for value in EntrySlip.objects.filter(pk=slip.pk).values_list().get()]
    assert not any(code in value or value == PROOF for value in values)
    assert AuditEntry.objects.filter(action="打印进入单", actor=world["liaison"], target="张守信").count() == 1


def test_looking_at_a_slip_uses_nothing_up(world):
    slip, code = slip_for(world["deputy"])
    for _ in range(20):
        assert slips.find_slip(code, at=NOON) == slip
    assert slips.find_slip(" ".join(code[i : i + 4] for i in (0, 4, 8)), at=NOON) == slip
    slip.refresh_from_db()
    assert (slip.tries_left, slip.used_at) == (5, None)


def test_it_works_once(world):
    slip, code = slip_for(world["deputy"])
    slips.prove(slip, PROOF, at=NOON)
    slips.use_up(slip, at=NOON)
    with pytest.raises(StaleError, match="不能用了"):
        slips.use_up(slip, at=NOON)
    with pytest.raises(StaleError, match="再打一张"):
        slips.find_slip(code, at=NOON)


def test_it_lasts_three_days(world, settings):
    _, code = slip_for(world["deputy"])
    assert slips.find_slip(code, at=NOON + settings.SLIP_DAYS * DAY - timedelta(seconds=1))
    with pytest.raises(StaleError):
        slips.find_slip(code, at=NOON + settings.SLIP_DAYS * DAY)


def test_five_wrong_tries_void_it_and_the_printer_hears(world):
    slip, _ = slip_for(world["deputy"], actor=world["liaison"])
    for left in (4, 3, 2, 1):
        with pytest.raises(RuleError, match=f"还可以试 {left} 次"):
            slips.prove(slip, "0000", at=NOON)
    with pytest.raises(StaleError, match="作废"):
        slips.prove(slip, "0000", at=NOON)
    with pytest.raises(StaleError):
        slips.prove(slip, PROOF, at=NOON)
    slip.refresh_from_db()
    assert slip.void_reason == "tries"
    assert AuditEntry.objects.filter(action="进入单未通过").count() == 5
    assert Notice.objects.get(user=world["liaison"]).label.startswith("张守信的进入单输错")


def test_the_fifth_try_may_be_the_right_one(world):
    slip, _ = slip_for(world["deputy"])
    for _ in range(4):
        with pytest.raises(RuleError):
            slips.prove(slip, "0000", at=NOON)
    slips.prove(slip, "５６７８", at=NOON)
    slips.use_up(slip, at=NOON)


def test_a_new_slip_voids_the_earlier_one(world):
    first, code = slip_for(world["deputy"])
    slip_for(world["deputy"])
    first.refresh_from_db()
    assert first.void_reason == "replaced"
    with pytest.raises(StaleError):
        slips.find_slip(code, at=NOON)


def test_a_lost_slip_is_withdrawn_once(world):
    _, code = slip_for(world["deputy"])
    slips.withdraw_slip(world["deputy"], actor=world["liaison"], at=NOON)
    with pytest.raises(StaleError):
        slips.find_slip(code, at=NOON)
    with pytest.raises(StaleError, match="不用作废"):
        slips.withdraw_slip(world["deputy"], actor=world["liaison"], at=NOON)


@pytest.mark.parametrize("name", ["staff", "head", "liaison", "agency", "sysadmin"])
def test_whoever_works_here_has_a_password(world, name):
    with pytest.raises(RuleError, match="请用密码登录"):
        slip_for(world[name])


def test_a_deputy_who_is_also_head_of_a_station_has_a_password(world):
    world["deputy"].grants.create(role=Role.STATION_HEAD, unit=world.station_unit)
    with pytest.raises(RuleError, match="别的职责"):
        slip_for(world["deputy"])


def test_numbers_that_lead_nowhere_pause_an_address(world, settings, rf):
    settings.WRONG_SLIPS_PER_ADDRESS = 3
    _, code = slip_for(world["deputy"])
    here, there = rf.get("/", REMOTE_ADDR="10.0.0.1"), rf.get("/", REMOTE_ADDR="10.0.0.2")
    for _ in range(3):
        with pytest.raises(RuleError, match="没有这个单号"):
            slips.find_slip("000000000000", at=NOON, request=here)
    with pytest.raises(RuleError, match="手机流量"):
        slips.find_slip(code, at=NOON, request=here)
    assert slips.find_slip(code, at=NOON, request=there)
    assert slips.find_slip(code, at=NOON + timedelta(minutes=61), request=here)


def test_what_was_tried_is_forgotten_after_a_day(world):
    for at in (NOON - DAY - timedelta(hours=1), NOON):
        with pytest.raises(RuleError):
            slips.find_slip("1", at=at)
    assert EntryTry.objects.count() == 1


@pytest.mark.parametrize("changes", [{"used_at": NOON, "voided_at": NOON}, {}])
def test_a_slip_keeps_its_own_rules(world, changes):
    slip, _ = slip_for(world["deputy"])
    for name, value in changes.items():
        setattr(slip, name, value)
    if not changes:
        slip.pk, slip.code_hash = None, "x" * 64
    with pytest.raises(ValidationError):
        slip.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        slip.save()


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_gets_in(world):
    slip, _ = slip_for(world["deputy"])
    won = []

    def attempt():
        try:
            slips.use_up(slip, at=NOON)
            won.append(True)
        except StaleError:
            won.append(False)
        finally:
            connection.close()

    threads = [Thread(target=attempt) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False] * 5 + [True]
