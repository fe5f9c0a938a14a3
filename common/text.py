"""Chinese text: pinyin initials, masking of personal data, dates and numbers as papers write them, pasted text."""

import os
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

# Names need readings of single characters only; the phrase dictionary would cost every process 45 MB.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
from pypinyin import Style, lazy_pinyin

_COMPOUND = (
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 "
    "太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 "
    "漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 单于 第五"
)
COMPOUND_SURNAMES = frozenset(_COMPOUND.split())
# Where a surname, or a character in a given name, is not read as the dictionary's first reading has it.
_SURNAME_INITIALS = dict(zip("仇单曾区解查折乐翟种祭召句覃乜藏秘繁佴", "qszoxzsyzczsgqnzbpn", strict=True)) | {
    "万俟": "mq",
    "尉迟": "yc",
    "单于": "cy",
    "乐正": "yz",
}
_GIVEN_INITIALS = {"长": "c", "行": "x", "传": "c", "给": "j", "晟": "s", "㐂": "x", "𬱖": "w"}
INITIALS_MAX = 20


def surname_of(name: str) -> str:
    """The surname: two characters for a compound one (`欧阳修`), else the first."""
    return name[:2] if name[:2] in COMPOUND_SURNAMES and name[2:] else name[:1]


def initials(name: str) -> str:
    """The pinyin initials of a person's or unit's name, lower case, at most 20: `仇和平` gives `qhp`.

    Latin letters and digits count as they stand, the first of each word; other signs are left out.
    """
    words = re.findall(r"[a-z0-9]+|[^\W\d_]", fold(name).lower())
    surname = surname_of("".join(words))
    known = _SURNAME_INITIALS.get(surname)
    rest = words[len(surname) :] if known else words
    return ((known or "") + "".join(map(_initial, rest)))[:INITIALS_MAX]


def _initial(word: str) -> str:
    if word.isascii():
        return word[0]
    letter = _GIVEN_INITIALS.get(word) or lazy_pinyin(word, style=Style.FIRST_LETTER, errors="ignore")
    return letter[0][:1] if letter else ""


def fold(text: str) -> str:
    """One width and one form for the same character (NFKC). Case stays."""
    return unicodedata.normalize("NFKC", text)


# --- masking ------------------------------------------------------------------------------------
_HIDDEN = "（{}已隐去）"
_PHONE, _CARD_ID, _BANK, _PLATE, _MAIL = (_HIDDEN.format(w) for w in ("电话", "证件号", "卡号", "车牌", "邮箱"))
_GAP = r"[ \t\u00a0\u3000.·・•_\-\u2010-\u2015－]"
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新使"
_PLATES = re.compile(
    rf"[{_PROVINCES}]{_GAP}?[A-Za-z]{_GAP}{{0,2}}(?=[A-Za-z]{{0,4}}\d)"
    r"(?:[A-Za-z0-9]{5,6}|[A-Za-z0-9]{4}[挂学警港澳领试超])(?![A-Za-z0-9])"
)
_EMAILS = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
_SPACED_IDS = re.compile(rf"\d{{6}}{_GAP}(?:\d{{8}}|\d{{4}}{_GAP}\d{{4}}){_GAP}\d{{3}}[\dXx]")
_LONG_NUMBERS = re.compile(r"\d{11,}[Xx]?")
_SPACED_PHONES = re.compile(rf"(?<!\d)1{_GAP}{{0,2}}[3-9](?:{_GAP}{{0,2}}\d){{9}}(?!\d)")
_SPACED_CARDS = re.compile(rf"(?<!\d)\d{{4}}(?:{_GAP}\d{{4}}){{3}}(?:{_GAP}?\d{{1,3}})?(?!\d)")
_LANDLINES = re.compile(
    rf"(?<!\d)[(（]?0\d{{2,3}}[)）]?{_GAP}{{0,2}}(?:\d{{7,8}}|\d{{3,4}}{_GAP}\d{{4}})(?!\d)(?:[-－转]\d{{1,5}})?"
)
_NAMED_NUMBERS = re.compile(r"((?:电话|手机|座机|联系方式|号码|微信|QQ|qq)[^\d\n]{0,6})\d{5,10}(?!\d)")
_ID_SIZES, _BANK_SIZE = (15, 18), 16
_SPELT_PHONES = re.compile(r"[零〇一二三四五六七八九幺]{11,}")


