"""What is always true of deputies, mandates, groups and duties, asked twice; duties are written once."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from deputies import reports
from deputies.actions import record_duty, withdraw_duty
from deputies.choices import DutyKind
from deputies.models import ActivityGroup, Deputy, DutyRecord, GroupMember, LegislativeContact, Mandate

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 15)


def refused(row, sentence):
    with pytest.raises(ValidationError, match=sentence):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def mandate(world, **changes):
    facts = {"deputy": world.deputy, "level": "county", "term": 16, "region": world.county, "started_on": DAY}
    return Mandate(**{**facts, **changes})


def test_a_mandate_is_once(world):
    refused(mandate(world), "同一届同一层级")


def test_a_mandate_ends_after_it_begins(world):
    refused(mandate(world, term=17, ended_on=date(2024, 5, 14)), "不能早于")


def test_a_group_number_is_once(world):
    refused(ActivityGroup(region=world.town, number=1, name="又一组"), "已经有了")


def test_a_deputy_is_in_one_group(world):
    other = ActivityGroup.objects.create(region=world.town, number=2, name="第2小组")
    refused(GroupMember(group=other, deputy=world.deputy, joined_on=DAY), "已经在一个小组里")


def test_a_member_is_one_person(world):
    contact = LegislativeContact.objects.create(kind="adviser", name="赵顾问", region=world.town)
    refused(GroupMember(group=world.group, joined_on=DAY), "一行只能是")
    refused(GroupMember(group=world.group, contact=contact, deputy=world.deputy, joined_on=DAY), "一行只能是|已经在")
    assert str(GroupMember(group=world.group, contact=contact)) == "赵顾问（立法顾问）"


def test_a_duty_is_written_once_and_withdrawn(world):
    facts = {"kind": DutyKind.RECEPTION, "on": DAY, "title": "接待" * 100, "source_key": "x:1", "entered_by": None}
    first, again = record_duty(world.deputy, **facts), record_duty(world.deputy, **facts)
    assert first == again
    assert len(first.title) == 120
    counts = {one.label: one.count for one in reports.duty_counts(world.deputy, 2024)}
    assert counts["接待选民"] == 1
    assert counts["小组活动"] == 0
    assert (withdraw_duty("x:1"), withdraw_duty("x:1")) == (1, 0)
    assert DutyRecord.objects.count() == 0


def test_a_number_is_found_by_hash_alone(world):
    deputy = Deputy.objects.create(name="王秀兰", home_region=world.town, phone="13800001234")
    assert Deputy.objects.get(pk=deputy.pk).phone == "13800001234"


def test_leaders_stand_first_and_contacts_last(world):
    contact = LegislativeContact.objects.create(kind="collector", name="李采集", region=world.town)
    leader = Deputy.objects.create(name="王秀兰", home_region=world.town)
    GroupMember.objects.create(group=world.group, contact=contact, joined_on=DAY)
    GroupMember.objects.create(group=world.group, deputy=leader, role="leader", joined_on=DAY)
    GroupMember.objects.create(
        group=world.group, deputy=Deputy.objects.create(name="已离", home_region=world.town), joined_on=DAY, left_on=DAY
    )
    assert [str(one) for one in reports.members_of(world.group, DAY)] == ["王秀兰", "张守信", "李采集（信息采集员）"]


def test_the_highest_mandate_stands_first(world):
    mandate(world, level="city", region=world.city).save()
    mandate(world, level="township", region=world.town).save()
    assert [one.level for one in reports.mandates_of(world.deputy)] == ["city", "county", "township"]
    assert reports.group_of(world.deputy) == world.group


@pytest.mark.parametrize(
    ("level", "term", "title"),
    [
        ("city", 9, "濮阳市第九届人民代表大会代表"),
        ("nation", 14, "第十四届全国人民代表大会代表"),
        ("city", 120, "濮阳市第120届人民代表大会代表"),
    ],
)
def test_a_mandate_is_named_in_full(world, level, term, title):
    assert str(Mandate(deputy=world.deputy, level=level, term=term, region=world.city)) == title
