"""What is always true of a row: asked of `full_clean` and of the database."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from common.append_only import guarded_tables
from stations.models import (
    Attachment,
    DutySlot,
    Event,
    Reception,
    SlotDeputy,
    StationStaff,
    Visit,
)
from tests.stations.making import reception, slot, visit
from tests.world import moment

pytestmark = pytest.mark.django_db


def refused(row, sentence, *, exclude=()):
    with pytest.raises(ValidationError, match=sentence):
        row.full_clean(exclude=exclude)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_one_head(world):
    refused(
        StationStaff(station=world.station, name="又一位", role="head", started_on=date(2024, 1, 1)), "只有一名站长"
    )


def test_a_day_is_planned_once(world):
    made = slot(world)
    facts = {"station": made.station, "date": made.date, "starts_at": made.starts_at, "ends_at": time(12)}
    refused(DutySlot(**facts), "已经排了")


def test_a_day_ends_after_it_begins(world):
    refused(
        DutySlot(station=world.station, date=date(2024, 5, 15), starts_at=time(9), ends_at=time(9)), "晚于开始时间"
    )


def test_a_deputy_is_on_a_day_once(world):
    refused(SlotDeputy(slot=slot(world), deputy=world.deputy), "已经排在这一天")


def test_a_reception_is_once(world):
    made = reception(world)
    facts = {"station": made.station, "held_on": made.held_on, "started_at": made.started_at}
    refused(Reception(**facts, occasion=world.sitting_occasion), "已经登记过")


def test_a_reception_ends_after_it_begins(world):
    made = reception(world)
    made.ended_at = made.started_at
    refused(made, "晚于开始时间")


def test_somebody_came(world):
    made = visit(world)
    made.headcount = 0
    refused(made, "至少是 1")


def test_an_event_has_one_target(world):
    made = visit(world)
    facts = {"step": "x", "at": moment(date(2024, 5, 15))}
    refused(Event(**facts), "只属于一个对象")
    refused(Event(**facts, visit=made, reception=made.reception), "只属于一个对象")
    refused(Event(**facts, visit=made, slot=slot(world)), "只属于一个对象")


def test_an_attachment_has_one_target(world):
    made = visit(world)
    facts = {"file": "a", "name": "a.pdf", "content_type": "application/pdf", "size": 1, "sha256": "0" * 64}
    refused(Attachment(**facts), "只属于一个对象", exclude=("file",))
    refused(Attachment(**facts, visit=made, reception=made.reception), "只属于一个对象", exclude=("file",))


def test_history_is_not_rewritten(world):
    assert "stations_event" in guarded_tables(connection)
    event = visit(world).events.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(note="改过")
    with pytest.raises(IntegrityError), transaction.atomic():
        event.delete()


def test_everything_says_what_it_is(world):
    made, row = visit(world), slot(world)
    texts = [str(one) for one in (world.station, made, made.reception, row, row.slot_deputies.get())]
    texts += [str(made.visit_opinions.get()), str(made.events.get()), str(world.station.staff.first())]
    texts += [str(world.station.groups.get())]
    assert all(texts)
    assert Visit.objects.get().get_absolute_url() == f"/stations/receptions/visits/{made.pk}/"
