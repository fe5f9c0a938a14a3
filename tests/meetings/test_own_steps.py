"""One meeting's own course: a day moved by hand, a step that only this meeting has, one that it leaves out."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from common.errors import NotAllowedError, RuleError, StaleError
from meetings import actions, reports, workflow
from meetings.actions import daily
from meetings.models import Event, MeetingStep, Preparation
from tests.meetings.preparing import begun, reload, step_of

pytestmark = pytest.mark.django_db
LATER = date(2024, 5, 28)


@pytest.fixture
def made(hall):
    return begun(hall)


@pytest.fixture
def step(made):
    """The office's, seven days ahead."""
    return step_of(made, offset=-7)


def move_meeting(hall, day=LATER):
    """The meeting on another day."""
    occasion = hall.meeting.occasion
    facts = {"title": occasion.title, "short_title": occasion.short_title, "term": 9, "number": 10}
    actions.edit_meeting(hall.meeting, actor=hall.staff, held_on=day, **facts)
    made = Preparation.objects.with_place().get(meeting=hall.meeting)
    actions.recount_preparation(made, actor=hall.staff)
    return made


def added(made, staff, **facts):
    known = {"title": "请市政府办协调列席单位", "kind": "task", "body": "", "owner": "office", "due_on": date(2024, 5, 6)}
    return workflow.add_step(made, actor=staff, **{**known, **facts})


# --- a day by hand --------------------------------------------------------------------------------
def test_a_day_moved_by_hand_says_who_from_to_and_why(hall, step):
    was, day = step.due_on, date(2024, 5, 9)
    workflow.move_step_day(step, actor=hall.staff, due_on=day, note=" 印刷要两天 ")
    step = reload(step)
    assert (step.due_on, step.by_hand, step.status) == (day, True, "waiting")
    event = Event.objects.get(meeting_step=step)
    assert (event.step, event.actor, event.note) == ("move_day", hall.staff, "印刷要两天")
    assert event.data == {"from": was.isoformat(), "to": day.isoformat()}
    told = reports.step_history(step)[0]
    assert told["text"].endswith("改了最迟日期")
    assert "2024年5月9日" in told["note"]
    assert "印刷要两天" in told["note"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"note": " "}, "note"),
        ({"due_on": None}, "due_on"),
        ({"due_on": date(2022, 1, 4)}, "due_on"),
    ],
)
def test_a_day_is_refused_without_reason_unmoved_or_out_of_reach(hall, step, facts, field):
    known = {"due_on": date(2024, 5, 9), "note": "印刷要两天", **facts}
    known["due_on"] = known["due_on"] or step.due_on
    with pytest.raises(RuleError) as error:
        workflow.move_step_day(step, actor=hall.staff, **known)
    assert error.value.field == field
    assert not Event.objects.filter(meeting_step=step).exists()


def test_a_day_by_hand_stays_when_the_meeting_moves_and_the_counted_one_is_offered(hall, made, step):
    day = date(2024, 5, 9)
    workflow.move_step_day(step, actor=hall.staff, due_on=day, note="印刷要两天")
    made = move_meeting(hall)
    assert reload(step).due_on == day
    schedule = reports.schedule_of(made, hall.staff, date(2024, 5, 6))
    [line] = schedule.by_hand
    assert (line.step.pk, line.day, line.counted) == (step.pk, day, LATER - timedelta(days=7))
    workflow.count_step_day(reload(step), actor=hall.staff)
    step = reload(step)
    assert (step.due_on, step.by_hand) == (LATER - timedelta(days=7), False)
    with pytest.raises(NotAllowedError):
        workflow.count_step_day(step, actor=hall.staff)


def test_two_hands_move_one_day_once(hall, step):
    one, two = reload(step), reload(step)
    workflow.move_step_day(one, actor=hall.staff, due_on=date(2024, 5, 9), note="印刷要两天")
    with pytest.raises(StaleError):
        workflow.move_step_day(two, actor=hall.staff, due_on=date(2024, 5, 10), note="等会场")


