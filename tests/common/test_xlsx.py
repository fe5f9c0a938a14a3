"""Tables go out as text and come back as they went, whatever people typed; bad uploads are refused in Chinese."""

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from common.xlsx import Column, RowError, raise_row_errors, read_xlsx, write_csv, write_xlsx

COLUMNS = [Column("姓名", lambda row: row[0], 12), Column("意见内容", lambda row: row[1], 60)]
ATTACKS = ["=1+1", "+86 139", "-5", "@SUM(A1)", "\t=1", '=HYPERLINK("http://example.invalid","x")', "\n=1"]


def book(*rows, sheet=None):
    """An uploaded workbook with these rows."""
    made = Workbook()
    page = made.active
    for row in rows:
        page.append(row)
    if sheet:
        sheet(page)
    data = io.BytesIO()
    made.save(data)
    return SimpleUploadedFile("名单.xlsx", data.getvalue())


def repacked(data, change):
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        members = {name: source.read(name) for name in source.namelist()}
        for name, content in change(members).items():
            target.writestr(name, content)
    return made.getvalue()


def refusal(upload, headings=("姓名",), **options):
    with pytest.raises(ValidationError) as caught:
        read_xlsx(upload, headings, **options)
    return " ".join(caught.value.messages)


# --- out ----------------------------------------------------------------------------------------
def test_workbook_has_title_frozen_heading_and_widths():
    data = write_xlsx(COLUMNS, [("张三", "路灯坏了")], title="意见台账", sheet="台账/2024")
    page = load_workbook(io.BytesIO(data)).active
    assert page.title == "台账2024"
    assert [[cell.value for cell in row] for row in page["A1:B3"]] == [
        ["意见台账", None],
        ["姓名", "意见内容"],
        ["张三", "路灯坏了"],
    ]
    assert page.freeze_panes == "A3"
    assert page.print_title_rows == "$2:$2"
    assert [page.column_dimensions[letter].width for letter in "AB"] == [12, 60]
    assert page["B3"].alignment.wrap_text
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight) == ("landscape", 9, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert str(page.merged_cells) == "A1:B1"


def test_a_row_is_as_high_as_its_longest_cell_until_it_is_edited():
    rows = [("张三", "路灯坏了"), ("李四", "路灯坏了，一下雨就看不见路。" * 20), ("王五", "一\n二\n三"), ("赵六", "长" * 30_000)]
    data = write_xlsx(COLUMNS, rows, title="意见台账")
    page = load_workbook(io.BytesIO(data)).active
    heights = [page.row_dimensions[number].height for number in range(3, 7)]
    assert heights == [18.5, 15.5 * 10 + 3, 15.5 * 3 + 3, 409]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"customHeight" not in archive.read("xl/worksheets/sheet1.xml")


def test_numbers_stand_in_the_middle():
    page = load_workbook(io.BytesIO(write_xlsx(COLUMNS, [(1, "一")]))).active
    assert page["A2"].alignment.horizontal == "center"


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_a_user_typed_becomes_a_formula(text):
    cell = load_workbook(io.BytesIO(write_xlsx(COLUMNS, [("甲", text)]))).active["B2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)
    lines = list(csv.reader(io.StringIO(b"".join(write_csv(COLUMNS, [("甲", text)])).decode("utf-8-sig"), newline="")))
    assert lines == [["姓名", "意见内容"], ["甲", "'" + text]]


def test_values_are_shown_as_people_write_them():
    values = [
        dt.date(2024, 9, 3),
        dt.datetime(2024, 9, 3, 8, 5),
        dt.time(9, 30),
        True,
        None,
        Decimal("2.50"),
        7,
        "x\x08y",
    ]
    data = write_xlsx([Column("值", lambda value: value)], values)
    page = load_workbook(io.BytesIO(data)).active
    shown = [row[0].value for row in page.iter_rows(min_row=2)]
    assert shown == ["2024年9月3日", "2024年9月3日 08:05", "09:30", "是", None, 2.5, 7, "xy"]


def test_text_longer_than_a_cell_says_that_it_was_cut():
    data = write_xlsx(COLUMNS, [("甲", "长" * 40_000)])
    value = load_workbook(io.BytesIO(data)).active["B2"].value
    assert len(value) == 32_767
    assert value.endswith("（超出单元格长度，后文从略）")


def test_same_rows_give_the_same_bytes_and_are_read_once():
    rows = [("张三", "一"), ("李四", "二")]
    assert write_xlsx(COLUMNS, iter(rows), title="表") == write_xlsx(COLUMNS, iter(rows), title="表")


CELLS = st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=40)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8), st.sampled_from(["", "意见台账"]))
def test_text_survives_the_way_out_and_in(rows, title):
    back = read_xlsx(write_xlsx(COLUMNS, [("x" + a, b) for a, b in rows], title=title), ["姓名", "意见内容"])
    assert [(row.values["姓名"], row.values["意见内容"]) for row in back] == [
        (("x" + a).strip(), b.strip()) for a, b in rows
    ]
    assert [row.number for row in back] == list(range(3 if title else 2, len(rows) + (3 if title else 2)))


