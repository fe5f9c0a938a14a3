"""A button that is shown works, a hidden one is refused; rows and predicates say the same."""


import pytest
from django.db import transaction

from common.errors import RuleError
from common.steps import move, open_steps
from opinions import rules
from opinions.choices import ListStatus, ReplyStatus, UndertakingStatus
from opinions.models import AssignmentList, Opinion, Reply, Undertaking
from opinions.workflow import paper as papers
from opinions.workflow import reply as replies
from opinions.workflow import undertaking as undertakings
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db


def taken(steps, name, obj, user):
    """Whether the step goes through, rolled back either way; and how many events it wrote."""
    written = []
    point = transaction.savepoint()
    try:
        move(steps, name, obj, actor=user, record=lambda *a, **k: written.append(k["step"]))
    except RuleError:
        return False, written
    finally:
        transaction.savepoint_rollback(point)
    return True, written




def check(world, steps, obj, status):
    model = type(obj)
    model._base_manager.filter(pk=obj.pk).update(status=status)
    for who in PERSONAS:
        user = world[who]
        obj.status = status
        shown = {name for name, step in steps.items() if status in step.sources and step.may(user, obj)}
        offered = set(open_steps(steps, obj, user))
        assert offered == {n for n in shown if steps[n].button}
        for name in steps:
            obj = model._base_manager.get(pk=obj.pk)
            if hasattr(obj, "undertaking"):
                obj.undertaking = Undertaking.objects.with_list_data().get(pk=obj.undertaking_id)
            done, written = taken(steps, name, obj, user)
            assert done == (name in shown), (who, status, name)
            assert written == ([name] if done else [])


@pytest.mark.parametrize("status", ListStatus.values)
def test_lists_shown_steps_are_the_legal_steps(world, status):
    paper = world.paper()
    # an issued row needs its number by constraint
    AssignmentList.objects.filter(pk=paper.pk).update(number_no=1, number_year=2024, issued_on="2024-05-20")
    check(world, papers.STEPS, AssignmentList.objects.get(pk=paper.pk), status)


@pytest.mark.parametrize("status", UndertakingStatus.values)
@pytest.mark.parametrize("role", ["lead", "co", "dispatch"])
def test_undertakings_shown_steps_are_the_legal_steps(world, status, role):
    row = world.undertaking("to_accept")
    Undertaking.objects.filter(pk=row.pk).update(
        role=role, unit=world.dispatch_office if role == "dispatch" else row.unit
    )
    check(world, undertakings.STEPS, Undertaking.objects.with_list_data().get(pk=row.pk), status)


@pytest.mark.parametrize("status", ReplyStatus.values)
def test_replies_shown_steps_are_the_legal_steps(world, status):
    row = world.undertaking("checking")
    reply = row.replies.get()
    reply.undertaking = row
    check(world, replies.STEPS, reply, status)


@pytest.mark.parametrize("who", PERSONAS)
def test_undertaking_rule_and_queryset_agree(world, who):
    world.undertaking("doing")
    world.paper_in("issued", matters_=[world.matter(leads=[world.civil], title="网格准入")])
    parent = Undertaking.objects.with_list_data().get(role="dispatch")
    undertakings.dispatch(parent, actor=world["dispatcher"], leads=[world.civil], cos=[world.police])
    user = world[who]
    seen = set(Undertaking.objects.visible_to(user).values_list("pk", flat=True))
    told = {u.pk for u in Undertaking.objects.with_list_data() if rules.can_view_undertaking(user, u)}
    assert seen == told


@pytest.mark.parametrize("who", PERSONAS)
def test_list_rule_and_queryset_agree(world, who):
    world.paper()
    user = world[who]
    seen = set(AssignmentList.objects.visible_to(user).values_list("pk", flat=True))
    assert seen == {p.pk for p in AssignmentList.objects.all() if rules.can_view_list(user, p)}


@pytest.mark.parametrize("who", PERSONAS)
def test_opinion_rule_and_queryset_agree(world, who):
    world.opinion()
    world.deputy_opinion()
    world.opinion("只报上级的一条", visibility="sealed", unit=world.station_unit)
    world.opinion("记录时删掉的一条", visibility="withdrawn")
    world.opinion("站里听到的一条", unit=world.station_unit)
    user = world[who]
    seen = set(Opinion.objects.visible_to(user).values_list("pk", flat=True))
    assert seen == {o.pk for o in Opinion.objects.all() if rules.can_view_opinion(user, o)}


def test_the_drafter_neither_checks_nor_signs_their_own(world):
    paper = world.paper()
    for who in ("office", "leader"):
        AssignmentList.objects.filter(pk=paper.pk).update(drafted_by=world[who])
        own = AssignmentList.objects.get(pk=paper.pk)
        assert rules.can_check_list(world[who], own) is False
        assert rules.can_sign_list(world[who], own) is False


def test_every_step_of_a_reply_is_reachable():
    reached = {step.target for step in replies.STEPS.values() if step.target}
    assert reached == set(ReplyStatus.values)
    assert Reply._meta.get_field("status").default == ReplyStatus.DRAFT
