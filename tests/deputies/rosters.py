"""Rosters as offices keep them, made in code: each function is one ugly workbook as it would be uploaded."""

import io
import re
import zipfile
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

HEADINGS = ("姓名", "性别", "出生年月", "单位和职务", "所在乡镇", "手机号", "代表层级", "届次", "任职时间", "活动小组")
PEOPLE = (
    ("张守义", "男", "1970.03", "庆祖镇东街村书记", "庆祖镇", "13800000001", "县", "16", "2022年3月", "第1活动小组"),
    ("李秀兰", "女", "1981年12月", "庆祖镇中学教师", "庆祖镇", "13800000002", "县", "16", "2022年3月", "第1活动小组"),
)


def upload(book, name="名册.xlsx"):
    data = io.BytesIO()
    book.save(data)
    return SimpleUploadedFile(name, data.getvalue())


def sheet_of(*rows, title="Sheet1"):
    book = Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(row)
    return book, page


def plain(people=PEOPLE, headings=HEADINGS):
    """No tricks: headings in the first row."""
    return upload(sheet_of(headings, *people)[0])


def titled():
    """A merged title, a line of who made it, two rows of headings merged both ways, sums and a signature below."""
    book, page = sheet_of(
        ["濮阳县第十六届人民代表大会代表名册"],
        ["填报单位：县人大常委会选工委", None, None, None, None, "2024年5月"],
        ["序号", "姓 名", "基本情况", None, "任职情况", None, None, "联系电话"],
        [None, None, "性别", "单位及职务", "乡镇", "届次", "当选时间", None],
        [1, "张 守 义", "男", "庆祖镇东街村书记", "庆祖镇", "第十六届", "2022年3月", "138 0000 0001"],
        [2, "李　秀兰", "女", "庆祖镇中学教师", "庆祖", "十六", "2022.3.1", "１３８００００００ ０２"],
        ["合计", None, "2 名"],
        ["填表人：周敏", None, None, None, None, "审核人：王建军"],
    )
    for place in ("A1:H1", "A3:A4", "B3:B4", "C3:D3", "E3:G3", "H3:H4"):
        page.merge_cells(place)
    return upload(book)


def numbers():
    """Dates as day numbers, date cells and solid figures; telephones and terms as numbers."""
    book, page = sheet_of(
        ["手机", "姓名", "所属乡镇", "级别", "届别", "当选日期", "出生日期"],
        [13800000001, "张守义", "庆祖镇", "县级", 16, 44621, 19700301],
        [13800000002.0, "李秀兰", "庆祖镇", "县人大代表", 16, 20220301, 25628],
    )
    page["F4"], page["A4"], page["B4"], page["C4"] = date(2022, 3, 1), "13800000003", "王二小", "庆祖镇"
    page["D4"], page["E4"], page["G4"] = "县（区）人大代表", "第16届", "1970/3/5"
    page["F4"].number_format = 'yyyy"年"m"月"'
    return upload(book)


def several_lines():
    """One person with three mandates: name and place merged over the lines, the rest on each."""
    book, page = sheet_of(
        ["姓名", "所在乡镇", "手机号", "层级", "届次", "任职时间", "选区"],
        ["张守义", "庆祖镇", "13800000001", "市", 9, "2022-1", "濮阳县代表团"],
        [None, None, None, "县", 16, "2022/3/1", "庆祖镇第2选区"],
        [None, None, None, "乡镇", 4, "2022.3.1", ""],
        ["李秀兰", "庆祖镇", "13800000002", "市、县", "9、16", "2022年3月", ""],
    )
    for place in ("A2:A4", "B2:B4", "C2:C4"):
        page.merge_cells(place)
    return upload(book)


def sections():
    """Titles of townships between the rows instead of a column, and a title that says level and term."""
    book, page = sheet_of(
        ["濮阳县第十六届人民代表大会代表名册", None, None, None],
        ["序号", "代表姓名", "工作单位及职务", "联系方式"],
        ["一、庆祖镇（2名）", None, None, None],
        [1, "张守义", "东街村书记", "13800000001"],
        [2, "李秀兰", "中学教师", "13800000002"],
    )
    page.merge_cells("A1:D1")
    page.merge_cells("A3:D3")
    return upload(book)