# --- in -----------------------------------------------------------------------------------------
def test_headings_are_found_below_titles_however_they_are_spaced():
    upload = book(
        ["新蔡县人大代表名单"],
        [None, "填报单位：示例"],
        [],
        ["序号", " 姓　名 *", "联系电话（必填）", "ＱＱ", "备注"],
        [1, "张三", 13900001111, "a", "无"],
        [],
        [2, "李四 ", "0396-5900000", None, None],
    )
    rows = read_xlsx(upload, ["姓名", "联系电话"], optional=["QQ", "代表层级"])
    assert [(row.number, row.values) for row in rows] == [
        (5, {"姓名": "张三", "联系电话": "13900001111", "QQ": "a", "代表层级": ""}),
        (7, {"姓名": "李四", "联系电话": "0396-5900000", "QQ": "", "代表层级": ""}),
    ]


def test_numbers_and_dates_come_as_text():
    upload = book(
        ["姓名", "生日", "时间", "数", "分", "是否"],
        ["甲", dt.date(1980, 3, 1), dt.datetime(2024, 5, 1, 9, 0), 12.0, 1.5, True],
    )
    row = read_xlsx(upload, ["姓名", "生日", "时间", "数", "分", "是否"])[0]
    assert list(row.values.values()) == ["甲", "1980年3月1日", "2024年5月1日 09:00", "12", "1.5", "是"]


def test_long_numbers_that_excel_has_rounded_are_named_with_row_and_heading():
    upload = book(["姓名", "证件号"], ["甲", "1"], ["乙", 411000198001011234])
    assert refusal(upload, ["姓名", "证件号"]).startswith("第 3 行 证件号：数字过长")


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (SimpleUploadedFile("a.xlsx", "姓名,电话\n张三,1\n".encode("gbk")), "CSV 或文本文件改了扩展名"),
        (SimpleUploadedFile("a.xlsx", b""), "文件是空的"),
        (SimpleUploadedFile("a.xlsx", b"PK\x03\x04 broken"), "文件已损坏"),
        (
            SimpleUploadedFile("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")),
            "设了打开密码",
        ),
        (SimpleUploadedFile("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1Workbook"), "旧版 Excel 文件"),
        (book(), "第一张工作表是空的"),
        (book(["a", "b"], [1, 2]), "没有找到表头。表里应有这些列：“姓名”"),
        (book(["姓名"], [None], ["  "]), "表头下面没有数据"),
        (book(["姓名", "姓 名"], ["甲", "乙"]), "“姓名”出现了两次"),
    ],
    ids=["csv", "empty", "broken", "password", "xls", "blank", "no headings", "no data", "double"],
)
def test_bad_files_are_refused_with_a_sentence(upload, sentence):
    assert sentence in refusal(upload)


def test_missing_columns_are_named():
    upload = book(["名单"], ["姓名", "备注"], ["甲", ""])
    message = refusal(upload, ["姓名", "联系电话", "意见内容"])
    assert message == "第 2 行的表头里缺少“联系电话”、“意见内容”列。"


def test_limits_of_rows_and_size_are_told():
    upload = book(["姓名"], *(["甲"] for _ in range(12)))
    assert "表里有 12 行，一次最多 10 行" in refusal(upload, max_rows=10)
    assert "文件超过 1 KB" in refusal(upload, max_bytes=1024)
    assert len(read_xlsx(upload, ["姓名"], max_rows=12)) == 12


def test_a_cell_in_the_last_corner_is_refused_before_memory_is_taken():
    def corner(page):
        page["XFD1048576"] = "远"

    assert "最多读到第" in refusal(book(["姓名"], ["甲"], sheet=corner))

    def wide(page):
        page["XFD2"] = "远"

    assert "最多 300 列" in refusal(book(["姓名"], ["甲"], sheet=wide))


def test_bombs_and_disguises_are_refused():
    good = book(["姓名"], ["甲"]).read()
    bomb = repacked(good, lambda members: members | {"xl/media.xml": b"<a>" + b" " * (120 * 2**20) + b"</a>"})
    assert len(bomb) < 1_000_000
    assert "展开后过大" in refusal(bomb)
    entity = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert "已损坏" in refusal(repacked(good, lambda members: members | {"xl/styles.xml": entity}))
    assert "不是 Excel 工作簿" in refusal(repacked(good, lambda _: {"word/document.xml": b"<a/>"}))
    hidden = repacked(
        good,
        lambda members: (
            members
            | {
                "xl/_rels/workbook.xml.rels": members["xl/_rels/workbook.xml.rels"].replace(
                    b"sheet1.xml", b"sheet1.bin"
                )
            }
        ),
    )
    assert "已损坏" in refusal(hidden)
    assert "已损坏" in refusal(good[: len(good) // 2])


def test_row_errors_are_told_in_order():
    with pytest.raises(ValidationError) as caught:
        raise_row_errors([RowError(9, "", "与第 3 行重复。"), RowError(7, "姓名", "请填写姓名。")])
    assert caught.value.messages == ["第 7 行 姓名：请填写姓名。", "第 9 行：与第 3 行重复。"]
    raise_row_errors([])
