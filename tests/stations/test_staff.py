"""Who works at a station: the grants follow."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Grant, User
from common.errors import NotAllowedError, RuleError, StaleError
from stations import reports
from stations.choices import Route, StaffRole
from stations.models import Event, StationStaff, VisitOpinion
from stations.rules import can_record
from stations.workflow import Newcomer, add_staff, end_staff, settle, succeed
from tests.stations.making import item
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 20)


@pytest.fixture
def newcomer(db):
    return User.objects.create_user("newcomer", "demo-2024", name="新来的")


@pytest.mark.parametrize(
    ("role", "granted"),
    [(StaffRole.DEPUTY_HEAD, Role.STATION_LIAISON), (StaffRole.LIAISON, Role.STATION_LIAISON)],
)
def test_a_grant_comes_and_goes_with_the_post(world, newcomer, role, granted):
    staff = add_staff(world.station, name="新来的", role=role, user=newcomer, actor=world["staff"])
    assert Grant.objects.get(user=newcomer).role == granted
    assert can_record(User.objects.get(pk=newcomer.pk), world.station)
    end_staff(staff, actor=world["staff"])
    assert not can_record(User.objects.get(pk=newcomer.pk), world.station)


def test_a_head_follows_a_head(world, newcomer):
    with pytest.raises(RuleError, match="已经有站长"):
        add_staff(world.station, name="新来的", role=StaffRole.HEAD, user=newcomer, actor=world["staff"])
    end_staff(StationStaff.objects.get(role=StaffRole.HEAD), actor=world["staff"])
    add_staff(world.station, name="新来的", role=StaffRole.HEAD, user=newcomer, actor=world["staff"])
    assert Grant.objects.get(user=newcomer).role == Role.STATION_HEAD
    assert not can_record(world["head"], world.station)


def test_the_same_account_is_there_once(world):
    with pytest.raises(RuleError, match="已经是本站人员"):
        add_staff(world.station, name="孙晓", role=StaffRole.LIAISON, user=world["liaison"], actor=world["staff"])


def test_a_keeper_of_the_system_has_no_post(world):
    with pytest.raises(RuleError):
        add_staff(world.station, name="管理员", role=StaffRole.LIAISON, user=world["sysadmin"], actor=world["staff"])
    assert StationStaff.objects.count() == 2


def test_without_an_account_there_is_no_grant(world):
    before = Grant.objects.count()
    end_staff(add_staff(world.station, name="老刘", role=StaffRole.LIAISON, actor=world["staff"]), actor=world["staff"])
    assert Grant.objects.count() == before


def test_leaving_twice_or_before_coming_is_refused(world):
    staff = StationStaff.objects.get(role=StaffRole.LIAISON)
    with pytest.raises(RuleError, match="不能早于"):
        end_staff(staff, actor=world["staff"], on=date(2023, 12, 31))
    stale = StationStaff.objects.get(pk=staff.pk)
    end_staff(staff, actor=world["staff"])
    with pytest.raises(RuleError, match="已经离任"):
        end_staff(stale, actor=world["staff"])


def test_a_post_that_begins_later_grants_later(world, newcomer):
    tomorrow = timezone.localdate() + timedelta(days=1)
    add_staff(
        world.station, name="新来的", role=StaffRole.LIAISON, user=newcomer, actor=world["staff"], started_on=tomorrow
    )
    assert not can_record(User.objects.get(pk=newcomer.pk), world.station)


@pytest.mark.parametrize("name", [name for name in PERSONAS if name != "staff"])
def test_only_staff_say_who_works_there(world, name):
    with pytest.raises(NotAllowedError):
        add_staff(world.station, name="老刘", role=StaffRole.LIAISON, actor=world[name])
    with pytest.raises(NotAllowedError):
        end_staff(StationStaff.objects.first(), actor=world[name])


# --- one follows another --------------------------------------------------------------------------
def head(world):
    return StationStaff.objects.current().get(station=world.station, role=StaffRole.HEAD)


def test_a_head_is_followed_in_one_step(world, newcomer):
    came = succeed(
        head(world), Newcomer("新来的", newcomer, chosen_by="elected", document="庆人〔2024〕3号"), on=DAY, actor=world["staff"]
    )
    assert (came.role, came.chosen_by, came.started_on) == (StaffRole.HEAD, "elected", DAY)
    gone = StationStaff.objects.get(name="何秀英")
    assert gone.ended_on == DAY
    assert can_record(User.objects.get(pk=newcomer.pk), world.station)
    assert not can_record(world["head"], world.station)
    assert list(Event.objects.filter(station=world.station).values_list("step", "note")) == [
        ("staff_end", "何秀英"),
        ("staff", "新来的"),
    ]


def test_the_liaison_officer_becomes_head_and_leaves_the_old_post(world):
    succeed(head(world), Newcomer("孙晓", world["liaison"]), on=DAY, actor=world["staff"])
    roles = Grant.objects.in_force(timezone.localdate()).filter(user=world["liaison"]).values_list("role", flat=True)
    assert list(roles) == [Role.STATION_HEAD]
    assert StationStaff.objects.current().count() == 1


def test_somebody_without_an_account_follows(world):
    succeed(head(world), Newcomer("老刘"), on=DAY, actor=world["staff"])
    assert head(world).name == "老刘"
    assert not can_record(world["head"], world.station)


def test_neither_or_both(world):
    before = list(StationStaff.objects.order_by("pk").values())
    with pytest.raises(RuleError):
        succeed(head(world), Newcomer("管理员", world["sysadmin"]), on=DAY, actor=world["staff"])
    with pytest.raises(RuleError, match="已经在这个岗位"):
        succeed(head(world), Newcomer("何秀英", world["head"]), on=DAY, actor=world["staff"])
    with pytest.raises(NotAllowedError):
        succeed(head(world), Newcomer("老刘"), on=DAY, actor=world["head"])
    assert list(StationStaff.objects.order_by("pk").values()) == before
    assert can_record(world["head"], world.station)


def test_the_second_to_follow_is_told(world):
    stale = head(world)
    succeed(head(world), Newcomer("老刘"), on=DAY, actor=world["staff"])
    with pytest.raises(StaleError, match="刚才已经有人"):
        succeed(stale, Newcomer("老王"), on=DAY, actor=world["staff"])
    assert head(world).name == "老刘"


def test_what_a_leaver_had_in_hand_waits_for_who_comes(world, newcomer):
    held = item(world, Route.STATION)
    succeed(head(world), Newcomer("新来的", newcomer), on=DAY, actor=world["staff"])
    heir, leaver = User.objects.get(pk=newcomer.pk), world["head"]
    assert list(VisitOpinion.objects.visible_to(heir).in_hand_of(heir)) == [held]
    assert reports.pending_of(heir, DAY).in_hand == 1
    assert not VisitOpinion.objects.visible_to(leaver).in_hand_of(leaver).exists()
    assert settle(held, actor=heir, note="修好了。")


def test_the_page_of_a_succession(world, as_user):
    client, who = as_user("staff"), head(world)
    path = f"/stations/staff/{who.pk}/succeed/"
    assert "站长换人" in client.get(path).content.decode()
    typed = {"name": "老刘", "chosen_by": "appointed", "document": "", "user": "", "on": "2023年1月1日"}
    answer = client.post(path, typed)
    assert (answer.status_code, "老刘" in answer.content.decode()) == (422, True)
    assert client.post(path, {**typed, "on": "2024年5月20日"}).status_code == 302
    assert client.post(path, {**typed, "on": "2024年5月20日"}).status_code == 409
    page = client.get(f"/stations/{world.station.pk}/").content.decode()
    assert "以前的人员（1 人次）" in page
    assert "选配" in page
    assert as_user("head").get(path).status_code == 404  # no longer of this station
    assert as_user("township").get(path).status_code == 403
