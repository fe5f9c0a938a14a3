"""Tables of stations as offices keep them, made in code: each function is one ugly workbook as it would be uploaded."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.deputies.rosters import HEADINGS as OF_DEPUTIES
from tests.deputies.rosters import PEOPLE, sheet_of, upload

HEADINGS = ("联络站", "所在乡镇", "地址", "开放时间", "站长", "副站长", "联络员", "到任日期", "活动小组")
EAST = ("庆祖镇东街代表联络站", "庆祖镇", "东街村党群服务中心", "每周三 15:00", "张守义", "", "李秀兰", "2024年5月", "")


def plain(rows=(EAST,), headings=HEADINGS):
    """No tricks: headings in the first row."""
    return upload(sheet_of(headings, *rows)[0], "站点.xlsx")


def titled():
    """A merged title, two rows of headings merged both ways, a spaced name, full-width digits, a sum below."""
    book, page = sheet_of(
        ["濮阳县人大代表联络站一览表"],
        ["序号", "站点名称", "所属乡镇", "站　址", "站内人员", None, None, "座机", "接待日"],
        [None, None, None, None, "站 长", "副站长", "联络员", None, None],
        [1, "庆 祖 镇 东街代表联络站", "庆祖", "东街村１号", "张 守 义（兼）", None, "李　秀兰、王二小", "０３９３-１２３４５６７", "每月９日、19日"],
        ["合计", "1 个"],
    )
    for place in ("A1:I1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:G2", "H2:H3", "I2:I3"):
        page.merge_cells(place)
    return upload(book, "站点.xlsx")


def one_a_row():
    """One person a row; name and place of the station merged over the rows, day numbers and solid figures."""
    book, page = sheet_of(
        ["联络站", "乡镇", "地址", "开放时间", "姓名", "职务", "任职时间", "选配/竞选", "任命文件"],
        ["庆祖镇东街代表联络站", "庆祖镇", "东街村", "每周三", "张守义", "站长", 45413, "竞选", "庆人〔2024〕3号"],
        [None, None, None, None, "李秀兰", "副站长", 20240501, "选配", None],
        [None, None, None, None, "王二小", "工作人员", None, None, None],
    )
    for column in "ABCD":
        page.merge_cells(f"{column}2:{column}4")
    page["G4"] = date(2024, 5, 1)
    return upload(book, "站点.xlsx")


def sections():
    """Titles of townships between the rows instead of a column, and what a station is in one cell."""
    book, page = sheet_of(
        ["站点名称", "站点类型", "地址", "开放时间"],
        ["一、庆祖镇（2个）", None, None, None],
        ["东街代表联络站", "联络站、示范点、立法联系点", "东街村", "每周三"],
        ["西街代表联络站", "联络站、采集点", "西街村", "每周四"],
    )
    page.merge_cells("A2:D2")
    return upload(book, "站点.xlsx")


def with_deputies():
    """Deputies in the first sheet, stations in the second."""
    book, page = sheet_of(OF_DEPUTIES, *PEOPLE, title="代表")
    page = book.create_sheet("联络站")
    page.append(HEADINGS)
    page.append(EAST)
    return upload(book, "全县名册.xlsx")


def local_names():
    """Columns under names nobody else uses."""
    return upload(
        sheet_of(
            ["联络站", "哪个镇的", "在哪儿", "啥时候开", "管事的", "鞋码"],
            ["庆祖镇东街代表联络站", "庆祖镇", "东街村", "每周三", "张守义", 42],
        )[0],
        "站点.xlsx",
    )


def broken_rows():
    """A fault of each kind, one row each."""
    rows = [
        ("", "庆祖镇", "一号", "每周三", "", "", "", "2024年5月", ""),
        ("甲站", "没有镇", "一号", "每周三", "", "", "", "2024年5月", ""),
        ("乙站", "庆祖镇", "", "每周三", "", "", "", "2024年5月", ""),
        ("丙站", "庆祖镇", "一号", "每周三", "张三、李四", "", "", "2024年5月", ""),
        ("丁站", "庆祖镇", "一号", "每周三", "张三", "", "", "去年", ""),
        ("戊站", "庆祖镇", "一号", "每周三", "张三", "", "", "", ""),
        ("己站", "庆祖镇", "一号", "每周三", "", "", "", "", "第88活动小组"),
        ("庚站", "庆祖镇", "一号", "每周三", "张3", "", "", "2024年5月", ""),
        ("辛站", "庆祖镇", "一号", "每周三", "张三", "", "", "2024年5月", ""),
        ("辛站", "庆祖镇", "一号", "每周三", "李四", "", "", "2024年5月", ""),
        ("壬站", "庆祖镇", "址" * 81, "每周三", "", "", "", "", ""),
    ]
    return plain((EAST, *rows))


def large(number=137):
    """A whole county's stations."""
    rows = [(f"庆祖镇第{n}村代表联络站", "庆祖镇", f"第{n}村", "每周三", f"站长{chr(0x4E00 + n)}", "", f"员{chr(0x5000 + n)}", "2024年5月", "") for n in range(number)]
    return plain(rows)


def upload_of(data, name="站点.xlsx"):
    return SimpleUploadedFile(name, data)
