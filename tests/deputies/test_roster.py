"""Rosters as they come: read, told apart, tried, written once and all."""

import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from accounts.models import AuditEntry
from common.crypto import keyed_hash
from common.errors import NotAllowedError, RuleError, StaleError
from deputies.imports import drafts
from deputies.imports.roster import KIND, given_for, import_roster, needs_columns
from deputies.models import Deputy, GroupMember, Mandate, RosterDraft, RosterHeading
from tests.deputies import rosters
from tests.deputies.trying import errors_of, imported, taken, trial_of, trial_of_today

pytestmark = pytest.mark.django_db


def refusal(world, upload):
    with pytest.raises(ValidationError) as caught:
        drafts.take_upload(KIND, upload, actor=world["staff"])
    assert not RosterDraft.objects.exists()
    return " ".join(caught.value.messages)


def test_a_plain_roster_adds_people_seats_and_groups(world):
    assert imported(world, rosters.plain()) == "新增 2 名，改动 0 名，不变 0 名"
    made = Deputy.objects.get(name="张守义")
    assert (made.gender, made.birth, made.home_region, made.phone) == ("m", "1970-03", world.town, "13800000001")
    assert made.initials == "zsy"
    assert made.phone_hash == keyed_hash("13800000001")
    assert Deputy.objects.filter(search_terms__matches="东街村").get() == made
    seat = made.mandates.get()
    assert (seat.level, seat.term, seat.region, seat.started_on) == ("county", 16, world.county, date(2022, 3, 1))
    assert made.memberships.get().group == world.group
    assert AuditEntry.objects.get(action="导入").detail == "新增 2 名，改动 0 名，不变 0 名"


def test_the_same_again_leaves_all_as_it_is(world):
    imported(world, rosters.plain())
    before = list(Mandate.objects.values()), list(GroupMember.objects.values())
    trial = trial_of(world, taken(world, rosters.plain()))
    assert (len(trial.plan.added), len(trial.plan.changed), len(trial.plan.left)) == (0, 0, 2)
    assert not trial.is_ready
    assert (list(Mandate.objects.values()), list(GroupMember.objects.values())) == before


@pytest.mark.parametrize(
    ("make", "given"),
    [
        (rosters.titled, {"level": "county"}),
        (rosters.numbers, {}),
        (rosters.several_lines, {}),
        (rosters.sections, {"level": "county", "term": 16, "started_on": "2022-03-01"}),
    ],
)
def test_ugly_workbooks_are_read(world, make, given):
    imported(world, make(), **given)
    made = Deputy.objects.get(name="张守义")
    assert (made.phone, made.home_region) == ("13800000001", world.town)
    county = made.mandates.get(level="county")
    assert (county.term, county.region, county.started_on) == (16, world.county, date(2022, 3, 1))
    assert Deputy.objects.get(name="李秀兰").phone == "13800000002"


def test_one_person_in_several_lines_is_one_with_several_seats(world):
    imported(world, rosters.several_lines())
    made = Deputy.objects.get(name="张守义")
    assert {(one.level, one.term, one.region) for one in made.mandates.all()} == {
        ("city", 9, world.city),
        ("county", 16, world.county),
        ("township", 4, world.town),
    }
    assert set(Deputy.objects.get(name="李秀兰").mandates.values_list("level", "term")) == {("city", 9), ("county", 16)}


def test_the_title_says_level_and_term(world):
    from deputies.imports.places import Places

    draft = drafts.take_upload(KIND, rosters.sections(), actor=world["staff"])
    table = drafts.tables_of(draft, KIND)[0]
    assert needs_columns(draft, table)
    assert given_for(table, Places(world["staff"])) == {"level": "county", "term": 16}


def test_days_as_numbers(world):
    imported(world, rosters.numbers())
    assert {one.started_on for one in Mandate.objects.exclude(deputy=world.deputy)} == {date(2022, 3, 1)}
    assert dict(Deputy.objects.exclude(pk=world.deputy.pk).values_list("name", "birth")) == {
        "张守义": "1970-03",
        "李秀兰": "1970-03",
        "王二小": "1970-03",
    }


def test_every_fault_names_its_row_and_nothing_is_written(world):
    draft = taken(world, rosters.broken_rows())
    told = [str(one) for one in trial_of(world, draft).errors]
    for words in (
        "第 4 行 姓名：没有写姓名",
        "第 5 行 性别：看不懂“男人”",
        "第 6 行 出生年月：没有“1970年13月”这一天",
        "第 7 行 所在乡镇（街道）：您的区划里没有“没有镇”",
        "第 8 行 手机号：电话号码不对",
        "第 9 行 代表层级：没有“村”这个层级",
        "第 10 行 届次：没有写届次",
        "第 11 行 任职起始：没有写任职起始日期",
        "第 12 行 出生年月：分不清是 2022年1月 还是 2022年10月",
        "第 13 行 单位和职务：写了 81 个字，最多 80 个字",
    ):
        assert any(one.startswith(words) for one in told), (words, told)
    with pytest.raises(RuleError, match="第 4 行"):
        import_roster(draft, actor=world["staff"], digest="")
    assert Deputy.objects.count() == 1
    assert RosterDraft.objects.get().content


