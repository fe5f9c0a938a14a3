"""Whatever the network does to a recorder's queue, the record ends as they left it: nothing doubled, nothing dropped."""

import json
from datetime import timedelta
from itertools import count
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Grant, User
from meetings.models import RaisedOpinion

pytestmark = pytest.mark.django_db

# What a recorder does, and what becomes of a request: it arrives, is lost, its answer is lost, or the server dies
# after some of its entries.
SAID = st.tuples(st.just("say"), st.just(0))
CHANGED = st.tuples(st.sampled_from(["edit", "delete"]), st.integers(0, 5))
FATES = st.tuples(st.sampled_from(["sent", "lost", "answer lost", "killed"]), st.integers(1, 4))
ACTS = st.lists(st.one_of(SAID, CHANGED, FATES), max_size=30)


class Recorder:
    """A laptop as static/portal/capture-sync.js and capture-out.js have it, without the drawing."""

    def __init__(self, hall, client, clock):
        self.hall, self.client, self.clock, self.queue = hall, client, clock, []
        self.versions, self.wanted, self.order, self.number = {}, {}, [], 0

    def say(self, _which):
        key, self.number = str(uuid4()), self.number + 1
        text = f"第 {self.number} 句"
        body = {
            "client_id": key,
            "speaker": f"p{self.hall.people[1].pk}",
            "topic": 0,
            "intent": "suggest",
            "original": text,
            "said_at": next(self.clock).isoformat(timespec="milliseconds"),
        }
        self.queue.append({"client_id": key, "kind": "row", "body": body})
        self.wanted[key] = text
        self.order.append(key)

    def edit(self, which):
        key = self._live(which)
        if key:
            self.number += 1
            self.wanted[key] = f"改成第 {self.number} 句"
            body = {"version": self.versions.get(key, 1), "original": self.wanted[key]}
            self.queue.append({"client_id": str(uuid4()), "kind": "edit", "target": key, "body": body})

    def delete(self, which):
        key = self._live(which)
        if key:
            self.wanted[key] = None
            self.queue.append({"client_id": str(uuid4()), "kind": "delete", "target": key, "body": {}})

    def _live(self, which):
        live = [key for key in self.order if self.wanted[key] is not None]
        return live[which % len(live)] if live else None

    def batch(self, most):
        """The next entries; what builds on another of the batch waits for its answer."""
        found, inside = [], set()
        for entry in self.queue:
            about = entry.get("target", entry["client_id"])
            if about in inside or len(found) == most:
                break
            inside.add(about)
            found.append(entry)
        return found

    def send(self, fate, most):
        batch = self.batch(most)
        if fate == "lost" or not batch:
            return
        arrived = batch[: (len(batch) + 1) // 2] if fate == "killed" else batch
        address = reverse("meetings:sitting_queue", args=[self.hall.sitting.pk])
        answer = self.client.post(address, json.dumps({"entries": arrived}), content_type="application/json")
        if fate == "sent":
            for result in answer.json()["results"]:
                self._heard(result)

    def _heard(self, result):
        assert result["status"] == 200, result
        entry = next(one for one in self.queue if one["client_id"] == result["client_id"])
        self.queue.remove(entry)
        row = result["data"]["row"]
        self.versions[row["id"]] = row.get("version", 1)
        for later in self.queue:
            if later["kind"] == "edit" and later["target"] == row["id"]:
                later["body"]["version"] = self.versions[row["id"]]


def signed_in(user):
    client = Client()
    client.force_login(user, backend="accounts.backends.PortalBackend")
    return client


def moments():
    """One clock for all: nothing is said twice at the same moment."""
    begun = timezone.now() - timedelta(hours=3)
    return (begun + number * timedelta(seconds=1) for number in count())


def written_down(recorder, act, number):
    if act in {"say", "edit", "delete"}:
        getattr(recorder, act)(number)
    else:
        recorder.send(act, number)


def record_of(recorders):
    keys = [key for one in recorders for key in one.order]
    rows = RaisedOpinion.objects.filter(opinion__client_id__in=keys).order_by("order").select_related("opinion")
    wanted = {key: text for one in recorders for key, text in one.wanted.items() if text is not None}
    live = {str(row.opinion.client_id): row.opinion.original for row in rows if row.deleted_at is None}
    assert live == wanted
    return [str(row.opinion.client_id) for row in rows]


@given(acts=ACTS)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_fate_of_a_request_doubles_or_drops_a_row(hall, acts):
    recorder = Recorder(hall, signed_in(hall.staff), moments())
    for act, number in acts:
        written_down(recorder, act, number)
    while recorder.queue:
        recorder.send("sent", 20)
    assert record_of([recorder]) == recorder.order


@given(acts=st.lists(st.tuples(st.booleans(), st.one_of(SAID, CHANGED, FATES)), max_size=30), first=st.booleans())
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_two_laptops_end_in_the_order_of_saying_whoever_comes_home_first(hall, acts, first):
    clock, heard = moments(), []
    pair = [Recorder(hall, signed_in(user), clock) for user in (hall.staff, second(hall))]
    for which, (act, number) in acts:
        written_down(pair[which], act, number)
        heard += pair[which].order[-1:] if act == "say" else []
    for recorder in (pair[first], pair[not first]):
        while recorder.queue:
            recorder.send("sent", 20)
    assert record_of(pair) == heard


def second(hall):
    user, is_new = User.objects.get_or_create(username="second", defaults={"name": "孙丽"})
    if is_new:
        grant = hall.staff.grants.first()
        Grant.objects.create(user=user, role=grant.role, unit=grant.unit, region=grant.region)
    return user
