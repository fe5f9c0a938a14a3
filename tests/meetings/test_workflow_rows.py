"""The rows of the record: once each, in order, whatever the network and a colleague do."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import close_old_connections, connection, connections
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.errors import RuleError, StaleError
from deputies.models import DutyRecord
from meetings import actions, workflow
from meetings.models import Participant, RaisedOpinion, Sitting
from meetings.reports.record import latest_rows
from opinions.models import Opinion
from tests.meetings.conftest import Hall
from tests.world import build_world

pytestmark = pytest.mark.django_db


# --- capture ------------------------------------------------------------------------------------
def test_a_row_enters_the_ledger_once_with_all_that_is_known(hall, world):
    row = hall.say("准入清单由谁来审。", who=3, topic_id=hall.article.topic_id, intent="amend")
    opinion = Opinion.objects.get(pk=row.opinion_id)
    assert (opinion.channel.code, opinion.status, opinion.intent) == ("sitting", "waiting", "amend")
    assert (opinion.occasion, opinion.unit, opinion.region) == (hall.sitting.occasion, world.committee, world.town)
    assert (opinion.topic, opinion.heard_on) == (hall.article.topic, hall.sitting.occasion.held_on)
    assert opinion.contributor.deputy == world.deputy
    assert opinion.entered_by == row.recorder == hall.staff
    assert opinion.events.get().step == "register"


def test_a_forum_has_its_own_channel(hall, world):

    forum = actions.create_sitting(
        actor=hall.staff, unit=world.committee, kind="forum", held_on=hall.sitting.occasion.held_on, region=world.town
    )
    workflow.start(forum, actor=hall.staff)
    person = hall.person("王大娘", "resident", sitting=forum)
    row = workflow.capture(forum.pk, workflow.Entry(original="路灯坏了。", participant_id=person.pk), actor=hall.staff)
    assert Opinion.objects.get(pk=row.opinion_id).channel.code == "forum"


def test_revisions_have_no_gap(hall):
    start = Sitting.objects.get(pk=hall.sitting.pk).revision
    rows = [hall.say(f"第 {n} 句") for n in range(3)]
    workflow.edit_row(rows[0], workflow.Change(original="改过"), actor=hall.staff, version=1)
    workflow.delete_row(rows[1], actor=hall.staff)
    found = RaisedOpinion.objects.filter(sitting=hall.sitting).order_by("order").values_list("revision", flat=True)
    assert list(found) == [start + 4, start + 5, start + 3]
    assert Sitting.objects.get(pk=hall.sitting.pk).revision == start + 5


def test_the_same_client_id_is_the_same_row(hall):
    key = uuid4()
    first = hall.say("只记一次", client_id=key)
    again = hall.say("只记一次", client_id=key)
    assert first.pk == again.pk
    assert Opinion.objects.filter(client_id=key).count() == 1


def test_a_speaker_or_topic_of_another_sitting_is_refused(hall, world):
    stranger = hall.person("外人", "resident", sitting=hall.new_sitting("第三组"))
    with pytest.raises(RuleError, match="不在本场名单里"):
        hall.say(participant_id=stranger.pk)
    with pytest.raises(RuleError, match="不属于本次会议"):
        hall.say(topic_id=world.topic.pk)
    with pytest.raises(RuleError, match="还没有写意见内容"):
        hall.say("  \n ")
    with pytest.raises(RuleError, match="意见类型"):
        hall.say(intent="shout")
    assert not RaisedOpinion.objects.exists()


def test_before_the_beginning_and_after_the_end_nothing_is_written(hall):
    ready = hall.new_sitting("第三组", started=False)
    person = hall.person("王大娘", "resident", sitting=ready)
    with pytest.raises(RuleError, match="还没有开始记录"):
        workflow.capture(ready.pk, workflow.Entry(original="早了", participant_id=person.pk), actor=hall.staff)
    workflow.end(hall.sitting, actor=hall.staff)
    with pytest.raises(RuleError, match="已经结束记录"):
        hall.say("晚了")


def test_what_was_said_before_the_end_still_arrives_after_it(hall):
    workflow.end(hall.sitting, actor=hall.staff)
    row = hall.say("断网时记的", said_at=timezone.now() - timedelta(minutes=5))
    assert row.pk
    workflow.resume(hall.sitting, actor=hall.staff)
    assert hall.say("又开始了").pk


def test_nothing_is_said_in_the_future(hall):
    now = timezone.now()
    row = hall.say("钟快了", said_at=now + timedelta(days=1), at=now)
    assert row.said_at <= now + workflow.MAX_AHEAD


# --- edit, delete -------------------------------------------------------------------------------
def test_an_edit_changes_words_speaker_topic_and_kind(hall):
    row = hall.say(topic_id=hall.item.topic_id)
    workflow.edit_row(row, workflow.Change(original="改过的", intent="problem", topic_id=hall.article.topic_id), actor=hall.staff, version=1)
    workflow.change_speaker(row, actor=hall.staff, version=2, speaker=hall.people[2])
    workflow.edit_row(row, workflow.Change(off_topic=True), actor=hall.staff, version=3)
    opinion = Opinion.objects.get(pk=row.opinion_id)
    assert (opinion.original, opinion.intent, opinion.topic, opinion.version) == ("改过的", "problem", None, 4)
    assert opinion.contributor == hall.people[2].contributor
    assert RaisedOpinion.objects.get(pk=row.pk).participant == hall.people[2]


def test_the_second_of_two_edits_loses_and_the_same_one_again_does_not(hall):
    row = hall.say("原话")
    workflow.edit_row(row, workflow.Change(original="甲改的"), actor=hall.staff, version=1)
    with pytest.raises(StaleError):
        workflow.edit_row(row, workflow.Change(original="乙改的"), actor=hall.staff, version=1)
    workflow.edit_row(row, workflow.Change(original="甲改的"), actor=hall.staff, version=1)
    assert Opinion.objects.get(pk=row.opinion_id).original == "甲改的"
    assert Opinion.objects.get(pk=row.opinion_id).version == 2


def test_a_stale_edit_leaves_no_trace(hall):
    row = hall.say("原话")
    workflow.edit_row(row, workflow.Change(original="甲改的"), actor=hall.staff, version=1)
    before = Sitting.objects.get(pk=hall.sitting.pk).revision
    with pytest.raises(StaleError):
        workflow.edit_row(row, workflow.Change(original="乙改的"), actor=hall.staff, version=1)
    assert Sitting.objects.get(pk=hall.sitting.pk).revision == before


def test_a_deleted_row_stays_stored_and_counts_nowhere(hall):
    row = hall.say()
    workflow.delete_row(row, actor=hall.staff)
    workflow.delete_row(row, actor=hall.staff)
    kept = RaisedOpinion.objects.get(pk=row.pk)
    assert kept.deleted_at is not None
    assert kept.opinion.visibility == "withdrawn"
    assert not Opinion.objects.visible_to(hall.staff).filter(pk=row.opinion_id).exists()
    with pytest.raises(StaleError, match="已经被删除"):
        workflow.edit_row(kept, workflow.Change(original="晚了"), actor=hall.staff, version=kept.opinion.version)


def fixed(hall):
    return latest_rows(hall.sitting)[0]["fixed"]


def test_the_page_is_told_what_fixed_a_row(hall, world):
    row = hall.say()
    assert fixed(hall) == ""
    RaisedOpinion.objects.filter(pk=row.pk).update(status="signed")
    assert fixed(hall) == "signed"
    world.matter([Opinion.objects.get(pk=row.opinion_id)], decided=False)
    assert fixed(hall) == "merged"
    Opinion.objects.filter(pk=row.opinion_id).update(status="not_assigned")
    assert fixed(hall) == "settled"


def test_a_merged_row_is_fixed(hall, world):
    row = hall.say()
    world.matter([Opinion.objects.get(pk=row.opinion_id)], decided=False)
    row = RaisedOpinion.objects.select_related("sitting__occasion__unit__region", "opinion").get(pk=row.pk)
    with pytest.raises(RuleError, match="已归并"):
        workflow.edit_row(row, workflow.Change(original="改"), actor=hall.staff, version=row.opinion.version)
    with pytest.raises(RuleError, match="已归并"):
        workflow.delete_row(row, actor=hall.staff)


def test_two_that_delete_and_edit_at_once_leave_the_row_deleted(hall):
    row = hall.say()
    mine, theirs = (RaisedOpinion.objects.get(pk=row.pk) for _ in range(2))
    workflow.delete_row(theirs, actor=hall.staff)
    with pytest.raises(StaleError):
        workflow.edit_row(mine, workflow.Change(original="晚了一步"), actor=hall.staff, version=1)
    workflow.delete_row(mine, actor=hall.staff)
    assert RaisedOpinion.objects.get(pk=row.pk).deleted_at is not None


# --- duty ---------------------------------------------------------------------------------------
def test_a_deputy_who_spoke_has_it_recorded_once_until_the_last_row_is_gone(hall, world):
    first, second = hall.say(who=3), hall.say(who=3)
    duty = DutyRecord.objects.get(deputy=world.deputy)
    assert (duty.source_key, duty.kind) == (f"sitting:{hall.sitting.pk}:{world.deputy.pk}", "sitting")
    assert "第十次会议" in duty.title
    workflow.delete_row(first, actor=hall.staff)
    assert DutyRecord.objects.filter(deputy=world.deputy).exists()
    workflow.change_speaker(second, actor=hall.staff, version=1, speaker=hall.people[0])
    assert not DutyRecord.objects.filter(deputy=world.deputy).exists()
    workflow.change_speaker(second, actor=hall.staff, version=2, speaker=hall.people[3])
    assert DutyRecord.objects.filter(deputy=world.deputy).count() == 1


# --- whatever comes in whatever order -----------------------------------------------------------
ACTS = st.lists(
    st.tuples(st.sampled_from(["send", "edit", "delete"]), st.integers(0, 4), st.integers(1, 3)), max_size=25
)


@given(acts=ACTS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_interleaving_of_retries_edits_and_deletes_doubles_or_drops(hall, acts):
    """Five rows; each request may come any number of times: what is left is what the last change of each says."""
    keys = [uuid4() for _ in range(5)]
    expected = {}
    for act, which, times in acts:
        for _ in range(times):
            _apply(hall, act, which, keys[which], expected)
    live = RaisedOpinion.objects.live().filter(opinion__client_id__in=keys)
    assert {row.opinion.client_id: row.opinion.original for row in live.select_related("opinion")} == {
        key: text for key, text in expected.items() if text is not None
    }
    assert RaisedOpinion.objects.filter(opinion__client_id__in=keys).count() == len(expected)
    orders = list(RaisedOpinion.objects.filter(sitting=hall.sitting).values_list("order", flat=True))
    assert len(orders) == len(set(orders))


def _apply(hall, act, which, key, expected):
    row = RaisedOpinion.objects.filter(opinion__client_id=key).first()
    if act == "send":
        hall.say(f"第 {which} 条", client_id=key)
        expected.setdefault(key, f"第 {which} 条")
    elif row is not None and act == "edit" and row.deleted_at is None:
        text = f"改过的第 {which} 条"
        workflow.edit_row(row, workflow.Change(original=text), actor=hall.staff, version=row.opinion.version)
        expected[key] = text
    elif row is not None and act == "delete":
        workflow.delete_row(row, actor=hall.staff)
        expected[key] = None


@pytest.mark.django_db(transaction=True)
def test_two_recorders_at_once_lose_and_double_nothing():
    hall = Hall(build_world())
    start, problems = Sitting.objects.get(pk=hall.sitting.pk).revision, []
    keys = [[uuid4() for _ in range(12)] for _ in range(2)]

    def record(own):
        try:
            for key in own:
                hall.say("同时记的", client_id=key)
                hall.say("同时记的", client_id=key)
        except Exception as error:  # noqa: BLE001 - told below, in the test's own thread
            problems.append(error)
        finally:
            close_old_connections()
            connections.close_all()

    threads = [threading.Thread(target=record, args=(own,)) for own in (*keys, keys[0])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    rows = RaisedOpinion.objects.all()
    revisions = set(rows.values_list("revision", flat=True))
    assert revisions == set(range(start + 1, start + 25))
    assert len(set(rows.values_list("order", flat=True))) == 24
    assert Sitting.objects.get(pk=hall.sitting.pk).revision == max(revisions)
    assert Participant.objects.filter(sitting=hall.sitting).count() == 4
    assert connection.is_usable()
