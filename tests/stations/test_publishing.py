"""Nothing becomes public without two persons and a recorded review; one hand takes it down at once."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditEntry
from common.errors import NotAllowedError, RuleError, StaleError
from stations import rules, workflow
from stations.choices import ReviewPoint
from stations.models import Event, PageReview, PublicPage, SideClosure
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
ALL = ReviewPoint.values


def proposed(world, *, actor="liaison", text="种了三十年小麦，管着村里的机井。"):
    return workflow.propose_page(world.deputy, introduction=text, actor=world[actor])


def published(world):
    workflow.pass_review(proposed(world), checked=ALL, opinion="可以公开", actor=world["office"])
    return PublicPage.objects.get(deputy=world.deputy)


def test_two_persons_and_what_was_checked(world):
    page = published(world)
    review = page.approved
    assert (page.status, page.introduction) == ("published", "种了三十年小麦，管着村里的机井。")
    assert (review.proposed_by.username, review.reviewed_by.username) == ("liaison", "office")
    assert review.checked == sorted(ALL)
    event = Event.objects.get(step="publish")
    assert (event.actor.username, event.page, event.note) == ("office", page, "可以公开")


@pytest.mark.parametrize("name", PERSONAS)
def test_who_proposes_reviews_and_takes_down(world, name):
    page, user = published(world), world[name]
    assert rules.can_propose(user, world.deputy) is (name in {"staff", "head", "liaison"})
    assert rules.can_review(user, page) is (name in {"staff", "office"})
    assert rules.can_take_down(user, page) is (name in {"staff", "office", "head", "liaison"})
    assert rules.can_switch_side(user, world.county) is (name in {"staff", "office"})
    assert rules.can_switch_side(user, None) is (name == "sysadmin")


def test_the_same_person_never_does_both(world):
    review = proposed(world, actor="staff")
    with pytest.raises(NotAllowedError, match="两个人"):
        workflow.pass_review(review, checked=ALL, actor=world["staff"])
    with pytest.raises(NotAllowedError, match="两个人"):
        workflow.refuse_review(review, opinion="不行", actor=world["staff"])
    with pytest.raises(IntegrityError), transaction.atomic():
        PageReview.objects.filter(pk=review.pk).update(reviewed_by=world["staff"])
    review.reviewed_by = world["staff"]
    with pytest.raises(ValidationError, match="同一个人"):
        review.full_clean()


def test_no_page_is_public_without_its_review(world):
    page = workflow.page_of(world.deputy)
    page.status = "published"
    with pytest.raises(ValidationError, match="没有经过保密审查"):
        page.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        page.save()


def test_a_decision_has_its_person(world):
    review = proposed(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        PageReview.objects.filter(pk=review.pk).update(status="passed")


def test_a_review_that_left_a_point_out_publishes_nothing(world):
    with pytest.raises(RuleError, match="没有国家秘密"):
        workflow.pass_review(proposed(world), checked=ALL[1:], actor=world["office"])
    assert PublicPage.objects.get().status == "closed"
    assert PageReview.objects.get().status == "waiting"


def test_refused_with_a_reason_and_proposed_anew(world):
    review = proposed(world)
    with pytest.raises(RuleError, match="写明原因"):
        workflow.refuse_review(review, opinion="", actor=world["office"])
    workflow.refuse_review(review, opinion="有未公开的项目名", actor=world["office"])
    with pytest.raises(StaleError):
        workflow.pass_review(review, checked=ALL, actor=world["office"])
    proposed(world, text="")
    assert [one.status for one in PageReview.objects.all()] == ["waiting", "refused"]


def test_new_words_wait_while_the_old_stand(world):
    page = published(world)
    review = proposed(world, text="新的介绍。")
    page.refresh_from_db()
    assert (page.status, page.introduction) == ("published", "种了三十年小麦，管着村里的机井。")
    with pytest.raises(RuleError, match="已经有一份在等审查"):
        proposed(world, text="再来一份。")
    workflow.withdraw_review(review, actor=world["head"])
    page.refresh_from_db()
    assert page.introduction == "种了三十年小麦，管着村里的机井。"


@pytest.mark.parametrize("text", ["有事打 138 0000 1234", "身份证 410928197003012345", "１３８００００１２３４"])
def test_no_number_of_a_person_becomes_public(world, text):
    with pytest.raises(RuleError, match="里面有"):
        proposed(world, text=text)
    assert not PageReview.objects.exists()


def test_taken_down_at_once_and_up_only_by_two(world):
    page = published(world)
    with pytest.raises(RuleError, match="原因"):
        workflow.take_down(page, reason="", actor=world["office"])
    workflow.take_down(page, reason="网上有人骚扰", actor=world["liaison"])
    assert PublicPage.objects.get().status == "down"
    with pytest.raises(RuleError, match="不能撤下"):
        workflow.take_down(page, reason="再撤", actor=world["office"])
    workflow.pass_review(proposed(world), checked=ALL, actor=world["office"])
    assert PublicPage.objects.get().status == "published"


def test_the_switch_is_closed_once_opened_once_and_told(world):
    closure = workflow.close_side(world.county, reason="网站被篡改", actor=world["office"])
    with pytest.raises(RuleError, match="已经关闭"):
        workflow.close_side(world.county, reason="再关", actor=world["staff"])
    with pytest.raises(NotAllowedError):
        workflow.close_side(None, reason="全关", actor=world["staff"])
    workflow.reopen_side(closure, reason="已修好", actor=world["staff"])
    with pytest.raises(StaleError):
        workflow.reopen_side(SideClosure.objects.get(), reason="已修好", actor=world["office"])
    assert list(Event.objects.values_list("step", "note")) == [("close", "网站被篡改"), ("reopen", "已修好")]
    assert AuditEntry.objects.filter(action="开关公开端").count() == 2


def test_one_standing_closure_of_all(world):
    workflow.close_side(None, reason="夜里出事", actor=world["sysadmin"])
    with pytest.raises(IntegrityError), transaction.atomic():
        SideClosure.objects.create(reason="又一次", closed_by=world["sysadmin"], closed_at=timezone.now())
