"""What the capture page needs away from the network: a key for its recorder alone, and a page that is nobody's."""

import json
import re
from base64 import b64decode
from uuid import uuid4

import pytest
from django.urls import reverse

from meetings.views.laptop import bare_page, worker_facts

pytestmark = pytest.mark.django_db


def secret(client, device):
    answer = client.post(reverse("meetings:capture_key"), {"device": device})
    assert answer.status_code == 200
    return answer.json()["secret"]


def test_the_secret_is_one_recorders_on_one_device(as_user, world):
    device, other = str(uuid4()), str(uuid4())
    own = secret(as_user("staff"), device)
    assert len(b64decode(own)) == 32
    assert own == secret(as_user("staff"), device)
    assert len({own, secret(as_user("staff"), other), secret(as_user("outsider"), device)}) == 3


@pytest.mark.parametrize(
    ("persona", "status"), [("office", 403), ("leader", 403), ("agency", 403), ("deputy", 403), (None, 401)]
)
def test_who_may_not_record_gets_none(as_user, persona, status):
    answer = as_user(persona).post(
        reverse("meetings:capture_key"), {"device": str(uuid4())}, headers={"X-Requested-With": "fetch"}
    )
    assert answer.status_code == status
    assert "secret" not in answer.json()


def test_a_key_is_asked_for_by_its_device_and_by_post(as_user):
    assert as_user("staff").post(reverse("meetings:capture_key"), {"device": "x"}).status_code == 422
    assert as_user("staff").get(reverse("meetings:capture_key")).status_code == 405


def test_no_one_elses_page_gets_the_key(as_user, world):
    headers = {"X-Recorder": str(world["outsider"].pk)}
    answer = as_user("staff").post(reverse("meetings:capture_key"), {"device": str(uuid4())}, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (401, "other_user")


def test_the_bare_page_is_the_same_for_everybody_and_names_nobody(hall, as_user):
    pages = {as_user(name).get(reverse("meetings:capture_shell")).content for name in ("staff", "agency", None)}
    assert len(pages) == 1
    page = pages.pop().decode()
    assert page == bare_page()
    for word in (hall.staff.name, hall.people[0].contributor.name, "csrfmiddlewaretoken", 'id="desk"', "data-user"):
        assert word not in page


def test_the_worker_may_stand_at_capture_pages_alone(as_user):
    answer = as_user(None).get(reverse("meetings:capture_worker"))
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Service-Worker-Allowed"] == "/meetings/sittings/"
    words = re.search(r"JSON\.parse\('(.*)'\)", answer.content.decode())[1]
    facts = json.loads(words.encode().decode("unicode_escape"))
    assert facts == json.loads(json.dumps(worker_facts()))
    assert len([name for name in facts["files"] if "capture" in name]) > 12
    assert any("woff2" in name for name in facts["files"])


def test_the_help_says_what_is_missing_without_a_certificate(as_user):
    page = as_user("staff").get(reverse("meetings:capture_help")).content.decode()
    assert "断网时关了页面就打不开" in page
    assert "没有加密" in page
