"""The catalogues: our own sign-in, each keeper only their own, bounded queries, nothing deleted."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.admin import KeptAdmin
from accounts.choices import Role
from accounts.models import AuditEntry, Grant, Region, Unit, User

pytestmark = pytest.mark.django_db

OURS = {
    "sysadmin": {"accounts.region", "accounts.unit", "accounts.user"},
    "secadmin": {"accounts.grant"},
    "auditor": {"accounts.auditentry", "accounts.grant", "accounts.user"},
}
ROOMS = {"accounts", "deputies", "opinions", "stations", "meetings"}


def catalogues():
    """Every registered model of the product, as `app.model`."""
    return {model._meta.label_lower: model for model in admin.site._registry if model._meta.app_label in ROOMS}


def opened(client, action="changelist"):
    """The catalogues whose page `client` can open, by asking each address."""
    return {
        label
        for label, model in catalogues().items()
        if client.get(reverse(f"admin:{label.replace('.', '_')}_{action}")).status_code == 200
    }


def test_a_visitor_is_sent_to_our_own_sign_in(client):
    for address in ("/admin/", "/admin/accounts/user/"):
        assert client.get(address)["Location"].startswith("/login/?next=%2Fadmin%2F")
    answer = client.get("/admin/login/?next=/admin/accounts/user/")
    assert answer["Location"] == "/login/?next=%2Fadmin%2Faccounts%2Fuser%2F"


@pytest.mark.parametrize("who", ["leader", "office", "township", "head", "deputy", "agency", "dispatcher"])
def test_who_keeps_no_catalogue_is_refused(as_user, who):
    assert as_user(who).get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize("who", ["staff", "sysadmin", "secadmin", "auditor"])
def test_keepers_see_a_chinese_head_and_no_second_sign_in(as_user, who):
    client = as_user(who)
    page = client.get("/admin/").content.decode()
    assert "人大代表联络工作平台" in page
    assert 'action="/logout/"' in page
    assert client.get("/admin/login/").status_code == 302
    assert client.post("/admin/logout/").status_code == 405
    assert client.get("/admin/password_change/")["Location"] == "/accounts/password/"


@pytest.mark.parametrize("who", OURS)
def test_each_keeper_opens_only_their_own_catalogues(as_user, who):
    client = as_user(who)
    assert opened(client) == OURS[who]
    kept = OURS[who] if who != "auditor" else set()
    assert opened(client, "add") == kept


def test_staff_open_no_catalogue_of_the_keepers(as_user):
    seen = opened(as_user("staff"))
    assert "deputies.deputy" in seen
    assert not seen & {"accounts.user", "accounts.grant", "accounts.auditentry", "accounts.unit", "accounts.region"}


def test_every_catalogue_says_who_keeps_it():
    for model, keeper in admin.site._registry.items():
        if model._meta.app_label in ROOMS:
            assert isinstance(keeper, KeptAdmin), model
            assert keeper.kept_by or keeper.read_by, model
            assert not set(keeper.kept_by) & set(Role.KEEPERS) or model._meta.app_label == "accounts", model


def test_staff_see_deputies_of_their_own_region_only(as_user, world):
    address = reverse("admin:deputies_deputy_changelist")
    assert "张守信" in as_user("staff").get(address).content.decode()
    assert "张守信" not in as_user("outsider").get(address).content.decode()
    change = reverse("admin:deputies_deputy_change", args=[world.deputy.pk])
    assert as_user("staff").get(change).status_code == 200
    assert as_user("outsider").get(change).status_code == 302


def test_staff_make_no_deputy_in_another_region(as_user, world):
    answer = as_user("staff").post(
        reverse("admin:deputies_deputy_add"),
        {
            "name": "外地人",
            "home_region": world.other_town.pk,
            "mandates-TOTAL_FORMS": 0,
            "mandates-INITIAL_FORMS": 0,
        },
    )
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["home_region"]


@pytest.mark.parametrize("label", sorted(OURS["sysadmin"] | OURS["secadmin"] | OURS["auditor"]))
def test_lists_ask_as_many_queries_for_three_rows_as_for_many(as_user, world, label, django_assert_max_num_queries):
    who = next(name for name, seen in OURS.items() if label in seen)
    client, address = as_user(who), reverse(f"admin:{label.replace('.', '_')}_changelist")
    client.get(address)
    with django_assert_max_num_queries(12) as few:
        client.get(address)
    for number in range(3):
        user = User.objects.create_user(f"more{number}", "x", name="多", unit=world.civil)
        Grant.objects.create(user=user, role=Role.AGENCY_CLERK, unit=world.civil)
        Region.objects.create(code=f"9{number}", name="多", level="village", parent=world.town)
        Unit.objects.create(
            name=f"多{number}", short_name="多", kind="department", branch="government", region=world.town,
            dispatch_via=world.dispatch_office,
        )  # fmt: skip
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(address)


@pytest.mark.parametrize("word", ["周敏", "staff"])
def test_users_are_found_by_name_and_account(as_user, word):
    page = as_user("sysadmin").get(reverse("admin:accounts_user_changelist"), {"q": word}).content.decode()
    assert "周敏" in page
    assert "王建军" not in page


def test_a_new_account_cannot_sign_in_before_its_password_is_set(as_user):
    client = as_user("sysadmin")
    client.post(reverse("admin:accounts_user_add"), {"username": "li", "name": "李新", "post": "", "is_active": "on"})
    made = User.objects.get(username="li")
    assert not made.has_usable_password()
    page = client.get(reverse("admin:accounts_user_change", args=[made.pk])).content.decode()
    assert reverse("accounts:password_reset", args=[made.pk]) in page
    assert AuditEntry.objects.get(action="维护目录").detail == "新增"


@pytest.mark.parametrize(("who", "label"), [("sysadmin", "user"), ("secadmin", "grant"), ("auditor", "auditentry")])
def test_nothing_is_deleted(as_user, world, who, label):
    client = as_user(who)
    client.post("/accounts/notices/read/")
    row = {"user": world["staff"], "grant": Grant.objects.first(), "auditentry": AuditEntry.objects.create(action="x")}[
        label
    ]
    assert client.post(reverse(f"admin:accounts_{label}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert type(row).objects.filter(pk=row.pk).exists()
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    client.post(reverse(f"admin:accounts_{label}_changelist"), chosen)
    assert type(row).objects.filter(pk=row.pk).exists()


def test_the_log_is_only_read(as_user):
    entry = AuditEntry.objects.create(action="登录", actor_name="周敏")
    client = as_user("auditor")
    page = client.get(reverse("admin:accounts_auditentry_change", args=[entry.pk])).content.decode()
    assert 'name="_save"' not in page
    address = reverse("admin:accounts_auditentry_change", args=[entry.pk])
    assert client.post(address, {"actor_name": "别人"}).status_code == 403
    found = client.get(reverse("admin:accounts_auditentry_changelist"), {"action": "登录"})
    assert found.context["cl"].result_count == 1
    assert (
        client.get(reverse("admin:accounts_auditentry_changelist"), {"action": "导出"}).context["cl"].result_count == 0
    )


# --- grants -------------------------------------------------------------------------------------
def give(client, user, role, unit="", region=""):
    facts = {"user": user.pk, "role": role, "unit": unit, "region": region, "valid_from": "2024-01-01", "valid_to": ""}
    return client.post(reverse("admin:accounts_grant_add"), facts)


def test_a_grant_is_given_and_audited(as_user, world):
    assert give(as_user("secadmin"), world["office"], Role.LEADER, region=world.city.pk).status_code == 302
    assert world["office"].scopes.has(Role.LEADER)
    entry = AuditEntry.objects.get(action="授权")
    assert (entry.target, entry.actor) == ("郭文（office）：常委会领导，濮阳市", world["secadmin"])


@pytest.mark.parametrize(
    ("name", "role", "says"),
    [
        ("office", Role.AUDITOR, "不能兼任"),
        ("sysadmin", Role.AUDITOR, "不能兼任"),
        ("sysadmin", Role.DEPUTY, "不能再有业务角色"),
        ("office", Role.AGENCY_CLERK, "这个角色要指定单位"),
        ("sysadmin", Role.SYSADMIN, "已经有同样的授权"),
    ],
)
def test_a_wrong_grant_is_refused_in_a_sentence(as_user, world, name, role, says):
    answer = give(as_user("secadmin"), world[name], role)
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not AuditEntry.objects.filter(action="授权").exists()


def test_chosen_grants_are_ended(as_user, world):
    row = Grant.objects.get(user=world["leader"])
    chosen = {"action": "end_grants", "_selected_action": [row.pk]}
    answer = as_user("secadmin").post(reverse("admin:accounts_grant_changelist"), chosen, follow=True)
    assert "已撤销 1 项授权" in answer.content.decode()
    assert not world["leader"].scopes.items
    assert AuditEntry.objects.filter(action="撤销授权").count() == 1


def test_the_auditor_ends_no_grant(as_user, world):
    row = Grant.objects.get(user=world["leader"])
    chosen = {"action": "end_grants", "_selected_action": [row.pk]}
    as_user("auditor").post(reverse("admin:accounts_grant_changelist"), chosen)
    assert world["leader"].scopes.items


def pick(client, app, model, field, term):
    facts = {"app_label": app, "model_name": model, "field_name": field, "term": term}
    return client.get("/admin/autocomplete/", facts)


def test_the_keeper_of_grants_picks_users_without_opening_them(as_user):
    answer = pick(as_user("secadmin"), "accounts", "grant", "user", "周")
    assert [row["text"] for row in answer.json()["results"]] == ["周敏（staff）"]
    assert as_user("secadmin").get(reverse("admin:accounts_user_changelist")).status_code == 403


def test_who_keeps_nothing_picks_nothing(as_user):
    assert pick(as_user("auditor"), "accounts", "grant", "unit", "法院").status_code == 403
    assert pick(as_user("sysadmin"), "deputies", "groupmember", "deputy", "张").status_code == 403
    assert pick(as_user("leader"), "accounts", "grant", "user", "周").status_code == 302


@pytest.mark.parametrize("who", ["staff", "sysadmin", "secadmin", "auditor"])
def test_no_inline_script_or_style(as_user, who):
    client = as_user(who)
    for address in ["/admin/", *(reverse(f"admin:{x.replace('.', '_')}_changelist") for x in opened(client))]:
        answer = client.get(address)
        assert "style=" not in answer.content.decode(), address
        assert "'unsafe-inline'" not in answer["Content-Security-Policy"]


def test_a_related_row_of_another_keeper_is_words_and_ones_own_is_a_link(as_user, world):
    grant = Grant.objects.get(user__username="office")
    page = as_user("auditor").get(reverse("admin:accounts_grant_change", args=[grant.pk])).content.decode()
    assert str(world.issuer) in page
    assert reverse("admin:accounts_unit_change", args=[world.issuer.pk]) not in page
    assert reverse("admin:accounts_user_change", args=[grant.user_id]) in page
