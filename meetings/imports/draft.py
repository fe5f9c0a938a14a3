"""A draft pasted from a document, split into its articles."""

from __future__ import annotations

import re

from common.errors import RuleError
from common.text import clean_pasted, number_of
from meetings.actions import ArticleText

CHAPTER = re.compile(r"^\s*(第[一二三四五六七八九十百零〇\d]+[章节])[\s\u3000]*(\S.*)?$")
ARTICLE = re.compile(r"^\s*(第([一二三四五六七八九十百零〇\d]+)条)(?:[\s\u3000]+|(?=[【［\[（(]))?(.*)$")
CAPTION = re.compile(r"^[【［\[（(]([^】］\])）]{1,40})[】］\])）]\s*(.*)$", re.DOTALL)
CAPTION_MAX = 20
MAX_ARTICLES = 500


def split_articles(pasted: str) -> list[ArticleText]:
    """The articles of a pasted draft, with their chapters and captions.

    An article begins with a line that starts with 第N条; what stands before the first one (title,
    table of contents) is left out. Refuses a text without articles, a number that comes twice and
    an article without words.
    """
    found: list[dict[str, str]] = []
    chapter = ""
    for line in clean_pasted(pasted).split("\n"):
        if heading := CHAPTER.match(line):
            chapter = f"{heading[1]}　{(heading[2] or '').strip()}".strip("　")
        elif article := ARTICLE.match(line):
            found.append({"name": article[1], "number": article[2], "chapter": chapter, "text": article[3]})
        elif found and line.strip():
            found[-1]["text"] += f"\n{line.strip()}"
    articles = [_article(**one) for one in found]
    _check(articles)
    return articles


def _article(name: str, number: str, chapter: str, text: str) -> ArticleText:
    caption, text = "", text.strip()
    if marked := CAPTION.match(text):
        caption, text = marked[1], marked[2].strip()
    else:
        first, _, rest = text.partition("\n")
        if rest and len(first) <= CAPTION_MAX and first[-1:] not in "。；：，":
            caption, text = first, rest
    return ArticleText(number_of(number), name, caption, chapter[:40], text)


def _check(articles: list[ArticleText]) -> None:
    if not articles:
        raise RuleError("没有找到以“第一条”这样开头的行。请把草案全文粘贴进来，每条另起一行。", field="text")
    if len(articles) > MAX_ARTICLES:
        raise RuleError(f"找到了 {len(articles)} 条，最多 {MAX_ARTICLES} 条，请核对粘贴的内容。", field="text")
    numbers = [one.number for one in articles]
    double = next((one.name for one in articles if numbers.count(one.number) > 1), None)
    if double:
        raise RuleError(f"“{double}”出现了两次。如果前面是目录，请删去目录再粘贴。", field="text")
    empty = next((one.name for one in articles if not one.text), None)
    if empty:
        raise RuleError(f"“{empty}”下面没有条文，请补上再粘贴。", field="text")