def local_names():
    """Columns under names nobody else uses, and one that is not wanted."""
    return upload(
        sheet_of(
            ["尊姓大名", "哪个镇的", "电话", "干啥的", "鞋码", "代表层级", "届次", "任职时间"],
            ["张守义", "庆祖镇", "13800000001", "东街村书记", 42, "县", 16, "2022年3月"],
        )[0]
    )


def broken_rows():
    """A fault of each kind, one row each."""
    people = [
        ("", "男", "1970.03", "书记", "庆祖镇", "13800000001", "县", "16", "2022年3月", ""),
        ("王二", "男人", "1970.03", "书记", "庆祖镇", "13800000002", "县", "16", "2022年3月", ""),
        ("王三", "男", "1970年13月", "书记", "庆祖镇", "13800000003", "县", "16", "2022年3月", ""),
        ("王四", "男", "1970.03", "书记", "没有镇", "13800000004", "县", "16", "2022年3月", ""),
        ("王五", "男", "1970.03", "书记", "庆祖镇", "1380000005", "县", "16", "2022年3月", ""),
        ("王六", "男", "1970.03", "书记", "庆祖镇", "13800000006", "村", "16", "2022年3月", ""),
        ("王七", "男", "1970.03", "书记", "庆祖镇", "13800000007", "县", "", "2022年3月", ""),
        ("王八", "男", "1970.03", "书记", "庆祖镇", "13800000008", "县", "16", "", ""),
        ("王九", "男", 2022.1, "书记", "庆祖镇", "13800000009", "县", "16", "2022年3月", ""),
        ("王十", "男", "1970.03", "职" * 81, "庆祖镇", "13800000010", "县", "16", "2022年3月", ""),
    ]
    return plain((*PEOPLE, *people))


def formulas(cached=True):
    """Formulas: one with its value kept, one that is #N/A, one nobody has computed."""
    book, page = sheet_of(HEADINGS, *PEOPLE)
    page["D2"] = '="庆祖镇"&"书记"'
    page["J3"] = "=VLOOKUP(A3,X:Y,2,0)"
    data = io.BytesIO()
    book.save(data)
    if not cached:
        return SimpleUploadedFile("名册.xlsx", data.getvalue())
    kept = {"D2": ("str", "庆祖镇书记"), "J3": ("e", "#N/A")}
    return SimpleUploadedFile("名册.xlsx", computed(data.getvalue(), kept))


def computed(data, kept):
    """The workbook as Excel would have saved it: each formula of `kept` with its type and value."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                for place, (kind, value) in kept.items():
                    found = rf'<c r="{place}"[^>]*>(<f>.*?</f>)<v ?/?>(</v>)?</c>'
                    content, times = re.subn(found, rf'<c r="{place}" t="{kind}">\1<v>{value}</v></c>', content)
                    assert times == 1
            target.writestr(name, content)
    return made.getvalue()


def namesakes():
    """Two people of one name in one place, without a telephone or a birthday to tell them apart."""
    people = [
        ("王伟", "", "", "", "庆祖镇", "", "县", "16", "2022年3月", ""),
        ("王伟", "", "", "", "庆祖镇", "", "县", "16", "2022年3月", ""),
    ]
    return plain((*PEOPLE, *people))


def many_sheets():
    """An empty sheet, notes, then one sheet for each township."""
    book, page = sheet_of(["说明：请按乡镇填"], title="填表说明")
    book.create_sheet("空表")
    for name, person in (("庆祖镇", PEOPLE[0]), ("庆祖镇二", PEOPLE[1])):
        page = book.create_sheet(name)
        page.append(HEADINGS)
        page.append(person)
    return upload(book)


def large(number=1994):
    """A whole county."""
    people = [
        (
            f"代{chr(0x4E00 + n % 900)}{chr(0x5000 + n // 900)}",
            "男" if n % 3 else "女",
            f"19{50 + n % 50}.0{1 + n % 9}",
            f"第{n}村书记",
            "庆祖镇",
            f"139{n:08}",
            "县" if n % 5 else "市",
            16 if n % 5 else 9,
            "2022年3月",
            f"第{n % 137 + 1}活动小组",
        )
        for n in range(number)
    ]
    return plain(people)
