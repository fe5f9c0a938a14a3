"""One's own group on the phone: place, course, conveners; who is in it for the convener alone."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings.actions import research
from meetings.actions.run_sheet import Line, save_run_sheet
from meetings.models import Attendee, Participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(hall):
    """The deputy's line in the second group, with their line on the roll."""
    one = hall.add("张守信", "county_deputy", "西街村党支部书记", deputy=hall.world.deputy)
    Attendee.objects.filter(pk=one.pk).update(told_at=timezone.now())
    Participant.objects.filter(contributor__deputy=hall.world.deputy).update(attendee=one)
    return Participant.objects.get(attendee=one)


def page(mine):
    return f"/meetings/mine/groups/{mine.pk}/"


def test_the_group_is_found_from_the_meeting(hall, mine, as_user):
    client = as_user("deputy")
    home = client.get("/meetings/mine/").text
    assert page(mine) in home
    assert "第二组：看地点和程序单" in home
    text = client.get(page(mine)).text
    assert "程序单还没有排好" in text
    assert "李国栋" in text  # the convener
    assert "刘玉芬" not in text
    assert client.post(page(mine)).status_code == 405
    for persona in ("outsider", "agency", "liaison", "staff"):
        assert as_user(persona).get(page(mine)).status_code == 404


def test_a_convener_finds_course_people_and_what_was_found(hall, mine, as_user):
    Participant.objects.filter(pk=mine.pk).update(is_convener=True)
    save_run_sheet(hall.sitting, [Line(kind="open", who="张守信", minutes=5)], actor=hall.staff, version=0)
    stop = research.save_stop(hall.meeting, actor=hall.staff, place="庆祖镇综治中心", visited_on=date(2024, 5, 13))
    research.add_finding(stop, actor=hall.staff, text="两套系统要重复录入。")
    hidden = Participant.objects.get(contributor__name="马春生").contributor
    type(hidden).objects.filter(pk=hidden.pk).update(secrecy=True)
    text = as_user("deputy").get(page(mine)).text
    for words in ("您是这一组的召集人", "宣布开会", "5 分钟", "刘玉芬", "庆祖镇综治中心", "两套系统要重复录入。", "我的会务材料"):
        assert words in text
    assert "马春生" not in text


def test_as_many_questions_for_three_as_for_one(hall, mine, as_user):
    Participant.objects.filter(pk=mine.pk).update(is_convener=True)
    client = as_user("deputy")

    def asked(address):
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    one = asked(page(mine)), asked("/meetings/mine/")
    save_run_sheet(hall.sitting, [Line(kind="open"), Line(kind="free"), Line(kind="close")], actor=hall.staff, version=0)
    for name in ("甲", "乙", "丙"):
        hall.person(name, "grid", "网格员")
        research.save_stop(hall.meeting, actor=hall.staff, place=name, visited_on=date(2024, 5, 13))
    more = hall.person("张守信", "county_deputy", "村民", sitting=hall.new_sitting("第三组"), deputy=hall.world.deputy)
    Participant.objects.filter(pk=more.pk).update(attendee=mine.attendee)
    few = asked(page(mine)), asked("/meetings/mine/")
    assert few[1] == one[1]
    assert few[0] <= one[0] + 1  # the findings of stops, asked once where there are any