def test_the_reminder_follows_the_moved_day(hall, made, step):
    made.steps.exclude(pk=step.pk).delete()
    workflow.move_step_day(step, actor=hall.staff, due_on=date(2024, 5, 13), note="印刷要两天")
    assert daily.run(date(2024, 5, 8)).late == 0
    assert daily.run(date(2024, 5, 14)).late == 1


def test_a_step_taken_up_again_gets_the_day_of_the_moved_meeting(hall, step):
    workflow.skip_step(step, actor=hall.staff, note="这次不用")
    move_meeting(hall)
    workflow.reopen_step(reload(step), actor=hall.staff, note="还是要办")
    assert reload(step).due_on == LATER - timedelta(days=7)


# --- a step of one's own --------------------------------------------------------------------------
def test_an_added_step_stands_in_the_order_of_its_day_and_moves_with_the_meeting(hall, made):
    row = added(made, hall.staff)
    assert (row.offset, row.by_hand, row.is_added, row.when) == (-8, False, True, "会前8天")
    days = list(made.steps.with_place().values_list("due_on", flat=True))
    assert days == sorted(days)
    assert made.template.steps.count() == made.steps.count() - 1
    move_meeting(hall)
    assert reload(row).due_on == LATER - timedelta(days=8)


@pytest.mark.parametrize("day", [5, 11, 12, 18])
def test_a_day_off_is_taken_as_it_was_written(hall, made, day):
    row = added(made, hall.staff, due_on=date(2024, 5, day))
    assert row.due_on == date(2024, 5, day)
    assert row.by_hand is (day != 11)  # the one Saturday of them on which people worked


def test_an_added_approval_is_decided_like_any_other(hall, made):
    row = added(made, hall.staff, title="报市委分管领导", kind="approval", body="party", owner="staff")
    workflow.decide_step(reload(row), actor=hall.staff, result="agreed", on=date(2024, 5, 5), number="批示1号")
    assert (reload(row).status, reload(row).result) == ("done", "agreed")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "approval"}, "body"),
        ({"owner": "other"}, "owner_name"),
        ({"due_on": date(2020, 1, 2)}, "due_on"),
        ({"title": ""}, "title"),
    ],
)
def test_an_added_step_is_refused_as_a_template_refuses_it(hall, made, facts, field):
    with pytest.raises(RuleError) as error:
        added(made, hall.staff, **facts)
    assert error.value.field == field
    assert not MeetingStep.objects.filter(is_added=True).exists()


def test_a_county_has_no_joint_meeting_of_secretaries(hall):
    made = begun(hall, "county")
    with pytest.raises(RuleError, match="没有秘书长"):
        added(made, hall.staff, kind="approval", body="secretaries")


def test_steps_are_not_added_without_end_and_not_by_others(hall, made, monkeypatch):
    with pytest.raises(NotAllowedError):
        added(made, hall.world["office"])
    monkeypatch.setattr("meetings.workflow.process.STEPS_MAX", made.steps.count())
    with pytest.raises(RuleError, match="最多"):
        added(made, hall.staff)


# --- taken out ------------------------------------------------------------------------------------
def test_a_step_taken_out_is_off_the_calendar_and_comes_back(hall, made, step):
    before = reports.schedule_of(made, hall.staff, date(2024, 4, 1))
    workflow.remove_step(step, actor=hall.staff, note="这次不发")
    after = reports.schedule_of(made, hall.staff, date(2024, 4, 1))
    assert (after.total, [one.pk for one in after.removed]) == (before.total - 1, [step.pk])
    assert not MeetingStep.objects.waiting().filter(pk=step.pk).exists()
    move_meeting(hall)
    workflow.restore_step(reload(step), actor=hall.staff)
    step = reload(step)
    assert (step.status, step.words, step.due_on) == ("waiting", "", LATER - timedelta(days=7))
    assert [one.step for one in Event.objects.filter(meeting_step=step)] == ["remove", "restore"]


