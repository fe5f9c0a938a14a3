"""Audit, notices, grants and looks behind the mask."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import actions
from accounts.choices import Role
from accounts.models import AuditEntry, Grant, Notice, User
from accounts.validators import ThreeKindsValidator
from common.errors import NotAllowedError, RuleError

pytestmark = pytest.mark.django_db


# --- audit --------------------------------------------------------------------------------------
def test_audit_keeps_name_and_address(world, rf):
    request = rf.get("/", REMOTE_ADDR="10.1.2.3")
    entry = actions.audit(world["staff"], "导出", "意见台账", "163 条", request)
    User.objects.filter(pk=entry.actor_id).update(name="改了名")
    entry.refresh_from_db()
    assert (entry.actor_name, entry.target, entry.detail, entry.address) == ("周敏", "意见台账", "163 条", "10.1.2.3")


def test_a_long_target_is_cut_not_refused(db):
    entry = actions.audit(None, "登录失败", "长" * 300, "长" * 900)
    entry.refresh_from_db()
    assert (len(entry.target), len(entry.detail), entry.actor_name, entry.address) == (120, 400, "", None)


@pytest.mark.parametrize(
    ("proxy", "forwarded", "address"),
    [
        (None, "1.2.3.4", "127.0.0.1"),
        (("HTTP_X_FORWARDED_PROTO", "https"), "1.2.3.4, 10.0.0.9", "10.0.0.9"),
        (("HTTP_X_FORWARDED_PROTO", "https"), "not an address", None),
        (("HTTP_X_FORWARDED_PROTO", "https"), None, "127.0.0.1"),
    ],
)
def test_only_the_declared_proxy_is_believed(rf, settings, proxy, forwarded, address):
    settings.SECURE_PROXY_SSL_HEADER = proxy
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert actions.client_address(rf.get("/", **headers)) == address


# --- notices ------------------------------------------------------------------------------------
def test_the_same_key_tells_nobody_twice(world):
    people = [world["agency"], world["agency2"]]
    actions.notify(people, key="issued:7", label="交办", url="/opinions/")
    actions.notify([*people, world["agencyhead"]], key="issued:7", label="交办")
    assert Notice.objects.count() == 3
    assert Notice.objects.filter(user=world["agency"]).get().key == f"issued:7:{world['agency'].pk}"


def test_a_switched_off_account_gets_no_notice(world):
    User.objects.filter(username="agency").update(is_active=False)
    actions.notify(User.objects.filter(username__startswith="agency"), key="x", label="交办")
    assert set(Notice.objects.values_list("user__username", flat=True)) == {"agencyhead", "agency2"}


def test_notifying_many_is_one_query(world, django_assert_num_queries):
    people = list(User.objects.all())
    with django_assert_num_queries(1):
        actions.notify(people, key="x", label="交办")


# --- grants -------------------------------------------------------------------------------------
@pytest.fixture
def newcomer(world):
    return User.objects.create_user("new", "x", name="新来的")


def test_grant_and_revoke_are_audited_and_take_effect_at_once(world, newcomer):
    given = actions.grant(newcomer, Role.STAFF, actor=world["secadmin"], region=world.city)
    assert newcomer.scopes.covers(world.town.path, Role.STAFF)
    actions.revoke(given, actor=world["secadmin"])
    assert not User.objects.get(pk=newcomer.pk).scopes.has(Role.STAFF)
    lines = AuditEntry.objects.order_by("id").values_list("action", "target")
    target = "新来的（new）：选工委工作人员，濮阳市"
    assert list(lines) == [("授权", target), ("撤销授权", target)]


def test_a_revoked_grant_is_opened_again_not_doubled(world, newcomer):
    given = actions.grant(newcomer, Role.STAFF, actor=None, region=world.city)
    actions.revoke(given, actor=None)
    again = actions.grant(newcomer, Role.STAFF, actor=None, region=world.city)
    assert again.pk == given.pk
    assert User.objects.get(pk=newcomer.pk).scopes.has(Role.STAFF)


def test_dates_are_kept(world, newcomer):
    days = {"valid_from": date(2024, 1, 1), "valid_to": date(2024, 12, 31)}
    given = actions.grant(newcomer, Role.STAFF, actor=None, region=world.city, **days)
    assert (given.valid_from, given.valid_to) == (date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize("role", [Role.AGENCY_CLERK, Role.STAFF])
def test_a_role_without_its_place_is_refused(world, newcomer, role):
    with pytest.raises(RuleError, match="这个角色要指定"):
        actions.grant(newcomer, role, actor=None)
    assert not newcomer.grants.exists()


@pytest.mark.parametrize("first", [*Role.KEEPERS, Role.STAFF])
@pytest.mark.parametrize("second", Role.KEEPERS)
def test_keepers_exclude_every_other_role(world, newcomer, first, second):
    region = world.city if first == Role.STAFF else None
    actions.grant(newcomer, first, actor=None, region=region)
    if first == second:
        assert actions.grant(newcomer, second, actor=None).pk == newcomer.grants.get().pk
        return
    with pytest.raises(RuleError, match="不能"):
        actions.grant(newcomer, second, actor=None)


def test_a_keeper_takes_no_business_role(world):
    for name in Role.KEEPERS:
        with pytest.raises(RuleError, match="不能再有业务角色"):
            actions.grant(world[name], Role.STAFF, actor=None, region=world.city)


def test_an_ended_business_role_does_not_bar_a_keeper(world, newcomer):
    given = actions.grant(newcomer, Role.STAFF, actor=None, region=world.city)
    actions.revoke(given, actor=None, on=timezone.localdate() - timedelta(days=3))
    assert actions.grant(newcomer, Role.AUDITOR, actor=None).pk


def test_the_same_grant_twice_is_refused_by_form_and_database(world):
    twin = Grant(user=world["sysadmin"], role=Role.SYSADMIN)
    with pytest.raises(ValidationError, match="已经有同样的授权"):
        twin.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


# --- passwords ----------------------------------------------------------------------------------
def test_only_the_system_administrator_resets(world):
    with pytest.raises(NotAllowedError):
        actions.reset_password(world["deputy"], actor=world["secadmin"])


def test_one_time_passwords_meet_our_own_rules_and_differ():
    made = {actions.one_time_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        validate_password(password)
        assert not set("0O1lI") & set(password)


@pytest.mark.parametrize(
    ("password", "accepted"),
    [
        ("abcdefgh", False),
        ("abcdEFGH", False),
        ("abcdEF12", True),
        ("abcd-123", True),
        ("ABCD-123", True),
        ("濮阳abc12", True),
    ],
)
def test_three_kinds_of_characters(password, accepted):
    if accepted:
        ThreeKindsValidator().validate(password)
    else:
        with pytest.raises(ValidationError, match="至少三种"):
            ThreeKindsValidator().validate(password)


# --- behind the mask ----------------------------------------------------------------------------
def test_a_look_behind_the_mask_is_logged_with_its_reason(world, rf):
    actions.reveal(world["staff"], "意见 12 的联系电话", " 回访核实情况 ", rf.get("/"))
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.target, entry.detail) == ("查看隐去内容", "意见 12 的联系电话", "回访核实情况")


@pytest.mark.parametrize("reason", ["", "   ", "看看", "要核实 "])
def test_a_look_without_a_reason_is_refused(world, reason):
    with pytest.raises(RuleError, match="请写明查看原因") as refusal:
        actions.reveal(world["staff"], "意见 12", reason)
    assert refusal.value.field == "reason"
    assert not AuditEntry.objects.exists()
