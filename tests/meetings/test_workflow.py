"""A sitting: its steps, who may take them, who is on its list, where and when it is held."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from common.errors import NotAllowedError, RuleError
from common.steps import open_steps
from meetings import actions, rules, workflow
from meetings.actions import ArticleText
from meetings.models import Event, RaisedOpinion, SignatureScan, Sitting
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db


VERBS = {"start": workflow.start, "end": workflow.end, "resume": workflow.resume}
WALK = {"ready": (), "recording": ("start",), "ended": ("start", "end")}


# --- steps and rights ---------------------------------------------------------------------------
@pytest.mark.parametrize("step", VERBS)
@pytest.mark.parametrize("status", WALK)
@pytest.mark.parametrize("persona", PERSONAS)
def test_a_step_offered_works_and_one_not_offered_is_refused(hall, world, persona, status, step):
    sitting = hall.new_sitting("第三组", started=False)
    for name in WALK[status]:
        VERBS[name](sitting, actor=hall.staff)
    user = world[persona]
    if step in open_steps(workflow.STEPS, sitting, user):
        VERBS[step](sitting, actor=user)
        assert Event.objects.filter(sitting=sitting, step=step, actor=user).exists()
    else:
        with pytest.raises(RuleError):
            VERBS[step](sitting, actor=user)
        sitting.refresh_from_db()
        assert sitting.status == status


@pytest.mark.parametrize("persona", PERSONAS)
def test_rule_and_queryset_agree(hall, world, persona):
    user = world[persona]
    assert Sitting.objects.visible_to(user).filter(pk=hall.sitting.pk).exists() == rules.can_view_sitting(user, hall.sitting)
    found = type(hall.meeting).objects.visible_to(user).filter(pk=hall.meeting.pk).exists()
    assert found == rules.can_view_meeting(user, hall.meeting)
    assert found == (persona in {"staff", "office", "leader"})


@pytest.mark.parametrize("persona", [name for name in PERSONAS if name != "staff"])
def test_nobody_else_writes(hall, world, persona):
    row = hall.say()
    with pytest.raises((NotAllowedError, Sitting.DoesNotExist)):
        hall.say(actor=world[persona])
    with pytest.raises(NotAllowedError):
        workflow.edit_row(row, workflow.Change(original="改"), actor=world[persona], version=1)
    with pytest.raises(NotAllowedError):
        workflow.delete_row(row, actor=world[persona])
    with pytest.raises(NotAllowedError):
        workflow.add_participant(hall.sitting, actor=world[persona], name="某人", capacity="resident")
    assert RaisedOpinion.objects.get().opinion.original == row.opinion.original


# --- people -------------------------------------------------------------------------------------
def test_a_latecomer_is_added_once(hall):
    key = uuid4()
    facts = {"actor": hall.staff, "name": "田红霞", "capacity": "citizen_rep", "client_id": key}
    first = workflow.add_participant(hall.sitting, **facts)
    again = workflow.add_participant(hall.sitting, **facts)
    assert first == again
    assert first.contributor.initials == "thx"
    assert hall.say(participant_id=None, participant_key=key).participant == first
    with pytest.raises(RuleError, match="另一场会议"):
        workflow.add_participant(hall.new_sitting("第三组"), **facts)


@pytest.mark.parametrize(
    ("name", "capacity", "title", "field"),
    [(" ", "grid", "", "name"), ("张" * 41, "grid", "", "name"), ("张三", "king", "", "capacity"), ("张三", "grid", "长" * 81, "title")],
)
def test_a_person_without_name_or_capacity_is_refused(hall, name, capacity, title, field):
    with pytest.raises(RuleError) as refused:
        workflow.add_participant(hall.sitting, actor=hall.staff, name=name, capacity=capacity, title=title)
    assert refused.value.field == field


def test_whoever_has_spoken_stays_on_the_list(hall):
    hall.say(who=1)
    with pytest.raises(RuleError, match="不能移出名单"):
        workflow.remove_participant(hall.people[1], actor=hall.staff)
    workflow.remove_participant(hall.people[2], actor=hall.staff)
    assert hall.sitting.participants.count() == 3


def test_whose_every_row_was_deleted_may_go_and_the_ledger_still_knows_who_spoke(hall, as_user):
    row = workflow.delete_row(hall.say("记错人了。", who=1), actor=hall.staff)
    workflow.remove_participant(hall.people[1], actor=hall.staff)
    assert not hall.sitting.participants.filter(pk=hall.people[1].pk).exists()
    row = RaisedOpinion.objects.get(pk=row.pk)
    assert (row.participant, row.opinion.contributor.name) == (None, "刘玉芬")
    again = workflow.delete_row(row, actor=hall.staff)  # the answer was lost, the laptop asks once more
    assert again.deleted_at == row.deleted_at
    changed = as_user("staff").get(reverse("meetings:sitting_rows", args=[hall.sitting.pk]), {"after": 0}).json()
    assert [one["deleted"] for one in changed["rows"]] == [True]


def test_whoever_signed_a_sheet_stays_on_the_list(hall):
    SignatureScan.objects.create(participant=hall.people[1], uploaded_by=hall.staff, size=1)
    with pytest.raises(RuleError, match="签过字"):
        workflow.remove_participant(hall.people[1], actor=hall.staff)


def test_no_living_row_is_without_a_speaker(hall):
    row = hall.say()
    with pytest.raises(IntegrityError), transaction.atomic():
        RaisedOpinion.objects.filter(pk=row.pk).update(participant=None)


# --- where and when it is held ------------------------------------------------------------------
def test_a_sitting_is_moved_until_it_has_ended(hall):
    facts = {"held_on": date(2024, 5, 16), "region": hall.world.town, "kind": "group", "label": "第三组"}
    actions.edit_sitting(hall.sitting, actor=hall.staff, place="二楼会议室", **facts)
    kept = Sitting.objects.select_related("occasion").get(pk=hall.sitting.pk)
    assert (kept.label, kept.occasion.place, kept.occasion.held_on) == ("第三组", "二楼会议室", date(2024, 5, 16))
    assert kept.occasion.title == actions.sitting_title("group", "第三组")
    with pytest.raises(NotAllowedError):
        actions.edit_sitting(kept, actor=hall.world["agency"], **facts)
    workflow.end(hall.sitting, actor=hall.staff)
    with pytest.raises(RuleError, match="已经结束"):
        actions.edit_sitting(Sitting.objects.get(pk=kept.pk), actor=hall.staff, **facts)


def test_nobody_prepares_a_meeting_of_another_place(hall):
    outsider = hall.world["outsider"]
    with pytest.raises(NotAllowedError, match="不能修改它的安排"):
        actions.edit_agenda_item(hall.item, actor=outsider, title="改名", short_title="改名")
    with pytest.raises(RuleError, match="没有找到"):
        actions.add_draft(hall.item, actor=hall.staff, title="草案", short_title="草案", articles=[], dated=date(2024, 5, 11))
    article = ArticleText(number=1, name="第一条", caption="", chapter="", text="为了规范，制定本条例。")
    with pytest.raises(RuleError, match="条号相同"):
        actions.add_draft(
            hall.item, actor=hall.staff, title="草案", short_title="草案", articles=[article, article], dated=date(2024, 5, 11)
        )
