"""Receptions and visits: the matrix of routes, idempotence, sealing, who may."""

from datetime import date, time, timedelta
from threading import Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Notice
from common.crypto import keyed_hash
from common.errors import NotAllowedError, RuleError
from deputies.models import Deputy, DutyRecord
from opinions.choices import OpinionStatus, Visibility
from opinions.models import Category, Contributor, Occasion, Opinion
from stations.choices import Route, SlotStatus
from stations.models import Event, Reception, StationStaff, Visit
from stations.workflow import Handling, Said, Visitor, record_reception, record_visit
from tests.stations.making import HELD_ON, NAME, PHONE, WORDS, reception, slot, visit
from tests.world import PERSONAS, moment

S = OpinionStatus
FIRST = {
    Route.SETTLED: (S.SETTLED, None),
    Route.STATION: (S.AT_STATION, "station_unit"),
    Route.TOWNSHIP: (S.AT_STATION, "town_congress"),
    Route.SUGGESTION: (S.AT_STATION, "station_unit"),
    Route.COUNTY: (S.WAITING, None),
    Route.OTHER: (S.NOT_ASSIGNED, None),
}


@pytest.mark.django_db
@pytest.mark.parametrize("route", Route.values)
def test_the_route_gives_the_first_state(world, route):
    status, holder = FIRST[route]
    opinion = visit(world, route).visit_opinions.get().opinion
    assert opinion.status == status
    assert opinion.holder == (getattr(world, holder) if holder else None)
    # ten working days after 15 May 2024: the holiday calendar of that year has none in between
    assert opinion.due_on == (date(2024, 5, 29) if holder else None)
    assert bool(opinion.reason) == (route == Route.OTHER)
    assert (opinion.unit, opinion.region, opinion.heard_on) == (world.station_unit, world.town, HELD_ON)


@pytest.mark.django_db
def test_every_route_is_in_the_matrix():
    assert set(FIRST) == set(Route.values)


@pytest.mark.django_db
def test_the_words_stay_as_they_fell(world):
    opinion = visit(world).visit_opinions.get().opinion
    assert opinion.original == WORDS


