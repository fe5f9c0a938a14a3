"""Who sees deputies and groups: the queryset and the predicate agree for everybody."""

from datetime import date

import pytest

from deputies import rules
from deputies.models import ActivityGroup, Deputy, GroupMember
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(world):
    """Two more deputies: one of the place in another group, one of another city."""
    near = Deputy.objects.create(name="王秀兰", home_region=world.town)
    far = Deputy.objects.create(name="外地代表", home_region=world.other_town)
    second = ActivityGroup.objects.create(region=world.town, number=2, name="庆祖镇第2活动小组")
    away = ActivityGroup.objects.create(region=world.other_town, number=1, name="古吕街道第1活动小组")
    GroupMember.objects.create(group=second, deputy=near, joined_on=date(2024, 1, 1))
    GroupMember.objects.create(group=away, deputy=far, joined_on=date(2024, 1, 1))
    return world


@pytest.mark.parametrize("name", PERSONAS)
@pytest.mark.parametrize(
    ("model", "predicate"), [(Deputy, rules.can_view_deputy), (ActivityGroup, rules.can_view_group)]
)
def test_queryset_and_predicate_agree(rows, name, model, predicate):
    user = rows[name]
    seen = list(model.objects.visible_to(user).values_list("pk", flat=True))
    assert set(seen) == {row.pk for row in model.objects.all() if predicate(user, row)}
    assert len(seen) == len(set(seen))


def test_each_sees_what_is_theirs(rows):
    def sees(name):
        return {one.name for one in Deputy.objects.visible_to(rows[name])}

    assert sees("head") == sees("township") == sees("staff") == {"张守信", "王秀兰"}
    assert sees("deputy") == {"张守信"}
    assert sees("outsider") == {"外地代表"}
    assert sees("agency") == sees("dispatcher") == sees("auditor") == set()


def test_members_of_a_group_see_each_other_while_they_are_in_it(rows):
    near = Deputy.objects.get(name="王秀兰")
    near.memberships.update(left_on=date(2024, 2, 1))
    shared = GroupMember.objects.create(group=rows.group, deputy=near, joined_on=date(2024, 2, 1))
    assert near in Deputy.objects.visible_to(rows["deputy"])
    rows.deputy.memberships.update(left_on=date(2024, 3, 1))
    user = rows["deputy"]
    assert near not in Deputy.objects.visible_to(user)
    assert not rules.can_view_deputy(user, near)
    assert shared.left_on is None


@pytest.mark.parametrize("name", PERSONAS)
def test_who_may_look_at_a_number(rows, name):
    may = name in {"staff", "township", "head", "liaison"}
    assert rules.can_reveal_phone(rows[name], rows.deputy) is may
