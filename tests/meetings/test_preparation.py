"""A step of a preparation: who may take it from which state, what is written, what late and near mean, who is told."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.calendar import Calendar
from common.errors import NotAllowedError, RuleError, StaleError
from common.files import accept_upload
from common.steps import open_steps
from meetings import actions, reports, rules, workflow
from meetings.limits import near_until
from meetings.models import Event, MeetingStep, StepPaper
from meetings.workflow.process import STEPS
from tests.meetings.preparing import begun, reload, step_of
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
DAY = date(2024, 4, 20)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
OPENS = {
    "waiting": {"finish", "agreed", "refused", "revise", "skip", "move_day", "remove"},
    "done": {"reopen"},
    "skipped": {"reopen", "remove"},
    "removed": {"restore"},
}


def pdf(name="批复.pdf", content=PDF):
    return accept_upload(SimpleUploadedFile(name, content))


@pytest.fixture
def made(hall):
    return begun(hall)


@pytest.fixture
def task(made):
    """A plain step of the office's."""
    return step_of(made, offset=-7)


@pytest.fixture
def approval(made):
    """A step on which the party committee decides; it is the staff's."""
    return step_of(made, body="party")


def in_status(step, status, staff):
    if status == "done" and step.kind == "approval":
        return workflow.decide_step(step, actor=staff, result="agreed", on=DAY, number="濮委〔2024〕3号")
    if status == "done":
        return workflow.finish_step(step, actor=staff, on=DAY)
    if status == "skipped":
        return workflow.skip_step(step, actor=staff, note="这次不看点位")
    if status == "removed":
        return workflow.remove_step(step, actor=staff, note="和这次会议没有关系")
    return step


VERBS = {
    "finish": lambda step, user: workflow.finish_step(step, actor=user, on=DAY),
    "agreed": lambda step, user: workflow.decide_step(step, actor=user, result="agreed", on=DAY, number="纪要第12期"),
    "refused": lambda step, user: workflow.decide_step(
        step, actor=user, result="refused", on=DAY, number="纪要第12期", note="点位太远"
    ),
    "revise": lambda step, user: workflow.decide_step(step, actor=user, result="revise", on=DAY, note="分组名单要改"),
    "skip": lambda step, user: workflow.skip_step(step, actor=user, note="这次不用"),
    "reopen": lambda step, user: workflow.reopen_step(step, actor=user, note="要重新报"),
    "move_day": lambda step, user: workflow.move_step_day(step, actor=user, due_on=DAY, note="主任会议提前"),
    "count_day": lambda step, user: workflow.count_step_day(step, actor=user),
    "remove": lambda step, user: workflow.remove_step(step, actor=user, note="加错了"),
    "restore": lambda step, user: workflow.restore_step(step, actor=user),
}


def may(name, persona, step):
    """Who may take the step `name`, said a second time."""
    kinds = {"finish": {"task", "papers"}, "agreed": {"approval"}, "refused": {"approval"}, "revise": {"approval"}}
    own = persona == "staff" or (name in kinds and persona == step.owner)
    return own and step.kind in kinds.get(name, {"task", "papers", "approval"})


@pytest.mark.parametrize("status", list(OPENS))
@pytest.mark.parametrize("which", [{"offset": -7}, {"body": "party"}, {"body": "chairs"}, {"kind": "papers"}])
def test_the_matrix_of_steps(world, made, which, status):
    step = in_status(step_of(made, **which), status, world["staff"])
    for persona in PERSONAS:
        user = world[persona]
        for name in STEPS:
            expected = may(name, persona, step) and name in OPENS[status]
            row = reload(step)
            assert (name in open_steps(STEPS, row, user)) is expected
            if expected:
                with transaction.atomic():
                    VERBS[name](row, user)
                    transaction.set_rollback(True)
            else:
                with pytest.raises(RuleError):
                    VERBS[name](row, user)


def test_a_step_done_says_when_and_leaves_one_event(world, task):
    workflow.finish_step(task, actor=world["office"], on=DAY, number=" 濮人常办〔2024〕5号 ", note=" 都发了 ", upload=pdf())
    task = reload(task)
    assert (task.status, task.done_on, task.paper_number, task.words) == ("done", DAY, "濮人常办〔2024〕5号", "都发了")
    event = Event.objects.get(meeting_step=task)
    assert (event.step, event.source, event.target, event.actor.username) == ("finish", "waiting", "done", "office")
    assert task.papers.get().name == "批复.pdf"
    with pytest.raises(RuleError, match="现在的状态是“已完成”"):
        workflow.finish_step(task, actor=world["staff"], on=DAY)


