"""月台账: columns as the county wants them, a month handed in once, what was put right since, the text for outside."""

import io
import json
from datetime import date, timedelta
from threading import Thread

import pytest
from django.db import connection
from openpyxl import load_workbook

from accounts.models import AuditEntry
from common.errors import NotAllowedError, RuleError, StaleError
from opinions.models import Opinion
from stations import workflow
from stations.choices import Route
from stations.models import LedgerLayout, MonthlyReport
from stations.reports import monthly
from stations.reports.ledger import DEFAULT_KEYS, KINDS, default_columns
from stations.rules.ledger import can_hand_in, can_set_layout, can_view_report
from stations.workflow.ledger import hand_in, set_layout, workbook
from tests.stations.making import HELD_ON, NAME, PHONE, item, visit
from tests.stations.test_models import refused
from tests.world import PERSONAS, moment

pytestmark = pytest.mark.django_db
MAY, AFTER = date(2024, 5, 1), moment(date(2024, 6, 3))


def entries(world, name="head"):
    return monthly.entries_for(world[name], [world.station], MAY, HELD_ON)


def table(data):
    sheet = load_workbook(io.BytesIO(data)).active
    return [list(row) for row in sheet.values]


def columns(*keys, **headings):
    words = {one.key: one.word for one in KINDS}
    return [{"key": key, "heading": headings.get(key, words[key] or "空列"), "width": 10} for key in keys]


def test_the_default_form_is_the_common_ledger(world):
    visit(world, Route.STATION, words=(f"我是{NAME}，电话 {PHONE}，路灯不亮。",))
    title, head, row = table(workbook(monthly.default_layout(), entries(world), place="庆祖镇联络站", month=MAY))
    assert title[0] == "庆祖镇联络站2024年5月群众意见建议台账"
    assert head == [
        "序号", "收集时间", "渠道", "提出人", "联系代表", "类别", "内容", "是否共性问题",
        "处理", "承办单位", "时限", "进度", "结果", "反馈", "满意度",
    ]  # fmt: skip
    assert row[:5] == [1, "2024年5月15日", "接待选民", "吕**", "张守信"]
    assert (NAME in str(row), PHONE in str(row)) == (False, False)
    assert row[8:11] == ["站内协调", "庆祖镇联络站", "2024年5月29日"]


def test_every_column_there_is_can_be_filled(world):
    row = item(world, Route.STATION, gender="f", age=56, address="东湖社区 3 号楼")
    workflow.settle(row, actor=world["head"], note=f"已疏通，{NAME}满意。")
    workflow.tell_visitor(row, actor=world["head"], how="phone")
    entry = entries(world)[0]
    cells = {kind.key: kind.getter(entry) for kind in KINDS}
    assert (cells["gender"], cells["age"], cells["address"], cells["phone"]) == ("女", 56, "东湖社区****", "138****1234")
    assert cells["result"] == "已疏通，吕某某满意。"
    assert cells["feedback"].endswith("电话")
    assert cells["recorder"] == "何秀英"


def test_a_formula_stays_text(world):
    visit(world, words=("=HYPERLINK(1)",))
    data = workbook(monthly.default_layout(), entries(world), place="站", month=MAY)
    cells = [cell for row in load_workbook(io.BytesIO(data)).active.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if "HYPERLINK" in str(cell.value)] == ["s"]


def test_the_countys_own_form(world):
    visit(world)
    made = set_layout(
        world.committee,
        title="{地方}{月}月情况",
        columns=columns("content", "blank1", "number", content="反映问题", blank1="领导批示"),
        version=0,
        actor=world["staff"],
    )
    layout = monthly.layout_of(world.committee)
    title, head, row = table(workbook(layout, entries(world), place="庆祖镇", month=MAY))
    assert (title[0], head, made.version) == ("庆祖镇5月情况", ["反映问题", "领导批示", "序号"], 1)
    assert row[1:] == [None, 1]
    assert layout.with_station().keys[1] == "station"
    assert layout.with_station().with_station().keys.count("station") == 1
    assert AuditEntry.objects.get(action="维护目录").detail == "3 列"


def test_a_later_hand_on_the_form_is_told(world):
    facts = {"title": "台账", "columns": columns("content"), "actor": world["staff"]}
    set_layout(world.committee, version=0, **facts)
    for version in (0, 7):
        with pytest.raises(StaleError):
            set_layout(world.committee, version=version, **facts)
    assert set_layout(world.committee, version=1, **facts).version == 2


@pytest.mark.parametrize(
    ("title", "made", "said"),
    [
        ("", columns("content"), "请写表题"),
        ("{年}{日}", columns("content"), "不认识 {日}"),
        ("{年", columns("content"), "不认识 {年"),
        ("台账", [], "至少要选一列"),
        ("台账", columns("content", "content"), "选了两次"),
        ("台账", [{"key": "secret", "heading": "x", "width": 9}], "不认识"),
        ("台账", columns("content", content=" "), "要写列名"),
        ("台账", [{"key": "content", "heading": "x", "width": 99}], "4 到 60"),
        ("台账", columns(*[one.key for one in KINDS[:25]]), "最多 24 列"),
    ],
)
def test_what_is_no_form(world, title, made, said):
    with pytest.raises(RuleError, match=said):
        set_layout(world.committee, title=title, columns=made, version=0, actor=world["staff"])
    assert not LedgerLayout.objects.exists()