@pytest.mark.django_db
def test_the_visitor_is_kept_encrypted_and_found_by_hash(world):
    person = visit(world, secrecy=True, address="东湖社区 3 号楼").contributor
    assert (person.name, person.phone, person.secrecy) == (NAME, PHONE, True)
    assert person.phone_hash == keyed_hash(PHONE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM opinions_contributor WHERE id = %s", [person.pk])
        assert PHONE not in cursor.fetchone()[0]
        cursor.execute("SELECT address FROM stations_visit")
        assert "东湖" not in cursor.fetchone()[0]


@pytest.mark.django_db
def test_nobody_need_leave_a_name(world):
    person = visit(world, name="", phone="").contributor
    assert (person.masked_name, person.phone_hash) == ("匿名", "")


@pytest.mark.django_db
def test_several_things_said_are_several_opinions(world):
    made = visit(world, words=("路灯不亮。", "", "井盖松了。"), headcount=3)
    assert [one.opinion.original for one in made.visit_opinions.order_by("id")] == ["路灯不亮。", "井盖松了。"]
    assert made.headcount == 3


@pytest.mark.django_db
def test_the_same_visit_sent_twice_is_one(world):
    key = uuid4()
    first = visit(world, client_id=key, words=("路灯不亮。", "井盖松了。"))
    again = visit(world, client_id=key, words=("路灯不亮。", "井盖松了。"))
    assert again.pk == first.pk
    assert (Visit.objects.count(), Opinion.objects.count(), Contributor.objects.count()) == (1, 2, 1)


@pytest.mark.django_db
def test_the_same_reception_sent_twice_is_one(world):
    first, again = reception(world), reception(world)
    assert first.pk == again.pk
    assert (Reception.objects.count(), Occasion.objects.filter(kind="reception").count()) == (1, 1)
    assert DutyRecord.objects.count() == 1


@pytest.mark.django_db
def test_a_number_of_another_station_is_refused(world):
    key = uuid4()
    made = visit(world, client_id=key)
    other = world.station
    other.pk, other.unit = None, world.town_congress
    other.save(force_insert=True)
    Reception.objects.filter(pk=made.reception_id).update(station=other)
    with pytest.raises(RuleError, match="打开得太久"):
        visit(world, client_id=key, reception=reception_again(world, made))


def reception_again(world, made):
    world.station = type(made.reception.station).objects.get(unit=world.station_unit)
    return reception(world, at=time(15, 0))


@pytest.mark.django_db
def test_deputies_on_duty_get_a_record_once(world):
    made = reception(world)
    record = DutyRecord.objects.get()
    assert record.source_key == f"reception:{made.pk}:{world.deputy.pk}"
    assert (record.deputy, record.kind, record.on) == (world.deputy, "reception", HELD_ON)
    assert record.entered_by == world["head"]


@pytest.mark.django_db
def test_reception_and_entry_have_their_own_time(world):
    made = visit(world, at=moment(date(2024, 5, 20)))
    assert made.reception.held_on == HELD_ON
    assert timezone.localdate(made.created_at) == date(2024, 5, 20)
    assert made.visit_opinions.get().opinion.created_at == made.created_at


@pytest.mark.django_db
def test_entries_for_others_are_marked(world):
    assert visit(world).visit_opinions.get().opinion.is_proxy is True
    Deputy.objects.filter(pk=world.deputy.pk).update(user=world["head"])
    own = visit(world, reception=reception(world, at=time(15, 0)))
    assert own.visit_opinions.get().opinion.is_proxy is False


@pytest.mark.django_db
def test_a_head_who_is_the_deputy_on_duty_writes_in_person(world):
    StationStaff.objects.filter(user=world["head"]).update(deputy=world.deputy)
    assert visit(world).visit_opinions.get().opinion.is_proxy is False


@pytest.mark.django_db
def test_sealed_is_the_committees_alone(world):
    made = visit(world, sealed=True)
    opinion = made.visit_opinions.get().opinion
    assert (made.visibility, opinion.visibility, opinion.status) == (Visibility.SEALED, Visibility.SEALED, S.WAITING)
    for name in PERSONAS:
        sees = name in ("staff", "office", "leader")
        assert Visit.objects.visible_to(world[name]).filter(pk=made.pk).exists() is sees, name
        assert Opinion.objects.visible_to(world[name]).filter(pk=opinion.pk).exists() is sees, name


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"words": ("  ",)}, "original"),
        ({"words": ()}, "original"),
        ({"route": "nowhere"}, "route"),
        ({"route": Route.SETTLED, "answer": " "}, "answer"),
        ({"route": Route.OTHER, "answer": ""}, "elsewhere"),
        ({"route": Route.OTHER, "elsewhere": "moon"}, "elsewhere"),
        ({"route": Route.OTHER, "elsewhere": "court", "answer": "理" * 195}, "answer"),
        ({"route": Route.OTHER, "answer": "理" * 201}, "answer"),
        ({"headcount": 0}, "headcount"),
        ({"route": Route.STATION, "sealed": True}, "route"),
        ({"words": ("长" * 10_001,)}, "original"),
    ],
)
def test_what_a_visit_refuses(world, facts, field):
    with pytest.raises(RuleError) as refused:
        visit(world, facts.pop("route", Route.COUNTY), **facts)
    assert refused.value.field == field
    assert (Visit.objects.count(), Contributor.objects.count(), Opinion.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_a_station_without_township_says_so(world):
    world.station.township_office = None
    world.station.save()
    with pytest.raises(RuleError, match="乡镇人大"):
        visit(world, Route.TOWNSHIP)
    assert Visit.objects.count() == 0


@pytest.mark.django_db
def test_what_a_reception_refuses(world):
    stranger = Deputy.objects.create(name="外地代表", home_region=world.other_town)
    tomorrow = timezone.localdate() + timedelta(days=1)
    for facts, field in (
        ({"held_on": tomorrow}, "held_on"),
        ({"deputies": []}, "deputies"),
        ({"deputies": [stranger]}, "deputies"),
    ):
        given = {"held_on": HELD_ON, "started_at": time(9), "deputies": [world.deputy], **facts}
        with pytest.raises(RuleError) as refused:
            record_reception(world.station, actor=world["head"], **given)
        assert refused.value.field == field
    assert Reception.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("name", PERSONAS)
def test_only_the_stations_people_record(world, name):
    made = reception(world)
    said = (Visitor(), [Said("路灯不亮。")], Handling(Route.COUNTY))
    if name in ("head", "liaison"):
        assert reception(world, actor=name, at=time(10)).recorder == world[name]
        assert record_visit(made, *said, actor=world[name], client_id=uuid4()).entered_by == world[name]
        return
    with pytest.raises(NotAllowedError):
        reception(world, actor=name, at=time(10))
    with pytest.raises(NotAllowedError):
        record_visit(made, *said, actor=world[name], client_id=uuid4())


@pytest.mark.django_db
def test_the_system_may_load_what_happened_before(world):
    made = record_reception(world.station, held_on=HELD_ON, started_at=time(8), deputies=[world.deputy], actor=None)
    loaded = record_visit(made, Visitor(), [Said("路灯不亮。")], Handling(Route.COUNTY), client_id=uuid4(), actor=None)
    assert (made.recorder, loaded.entered_by) == (None, None)


@pytest.mark.django_db
def test_the_planned_day_is_carried_out(world):
    first, second = slot(world, days=0, starts=time(8, 0)), slot(world, days=0, starts=time(9, 0))
    made = record_reception(
        world.station, held_on=timezone.localdate(), started_at=time(9, 30), deputies=[world.deputy], actor=world["head"]
    )
    second.refresh_from_db()
    first.refresh_from_db()
    assert made.slot == second
    assert (first.status, second.status) == (SlotStatus.PLANNED, SlotStatus.HELD)


@pytest.mark.django_db
def test_what_happened_is_written_once(world):
    made = visit(world)
    assert [(e.step, e.actor) for e in Event.objects.filter(visit=made)] == [("record", world["head"])]
    assert made.visit_opinions.get().opinion.events.get().step == "register"


@pytest.mark.django_db
def test_a_category_goes_with_what_was_said(world):
    wanted = Category.objects.get(name="城建交通")
    made = record_visit(
        reception(world),
        Visitor(),
        [Said("路灯不亮。", "路灯", wanted)],
        Handling(Route.COUNTY),
        client_id=uuid4(),
        actor=world["head"],
    )
    opinion = made.visit_opinions.get().opinion
    assert (opinion.category, opinion.summary) == (wanted, "路灯")


@pytest.mark.django_db
def test_who_has_it_now_is_told(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        passed = visit(world, Route.TOWNSHIP)
        sealed = visit(world, sealed=True)
        visit(world, Route.STATION)
    told = {(n.user.username, n.key.rsplit(":", 1)[0]) for n in Notice.objects.select_related("user")}
    assert told == {("township", f"visit:{passed.pk}"), ("staff", f"visit:{sealed.pk}")}
    texts = "".join(n.label + n.copy_text for n in Notice.objects.all())
    assert NAME not in texts
    assert PHONE not in texts


@pytest.mark.django_db(transaction=True)
def test_two_saves_at_once_make_one_visit(world):
    made, key, found = reception(world), uuid4(), []

    def save():
        try:
            row = record_visit(
                made, Visitor(), [Said("路灯不亮。")], Handling(Route.COUNTY), client_id=key, actor=world["head"]
            )
            found.append(row.pk)
        finally:
            connection.close()

    threads = [Thread(target=save) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    assert (Visit.objects.count(), Opinion.objects.count()) == (1, 1)
