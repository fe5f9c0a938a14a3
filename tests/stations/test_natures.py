"""What a station is besides, granted and ended with a paper and a day."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from common.errors import NotAllowedError, RuleError
from common.text import cn_date
from stations.models import Event, Station, StationNature
from stations.workflow import end_nature, grant_nature
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
SINCE = date(2023, 5, 1)


def granted(world, kind="model", actor="staff", **facts):
    facts = {"granted_by": "省人大常委会", "document": "豫人常〔2023〕5号", "since": SINCE, **facts}
    return grant_nature(world.station, kind, actor=world[actor] if actor else None, **facts)


def flags(world):
    made = Station.objects.get(pk=world.station.pk)
    return made.is_model_point, made.is_legislative_point, made.is_collection_point


def test_the_flag_follows_the_nature_and_both_leave_a_history(world):
    one = granted(world)
    granted(world, "collection")
    assert flags(world) == (True, False, True)
    end_nature(one, until=date(2024, 1, 1), actor=world["staff"])
    assert flags(world) == (False, False, True)
    steps = Event.objects.filter(station=world.station).values_list("step", "note").order_by("id")
    assert steps[0] == ("nature", "全过程人民民主基层示范点，省人大常委会，豫人常〔2023〕5号")
    assert [step for step, _ in steps] == ["nature", "nature", "nature_end"]


def test_a_station_is_a_thing_once_at_a_time(world):
    one = granted(world)
    with pytest.raises(RuleError, match="已经是"):
        granted(world)
    end_nature(one, until=SINCE, actor=world["staff"])
    with pytest.raises(RuleError, match="已经结束"):
        end_nature(StationNature.objects.get(), until=SINCE, actor=world["staff"])
    granted(world)
    assert flags(world)[0]


@pytest.mark.parametrize("until", [date(2023, 4, 30), date(2999, 1, 1)])
def test_it_ends_after_it_began_and_not_in_days_to_come(world, until):
    with pytest.raises(RuleError, match="结束日期"):
        end_nature(granted(world), until=until, actor=world["staff"])
    assert flags(world)[0]


def test_a_day_to_come_is_refused_and_a_station_stays_a_station(world):
    with pytest.raises(RuleError, match="不能晚于今天"):
        granted(world, since=date(2999, 1, 1))
    with pytest.raises(RuleError, match="撤站"):
        end_nature(granted(world, "liaison"), until=SINCE, actor=world["staff"])


def test_what_was_only_flagged_is_written_down_later(world):
    StationNature.objects.create(station=world.station, kind="model")
    granted(world)
    assert StationNature.objects.get().since == SINCE


@pytest.mark.parametrize("name", [name for name in PERSONAS if name != "staff"])
def test_only_staff_over_the_place_say_what_a_station_is(world, name):
    one = granted(world)
    with pytest.raises(NotAllowedError):
        granted(world, "legislative", actor=name)
    with pytest.raises(NotAllowedError):
        end_nature(one, until=SINCE, actor=world[name])


@pytest.mark.parametrize("facts", [{"kind": "model"}, {"kind": "legislative", "until": date(2020, 1, 1)}])
def test_constraints(world, facts):
    granted(world)
    row = StationNature(station=world.station, **{"since": SINCE, "granted_by": "省人大常委会", **facts})
    with pytest.raises(ValidationError):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


# --- pages ----------------------------------------------------------------------------------------
def typed(**changes):
    return {"kind": "model", "granted_by": "省人大常委会", "document": "", "since": "2023年5月1日", **changes}


def test_the_page_tells_grants_and_ends(world, as_user):
    client, path = as_user("staff"), f"/stations/{world.station.pk}/natures/"
    assert client.post(f"{path}add/", typed()).status_code == 302
    assert "2023年5月1日起，省人大常委会批准" in client.get(path).content.decode()
    assert "全过程人民民主基层示范点" in client.get(f"/stations/{world.station.pk}/").content.decode()
    answer = client.post(f"{path}add/", typed(since="昨天"))
    assert (answer.status_code, "昨天" in answer.content.decode()) == (422, True)
    made = StationNature.objects.get()
    early = client.post(f"/stations/natures/{made.pk}/end/", {"until": "2020年1月1日"})
    assert (early.status_code, "2020年1月1日" in early.content.decode()) == (422, True)
    client.post(f"/stations/natures/{made.pk}/end/", {"until": cn_date(timezone.localdate())})
    assert "以前是" in client.get(path).content.decode()


@pytest.mark.parametrize("name", PERSONAS)
def test_who_reads_and_who_writes(world, as_user, name):
    client, path = as_user(name), f"/stations/{world.station.pk}/natures/"
    inside = {"staff", "office", "leader", "township", "head", "liaison", "deputy"}
    assert client.get(path).status_code == (200 if name in inside else 404)
    expected = 302 if name == "staff" else 403 if name in inside else 404
    assert client.post(f"{path}add/", typed()).status_code == expected


def test_the_list_counts_and_narrows(world, as_user):
    granted(world)
    client = as_user("staff")
    text = " ".join(client.get("/stations/?kind=model").content.decode().split())
    assert '全过程人民民主基层示范点 <span class="count">1</span>' in text
    assert "庆祖镇人大代表联络站" in text
    assert "庆祖镇人大代表联络站" not in client.get("/stations/?kind=legislative").content.decode()
    assert "庆祖镇人大代表联络站" in client.get("/stations/?kind=nonsense").content.decode()
