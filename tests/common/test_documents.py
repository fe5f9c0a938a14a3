"""Rendering, checking and fitting of papers, apart from what the shipped ones say."""

import hashlib
import io
import zipfile
from datetime import date

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from common import documents
from common.documents.layout.styles import base_document
from common.documents.layout.text import para
from common.documents.layout.xml import style_of
from common.documents.packing import pack
from common.documents.wording import check, clean, listed, paragraphs
from tests.common import papers


@pytest.fixture
def own(settings, tmp_path):
    """`own(*lines)`: a template of staff's, `note.docx`, with these paragraphs."""
    settings.DATA_DIR = tmp_path

    def write(*lines, style="GwBody", name="note.docx"):
        doc = base_document()
        for line in lines:
            para(doc, line, style)
        data = pack(doc)
        (tmp_path / "document_templates").mkdir(exist_ok=True)
        (tmp_path / "document_templates" / name).write_bytes(data)
        return data

    return write


def lines_of(data):
    return [p.text for p in Document(io.BytesIO(data)).paragraphs]


def test_own_template_replaces_the_shipped_one(own):
    own("{{ organ }}自己的格式", name="reply.docx")
    assert lines_of(documents.render("reply.docx", papers.context("reply"))) == ["濮阳市公安局自己的格式"]


def test_name_of_a_template_is_no_path():
    for name in ("../reply.docx", "a/b.docx", "reply.txt"):
        with pytest.raises(ValueError, match="not the name"):
            documents.find_template(name)
    with pytest.raises(documents.TemplateProblem, match="没有名为“none"):
        documents.find_template("none.docx")


@pytest.mark.parametrize("name", papers.NAMES)
def test_same_context_gives_the_same_bytes(name):
    context = papers.context(name)
    first, second = (documents.render(f"{name}.docx", context) for _ in range(2))
    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_another_context_gives_other_bytes():
    context = papers.context("reply")
    assert documents.render("reply.docx", context) != documents.render("reply.docx", context | {"handler": "另一人"})


def test_field_left_out_is_an_error_not_a_blank(own):
    own("请{{ unit }}办理")
    with pytest.raises(documents.TemplateProblem, match="不能使用：字段“unit”不存在"):
        documents.render("note.docx", {})


def test_dates_are_written_in_chinese(own):
    own("{{ on|cn_date }}", "{{ none|cn_date or '空' }}", "{{ text|cn_date }}")
    made = documents.render("note.docx", {"on": date(2024, 9, 3), "none": None, "text": "待定"})
    assert lines_of(made) == ["2024年9月3日", "空", "待定"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{{ opening }", "花括号不成对"),
        ("｛｛ opening ｝｝", "全角"),
        ("{% if a ％}", "花括号不成对"),
        ("{{ opening|default(“无”) }}", "全角的引号"),
        ("{{ opening|cndate }}", "没有名为“cndate”的格式"),
        ("{%p for x in opening %}", "循环或条件没有结束"),
        ("{{ openning }}", "字段“openning”不存在，是不是“opening”？"),
        ("{% frob %}", "不认识的标记“frob”"),
        ("{{ a b }}", "标记写法有误"),
    ],
)
def test_lint_names_place_and_repair(own, line, sentence):
    found = documents.lint(own("正文", line), {"opening": "", "a": ""})
    assert len(found) == 1
    assert sentence in found[0]


def test_lint_lists_everything_at_once(own):
    found = documents.lint(own("{{ a }", "好", "{{ b }", "｛｛ c ｝｝"))
    assert [text[:6] for text in found] == ["正文第1段“", "正文第3段“", "正文第4段“"]


@pytest.mark.parametrize(
    "line", ["{{ ''.__class__.__mro__ }}", "{{ x.__init__.__globals__ }}", "{{ range(10**9)|list }}"]
)
def test_templates_cannot_reach_out_of_their_fields(own, line):
    own(line)
    with pytest.raises(documents.TemplateProblem, match="不能使用"):
        documents.render("note.docx", {"x": "字"})


def test_template_with_problems_is_not_rendered(own):
    own("{{ a }")
    with pytest.raises(documents.TemplateProblem, match="有 1 处问题"):
        documents.render("note.docx", {"a": ""})


def repacked(data, **members):
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
        for name, content in members.items():
            target.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def test_lint_refuses_what_is_no_template(own):
    good = own("正文")
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    assert "不是 Word 文档" in documents.lint(b"plain text")[0]
    assert "没有 Word 正文" in documents.lint(empty.getvalue())[0]
    assert "宏" in documents.lint(repacked(good, **{"word__vbaProject.bin": b"x"}))[0]
    assert "过大" in documents.lint(repacked(good, **{f"word__m{i}.xml": b"<a/>" for i in range(600)}))[0]
    assert documents.lint(good) == []


