"""更正: proposed once where a speech was printed unread and confirmed later; printed in a later issue or put aside."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from common.errors import NotAllowedError, RuleError, StaleError
from liaison_portal.desks import briefings as desk
from meetings import workflow
from meetings.exports import briefing as papers
from meetings.models import Briefing, BriefingItem, Erratum, Participant
from meetings.workflow import amending, links, speech
from meetings.workflow import briefing as verbs
from meetings.workflow.annulment import annul
from tests.layout import docx_problems
from tests.meetings.press import DAY, issue_of, row_of, signed
from tests.meetings.test_briefing_papers import lines_of
from tests.meetings.test_workflow_speech import together
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
OLD, NEW = "路灯坏了三个月。", "路灯坏了四个月。"


def page(name, *args):
    return reverse(f"meetings:{name}", args=args)


def confirm(hall, row, who=3, text=None):
    """Its speaker confirms it on a phone, after it was printed."""
    made = speech.send(hall.people[who], actor=hall.staff)
    links.open_here(made.link, at=timezone.now(), digits=links.proof_of(hall.people[who]))
    words = row_of(row.pk).opinion.original
    speech.confirm(row_of(row.pk), speech.Agreed(mark=speech.mark_of(words), text=text), link=made.link)


def printed(hall, *rows, text=NEW):
    """An issue out with the speeches unread; the first is confirmed since, in other words where `text` is given."""
    rows = rows or (hall.say(OLD, who=3),)
    made = issue_of(hall, rows, status="issued")
    confirm(hall, rows[0], text=text)
    return made.items.order_by("order").first()


def waiting():
    return list(BriefingItem.objects.to_correct().with_print_data())


def fresh(made):
    return Briefing.objects.with_place().get(pk=made.pk)


def test_proposed_only_once_it_is_confirmed_and_while_its_issue_stands(hall, world):
    row = hall.say(OLD, who=3)
    made = issue_of(hall, [row, signed(hall, "核对过的。", who=1)], status="issued")
    assert waiting() == []
    confirm(hall, row, text=NEW)
    assert [one.raised_id for one in waiting()] == [row.pk]
    annul(fresh(made), actor=world["leader"], reason="主送有误")
    assert waiting() == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (NEW, ["更正", "2024年第1期（总第1期）第1条（张守信代表）更正如下。", f"原文：“{OLD}”", f"更正为：“{NEW}”"]),
        (None, ["补正", "2024年第1期（总第1期）第1条（张守信代表）印发时未经本人审阅，现已经本人核对，文字不变。"]),
    ],
)
def test_a_later_issue_prints_it_and_the_old_one_stays(hall, text, lines):
    item = printed(hall, text=text)
    before = papers.briefing_docx(fresh(item.briefing))
    later = issue_of(hall)
    amending.amend(later, waiting(), actor=hall.staff)
    assert waiting() == []
    for step in (
        lambda: verbs.submit(later, actor=hall.staff),
        lambda: verbs.check_briefing(later, actor=hall.world["office"]),
        lambda: verbs.sign(later, actor=hall.world["leader"]),
        lambda: verbs.issue(later, actor=hall.staff, on=DAY),
    ):
        step()
    data = papers.briefing_docx(fresh(later))
    shown = lines_of(data)
    assert shown[shown.index(lines[0]) :][: len(lines)] == lines
    assert docx_problems(data) == []
    assert papers.briefing_docx(fresh(item.briefing)) == before
    assert row_of(item.raised_id).status == "printed"
    annul(fresh(later), actor=hall.world["leader"], reason="主送有误")
    assert row_of(item.raised_id).status == "signed"
    assert [one.pk for one in waiting()] == [item.pk]


def test_put_aside_with_a_reason_it_is_not_proposed_again(hall, world):
    item = printed(hall)
    for reason in ("", "长" * 201):
        with pytest.raises(RuleError, match="不更正的原因"):
            amending.put_aside(item, actor=hall.staff, reason=reason)
    with pytest.raises(NotAllowedError):
        amending.put_aside(item, actor=world["office"], reason="只改了标点")
    amending.put_aside(item, actor=hall.staff, reason="只改了标点")
    assert waiting() == []
    assert item.briefing.events.get(step="put_aside").note == "只改了标点"
    with pytest.raises(StaleError):
        amending.put_aside(item, actor=hall.staff, reason="再来")
    with pytest.raises(StaleError):
        amending.amend(issue_of(hall), [item], actor=hall.staff)


def test_taken_out_again_it_is_proposed_again(hall):
    item, later = printed(hall), issue_of(hall)
    (made,) = amending.amend(later, [item], actor=hall.staff)
    amending.drop_erratum(made, actor=hall.staff)
    assert [one.pk for one in waiting()] == [item.pk]


def test_not_by_a_reader_and_not_once_it_is_out(hall, world):
    item = printed(hall)
    with pytest.raises(NotAllowedError):
        amending.amend(issue_of(hall), [item], actor=world["office"])
    with pytest.raises(RuleError, match="不能修改"):
        amending.amend(issue_of(hall, [signed(hall, "别的。", who=1)], status="checking"), [item], actor=hall.staff)


def test_what_was_withdrawn_since_is_not_printed(hall, world):
    item, later = printed(hall), issue_of(hall)
    amending.amend(later, [item], actor=hall.staff)
    speech.annul(row_of(item.raised_id), actor=hall.staff, note="不是本人")
    with pytest.raises(RuleError, match="后来变了"):
        verbs.submit(later, actor=hall.staff)
    annul(fresh(item.briefing), actor=world["leader"], reason="主送有误")
    with pytest.raises(RuleError, match="已经作废"):
        verbs.submit(later, actor=hall.staff)


def test_secrecy_asked_for_later_is_kept(hall):
    row = hall.say("张守信提的这一条。", who=3)
    item, later = printed(hall, row, text="还是张守信提的这一条。"), issue_of(hall)
    amending.amend(later, [item], actor=hall.staff)
    workflow.keep_secret(Participant.objects.with_names().get(pk=hall.people[3].pk), actor=hall.staff)
    with pytest.raises(RuleError, match=r"要求保密|后来变了"):
        verbs.submit(later, actor=hall.staff)


def test_constraints(hall):
    item, later = printed(hall), issue_of(hall)
    (made,) = amending.amend(later, [item], actor=hall.staff)
    for facts in ({"briefing": None, "reason": ""}, {"briefing": later, "reason": "都写"}):
        wrong = Erratum(item=item, old_text="话", new_text="话", is_live=False, **facts)
        with pytest.raises(ValidationError, match="要么印在"):
            wrong.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()
    twice = Erratum(item=made.item, briefing=later, old_text="话", new_text="话")
    with pytest.raises(ValidationError, match="已经更正过"):
        twice.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save()


def test_from_the_desk_to_the_page(hall, world, as_user):
    staff, item = as_user("staff"), printed(hall)
    assert [one.title for one in desk.todos(world["staff"])][-1] == "简报更正：1 条"
    later = issue_of(hall)
    words = staff.get(page("erratum_list")).content.decode()
    assert OLD in words
    assert NEW in words
    assert page("briefing_amend", later.pk) in words
    assert "选更正（1 条）" in staff.get(later.get_absolute_url()).content.decode()
    assert "张守信代表" in staff.get(page("briefing_amend", later.pk)).content.decode()
    assert staff.post(page("briefing_amend", later.pk), {}).status_code == 422
    staff.post(page("briefing_amend", later.pk), {"item": [item.pk]})
    shown = staff.get(later.get_absolute_url()).content.decode()
    assert "更正如下" in shown
    assert "没有要更正的" in staff.get(page("erratum_list")).content.decode()
    assert staff.get(page("erratum_drop", Erratum.objects.get().pk)).status_code == 405
    staff.post(page("erratum_drop", Erratum.objects.get().pk))
    staff.post(page("erratum_put_aside", item.pk), {"reason": ""})
    assert waiting()
    staff.post(page("erratum_put_aside", item.pk), {"reason": "只改了标点"})
    assert "不更正" in staff.get(item.briefing.get_absolute_url()).content.decode()
    assert not any("简报更正" in one.title for one in desk.todos(world["staff"]))


def test_no_choosing_once_it_is_with_the_office(hall, as_user):
    printed(hall)
    made = issue_of(hall, [signed(hall, "别的。", who=1)], status="checking")
    assert as_user("staff").get(page("briefing_amend", made.pk)).status_code == 302


@pytest.mark.parametrize("who", [*PERSONAS, None])
def test_staff_alone(hall, as_user, who):
    item, later = printed(hall), issue_of(hall)
    client = as_user(who)
    answers = [
        client.get(page("erratum_list")).status_code,
        client.get(page("briefing_amend", later.pk)).status_code,
        client.post(page("erratum_put_aside", item.pk), {"reason": ""}).status_code,
    ]
    expected = {"staff": [200, 200, 302], "office": [404, 403, 403], "leader": [404, 403, 403], None: [302] * 3}
    if who == "outsider":  # staff of another place: a page of their own, with nothing on it
        assert answers == [200, 404, 404]
    else:
        assert answers == expected.get(who, [404] * 3)


def test_as_many_questions_for_three_as_for_one(hall, as_user):
    staff, counts = as_user("staff"), []
    staff.get(page("erratum_list"))
    for number in (1, 3):
        later = issue_of(hall)
        while BriefingItem.objects.to_correct().count() < number:
            printed(hall)
        for to in (page("erratum_list"), page("briefing_amend", later.pk)):
            with CaptureQueriesContext(connection) as seen:
                staff.get(to)
            counts.append(len(seen))
    assert counts[2:] == counts[:2]


@pytest.mark.django_db(transaction=True)
def test_taken_into_two_issues_at_once_it_stands_in_one(hall):
    item, issues = printed(hall), [issue_of(hall).pk, issue_of(hall).pk]

    def act(number):
        made = Briefing.objects.with_place().get(pk=issues[number])
        amending.amend(made, [item], actor=hall.world["staff"])

    assert together(2, act) == ["StaleError", "ok"]
    assert Erratum.objects.get().item_id == item.pk
