"""After the meeting: every number adds up, leads to its opinions, and stands in the papers as on the page."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from accounts.choices import AuditAction
from accounts.models import AuditEntry
from meetings import workflow
from meetings.exports import outcome as papers
from meetings.reports.came_back import came_back
from meetings.reports.outcome import ANSWERED, IN_HAND, NOT_ISSUED, outcome_of
from opinions.models import Opinion

pytestmark = pytest.mark.django_db


def told(hall, number=2, *, topic=None, sitting=None):
    """So many rows on a topic; as opinions."""
    where = sitting or hall.sitting
    who = where.participants.first()
    entries = [
        workflow.Entry(
            original=f"第 {n} 句，说的是路灯和网格。", participant_id=who.pk, topic_id=topic.pk if topic else None
        )
        for n in range(number)
    ]
    return [workflow.capture(where.pk, entry, actor=hall.staff).opinion for entry in entries]


def adds_up(outcome):
    for line, numbers in outcome.rows:
        ways = len(outcome.ways)
        assert sum(numbers[:ways]) == line.tally.said
        assert sum(line.tally.states.values()) == line.tally.ways["assign"]
        assert sum(line.tally.classes.values()) == line.tally.states[ANSWERED]
    groups = [line for line in outcome.lines if line.group]
    sums = [line for line in outcome.lines if not line.group]
    assert sum(one.tally.said for one in groups) == sum(one.tally.said for one in sums) == outcome.total.said
    return outcome


@pytest.fixture
def full(hall):
    """Three topics in two groups, handed over in every state, elsewhere, and waiting."""
    other, world = hall.new_sitting("第三组"), hall.world
    hall.person("王师傅", "grid", sitting=other)
    article = hall.version.articles.get(number=2).topic
    world.matter(told(hall, 2, topic=hall.item.topic), title="没印发的")
    world.undertaking("to_accept", opinions_=told(hall, 1, topic=article, sitting=other), title="没签收的")
    world.undertaking("rating", opinions_=told(hall, 2, topic=hall.other_item.topic), title="答复了的")
    told(hall, 2)
    told(hall, 1, sitting=other)
    return hall


def test_an_empty_meeting_says_so(hall, as_user):
    outcome = outcome_of(hall.meeting)
    assert (outcome.lines, outcome.total.said) == ([], 0)
    text = as_user("staff").get(reverse("meetings:meeting_outcome", args=[hall.meeting.pk])).content.decode()
    assert "这次会议还没有记录意见。" in text


def test_every_opinion_stands_once(full):
    outcome = adds_up(outcome_of(full.meeting))
    assert outcome.total.said == Opinion.objects.of_occasion(full.meeting.occasion_id).count() == 8
    assert dict(outcome.total.states) == {NOT_ISSUED: 2, IN_HAND: 1, ANSWERED: 2}
    assert outcome.total.ways["waiting"] == 3
    assert [line.topic for line in outcome.lines if not line.group] == ["条例草案", "决定草案", "其他意见"]


def test_an_article_counts_with_its_draft(full):
    line = next(one for one in outcome_of(full.meeting).lines if one.topic == "条例草案" and not one.group)
    assert line.tally.said == 3


def test_what_came_back_is_said_opinion_by_opinion(full):
    rows = list(Opinion.objects.of_occasion(full.meeting.occasion_id))
    came = came_back(rows)
    answered = next(one for one in came.values() if one.answer)
    assert (answered.state, answered.answer, answered.went) == ("已答复", "A 类", "交办")
    assert answered.words
    waiting = next(came[row.pk] for row in rows if row.status == "waiting")
    assert (waiting.went, waiting.state, waiting.matters) == ("待归并", "", [])


def test_each_number_leads_to_its_opinions(full, as_user):
    client, address = as_user("staff"), reverse("meetings:meeting_outcome", args=[full.meeting.pk])
    for line in outcome_of(full.meeting).lines:
        page = client.get(f"{address}?topic={line.topic_pk}&group={line.occasion_pk}").content.decode()
        assert len(re.findall(r'class="ti" href="/opinions/', page)) == line.tally.said, line
    assert len(re.findall(r'class="ti" href="/opinions/', client.get(address).content.decode())) == 8
    assert client.get(f"{address}?topic=x&group=-1").status_code == 200


@pytest.mark.parametrize("name", ["meeting_outcome", "outcome_docx", "outcome_xlsx", "outcome_rows"])
@pytest.mark.parametrize(
    ("persona", "status"),
    [("staff", 200), ("office", 200), ("leader", 200), ("outsider", 404), ("agency", 404), ("deputy", 404)],
)
def test_who_reads(hall, as_user, name, persona, status):
    hall.say()
    assert as_user(persona).get(reverse(f"meetings:{name}", args=[hall.meeting.pk])).status_code == status


def test_the_page_takes_as_many_queries_for_ten_as_for_three(full, as_user, django_assert_max_num_queries):
    client, address = as_user("staff"), reverse("meetings:meeting_outcome", args=[full.meeting.pk])
    client.get(address)
    with django_assert_max_num_queries(40) as few:
        client.get(address)
    told(full, 5, topic=full.other_item.topic)
    full.world.undertaking("doing", opinions_=told(full, 2, topic=full.item.topic), title="又一件")
    with django_assert_max_num_queries(len(few)):
        client.get(address)


def test_the_tables_carry_the_numbers_of_the_page(full):
    outcome = outcome_of(full.meeting)
    sheet = load_workbook(BytesIO(papers.outcome_xlsx(full.meeting))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert [row[2:] for row in rows] == [[line.tally.said, *numbers] for line, numbers in outcome.rows]
    assert rows[-1][0] == "合计"
    table = Document(BytesIO(papers.outcome_docx(full.meeting))).tables[0]
    lines = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    heads, printed = ([row for row in lines if (len(set(row)) == 1) is across] for across in (True, False))
    assert [row[0] for row in heads] == [topic for topic, _ in outcome.blocks] == ["条例草案", "决定草案", "其他意见"]
    assert [row[1] for row in printed] == [str(line.tally.said) for line, _ in outcome.rows]
    assert printed[-1][0] == "合计"
    for row in printed:
        numbers = [int(text or 0) for text in row[2:13]]
        assert sum(numbers[:8]) == int(row[1])
        assert sum(numbers[8:]) == numbers[0]


def test_every_opinion_is_in_the_rows_once_and_no_resident_by_name(full, as_user):
    sheet = load_workbook(BytesIO(papers.outcome_rows_xlsx(full.meeting))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert [row[0] for row in rows] == list(range(1, 9))
    assert [row[1] for row in rows] == ["条例草案"] * 3 + ["决定草案"] * 2 + ["其他意见"] * 3
    assert not [row for row in rows if "刘玉芬" in "".join(str(cell) for cell in row)]
    as_user("leader").get(reverse("meetings:outcome_rows", args=[full.meeting.pk]))
    assert AuditEntry.objects.filter(action=AuditAction.EXPORT).exists()