def test_a_day_to_come_is_refused(world, task):
    with pytest.raises(RuleError, match="还没有到") as error:
        workflow.finish_step(task, actor=world["staff"], on=timezone.localdate() + timedelta(days=1))
    assert error.value.field == "on"
    assert not Event.objects.filter(meeting_step=task).exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"result": "agreed"}, "number"),
        ({"result": "refused", "number": "纪要"}, "note"),
        ({"result": "revise"}, "note"),
        ({"result": "perhaps"}, "result"),
    ],
)
def test_a_decision_says_all_it_must(world, approval, facts, field):
    with pytest.raises(RuleError) as error:
        workflow.decide_step(approval, actor=world["staff"], on=DAY, **facts)
    assert error.value.field == field
    assert reload(approval).status == "waiting"


def test_sent_back_for_change_stays_open_and_is_asked_again(world, approval):
    staff = world["staff"]
    workflow.decide_step(approval, actor=staff, result="revise", on=DAY, note="点位换近一点")
    assert (reload(approval).status, reload(approval).result) == ("waiting", "revise")
    workflow.decide_step(reload(approval), actor=staff, result="agreed", on=DAY, upload=pdf())
    assert (reload(approval).status, reload(approval).result) == ("done", "agreed")
    workflow.reopen_step(reload(approval), actor=staff, note="地点又变了")
    again = reload(approval)
    assert (again.status, again.result, again.done_on, again.words) == ("waiting", "", None, "")
    assert [one.step for one in Event.objects.filter(meeting_step=approval)] == ["revise", "agreed", "reopen"]
    assert len(reports.step_history(again)) == 3


@pytest.mark.parametrize("verb", [workflow.skip_step, workflow.reopen_step, workflow.remove_step])
def test_a_change_of_course_says_why(world, task, verb):
    step = task if verb is not workflow.reopen_step else in_status(task, "done", world["staff"])
    with pytest.raises(RuleError, match="为什么"):
        verb(step, actor=world["staff"], note="  ")


def test_the_same_paper_is_kept_once_and_not_without_end(world, task):
    staff = world["staff"]
    assert workflow.add_step_paper(task, pdf(), actor=staff) == workflow.add_step_paper(task, pdf(), actor=staff)
    with pytest.raises(NotAllowedError):
        workflow.add_step_paper(task, pdf(), actor=world["leader"])
    for number in range(19):
        workflow.add_step_paper(task, pdf(content=PDF + bytes([number])), actor=staff)
    with pytest.raises(RuleError, match="最多"):
        workflow.add_step_paper(task, pdf(content=PDF + b"more"), actor=staff)


def test_two_hands_settle_a_step_once(world, task):
    one, two = reload(task), reload(task)
    workflow.finish_step(one, actor=world["staff"], on=DAY)
    with pytest.raises(StaleError):
        workflow.skip_step(two, actor=world["staff"], note="不用")


@pytest.mark.parametrize("facts", [{"status": "done"}, {"status": "skipped"}, {"result": "agreed"}])
def test_the_row_itself_refuses(task, facts):
    for name, value in facts.items():
        setattr(task, name, value)
    with pytest.raises(ValidationError):
        task.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        task.save()


@pytest.mark.parametrize("name", PERSONAS)
def test_questions_and_predicates_agree(world, made, name):
    user = world[name]
    for row in MeetingStep.objects.with_place():
        seen = MeetingStep.objects.visible_to(user).filter(pk=row.pk).exists()
        assert seen is rules.can_view_step(user, row) is (name in {"staff", "office", "leader"})
        assert MeetingStep.objects.carried_by(user).filter(pk=row.pk).exists() is rules.may_carry(user, row)


def test_late_and_near_are_computed_alike(world, made):
    calendar = Calendar.load()
    in_status(step_of(made, offset=-10), "done", world["staff"])
    for on in (date(2024, 4, 24), date(2024, 4, 30), date(2024, 5, 6), date(2024, 5, 30)):
        until = near_until(on, calendar)
        late, near = MeetingStep.objects.late(on), MeetingStep.objects.near(on, until)
        for row in MeetingStep.objects.all():
            assert late.filter(pk=row.pk).exists() is row.is_late(on)
            assert near.filter(pk=row.pk).exists() is row.is_near(on, until)


def test_the_schedule_names_what_is_late_and_whose_turn_it_is(world, made):
    schedule = reports.schedule_of(made, world["staff"], date(2024, 4, 25))
    assert [(one.first.year, one.first.month) for one in schedule.months] == [(2024, 4), (2024, 5)]
    assert schedule.late == 3
    assert (schedule.now.step.body, schedule.now.badge[2]) == ("party", "超期")
    assert schedule.total == 10
    assert schedule.settled == 0
    labels = [one.label for month in schedule.months for one in month.lines if not hasattr(one, "step")]
    assert labels == ["开会"]


# --- pages ----------------------------------------------------------------------------------------
def page(made, name="preparation"):
    return reverse(f"meetings:{name}", args=[made.meeting_id])


