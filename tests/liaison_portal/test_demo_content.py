"""The demonstration's content hangs together: every key resolves, the sums of the real case come out."""

from collections import Counter
from dataclasses import fields, is_dataclass
from datetime import date

import pytest

from accounts.choices import Branch, RegionLevel, Role, UnitKind
from deputies.choices import ContactKind, Level
from liaison_portal.demo import content
from liaison_portal.demo.content import (
    drafts,
    matters,
    opinions_one,
    opinions_three,
    opinions_two,
    people,
    receptions,
    regions,
    replies,
    running,
    units,
)
from liaison_portal.demo.content import stations as places
from stations.calendar import words_of
from stations.models import DayRule

GROUPS_OF_OPINIONS = {"one": opinions_one.OPINIONS, "two": opinions_two.OPINIONS, "three": opinions_three.OPINIONS}
OPINIONS = {row.key: row for rows in GROUPS_OF_OPINIONS.values() for row in rows}
MATTERS = {row.key: row for row in matters.MATTERS}
UNITS = {row.key: row for row in units.UNITS}
REGIONS = {row.code: row for row in regions.REGIONS}
ARTICLES = {(draft.topic, row.number) for draft in drafts.DRAFTS for row in draft.articles}
NOTES = (
    *replies.CO_OPINIONS,
    *replies.PROGRESS,
    *replies.SEND_BACKS,
    *replies.EXTENSIONS,
    *replies.REOPENED,
    *replies.RETURNED,
    *replies.URGES,
    *replies.FEEDBACKS,
)


def _texts(row: object) -> list[str]:
    """Every long text of a row and of the rows inside it."""
    found = []
    for field in fields(row):
        value = getattr(row, field.name)
        values = value if isinstance(value, tuple) else (value,)
        found += [text for text in values if isinstance(text, str) and len(text) >= 30]
        found += [text for inner in values if is_dataclass(inner) for text in _texts(inner)]
    return found


def test_every_region_hangs_in_the_tree():
    assert set(RegionLevel.values) >= {row.level for row in regions.REGIONS}
    for place, row in enumerate(regions.REGIONS):
        assert row.parent == "" or row.parent in {above.code for above in regions.REGIONS[:place]}
    assert len(REGIONS) == len(regions.REGIONS)


def test_statistical_codes_point_to_townships_and_disagree():
    pointed = {row.mca_code for row in regions.STATISTICAL}
    townships = {code for code, row in REGIONS.items() if row.level == "township"}
    assert pointed == townships
    swapped = {row.code: row.mca_code for row in regions.STATISTICAL}
    assert swapped["410922103"] == "410922104"
    assert swapped["410922104"] == "410922103"


def test_every_unit_resolves():
    assert len(UNITS) == len(units.UNITS)
    assert len({(row.region, row.name) for row in units.UNITS}) == len(units.UNITS)
    for row in units.UNITS:
        assert row.kind in UnitKind.values
        assert row.branch in Branch.values
        assert row.region in REGIONS
        assert row.parent == "" or row.parent in UNITS
        assert row.dispatch_via == "" or UNITS[row.dispatch_via].kind == "dispatch"
        assert len(row.name) <= 80
        assert len(row.short_name) <= 40


def test_every_government_department_is_reached_through_its_office():
    for row in units.UNITS:
        assert (row.kind != "department") or row.dispatch_via


def test_xincai_has_its_deputies_groups_and_contacts():
    rows = people.XINCAI_DEPUTIES
    assert sum(row.persons for row in rows) == 1994
    assert sum(row.groups for row in rows) == 137
    assert {row.region for row in rows} == {r.code for r in regions.REGIONS if r.parent == regions.XINCAI}
    for row in rows:
        held = people.levels_of(row)
        assert len(held) == row.persons
        mandates = Counter(level for person in held for level in person)
        assert mandates == Counter(province=row.province, city=row.city, county=row.county, township=row.township)
        assert row.township == 0 or not REGIONS[row.region].name.endswith("街道")
    assert Counter(row.kind for row in people.contacts()) == Counter(adviser=17, reporter=36, collector=156)
    assert {row.kind for row in people.contacts()} == set(ContactKind.values)


def test_groups_are_of_a_size_that_can_meet():
    for row in people.XINCAI_DEPUTIES:
        sizes = Counter(people.group_of(row, index) for index in range(row.persons))
        assert set(sizes) == set(range(1, row.groups + 1))
        assert all(10 <= size <= 20 for size in sizes.values())


def test_the_same_number_is_the_same_person():
    names = [people.person(number)[0] for number in range(1994)]
    assert names == [people.person(number)[0] for number in range(1994)]
    assert len(set(names)) > 1850
    assert max(Counter(names).values()) <= 5


