"""What is typed: times and numbers as people write them, and the one choice nobody makes for them."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError

from common.text import cn_date
from deputies.models import Deputy
from stations.choices import Route
from stations.forms.fields import CnTimeField
from stations.forms.receptions import ReceptionForm, VisitForm
from stations.forms.upkeep import AssignForm
from stations.validators import clean_phone
from tests.stations.making import HELD_ON, slot, typed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9:30", time(9, 30)),
        ("9：30", time(9, 30)),
        ("９：３０", time(9, 30)),
        ("09:05", time(9, 5)),
        ("9点", time(9)),
        ("9点半", time(9, 30)),
        ("上午 9点20分", time(9, 20)),
        ("下午3点", time(15)),
        ("下午 15:10", time(15, 10)),
        ("晚上7时", time(19)),
        ("中午12点", time(12)),
        ("9", time(9)),
    ],
)
def test_a_time_as_people_write_it(text, expected):
    assert CnTimeField().clean(text) == expected


@pytest.mark.parametrize("text", ["25:00", "9:61", "早上", "9-30", "九点", "下午13点半点"])
def test_what_is_no_time(text):
    with pytest.raises(ValidationError):
        CnTimeField().clean(text)


def test_a_time_is_shown_without_a_zero_in_front():
    assert CnTimeField().prepare_value(time(9, 5)) == "9:05"
    assert CnTimeField(required=False).clean("") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("13800001234", "13800001234"),
        ("138 0000 1234", "13800001234"),
        ("+86 138-0000-1234", "13800001234"),
        ("１３８００００１２３４", "13800001234"),
        ("0393-8612345", "03938612345"),
        ("(0393)8612345", "03938612345"),
    ],
)
def test_a_number_as_people_write_it(text, expected):
    assert clean_phone(text) == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [("1380000", "现在有 7 位"), ("12800001234", "1 开头"), ("李四家的电话", "只写数字"), ("138000012345", "现在有 12 位")],
)
def test_what_is_no_number(text, says):
    with pytest.raises(ValidationError, match=says):
        clean_phone(text)


def bound(world, **changes):
    return VisitForm(typed(world, **changes), station=world.station)


@pytest.mark.django_db
def test_nothing_is_chosen_for_anybody(world):
    form = VisitForm(station=world.station)
    assert [card.value for card in form.route_cards()] == list(Route.values)
    assert not any(card.is_on for card in form.route_cards())
    assert form.route_cards()[2].hint == "庆祖镇人大主席团"
    assert form.initial["client_id"]


@pytest.mark.django_db
def test_a_name_or_the_wish_to_leave_none(world):
    form = bound(world, name="")
    assert "不愿留" in form.errors["name"][0]
    anonymous = bound(world, is_anonymous="on")
    assert anonymous.is_valid()
    assert anonymous.facts()["visitor"].name == ""


@pytest.mark.django_db
def test_sealed_goes_to_the_county_by_itself(world):
    form = bound(world, route="", sealed="on")
    assert form.is_valid(), form.errors
    assert form.facts()["handling"].route == Route.COUNTY
    assert "route" in bound(world, route="").errors


@pytest.mark.django_db
def test_words_are_not_trimmed(world):
    form = bound(world, original="  原话  ")
    assert form.is_valid()
    assert form.facts()["said"][0].original == "  原话  "


@pytest.mark.django_db
def test_a_second_thing_opens_its_box(world):
    assert VisitForm(station=world.station).more_said() is False
    form = bound(world, original_2="还有一件事", summary="下水")
    assert form.more_said() is True
    assert form.is_valid()
    assert [(one.original, one.summary) for one in form.facts()["said"]][1:] == [("还有一件事", ""), ("", "")]
    assert form.facts()["said"][0].summary == "下水"


def names(rows):
    return [(row.deputy.name, ticked) for row, ticked in rows]


@pytest.mark.django_db
def test_those_on_duty_stand_first(world):
    made = slot(world, days=0)
    form = ReceptionForm(station=world.station, on=made.date)
    assert (names(form.first_rows()), form.rest_rows()) == ([("张守信", False)], [])
    other = ReceptionForm(station=world.station, on=HELD_ON)
    assert (other.first_rows(), names(other.rest_rows()), other.rest_is_open()) == ([], [("张守信", False)], True)


@pytest.mark.django_db
def test_the_day_that_was_typed_says_who_was_on_duty(world):
    made = slot(world, days=0)
    today = ReceptionForm(typed(world, held_on=cn_date(made.date)), station=world.station, on=HELD_ON)
    assert names(today.first_rows()) == [("张守信", True)]
    before = ReceptionForm(typed(world), station=world.station, on=made.date)
    assert names(before.rest_rows()) == [("张守信", True)]
    nonsense = ReceptionForm(typed(world, held_on="那天"), station=world.station, on=made.date)
    assert names(nonsense.first_rows()) == [("张守信", True)]


@pytest.mark.django_db
def test_those_already_planned_stand_first(world):
    second = Deputy.objects.create(name="王秀兰", initials="wxl", home_region=world.town)
    form = AssignForm(slot=slot(world, deputies=[second]))
    assert names(form.first_rows()) == [("王秀兰", True)]
    assert names(form.rest_rows()) == [("张守信", False)]
    assert form.rest_is_open() is False
