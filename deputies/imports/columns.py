"""The columns of a roster: what we call them, what places call them, and what a title says of all rows."""

from __future__ import annotations

import re
from typing import Any

from common.text import fold, number_of
from deputies.choices import Level

KIND = "deputies"
KEY, NAME, GENDER, BIRTH, POST, PROFESSION = "key", "name", "gender", "birth", "post", "profession"
HOME, PHONE, LEVEL, TERM, PLACE, SEAT = "home", "phone", "level", "term", "place", "constituency"
MEMBER, STARTED, ENDED, STATUS, REASON = "is_member", "started_on", "ended_on", "status", "status_reason"
GROUP, ROLE, JOINED = "group", "role", "joined_on"
# Our heading first, then what places call the same column.
NAMES: dict[str, tuple[str, ...]] = {
    KEY: ("平台编号", "系统编号"),
    NAME: ("姓名", "代表姓名", "人大代表姓名", "姓 名", "名字"),
    GENDER: ("性别",),
    BIRTH: ("出生年月", "出生日期", "出生时间", "出生年月日", "生日"),
    POST: ("单位和职务", "单位及职务", "工作单位及职务", "工作单位和职务", "单位职务", "现任职务", "工作单位", "职务"),
    PROFESSION: ("职业", "职业构成", "代表构成", "界别"),
    HOME: ("所在乡镇（街道）", "所在乡镇", "乡镇", "乡镇街道", "乡镇（街道）", "所属乡镇", "所在地", "乡镇办", "镇街"),
    PHONE: ("手机号", "手机", "手机号码", "联系电话", "联系方式", "电话", "电话号码", "移动电话"),
    LEVEL: ("代表层级", "层级", "代表级别", "级别", "代表类别", "代表类型", "任职层级"),
    TERM: ("届次", "届别", "届", "任职届次"),
    PLACE: ("任职地区", "行政区", "哪里的人大"),
    SEAT: ("选区或选举单位", "选区", "选举单位", "所在选区", "代表团", "所属代表团", "选区名称"),
    MEMBER: ("常委会组成人员", "是否常委会组成人员", "常委会委员", "是否常委"),
    STARTED: ("任职起始", "任职时间", "当选时间", "当选日期", "任职开始", "起始日期", "任期起", "任职日期"),
    ENDED: ("任职截止", "任期止", "终止日期", "离任时间", "截止日期"),
    STATUS: ("任职状态", "状态", "代表资格", "资格状态"),
    REASON: ("状态原因", "终止原因", "变动原因"),
    GROUP: ("活动小组", "代表小组", "所在小组", "小组", "编组", "代表活动小组", "组别"),
    ROLE: ("组内职责", "小组职务", "组内职务", "小组职责"),
    JOINED: ("进组日期", "进组时间", "编组时间", "加入小组日期"),
}
HEADINGS: dict[str, str] = {column: names[0] for column, names in NAMES.items()}
# What holds for every row that does not say it itself.
GIVEN = (HOME, LEVEL, TERM, STARTED)
LEVELS: dict[str, str] = {
    "全国": Level.NATION,
    "国家": Level.NATION,
    "省": Level.PROVINCE,
    "市": Level.CITY,
    "地市": Level.CITY,
    "县": Level.COUNTY,
    "区": Level.COUNTY,
    "县(区)": Level.COUNTY,
    "县区": Level.COUNTY,
    "县市区": Level.COUNTY,
    "乡镇": Level.TOWNSHIP,
    "乡": Level.TOWNSHIP,
    "镇": Level.TOWNSHIP,
}
TITLE_TERM = re.compile(r"第([一二三四五六七八九十百零〇\d]{1,4})届")
TITLE_LEVEL = re.compile(r"(全国|省|市|县|区|乡|镇)(?:级)?(?:第\S{1,4}届)?(?:人民代表大会|人大)(?:代表|名册)?")


def level_of(words: str) -> str | None:
    """The level that `县人大代表`, `县级`, `县（区）` or `县` names."""
    plain = "".join(fold(words).split())
    plain = re.sub(r"(级)?(人民代表大会|人大)?(代表)?$", "", plain)
    return LEVELS.get(plain) or LEVELS.get(plain.removesuffix("级"))


def guess(title: str) -> dict[str, Any]:
    """What the title above a table says of all its rows: 新蔡县第十六届人大代表名册 → county, 16."""
    plain = "".join(fold(title).split())
    found: dict[str, Any] = {}
    levels = {level_of(match) for match in TITLE_LEVEL.findall(plain)} - {None}
    if len(levels) == 1:
        found[LEVEL] = str(levels.pop())
    terms = {number_of(match) for match in TITLE_TERM.findall(plain)}
    if len(terms) == 1:
        found[TERM] = terms.pop()
    return found
