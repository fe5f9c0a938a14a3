"""简报, 分组会议记录 and 参会名单 on paper: the page of the standard, every speech once, nobody named who must not be."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from common.documents import render
from meetings.exports import briefing as papers
from meetings.exports import sitting_papers
from meetings.models import Briefing, BriefingFile, Participant, Sitting
from meetings.workflow import keep_secret
from tests.layout import docx_problems, pdf_problems, read_pdf, soffice_missing, to_pdf, unbroken_problems
from tests.meetings.press import issue_of, signed

pytestmark = pytest.mark.django_db
LONG = "濮阳市人民代表大会常务委员会选举任免代表联络工作委员会会同社会建设委员会、法制工作委员会编辑组"
NOT_READ = "（根据记录整理，未经本人审阅）"


def words_of(data):
    doc = Document(io.BytesIO(data))
    return "".join(node.text or "" for node in doc.element.body.iter() if node.tag.endswith("}t"))


def lines_of(data):
    return [one.text for one in Document(io.BytesIO(data)).paragraphs]


def head_of(data):
    """Who prints it and when, as the two ends of one line."""
    return [cell.text for cell in Document(io.BytesIO(data)).tables[0].rows[0].cells]


def spoken(hall, count):
    """Each with a mark of its own; every third was never confirmed."""
    rows = []
    for number in range(count):
        text = f"［第{number:03d}件］建议把这件事办好，" + "把责任落到单位、落到人。" * (number % 7 + 1)
        rows.append(hall.say(text, who=number % 4) if number % 3 == 2 else signed(hall, text, who=number % 4))
    return rows


def test_every_speech_once_and_the_page_kept(hall):
    made = issue_of(hall, spoken(hall, 9), status="issued")
    data = papers.briefing_docx(Briefing.objects.with_place().get(pk=made.pk))
    assert docx_problems(data) == []
    words = words_of(data)
    assert [words.count(f"［第{number:03d}件］") for number in range(9)] == [1] * 9
    assert words.count(NOT_READ) == 3


def test_the_parts_of_a_bulletin(hall):
    made = issue_of(hall, [signed(hall, "路灯坏了。\n三个月没人修。"), signed(hall, "建议增加经费。", who=0)], status="issued")
    data = papers.briefing_docx(made)
    lines = lines_of(data)
    assert lines[:3] == ["濮阳市第九届人民代表大会常务委员会第十次会议", "简　报", "第1期（总第1期）"]
    assert head_of(data) == ["濮阳市人民代表大会常务委员会办公室编", "2024年5月20日"]
    assert "按语：5月14日，会议分组审议。" in lines
    group = lines.index("第二组")
    assert lines[group + 1] == "时间：2024年5月14日14时30分　地点：庆祖镇综治中心　召集人：李国栋委员"
    assert lines[group + 2 :][:3] == ["张守信代表建议：路灯坏了。", "三个月没人修。", "李国栋委员说，建议增加经费。"]
    assert "（会议简报组供稿）" in lines
    words = words_of(data)
    assert "报：市委，省人大常委会。" in words
    assert "送：常委会主任、副主任、秘书长。" in words
    assert "发：常委会委员，列席人员。" in words
    assert "共印50份" in words


def test_before_issue_the_number_is_to_come_and_empty_lists_stay_away(hall):
    made = issue_of(hall, [signed(hall)], report_to="", issue_to="")
    data = papers.briefing_docx(made)
    assert docx_problems(data) == []
    assert "期号拟编" in lines_of(data)
    assert "报：" not in words_of(data)
    assert "送：" in words_of(data)


def test_residents_stand_by_capacity(hall):
    made = issue_of(hall, [signed(hall, "我刘玉芬反映，电话13800001234。", who=1)])
    words = words_of(papers.briefing_docx(made))
    assert "网格员建议：" in words
    assert "刘玉芬" not in words
    assert "13800001234" not in words


def test_the_same_issue_gives_the_same_bytes(hall):
    made = issue_of(hall, [signed(hall)])
    assert papers.briefing_docx(made) == papers.briefing_docx(Briefing.objects.with_place().get(pk=made.pk))


def test_frozen_once(hall):
    made = issue_of(hall, [signed(hall)], status="issued")
    papers.freeze(made.pk)
    papers.freeze(made.pk)
    assert BriefingFile.objects.count() == 1
    papers.freeze(issue_of(hall).pk)
    assert BriefingFile.objects.count() == 1


def test_a_bounded_number_of_queries(hall):
    counts = []
    for number in (1, 3):
        made = issue_of(hall, [signed(hall, f"第{n}条", who=n) for n in range(number)])
        made = Briefing.objects.with_place().get(pk=made.pk)
        with CaptureQueriesContext(connection) as seen:
            papers.briefing_docx(made)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 6


def sitting_of(hall):
    return Sitting.objects.with_place().get(pk=hall.sitting.pk)


def test_the_record_has_its_fields_and_every_speech_once(hall):
    spoken(hall, 6)
    signed(hall, "记错的。", corrected="本人改的。")
    data = sitting_papers.group_record_docx(sitting_of(hall))
    assert docx_problems(data) == []
    words = words_of(data)
    assert [words.count(f"［第{number:03d}件］") for number in range(6)] == [1] * 6
    assert "本人改的。" in words
    assert "记错的。" not in words
    for part in ("濮阳市第九届人民代表大会常务委员会第十次会议", "第二组", "庆祖镇综治中心", "李国栋", "出席（4人）", "审议条例（草案）"):
        assert part in words


def test_whoever_asked_for_secrecy_is_named_on_no_paper(hall):
    hall.say(who=3)
    keep_secret(Participant.objects.with_names().get(pk=hall.people[3].pk), actor=hall.staff)
    for make in (sitting_papers.group_record_docx, sitting_papers.attendance_docx):
        words = words_of(make(sitting_of(hall)))
        assert "张守信" not in words
        assert "要求保密" in words


def test_the_list_has_everybody_once(hall):
    data = sitting_papers.attendance_docx(sitting_of(hall))
    assert docx_problems(data) == []
    table = Document(io.BytesIO(data)).tables[0]
    assert [row.cells[1].text for row in table.rows][1:] == ["李国栋", "刘玉芬", "马春生", "张守信"]


@pytest.mark.libreoffice
@pytest.mark.skipif(soffice_missing(), reason="LibreOffice is not installed")
def test_they_open_in_libreoffice_and_keep_the_type_area(hall, tmp_path):
    made = issue_of(hall, spoken(hall, 24), status="issued")
    sitting = sitting_of(hall)
    data = {
        "briefing": papers.briefing_docx(made),
        "record": sitting_papers.group_record_docx(sitting),
        "list": sitting_papers.attendance_docx(sitting),
    }
    longest = papers.briefing_context(made) | {"editor": LONG, "issue_date": date(2024, 12, 30)}
    data["long"] = render("briefing.docx", longest)
    files = []
    for name, content in data.items():
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(content)
    pages = [read_pdf(one) for one in to_pdf(tmp_path, files)]
    assert [pdf_problems(one) for one in pages] == [[], [], [], []]
    assert unbroken_problems(pages[0][0], "2024年5月20日") == []
    assert unbroken_problems(pages[3][0], "2024年12月30日") == []
    assert docx_problems(data["long"]) == []
    text = "".join(page.text for page in pages[0])
    assert [text.count(f"第{number:03d}件") for number in range(24)] == [1] * 24
    assert "共印50份" in pages[0][-1].text
    body = [word for word in pages[0][1].words if 37 <= word.top <= 297 - 35]
    assert len({round(word.top) for word in body}) <= 22
