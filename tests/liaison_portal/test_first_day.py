"""The first day of docs/operations.md, page by page: from an empty database to the first opinion on record."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Grant, Region, Unit, User, WorkDay
from meetings.models import RaisedOpinion, Sitting
from opinions.models import Category, Channel, HandlingRule, Opinion
from stations.models import Station, StationStaff

pytestmark = pytest.mark.django_db
PASSWORD = re.compile(r"[A-Z][a-z]{2}\d-[A-Z][a-z]{2}\d-[A-Z][a-z]{2}\d")


def sign_in(username, password):
    """The first sign-in with a one-time password, which must be changed at once."""
    client = Client()
    client.post("/login/", {"username": username, "password": password})
    new = f"Own-{password}"
    answer = client.post("/accounts/password/", {"old": password, "new": new, "again": new})
    assert answer.status_code == 302, answer.text
    return client


def add(client, model, **data):
    """Fill in the catalogue page for a new `model` as the page was given, and save it."""
    url = reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_add")
    page = client.get(url)
    assert page.status_code == 200, url
    forms = [page.context["adminform"].form]
    forms += [inline.formset.management_form for inline in page.context["inline_admin_formsets"]]
    given = {field.html_name: field.value() for form in forms for field in form}
    given = {name: value for name, value in given.items() if value is not None and value is not False}
    answer = client.post(url, {**given, **data})
    assert answer.status_code == 302, answer.context["errors"]
    return model._default_manager.order_by("pk").last()


def account(sysadmin, username, name, unit=None):
    """An account by the system administrator, and the one-time password its page shows."""
    made = add(sysadmin, User, username=username, name=name, unit=unit.pk if unit else "")
    page = sysadmin.post(reverse("accounts:password_reset", args=[made.pk]))
    return made, PASSWORD.search(page.text).group()


@pytest.fixture
def keepers(db, settings):
    """The commands of the first day, and the keepers signed in."""
    settings.PORTAL_DEMO = False
    out = StringIO()
    call_command("seed_calendar", stdout=out)
    call_command("first_keepers", stdout=out)
    found = re.findall(r"账号 (\S+)　.*密码 (\S+)", out.getvalue())
    assert WorkDay.objects.exists()
    return {username: sign_in(username, password) for username, password in found}


@pytest.fixture
def county(keepers):
    """Places and units, entered by the system administrator."""
    sysadmin = keepers["sysadmin"]
    county = add(sysadmin, Region, system="mca", code="411729", name="新蔡县", level="county")
    town = add(sysadmin, Region, system="mca", code="411729101", name="砖店镇", level="township", parent=county.pk)

    def unit(name, kind, branch="congress", region=county, **more):
        return add(sysadmin, Unit, name=name, short_name=name, kind=kind, branch=branch, region=region.pk, **more)

    return {
        "county": county,
        "town": town,
        "committee": unit("新蔡县人大常委会选工委", "office"),
        "court": unit("新蔡县人民法院", "organ", "court"),
        "station": unit("砖店镇代表联络站", "station", region=town),
    }


def test_the_first_day_ends_with_an_opinion_on_record(keepers, county):
    person, password = account(keepers["sysadmin"], "zhou", "周敏", county["committee"])
    head, head_password = account(keepers["sysadmin"], "he", "何秀英", county["station"])
    facts = {"unit": county["committee"].pk, "region": county["county"].pk}
    add(keepers["secadmin"], Grant, user=person.pk, role="staff", **facts)
    staff = sign_in("zhou", password)
    assert staff.get("/").status_code == 200
    assert HandlingRule.objects.filter(kind="meeting_list").exists()
    assert Category.objects.exists()
    assert Channel.objects.filter(code="sitting").exists()
    station = add(staff, Station, unit=county["station"].pk, reports_to=county["committee"].pk, address="镇政府东", hours="每周二")
    joined = staff.post(
        reverse("stations:staff_add", args=[station.pk]),
        {"name": "何秀英", "role": "head", "user": head.pk, "started_on": "2024-05-01"},
    )
    assert joined.status_code == 302, joined.text
    assert StationStaff.objects.get(station=station).user == head
    assert sign_in("he", head_password).get("/stations/receptions/new/").status_code == 200
    _hold_a_meeting(staff, county)
    opinion = Opinion.objects.get()
    assert RaisedOpinion.objects.filter(opinion=opinion).exists()
    assert "路灯坏了" in staff.get("/opinions/").text
    log = keepers["auditor"].get(reverse("admin:accounts_auditentry_changelist"))
    assert "周敏（zhou）：选工委工作人员" in log.text


def _hold_a_meeting(staff, county):
    """A meeting, a sitting, somebody who speaks: by the pages of 选工委."""
    meeting = {
        "unit": county["committee"].pk, "term": "16", "number": "3", "title": "新蔡县第十六届人大常委会第三次会议",
        "short_title": "十六届三次会议", "held_on": "2024-05-14",
    }  # fmt: skip
    made = staff.post(reverse("meetings:meeting_create"), meeting)
    assert made.status_code == 302, made.text
    create = reverse("meetings:sitting_create", args=[int(re.search(r"\d+", made.url).group())])
    facts = {"kind": "group", "label": "第一组", "held_on": "2024-05-14", "region": county["town"].pk}
    assert staff.post(create, facts).status_code == 302
    sitting = Sitting.objects.get()
    staff.post(reverse("meetings:sitting_start", args=[sitting.pk]))
    person = {"name": "王大娘", "capacity": "resident", "attendance": "present"}
    staff.post(reverse("meetings:participant_add", args=[sitting.pk]), person)
    row = {
        "client_id": "0b5c1f0e-0000-4000-8000-000000000001", "speaker": f"p{sitting.participants.get().pk}",
        "intent": "problem", "original": "路灯坏了三个月。",
    }  # fmt: skip
    assert staff.post(reverse("meetings:sitting_row_save", args=[sitting.pk]), row).status_code == 200
