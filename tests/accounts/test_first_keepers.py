"""The three keepers of a new portal: opened once, exclusive, with passwords that must be changed."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.actions import appoint_first, revoke
from accounts.choices import Role
from accounts.models import AuditEntry, Grant, User
from common.errors import RuleError

pytestmark = pytest.mark.django_db
LINE = re.compile(r"(\S+)　账号 (\S+)　姓名 (\S+)　密码 (\S+)")


@pytest.fixture(autouse=True)
def _no_demonstration(settings):
    settings.PORTAL_DEMO = False


def run(**options):
    """The command: who was opened, as {role label: (username, name, password)}, and all it said."""
    out = StringIO()
    call_command("first_keepers", stdout=out, **options)
    return {label: rest for label, *rest in LINE.findall(out.getvalue())}, out.getvalue()


def test_three_persons_get_an_account_each():
    made, _ = run(sysadmin="pei:裴工", auditor="bao : 鲍静")
    assert {label: (username, name) for label, (username, name, _) in made.items()} == {
        "系统管理员": ("pei", "裴工"),
        "安全管理员": ("secadmin", "安全管理员"),
        "安全审计员": ("bao", "鲍静"),
    }
    assert {(row.user.username, row.role) for row in Grant.objects.all()} == {
        ("pei", "sysadmin"),
        ("secadmin", "secadmin"),
        ("bao", "auditor"),
    }
    assert len({password for _, _, password in made.values()}) == 3


def test_the_printed_password_signs_in_and_must_be_changed():
    made, _ = run()
    for username, _, password in made.values():
        client = Client()
        page = client.post("/login/", {"username": username, "password": password}, follow=True)
        assert page.redirect_chain[-1][0] == "/accounts/password/"
        new = "Neues-Wort-2024"
        client.post("/accounts/password/", {"old": password, "new": new, "again": new})
        assert not User.objects.get(username=username).must_change_password
        assert client.get("/admin/").status_code == 200


def test_what_was_done_stands_in_the_log_without_a_password():
    made, _ = run()
    entries = list(AuditEntry.objects.order_by("id").values_list("action", "target", "actor"))
    assert [action for action, _, _ in entries] == ["授权", "重置密码"] * 3
    assert entries[0][1] == "系统管理员（sysadmin）：系统管理员"
    assert {actor for _, _, actor in entries} == {None}
    logged = str(list(AuditEntry.objects.values()))
    assert not any(password in logged for _, _, password in made.values())


def test_a_second_time_is_refused_and_changes_nothing():
    run()
    before = list(User.objects.values_list("username", "password"))
    with pytest.raises(CommandError, match="三类管理员都已经有了"):
        run(sysadmin="other:别人")
    assert list(User.objects.values_list("username", "password")) == before


def test_only_those_who_are_missing_are_opened():
    appoint_first("sysadmin", username="pei", name="裴工")
    made, said = run()
    assert set(made) == {"安全管理员", "安全审计员"}
    assert "已经有系统管理员了，没有改动。" in said
    assert not User.objects.filter(username="sysadmin").exists()


def test_a_keeper_who_left_is_none():
    made, _ = run()
    revoke(Grant.objects.get(role="secadmin"), actor=None)
    User.objects.filter(username="auditor").update(is_active=False)
    made, _ = run(secadmin="jiang:蒋云", auditor="bao:鲍静")
    assert set(made) == {"安全管理员", "安全审计员"}


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"secadmin": "sysadmin:一个人"}, "已经有这个账号"),
        ({"secadmin": "没有冒号"}, "请写成“账号:姓名”"),
        ({"auditor": "bao:"}, "请写成“账号:姓名”"),
        ({"auditor": "x" * 41 + ":鲍静"}, "一个账号也没有开"),
    ],
)
def test_one_bad_name_opens_nobody(options, says):
    with pytest.raises(CommandError, match=says):
        run(**options)
    assert not User.objects.exists()
    assert not AuditEntry.objects.exists()


def test_no_other_role_is_given_so():
    with pytest.raises(RuleError, match="三类管理员"):
        appoint_first(Role.STAFF, username="zhou", name="周敏")
