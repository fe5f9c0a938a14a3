"""What goes out comes back as it went: import∘export is the identity."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts.models import AuditEntry
from common.errors import NotAllowedError, RuleError
from deputies import exports
from deputies.choices import GroupRole, MandateStatus
from deputies.imports import columns as c
from deputies.imports import drafts
from deputies.imports.roster import KIND, import_roster, try_roster
from deputies.models import ActivityGroup, Deputy, GroupMember, Mandate
from tests.deputies.trying import taken

pytestmark = pytest.mark.django_db
WORDS = st.text(alphabet="甲乙丙丁村书记第=+-@ab_x0041", max_size=12).map(lambda text: " ".join(text.split()))
DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))
SEATS = st.lists(
    st.tuples(
        st.sampled_from(["nation", "province", "city", "county", "township"]),
        st.integers(1, 99),
        WORDS,
        st.booleans(),
        DAYS,
        st.one_of(st.none(), st.integers(0, 3000)),
        st.sampled_from(MandateStatus.values),
        WORDS,
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda seat: seat[:2],
)
PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["王伟", "欧阳修", "阿依古丽·买买提", "LI Ming", "张三"]),
        st.sampled_from(["", "m", "f"]),
        WORDS,
        SEATS,
        st.one_of(st.none(), st.tuples(st.integers(1, 3), st.sampled_from(GroupRole.values), DAYS)),
    ),
    max_size=6,
)


def founded(world, people):
    """The register with these people in it and nobody else; everybody has a telephone and a birthday of their own."""
    for model in (GroupMember, Mandate, Deputy, ActivityGroup):
        model.objects.all().delete()
    for number, (name, gender, post, seats, group) in enumerate(people):
        made = Deputy.objects.create(
            name=name, gender=gender, post=post, home_region=world.town, birth=f"19{50 + number}-01", phone=f"1380000000{number}"
        )
        for level, term, seat, member, day, days, status, reason in seats:
            regions = {"nation": world.province, "province": world.province, "city": world.city, "county": world.county}
            ended = None if days is None else date.fromordinal(day.toordinal() + days)
            Mandate.objects.create(
                deputy=made, level=level, term=term, region=regions.get(level, world.town), constituency=seat, is_member=member,
                started_on=day, ended_on=ended, status=status, status_reason=reason,
            )  # fmt: skip
        if group:
            book, _ = ActivityGroup.objects.get_or_create(region=world.town, number=group[0], defaults={"name": f"第{group[0]}组"})
            GroupMember.objects.create(group=book, deputy=made, role=group[1], joined_on=group[2])


def state():
    people = Deputy.objects.order_by("pk").values("pk", "name", "gender", "birth", "post", "profession", "home_region", "initials")
    return (
        list(people),
        [one.phone for one in Deputy.objects.order_by("pk")],
        list(Mandate.objects.order_by("deputy", "level", "term").values()),
        list(GroupMember.objects.order_by("deputy").values()),
    )


def as_upload(data):
    return SimpleUploadedFile("代表名册.xlsx", data)


def cells(data):
    """The rows without the platform's numbers."""
    return [[cell.value for cell in row][1:] for row in load_workbook(io.BytesIO(data)).active.iter_rows()]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=PEOPLE, whole=st.booleans())
def test_an_export_imported_changes_nothing(world, people, whole):
    founded(world, people)
    before = state()
    data = exports.roster(world["staff"], reason="核对通讯录" if whole else None)
    draft = taken(world, as_upload(data))
    trial = try_roster(draft, drafts.tables_of(draft, KIND)[0], actor=world["staff"])
    assert not trial.errors, [str(one) for one in trial.errors]
    assert not trial.questions
    assert [one.changes for one in trial.plan.people] == [[]] * len(trial.plan.people)
    import_roster(draft, actor=world["staff"], digest=trial.plan.digest)
    assert state() == before
    assert exports.roster(world["staff"], reason="核对通讯录" if whole else None) == data


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=PEOPLE)
def test_an_export_fills_an_empty_register_to_the_same_file(world, people):
    founded(world, people)
    data = exports.roster(world["staff"], reason="换一台机器")
    founded(world, [])
    draft = taken(world, without_keys(data))
    trial = try_roster(draft, drafts.tables_of(draft, KIND)[0], actor=world["staff"])
    assert ([str(one) for one in trial.errors], trial.questions) == ([], [])
    import_roster(draft, actor=world["staff"], digest=trial.plan.digest)
    assert cells(exports.roster(world["staff"], reason="换一台机器")) == cells(data)


def without_keys(data):
    book = load_workbook(io.BytesIO(data))
    for row in range(2, book.active.max_row + 1):
        book.active.cell(row, 1).value = None
    made = io.BytesIO()
    book.save(made)
    return as_upload(made.getvalue())


def test_numbers_are_masked_unless_there_is_a_reason(world):
    Deputy.objects.filter(pk=world.deputy.pk).update(phone="13800001111")
    masked = str(cells(exports.roster(world["staff"])))
    assert "138****1111" in masked
    assert "13800001111" not in masked
    assert "13800001111" in str(cells(exports.roster(world["staff"], reason="核对通讯录")))
    logged = AuditEntry.objects.filter(action="导出").order_by("id")
    assert [one.detail for one in logged] == ["1 行，手机号已隐去", "核对通讯录"]
    with pytest.raises(RuleError):
        exports.roster(world["staff"], reason="看")
    with pytest.raises(NotAllowedError):
        exports.roster(world["township"])


def test_only_the_own_region_goes_out(world):
    assert "张守信" in str(cells(exports.roster(world["staff"])))
    assert "张守信" not in str(cells(exports.roster(world["outsider"])))


def test_every_column_that_is_read_is_written(world):
    assert list(exports.GETTERS) == list(c.NAMES)
