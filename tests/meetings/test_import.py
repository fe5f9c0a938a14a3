"""A record from Excel: tried first, errors by row, all or nothing, once."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from common.xlsx import Column, read_xlsx, write_xlsx
from meetings import workflow
from meetings.models import Participant, RaisedOpinion
from opinions.models import Contributor, Opinion

pytestmark = pytest.mark.django_db

HEADINGS = ("发言人", "身份", "议题", "条款", "意见类型", "意见内容")
GOOD = (
    ("刘玉芬", "", "条例草案", "第三条", "改条文", "准入清单由谁来审。"),
    ("马春生", "", "决定草案", "", "反映问题", "村里网格和小组边界不一样。"),
    ("田红霞", "公民代表", "", "", "", "电话应该公示。"),
)


def table(rows, headings=HEADINGS):
    columns = [Column(heading, lambda row, at=at: row[at]) for at, heading in enumerate(headings)]
    return SimpleUploadedFile("意见.xlsx", write_xlsx(columns, rows))


def address(hall, name="sitting_import"):
    return reverse(f"meetings:{name}", args=[hall.sitting.pk])


def tried(client, hall, rows, headings=HEADINGS):
    return client.post(address(hall), {"table": table(rows, headings)})


def confirm(client, hall, page, **more):
    data = {"rows": page.context["confirm"]["rows"].value(), **more}
    return client.post(address(hall, "sitting_import_confirm"), data)


def test_a_dry_run_writes_nothing_and_confirming_writes_all(hall, as_user):
    client = as_user("staff")
    page = tried(client, hall, GOOD)
    assert page.status_code == 200
    assert "读到 3 条意见，还没有写入" in page.text
    assert "田红霞" in page.text
    assert not RaisedOpinion.objects.exists()
    assert hall.sitting.participants.count() == 4
    assert confirm(client, hall, page).status_code == 302
    first, second, third = RaisedOpinion.objects.order_by("order").select_related("opinion__topic", "participant__contributor")
    assert (first.opinion.topic, first.opinion.intent) == (hall.article.topic, "amend")
    assert (second.opinion.topic, second.participant) == (hall.other_item.topic, hall.people[2])
    assert (third.participant.contributor.capacity, third.opinion.topic) == ("citizen_rep", None)


def test_confirming_twice_writes_once(hall, as_user):
    client = as_user("staff")
    page = tried(client, hall, GOOD[:2])
    for _ in range(2):
        assert confirm(client, hall, page).status_code == 302
    assert RaisedOpinion.objects.count() == 2


def test_one_bad_row_changes_nothing_and_every_error_names_its_row(hall, as_user):
    bad = [*GOOD, ("无名氏", "", "条例草案", "第九十九条", "喊话", ""), ("", "国王", "别的议题", "", "", "话")]
    page = tried(as_user("staff"), hall, bad)
    assert page.status_code == 422
    for words in (
        "第 5 行 发言人：名单里没有“无名氏”",
        "第 5 行 条款：没有“第九十九条”这一条",
        "第 5 行 意见类型：没有“喊话”这种意见类型",
        "第 5 行 意见内容：还没有写意见内容",
        "第 6 行 发言人：没有写发言人",
        "第 6 行 身份：没有“国王”这种身份",
        "第 6 行 议题：没有“别的议题”这个议题",
    ):
        assert words in page.text
    assert not RaisedOpinion.objects.exists()


def test_a_row_that_became_bad_after_the_dry_run_changes_nothing(hall, as_user):
    client = as_user("staff")
    page = tried(client, hall, [GOOD[0], GOOD[1]])
    workflow.remove_participant(hall.people[2], actor=hall.staff)
    answer = confirm(client, hall, page)
    assert answer.status_code == 422
    assert "一条也没有导入" in answer.text
    assert not Opinion.objects.exists()


def test_the_same_table_again_is_told_and_skipped_only_when_ticked(hall, as_user):
    client = as_user("staff")
    confirm(client, hall, tried(client, hall, GOOD[:2]))
    page = tried(client, hall, GOOD)
    assert "有 2 条和已经记录的一模一样" in page.text
    confirm(client, hall, page, skip_known="on")
    assert RaisedOpinion.objects.count() == 3
    page = tried(client, hall, GOOD)
    confirm(client, hall, page)
    assert RaisedOpinion.objects.count() == 6


def test_headings_of_other_places_are_read(hall, as_user):
    page = tried(as_user("staff"), hall, [("刘玉芬", "路灯坏了。")], ("姓名", "意见建议内容"))
    assert page.status_code == 200
    assert "路灯坏了。" in page.text


def test_an_ended_and_an_unbegun_sitting_take_a_table(hall, as_user):
    client = as_user("staff")
    workflow.end(hall.sitting, actor=hall.staff)
    assert confirm(client, hall, tried(client, hall, GOOD[:1])).status_code == 302
    ready = hall.new_sitting("第三组", started=False)
    url = reverse("meetings:sitting_import", args=[ready.pk])
    page = client.post(url, {"table": table([("王大娘", "群众", "", "", "", "话")])})
    confirmed = reverse("meetings:sitting_import_confirm", args=[ready.pk])
    client.post(confirmed, {"rows": page.context["confirm"]["rows"].value()})
    ready.refresh_from_db()
    assert ready.status == "recording"
    assert RaisedOpinion.objects.filter(sitting=ready).count() == 1


@pytest.mark.parametrize(
    ("upload", "words"),
    [(b"", "这个文件是空的"), (b"name,text\n1,2\n", "不是 Excel 工作簿"), (None, "请先选择文件")],
)
def test_what_is_no_table_is_refused(hall, as_user, upload, words):
    data = {} if upload is None else {"table": io.BytesIO(upload)}
    answer = as_user("staff").post(address(hall), data)
    assert answer.status_code == 422
    assert words in answer.text


def test_forged_rows_are_refused(hall, as_user):
    answer = as_user("staff").post(address(hall, "sitting_import_confirm"), {"rows": "forged"})
    assert answer.status_code == 422
    assert not RaisedOpinion.objects.exists()


@pytest.mark.parametrize(("persona", "status"), [("staff", 200), ("office", 403), ("outsider", 404)])
def test_who_imports(hall, as_user, persona, status):
    client = as_user(persona)
    assert client.get(address(hall)).status_code == status
    assert client.get(address(hall, "import_template")).status_code == status
    assert client.get(address(hall, "sitting_import_confirm")).status_code == 405


def test_the_template_and_the_record_can_be_read_back(hall, as_user):
    client = as_user("staff")
    filled = client.get(address(hall, "import_template"))
    page = client.post(address(hall), {"table": SimpleUploadedFile("a.xlsx", filled.content)})
    assert page.status_code in {200, 422}
    hall.say("=1+1 不是公式", topic_id=hall.article.topic_id)
    record = client.get(address(hall, "sitting_export"))
    assert "attachment" in record["Content-Disposition"]
    (row,) = read_xlsx(record.content, (*HEADINGS, "是否保密"))
    assert row.values["是否保密"] == ""
    assert (row.values["发言人"], row.values["条款"], row.values["意见内容"]) == ("刘玉芬", "第三条", "=1+1 不是公式")


SECRET_HEADINGS = ("发言人", "身份", "要求保密", "意见内容")


def test_who_asks_for_secrecy_in_the_table_has_it(hall, as_user):
    client = as_user("staff")
    rows = (
        ("张守信", "", "是", "村里的账没有公开。"),
        ("刘玉芬", "", "否", "网格员太忙。"),
        ("田红霞", "群众", "", "路灯坏了。"),
        ("田红霞", "群众", "√", "电话打不通。"),
    )
    page = tried(client, hall, rows, SECRET_HEADINGS)
    assert page.text.count("要求保密</span>") == 2
    confirm(client, hall, page)
    secret = {one.name for one in Contributor.objects.filter(secrecy=True)}
    assert secret == {"张守信", "田红霞"}
    assert Contributor.objects.filter(name="田红霞").count() == 1


def test_no_table_takes_secrecy_away_even_from_rows_it_skips(hall, as_user):
    client = as_user("staff")
    hall.person("何文斌", "nonvoting", secrecy=True)
    hall.say("路灯坏了。", who=3)
    rows = [("何文斌", "", "否", "另一句。"), ("张守信", "", "是", "路灯坏了。")]
    confirm(client, hall, tried(client, hall, rows, SECRET_HEADINGS), skip_known="on")
    assert RaisedOpinion.objects.count() == 2
    assert set(Contributor.objects.filter(secrecy=True).values_list("name", flat=True)) == {"何文斌", "张守信"}


def test_an_unclear_wish_for_secrecy_is_asked_about(hall, as_user):
    page = tried(as_user("staff"), hall, [("张守信", "", "也许", "话")], SECRET_HEADINGS)
    assert page.status_code == 422
    assert "第 2 行 是否保密：看不懂“也许”，请写“是”或者“否”。" in page.text


def test_of_two_with_one_name_the_capacity_decides(hall, as_user):
    namesake = hall.person("刘玉芬", "resident")
    client = as_user("staff")
    page = tried(client, hall, [GOOD[0]])
    assert "名单里有两位“刘玉芬”" in page.text
    confirm(client, hall, tried(client, hall, [("刘玉芬", "群众", "", "", "", "话")]))
    assert RaisedOpinion.objects.get().participant == namesake
    assert Participant.objects.filter(sitting=hall.sitting).count() == 5
