"""The pages of a proposal: who reads them, what they tell, moving by form, the way back, publishing."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from deputies.choices import GroupingStatus, MandateStatus
from deputies.models import (
    ActivityGroup,
    Deputy,
    GroupingMove,
    GroupingProposal,
    GroupMember,
    LegislativeContact,
    Mandate,
)
from deputies.workflow import grouping as verbs
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
HOME = "/deputies/groups/proposals/"


def deputy(world, number):
    made = Deputy.objects.create(name=f"代表{number}", gender="mf"[number % 2], home_region=world.town)
    Mandate.objects.create(deputy=made, level="township", term=13, region=world.town, started_on=date(2022, 3, 1))
    return made


@pytest.fixture
def town(world):
    """A draft for 庆祖镇 with two groups and seven deputies; the first leads."""
    ActivityGroup.objects.create(region=world.town, number=2, name="庆祖镇第2活动小组")
    GroupMember.objects.filter(deputy=world.deputy).update(role="leader")
    world.people = [deputy(world, number) for number in range(6)]
    LegislativeContact.objects.create(kind="reporter", name="直报员甲", region=world.town)
    world.draft = verbs.propose(world.county, actor=world["staff"], on=timezone.localdate())
    world.home = f"{HOME}{world.draft.pk}/"
    world.place = f"{world.home}places/{world.town.pk}/"
    return world


def seat(town, name="代表0"):
    return town.draft.seats.select_related("group").get(deputy__name=name)


def other(town, row):
    return town.draft.groups.exclude(pk=row.group_id).get()


@pytest.mark.parametrize("name", PERSONAS)
def test_who_comes_in(town, as_user, name):
    client = as_user(name)
    assert client.get(HOME).status_code == (200 if name in {"staff", "outsider"} else 404)
    row = seat(town)
    posts = {
        f"{town.home}publish/": {"on": "2024-01-01"},
        f"{town.home}discard/": {},
        f"{town.place}undo/": {},
        f"{town.home}seats/{row.pk}/move/": {"target": other(town, row).pk},
    }
    for path in (town.home, town.place):
        assert client.get(path).status_code == (200 if name == "staff" else 404)
        assert client.post(path).status_code == 405
    for path, data in posts.items():
        assert client.get(path).status_code == 405
        if name != "staff":
            assert client.post(path, data).status_code == 404
    if name != "staff":
        refused = client.post(HOME, {"region": town.county.pk})
        assert refused.status_code == (422 if name == "outsider" else 404)
    assert GroupingProposal.objects.get().status == GroupingStatus.DRAFT
    assert not GroupingMove.objects.exists()


def test_the_way_in_is_shown_to_staff_alone(world, as_user):
    assert HOME in as_user("staff").get("/deputies/groups/").content.decode()
    assert HOME not in as_user("leader").get("/deputies/groups/").content.decode()


def test_a_proposal_is_made_and_told(town, as_user):
    client = as_user("staff")
    again = client.post(HOME, {"region": town.county.pk})
    assert again.status_code == 409
    assert "已经有一份拟编" in again.content.decode()
    client.post(f"{town.home}discard/")
    short = client.post(HOME, {"region": town.county.pk, "total": "1"})
    assert short.status_code == 422
    assert "现有 2 个小组" in short.content.decode()
    assert client.post(HOME, {"region": "", "total": "零"}).status_code == 422
    made = client.post(HOME, {"region": town.county.pk, "total": ""}, follow=True)
    text = made.content.decode()
    assert "7 名代表、1 名立法联络人员编成 2 个小组" in text
    assert "庆祖镇第2活动小组。请先推选" in text
    assert "已作废" in client.get(HOME).content.decode()


def test_what_is_outside_is_told(town, as_user):
    Mandate.objects.filter(deputy=town.people[0]).update(status=MandateStatus.SUSPENDED)
    Mandate.objects.filter(deputy=town.deputy).update(status=MandateStatus.ENDED)
    client = as_user("staff")
    client.post(f"{town.home}discard/")
    client.post(HOME, {"region": town.county.pk})
    deputy(town, 9)
    text = client.get(f"{HOME}{GroupingProposal.objects.first().pk}/").content.decode()
    assert "1 人暂停执行职务，不编组，原来的小组不动：代表0。" in text
    assert "1 人已经没有任职，公布后离开小组：张守信。" in text
    assert "1 人没有编进方案（所在地没有小组，或者编好以后才登记）：代表9。" in text


def test_a_move_and_its_way_back_without_scripts(town, as_user):
    client, row = as_user("staff"), seat(town)
    source, target = row.group, other(town, row)
    moved = client.post(f"{town.home}seats/{row.pk}/move/", {"target": target.pk}, follow=True)
    assert moved.redirect_chain == [(town.place, 302)]
    text = moved.content.decode()
    assert f"代表0已移到{target}" in text
    assert f"撤回：代表0移到{target}" in text
    back = client.post(f"{town.place}undo/", follow=True).content.decode()
    assert f"已撤回，代表0回到{source}" in back
    assert seat(town).group == source
    none = client.post(f"{town.place}undo/")
    assert none.status_code == 422
    assert "没有可以撤回的调整" in none.content.decode()
    assert "撤回调整：代表0" in client.get(town.home).content.decode()


def test_a_move_with_htmx_brings_the_groups_alone(town, as_user):
    client, row = as_user("staff"), seat(town)
    path, head = f"{town.home}seats/{row.pk}/move/", {"HX-Request": "true"}
    text = client.post(path, {"target": other(town, row).pk}, headers=head).content.decode()
    assert "<html" not in text
    assert "data-undo" in text
    assert "已移到" in text
    empty = client.post(path, {"target": ""}, headers=head)
    assert empty.status_code == 422
    assert "请先选要移到哪个小组" in empty.content.decode()
    same = client.post(path, {"target": seat(town).group_id}, headers=head)
    assert same.status_code == 422
    assert "已经在" in same.content.decode()


def test_publishing_from_a_day(town, as_user):
    client, today = as_user("staff"), timezone.localdate()
    late = client.post(f"{town.home}publish/", {"on": f"{today + timedelta(days=1)}"})
    assert late.status_code == 422
    assert "不能晚于今天" in late.content.decode()
    assert "看过了，公布" in late.content.decode()
    assert client.post(f"{town.home}publish/", {"on": "昨天"}).status_code == 422
    done = client.post(f"{town.home}publish/", {"on": f"{today}"}, follow=True)
    text = done.content.decode()
    assert "小组已公布" in text
    assert "看过了，公布" not in text
    assert GroupMember.objects.current().filter(deputy__isnull=False).count() == 7
    assert "移过去" not in client.get(town.place).content.decode()
    again = client.post(f"{town.home}publish/", {"on": f"{today}"})
    assert again.status_code == 422
    row = seat(town)
    stale = client.post(f"{town.home}seats/{row.pk}/move/", {"target": other(town, row).pk})
    assert stale.status_code == 422
    assert "已公布" in stale.content.decode()


def test_a_changed_roster_is_told_on_the_page(town, as_user):
    deputy(town, 7)
    lost = as_user("staff").post(f"{town.home}publish/", {"on": f"{timezone.localdate()}"})
    assert lost.status_code == 409
    assert "请作废后重新编一份" in lost.content.decode()
    assert GroupingProposal.objects.get().status == GroupingStatus.DRAFT


def test_a_group_tells_who_was_in_it(town, as_user):
    gone = Deputy.objects.create(name="老组长", home_region=town.town)
    GroupMember.objects.create(
        group=town.group, deputy=gone, role="leader", joined_on=date(2022, 1, 1), left_on=date(2024, 1, 1)
    )
    text = as_user("staff").get(f"/deputies/groups/{town.group.pk}/").content.decode()
    assert "曾在本组" in text
    assert "老组长，组长" in text
    assert "2022年1月1日至2024年1月1日" in text
    assert "曾在本组" not in as_user("deputy").get(f"/deputies/groups/{town.group.pk}/").content.decode()


def test_nothing_at_an_address_that_is_not(town, as_user):
    client = as_user("staff")
    assert client.get(f"{town.home}places/{town.other_town.pk}/").status_code == 404
    assert client.post(f"{town.home}seats/999999/move/", {"target": 1}).status_code == 404


@pytest.mark.parametrize("page", ["home", "place"])
def test_as_many_questions_for_more_people(town, as_user, page):
    client, counts = as_user("staff"), []
    for extra in (0, 4):
        for number in range(extra):
            deputy(town, 20 + number)
        client.post(f"{town.home}discard/")
        town.draft = verbs.propose(town.county, actor=town["staff"], on=timezone.localdate())
        path = f"{HOME}{town.draft.pk}/" + (f"places/{town.town.pk}/" if page == "place" else "")
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        counts.append(len(asked))
        town.home = f"{HOME}{town.draft.pk}/"
    assert counts[0] == counts[1] <= 20
