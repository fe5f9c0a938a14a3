"""One bound phone per deputy, thirty days, ended by many things; a copied cookie ends it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import actions, tasks
from accounts.choices import EntryWay, PhoneEnd
from accounts.models import AuditEntry, BoundPhone, Notice, User
from accounts.workflow import phones, slips
from common.errors import RuleError, StaleError
from tests.accounts.entering import DAY, MINUTE, NOON, back, bound, nothing, slip_for

pytestmark = pytest.mark.django_db


def acts(name):
    return AuditEntry.objects.filter(action=name).count()


def test_the_secret_stands_nowhere_in_the_database(world):
    made = bound(world["deputy"])
    secret = phones.signing.loads(made.cookie, salt=phones.SALT)[2]
    assert len(secret) > 40
    assert secret not in str(list(BoundPhone.objects.values_list()))
    assert acts("绑定手机") == 1
    assert Notice.objects.get(user=world["deputy"]).label.startswith("您的账号绑定了一部手机，到2024年7月3日为止")


def test_a_phone_comes_back_and_its_cookie_changes(world):
    first = bound(world["deputy"])
    second = back(first.cookie, at=NOON + DAY)
    assert second.phone == first.phone
    assert second.cookie not in (None, first.cookie)
    third = back(second.cookie, at=NOON + 2 * DAY)
    assert third.cookie not in (None, second.cookie)
    assert acts("手机续登") == 2


def test_thirty_days_and_no_longer(world, settings):
    made = bound(world["deputy"])
    almost = back(made.cookie, at=NOON + settings.PHONE_DAYS * DAY - MINUTE)
    with pytest.raises(phones.PhoneRefusedError, match="到期了。要再进来"):
        back(almost.cookie, at=NOON + settings.PHONE_DAYS * DAY)


def test_a_new_phone_ends_the_old_one(world):
    old, new = bound(world["deputy"]), bound(world["deputy"], at=NOON + DAY)
    with pytest.raises(phones.PhoneRefusedError, match="另一部手机"):
        back(old.cookie, at=NOON + DAY)
    assert back(new.cookie, at=NOON + 2 * DAY)
    assert BoundPhone.objects.get(pk=old.phone.pk).end_reason == "replaced"


@pytest.mark.parametrize("reason", [PhoneEnd.OWN, PhoneEnd.STAFF])
def test_an_ended_phone_says_why_it_does_not_come_back(world, reason):
    made = bound(world["deputy"])
    phones.end_phone(world["deputy"], reason=reason, actor=world["liaison"], at=NOON + DAY)
    with pytest.raises(phones.PhoneRefusedError, match="解除了这部手机的绑定"):
        back(made.cookie, at=NOON + DAY)
    with pytest.raises(StaleError):
        phones.end_phone(world["deputy"], reason=reason, actor=world["liaison"], at=NOON + DAY)
    assert acts("解除手机绑定") == 1


def test_an_obstacle_ends_the_binding(world):
    made = bound(world["deputy"])
    with pytest.raises(phones.PhoneRefusedError, match="没有在任的代表职务"):
        back(made.cookie, at=NOON + DAY, obstacle=lambda user: PhoneEnd.MANDATE)
    made.phone.refresh_from_db()
    assert made.phone.end_reason == "mandate"
    assert (acts("手机续登未通过"), acts("解除手机绑定")) == (1, 1)


def test_a_copied_cookie_ends_the_binding_for_both(world):
    slip, _ = slip_for(world["deputy"], actor=world["liaison"])
    slips.use_up(slip, at=NOON)
    first = bound(world["deputy"])
    second = back(first.cookie, at=NOON + DAY)  # the phone itself
    third = back(second.cookie, at=NOON + 2 * DAY)  # the second generation was seen: the first is dead
    with pytest.raises(phones.PhoneRefusedError, match="别的设备"):
        back(first.cookie, at=NOON + 3 * DAY)
    with pytest.raises(phones.PhoneRefusedError, match="别的设备"):
        back(third.cookie, at=NOON + 3 * DAY)
    told = Notice.objects.filter(key__contains=":copied").values_list("user__username", flat=True)
    assert sorted(told) == ["deputy", "liaison"]


def test_a_copy_used_before_the_phone_itself_is_found_out_by_the_phone(world):
    first = bound(world["deputy"])
    own = back(first.cookie, at=NOON + DAY)
    assert back(first.cookie, at=NOON + 2 * DAY).cookie  # the thief: it could be an answer that was lost
    with pytest.raises(phones.PhoneRefusedError, match="别的设备"):
        back(own.cookie, at=NOON + 3 * DAY)


def test_a_lost_answer_does_no_harm(world):
    cookie = bound(world["deputy"]).cookie
    for days in (1, 2, 3):
        again = back(cookie, at=NOON + days * DAY)  # the answer never arrives
    assert back(again.cookie, at=NOON + 4 * DAY).cookie


def test_requests_of_one_moment_get_one_new_cookie(world):
    cookie = bound(world["deputy"]).cookie
    answers = [back(cookie, at=NOON + DAY + timedelta(seconds=n)) for n in range(3)]
    assert [one.cookie is None for one in answers] == [False, True, True]
    assert back(answers[0].cookie, at=NOON + 2 * DAY).cookie


@pytest.mark.parametrize(
    "value",
    ["", "x", "1.2.3", phones.signing.dumps([1, 0, "x"], salt="else")],
    ids=["none", "a letter", "made up", "another salt"],  # a signature carries the time: it names no test
)
def test_what_we_did_not_sign_is_refused_and_ends_nothing(world, value):
    made = bound(world["deputy"])
    with pytest.raises(phones.PhoneRefusedError):
        back(value, at=NOON)
    assert back(made.cookie, at=NOON + DAY)


def test_a_signed_cookie_with_another_secret_ends_nothing(world):
    made = bound(world["deputy"])
    forged = phones.signing.dumps([made.phone.pk, 7, "other"], salt=phones.SALT)
    with pytest.raises(phones.PhoneRefusedError):
        back(forged, at=NOON)
    with pytest.raises(phones.PhoneRefusedError):
        back(phones.signing.dumps([10**9, 0, "other"], salt=phones.SALT), at=NOON)
    assert back(made.cookie, at=NOON + DAY)


def refusals():
    return list(AuditEntry.objects.filter(action="手机续登未通过").order_by("id").values_list("target", "detail"))


def test_a_foreign_cookie_leaves_one_line_a_day_for_each_phone(world):
    made = bound(world["deputy"])
    second = User.objects.create(username="second", name="代表乙")
    actions.grant(second, "deputy", actor=None)
    other = bound(second)
    for pk in (made.phone.pk, other.phone.pk):
        forged = phones.signing.dumps([pk, 0, "other"], salt=phones.SALT)
        for _ in range(3):
            with pytest.raises(phones.PhoneRefusedError):
                back(forged, at=NOON)
    lines = refusals()
    assert [target.rpartition(" ")[2] for target, _ in lines] == [str(made.phone.pk), str(other.phone.pk)]
    assert {detail for _, detail in lines} == {"登录凭据不是这里发的"}


def test_yesterdays_line_does_not_stand_for_today(world):
    made = bound(world["deputy"])
    forged = phones.signing.dumps([made.phone.pk, 0, "other"], salt=phones.SALT)
    line = {"action": "手机续登未通过", "target": f"{world['deputy']}，手机 {made.phone.pk}", "detail": phones.FORGED}
    AuditEntry.objects.create(at=timezone.now() - DAY, **line)
    with pytest.raises(phones.PhoneRefusedError):
        back(forged, at=NOON)
    assert refusals() == [(line["target"], line["detail"])] * 2


def test_a_rotated_out_cookie_is_written_down_and_so_is_its_return(world):
    first = bound(world["deputy"])
    second = back(first.cookie, at=NOON + DAY)
    back(second.cookie, at=NOON + 2 * DAY)
    for _ in range(3):
        with pytest.raises(phones.PhoneRefusedError):
            back(first.cookie, at=NOON + 3 * DAY)
    assert [detail for _, detail in refusals()] == [PhoneEnd.COPIED.label, f"绑定早已解除：{PhoneEnd.COPIED.label}"]


def test_a_phone_too_old_is_written_down_once(world, settings):
    made = bound(world["deputy"])
    for _ in range(2):
        with pytest.raises(phones.PhoneRefusedError):
            back(made.cookie, at=NOON + (settings.PHONE_DAYS + 1) * DAY)
    assert [detail for _, detail in refusals()] == ["绑定已到期"]


def test_made_up_cookies_do_not_flood_the_log(rf, monkeypatch):
    """One line for an address, and no more than so many from all the addresses of the world."""
    monkeypatch.setattr(actions, "UNKNOWN_A_DAY", 3)
    for number in range(5):
        request = rf.get("/", REMOTE_ADDR=f"10.0.0.{number}")
        for _ in range(2):
            with pytest.raises(phones.PhoneRefusedError):
                phones.come_back("made up", obstacle=nothing, at=NOON, request=request)
    assert list(AuditEntry.objects.order_by("id").values_list("address", flat=True)) == ["10.0.0.0", "10.0.0.1", "10.0.0.2"]


@pytest.mark.parametrize("name", ["staff", "head", "township", "agency", "auditor"])
def test_only_a_deputy_is_bound(world, name):
    with pytest.raises(RuleError, match="请用密码登录"):
        phones.bind(world[name], how=EntryWay.PASSWORD, at=NOON)


def test_an_account_that_is_switched_off_is_not_bound(world):
    User.objects.filter(username="deputy").update(is_active=False)
    with pytest.raises(RuleError):
        bound(world["deputy"])


@pytest.mark.parametrize("changes", [{"confirmed": 2, "issued": 1}, {}])
def test_a_phone_keeps_its_own_rules(world, changes):
    phone = bound(world["deputy"]).phone
    for name, value in changes.items():
        setattr(phone, name, value)
    if not changes:
        phone.pk = None
    with pytest.raises(ValidationError):
        phone.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        phone.save()


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        ("Mozilla/5.0 (Linux; Android 12; V2) Chrome/86 MicroMessenger/8.0", "安卓手机，微信"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1", "苹果手机，浏览器"),
        ("curl/8", ""),
    ],
)
def test_a_phone_is_named_so_that_its_owner_knows_it(rf, agent, label):
    assert phones.label_of(rf.get("/", headers={"User-Agent": agent})) == label


def test_a_binding_that_ends_soon_is_told_once(world, settings):
    bound(world["deputy"])
    last = NOON.date() + settings.PHONE_DAYS * DAY
    assert phones.remind(last - 4 * DAY).startswith("0 ")
    for day in (last - 3 * DAY, last - DAY, last):
        assert phones.remind(day).startswith("1 ")
    assert phones.remind(last + DAY).startswith("0 ")
    assert Notice.objects.filter(user=world["deputy"], label__contains="到期").count() == 1


def test_the_morning_round_calls_it(world):
    bound(world["deputy"], at=timezone.now() - 29 * DAY)
    tasks.remind_today()
    assert Notice.objects.filter(user=world["deputy"], key__endswith=":due:" + str(world["deputy"].pk)).count() == 1
