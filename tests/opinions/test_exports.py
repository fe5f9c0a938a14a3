"""Papers and tables: every item, no resident, the same bytes, open in LibreOffice."""

import hashlib
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from openpyxl import load_workbook

from accounts.models import Unit, UnitName
from common.errors import RuleError
from opinions.choices import Capacity
from opinions.exports import notice, paper, tables
from opinions.models import AssignmentList, Attachment, Opinion, Undertaking
from opinions.workflow import reply as replies
from tests.layout import docx_problems, pdf_problems, read_pdf, soffice_missing, to_pdf

pytestmark = pytest.mark.django_db


def text_of(data):
    doc = Document(io.BytesIO(data))
    cells = [c.text for t in doc.tables for r in t.rows for c in r.cells]
    boxes = ["".join(t.text or "" for t in doc.element.body.iter() if t.tag.endswith("}t"))]
    return "\n".join([*(p.text for p in doc.paragraphs), *cells, *boxes])


def cells_of(data):
    page = load_workbook(io.BytesIO(data)).active
    return [[cell.value for cell in row] for row in page.iter_rows()]


def resident_opinion(world, text="路灯坏了，找王大娘，电话13800001234"):
    return world.opinion(text, contributor=world.contributor(name="王大娘", phone="13800001234", secrecy=False))


def issued(world, count=3):
    made = [
        world.matter([resident_opinion(world), world.deputy_opinion(f"第{n}条")], title=f"事项{n}", cos=[world.police])
        for n in range(1, count + 1)
    ]
    return world.paper_in("issued", matters_=made)


# --- 交办清单 -------------------------------------------------------------------------------------
def test_a_list_prints_every_item_once_and_names_nobody(world):
    made = issued(world)
    data = paper.list_docx(made)
    rows = [[c.text for c in row.cells] for row in Document(io.BytesIO(data)).tables[0].rows][1:]
    assert [row[0] for row in rows] == ["1", "2", "3"]
    assert [row[1].split("\n")[0] for row in rows] == ["事项1", "事项2", "事项3"]
    assert rows[0][4:6] == ["市中级人民法院", "市公安局"]
    assert rows[0][6].replace("\n", "") == "2024年8月20日"
    assert "县（区）人大代表1条、群众1条（第二组）" in rows[0][1].replace("来源：", "")
    words = text_of(data)
    assert "王大娘" not in words
    assert "张守信" not in words
    assert "13800001234" not in words


def test_a_list_has_the_parts_of_an_official_paper(world):
    Unit.objects.filter(pk=world.issuer.pk).update(phone="0393-0000002")
    made = issued(world, 1)
    AssignmentList.objects.filter(pk=made.pk).update(copies_to="市委办公室，各县（区）人大常委会")
    made.refresh_from_db()
    texts = [p.text for p in Document(io.BytesIO(paper.list_docx(made))).paragraphs]
    assert texts[0] == "濮阳市人民代表大会常务委员会办公室文件"
    assert made.number in texts
    salutation = next(p for p in Document(io.BytesIO(paper.list_docx(made))).paragraphs if p.text == "市人民政府，市中级人民法院：")
    assert salutation.style.name != "GwBody"
    assert any("形成交办事项1项（见附件），现转交你们研究处理" in text for text in texts)
    assert any("自交办之日起3个月内书面答复" in text for text in texts)
    assert texts.count("濮阳市人民代表大会常务委员会办公室") == 1
    assert "2024年5月20日" in texts
    words = text_of(paper.list_docx(made))
    assert "抄送：市委办公室，各县（区）人大常委会。" in words
    assert "签发人" not in words
    assert "濮阳市第九届人民代表大会常务委员会第十次会议交办清单" in words.replace("\n", "")


def test_before_issue_the_number_is_to_come(world):
    draft = world.paper()
    texts = [p.text for p in Document(io.BytesIO(paper.list_docx(draft))).paragraphs]
    assert "拟编" in texts
    assert "自交办之日起3个月内" in text_of(paper.list_docx(draft))


def test_a_paper_prints_the_name_of_its_day(world):
    made = issued(world, 1)
    UnitName.objects.create(
        unit=world.issuer, name="濮阳市人大常委会办公厅", valid_from=date(2020, 1, 1), valid_to=date(2024, 12, 31)
    )
    UnitName.objects.create(unit=world.court, name="濮阳中院", valid_from=date(2020, 1, 1), valid_to=date(2024, 12, 31))
    words = text_of(paper.list_docx(made))
    assert "濮阳市人大常委会办公厅文件" in words
    assert "濮阳中院" in words