def test_sittings_have_every_capacity_and_one_convener():
    capacities = set()
    for sitting in people.SITTINGS:
        assert 18 <= len(sitting.participants) <= 22
        functions = Counter(row.function for row in sitting.participants)
        assert functions["convener"] == 1
        assert functions["key"] == 2
        capacities |= {row.capacity for row in sitting.participants}
        for row in sitting.participants:
            assert row.unit == "" or row.unit in UNITS
            assert row.home == "" or row.home in REGIONS
            assert set(row.levels) <= set(Level.values)
            assert bool(row.levels) == row.capacity.endswith("_deputy")
    expected = "member city_deputy county_deputy town_deputy town_npc nonvoting citizen_rep grid resident"
    assert capacities == set(expected.split())


def test_all_fourteen_accounts_stand_on_known_ground():
    stations = {row.key for row in places.PUYANG_STATIONS}
    assert len({row.username for row in people.ACCOUNTS}) == len(people.ACCOUNTS) == 14
    for row in people.ACCOUNTS:
        assert row.role in Role.values
        assert row.unit == "" or row.unit in UNITS
        assert row.region == "" or row.region in REGIONS
        assert row.station == "" or row.station in stations
    named = {row.account: row.name for row in people.PARTICIPANTS.values() if row.account}
    assert named == {row.username: row.name for row in people.ACCOUNTS if row.username in named}


def test_the_accounts_of_xincai_work_at_one_station():
    stations = {row.key: row for row in places.xincai_stations()}
    for row in people.XINCAI_USERS:
        assert row.username.startswith("xc-")
        assert row.role in Role.values
        assert row.unit == "" or row.unit in UNITS
        assert row.region in REGIONS
    staff = {person.account: person.name for person in stations[people.XINCAI_STATION].staff if person.account}
    assert staff == {row.username: row.name for row in people.XINCAI_USERS if row.station}
    assert [row.username for row in people.XINCAI_USERS if row.role == "deputy"] == ["xc-deputy"]
    held = [row for row in receptions.RECEPTIONS if row.station == people.XINCAI_STATION]
    assert len(held) == 2


def test_articles_run_on_and_have_captions():
    for draft in drafts.DRAFTS:
        assert [row.number for row in draft.articles] == list(range(1, len(draft.articles) + 1))
        assert all(row.caption and row.text and row.label.startswith("第") for row in draft.articles)
    assert [len(draft.articles) for draft in drafts.DRAFTS] == [42, 15]


def test_opinions_are_many_spoken_by_those_present_and_about_existing_articles():
    assert len(OPINIONS) == sum(len(rows) for rows in GROUPS_OF_OPINIONS.values()) >= 168
    for sitting in people.SITTINGS:
        present = {row.key for row in sitting.participants}
        rows = GROUPS_OF_OPINIONS[sitting.key]
        assert len(rows) >= 56
        assert {row.participant for row in rows} <= present
    for row in OPINIONS.values():
        assert 30 <= len(row.text) <= 140
        assert row.intent in {"amend", "suggest", "problem", "affirm"}
        assert (row.topic, row.article) in ARTICLES or (row.topic, row.article) == ("other", None)


def test_at_the_running_sitting_those_present_speak_about_existing_articles():
    present = {row.key for row in running.RUNNING.participants}
    assert {row.participant for row in running.OPINIONS} <= present
    assert not present & set(OPINIONS)
    for row in running.OPINIONS:
        assert 30 <= len(row.text) <= 140
        assert (row.topic, row.article) in ARTICLES or (row.topic, row.article) == ("other", None)


def test_every_opinion_is_merged_or_left_on_the_board():
    merged = {key for row in matters.MATTERS for key in row.opinions}
    assert merged | set(matters.UNMERGED) == set(OPINIONS)
    assert merged & set(matters.UNMERGED) == set()
    assert 10 <= len(matters.UNMERGED) <= 14
    twice = Counter(key for row in matters.MATTERS for key in row.opinions)
    assert sum(count > 1 for count in twice.values()) >= 3


def test_no_text_is_written_twice():
    rows = [
        *OPINIONS.values(), *matters.MATTERS, *replies.REPLIES, *NOTES, *receptions.RECEPTIONS,
        *replies.SECOND_REPLIES, *running.OPINIONS,
        *(article for draft in drafts.DRAFTS for article in draft.articles),
    ]  # fmt: skip
    texts = Counter(text for row in rows for text in _texts(row))
    assert [text for text, count in texts.items() if count > 1] == []


def test_matters_cover_destinations_states_and_units_that_may_lead():
    assert len(MATTERS) == len(matters.MATTERS)
    assert {row.destination for row in matters.MATTERS} == {
        "assign", "legislative", "party", "own_organ", "lower_congress", "briefing", "none",
    }  # fmt: skip
    assert {row.state for row in matters.MATTERS} == set(content.STATES)
    for row in matters.MATTERS:
        assert row.category in matters.CATEGORIES
        assert bool(row.lead) == (row.destination == "assign") == (row.list_no > 0)
        assert not set(row.lead) & set(row.co)
        for key in row.lead:
            assert UNITS[key].branch in Branch.MAY_LEAD
            assert UNITS[key].kind != "dispatch"
        assert all(UNITS[key].branch != "party" for key in row.co)
        assert row.reason or row.destination in {"assign", "legislative"}


