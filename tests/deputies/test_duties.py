"""A duty record: entered, audited once, counted once; the deputy's word and what is decided on it."""

from datetime import date
from threading import Thread
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.models import Notice
from common.errors import NotAllowedError, RuleError, StaleError
from deputies import rules
from deputies.actions import notices, record_duty, withdraw_duty
from deputies.choices import DutyStatus
from deputies.models import DutyObjection, DutyRecord, DutySetting, Event
from deputies.reports import duty_counts, public_record
from deputies.workflow import duties
from tests.deputies.filing import DAY, LATER, NOW, entered, fresh, in_status, led, seen, settings
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
MAY = {
    "pass_on": {"leading"},
    "turn_down": {"leading"},
    "approve": {"staff"},
    "refuse": {"staff"},
    "take_back": {"deputy", "liaison"},
    "confirm": {"deputy"},
    "object": {"deputy"},
    "keep": {"staff", "head"},
    "amend": {"staff", "head"},
    "remove": {"staff", "head"},
}


@pytest.mark.parametrize("status", DutyStatus.values)
def test_every_step_from_every_status_for_everybody(world, status):
    led(world)
    record = in_status(world, status)
    assert record.status == status
    for name in (*PERSONAS, "leading"):
        wanted = {step for step, who in MAY.items() if name in who and status in duties.STEPS[step].sources}
        assert set(duties.open_steps(record, world[name], DAY)) == wanted, name


@pytest.mark.parametrize("name", [*PERSONAS, "leading"])
@pytest.mark.parametrize("status", ["group", "counted"])
def test_who_sees_a_record(world, name, status):
    led(world)
    record = in_status(world, status)
    found = DutyRecord.objects.visible_to(world[name])
    assert found.filter(pk=record.pk).exists() is rules.can_view_record(world[name], record)
    assert found.count() == len(set(found.values_list("pk", flat=True)))
    wanted = {"staff", "office", "leader", "township", "head", "liaison", "deputy"}
    assert rules.can_view_record(world[name], record) is (name in wanted or (name == "leading" and status == "group"))


def test_entered_twice_is_one_record_and_counts_when_audited(world):
    key = uuid4()
    record = entered(world, client_id=key)
    assert entered(world, client_id=key) == record
    assert (record.status, record.by_hand, record.is_proxy) == ("waiting", True, True)
    assert public_record(world.deputy, 2024) == []
    duties.audit(fresh(record), actor=world["staff"], passed=True, at=NOW)
    assert [(one.label, one.count) for one in public_record(world.deputy, 2024)] == [("化解矛盾纠纷", 1)]
    with pytest.raises(RuleError, match="已记入"):
        duties.audit(fresh(record), actor=world["staff"], passed=True, at=NOW)
    with pytest.raises(StaleError):
        duties.audit(record, actor=world["staff"], passed=False, note="重复", at=NOW)
    assert [event.step for event in record.events.order_by("pk")] == ["enter", "approve"]


@pytest.mark.django_db(transaction=True)
def test_two_auditors_at_once_count_once(world):
    record, staff, lost = entered(world), world["staff"], []

    def press():
        try:
            duties.audit(fresh(record), actor=staff, passed=True, at=NOW)
        except RuleError as error:
            lost.append(error)
        finally:
            connection.close()

    both = [Thread(target=press) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert len(lost) == 1
    assert Event.objects.filter(duty=record, step="approve").count() == 1


def test_the_leader_looks_first_where_a_setting_says_so(world):
    settings(world, group_first=True)
    assert entered(world, title="没有组长").status == "waiting"
    led(world)
    record = entered(world)
    assert record.status == "group"
    with pytest.raises(NotAllowedError):
        duties.look(record, actor=world["staff"], passed=True, at=NOW)
    duties.look(record, actor=world["leading"], passed=True, at=NOW)
    assert fresh(record).status == "waiting"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"on": date(2024, 5, 29)}, "不能晚于今天"),
        ({"on": date(2022, 12, 31)}, "只能补记2023年"),
        ({"kind": "rating"}, "自动记录"),
        ({"kind": "nonsense"}, "自动记录"),
        ({"title": "　"}, "请写明做了什么"),
    ],
)
def test_a_wrong_entry_is_refused_in_words(world, facts, words):
    with pytest.raises(RuleError, match=words):
        entered(world, **facts)
    assert not DutyRecord.objects.exists()


def test_the_same_thing_is_not_entered_again_and_no_stranger_enters(world):
    entered(world)
    with pytest.raises(RuleError, match="一件事只记一次"):
        entered(world, by="deputy")
    for name in ("outsider", "agency", "auditor", "office"):
        with pytest.raises(NotAllowedError):
            entered(world, by=name, title="别的事")


