"""Every shipped paper, small and large, keeps to the page and carries all it was given."""

import io
import re
import zipfile

import pytest
from django.core.management import call_command
from docx import Document
from lxml import etree

from common import documents
from common.management.papers import PAPERS
from common.xlsx import Column, write_xlsx
from tests.common import papers
from tests.layout import docx_problems, pdf_problems, read_pdf, soffice_missing, to_pdf

LISTS = ("assignment_list", "assignment_notice", "drafting_slip")


@pytest.fixture(autouse=True)
def _shipped_templates_only(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def text_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if re.match(r"word/(document|header|footer)\d*\.xml", name)]
        return "".join("".join(etree.fromstring(archive.read(name)).itertext()) for name in names)


@pytest.mark.parametrize("name", papers.NAMES)
def test_template_keeps_the_layout_and_passes_lint(name):
    path = documents.find_template(f"{name}.docx")
    assert docx_problems(path.read_bytes(), template=True) == []
    assert documents.lint(path, papers.context(name)) == []


@pytest.mark.parametrize("name", papers.NAMES)
def test_rendered_paper_keeps_the_layout(name):
    assert docx_problems(documents.render(f"{name}.docx", papers.context(name))) == []


def test_blank_form_has_its_lines_and_nothing_ticked():
    data = documents.render("reception_form.docx", documents.blank("reception_form.docx"))
    assert docx_problems(data) == []
    text = text_of(data)
    assert [label for label in ("接待时间", "录入时间", "选民签名", "代表签名", "记录人") if label not in text] == []
    assert "☑" not in text
    assert "示例" not in text


@pytest.mark.parametrize("name", papers.NAMES)
def test_user_text_that_looks_like_markup_is_printed_as_typed(name):
    data = documents.render(f"{name}.docx", papers.heavy(name))
    assert [p for p in docx_problems(data) if "field mark" not in p] == []
    assert papers.SHOWN in text_of(data)
    assert "49" not in text_of(data)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("count", [1, 36, 200])
def test_every_item_is_there_once(name, count):
    data = documents.render(f"{name}.docx", papers.with_items(name, count))
    assert docx_problems(data) == []
    text = text_of(data)
    wrong = [number for number in range(1, count + 1) if text.count(papers.marker(number)) != 1]
    assert wrong == []
    assert papers.marker(count + 1) not in text


def test_list_without_number_says_so_and_names_no_signer():
    draft = {"doc_no": "", "issue_date": None, "print_date": None, "copy_to": []}
    data = documents.render("assignment_list.docx", papers.context("assignment_list") | draft)
    assert docx_problems(data) == []
    text = text_of(data)
    assert "抄送" not in text
    assert "　　年　月　日印发" in text
    assert "拟编" in text
    assert "　　年　月　日" in text
    assert "现转交你们研究处理" in text
    assert "签发人" not in text


def test_optional_parts_stay_away():
    context = papers.context("reply") | {"answer_class": "", "attachments": [], "copy_to": []}
    data = documents.render("reply.docx", context)
    assert docx_problems(data) == []
    assert "附件" not in text_of(data)
    assert "抄送" not in text_of(data)


def test_several_attachments_are_numbered():
    context = papers.context("reply") | {"attachments": ["甲表", "乙表", "丙表"]}
    text = text_of(documents.render("reply.docx", context))
    assert [text.count(part) for part in ("附件：1.甲表", "2.乙表", "3.丙表")] == [1, 1, 1]


def test_form_ticks_only_what_it_offers():
    sample = papers.context("reception_form")
    text = text_of(documents.render("reception_form.docx", sample))
    assert "☑转本乡镇（街道）" in text
    assert "□当场答复" in text
    with pytest.raises(documents.TemplateProblem, match="“派给县直单位”不在选项"):
        documents.render("reception_form.docx", sample | {"handling": "派给县直单位"})


def test_command_rebuilds_the_committed_templates(tmp_path):
    call_command("make_document_templates", to=tmp_path, verbosity=0)
    for name in PAPERS:
        with (
            zipfile.ZipFile(tmp_path / name) as made,
            zipfile.ZipFile(documents.find_template(name)) as committed,
        ):
            assert made.namelist() == committed.namelist()
            assert [n for n in made.namelist() if made.read(n) != committed.read(n)] == []