def test_the_same_list_gives_the_same_bytes(world):
    made = issued(world, 2)
    assert paper.list_docx(made) == paper.list_docx(AssignmentList.objects.get(pk=made.pk))
    assert paper.list_xlsx(made) == paper.list_xlsx(AssignmentList.objects.get(pk=made.pk))


def test_a_list_costs_the_same_queries_for_one_item_and_three(world):
    counts = []
    for size in (1, 3):
        made = issued(world, size)
        made = AssignmentList.objects.select_related("unit", "occasion", "drafted_by").get(pk=made.pk)
        with CaptureQueriesContext(connection) as seen:
            paper.list_docx(made)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 16


def test_freezing_happens_once(world):
    made = issued(world, 1)
    paper.freeze(made.pk)
    kept = Attachment.objects.get(list=made, purpose="frozen")
    made.refresh_from_db()
    data = kept.file.read()
    assert made.frozen_sha256 == kept.sha256 == hashlib.sha256(data).hexdigest()
    assert (kept.size, kept.name) == (len(data), f"{made.number} {made.title}.docx")
    paper.freeze(made.pk)
    assert Attachment.objects.filter(list=made).count() == 1
    AssignmentList.objects.filter(pk=made.pk).update(title="改过的标题")
    paper.freeze(made.pk)
    made.refresh_from_db()
    assert made.frozen_sha256 == kept.sha256


def test_only_an_issued_list_is_frozen(world):
    draft = world.paper()
    paper.freeze(draft.pk)
    draft.refresh_from_db()
    assert draft.frozen_sha256 == ""


def test_the_table_of_a_list_has_every_item(world):
    rows = cells_of(paper.list_xlsx(issued(world)))
    assert rows[0][0].endswith("（濮人常办〔2024〕1号）")
    assert [row[0] for row in rows[2:]] == [1, 2, 3]
    assert [row[1] for row in rows[2:]] == ["事项1", "事项2", "事项3"]


@pytest.mark.libreoffice
@pytest.mark.skipif(soffice_missing(), reason="LibreOffice is not installed")
def test_papers_keep_the_layout_and_open_in_libreoffice(world, tmp_path):
    made = issued(world)
    row = world.undertaking("checking", title="另一件", opinions_=[resident_opinion(world), world.deputy_opinion()])
    reply = row.replies.get()
    reply.undertaking = row
    files = {
        "list": paper.list_docx(made),
        "draft": paper.list_docx(world.paper()),
        "notice": notice.unit_notice_docx(made, world.court),
        "passed-on": notice.unit_notice_docx(made, world.dispatch_office),
        "reply": notice.reply_docx(reply),
        "slip": notice.drafting_slip_docx(reply),
    }
    assert {name: problems for name, data in files.items() if (problems := docx_problems(data))} == {}
    paths = [tmp_path / f"{name}.docx" for name in files]
    for path in paths:
        path.write_bytes(files[path.stem])
    pages = {path.stem: read_pdf(path) for path in to_pdf(tmp_path, paths)}
    assert {name: problems for name in files if (problems := pdf_problems(pages[name]))} == {}
    words = "".join(page.text for page in pages["list"])
    assert all(f"事项{n}" in words for n in (1, 2, 3))


@pytest.mark.libreoffice
@pytest.mark.skipif(soffice_missing(), reason="LibreOffice is not installed")
def test_a_printed_table_shows_every_word(world, tmp_path):
    wording = "请有关单位逐条研究，提出整改办法并公布进度。" * 8
    made = issued(world, 1)
    made.assignments.update(wording=wording, demand="限期整改。" * 12)
    (tmp_path / "list.xlsx").write_bytes(paper.list_xlsx(made))
    (path,) = to_pdf(tmp_path, [tmp_path / "list.xlsx"])
    (page,) = read_pdf(path)
    assert page.landscape
    assert page.text.count("度") == 8
    assert page.text.count("期") == 12
    assert "第1页，共1页" in page.text


