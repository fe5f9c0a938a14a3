"""Stations as offices keep them: each ugly workbook is read, told apart, and written all or nothing."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Grant, Unit, UnitName
from common.errors import NotAllowedError, RuleError, StaleError
from deputies.imports import drafts
from deputies.models import ActivityGroup
from stations.imports.roster import KIND, import_stations
from stations.models import Event, Station, StationGroup, StationNature, StationStaff
from tests.deputies.rosters import sheet_of, upload
from tests.stations import rosters
from tests.stations.trying import errors_of, imported, taken, trial_of

pytestmark = pytest.mark.django_db
EAST = "庆祖镇东街代表联络站"
DAY = "2024-05-01"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def east():
    return Station.objects.get(unit__name=EAST)


def people(station):
    return list(station.staff.current().order_by("id").values_list("name", "role"))


def test_a_plain_table_founds_a_station_with_its_people(world):
    assert imported(world, rosters.plain()) == "新增 1 个站，改动 0 个，不变 0 个"
    made = east()
    assert (made.unit.region, made.reports_to, made.township_office) == (world.town, world.committee, world.town_congress)
    assert (made.address, made.hours) == ("东街村党群服务中心", "每周三 15:00")
    assert people(made) == [("张守义", "head"), ("李秀兰", "liaison")]
    assert Event.objects.filter(station=made).values_list("step", flat=True)[0] == "found"


def test_titles_merged_headings_spaced_names_and_several_in_a_cell(world):
    imported(world, rosters.titled(), started_on=DAY)
    made = east()
    assert (made.address, made.phone) == ("东街村１号", "0393-1234567")
    assert people(made) == [("张守义", "head"), ("李秀兰", "liaison"), ("王二小", "liaison")]
    assert {one.started_on for one in made.staff.all()} == {date(2024, 5, 1)}


def test_one_person_a_row_with_days_as_numbers(world):
    imported(world, rosters.one_a_row())
    rows = east().staff.order_by("id").values_list("name", "role", "started_on", "chosen_by", "document")
    day = date(2024, 5, 1)
    assert list(rows) == [
        ("张守义", "head", day, "elected", "庆人〔2024〕3号"),
        ("李秀兰", "deputy_head", day, "appointed", ""),
        ("王二小", "liaison", day, "", ""),
    ]


def test_titles_between_the_rows_say_the_place_and_a_cell_what_it_is(world):
    imported(world, rosters.sections())
    kinds = StationNature.objects.filter(until=None).values_list("station__unit__name", "kind")
    assert set(kinds) == {("东街代表联络站", "model"), ("东街代表联络站", "legislative"), ("西街代表联络站", "collection")}
    assert Station.objects.get(unit__name="西街代表联络站").is_collection_point


def test_the_sheet_of_stations_is_found_beside_the_deputies(world):
    draft = taken(world, rosters.with_deputies())
    assert drafts.tables_of(draft, KIND)[0].sheet.name == "联络站"


def test_what_a_unit_says_of_its_columns_is_remembered(world):
    draft = drafts.take_upload(KIND, rosters.local_names(), actor=world["staff"])
    table = drafts.tables_of(draft, KIND)[0]
    assert [one.text for one in drafts.unnamed(table, draft)] == ["哪个镇的", "在哪儿", "啥时候开", "管事的", "鞋码"]
    columns = dict(zip("012345", ("name", "home", "address", "hours", "head", ""), strict=True))
    drafts.name_columns(draft, table, KIND, actor=world["staff"], columns=columns, given={"started_on": DAY})
    again = drafts.take_upload(KIND, rosters.local_names(), actor=world["staff"])
    assert not drafts.unnamed(drafts.tables_of(again, KIND)[0], again)


def test_every_fault_is_told_with_its_row_and_nothing_is_written(world):
    told = errors_of(world, rosters.broken_rows())
    assert [one.partition("：")[0] for one in told] == [
        "第 3 行 联络站", "第 4 行 所在乡镇（街道）", "第 5 行 地址", "第 6 行 站长", "第 7 行 到任日期",
        "第 8 行 到任日期", "第 9 行 进站小组", "第 10 行 站长", "第 12 行 站长", "第 13 行 地址",
    ]  # fmt: skip
    draft = taken(world, rosters.broken_rows())
    with pytest.raises(RuleError, match="第 3 行"):
        import_stations(draft, actor=world["staff"], digest=trial_of(world, draft).plan.digest)
    assert Station.objects.count() == 1


def test_a_marked_table_says_what_is_wrong_beside_each_row(world):
    draft = taken(world, rosters.broken_rows())
    table = drafts.tables_of(draft, KIND)[0]
    data = drafts.marked(draft, table, KIND, trial_of(world, draft).errors)
    again = taken(world, rosters.upload_of(data))
    assert len(trial_of(world, again).errors) == 10


# --- which station is which -------------------------------------------------------------------------
def row(name="庆祖镇人大代表联络站", **changes):
    facts = {"联络站": name, "所在乡镇": "庆祖镇", **changes}
    return upload(sheet_of(list(facts), list(facts.values()))[0])


def test_the_same_name_in_the_same_place_is_the_same_station(world):
    assert imported(world, row(地址="新址 1 号")) == "新增 0 个站，改动 1 个，不变 0 个"
    assert Station.objects.get(pk=world.station.pk).address == "新址 1 号"
    assert imported(world, row(地址="新址 1 号")) == "新增 0 个站，改动 0 个，不变 1 个"


def test_a_name_that_is_only_alike_is_asked_about(world):
    table = lambda: row("庆祖镇联络中心站", 地址="x", 开放时间="y")  # noqa: E731
    question = trial_of(world, taken(world, table())).questions[0]
    assert [value for value, _ in question.options] == [f"d{world.station.pk}", "new"]
    imported(world, table(), answers={"2": f"d{world.station.pk}"})
    assert Station.objects.get().address == "x"
    imported(world, table(), answers={"2": "new"})
    assert Station.objects.count() == 2


def test_a_number_stands_for_its_station_and_no_other_name(world):
    told = errors_of(world, row("另一个站", 平台编号=world.station.pk))
    assert "改站名请找系统管理员" in told[0]
    assert "没有编号" in errors_of(world, row("另一个站", 平台编号=9999))[0]
    assert not UnitName.objects.exists()


def test_a_name_another_unit_bears_is_refused_before_anything_is_written(world):
    assert "已经有叫" in errors_of(world, row("庆祖镇人大主席团", 地址="x", 开放时间="y"))[0]


def test_a_unit_registered_as_a_station_becomes_one(world):
    Unit.objects.create(name=EAST, short_name="东街", kind="station", branch="congress", region=world.town)
    imported(world, rosters.plain())
    assert Unit.objects.filter(name=EAST).count() == 1


def test_a_station_stays_in_its_township(world):
    assert "乡镇不能这样改" in errors_of(world, row(平台编号=world.station.pk, 所在乡镇="濮阳县"))[0]


# --- people -----------------------------------------------------------------------------------------
def test_another_head_is_asked_about_and_followed_on_a_day(world):
    table = lambda: row(站长="老刘", 到任日期="2024年6月1日")  # noqa: E731
    trial = trial_of(world, taken(world, table()))
    assert "登记的站长是何秀英，表里写的是老刘" in trial.questions[0].words
    imported(world, table(), answers={"2-head": "follow"})
    assert people(world.station) == [("孙晓", "liaison"), ("老刘", "head")]
    assert StationStaff.objects.get(name="何秀英").ended_on == date(2024, 6, 1)


def test_another_head_may_be_the_same_or_stay(world):
    imported(world, row(站长="何秀荣", 地址="x"), answers={"2-head": "keep"})
    assert ("何秀英", "head") in people(world.station)
    imported(world, row(站长="何秀荣"), answers={"2-head": "same"})
    assert people(world.station)[0] == ("何秀荣", "head")
    assert Grant.objects.filter(user=world["head"], valid_to=None).exists()


def test_who_is_registered_and_not_in_the_table_stays_and_is_named(world):
    trial = trial_of(world, taken(world, row(联络员="老刘", 到任日期="2024年6月1日")))
    assert [str(one) for one in trial.plan.changed[0].unnamed] == ["何秀英（站长）", "孙晓（联络员）"]


def test_an_account_is_given_its_grant_and_a_strangers_is_refused(world):
    table = lambda who: row(姓名="周敏", 职责="联络员", 到任日期="2024年6月1日", 登录账号=who)  # noqa: E731
    assert "没有“outsider”这个登录账号" in errors_of(world, table("outsider"))[0]
    world["staff"].__class__.objects.filter(username="agency2").update(unit=world.station_unit)
    imported(world, table("agency2"))
    assert Grant.objects.filter(user=world["agency2"], unit=world.station_unit, valid_to=None).exists()
    assert "这个账号是何秀英在用" not in str(errors_of(world, table("agency2")))


# --- groups -----------------------------------------------------------------------------------------
def test_a_group_comes_to_the_station_that_names_it(world):
    second = ActivityGroup.objects.create(region=world.town, number=2, name="庆祖镇第2活动小组")
    imported(world, row(进站小组="1、第2活动小组"))
    assert set(StationGroup.objects.filter(station=world.station).values_list("group", flat=True)) == {
        world.group.pk,
        second.pk,
    }


def test_a_group_in_two_stations_is_refused(world):
    table = plain_rows((EAST, "庆祖镇", "x", "y", "", "", "", "", "1"), ("庆祖镇西街代表联络站", "庆祖镇", "x", "y", "", "", "", "", "1"))
    assert "一个小组只进一个站" in errors_of(world, table)[0]


def plain_rows(*rows):
    return rosters.plain(rows)


# --- all or nothing, once ---------------------------------------------------------------------------
def test_what_changed_meanwhile_is_looked_at_again(world):
    draft = taken(world, row(地址="新址"))
    digest = trial_of(world, draft).plan.digest
    Station.objects.update(address="别人改的")
    with pytest.raises(StaleError, match="有了变化"):
        import_stations(draft, actor=world["staff"], digest=digest)
    assert Station.objects.get().address == "别人改的"


def test_a_table_is_imported_once(world):
    draft = taken(world, rosters.plain())
    digest = trial_of(world, draft).plan.digest
    import_stations(draft, actor=world["staff"], digest=digest)
    with pytest.raises(StaleError):
        import_stations(draft, actor=world["staff"], digest=digest)
    assert Station.objects.count() == 2


def test_only_staff_of_the_place_import(world):
    with pytest.raises(NotAllowedError):
        taken(world, rosters.plain(), "township")
    assert "您的区划里没有" in str([str(one) for one in trial_of(world, taken(world, rosters.plain(), "outsider"), "outsider").errors])


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [("站点.xlsx", "联络站,地址\n东街,x".encode(), "xlsx"), ("站点.xlsx", OLD, "旧版"), ("站点.xlsx", OLD + "EncryptedPackage".encode("utf-16-le"), "密码")],
)
def test_bad_files_are_refused_in_words(world, name, data, words):
    with pytest.raises(ValidationError) as refused:
        taken(world, rosters.upload_of(data, name))
    assert words in "".join(refused.value.messages)


def test_a_table_without_stations_and_one_with_open_formulas(world):
    with pytest.raises(ValidationError, match="没有找到表头"):
        taken(world, upload(sheet_of(["姓什么", "多大"], ["张", 3])[0]))
    draft = taken(world, row(地址='="x"&1'))
    assert "公式还没有算出结果" in str(trial_of(world, draft).errors[0])
