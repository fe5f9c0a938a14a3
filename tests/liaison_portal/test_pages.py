"""What every address keeps: sign-in first, the content policy, pages for errors that help, a public side apart."""

import json
import os
import re
import subprocess
import sys
import uuid

import pytest
from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from liaison_portal.views import errors
from opinions.models import Assignment, Matter, Opinion, Rating, Reply, Undertaking
from tests.liaison_portal.filling import fill
from tests.liaison_portal.keeping import keeping

WAYS_IN = {"accounts:phone_enter", "enter:start", "enter:slip", "enter:sms", "enter:code", "enter:who"}
NOBODYS = {"meetings:capture_shell", "meetings:capture_worker"}  # not a word of anybody: a laptop keeps them
OPEN = {"robots", "accounts:login", "accounts:logout", "healthz", *WAYS_IN, *NOBODYS}


def patterns(resolver=None, namespaces=(), kinds=()):
    """Every `(name, {argument: converter})` of the inner side; the admin and the public side are walked elsewhere."""
    for entry in (resolver or get_resolver()).url_patterns:
        inside = {**dict(kinds), **{key: type(value).__name__ for key, value in entry.pattern.converters.items()}}
        if isinstance(entry, URLResolver):
            if entry.namespace not in {"admin", "public"}:
                spaces = (*namespaces, entry.namespace) if entry.namespace else namespaces
                yield from patterns(entry, spaces, inside.items())
        elif isinstance(entry, URLPattern) and entry.name:
            yield ":".join((*namespaces, entry.name)), inside


ADDRESSES = list(patterns())
SAMPLES = {
    "IntConverter": 1,
    "UUIDConverter": uuid.UUID(int=1),
    "StringConverter": "x",
    "SlugConverter": "x",
    "PathConverter": "x",
}


def address(name, kinds, **known):
    return reverse(name, kwargs={key: known.get(key, SAMPLES.get(kind, "x")) for key, kind in kinds.items()})


def test_the_house_has_rooms():
    assert len(ADDRESSES) > 60
    assert len({name.split(":")[0] for name, _ in ADDRESSES if ":" in name} - {"enter"}) == 5


@pytest.mark.parametrize(("name", "kinds"), ADDRESSES, ids=[name for name, _ in ADDRESSES])
def test_a_visitor_is_sent_to_sign_in(client, db, name, kinds):
    url = address(name, kinds)
    for response in (client.get(url), client.post(url)):
        if name in OPEN:
            assert response.status_code in {200, 302, 405, 422}
        else:
            assert response.status_code == 302
            assert response.headers["Location"].startswith("/login/?next=")


@pytest.mark.parametrize(("name", "kinds"), [a for a in ADDRESSES if a[0] not in OPEN][:3], ids=str)
def test_a_script_of_a_visitor_is_told_in_words(client, db, name, kinds):
    response = client.get(address(name, kinds), headers={"HX-Request": "true"})
    assert response.status_code == 401


# --- a stranger ---------------------------------------------------------------------------------
def objects_of(world):
    """Of every address with a number: the row it means in this world."""
    fill(world, 1)
    world.undertaking("rating", title="评价中的")
    from deputies.models import GroupMember, Mandate
    from meetings.models import AgendaItem, Meeting, Participant, Sitting
    from stations.models import SlotDeputy, StationStaff, Visit, VisitOpinion

    row, opinion = Undertaking.objects.first(), Opinion.objects.first()
    visit, item = Visit.objects.first(), VisitOpinion.objects.first()
    meeting = Meeting.objects.create(occasion=world.meeting_occasion, term=9, number=10)
    sitting = Sitting.objects.create(meeting=meeting, occasion=world.sitting_occasion, kind="group")
    someone = Participant.objects.create(
        sitting=sitting, contributor=world.contributor(), client_id=uuid.uuid4(), attendance="present"
    )
    agenda = AgendaItem.objects.create(meeting=meeting, topic=world.draft_topic, order=1)
    assert Mandate.objects.exists()
    return {
        r"opinions:list_": row.assignment.list_id,
        r"opinions:(undertaking|reply)_": row.pk,
        r"opinions:rating_": Rating.objects.first().pk,
        r"opinions:(opinion|feedback|contributor)": opinion.pk,
        r"opinions:(matter|board|merge)": Matter.objects.first().pk,
        **keeping(world),
        r"stations:(phone|slips?)_": world.station.pk,
        r"stations:(station|staff_add|blank|reception_blank)": world.station.pk,
        r"stations:staff_": StationStaff.objects.first().pk,
        r"stations:(visit_add|reception)": visit.reception_id,
        r"stations:visit": visit.pk,
        r"stations:slot": visit.reception.slot_id,
        r"stations:feedback": item.pk,
        r"stations:duty": SlotDeputy.objects.first().pk,
        r"deputies:group": world.group.pk,
        r"deputies:": world.deputy.pk,
        r"meetings:(participant_add|participant_list)": sitting.pk,
        r"meetings:participant": someone.pk,
        r"meetings:(agenda_item_(edit|remove)|draft)": agenda.pk,
        r"meetings:(meeting|agenda_item_add|sitting_create)": meeting.pk,
        r"meetings:": sitting.pk,
        r"accounts:": world["staff"].pk,
    } | {"reply": Reply.objects.first().pk, "item": Assignment.objects.first().pk, "group": GroupMember.objects.first().pk}


# A row of the live record is checked for its shape before its sitting is looked up: it must be well formed.
BODIES = {
    "meetings:sitting_row_save": {
        "client_id": str(uuid.uuid4()),
        "original": "路灯坏了。",
        "speaker": "p1",
        "intent": "problem",
    }
}


