# ruff: noqa: SLF001 (python-docx gives the XML elements below its objects no public name)
"""What is wrong with a template, in sentences for the person who edited it."""

import difflib
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import TemplateError, UndefinedError
from lxml import etree

from common.documents.packing import problem_of_zip
from common.documents.wording import WordingError, environment

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
INSIDE = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}")
STRAY = re.compile(r"[{}｛｝]|%}|{%|％")
WIDE = re.compile(r"[“”‘’｜（）]")
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
FIELDS_ALWAYS_THERE = {"sample_note": ""}
FETCHED_FROM_OUTSIDE = ("attachedTemplate", "oleObject", "subDocument", "frame", "image")


class TemplateProblem(Exception):  # noqa: N818 (it is told to staff as a problem of their template, not as our error)
    """The template cannot be used; the message is a Chinese sentence that says where and how to repair it."""


def lint(template: Path | str | bytes, context: Mapping[str, Any] | None = None) -> list[str]:
    """All problems of a template, Chinese sentences; an empty list is a good template.

    With a `context` (see `sample`) unknown fields are named too. A brace too few or a full-width one is no
    error to Jinja: it would be printed in the paper as it stands, so it is looked for here.
    """
    data = template if isinstance(template, bytes) else Path(template).read_bytes()
    broken = problem_of_zip(data)
    if broken:
        return [broken]
    opened = DocxTemplate(io.BytesIO(data))
    try:
        opened.init_docx()
    except (PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError):
        return ["文件已损坏，Word 打不开。请重新下载模板再改"]
    found = [*_outside_links(opened.docx), *_bad_marks(opened.docx)]
    if not found:
        found = _bad_fields(opened, context)
    return found


def _outside_links(doc: Any) -> Iterator[str]:
    for part in doc.part.package.iter_parts():
        for rel in part.rels.values():
            if rel.is_external and rel.reltype.rsplit("/", 1)[-1] in FETCHED_FROM_OUTSIDE:
                yield f"模板引用了文件以外的内容（{rel.target_ref[:60]}），请改为嵌入或删去"


def _parts(doc: Any) -> Iterator[tuple[str, Any]]:
    yield "正文", doc.element.body
    names = {"header": "页眉", "footer": "页脚", "first_page_header": "首页页眉", "first_page_footer": "首页页脚"}
    names |= {"even_page_header": "双页页眉", "even_page_footer": "双页页脚"}
    for number, section in enumerate(doc.sections, 1):
        for attribute, label in names.items():
            part = getattr(section, attribute)
            if not part.is_linked_to_previous:
                yield f"第{number}节{label}", part._element


def _bad_marks(doc: Any) -> list[str]:
    found = []
    for where, root in _parts(doc):
        for number, paragraph in enumerate(root.iter(qn("w:p")), 1):
            text = _own_text(paragraph)
            place = f"{where}第{number}段“{text.strip()[:40]}”："
            if STRAY.search(TAG.sub("", text)):
                found.append(f"{place}花括号不成对，或用了全角的花括号、百分号")
            elif any(WIDE.search(QUOTED.sub("", "".join(mark))) for mark in INSIDE.findall(text)):
                found.append(f"{place}标记里有全角的引号、括号或竖线，请改为半角")
    return found


def _own_text(paragraph: Any) -> str:
    """The text of a paragraph without that of text boxes anchored in it, which have paragraphs of their own."""
    inner = {id(t) for box in paragraph.iter(qn("w:txbxContent")) for t in box.iter(qn("w:t"))}
    return "".join(t.text or "" for t in paragraph.iter(qn("w:t")) if id(t) not in inner)


def _bad_fields(template: DocxTemplate, context: Mapping[str, Any] | None) -> list[str]:
    known = FIELDS_ALWAYS_THERE | dict(context or {})
    try:
        wanted = template.get_undeclared_template_variables(environment())
    except TemplateError as error:
        return [explain(error)]
    if context is None:
        return []
    return [_unknown(name, known) for name in sorted(wanted - set(known))]


def _unknown(name: str, known: Mapping[str, Any]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f"字段“{name}”不存在" + (f"，是不是“{near[0]}”？" if near else "")


SAYINGS = (
    (r"No filter named '(.+?)'", "没有名为“{0}”的格式，请核对竖线后面的名称"),
    (r"No test named '(.+?)'", "没有名为“{0}”的条件，请核对 is 后面的名称"),
    (r"has no attribute '(\w+)'", "字段“{0}”不存在"),
    (r"'(\w+)' is undefined", "字段“{0}”不存在"),
    (r"looking for .*?tags?: '(end\w+|elif)'", "循环或条件没有结束，缺少 {{% {0} %}}"),
    (r"unknown tag '(\w+)'", "不认识的标记“{0}”，或它前面的循环、条件没有结束"),
    (r"unexpected end of template", "循环或条件没有结束，缺少 {{% endfor %}} 或 {{% endif %}}"),
    (r"access to attribute '(.+?)'", "标记“{0}”不允许使用"),
    (r"unsafe|Range too big", "标记里有不允许使用的写法"),
)


def explain(error: Exception) -> str:
    """Jinja's English in words that staff understand, with the text near the place where it is known."""
    if isinstance(error, WordingError):
        return str(error)
    message = str(getattr(error, "message", None) or error)
    lines = " ".join(getattr(error, "docx_context", None) or ())
    near = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", lines)).strip()[:120]
    tail = f"。出错处附近：{near}" if near and not isinstance(error, UndefinedError) else ""
    for pattern, sentence in SAYINGS:
        match = re.search(pattern, message)
        if match:
            return sentence.format(*match.groups()) + tail
    return "标记写法有误，请与原模板对照" + tail
