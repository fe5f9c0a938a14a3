"""A pasted draft is split by article as Word leaves it, or refused with what to do."""

import pytest

from common.errors import RuleError
from common.text import number_of
from meetings.imports.draft import split_articles
from tests.meetings.conftest import DRAFT


@pytest.mark.parametrize(
    ("words", "number"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("三十五", 35), ("一百", 100), ("一百零五", 105), ("一百一十二", 112), ("23", 23)],
)
def test_numbers_as_drafts_write_them(words, number):
    assert number_of(words) == number


def test_articles_with_chapter_caption_and_paragraphs():
    first, second, third = split_articles(DRAFT)
    assert (first.number, first.name, first.caption, first.chapter) == (1, "第一条", "目的依据", "第一章　总则")
    assert second.text.split("\n")[1].startswith("本条例所称网格")
    assert (third.caption, third.text, third.chapter) == ("事项准入", "网格化服务管理事项实行准入制度。", "第二章　网格事项")


def test_a_reference_inside_a_sentence_begins_no_article():
    (only,) = split_articles("第一条 依照本法。\n违反前款和\n本条例第二条规定的，责令改正。")
    assert only.text.endswith("本条例第二条规定的，责令改正。")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("没有条文的一段话。", "没有找到以“第一条”这样开头的行"),
        ("第一条 甲。\n第一条 乙。", "“第一条”出现了两次"),
        ("第一条\n第二条 乙。", "“第一条”下面没有条文"),
    ],
)
def test_what_cannot_be_split_is_refused(text, words):
    with pytest.raises(RuleError, match=words):
        split_articles(text)
