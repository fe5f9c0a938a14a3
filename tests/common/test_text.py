"""Text tools: initials, masking, dates, numbers, pasted text."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.text import clean_pasted, cn_date, cn_number, cn_short, fold, initials, redact, surname_of

AROUND = st.text("代表路0123456789１２ -:，。()（）豫JXx@.\u200b\n")
GAPS = st.sampled_from(["", " ", "-", "－", "·", "\u200b", "  "])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("仇和平", "qhp"), ("单雄信", "sxx"), ("曾庆红", "zqh"), ("区少明", "osm"), ("解晓东", "xxd"), ("查良镛", "zly"),
        ("尉迟恭", "ycg"), ("万俟丑奴", "mqcn"), ("欧阳修", "oyx"), ("李长江", "lcj"), ("尉健行", "wjx"), ("曹曾", "cc"),
        ("张 三", "zs"), ("John Smith", "js"), ("买买提·吐尔逊", "mmttex"), ("县第2联络站", "xd2llz"), ("", ""), ("·", ""),
        ("王" * 40, "w" * 20),
    ],
)  # fmt: skip
def test_initials_are_what_people_type(name, expected):
    assert initials(name) == expected


def test_surnames_may_be_compound():
    assert [surname_of(name) for name in ("欧阳修", "欧阳", "张三丰", "")] == ["欧阳", "欧", "张", ""]


def test_fold_takes_one_width_and_keeps_case():
    assert fold("Ｇ１０６（一）") == "G106(一)"


@pytest.mark.parametrize(
    "secret",
    [
        "13812341234", "138 1234 1234", "138-1234-1234", "１３８１２３４１２３４", "1 3 8 1 2 3 4 1 2 3 4", "8613812341234",
        "0396-5951234", "（0396）5951234", "03965951234转801", "010-6234 5678", "一三八一二三四一二三四",
        "411728199001011234", "41172819900101123X", "411728 19900101 123x", "411728900101123",
        "6222021234567890123", "6222 0212 3456 7890", "豫J12345", "豫Ｊ·12345", "豫JD12345", "豫J1234警", "豫j·f1234d",
        "zhang.san@example.com.cn",
    ],
)  # fmt: skip
def test_personal_numbers_are_hidden(secret):
    for text in (secret, f"请联系{secret}。", f"一号\n{secret}\n二号"):
        shown = redact(text)
        assert secret not in shown
        assert "已隐去）" in shown
        assert not re.search(r"\d{4}", shown), shown
        assert redact(shown) == shown


@pytest.mark.parametrize(
    "text",
    [
        "2024年9月30日，共1200元", "2024-06-11 09:30", "2024.10.18-2024.12.31 10:00", "G106国道110千伏线路", "投资12345678元",
        "濮人常办〔2024〕10号", "1、300户；2、500户", "第13、14、15、16、17、18条", "豫剧团A座101室", "新A楼",
    ],
)  # fmt: skip
def test_ordinary_numbers_stay(text):
    assert redact(text) == text


def test_a_number_named_as_one_is_hidden():
    assert redact("座机：5951234，微信号 12345678") == "座机：（电话已隐去），微信号 （电话已隐去）"


def test_known_names_become_so_and_so():
    text = "张三丰、张三和欧阳修反映，张 三丰又说；李四未提"
    assert redact(text, ["张三", "张三丰", "欧阳修", "", "李"]) == "张某某、张某某和欧阳某某反映，张某某又说；李四未提"


@given(AROUND, st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), GAPS, AROUND)
def test_no_telephone_leaks_whatever_surrounds_it(before, phone, gap, after):
    written = gap.join((phone[:3], phone[3:7], phone[7:]))
    shown = redact(f"{before}路{written}路{after}")
    assert phone not in re.sub(r"[\s\-－·\u200b]", "", shown)
    assert not re.search(r"\d{11}", redact(before + phone + after))


def test_dates_as_papers_write_them():
    assert cn_date(date(2024, 9, 3)) == "2024年9月3日"
    assert cn_short(date(2024, 6, 11)) == "6月11日"
    late = datetime(2024, 9, 30, 18, tzinfo=UTC)
    assert (cn_date(late), cn_short(late)) == ("2024年10月1日", "10月1日")
    assert cn_date(None) == cn_short(None) == ""


def test_numbers_in_chinese():
    assert [cn_number(n) for n in (1, 9, 10, 11, 20, 21, 99)] == ["一", "九", "十", "十一", "二十", "二十一", "九十九"]
    assert len({cn_number(n) for n in range(1, 100)}) == 99
    for wrong in (0, 100, -1):
        with pytest.raises(ValueError, match="1 to 99"):
            cn_number(wrong)


def test_pasted_text_is_cleaned_and_words_stay():
    pasted = "\ufeff\r\n　　第一\u200b条 \r\n\r第二\x07条\t\v第三条　\r\n\r\n"
    assert clean_pasted(pasted) == "　　第一条\n\n第二条\n第三条"


@given(st.text())
def test_cleaned_text_fits_xml_and_is_stable(text):
    from lxml import etree

    cleaned = clean_pasted(text)
    element = etree.Element("p")
    element.text = cleaned
    assert etree.fromstring(etree.tostring(element)).text == (cleaned or None)
    assert clean_pasted(cleaned) == cleaned


@given(st.text("代表 abc123，。\n　"))
def test_cleaning_never_changes_words(text):
    assert clean_pasted(text).split() == text.split()