def test_the_marked_file_shows_the_faults_and_comes_back_repaired(world):
    draft = taken(world, rosters.broken_rows())
    table = drafts.tables_of(draft, KIND)[0]
    errors = trial_of(world, draft).errors
    book = load_workbook(io.BytesIO(drafts.marked(draft, table, KIND, errors)))
    page = book.active
    assert page["K1"].value == "问题"
    assert page["K5"].value.startswith("性别：看不懂“男人”")
    assert (page["B5"].fill.start_color.rgb, page["B2"].fill.fill_type) == ("FFFFC7CE", None)
    page["B5"] = "男"
    again = taken(world, rosters.upload(book))
    assert not RosterDraft.objects.filter(pk=draft.pk).exists()
    told = [one.row for one in trial_of(world, again).errors]
    assert told[:2] == [4, 6]
    errors = trial_of(world, again).errors
    marked = load_workbook(io.BytesIO(drafts.marked(again, drafts.tables_of(again, KIND)[0], KIND, errors)))
    assert (marked.active["K5"].value, marked.active["B5"].fill.fill_type) == (None, None)
    assert marked.active.max_column == 11


def test_formulas_are_read_by_their_kept_values(world):
    assert errors_of(world, rosters.formulas()) == ["第 3 行 活动小组：这一格是错误值 #N/A，请改好公式，或者直接填内容。"]
    told = errors_of(world, rosters.formulas(cached=False))
    assert [one.partition("。")[0] for one in told] == [
        "第 2 行 单位和职务：这一格的公式还没有算出结果",
        "第 3 行 活动小组：这一格的公式还没有算出结果",
    ]


def test_local_names_are_said_once_and_remembered(world):
    draft = drafts.take_upload(KIND, rosters.local_names(), actor=world["staff"])
    table = drafts.tables_of(draft, KIND)[0]
    assert [one.text for one in drafts.unnamed(table, draft)] == ["尊姓大名", "哪个镇的", "干啥的", "鞋码"]
    given = dict.fromkeys(("home", "level", "term", "started_on"))
    columns = {**draft.columns, "0": "name", "1": "home", "3": "post", "4": ""}
    for wrong in ({**columns, "0": ""}, {**columns, "4": "name"}):
        with pytest.raises(RuleError):
            drafts.name_columns(draft, table, KIND, actor=world["staff"], columns=wrong, given=given)
    drafts.name_columns(draft, table, KIND, actor=world["staff"], columns=columns, given=given)
    import_roster(draft, actor=world["staff"], digest=trial_of_today(world, draft))
    again = drafts.take_upload(KIND, rosters.local_names(), actor=world["staff"])
    assert not needs_columns(again, drafts.tables_of(again, KIND)[0])
    assert [one.deputy.post for one in trial_of(world, again).plan.left] == ["东街村书记"]
    assert RosterHeading.objects.get(heading="鞋码").column == ""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("姓名,手机号\n张三,13800000001\n".encode(), "改了扩展名"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (b"PK\x03\x04" + b"0" * 50 * 1024 * 1024, "超过 5 MB"),
        (b"", "是空的"),
        (b"PK\x03\x04broken", "已损坏"),
    ],
)
def test_what_is_no_workbook_is_refused_plainly(world, content, words):
    assert words in refusal(world, SimpleUploadedFile("名册.xlsx", content))


def test_a_table_without_names_is_refused(world):
    assert "“姓名”" in refusal(world, rosters.plain(headings=list("甲乙丙丁戊己庚辛壬癸")))


def test_another_sheet_can_be_read(world):
    draft = taken(world, rosters.many_sheets())
    assert [table.sheet.name for table in drafts.tables_of(draft, KIND)] == ["庆祖镇", "庆祖镇二"]
    drafts.choose_sheet(draft, "庆祖镇二", KIND, actor=world["staff"])
    assert [one.deputy.name for one in trial_of(world, draft).plan.added] == ["李秀兰"]
    with pytest.raises(RuleError):
        drafts.choose_sheet(draft, "空表", KIND, actor=world["staff"])


# --- once, and only what was seen -------------------------------------------------------------------
def test_a_second_import_of_the_same_upload_is_refused(world):
    draft = taken(world, rosters.plain())
    digest = trial_of_today(world, draft)
    stale = RosterDraft.objects.get(pk=draft.pk)
    import_roster(draft, actor=world["staff"], digest=digest)
    with pytest.raises(StaleError):
        import_roster(stale, actor=world["staff"], digest=digest)
    assert Deputy.objects.count() == 3
    assert RosterDraft.objects.get().content == ""


def test_a_register_that_changed_meanwhile_is_looked_at_again(world):
    draft = taken(world, rosters.plain())
    digest = trial_of_today(world, draft)
    Deputy.objects.create(name="张守义", home_region=world.town, phone="13800000001")
    with pytest.raises(StaleError):
        import_roster(draft, actor=world["staff"], digest=digest)
    assert RosterDraft.objects.get().done_at is None


def test_who_keeps_no_roster_uploads_none(world):
    for name in ("township", "leader", "deputy", "agency"):
        with pytest.raises(NotAllowedError):
            drafts.take_upload(KIND, rosters.plain(), actor=world[name])


def test_another_place_is_out_of_reach(world):
    assert "您的区划里没有“庆祖镇”" in trial_of(world, taken(world, rosters.plain(), "outsider"), "outsider").errors[0].message


def test_the_upload_is_encrypted(world):
    from django.db import connection

    taken(world, rosters.plain())
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM deputies_rosterdraft")
        assert cursor.fetchone()[0].startswith("a1:")