# --- pages ----------------------------------------------------------------------------------------
def test_the_day_is_moved_and_counted_again_on_the_pages(hall, made, step, as_user):
    staff, day = as_user("staff"), reverse("meetings:step_day", args=[step.pk])
    assert "改最迟日期" in staff.get(step.get_absolute_url()).text
    assert "改最迟日期" not in as_user("office").get(step.get_absolute_url()).text
    typed = {"due_on": "2024年5月9日", "note": "印刷要两天"}
    for persona, status in (("office", 403), ("leader", 403), ("outsider", 404)):
        assert as_user(persona).post(day, typed).status_code == status
    answer = staff.post(day, {"due_on": "五月", "note": ""})
    assert answer.status_code == 422
    assert '<details class="mb-2" open>' in answer.text
    assert "日期改好了" in staff.post(day, typed, follow=True).text
    page = staff.get(made.get_absolute_url()).text
    assert "手工定了日期的步骤" in page
    assert "改回2024年5月7日" in page
    count = reverse("meetings:step_day_count", args=[step.pk])
    assert as_user("office").post(count).status_code == 403
    assert as_user("outsider").post(count).status_code == 404
    assert staff.get(count).status_code == 405
    assert "改回算出的日期了" in staff.post(count, follow=True).text
    assert "手工定了日期的步骤" not in staff.get(made.get_absolute_url()).text
    assert "没有" in staff.post(count, follow=True).text


def test_the_page_says_before_counting_anew_that_hands_are_kept(hall, made, step, as_user):
    workflow.move_step_day(step, actor=hall.staff, due_on=date(2024, 5, 9), note="印刷要两天")
    occasion = hall.meeting.occasion
    facts = {"title": occasion.title, "short_title": occasion.short_title, "term": 9, "number": 10}
    actions.edit_meeting(hall.meeting, actor=hall.staff, held_on=LATER, **facts)
    assert "手工定了日期的 1 步也不动" in as_user("staff").get(made.get_absolute_url()).text


def test_a_step_is_added_on_its_page(hall, made, as_user):
    page, staff = reverse("meetings:preparation_step_add", args=[hall.meeting.pk]), as_user("staff")
    assert staff.get(page).status_code == 200
    for persona, status in (("office", 403), ("leader", 403), ("outsider", 404), ("deputy", 404)):
        assert as_user(persona).get(page).status_code == status
        assert as_user(persona).post(page).status_code == status
    typed = {"title": "报市委分管领导", "kind": "approval", "owner": "staff", "due_on": "2024年5月6日"}
    assert staff.post(page, typed).status_code == 422
    answer = staff.post(page, {**typed, "body": "party"}, follow=True)
    assert "按日期排进了日程" in answer.text
    assert "这次加的" in answer.text


def test_no_step_is_added_before_there_is_a_calendar(hall, as_user):
    page = reverse("meetings:preparation_step_add", args=[hall.meeting.pk])
    assert as_user("staff").get(page).status_code == 404


def test_a_step_is_taken_out_and_put_back_on_its_page(made, step, as_user):
    staff = as_user("staff")
    out, back = (reverse(f"meetings:step_{name}", args=[step.pk]) for name in ("remove", "restore"))
    assert "移出去了" in staff.post(out, {"note": "这次不发"}, follow=True).text
    assert "这次会议移出的步骤" in staff.get(made.get_absolute_url()).text
    assert staff.post(out, {"note": "这次不发"}).status_code == 422
    for persona, status in (("office", 403), ("outsider", 404)):
        assert as_user(persona).post(back).status_code == status
    assert staff.get(back).status_code == 405
    assert "放回日程了" in staff.post(back, follow=True).text
    assert "不能放回日程" in staff.post(back, follow=True).text