def test_lint_refuses_content_fetched_from_outside():
    doc = base_document()
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    doc.part.relate_to("http://example.invalid/t.dotm", link, is_external=True)
    assert "文件以外的内容" in documents.lint(pack(doc))[0]


def signs(data):
    body = Document(io.BytesIO(data)).element.body
    return [p for p in body.iterchildren("{*}p") if style_of(p) in {"GwSign", "GwRemark"}]


def test_signature_keeps_with_text_and_remark():
    data = documents.render("reply.docx", papers.context("reply") | {"copy_to": []})
    body = list(Document(io.BytesIO(data)).element.body.iterchildren("{*}p"))
    first = next(i for i, p in enumerate(body) if style_of(p) == "GwSign")
    start = max(i for i in range(first) if style_of(body[i]) == "GwBody" and "".join(body[i].itertext()).strip())
    assert all(p.find("{*}pPr/{*}keepNext") is not None for p in body[start : first + 2])
    assert style_of(body[first + 2]) == "GwRemark"
    assert body[first + 2].find("{*}pPr/{*}keepNext") is None


@pytest.mark.parametrize(("organ", "left"), [("濮阳市公安局", None), (papers.LONG_UNIT[:20], "600"), ("长" * 40, "0")])
def test_long_signature_stays_inside_the_type_area(organ, left):
    name, day, _ = signs(documents.render("reply.docx", papers.context("reply") | {"organ": organ}))
    found = [p.find("{*}pPr/{*}ind") for p in (name, day)]
    wanted = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}leftChars"
    assert [None if node is None else node.get(wanted) for node in found] == [left, left]


@given(st.text(max_size=200))
def test_clean_leaves_only_what_xml_allows(text):
    kept = clean(text)
    assert clean(kept) == kept
    assert not any(ord(char) < 32 and char not in "\t\n" for char in kept)
    kept.encode()


def test_clean_reaches_into_the_context():
    assert clean({"a": ["x\x08y", None, {"b": ("1\r\n2",)}], "c": 3}) == {"a": ["xy", "", {"b": ["1\n2"]}], "c": 3}


def test_paragraphs_and_lists():
    assert paragraphs("　　甲\n\n 乙 ") == ["甲", "乙"]
    assert paragraphs(["甲\n乙", "", "丙"]) == ["甲", "乙", "丙"]
    assert listed(["市公安局", "", "市民政局"]) == "市公安局、市民政局"
    assert listed("市公安局") == "市公安局"
    assert check("", "满意 不满意") == "□满意　□不满意"
    assert check("丙", "甲 乙 丙", 2) == "□甲　□乙\n☑丙"
    assert documents.cn_date2(date(2024, 6, 11)) == "2024年\n6月11日"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("交办通知", ["交办通知"]),
        (
            "关于印发濮阳市第九届人民代表大会常务委员会第十次会议意见建议交办清单的通知",
            ["关于印发濮阳市第九届人民代表大会", "常务委员会第十次会议", "意见建议交办清单的通知"],
        ),
        (
            "关于对濮阳市第九届人民代表大会第三次会议第87号建议的答复",
            ["关于对濮阳市第九届人民代表大会", "第三次会议第87号建议的答复"],
        ),
        (
            "濮阳市第九届人民代表大会常务委员会第十次会议审议意见和代表、群众意见建议交办清单",
            ["濮阳市第九届人民代表大会", "常务委员会第十次会议审议意见和", "代表、群众意见建议交办清单"],
        ),
        ("", []),
    ],
)
def test_titles_break_by_sense(title, lines):
    assert [line for line in documents.break_title(title) if line] == lines


def test_a_wide_page_takes_longer_lines():
    title = "濮阳市第九届人民代表大会常务委员会第十次会议审议意见和代表、群众意见建议交办清单"
    assert documents.break_title(title, 26) == [
        "濮阳市第九届人民代表大会常务委员会第十次会议",
        "审议意见和代表、群众意见建议交办清单",
    ]


@given(st.text(alphabet="关于人民代表大会常务委员会《》的和第十2024ab", max_size=120))
def test_titles_lose_nothing_and_keep_to_the_width(title):
    lines = documents.break_title(title)
    assert "".join(lines) == title
    assert all(len(line) <= 20 for line in lines)
