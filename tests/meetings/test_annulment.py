"""作废 of a 简报: number and file stay, the speeches are free again, and every page of it says so."""

import hashlib
import io

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from docx import Document

from accounts.models import Notice
from common.errors import NotAllowedError, RuleError, StaleError
from meetings.exports import briefing as papers
from meetings.models import Briefing, BriefingFile, BriefingItem
from meetings.workflow import briefing as verbs
from meetings.workflow import delete_row
from meetings.workflow.annulment import annul
from tests.layout import docx_problems
from tests.meetings.press import issue_of, row_of, signed
from tests.meetings.test_workflow_speech import together

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"meetings:{name}", args=args)


def test_the_number_stays_and_the_speeches_enter_a_later_issue(hall, world):
    rows = [signed(hall), hall.say("没核对的。", who=0)]
    made = issue_of(hall, rows, status="annulled")
    assert (made.number, made.annulled_reason) == (1, "主送有误")
    event = made.events.get(step="annul")
    assert (event.actor, event.note) == (world["leader"], "主送有误")
    assert [row_of(row.pk).status for row in rows] == ["signed", "recorded"]
    again = issue_of(hall, rows, status="issued")
    assert (again.number, row_of(rows[0].pk).status) == (2, "printed")
    assert made.items.count() == again.items.count() == 2


def test_a_speech_of_it_that_nobody_signed_may_be_deleted(hall):
    row = hall.say("没核对的。", who=0)
    issue_of(hall, [row], status="annulled")
    delete_row(row, actor=hall.staff)
    assert row_of(row.pk).deleted_at


@pytest.mark.parametrize("who", ["staff", "office", "township", "outsider"])
def test_by_a_leader_alone(hall, world, who):
    made = issue_of(hall, [signed(hall)], status="issued")
    with pytest.raises(NotAllowedError):
        annul(made, actor=world[who], reason="主送有误")


def test_never_by_its_editor_and_only_with_a_reason(hall, world):
    made = issue_of(hall, [signed(hall)], status="issued")
    for reason in (" ", "长" * 201):
        with pytest.raises(RuleError, match="作废的原因"):
            annul(made, actor=world["leader"], reason=reason)
    Briefing.objects.filter(pk=made.pk).update(edited_by=world["leader"])
    with pytest.raises(NotAllowedError):
        annul(Briefing.objects.with_place().get(pk=made.pk), actor=world["leader"], reason="主送有误")


@pytest.mark.parametrize("status", ["editing", "checking", "signing", "annulled"])
def test_only_what_is_out(hall, world, status):
    made = issue_of(hall, [signed(hall)], status=status)
    with pytest.raises(RuleError, match="不能作废"):
        annul(made, actor=world["leader"], reason="又一次")


def test_the_page_and_the_download_say_so_and_the_frozen_file_does_not_change(hall, as_user):
    made = issue_of(hall, [signed(hall)], status="issued")
    papers.freeze(made.pk)
    before = BriefingFile.objects.get()
    leader = as_user("leader")
    assert "作废" in leader.get(made.get_absolute_url() + "?do=annul").content.decode()
    assert leader.post(page("briefing_annul", made.pk), {"reason": ""}).status_code == 422
    assert leader.get(page("briefing_annul", made.pk)).status_code == 405
    leader.post(page("briefing_annul", made.pk), {"reason": "主送有误"})
    assert leader.post(page("briefing_annul", made.pk), {"reason": "再来"}).status_code == 422
    words = as_user("staff").get(made.get_absolute_url()).content.decode()
    assert "作废，原因：主送有误" in words
    assert "可以编进以后的简报" in words
    paper = as_user("staff").get(page("briefing_paper", made.pk))
    assert "%E5%B7%B2%E4%BD%9C%E5%BA%9F" in paper["Content-Disposition"]
    first = Document(io.BytesIO(paper.content)).paragraphs[0].text
    assert first.startswith("本期简报已于")
    assert first.endswith("作废，原因：主送有误")
    assert docx_problems(paper.content) == []
    kept = BriefingFile.objects.get().file.read()
    assert hashlib.sha256(kept).hexdigest() == before.sha256
    assert Document(io.BytesIO(kept)).paragraphs[0].text == "濮阳市第九届人民代表大会常务委员会第十次会议"


@pytest.mark.parametrize(("who", "answer"), [("staff", 403), ("office", 403), ("outsider", 404), (None, 302)])
def test_nobody_else_presses_it(hall, as_user, who, answer):
    made = issue_of(hall, [signed(hall)], status="issued")
    assert as_user(who).post(page("briefing_annul", made.pk), {"reason": "主送有误"}).status_code == answer
    assert Briefing.objects.get().status == "issued"


def test_its_editor_is_told(hall, world, django_capture_on_commit_callbacks):
    made = issue_of(hall, [signed(hall)], status="issued")
    with django_capture_on_commit_callbacks(execute=True):
        annul(made, actor=world["leader"], reason="主送有误")
    notice = Notice.objects.get(key__startswith=f"briefing:{made.pk}:annul")
    assert notice.user == world["staff"]
    assert "（主送有误）" in notice.label


def test_one_without_a_file_yet_still_gets_it(hall):
    made = issue_of(hall, [signed(hall)], status="annulled")
    papers.freeze(made.pk)
    assert made.files.get().purpose == "frozen"


def test_constraints(hall):
    made, row = issue_of(hall, [signed(hall)], status="issued"), signed(hall, "另一条。")
    for facts in ({"status": "annulled"}, {"status": "annulled", "annulled_reason": "误", "number": None}):
        wrong = Briefing.objects.get(pk=made.pk)
        for name, value in facts.items():
            setattr(wrong, name, value)
        with pytest.raises(ValidationError):
            wrong.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()
    twice = {"briefing": made, "raised": made.items.get().raised, "order": 9, "source_text": "话", "text": "话"}
    with pytest.raises(ValidationError, match="已经编进一期"):
        BriefingItem(**twice).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        BriefingItem.objects.create(**twice)
    BriefingItem.objects.create(**{**twice, "is_live": False})
    BriefingItem.objects.create(**{**twice, "raised": row})


@pytest.mark.django_db(transaction=True)
def test_annulled_twice_at_once_it_is_annulled_once(hall):
    row = signed(hall)
    pk, leader = issue_of(hall, [row], status="issued").pk, hall.world["leader"]
    went = together(3, lambda n: annul(Briefing.objects.with_place().get(pk=pk), actor=leader, reason=f"第{n}次"))
    assert went.count("ok") == 1
    assert set(went) <= {"ok", RuleError.__name__, StaleError.__name__}
    assert Briefing.objects.get().events.filter(step="annul").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_speech_put_into_two_issues_at_once_stands_in_one(hall):
    row, issues = signed(hall), [issue_of(hall).pk, issue_of(hall).pk]

    def act(number):
        made = Briefing.objects.with_place().get(pk=issues[number])
        verbs.choose(made, [row], actor=hall.world["staff"])

    assert together(2, act) == ["StaleError", "ok"]
    assert BriefingItem.objects.get().raised == row
