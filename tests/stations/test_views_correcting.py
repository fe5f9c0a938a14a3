"""更正接待信息, the page: works, wrong method, outsider, reader, invalid, stale."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deputies.models import Deputy
from stations.models import Reception
from stations.workflow import Held, correct_reception
from tests.stations.making import HELD_ON, reception, visit

pytestmark = pytest.mark.django_db


def page(made, part="correct/"):
    return f"/stations/receptions/{made.pk}/{part}"


def sent(world, made, **changes):
    facts = {
        "version": made.version,
        "held_on": "2024年5月16日",
        "started_at": "9点20",
        "ended_at": "",
        "place": made.occasion.place,
        "deputies": [world.deputy.pk],
        "reason": "日期写错了一天",
    }
    return {**facts, **changes}


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("head", 200),
        ("liaison", 200),
        ("staff", 200),
        ("township", 403),
        ("leader", 403),
        ("office", 403),
        ("outsider", 404),
        ("agency", 404),
        ("deputy", 404),
        (None, 302),
    ],
)
def test_a_button_that_is_shown_works(world, as_user, name, status):
    made, client = visit(world).reception, as_user(name)
    shown = [client.get(page(made, "")), client.get(f"/stations/receptions/visits/{made.visits.get().pk}/")]
    for answer in shown:
        assert (f'href="{page(made)}"' in answer.content.decode()) is (status == 200)
    assert client.get(page(made)).status_code == status
    assert client.post(page(made), sent(world, made)).status_code == (302 if status == 200 else status)
    assert (Reception.objects.get().held_on != HELD_ON) is (status == 200)


def test_the_page_opens_with_what_is_written_down(world, as_user):
    made = reception(world)
    text = as_user("head").get(page(made)).content.decode()
    for words in ("2024年5月15日", 'value="9:20"', "庆祖镇政府东 50 米", f'value="{world.deputy.pk}" checked'):
        assert words in text
    assert as_user("head").put(page(made)).status_code == 405


def test_it_is_put_right_and_the_page_tells(world, as_user):
    made, client = reception(world), as_user("head")
    second = Deputy.objects.create(name="王秀兰", initials="wxl", home_region=world.town)
    facts = sent(world, made, deputies=[second.pk], ended_at="上午11点半", place="")
    text = client.post(page(made), facts, follow=True).content.decode()
    for words in ("已更正", "更正记录", "2024年5月15日 改为 2024年5月16日", "张守信 改为 王秀兰", "日期写错了一天"):
        assert words in text
    assert "9:20 到 11:30" in text
    assert Reception.objects.get().occasion.place == world.station.address


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"held_on": "前天"}, "日期请写成"),
        ({"held_on": "2999年1月1日"}, "还没有到"),
        ({"started_at": "一早"}, "时间请写成"),
        ({"started_at": ""}, "这一项要填"),
        ({"ended_at": "8:00"}, "晚于开始时间"),
        ({"deputies": []}, "至少一位"),
        ({"deputies": ["999999"]}, "不在本站"),
        ({"reason": ""}, "为什么更正"),
        ({"reason": "长" * 121}, "120"),
        ({"version": "x"}, "整数"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(world, as_user, changes, says):
    made = reception(world)
    answer = as_user("head").post(page(made), sent(world, made, place="西街村委会", **changes))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert says in text
    assert "西街村委会" in text
    assert Reception.objects.get().version == 1


def test_no_change_is_said(world, as_user):
    made = reception(world)
    answer = as_user("head").post(page(made), sent(world, made, held_on="2024年5月15日"))
    assert answer.status_code == 422
    assert "没有要更正的" in answer.content.decode()


def test_somebody_else_was_first(world, as_user):
    made, client = reception(world), as_user("head")
    facts = sent(world, made, place="西街村委会")
    row = Reception.objects.get(pk=made.pk)
    held = replace(Held.of(row), place="东街村委会")
    correct_reception(row, held, actor=world["liaison"], version=1, reason="地点写错了")
    late = client.post(page(made), facts)
    text = late.content.decode()
    assert late.status_code == 409
    for words in ("别人刚更正过", "东街村委会", "西街村委会", 'name="version" value="2"'):
        assert words in text
    assert Reception.objects.get().occasion.place == "东街村委会"
    assert client.post(page(made), {**facts, "version": 2}).status_code == 302
    assert Reception.objects.get().occasion.place == "西街村委会"


def test_as_many_questions_for_three_corrections_as_for_one(world, as_user):
    made, client, counts = reception(world), as_user("head"), []
    for number in (1, 3):
        while Reception.objects.get().version <= number:
            version = Reception.objects.get().version
            facts = sent(world, made, version=version, place=f"第 {version} 处")
            assert client.post(page(made), facts).status_code == 302
        with CaptureQueriesContext(connection) as asked:
            client.get(page(made, ""))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 15
