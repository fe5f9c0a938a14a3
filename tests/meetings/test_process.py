"""Processes of a place: the examples, steps in order, the days counted from the meeting, counted anew when it moves."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.calendar import Calendar
from accounts.choices import RegionLevel, UnitKind
from accounts.models import AuditEntry, Unit
from common.errors import NotAllowedError, RuleError, StaleError
from meetings import actions, rules
from meetings.actions.examples import EXAMPLES, adopt_example
from meetings.actions.preparation import default_choice
from meetings.choices import ApprovalBody, PaperKind, StepKind, StepOwner
from meetings.limits import due_day, near_until
from meetings.models import Event, PaperVersion, ProcessTemplate, TemplateStep
from meetings.workflow import finish_step
from tests.meetings.preparing import OPENS, begun, reload, step_of
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
FACTS = {"title": "印座签", "kind": "task", "owner": "staff", "offset": -2, "in_workdays": True}


@pytest.fixture
def template(world):
    return adopt_example(world.city, "city", actor=world["staff"])


# --- days ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("offset", "in_workdays", "opens_on", "expected"),
    [
        (-20, False, OPENS, date(2024, 4, 24)),
        (-10, False, OPENS, date(2024, 4, 30)),  # 4 May is a holiday, so are the days before it: back to 30 April
        (-7, False, OPENS, date(2024, 5, 7)),
        (-3, True, OPENS, date(2024, 5, 10)),  # 13, 11 (a Saturday worked instead), 10
        (-1, True, OPENS, date(2024, 5, 13)),
        (-1, False, date(2024, 3, 1), date(2024, 2, 29)),  # the last day of a leap February
        (-30, False, date(2024, 3, 31), date(2024, 3, 1)),
        (-7, False, date(2024, 10, 8), date(2024, 9, 30)),  # 1 October: back over the month's end
        (0, False, OPENS, OPENS),
        (10, False, OPENS, date(2024, 5, 24)),
        (3, True, date(2024, 4, 29), date(2024, 5, 7)),  # over the holiday; 28 April and 11 May were worked
        (2, False, date(2024, 4, 30), date(2024, 5, 6)),
        (10, False, date(2024, 12, 27), date(2025, 1, 6)),
    ],
)
def test_the_day_of_a_step(world, offset, in_workdays, opens_on, expected):
    found = due_day(offset, in_workdays=in_workdays, opens_on=opens_on, closes_on=opens_on, calendar=Calendar.load())
    assert found == expected


def test_after_the_meeting_counts_from_its_closing(world):
    days = {"opens_on": OPENS, "closes_on": date(2024, 5, 16), "calendar": Calendar.load()}
    assert due_day(3, in_workdays=True, **days) == date(2024, 5, 21)
    assert due_day(-7, in_workdays=False, **days) == date(2024, 5, 7)


def test_every_day_before_the_meeting_is_worked_and_early_enough(world):
    calendar = Calendar.load()
    for days in range(1, 120):
        for opens_on in (OPENS, date(2024, 2, 20), date(2025, 1, 2)):
            due = due_day(-days, in_workdays=False, opens_on=opens_on, closes_on=opens_on, calendar=calendar)
            assert calendar.is_workday(due)
            assert due <= opens_on - timedelta(days=days)


def test_near_is_three_working_days(world):
    calendar = Calendar.load()
    until = near_until(date(2024, 4, 29), calendar)  # Monday; holiday from 1 to 5 May
    assert [calendar.left(date(2024, 4, 29), until + timedelta(days=more)) for more in (0, 1)] == [3, 4]


# --- examples and templates ----------------------------------------------------------------------
def test_a_city_asks_the_secretaries_and_a_county_does_not(world):
    with_them, without = (EXAMPLES[key] for key in ("city", "county"))
    assert ApprovalBody.SECRETARIES in {step.get("body") for step in with_them.steps}
    assert ApprovalBody.SECRETARIES not in {step.get("body") for step in without.steps}
    assert default_choice(world.city) == "city"
    assert default_choice(world.county) == "county"
    assert {-20, -10, -7} <= {step["offset"] for step in with_them.steps}


@pytest.mark.parametrize("key", EXAMPLES)
def test_an_example_is_adopted_once_and_keeps_its_own_rules(world, key):
    made = adopt_example(world.city, key, actor=world["staff"])
    assert adopt_example(world.city, key, actor=world["staff"]) == made
    for step in made.steps.all():
        step.full_clean()
        assert step.holder
        assert step.basis
    assert {one.kind for one in made.papers.all()} == set(PaperKind.values)
    with pytest.raises(NotAllowedError):
        adopt_example(world.other_city, key, actor=world["staff"])


def test_the_own_template_goes_before_the_example(world, template):
    own = actions.create_template(actor=world["staff"], region=world.city, name="双月会", has_secretary=True)
    assert default_choice(world.city) == str(own.pk)
    actions.edit_template(own, actor=world["staff"], name="双月会", has_secretary=True, is_used=False)
    assert default_choice(world.city) == str(template.pk)


@pytest.mark.parametrize("name", PERSONAS)
def test_who_sees_and_keeps_a_template(world, template, name):
    user = world[name]
    seen = ProcessTemplate.objects.visible_to(user).exists()
    assert seen is rules.can_view_template(user, template) is (name in {"staff", "office", "leader"})
    assert PaperVersion.objects.visible_to(user).exists() is seen
    assert rules.may_keep_template(user, template) is (name == "staff")
    if name != "staff":
        with pytest.raises(NotAllowedError):
            actions.add_template_step(template, actor=user, **FACTS)


def test_steps_are_added_put_right_moved_and_taken_out(world, template):
    staff, before = world["staff"], template.steps.count()
    made = actions.add_template_step(template, actor=staff, **FACTS)
    assert made.order == before + 1
    actions.move_template_step(made, actor=staff, up=True)
    assert [one.pk for one in template.steps.all()].index(made.pk) == before - 1
    actions.move_template_step(made, actor=staff, up=False)
    actions.move_template_step(made, actor=staff, up=False)  # at the end: nothing
    assert template.steps.last() == made
    actions.edit_template_step(reread(made), actor=staff, **{**FACTS, "title": "印座签、桌牌"})
    assert reread(made).title == "印座签、桌牌"
    actions.remove_template_step(reread(made), actor=staff)
    assert template.steps.count() == before
    with pytest.raises(RuleError, match="刚刚被删掉"):
        actions.move_template_step(made, actor=staff, up=True)
    assert AuditEntry.objects.filter(target=f"会务流程 {template.pk}").count() == 7  # the refused one leaves none


def reread(step):
    return TemplateStep.objects.select_related("template__region").get(pk=step.pk)


@pytest.mark.parametrize(
    ("facts", "field", "said"),
    [
        ({"kind": "approval"}, "body", "由谁审批"),
        ({"owner": "other"}, "owner_name", "选单位或者写名称"),
        ({"offset": -900}, "offset", "大于或等于"),
        ({"title": ""}, "title", "不能为空"),
    ],
)
def test_a_step_that_breaks_its_rules_is_refused(world, template, facts, field, said):
    with pytest.raises(RuleError, match=said) as error:
        actions.add_template_step(template, actor=world["staff"], **{**FACTS, **facts})
    assert error.value.field == field


def test_a_county_takes_no_step_to_the_secretaries(world):
    template = adopt_example(world.county, "county", actor=world["staff"])
    facts = {**FACTS, "kind": "approval", "body": "secretaries"}
    with pytest.raises(RuleError, match="没有秘书长"):
        actions.add_template_step(template, actor=world["staff"], **facts)
    city = adopt_example(world.city, "city", actor=world["staff"])
    with pytest.raises(RuleError, match="秘书长联席会议"):
        actions.edit_template(city, actor=world["staff"], name="x", has_secretary=False, is_used=True)


def test_names_are_taken_once(world, template):
    with pytest.raises(RuleError, match="同名"):
        actions.create_template(actor=world["staff"], region=world.city, name=template.name, has_secretary=True)
    other = actions.create_template(actor=world["staff"], region=world.city, name="另一个", has_secretary=True)
    with pytest.raises(RuleError, match="同名"):
        actions.edit_template(other, actor=world["staff"], name=template.name, has_secretary=True, is_used=True)
    with pytest.raises(NotAllowedError):
        actions.create_template(actor=world["staff"], region=world.other_city, name="别处", has_secretary=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProcessTemplate.objects.create(region=world.city, name=template.name)


@pytest.mark.parametrize(
    "facts", [{"kind": StepKind.TASK, "body": ApprovalBody.CHAIRS}, {"owner": StepOwner.OTHER, "owner_name": ""}]
)
def test_the_row_itself_refuses_too(template, facts):
    row = TemplateStep(template=template, order=99, title="错的", **facts)
    with pytest.raises(ValidationError):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


# --- begun and counted anew -----------------------------------------------------------------------
def test_a_new_meeting_starts_with_its_steps(world):
    facts = {"title": "第十一次会议", "short_title": "第十一次会议", "term": 9, "number": 11, "held_on": OPENS}
    meeting = actions.open_meeting(actor=world["staff"], unit=world.committee, process="auto", **facts)
    made = meeting.preparation
    assert made.template.name == EXAMPLES["city"].name
    assert made.steps.count() == len(EXAMPLES["city"].steps)
    assert step_of(made, offset=-20).due_on == date(2024, 4, 24)
    assert step_of(made, offset=-10).due_on == date(2024, 4, 30)
    assert step_of(made, offset=-7).due_on == date(2024, 5, 7)
    assert Event.objects.get(preparation=made).step == "begin"
    bare = actions.open_meeting(actor=world["staff"], unit=world.committee, process="", **{**facts, "number": 12})
    assert not hasattr(bare, "preparation")


def test_a_countys_meeting_takes_the_countys_way(world):
    unit = Unit.objects.create(
        name="濮阳县人大常委会选工委", short_name="县选工委", kind=UnitKind.OFFICE, branch="congress", region=world.county
    )
    assert world.county.level == RegionLevel.COUNTY
    facts = {"title": "县会议", "short_title": "县会议", "term": 1, "number": 1, "held_on": OPENS}
    meeting = actions.open_meeting(actor=world["staff"], unit=unit, process="auto", **facts)
    assert meeting.preparation.template.region == world.county
    assert not meeting.preparation.steps.filter(body=ApprovalBody.SECRETARIES).exists()


def test_what_cannot_begin(world, hall):
    empty = actions.create_template(actor=world["staff"], region=world.city, name="空的", has_secretary=True)
    for choice, said in ((str(empty.pk), "没有步骤"), ("999999", "不是本地在用"), ("nonsense", "不是本地在用")):
        with pytest.raises(RuleError, match=said):
            begun(hall, choice)
    with pytest.raises(NotAllowedError):
        actions.begin_preparation(hall.meeting, actor=world["office"], choice="city")
    made = begun(hall)
    with pytest.raises(RuleError, match="已经有筹备日程"):
        begun(hall)
    actions.edit_template(
        made.template, actor=world["staff"], name=made.template.name, has_secretary=True, is_used=False
    )
    with pytest.raises(RuleError, match="已经停用"):
        adopt_example(world.city, "city", actor=world["staff"])


def test_a_template_changed_later_leaves_the_meeting_alone(world, hall):
    made = begun(hall)
    step = made.template.steps.get(offset=-20)
    actions.edit_template_step(reread(step), actor=world["staff"], **{**FACTS, "title": "改了"})
    actions.remove_template_step(reread(made.template.steps.get(offset=-10)), actor=world["staff"])
    assert step_of(made, offset=-20).title == "报告送工作机构征求意见"
    assert step_of(made, offset=-10)


def test_a_meeting_that_moves_is_counted_anew_and_done_steps_stay(world, hall):
    made = begun(hall)
    done = finish_step(step_of(made, offset=-20), actor=world["staff"], on=date(2024, 4, 24))
    move(hall, date(2024, 5, 28))
    made = reload(made)
    assert made.has_moved
    changed = actions.recount_preparation(made, actor=world["staff"])
    assert changed == made.steps.waiting().count()
    assert reload(done).due_on == date(2024, 4, 24)
    assert step_of(made, offset=-7).due_on == date(2024, 5, 21)
    assert not reload(made).has_moved
    told = Event.objects.get(preparation=made, step="recount")
    assert told.data == {"from": "2024年5月14日", "to": "2024年5月28日", "steps": changed}
    with pytest.raises(RuleError, match="没有变"):
        actions.recount_preparation(reload(made), actor=world["staff"])


def move(hall, day):
    occasion = hall.meeting.occasion
    facts = {"title": occasion.title, "short_title": occasion.short_title, "term": 9, "number": 10}
    actions.edit_meeting(hall.meeting, actor=hall.staff, held_on=day, **facts)


def test_two_hands_count_anew_once(world, hall):
    made = begun(hall)
    move(hall, date(2024, 5, 28))
    one, two = reload(made), reload(made)
    actions.recount_preparation(one, actor=world["staff"])
    with pytest.raises(StaleError):
        actions.recount_preparation(two, actor=world["staff"])
    with pytest.raises(NotAllowedError):
        actions.recount_preparation(reload(made), actor=world["leader"])
