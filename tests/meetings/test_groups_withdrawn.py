"""A published plan of groups taken back: the lists are as they were, who was told is told, a new one takes its place."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Notice
from common.errors import NotAllowedError, RuleError, StaleError
from meetings import actions, workflow
from meetings.models import GroupPlan, Meeting, Participant, Sitting
from meetings.workflow import groups as verbs
from meetings.workflow.inviting import tell_everybody
from meetings.workflow.publishing import publish, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def called(hall):
    """Two groups not begun: the first has two people by hand; six more and a deputy with an account on the roll."""
    occasion = hall.meeting.occasion
    occasion.held_on = timezone.localdate() + timedelta(days=5)
    occasion.save(update_fields=["held_on"])
    hall.meeting = Meeting.objects.with_list_data().get(pk=hall.meeting.pk)
    hall.sitting.participants.all().delete()
    Sitting.objects.filter(pk=hall.sitting.pk).update(status="ready")
    for name in ("李国栋", "马春生"):
        workflow.add_participant(hall.sitting, actor=hall.staff, name=name, capacity="member", title="市人大常委会委员")
    actions.take_from_sittings(hall.meeting, actor=hall.staff)
    for number in range(6):
        hall.add(f"委员{number}", "member", "市人大常委会委员")
    hall.deputy = hall.add("张守信", "county_deputy", deputy=hall.world.deputy)
    return hall


def published(called):
    plan = verbs.propose(called.meeting, actor=called.staff, total=2)
    publish(plan, actor=called.staff)
    return fresh(plan)


def fresh(plan):
    return GroupPlan.objects.with_list_data().get(pk=plan.pk)


def lists():
    return sorted(Participant.objects.values_list("contributor__name", "sitting"))


@pytest.mark.django_db(transaction=True)
def test_the_lists_are_as_they_were_and_who_was_told_is_told(called):
    before = lists()
    tell_everybody(called.meeting, actor=called.staff)
    plan = published(called)
    assert len(lists()) == 9
    withdraw(plan, actor=called.staff, reason=" 有两名委员请假 ")
    assert lists() == before
    assert fresh(plan).status == "withdrawn"
    event = plan.events.latest("pk")
    assert (event.step, event.actor, event.note) == ("withdraw", called.staff, "有两名委员请假")
    told = Notice.objects.filter(user=called.world["deputy"], key__startswith="plan:")
    assert [one.label for one in told] == [f"{called.meeting}：分组撤回了，请等新的分组"]
    new = published(called)
    assert len(lists()) == 9
    assert "重新分组了，您在第" in Notice.objects.get(key__startswith=f"plan:{new.pk}:again:").label


def test_whom_it_moved_goes_back(called):
    published(called)
    plan = verbs.propose(called.meeting, actor=called.staff, total=2)
    before = lists()
    seat = plan.seats.select_related("plan__meeting__occasion__unit__region", "group", "attendee").first()
    verbs.move_seat(seat, target=plan.groups.exclude(pk=seat.group_id).first(), actor=called.staff)
    publish(fresh(plan), actor=called.staff)
    assert lists() != before
    withdraw(fresh(plan), actor=called.staff, reason="排错了")
    assert lists() == before


def test_what_is_refused(called):
    plan = published(called)
    with pytest.raises(RuleError, match="为什么") as error:
        withdraw(plan, actor=called.staff, reason=" ")
    assert error.value.field == "note"
    with pytest.raises(NotAllowedError):
        withdraw(plan, actor=called.world["office"], reason="排错了")
    later = published(called)
    with pytest.raises(RuleError, match="后来又公布了"):
        withdraw(plan, actor=called.staff, reason="排错了")
    sitting = Sitting.objects.with_place().get(pk=later.groups.first().sitting_id)
    workflow.start(sitting, actor=called.staff)
    before = lists()
    with pytest.raises(RuleError, match="已经开始"):
        withdraw(later, actor=called.staff, reason="排错了")
    assert lists() == before


def test_who_has_spoken_stays(called):
    plan = published(called)
    row = Participant.objects.get(contributor__name="委员1")
    sitting = Sitting.objects.with_place().get(pk=row.sitting_id)
    workflow.start(sitting, actor=called.staff)
    workflow.capture(sitting.pk, workflow.Entry(original="网格员待遇要提高。", participant_id=row.pk), actor=called.staff)
    Sitting.objects.filter(pk=sitting.pk).update(status="ready")  # as rows come in from a table beforehand
    withdraw(plan, actor=called.staff, reason="排错了")
    assert [name for name, _ in lists() if name.startswith("委员")] == ["委员1"]


@pytest.mark.django_db(transaction=True)
def test_two_hands_take_it_back_once(called):
    plan, told = published(called), []
    rows = [fresh(plan), fresh(plan)]

    def hand(row):
        try:
            withdraw(row, actor=called.staff, reason="排错了")
        except StaleError as error:
            told.append(str(error))
        finally:
            connection.close()

    hands = [Thread(target=hand, args=[row]) for row in rows]
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    assert len(told) == 1
    assert plan.events.filter(step="withdraw").count() == 1


def test_the_page_takes_it_back(called, as_user):
    plan = published(called)
    page, act = plan.get_absolute_url(), f"{plan.get_absolute_url()}withdraw/"
    staff = as_user("staff")
    assert "撤回分组" in staff.get(page).text
    assert "移过去" not in staff.get(page).text
    assert staff.get(act).status_code == 405
    for persona in ("office", "leader", "outsider", "deputy"):
        assert as_user(persona).post(act, {"note": "排错了"}).status_code == 404
    refused = staff.post(act, {"note": ""})
    assert refused.status_code == 422
    assert '<details class="confirm" open>' in refused.text
    assert "各场名单回到公布以前" in staff.post(act, {"note": "排错了"}, follow=True).text
    assert "已撤回" in staff.get(page).text
    assert staff.post(act, {"note": "排错了"}).status_code == 422
