"""The answers the capture page lives on: who gets which, what they say, and how few queries they take."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings import workflow
from meetings.models import Participant, RaisedOpinion, Sitting
from opinions.models import Opinion

pytestmark = pytest.mark.django_db


def url(name, hall, **kwargs):
    return reverse(f"meetings:{name}", kwargs={"pk": hall.sitting.pk, **kwargs})


def entry(hall, who=1, **facts):
    return {
        "client_id": str(uuid4()),
        "speaker": f"p{hall.people[who].pk}",
        "topic": hall.article.topic_id,
        "intent": "suggest",
        "original": "准入清单由谁来审。",
        "said_at": "2024-05-14T06:30:00.000Z",
        **facts,
    }


def row_urls(hall):
    key = hall.say().opinion.client_id
    return {
        "sitting_row_save": (url("sitting_row_save", hall), entry(hall)),
        "sitting_row_edit": (url("sitting_row_edit", hall, key=key), {"version": 1, "original": "改过"}),
        "sitting_row_delete": (url("sitting_row_delete", hall, key=key), {}),
        "latecomer_add": (url("latecomer_add", hall), {"client_id": str(uuid4()), "name": "田红霞", "capacity": "grid"}),
    }


@pytest.mark.parametrize("name", ["sitting_row_save", "sitting_row_edit", "sitting_row_delete", "latecomer_add"])
@pytest.mark.parametrize(
    ("persona", "status"), [("staff", 200), ("office", 403), ("leader", 403), ("outsider", 404), ("agency", 404), ("head", 404)]
)
def test_who_may_write_by_the_script(hall, as_user, name, persona, status):
    address, data = row_urls(hall)[name]
    answer = as_user(persona).post(address, data)
    assert answer.status_code == status
    assert status == 200 or answer.json()["message"]


@pytest.mark.parametrize("name", ["sitting_row_save", "sitting_row_edit", "sitting_row_delete", "latecomer_add"])
def test_writing_takes_a_post_and_a_session(hall, as_user, name):
    address, data = row_urls(hall)[name]
    assert as_user("staff").get(address).status_code == 405
    answer = as_user(None).post(address, data, headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 401


@pytest.mark.parametrize(("persona", "status"), [("staff", 200), ("office", 403), ("leader", 403), ("outsider", 404)])
def test_who_opens_the_capture_page(hall, as_user, persona, status):
    assert as_user(persona).get(url("sitting_capture", hall)).status_code == status


@pytest.mark.parametrize(("persona", "status"), [("staff", 200), ("leader", 200), ("outsider", 404), ("township", 404)])
def test_who_polls(hall, as_user, persona, status):
    assert as_user(persona).get(url("sitting_rows", hall)).status_code == status
    assert as_user("staff").post(url("sitting_rows", hall)).status_code == 405


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"original": " "}, "还没有写意见内容"),
        ({"original": ""}, "还没有写意见内容"),
        ({"original": "长" * 10_001}, "最多 10000 个字"),
        ({"speaker": ""}, "请先选是谁在发言"),
        ({"speaker": "p999999"}, "不在本场名单里"),
        ({"speaker": "nobody"}, "请重新选发言人"),
        ({"topic": 999_999}, "不属于本次会议"),
        ({"topic": "x"}, "请重新选议题"),
        ({"intent": "shout"}, "请选意见类型"),
        ({"client_id": "1"}, "请刷新页面"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(hall, as_user, wrong, words):
    answer = as_user("staff").post(url("sitting_row_save", hall), entry(hall, **wrong))
    assert answer.status_code == 422
    assert words in answer.json()["message"]
    assert not RaisedOpinion.objects.exists()


def test_a_row_sent_again_is_answered_and_not_doubled(hall, as_user):
    client, data = as_user("staff"), entry(hall)
    first = client.post(url("sitting_row_save", hall), data).json()["row"]
    again = client.post(url("sitting_row_save", hall), data).json()["row"]
    assert first == again
    assert RaisedOpinion.objects.count() == 1
    assert RaisedOpinion.objects.get().said_at.isoformat() == "2024-05-14T06:30:00+00:00"


def test_a_stale_edit_shows_how_the_row_stands_now(hall, as_user):
    row = hall.say("原话")
    workflow.edit_row(row, workflow.Change(original="别人改的"), actor=hall.staff, version=1)
    address = url("sitting_row_edit", hall, key=row.opinion.client_id)
    answer = as_user("staff").post(address, {"version": 1, "original": "我改的"})
    assert answer.status_code == 409
    assert answer.json()["row"]["text"] == "别人改的"
    assert answer.json()["row"]["version"] == 2


def test_an_edit_of_a_deleted_row_says_that_it_is_gone(hall, as_user):
    row = hall.say()
    workflow.delete_row(row, actor=hall.staff)
    address = url("sitting_row_edit", hall, key=row.opinion.client_id)
    answer = as_user("staff").post(address, {"version": 1, "original": "我改的"})
    assert answer.status_code == 409
    assert answer.json()["row"]["deleted"] is True


def test_a_row_of_another_sitting_is_not_found(hall, as_user):
    row = hall.say()
    other = hall.new_sitting("第三组")
    address = reverse("meetings:sitting_row_delete", kwargs={"pk": other.pk, "key": row.opinion.client_id})
    assert as_user("staff").post(address).status_code == 404


def test_another_account_in_the_same_browser_writes_nothing(hall, as_user, world):
    answer = as_user("staff").post(
        url("sitting_row_save", hall), entry(hall), headers={"X-Recorder": str(world["office"].pk)}
    )
    assert (answer.status_code, answer.json()["error"]) == (401, "other_user")
    assert not RaisedOpinion.objects.exists()


def test_a_latecomer_and_their_row_by_the_same_key(hall, as_user):
    client, key = as_user("staff"), str(uuid4())
    person = {"client_id": key, "name": "田红霞", "capacity": "citizen_rep"}
    for _ in range(2):
        assert client.post(url("latecomer_add", hall), person).json()["person"]["id"] == key
    saved = client.post(url("sitting_row_save", hall), entry(hall, speaker=key))
    assert saved.status_code == 200
    assert RaisedOpinion.objects.get().participant == Participant.objects.get(client_id=key)
    wrong = client.post(url("latecomer_add", hall), {**person, "client_id": str(uuid4()), "capacity": ""})
    assert (wrong.status_code, wrong.json()["message"]) == (422, "请选身份。")


def test_a_latecomer_may_ask_for_secrecy_and_both_recorders_see_it(hall, as_user):
    client = as_user("staff")
    person = {"client_id": str(uuid4()), "name": "田红霞", "capacity": "resident", "title": "西街村", "secrecy": "on"}
    answer = client.post(url("latecomer_add", hall), person).json()["person"]
    assert answer["about"] == "西街村，要求保密"
    assert Participant.objects.get(client_id=person["client_id"]).contributor.secrecy
    open_one = {**person, "client_id": str(uuid4()), "name": "何文斌", "secrecy": ""}
    client.post(url("latecomer_add", hall), open_one)
    assert not Participant.objects.get(client_id=open_one["client_id"]).contributor.secrecy


# --- the poll -----------------------------------------------------------------------------------
def test_a_poll_brings_only_what_changed(hall, as_user):
    client = as_user("staff")
    rows = [hall.say(f"第 {n} 句") for n in range(3)]
    start = client.get(url("sitting_rows", hall)).json()["revision"]
    assert client.get(url("sitting_rows", hall), {"after": start}).json()["rows"] == []
    workflow.edit_row(rows[0], workflow.Change(original="改过"), actor=hall.staff, version=1)
    workflow.delete_row(rows[1], actor=hall.staff)
    answer = client.get(url("sitting_rows", hall), {"after": start}).json()
    assert [(row.get("text"), row.get("deleted")) for row in answer["rows"]] == [("改过", None), (None, True)]
    assert answer["counts"] == [[f"p{hall.people[1].pk}", 0, 2]]


def test_a_poll_is_bounded_and_goes_on_where_it_stopped(hall, as_user, monkeypatch):
    monkeypatch.setattr("meetings.reports.record.CHANGES", 4)
    monkeypatch.setattr("meetings.views.record.CHANGES", 4)
    texts = [f"第 {n} 句" for n in range(10)]
    for text in texts:
        hall.say(text)
    client, after, seen = as_user("staff"), 0, []
    for _ in range(4):
        answer = client.get(url("sitting_rows", hall), {"after": after}).json()
        seen += [row["text"] for row in answer["rows"]]
        after = answer["revision"]
    assert seen == texts


def test_earlier_rows_come_by_page(hall, as_user):
    for number in range(60):
        hall.say(f"第 {number} 句")
    client = as_user("staff")
    page = client.get(url("sitting_capture", hall))
    rows = page.context["desk"]["rows"]
    assert len(rows) == 50
    assert rows[0]["text"] == "第 59 句"
    earlier = client.get(url("sitting_rows", hall), {"before": rows[-1]["order"]}).json()["rows"]
    assert [row["text"] for row in earlier] == [f"第 {n} 句" for n in range(9, -1, -1)]


@pytest.mark.parametrize("asked", [{"after": "x"}, {"after": "9" * 30}, {"before": "-1"}, {"people": "٣" * 20}])
def test_a_forged_poll_is_no_error(hall, as_user, asked):
    assert as_user("staff").get(url("sitting_rows", hall), asked).status_code == 200


def test_a_poll_is_no_activity(hall, as_user):
    client = as_user("staff")
    client.get(url("sitting_rows", hall))
    seen = client.session["seen_at"]
    session = client.session
    session["seen_at"] = seen - 300
    session.save()
    client.get(url("sitting_rows", hall), headers={"X-Background": "1"})
    assert client.session["seen_at"] == seen - 300


# --- how few queries ------------------------------------------------------------------------------
def saving(client, hall, **facts):
    """The queries of saving one row, without BEGIN and COMMIT (a savepoint, in a test)."""
    data = entry(hall, said_at="", **facts)
    with CaptureQueriesContext(connection) as seen:
        assert client.post(url("sitting_row_save", hall), data).status_code == 200
    control = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return len([one for one in seen.captured_queries if not one["sql"].upper().startswith(control)])


def fill(hall, number):
    """`number` rows made as `capture` makes them, in bulk."""
    sitting = Sitting.objects.get(pk=hall.sitting.pk)
    pattern = Opinion.objects.get(pk=hall.say().opinion_id)
    base = {f.attname: getattr(pattern, f.attname) for f in Opinion._meta.concrete_fields if f.name not in {"id", "client_id"}}
    opinions = Opinion.objects.bulk_create([Opinion(client_id=uuid4(), **base) for _ in range(number)])
    last = Sitting.objects.get(pk=sitting.pk).revision
    facts = {"sitting": sitting, "participant": hall.people[1], "recorder": hall.staff}
    RaisedOpinion.objects.bulk_create(
        [RaisedOpinion(opinion=one, order=last + n, revision=last + n, **facts) for n, one in enumerate(opinions, 1)]
    )
    Sitting.objects.filter(pk=sitting.pk).update(revision=last + number)


@pytest.mark.parametrize("who", [1, 3])
def test_saving_a_row_takes_as_few_queries_at_2000_rows_as_at_none(hall, as_user, who):
    client = as_user("staff")
    client.get(url("sitting_rows", hall))  # the session notes the visit once a minute
    speaker = f"p{hall.people[who].pk}"
    at_none = saving(client, hall, speaker=speaker)
    after_one = saving(client, hall, speaker=speaker)
    fill(hall, 2000)
    at_2000 = saving(client, hall, speaker=speaker)
    assert after_one == at_2000 == 8  # with BEGIN on SQLite it is 9
    assert at_none == (8 if who == 1 else 9)  # a deputy's first row also notes that they spoke


def test_saving_a_row_begins_one_transaction(hall, as_user):
    client = as_user("staff")
    client.get(url("sitting_rows", hall))
    with CaptureQueriesContext(connection) as seen:
        client.post(url("sitting_row_save", hall), entry(hall))
    assert len([one for one in seen.captured_queries if one["sql"].startswith("SAVEPOINT")]) == 1


@pytest.mark.parametrize("name", ["sitting_capture", "sitting_rows", "sitting_detail"])
def test_pages_take_as_many_queries_at_2000_rows_as_at_one(hall, as_user, name, django_assert_num_queries):
    client = as_user("staff")
    hall.say()
    client.get(url(name, hall))
    with CaptureQueriesContext(connection) as few:
        client.get(url(name, hall))
    fill(hall, 2000)
    with CaptureQueriesContext(connection) as many:
        client.get(url(name, hall))
    assert len(many) == len(few) <= 14