def redact(text: str, names: Iterable[str] = ()) -> str:
    """`text` as another body may read it: numbers of telephones, papers, cards and cars, mail
    addresses and the given `names` hidden (`张三丰` becomes `张某某`).

    It promises that no eleven digits in a row remain; what is written around it may still tell
    who speaks, so a person confirms the result. Full-width letters and digits come out half-width.
    """
    text = _narrow(text)
    text = _EMAILS.sub(_MAIL, text)
    text = _PLATES.sub(_PLATE, text)
    text = _SPACED_IDS.sub(_CARD_ID, text)
    text = _LONG_NUMBERS.sub(_long_number, text)
    text = _SPACED_PHONES.sub(_spaced_phone, text)
    text = _SPACED_CARDS.sub(_BANK, text)
    text = _LANDLINES.sub(_PHONE, text)
    text = _NAMED_NUMBERS.sub(rf"\1{_PHONE}", text)
    text = _SPELT_PHONES.sub(_PHONE, text)
    return hide_names(text, names)


def _narrow(text: str) -> str:
    """Digits of every script and full-width letters as ASCII; invisible characters gone."""
    kept = (char for char in text if char not in _INVISIBLE)
    return "".join(_narrow_char(char) for char in kept)


def _narrow_char(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return chr(ord(char) - 0xFEE0) if "Ａ" <= char <= "Ｚ" or "ａ" <= char <= "ｚ" or char == "＠" else char


def _long_number(found: re.Match[str]) -> str:
    size = len(found.group())
    if size in _ID_SIZES:
        return _CARD_ID
    return _BANK if size >= _BANK_SIZE else _PHONE


def _spaced_phone(found: re.Match[str]) -> str:
    """Groups as people write them, or single digits; a row of short numbers is no telephone."""
    groups = [len(group) for group in re.findall(r"\d+", found.group())]
    grouped = groups[0] > 2 and min(groups) > 1  # noqa: PLR2004 - 138 12 34 12 34
    return _PHONE if grouped or max(groups) == 1 else found.group()


def hide_names(text: str, names: Iterable[str]) -> str:
    """`text` with the given `names` hidden and nothing else: `张三丰` becomes `张某某`."""
    known = sorted({name.strip() for name in names if len(name.strip()) > 1}, key=len, reverse=True)
    if not known:
        return text
    pattern = "|".join(r"[ \u3000]{0,2}".join(map(re.escape, name)) for name in known)
    return re.sub(pattern, lambda found: surname_of(re.sub(r"\s", "", found.group())) + "某某", text)


# --- dates and numbers --------------------------------------------------------------------------
def _day(moment: date) -> date:
    return timezone.localtime(moment) if isinstance(moment, datetime) and timezone.is_aware(moment) else moment


def cn_date(moment: date | None) -> str:
    """`2024年9月30日`, the local day of a moment; nothing for None."""
    if moment is None:
        return ""
    day = _day(moment)
    return f"{day.year}年{day.month}月{day.day}日"


def cn_short(moment: date | None) -> str:
    """`6月11日`; nothing for None."""
    if moment is None:
        return ""
    day = _day(moment)
    return f"{day.month}月{day.day}日"


_NUMERALS = "零一二三四五六七八九"


def cn_number(number: int) -> str:
    """A number from 1 to 99 in Chinese: `十二`, `二十`, `九十九`. Others raise ValueError."""
    if not 1 <= number < 10 * len(_NUMERALS):
        raise ValueError(f"cn_number writes 1 to 99, not {number}")
    tens, units = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return head + (_NUMERALS[units] if units else "")


def number_of(words: str) -> int:
    """The number that `二十三`, `一百零五` or `23` writes; other words raise ValueError."""
    if words.isdecimal():
        return int(words)
    total, digit = 0, 0
    for char in words:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = 0 if char == "〇" else _NUMERALS.index(char)
    return total + digit


# --- pasted text --------------------------------------------------------------------------------
# Zero-width and direction marks: nobody typed them, and they break search and forge order.
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff") | frozenset(
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
_LINE_ENDS = re.compile(r"\r\n?|[\v\f\u0085\u2028\u2029]")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def clean_pasted(text: str) -> str:
    """Pasted text without what cannot be seen or stored: control and zero-width characters, blanks
    at line ends, empty lines around. Line ends become one kind; words and indents stay as they are.
    """
    text = _NOT_IN_XML.sub("", _LINE_ENDS.sub("\n", text))
    text = "".join(char for char in text if char not in _INVISIBLE)
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def untabled(text: str) -> str:
    """Pasted text, a table among it as people read one: `；` between the cells of a row, nothing for an empty cell.

    What holds no tab comes back as `clean_pasted` leaves it; indents before the first word are no cells.
    """
    return "\n".join(_row_of_cells(line) for line in clean_pasted(text).split("\n"))


def _row_of_cells(line: str) -> str:
    if "\t" not in line.strip():
        return line
    return "；".join(cell for cell in (part.strip(" \u00a0\u3000") for part in line.split("\t")) if cell)


def digits_of(typed: str) -> str:
    """The digits of what was typed: full-width, with blanks or hyphens between."""
    return "".join(one for one in unicodedata.normalize("NFKC", typed) if one.isdecimal())