@pytest.mark.libreoffice
@pytest.mark.skipif(soffice_missing(), reason="LibreOffice is not installed")
def test_libreoffice_opens_every_paper_and_prints_it_within_the_page(tmp_path):
    contexts = {name: papers.context(name) for name in papers.NAMES}
    contexts |= {f"{name}-heavy": papers.heavy(name) for name in papers.NAMES}
    contexts |= {"assignment_list-200": papers.with_items("assignment_list", 200)}
    contexts |= {"reception_form-blank": documents.blank("reception_form.docx")}
    files = []
    for name, context in contexts.items():
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(documents.render(f"{name.split('-')[0]}.docx", context))
    rows = [(number, papers.marker(number)) for number in range(1, 201)]
    columns = [Column("序号", lambda row: row[0], 8), Column("意见", lambda row: row[1], 60)]
    files.append(tmp_path / "table.xlsx")
    files[-1].write_bytes(write_xlsx(columns, rows, title="意见台账"))
    pages = {path.stem: read_pdf(path) for path in to_pdf(tmp_path, files)}
    table = pages.pop("table")
    assert all(page.landscape and "意见" in page.text for page in table)
    assert sum(page.text.count(papers.marker(n)) for page in table for n in range(1, 201)) == 200
    assert {name: problems for name in pages if (problems := pdf_problems(pages[name]))} == {}
    assert len(pages["reception_form"]) == len(pages["reception_form-blank"]) == 1
    printed = "".join(page.text for page in pages["assignment_list-200"])
    assert [n for n in range(1, 201) if printed.count(papers.marker(n)) != 1] == []
    for name, count in papers.ENDS.items():
        assert "".join(page.text for page in pages[f"{name}-heavy"]).count(papers.END) == count
    _check_imprint(pages["assignment_list"][-1])
    _check_mark(pages["assignment_notice-heavy"][0])


@pytest.mark.libreoffice
@pytest.mark.skipif(soffice_missing(), reason="LibreOffice is not installed")
def test_the_number_of_a_single_landscape_page_stands_at_its_edge(tmp_path):
    """LibreOffice lays such a page out twice, the second time on another sheet."""
    files = []
    for lines in (0, 2, 4, 6):
        context = papers.with_items("assignment_list", 1)
        context["parts"] = [{"heading": "工作要求", "paragraphs": ["请按要求办理并按时答复。" * 16] * lines}]
        files.append(tmp_path / f"{lines}.docx")
        files[-1].write_bytes(documents.render("assignment_list.docx", context))
    for path in to_pdf(tmp_path, files):
        pages = read_pdf(path)
        assert [page.landscape for page in pages].count(True) == 1
        assert pdf_problems(pages) == []


@pytest.mark.libreoffice
@pytest.mark.skipif(soffice_missing(), reason="LibreOffice is not installed")
def test_a_form_gives_up_empty_room_before_it_takes_a_second_page(tmp_path):
    lengthy = "庆祖镇人民政府便民服务大厅东侧"
    context = documents.blank("reception_form.docx") | {
        "station": "庆祖镇联络站",
        **dict.fromkeys(("place", "voter_address", "unit"), lengthy),
        "content": "下水道返水，一下大雨就往屋里进。" * 9,
        "result": "已疏通管道，并约定汛前再清一次。" * 3,
    }
    path = tmp_path / "form.docx"
    path.write_bytes(documents.render("reception_form.docx", context))
    (pdf,) = to_pdf(tmp_path, [path])
    pages = read_pdf(pdf)
    assert len(pages) == 1
    assert "转交时不写选民身份" in pages[0].text
    assert pages[0].text.count("下水道返水") == 9


def test_a_long_text_takes_the_room_of_empty_rows():
    def heights(data):
        rows = Document(io.BytesIO(data)).tables[0].rows
        return [round(row.height.mm) for row in rows]

    blank = heights(documents.render("reception_form.docx", documents.blank("reception_form.docx")))
    full = documents.sample("reception_form.docx") | {"content": "下水道返水，一下大雨就往屋里进。" * 22}
    tight = heights(documents.render("reception_form.docx", full))
    assert blank[6] > 35
    assert sum(tight) < sum(blank) - 10
    assert min(tight) >= 8


def _check_imprint(page):
    """The last line of the imprint ends at the foot of the type area, 262 mm from the top."""
    office = next(word for word in page.words if word.text.endswith("印发"))
    assert 250 < office.top < office.bottom < 263.5


def _check_mark(page):
    """A mark of 40 characters still stands on one line."""
    marks = [word for word in page.words if 28 < word.top < 46 and word.bottom < 50]
    assert papers.LONG_UNIT in "".join(word.text for word in marks)
    assert max(word.top for word in marks) - min(word.top for word in marks) < 2