def test_a_month_is_handed_in_once(world):
    visit(world)
    visit(world, sealed=True)
    made = hand_in(world.station, date(2024, 5, 20), actor=world["head"], at=AFTER)
    assert (made.month, len(made.rows), made.figures["items"], made.handed_in_by) == (MAY, 1, 1, world["head"])
    assert table(made.file.open("rb").read())[1][6] == "内容"
    assert world.station.events.get(step="hand_in").data["rows"] == 1
    with pytest.raises(RuleError, match="已经报送过"):
        hand_in(world.station, MAY, actor=world["liaison"], at=AFTER)
    assert (NAME in json.dumps(made.rows, ensure_ascii=False), MonthlyReport.objects.count()) == (False, 1)


def test_an_empty_month_is_a_report_too(world):
    assert hand_in(world.station, MAY, actor=world["head"], at=AFTER).rows == {}


@pytest.mark.parametrize("day", [date(2024, 5, 20), date(2024, 5, 31)])
def test_a_month_that_is_not_over_is_refused(world, day):
    with pytest.raises(RuleError, match="还没有过完"):
        hand_in(world.station, MAY, actor=world["head"], at=moment(day))
    assert hand_in(world.station, MAY, actor=world["head"], at=moment(date(2024, 6, 1)))


@pytest.mark.parametrize("name", PERSONAS)
def test_who_hands_in_who_sees_who_sets(world, name):
    made, user = hand_in(world.station, MAY, actor=world["head"], at=AFTER), world[name]
    assert can_hand_in(user, world.station) is (name in {"head", "liaison"})
    assert can_set_layout(user, world.committee) is (name == "staff")
    assert MonthlyReport.objects.visible_to(user).exists() is can_view_report(user, made)
    april = date(2024, 4, 1)
    if name not in {"head", "liaison"}:
        with pytest.raises(NotAllowedError):
            hand_in(world.station, april, actor=user, at=AFTER)
    if name != "staff":
        with pytest.raises(NotAllowedError):
            set_layout(world.committee, title="台账", columns=columns("content"), version=0, actor=user)


def test_what_is_put_right_later_is_told(world):
    first, gone = item(world), item(world)
    made = hand_in(world.station, MAY, actor=world["head"], at=AFTER)
    now = lambda: monthly.changes_since(made, monthly.own_entries(world.station, MAY, HELD_ON))  # noqa: E731
    assert now() == []
    workflow.settle(first, actor=world["head"], note="已疏通。")  # progress is no correction
    assert now() == []
    Opinion.objects.filter(pk=first.opinion_id).update(original="改过的原话。")
    Opinion.objects.filter(pk=gone.opinion_id).update(visibility="withdrawn")
    visit(world, words=("补录的一件。",))
    found = {one.kind: one for one in now()}
    assert set(found) == {"补录", "删去", "更正"}
    assert found["补录"].brief == "补录的一件。"
    assert [(word, after) for word, _, after in found["更正"].changes] == [("内容", "改过的原话。")]


def test_the_day_and_the_station_make_it_once(world):
    made = hand_in(world.station, MAY, actor=world["head"], at=AFTER)
    facts = {"station": world.station, "name": "x", "size": 1, "file": "x", "sha256": "x", "content_type": "x"}
    refused(MonthlyReport(month=made.month, **facts), "已经报送过")
    refused(MonthlyReport(month=date(2024, 5, 2), **facts), "1 日")


def test_the_text_hides_names_numbers_and_doors(world):
    visit(world, Route.STATION, words=(f"我是{NAME}，住东湖社区 3 号楼 2 单元，电话 {PHONE}，下水道堵了。",))
    visit(world, secrecy=True, words=("这句不能说出去。",))
    sums = {"visits": 2, "items": 2}
    text = monthly.text_of(world.station, MAY, sums, entries(world))
    assert text.startswith("【庆祖镇人大代表联络站】2024年5月：接待 0 次，批次 2 批")
    assert "吕某某，住东湖社区 ×号楼 ×单元，电话 （电话已隐去），下水道堵了。（正在办理）" in text
    assert "不能说出去" not in text
    assert monthly.outside(text, [NAME]) == text  # hidden once, it stays as it is


@pytest.mark.parametrize(
    ("text", "hidden"), [("住12号院", "住×号院"), ("三组的井", "×组的井"), ("6月3号停电", "6月3号停电"), ("5 号路灯", "×号路灯")]
)
def test_doors_are_hidden(text, hidden):
    assert monthly.mask_places(text) == hidden


def test_what_is_to_hand_in(world):
    assert monthly.months_to_hand_in(world["head"], date(2024, 6, 3)) == []
    visit(world)
    assert monthly.months_to_hand_in(world["head"], date(2024, 6, 3)) == [world.station]
    assert monthly.months_to_hand_in(world["head"], date(2024, 5, 31)) == []
    hand_in(world.station, MAY, actor=world["head"], at=AFTER)
    assert monthly.months_to_hand_in(world["head"], date(2024, 6, 3)) == []
    assert monthly.span_of(date(2024, 12, 1)).until == date(2024, 12, 31)


def test_the_rows_ask_the_same_for_one_and_three(world, django_assert_num_queries):
    user = world["head"]
    assert user.scopes.items
    counts = []
    for number in (1, 3):
        while Opinion.objects.count() < number:
            item(world)
        with django_assert_num_queries(counts[0] if counts else 10) as asked:
            monthly.entries_for(user, [world.station], MAY, HELD_ON + timedelta(days=1))
        counts.append(len(asked.captured_queries))


def test_defaults_are_columns_that_exist():
    assert len(default_columns()) == len(DEFAULT_KEYS) == 15


@pytest.mark.django_db(transaction=True)
def test_two_hands_at_once_make_one_report(world):
    visit(world)
    found = []

    def send():
        try:
            found.append(hand_in(world.station, MAY, actor=world["head"], at=AFTER).pk)
        except RuleError as error:
            found.append(str(error))
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(isinstance(one, int) for one in found) == [False, False, True]
    assert MonthlyReport.objects.count() == 1
