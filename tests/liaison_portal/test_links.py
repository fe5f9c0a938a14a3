"""Walked like a visitor of a library: every link on every page opens, and an agency never reads a resident's name."""

import io
import re
import zipfile
from collections import Counter, deque
from html import unescape
from urllib.parse import urljoin

import pytest
from django.test import Client

from accounts.models import User
from liaison_portal.demo.content.people import ACCOUNTS
from opinions.choices import Capacity
from opinions.models import Contributor
from tests.liaison_portal.test_demo_world import run

LINK = re.compile(r'(?:href|hx-get)="([^"#]+)[#"]')
DOCUMENT = re.compile(r"\.(docx|xlsx)|officedocument")
OF_A_KIND = 4  # pages that differ only in their numbers


@pytest.fixture
def small(db, settings, django_capture_on_commit_callbacks):
    settings.PORTAL_DEMO = True
    with django_capture_on_commit_callbacks(execute=True):
        run(scale="small")


def kind(address):
    return re.sub(r"\d+", "N", address.partition("?")[0])


def crawl(username, *, of_a_kind=OF_A_KIND, start="/"):
    """`(from, address, response)` of whatever can be reached by links from `start` and the pages below it."""
    client = Client()
    client.force_login(User.objects.get(username=username), backend="accounts.backends.PortalBackend")
    waiting, seen, kinds = deque([("", start)]), {start}, Counter()
    while waiting:
        origin, address = waiting.popleft()
        answer = client.get(address)
        yield origin, address, answer
        for link in links_of(address, answer) if address.startswith(start) else ():
            if link not in seen and kinds[kind(link)] < of_a_kind:
                seen.add(link)
                kinds[kind(link)] += 1
                waiting.append((address, link))


def links_of(address, answer):
    if answer.status_code == 302:
        yield answer["Location"]
        return
    if "html" not in answer.get("Content-Type", ""):
        return
    for link in LINK.findall(answer.getvalue().decode()):
        whole = urljoin(address, unescape(link))
        if whole.startswith("/") and not whole.startswith("/static/"):
            yield whole


@pytest.mark.django_db
def test_every_link_opens_for_whoever_sees_it(small):
    dead, seen = [], Counter()
    for account in ACCOUNTS:
        for origin, address, answer in crawl(account.username):
            seen[account.username] += 1
            if answer.status_code not in (200, 302):
                dead.append(f"{account.username}: {origin} -> {address} {answer.status_code}")
    assert min(seen.values()) > 5
    assert sum(seen.values()) > 300
    assert not dead, "\n".join(dead)


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["staff", "sysadmin", "secadmin", "auditor"])
def test_no_catalogue_leads_to_a_refusal(small, username):
    opened = Counter()
    for origin, address, answer in crawl(username, start="/admin/"):
        assert answer.status_code in (200, 302), f"{origin} -> {address} {answer.status_code}"
        opened[kind(address)] += address.startswith("/admin/") and answer.status_code == 200
    assert sum("/change/" in address for address in opened) >= (1 if username == "secadmin" else 2)


def words_of(answer):
    """What can be read in an answer: the page, or the texts inside a document."""
    body = answer.getvalue()
    if not DOCUMENT.search(answer.get("Content-Type", "") + answer.get("Content-Disposition", "")):
        return body.decode("utf-8", "ignore")
    with zipfile.ZipFile(io.BytesIO(body)) as pack:
        texts = [pack.read(name).decode("utf-8", "ignore") for name in pack.namelist() if name.endswith(".xml")]
    return re.sub(r"<[^>]+>", "", "\n".join(texts))


def residents():
    """Names and telephones of all who are no deputies or members, and of those who asked for secrecy."""
    unnamed = Contributor.objects.exclude(capacity__in=Capacity.NAMED) | Contributor.objects.filter(secrecy=True)
    named = set(Contributor.objects.filter(capacity__in=Capacity.NAMED, secrecy=False).values_list("name", flat=True))
    named |= set(User.objects.values_list("name", flat=True))
    found = set()
    for one in unnamed:
        found |= {word for word in (one.name, one.phone) if len(word) > 1 and word not in named}
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["agency", "agencyhead", "agency2", "dispatcher"])
def test_an_agency_reads_no_residents_name(small, username):
    secrets, documents, told = residents(), 0, []
    assert len(secrets) > 20
    for _origin, address, answer in crawl(username, of_a_kind=100):
        documents += bool(DOCUMENT.search(answer.get("Content-Type", "")))
        words = words_of(answer)
        told += [f"{address}: {secret}" for secret in secrets if secret in words]
    assert documents
    assert not told, "\n".join(told)