def test_a_stranger_meets_404_or_403_at_every_object(as_user, world):
    rows, stranger, leaks = objects_of(world), as_user("outsider"), []
    for name, kinds in ADDRESSES:
        if "pk" not in kinds:
            continue
        pk = next(pk for pattern, pk in rows.items() if re.match(pattern, name) or pattern == r"accounts:")
        url = address(name, kinds, pk=pk)
        with transaction.atomic():
            codes = [stranger.get(url).status_code, stranger.post(url, BODIES.get(name, {})).status_code]
            transaction.set_rollback(True)
        if not set(codes) & {403, 404} or not set(codes) <= {403, 404, 405}:
            leaks.append((name, codes))
    assert leaks == []


# --- policy and errors --------------------------------------------------------------------------
@pytest.mark.parametrize("path", ["/login/", "/", "/nowhere/", "/p/"])
def test_the_content_policy_stands_on_every_answer(as_user, path):
    policy = as_user("staff").get(path).headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


def test_not_found_says_what_to_do(as_user):
    response = as_user("staff").get("/opinions/999999999/")
    assert response.status_code == 404
    assert "没有找到这一页" in response.content.decode()
    assert "回首页" in response.content.decode()


@pytest.mark.parametrize(
    ("view", "code", "words"),
    [(errors.permission_denied, 403, "没有办这一步的权限"), (errors.page_not_found, 404, "没有找到这一页")],
)
def test_each_refusal_has_its_page(world, view, code, words):
    request = RequestFactory().get("/x/")
    request.user = world["staff"]
    response = view(request, Http404())
    assert response.status_code == code
    assert words in response.content.decode()


def test_a_stale_form_says_how_to_keep_what_was_typed(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world["staff"], backend="accounts.backends.PortalBackend")
    response = client.post("/accounts/notices/read/")
    assert response.status_code == 403
    assert "页面放得太久了" in response.content.decode()


def test_a_fault_has_a_page_that_needs_nothing(rf):
    response = errors.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "系统出错了" in response.content.decode()
    assert "{%" not in response.content.decode()


def test_the_portal_says_that_it_is_well(client, db):
    assert json.loads(client.get("/healthz").content) == {"ok": True}
    assert client.post("/healthz").status_code == 405


# --- the public side ----------------------------------------------------------------------------
PUBLIC = ["/p/", "/p/stations/"]


@pytest.mark.parametrize("path", PUBLIC)
def test_residents_need_no_sign_in_and_no_engine_lists_it(client, world, path):
    response = client.get(path)
    text = response.content.decode()
    assert response.status_code == 200
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert 'content="noindex, nofollow"' in text
    assert "<script" not in text
    assert not response.cookies
    assert all(number in text for number in ("110", "119", "120", "12345"))


def test_no_person_is_named_outside(client, world):
    fill(world, 1)
    text = "".join(client.get(path).content.decode() for path in PUBLIC)
    assert "庆祖镇政府东 50 米" in text
    for name in ("何秀英", "孙晓", "张守信", "李大爷", "王大娘"):
        assert name not in text


def test_large_type_is_one_link_away(client, world):
    assert 'href="?big=1"' in client.get("/p/").content.decode()
    assert '<body class="big">' in client.get("/p/?big=1").content.decode()


def run(code, **environment):
    """A fresh interpreter with its own settings: what it prints."""
    values = {**os.environ, "DJANGO_SETTINGS_MODULE": "liaison_portal.settings", "PORTAL_DEMO": "1", **environment}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, env=values, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_public_side_alone_loads_no_inner_page():
    """What stands outside the 网闸 must not carry the code of the pages inside."""
    code = (
        "import django, sys, re; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns;"
        "rooms = 'accounts|deputies|opinions|stations|meetings|liaison_portal';"
        r"inner = re.compile(rf'^(?:{rooms})\.(?:views|urls|forms)(?:\.|$)');"
        "allowed = {'liaison_portal.views', 'liaison_portal.views.health', 'liaison_portal.views.errors'};"
        "print(sorted(m for m in sys.modules if inner.match(m) and m not in allowed))"
    )
    assert run(code, PORTAL_SIDE="public") == "[]"


@pytest.mark.urls("liaison_portal.public_root")
def test_the_public_side_alone_answers_and_knows_no_inner_address(client, world):
    assert client.get("/").headers["Location"] == "/p/"
    assert client.get("/p/").status_code == 200
    assert client.get("/p/stations/").status_code == 200
    for path in ("/login/", "/admin/", "/opinions/", "/meetings/", "/figures/"):
        assert client.get(path).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("home")


def test_one_switch_takes_the_public_side_down():
    code = (
        "import django; django.setup(); from django.urls import resolve, Resolver404\n"
        "try: print(resolve('/p/'))\nexcept Resolver404: print('gone')"
    )
    assert run(code, PORTAL_PUBLIC_SIDE="0") == "gone"
    assert run(code.replace("print(resolve('/p/'))", "resolve('/p/'); print('there')")) == "there"


def test_a_wrong_side_stops_the_start():
    with pytest.raises(AssertionError, match="PORTAL_SIDE must be one of inner, public"):
        run("import django; django.setup()", PORTAL_SIDE="outer")


# --- production ---------------------------------------------------------------------------------
def test_production_settings_pass_the_deploy_check(tmp_path):
    values = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("PORTAL_", "PYTEST", "DJANGO_"))},
        "PORTAL_DATA_DIR": str(tmp_path),
        "PORTAL_HOSTS": "portal.example.gov.cn",
        "PORTAL_TRUSTED_ORIGINS": "https://portal.example.gov.cn",
        "PORTAL_BEHIND_PROXY": "1",
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=values, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
