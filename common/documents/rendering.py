"""From a template and a context to the bytes of a .docx."""

import io
import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from docx import Document
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from lxml import etree

from common.documents.checking import FIELDS_ALWAYS_THERE, TemplateProblem, explain, lint
from common.documents.fitting import fit
from common.documents.packing import pack
from common.documents.wording import clean, environment

logger = logging.getLogger(__name__)


def shipped_dir() -> Path:
    """Where the templates of the product lie."""
    return Path(settings.BASE_DIR) / "templates" / "documents"


def own_dir() -> Path:
    """Where staff put the templates that replace them, under the same names."""
    return Path(settings.DATA_DIR) / "document_templates"


def find_template(name: str) -> Path:
    """The template in use: the one staff put in place, else the shipped one."""
    if Path(name).name != name or not name.endswith(".docx"):
        raise ValueError(f"not the name of a template: {name!r}")
    for folder in (own_dir(), shipped_dir()):
        if (folder / name).is_file():
            return folder / name
    raise TemplateProblem(f"没有名为“{name}”的文书模板。")


def sample(name: str) -> dict[str, Any]:
    """The example context of a shipped template: every field it may use, with fictional values."""
    path = shipped_dir() / Path(name).with_suffix(".json").name
    return json.loads(path.read_text(encoding="utf-8"))


def blank(name: str) -> dict[str, Any]:
    """The fields of a shipped template, all empty: for a form to be filled in by hand."""
    return {key: [] if isinstance(value, list) else "" for key, value in sample(name).items()}


def render(template_name: str, context: Mapping[str, Any]) -> bytes:
    """The paper as .docx; the same template and context give the same bytes.

    The shape of each context is that of `sample(template_name)`: plain texts, lists and dicts; dates may be
    `date` or text. Text of users is never run as a template and needs no escaping. Refuses a template with
    problems, an unknown field and a field left out: a blank in an official paper is worse than an error.
    """
    path = find_template(template_name)
    data = path.read_bytes()
    found = lint(data)
    if found:
        raise TemplateProblem(f"模板“{template_name}”有 {len(found)} 处问题：" + "；".join(found) + "。")
    template = DocxTemplate(io.BytesIO(data))
    try:
        template.render(clean(FIELDS_ALWAYS_THERE | dict(context)), environment(), autoescape=True)
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, etree.XMLSyntaxError) as error:
        logger.exception("template %s cannot be rendered", path)
        raise TemplateProblem(f"模板“{template_name}”不能使用：{explain(error)}。") from error
    return _finish(template)


def _finish(template: DocxTemplate) -> bytes:
    """Set what depends on the length of texts; docxtpl exchanges headers in a way that only a reopened file shows."""
    rendered = io.BytesIO()
    template.docx.save(rendered)
    rendered.seek(0)
    doc = Document(rendered)
    fit(doc)
    return pack(doc)