@pytest.mark.parametrize(("persona", "status"), [("staff", 200), ("office", 200), ("leader", 200), ("deputy", 404), ("agency", 404), ("outsider", 404), (None, 302)])
def test_who_opens_the_pages(made, task, as_user, persona, status):
    client = as_user(persona)
    for address in (page(made), task.get_absolute_url(), page(made, "paper_shelves")):
        assert client.get(address).status_code == status


@pytest.mark.parametrize("name", ["finish", "decide", "skip", "reopen", "paper_add", "day", "remove"])
def test_who_posts_to_a_step(approval, task, as_user, name):
    step = approval if name == "decide" else task
    address = reverse(f"meetings:step_{name}", args=[step.pk])
    assert as_user("staff").get(address).status_code == 405
    assert as_user("staff").post(address).status_code == 422
    assert as_user("leader").post(address).status_code == 403
    assert as_user("outsider").post(address).status_code == 404
    assert as_user("deputy").post(address).status_code == 404


def test_a_step_is_finished_on_its_page(made, task, as_user):
    client = as_user("office")
    answer = client.post(
        reverse("meetings:step_finish", args=[task.pk]),
        {"on": "2024年4月20日", "number": "", "note": "", "upload": SimpleUploadedFile("a.pdf", PDF)},
        follow=True,
    )
    assert "登记好了" in answer.text
    assert "已完成" in answer.text
    paper = StepPaper.objects.get()
    address = reverse("meetings:step_paper", args=[paper.pk])
    assert client.get(address).status_code == 200
    assert as_user("outsider").get(address).status_code == 404
    assert as_user("agency").get(address).status_code == 404


def test_a_decision_on_its_page_is_refused_beside_its_field(approval, as_user):
    address = reverse("meetings:step_decide", args=[approval.pk])
    assert "checked" not in as_user("staff").get(approval.get_absolute_url()).text
    answer = as_user("staff").post(address, {"result": "agreed", "on": "2024年4月20日"})
    assert answer.status_code == 422
    assert "文号" in answer.text
    upload = SimpleUploadedFile("a.pdf", b"MZ not a paper")
    answer = as_user("staff").post(address, {"result": "agreed", "on": "2024年4月20日", "upload": upload})
    assert answer.status_code == 422
    answer = as_user("staff").post(address, {"result": "refused", "on": "2024.4.20", "number": "纪要", "note": "太远"})
    assert answer.status_code == 302
    assert "没有通过" in as_user("staff").get(approval.get_absolute_url()).text


def test_a_meeting_without_steps_begins_on_its_page(hall, as_user):
    address = reverse("meetings:preparation", args=[hall.meeting.pk])
    assert "还没有筹备日程" in as_user("leader").get(address).text
    assert "排出日程" in as_user("staff").get(address).text
    begin = reverse("meetings:preparation_begin", args=[hall.meeting.pk])
    assert as_user("office").post(begin, {"process": "city"}).status_code == 403
    assert as_user("staff").post(begin, {"process": "nonsense"}).status_code == 422
    assert as_user("staff").post(begin, {"process": "city"}).status_code == 302
    assert as_user("staff").post(begin, {"process": begun_key(hall)}).status_code == 422
    assert as_user("staff").get(reverse("meetings:paper_shelves", args=[hall.meeting.pk])).status_code == 200


def begun_key(hall):
    return str(hall.meeting.preparation.template_id)


def test_the_page_offers_to_count_anew(world, hall, made, as_user):
    recount = page(made, "preparation_recount")
    assert "照新日期重算" not in as_user("staff").get(page(made)).text
    occasion = hall.meeting.occasion
    facts = {"title": occasion.title, "short_title": occasion.short_title, "term": 9, "number": 10}
    actions.edit_meeting(hall.meeting, actor=world["staff"], held_on=date(2024, 5, 28), **facts)
    assert "照新日期重算" in as_user("staff").get(page(made)).text
    assert "等选工委重算" in as_user("leader").get(page(made)).text
    assert as_user("leader").post(recount).status_code == 403
    assert "办完的没有动" in as_user("staff").post(recount, follow=True).text


def test_the_schedule_asks_as_much_for_one_step_as_for_ten(made, as_user):
    client = as_user("staff")

    def asked():
        with CaptureQueriesContext(connection ) as found:
            assert client.get(page(made)).status_code == 200
        return len(found)

    client.get(page(made))
    whole = asked()
    keep = list(made.steps.values_list("pk", flat=True)[:3])
    made.steps.exclude(pk__in=keep).delete()
    three = asked()
    made.steps.exclude(pk=keep[0]).delete()
    assert asked() == three == whole


def test_the_desk_names_what_is_late(world, made, as_user):
    found = as_user("staff").get("/").text
    assert "会议筹备：" in found
    assert "会议筹备还有" in found
    office = as_user("office").get("/").text
    assert "会议通知和材料发给组成人员" in office
    assert "看点位" not in office
    assert "会议筹备：" not in as_user("outsider").get("/").text