@pytest.mark.parametrize(("number", "least", "most"), [(1, 28, 36), (2, 5, 6), (3, 5, 6)])
def test_the_lists_are_of_the_planned_size(number, least, most):
    rows = [row for row in matters.MATTERS if row.list_no == number]
    assert least <= len(rows) <= most
    assert all((row.state == "drafting") == (number == 3) for row in rows)


def test_each_replied_matter_has_one_reply_and_no_other():
    replied = [row.matter for row in replies.REPLIES]
    assert sorted(replied) == sorted(row.key for row in matters.MATTERS if row.state in content.REPLIED)
    for row in replies.REPLIES:
        assert 150 <= len(row.body) <= 400
        assert row.answer_class in {"A", "B", "C"}
        assert (row.plan_days is not None) == (row.answer_class == "B") == bool(row.promise)
        assert {key for key, _ in row.unanswered} <= set(MATTERS[row.matter].opinions)


def test_what_was_done_again_was_answered_again_and_found_wanting_again():
    assert [row.matter for row in replies.SECOND_REPLIES] == [
        row.key for row in matters.MATTERS if row.state == "assessing"
    ]
    for row in replies.SECOND_REPLIES:
        first = next(reply for reply in replies.REPLIES if reply.matter == row.matter)
        assert {rating.participant for rating in row.ratings} == {rating.participant for rating in first.ratings}
        assert any(rating.result == "unsatisfied" and rating.reason for rating in row.ratings)


def test_ratings_come_from_those_who_spoke_and_agree_with_the_state():
    for row in replies.REPLIES:
        matter = MATTERS[row.matter]
        spoke = {OPINIONS[key].participant for key in matter.opinions}
        assert {rating.participant for rating in row.ratings} <= spoke
        assert bool(row.ratings) == (matter.state in content.RATED)
        bad = [rating for rating in row.ratings if rating.result == "unsatisfied"]
        assert bool(bad) == (matter.state in content.UNSATISFIED)
        assert all(rating.reason for rating in bad)


def test_notes_belong_to_matters_in_a_fitting_state():
    for row in NOTES:
        assert row.matter in MATTERS
        assert row.unit in UNITS or row.unit in people.PARTICIPANTS
    by_state = {
        "send_back": {row.matter for row in replies.SEND_BACKS},
        "extension": {row.matter for row in replies.EXTENSIONS},
    }
    for key, matter in MATTERS.items():
        assert (key in by_state["send_back"]) == matter.state.startswith(("send_back", "sent_back"))
        assert (key in by_state["extension"]) == matter.state.startswith("exten")
        if matter.state == "progress":
            assert key in {row.matter for row in replies.PROGRESS}
    for row in replies.CO_OPINIONS:
        assert row.unit in MATTERS[row.matter].co
    for row in replies.FEEDBACKS:
        assert row.unit in {OPINIONS[key].participant for key in MATTERS[row.matter].opinions}


def test_stations_serve_every_group_once():
    stations = places.xincai_stations()
    assert len(stations) == 45
    served = Counter((row.region, number) for row in stations for number in row.groups)
    assert len(served) == 137
    assert set(served.values()) == {1}
    puyang = Counter((row.region, number) for row in places.PUYANG_STATIONS for number in row.groups)
    assert set(puyang) == {(row.region, row.number) for row in places.PUYANG_GROUPS}
    assert all(row.staff[0].role == "head" and row.staff[-1].role == "liaison" for row in stations)


def test_receptions_are_at_known_stations_by_members_of_their_groups():
    stations = {row.key: row for row in (*places.PUYANG_STATIONS, *places.xincai_stations())}
    members = {(row.region, row.number): row.members for row in places.PUYANG_GROUPS}
    for row in receptions.RECEPTIONS:
        station = stations[row.station]
        known = {name for number in station.groups for name in members.get((station.region, number), ())}
        assert all(name in known or name.startswith("#") for name in row.deputies)
        assert row.station.startswith("xc_") == all(name.startswith("#") for name in row.deputies)
        assert all(visit.category in matters.CATEGORIES for visit in row.visits)
    assert len(receptions.RECEPTIONS) >= 14


def test_a_reception_shows_every_route_and_one_sealed_visit_about_the_head():
    visits = [(row.station, visit) for row in receptions.RECEPTIONS for visit in row.visits]
    routes = {visit.route for _, visit in visits}
    assert routes == {"settled", "station", "township", "county", "suggestion", "other_channel"}
    assert all(visit.note for _, visit in visits if visit.route == "other_channel")
    ((station, sealed),) = [pair for pair in visits if pair[1].sealed]
    head = next(row.staff[0].name for row in places.PUYANG_STATIONS if row.key == station)
    assert head in sealed.words
    assert sealed.route == "county"


def test_every_station_receives_by_the_rule_behind_its_hours():
    for hours, facts in places.RULES.items():
        rule = DayRule(valid_from=date(2024, 1, 1), **facts)
        rule.clean()
        assert words_of(rule) == hours
    rows = (*places.PUYANG_STATIONS, *places.xincai_stations())
    assert {row.hours for row in rows} == set(places.RULES)
