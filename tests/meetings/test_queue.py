"""Several entries of one recorder's queue in one request: each on its own, in order, safe to send again."""

import json
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings import workflow
from meetings.models import Participant, RaisedOpinion
from opinions.models import Opinion

pytestmark = pytest.mark.django_db


def row(hall, text, who=1, **facts):
    key = facts.pop("client_id", str(uuid4()))
    speaker = facts.pop("speaker", f"p{hall.people[who].pk}")
    body = {"client_id": key, "speaker": speaker, "topic": 0, "intent": "suggest", "original": text, **facts}
    return {"client_id": key, "kind": "row", "body": body}


def send(client, hall, entries):
    address = reverse("meetings:sitting_queue", args=[hall.sitting.pk])
    body = json.dumps({"entries": entries}) if isinstance(entries, list) else entries
    return client.post(address, body, content_type="application/json")


def texts(hall):
    rows = RaisedOpinion.objects.live().filter(sitting=hall.sitting).order_by("order").select_related("opinion")
    return [one.opinion.original for one in rows]


def test_rows_arrive_in_order_and_once(hall, as_user):
    client, entries = as_user("staff"), [row(hall, f"第 {n} 条") for n in range(5)]
    first = send(client, hall, entries).json()["results"]
    again = send(client, hall, entries).json()["results"]
    assert first == again
    assert [one["client_id"] for one in first] == [one["client_id"] for one in entries]
    assert texts(hall) == [f"第 {n} 条" for n in range(5)]
    assert Opinion.objects.filter(original__startswith="第 ").count() == 5


def test_one_that_is_refused_holds_no_other(hall, as_user):
    entries = [row(hall, "前面的"), row(hall, " "), row(hall, "没有这个人", speaker="p999999"), row(hall, "后面的")]
    results = send(as_user("staff"), hall, entries).json()["results"]
    assert [one["status"] for one in results] == [200, 422, 422, 200]
    assert "还没有写意见内容" in results[1]["data"]["message"]
    assert texts(hall) == ["前面的", "后面的"]


def test_a_latecomer_speaks_a_row_changes_and_goes(hall, as_user):
    kept, gone = (hall.say(text).opinion.client_id for text in ("原来的", "多余的"))
    person = str(uuid4())
    entries = [
        {"client_id": person, "kind": "person", "body": {"client_id": person, "name": "田红霞", "capacity": "grid"}},
        row(hall, "我来晚了。", speaker=person),
        {"client_id": str(uuid4()), "kind": "edit", "target": str(kept), "body": {"version": 1, "original": "改过的"}},
        {"client_id": str(uuid4()), "kind": "delete", "target": str(gone), "body": {}},
    ]
    for _ in range(2):
        results = send(as_user("staff"), hall, entries).json()["results"]
        assert [one["status"] for one in results] == [200] * 4
    assert texts(hall) == ["改过的", "我来晚了。"]
    assert Participant.objects.filter(contributor__name="田红霞").count() == 1


def test_a_stale_edit_comes_back_with_the_row_as_it_stands(hall, as_user):
    said = hall.say("原话")
    workflow.edit_row(said, workflow.Change(original="别人改的"), actor=hall.staff, version=1)
    change = {
        "client_id": "e",
        "kind": "edit",
        "target": str(said.opinion.client_id),
        "body": {"version": 1, "original": "我改的"},
    }
    (result,) = send(as_user("staff"), hall, [change]).json()["results"]
    assert (result["status"], result["data"]["row"]["text"]) == (409, "别人改的")


def test_recording_begins_where_there_was_no_network(hall, as_user):
    hall.sitting = hall.new_sitting("第三组", started=False)
    person = hall.person("王大娘", "resident", sitting=hall.sitting)
    start = {"client_id": "s", "kind": "start", "body": {}}
    entries = [start, row(hall, "开始了。", speaker=f"p{person.pk}"), start]
    assert [one["status"] for one in send(as_user("staff"), hall, entries).json()["results"]] == [200] * 3
    assert hall.sitting.events.filter(step="start").count() == 1


@pytest.mark.parametrize(
    "wrong",
    ["not json", "[]", '{"entries": 1}', '{"entries": [1]}', json.dumps({"entries": [{}] * 51})],
)
def test_what_is_no_queue_is_refused_whole(hall, as_user, wrong):
    answer = send(as_user("staff"), hall, wrong)
    assert answer.status_code == 422
    assert answer.json()["message"]


@pytest.mark.parametrize(
    "wrong", [{}, {"kind": "shout", "body": {}}, {"kind": "row"}, {"kind": "edit", "target": "x", "body": {}}]
)
def test_what_is_no_entry_is_refused_alone(hall, as_user, wrong):
    results = send(as_user("staff"), hall, [wrong, row(hall, "好的一条")]).json()["results"]
    assert [one["status"] for one in results] == [422, 200]


@pytest.mark.parametrize(("persona", "status"), [("office", 403), ("leader", 403)])
def test_who_only_reads_is_told_so_of_each(hall, as_user, persona, status):
    (result,) = send(as_user(persona), hall, [row(hall, "不许")]).json()["results"]
    assert result["status"] == status
    assert not RaisedOpinion.objects.exists()


@pytest.mark.parametrize(("persona", "status"), [("outsider", 404), ("agency", 404), ("head", 404)])
def test_who_does_not_see_the_sitting_finds_none(hall, as_user, persona, status):
    assert send(as_user(persona), hall, [row(hall, "不许")]).status_code == status


@pytest.mark.parametrize("known", [0, 40])
def test_a_row_among_others_costs_what_it_costs_alone(hall, as_user, known):
    for number in range(known):
        hall.say(f"以前的第 {number} 句")
    client = as_user("staff")
    send(client, hall, [row(hall, "热身")])
    counts = []
    for size in (1, 11):
        with CaptureQueriesContext(connection) as ran:
            send(client, hall, [row(hall, f"第 {n} 条") for n in range(size)])
        counts.append(len(ran))
    assert (counts[1] - counts[0]) / 10 <= 8
