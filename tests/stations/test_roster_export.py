"""What goes out comes back as it went: import∘export is the identity."""

import io
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts.models import AuditEntry, Unit
from common.errors import NotAllowedError
from deputies.models import ActivityGroup
from stations import exports
from stations.choices import Chosen, StaffRole
from stations.exports.roster import GETTERS
from stations.imports import columns as c
from stations.imports.roster import import_stations
from stations.models import Station, StationGroup, StationNature, StationStaff
from tests.stations.rosters import upload_of
from tests.stations.trying import taken, trial_of

pytestmark = pytest.mark.django_db
WORDS = st.text(alphabet="甲乙丙丁村路号第=+-@ab_x0041（）", min_size=1, max_size=12).map(lambda text: " ".join(text.split()) or "x")
DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))
NAMES = st.sampled_from(["王伟", "欧阳修", "阿依古丽·买买提", "LI Ming", "张三"])
PEOPLE = st.lists(
    st.tuples(NAMES, st.sampled_from(StaffRole.values), DAYS, st.sampled_from(["", *Chosen.values]), st.one_of(st.just(""), WORDS)),
    max_size=4,
    unique_by=(lambda one: one[:2], lambda one: one[1] if one[1] == "head" else one[:2]),
)
STATIONS = st.lists(
    st.tuples(WORDS, WORDS, st.one_of(st.just(""), st.just("0393-1234567")), st.sets(st.sampled_from(list(c.FLAGGED))), st.integers(0, 2), PEOPLE),
    max_size=4,
)


def founded(world, rows):
    """These stations and no others, each with a name of its own."""
    for model in (StationNature, StationStaff, StationGroup):
        model.objects.all().delete()
    Station.objects.filter(events=None).delete()
    Unit.objects.filter(kind="station", name__startswith="站").delete()
    ActivityGroup.objects.exclude(pk=world.group.pk).delete()
    for number, (address, hours, phone, kinds, groups, people) in enumerate(rows):
        unit = Unit.objects.create(name=f"站（{number}）号", short_name=f"简 {number}", kind="station", branch="congress", region=world.town)
        made = Station.objects.create(unit=unit, reports_to=world.committee, address=address, hours=hours, phone=phone)
        StationNature.objects.bulk_create(StationNature(station=made, kind=kind) for kind in kinds)
        for extra in range(groups):
            at = 10 * number + extra + 2
            group = ActivityGroup.objects.create(region=world.town, number=at, name=f"第{at}组" if extra else f"甲、{at}")
            StationGroup.objects.create(station=made, group=group)
        for name, role, day, chosen, paper in people:
            StationStaff.objects.create(station=made, name=name, role=role, started_on=day, chosen_by=chosen, document=paper)


def state():
    return [list(model.objects.order_by("pk").values()) for model in (Station, StationStaff, StationNature, StationGroup, Unit)]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=STATIONS)
def test_an_export_imported_changes_nothing(world, rows):
    founded(world, rows)
    before = state()
    data = exports.station_roster(world["staff"])
    if not Station.objects.exists():
        return
    draft = taken(world, upload_of(data))
    trial = trial_of(world, draft)
    assert ([str(one) for one in trial.errors], trial.questions) == ([], [])
    assert [one.changes for one in trial.plan.stations] == [[]] * len(trial.plan.stations)
    import_stations(draft, actor=world["staff"], digest=trial.plan.digest)
    assert state() == before
    assert exports.station_roster(world["staff"]) == data


def cells(data):
    """The rows without the platform's numbers."""
    return [[cell.value for cell in row][1:] for row in load_workbook(io.BytesIO(data)).active.iter_rows()]


def test_an_export_fills_an_empty_register_to_the_same_file(world):
    people = [("王伟", "head", date(2024, 5, 1), "elected", "庆人1号"), ("张三", "liaison", date(2024, 6, 1), "", "")]
    founded(world, [("一号", "周三", "", {"model"}, 0, people), ("二号", "周四", "0393-1234567", set(), 0, [])])
    data = exports.station_roster(world["staff"])
    founded(world, [])
    book = load_workbook(io.BytesIO(data))
    for row in range(2, book.active.max_row + 1):
        book.active.cell(row, 1).value = None
    made = io.BytesIO()
    book.save(made)
    draft = taken(world, upload_of(made.getvalue()))
    trial = trial_of(world, draft)
    assert ([str(one) for one in trial.errors], trial.questions) == ([], [])
    import_stations(draft, actor=world["staff"], digest=trial.plan.digest)
    assert cells(exports.station_roster(world["staff"])) == cells(data)


def test_every_column_that_is_written_is_read_and_the_rest_only_say_the_same_otherwise():
    assert set(c.NAMES) - set(GETTERS) == {c.NATURE, *c.POSTS}
    assert set(GETTERS) <= set(c.NAMES)


def test_who_exports_what(world):
    assert "庆祖镇人大代表联络站" in str(cells(exports.station_roster(world["staff"])))
    assert "庆祖镇人大代表联络站" not in str(cells(exports.station_roster(world["outsider"])))
    with pytest.raises(NotAllowedError):
        exports.station_roster(world["township"])
    assert AuditEntry.objects.filter(action="导出", target="联络站名册").count() == 2
