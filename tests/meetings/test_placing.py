"""The order of the record: by when it was said, whoever's laptop came home first; what is on paper stays where it is."""

from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from meetings import workflow
from meetings.models import RaisedOpinion
from opinions.models import Opinion

pytestmark = pytest.mark.django_db
migration = import_module("meetings.migrations.0023_raised_in_the_order_of_saying")
BEGUN = timezone.make_aware(datetime(2024, 5, 14, 14, 30))
MINUTE = timedelta(minutes=1)


def said(hall, text, minute, actor="staff"):
    moment = BEGUN + minute * MINUTE
    return hall.say(text, said_at=moment, at=BEGUN + 60 * MINUTE, actor=hall.world[actor])


def record(hall):
    rows = RaisedOpinion.objects.live().filter(sitting=hall.sitting).order_by("order").select_related("opinion")
    return "".join(row.opinion.original for row in rows)


def test_a_row_that_arrives_late_stands_where_it_was_said(hall):
    for text, minute in (("乙", 2), ("丁", 6), ("甲", 1), ("丙", 4), ("戊", 9)):
        said(hall, text, minute)
    assert record(hall) == "甲乙丙丁戊"


def test_what_stands_keeps_its_place_and_nobody_shares_one(hall):
    first = said(hall, "甲", 5)
    places = [first.order, *(said(hall, text, 5).order for text in "乙丙丁")]
    assert places == [first.order + number for number in range(4)]
    assert RaisedOpinion.objects.get(pk=first.pk).order == first.order
    assert said(hall, "戊", 4).order < first.order
    assert record(hall) == "戊甲乙丙丁"


@pytest.mark.parametrize("how", ["signed", "printed", "merged"])
def test_nothing_comes_before_what_may_be_on_paper(hall, how):
    row = said(hall, "甲", 5)
    said(hall, "丁", 8)
    if how == "merged":
        Opinion.objects.filter(pk=row.opinion_id).update(status=how)
    else:
        RaisedOpinion.objects.filter(pk=row.pk).update(status=how)
    said(hall, "乙", 1)
    said(hall, "丙", 3)
    assert record(hall) == "甲乙丙丁"


def test_a_laptop_in_another_year_comes_behind_in_the_order_of_writing(hall):
    said(hall, "甲", 50)
    for text in "乙丙":
        hall.say(text, said_at=BEGUN.replace(year=2019), at=BEGUN + 60 * MINUTE)
    assert record(hall) == "甲乙丙"


def test_a_row_deleted_leaves_its_place_to_nobody_and_another_fits_behind(hall):
    gone = workflow.delete_row(said(hall, "错", 5), actor=hall.staff)
    said(hall, "乙", 6)
    assert said(hall, "甲", 5).order == gone.order + 1
    assert record(hall) == "甲乙"


def test_what_was_recorded_before_keeps_its_order_there_and_back(hall):
    for number, (text, minute) in enumerate((("甲", 3), ("乙", 1), ("丙", 7)), start=4):
        row = said(hall, text, minute)
        RaisedOpinion.objects.filter(pk=row.pk).update(order=number)
    migration.by_time(apps, None)
    assert record(hall) == "甲乙丙"
    assert said(hall, "丁", 8).order > said(hall, "末", 2).order
    migration.by_number(apps, None)
    assert list(RaisedOpinion.objects.order_by("order").values_list("order", flat=True)) == [1, 2, 3, 4, 5]
