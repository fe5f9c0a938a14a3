"""The face-to-face sittings of the demonstration: every key resolves, nothing is said twice, no name is met twice."""

from collections import Counter
from datetime import date

import pytest

from liaison_portal.demo import faces as loader
from liaison_portal.demo.clock import Clock
from liaison_portal.demo.content import faces
from liaison_portal.demo.content.people import PARTICIPANTS
from liaison_portal.demo.content.regions import REGIONS
from liaison_portal.demo.content.units import UNITS
from liaison_portal.demo.matters import CATEGORIES
from liaison_portal.demo.world import COUNTY, World
from meetings.choices import FaceHost
from opinions.choices import Capacity, Destination

BY_KEY = {row.key: row for row in faces.FACES}
WORDS = [words for row in faces.FACES for _, _, words in row.spoken]


def test_twelve_sittings_and_more_than_two_hundred_opinions_none_of_them_twice():
    assert len(BY_KEY) == 12
    assert Counter(row.host for row in faces.FACES) == dict.fromkeys(FaceHost.values, 4)
    assert len(WORDS) > 200
    assert len(set(WORDS)) == len({words[:8] for words in WORDS}) == len(WORDS)
    assert min(map(len, WORDS)) >= 20


def test_who_speaks_is_there_and_is_met_once():
    for row in faces.FACES:
        assert {speaker for speaker, _, _ in row.spoken} == {*row.deputies, *(guest.key for guest in row.guests)}
        assert {intent for _, intent, _ in row.spoken} == set(loader.INTENTS)
        assert all(guest.capacity in Capacity.values for guest in row.guests)
    guests = [guest.name for row in faces.FACES for guest in row.guests] + [guest.name for guest in faces.NEXT_GUESTS]
    assert len({*guests, *(row.name for row in PARTICIPANTS.values())}) == len(guests) + len(PARTICIPANTS)


def test_places_units_and_matters_resolve():
    places, units = {row.code: row.name for row in REGIONS}, {row.key for row in UNITS}
    for row in faces.FACES:
        assert places[row.region] in row.place
    for row in faces.MERGED:
        assert row.category in CATEGORIES
        assert row.destination in {"", *Destination.values}
        assert set(row.lead) <= units
        assert (row.destination == Destination.ASSIGN) == bool(row.lead)
        assert max(row.numbers) <= len(BY_KEY[row.face].spoken)
    merged = [(row.face, number) for row in faces.MERGED for number in row.numbers]
    assert len(set(merged)) == len(merged) < len(WORDS)
    assert set(faces.REPORTED) <= set(BY_KEY)


@pytest.mark.parametrize("today", [date(2026, 1, 2), date(2026, 3, 16), date(2026, 7, 1), date(2026, 12, 31)])
def test_all_days_lie_in_one_year_in_order_and_in_the_past(db, today):
    days = loader._days(World(COUNTY, Clock(today)))
    assert len({day.year for day in days}) == 1
    assert days == sorted(set(days))
    assert days[-1] < today