def test_nobody_audits_their_own_and_a_refusal_says_why(world):
    record = entered(world, by="deputy")
    with pytest.raises(NotAllowedError):
        duties.audit(record, actor=world["deputy"], passed=True, at=NOW)
    with pytest.raises(RuleError, match="写明原因"):
        duties.audit(record, actor=world["staff"], passed=False, at=NOW)
    duties.audit(record, actor=world["staff"], passed=False, note="那天没有这个活动", at=NOW)
    assert fresh(record).status == "refused"


def test_said_twice_a_confirmation_stays_as_it_was(world):
    record = seen(world)
    duties.confirm(record, actor=world["deputy"], at=NOW)
    duties.confirm(fresh(record), actor=world["deputy"], at=LATER)
    assert fresh(record).confirmed_at == NOW
    assert Event.objects.filter(step="confirm").count() == 1


def test_all_of_a_year_is_confirmed_in_one_go(world):
    seen(world)
    seen(world, key="x:2", on=date(2023, 5, 1))
    entered(world, by="deputy")
    assert duties.confirm_year(world.deputy, 2024, actor=world["deputy"], at=NOW) == 1
    assert duties.confirm_year(world.deputy, 2024, actor=world["deputy"], at=NOW) == 0


def test_an_objection_is_raised_once_within_the_days_and_decided_once(world):
    record = seen(world)
    assert duties.may_still_object(record, date(2024, 6, 27))
    assert not duties.may_still_object(record, date(2024, 6, 28))
    with pytest.raises(RuleError, match="2024年6月27日以前"):
        duties.object_to(record, ground="not_mine", words="不是我", actor=world["deputy"], at=LATER)
    duties.object_to(record, ground="wrong_date", words="应该是5月21日", actor=world["deputy"], at=NOW)
    assert public_record(world.deputy, 2024) == []
    day = date(2024, 5, 21)
    duties.decide(record, outcome="amended", answer="已改", on=day, actor=world["head"], at=NOW)
    found = DutyObjection.objects.get()
    assert (fresh(record).on, fresh(record).status, found.outcome, found.decided_by) == (day, "counted", "amended", world["head"])
    with pytest.raises(RuleError):
        duties.decide(fresh(record), outcome="removed", answer="再来", actor=world["staff"], at=NOW)
    with pytest.raises(RuleError, match="提一次异议"):
        duties.object_to(fresh(record), ground="not_mine", words="还是不对", actor=world["deputy"], at=NOW)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"outcome": "amended", "answer": "改"}, "改成对的"),
        ({"outcome": "amended", "answer": "改", "on": date(2024, 6, 1)}, "不能晚于今天"),
        ({"outcome": "kept", "answer": ""}, "写一句答复"),
        ({"outcome": "", "answer": "好"}, "请选怎么处理"),
    ],
)
def test_a_decision_is_whole(world, facts, words):
    record = in_status(world, "objected")
    with pytest.raises(RuleError, match=words):
        duties.decide(record, actor=world["staff"], at=NOW, **facts)
    assert fresh(record).status == "objected"


def test_silence_is_no_objection(world):
    record = seen(world)
    assert duties.open_steps(record, world["deputy"], date(2025, 1, 1)) == ["confirm"]
    assert {one.label: one.count for one in duty_counts(world.deputy, 2024)}["接待选民"] == 1


def test_what_the_deputy_answered_keeps_its_history_when_the_source_is_undone(world):
    record = seen(world)
    duties.confirm(record, actor=world["deputy"], at=NOW)
    assert (withdraw_duty("x:1"), withdraw_duty("x:1")) == (1, 0)
    assert fresh(record).status == "withdrawn"
    again = record_duty(world.deputy, kind="reception", on=DAY, title="又来", source_key="x:1", entered_by=None)
    assert again.pk != record.pk
    assert again.status == "counted"


def test_what_was_decided_does_not_come_back_with_its_source(world):
    record = in_status(world, "removed")
    same = record_duty(world.deputy, kind="reception", on=DAY, title="又来", source_key="x:1", entered_by=None)
    assert (same.pk, same.status) == (record.pk, "removed")


def test_who_is_told(world):
    record = in_status(world, "objected")
    for _ in range(2):
        notices.tell_of_duty(record.pk, "objected")
        notices.tell_of_duty(record.pk, "decided")
        notices.tell_of_duty(entered(world, title=f"事{_}").pk, "entered")
    told = sorted((one.user.username, one.label[:8]) for one in Notice.objects.select_related("user"))
    assert [name for name, _ in told] == ["deputy", "deputy", "deputy", "head", "staff"]


def test_what_is_always_true_is_asked_twice(world):
    record = seen(world)
    record.status = "waiting"
    with pytest.raises(ValidationError, match="手工录入的记录要审核"):
        record.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()
    with pytest.raises(ValidationError, match="1 到 365"):
        DutySetting(unit=world.congress, objection_days=0).full_clean()
    wrong = Event(duty=record, step="x", at=NOW, setting=settings(world))
    with pytest.raises(ValidationError, match="只属于一个对象"):
        wrong.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.save()