# --- 交办通知, 答复函, 发文稿纸 -----------------------------------------------------------------------
def test_a_unit_s_notice_has_its_items_and_limits(world):
    made = issued(world, 2)
    words = text_of(notice.unit_notice_docx(made, world.court))
    for part in ("濮阳市中级人民法院：", "交办事项2项", "请最迟5月27日（含当日）签收", "主办事项请最迟8月20日（含当日）答复"):
        assert part in words
    assert "第二十条" in words
    assert "送达回证" in words
    assert "王大娘" not in words
    through_office = text_of(notice.unit_notice_docx(made, world.dispatch_office))
    assert "转办到承办单位" in through_office
    with pytest.raises(RuleError, match="没有承办的事项"):
        notice.unit_notice_docx(made, world.procuratorate)


def test_a_reply_letter_and_its_slip(world):
    row = world.undertaking("checking", opinions_=[resident_opinion(world), world.deputy_opinion()])
    reply = row.replies.get()
    reply.undertaking = row
    letter = text_of(notice.reply_docx(reply))
    for part in ("濮阳市中级人民法院", "已排查修复损坏路灯 37 盏", "第1项“背街小巷路灯维护”", "承办人：陈立新", "2024年6月3日"):
        assert part in letter
    slip = text_of(notice.drafting_slip_docx(reply))
    for part in ("A类（已解决或已采纳）", "张守信（县（区）人大代表）", "群众，分组会议（第二组）", "濮人常办〔2024〕1号第1项", "2024年8月20日"):
        assert part in slip
    for words in (letter, slip):
        assert "王大娘" not in words
        assert "13800001234" not in words
    assert notice.reply_docx(reply) == notice.reply_docx(reply)


def test_a_draft_reply_prints_before_anything_is_filled_in(world):
    row = world.undertaking("doing")
    reply = replies.draft(row, replies.Letter(body=""), actor=world["agency"])
    assert "拟编" in text_of(notice.reply_docx(reply))
    assert "发文稿纸" in text_of(notice.drafting_slip_docx(reply))


# --- tables -------------------------------------------------------------------------------------
def test_the_ledger_masks_people_and_neutralises_formulas(world):
    world.opinion(
        "=HYPERLINK(1) 王大娘家，电话13800001234",
        contributor=world.contributor(name="王大娘", phone="13800001234"),
    )
    world.deputy_opinion()
    world.opinion("保密", contributor=world.contributor(Capacity.MEMBER, "李委员", phone="13900001234", secrecy=True))
    data = tables.opinions_xlsx(Opinion.objects.order_by("pk"))
    rows = cells_of(data)[2:]
    assert [row[4] for row in rows] == ["王**", "张守信", "要求保密"]
    assert [row[6] or "" for row in rows] == ["138****1234", "", ""]
    assert rows[0][10] == "=HYPERLINK(1) 王某某家，电话（电话已隐去）"
    cell = load_workbook(io.BytesIO(data)).active["K3"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert all("13800001234" not in str(value) for row in rows for value in row)


def test_the_ledger_tells_where_each_went(world):
    opinion = world.opinion()
    world.matter([opinion])
    world.matter([Opinion.objects.with_list_data().get()], decided=False, title="未定")
    row = cells_of(tables.opinions_xlsx(Opinion.objects.all()))[2]
    assert row[11:] == ["已归并", "背街小巷路灯维护；未定", "交办；待定"]


def test_the_follow_up_table(world):
    world.undertaking("checking")
    world.undertaking("to_accept", title="另一件", opinions_=[world.opinion("另一条")])
    rows = cells_of(tables.undertakings_xlsx(Undertaking.objects.order_by("pk"), today=date(2024, 6, 20)))[2:]
    assert [r[2] for r in rows] == ["背街小巷路灯维护", "另一件"]
    assert rows[0][10:12] == ["2024年6月3日", "A"]
    assert [r[15] or "" for r in rows] == ["", "超期"]


@pytest.mark.parametrize(("make", "model"), [(tables.opinions_xlsx, Opinion), (tables.undertakings_xlsx, Undertaking)])
def test_tables_cost_the_same_for_one_row_and_three(world, make, model):
    for n in range(3):
        world.undertaking("checking", title=f"事项{n}", opinions_=[world.opinion(f"意见{n}")])
    counts = []
    for size in (1, 3):
        chosen = model.objects.filter(pk__in=model.objects.order_by("pk").values_list("pk", flat=True)[:size])
        with CaptureQueriesContext(connection) as seen:
            make(chosen)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 4
