"""What stands in one cell, as people here write it: names, days, telephones, yes and no.

Each reader takes the raw value of a cell and returns None for an empty one; what it cannot read it
refuses with a RuleError that says how to write it.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from common.errors import RuleError
from common.text import clean_pasted, fold, number_of
from common.xlsx.sheets import Fault
from common.xlsx.writing import shown

EPOCH = date(1899, 12, 30)  # day 0 of Excel
SERIALS = range(7000, 60000)  # 1919 to 2064: a number in between is a day, not a year
EXACT_DIGITS = 10**15
LARGEST = 9_999
HAN = re.compile(r"(?<=[\u3400-\u9fff\U00020000-\U000323af·])\s+(?=[\u3400-\u9fff\U00020000-\U000323af·])")
DAY = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])?(?:(\d{1,2})日?)?")
SOLID_DAY = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})?")
CLOCK = re.compile(r"(?<=\d)[ T]+0?0:00(:00)?(\.0+)?$")
PHONE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}(-\d{1,5})?")
MASKED = re.compile(r"[\d*\-]*\*{2,}[\d*\-]*")
YES = {"是", "有", "√", "✓", "✔", "对", "y", "yes", "true", "1"}
NO = {"否", "不是", "无", "没有", "×", "x", "n", "no", "false", "0", "-", "—", "/"}
ASK_DAY = "日期请写成 2022年3月1日 这样"


def text_in(value: Any, *, limit: int = 0) -> str | None:
    """Words on one line without blanks at the ends; refuses more than `limit` characters."""
    if isinstance(value, Fault):
        raise RuleError(value.message)
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= EXACT_DIGITS:
        raise RuleError("数字过长，末几位已被 Excel 改掉。请把这一列设为文本格式，重新填写。")
    known = shown(value)
    if isinstance(known, float) and known.is_integer():
        known = int(known)
    text = " ".join(clean_pasted(str(known)).split())
    if limit and len(text) > limit:
        raise RuleError(f"写了 {len(text)} 个字，最多 {limit} 个字。")
    return text or None


def name_in(value: Any, *, limit: int = 40) -> str | None:
    """A person's name: `张 三` is 张三, `ＬＩ　Ｍｉｎｇ` is LI Ming; digits in it are refused."""
    text = text_in(value)
    if text is None:
        return None
    name = HAN.sub("", fold(text).replace("•", "·").replace("・", "·").replace("‧", "·")).strip()
    if re.search(r"[\d、,，;；/]", name):
        raise RuleError(f"“{name[:20]}”不像一个人的姓名。一行只写一个人，不带编号。")
    if len(name) > limit:
        raise RuleError(f"姓名写了 {len(name)} 个字，最多 {limit} 个字。")
    return name


def day_in(value: Any) -> date | None:
    """A day: a date cell, Excel's day number, 2022年3月, 2022.3.1, 20220301; without a day the first."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = text_in(_solid(value))
    if text is None:
        return None
    plain = CLOCK.sub("", fold(text)).replace(" ", "")
    if plain.isdecimal() and int(plain) in SERIALS:
        return EPOCH + timedelta(days=int(plain))
    match = DAY.fullmatch(plain) or SOLID_DAY.fullmatch(plain)
    if match is None:
        raise RuleError(f"看不懂“{text[:20]}”。{ASK_DAY}。")
    try:
        return date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError as error:
        raise RuleError(f"没有“{text[:20]}”这一天。{ASK_DAY}。") from error


def month_in(value: Any) -> str | None:
    """Year and month, `1970-03`, of whatever `day_in` reads; a bare year is refused."""
    day = day_in(value)
    return f"{day:%Y-%m}" if day else None


def _solid(value: Any) -> Any:
    """A number as it was typed. 2022.10 typed without quotes is stored as 2022.1: nobody knows which it was."""
    if not isinstance(value, float) or isinstance(value, bool) or value.is_integer():
        return value
    year, _, month = str(Decimal(repr(value))).partition(".")
    if int(year) in SERIALS:  # a moment of a day
        return float(int(year))
    if month == "1":
        raise RuleError(f"分不清是 {year}年1月 还是 {year}年10月（Excel 把末尾的 0 去掉了）。请写成 {year}年1月 这样。")
    return f"{year}.{month}"


def phone_in(value: Any) -> str | None:
    """A telephone in digits; a masked one (138****1234) comes back as it stands."""
    text = text_in(value)
    if text is None:
        return None
    plain = re.sub(r"[\s()（）]", "", fold(text)).replace("—", "-").replace("－", "-")
    if MASKED.fullmatch(plain):
        return plain
    digits = re.sub(r"^(\+?86|0086)(?=1\d{10}$)", "", plain.replace("-", "") if plain[:1] in "1+" else plain)
    if PHONE.fullmatch(digits) or LANDLINE.fullmatch(digits):
        return digits
    raise RuleError("电话号码不对。手机号是 11 位数字，一格只写一个号码。")


def yes_in(value: Any) -> bool | None:
    """是 or 否."""
    text = text_in(value)
    if text is None:
        return None
    plain = fold(text).casefold()
    if plain not in YES | NO:
        raise RuleError(f"看不懂“{text[:20]}”，请写“是”或者“否”。")
    return plain in YES


def number_in(value: Any, *, largest: int = LARGEST) -> int | None:
    """A whole number in digits or Chinese numerals, with 第…届 or 第…组 around it if they like."""
    text = text_in(value)
    if text is None:
        return None
    plain = re.sub(r"^第|[届组号名]$", "", "".join(fold(text).split()))
    try:
        number = number_of(plain)
    except ValueError:
        number = 0
    if not 0 < number <= largest:
        raise RuleError(f"看不懂“{text[:20]}”，请写一个数，如 16 或者 第十六届。")
    return number
