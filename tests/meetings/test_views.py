"""The pages of meetings and sittings: who opens them, what they take, what they refuse, what they show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from meetings import actions, workflow
from meetings.models import AgendaItem, Article, Draft, Meeting, Sitting
from meetings.reports import ways_of
from opinions.models import Opinion
from tests.meetings.conftest import DRAFT

pytestmark = pytest.mark.django_db

READ = ("meeting_detail", "sitting_detail", "participant_list", "draft_detail", "sitting_export")
WRITE = (
    "meeting_edit",
    "agenda_item_add",
    "agenda_item_edit",
    "draft_add",
    "sitting_create",
    "sitting_edit",
    "participant_edit",
)
POST_ONLY = ("sitting_start", "sitting_end", "sitting_resume", "participant_add", "participant_remove", "agenda_item_remove")
MEETING = {
    "term": "9",
    "number": "11",
    "title": "濮阳市第九届人民代表大会常务委员会第十一次会议",
    "short_title": "市九届人大常委会第十一次会议",
    "held_on": "2024年7月9日",
    "ends_on": "",
    "place": "",
}


def address(name, hall):
    if name in {"agenda_item_edit", "draft_add", "draft_detail", "agenda_item_remove"}:
        pk = hall.item.pk
    elif name in {"participant_edit", "participant_remove"}:
        pk = hall.people[1].pk
    elif name in {"meeting_detail", "meeting_edit", "agenda_item_add", "sitting_create"}:
        pk = hall.meeting.pk
    else:
        pk = hall.sitting.pk
    return reverse(f"meetings:{name}", args=[pk])


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize(("persona", "status"), [("staff", 200), ("office", 200), ("leader", 200), ("outsider", 404), ("agency", 404)])
def test_who_reads(hall, as_user, name, persona, status):
    hall.say()
    assert as_user(persona).get(address(name, hall)).status_code == status


@pytest.mark.parametrize("name", WRITE)
@pytest.mark.parametrize(("persona", "status"), [("staff", 200), ("office", 403), ("leader", 403), ("outsider", 404)])
def test_who_prepares(hall, as_user, name, persona, status):
    client = as_user(persona)
    assert client.get(address(name, hall)).status_code == status
    assert client.post(address(name, hall)).status_code == (422 if status == 200 else status)


@pytest.mark.parametrize("name", POST_ONLY)
def test_a_step_takes_a_post_by_staff(hall, as_user, name):
    assert as_user("staff").get(address(name, hall)).status_code == 405
    assert as_user("office").post(address(name, hall)).status_code == 403
    assert as_user("outsider").post(address(name, hall)).status_code == 404
    assert as_user(None).post(address(name, hall)).status_code == 302


@pytest.mark.parametrize(("persona", "status"), [("staff", 200), ("leader", 200), ("agency", 403), ("sysadmin", 403), (None, 302)])
def test_who_opens_the_list(hall, as_user, persona, status):
    assert as_user(persona).get(reverse("meetings:meeting_list")).status_code == status


def test_the_list_shows_only_meetings_of_the_place(hall, as_user):
    assert "市九届人大常委会第十次会议" in as_user("staff").get(reverse("meetings:meeting_list")).text
    assert "市九届人大常委会第十次会议" not in as_user("outsider").get(reverse("meetings:meeting_list")).text


def test_the_list_takes_as_many_queries_for_three_as_for_one(hall, as_user, world):
    client = as_user("staff")
    client.get(reverse("meetings:meeting_list"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("meetings:meeting_list"))
    for number in (11, 12):
        actions.create_meeting(
            actor=hall.staff, unit=world.committee, title=f"第{number}次", short_title=f"第{number}次", term=9,
            number=number, held_on=hall.meeting.occasion.held_on,
        )
    with CaptureQueriesContext(connection) as three:
        client.get(reverse("meetings:meeting_list"))
    assert len(one) == len(three)


def test_the_page_of_a_meeting_takes_as_many_queries_for_three_sittings_as_for_one(hall, as_user):
    client = as_user("staff")
    hall.say(topic_id=hall.article.topic_id)
    client.get(address("meeting_detail", hall))
    with CaptureQueriesContext(connection) as one:
        client.get(address("meeting_detail", hall))
    for label in ("第一组", "第三组"):
        hall.new_sitting(label)
    hall.say(topic_id=hall.article.topic_id)
    with CaptureQueriesContext(connection) as three:
        client.get(address("meeting_detail", hall))
    assert len(one) == len(three) <= 25


# --- meetings -----------------------------------------------------------------------------------
def test_a_meeting_is_made_and_corrected(hall, as_user, world):
    client = as_user("staff")
    answer = client.post(reverse("meetings:meeting_create"), {**MEETING, "unit": world.committee.pk})
    made = Meeting.objects.get(number=11)
    assert answer.url == made.get_absolute_url()
    assert (made.occasion.unit, made.occasion.region, made.occasion.kind) == (world.committee, world.city, "meeting")
    client.post(reverse("meetings:meeting_edit", args=[made.pk]), {**MEETING, "held_on": "2024-7-10"})
    made.refresh_from_db()
    assert made.occasion.held_on.day == 10


def test_a_meeting_with_wrong_facts_keeps_what_was_typed(hall, as_user, world):
    answer = as_user("staff").post(
        reverse("meetings:meeting_create"),
        {**MEETING, "unit": world.committee.pk, "held_on": "七月九日", "title": ""},
    )
    assert answer.status_code == 422
    assert "日期请写成 2024年9月30日 这样。" in answer.text
    assert "市九届人大常委会第十一次会议" in answer.text
    late = {**MEETING, "unit": world.committee.pk, "ends_on": "2024年7月1日"}
    assert "闭会日期不能早于开会日期" in as_user("staff").post(reverse("meetings:meeting_create"), late).text


def test_nobody_makes_a_meeting_for_another_place(hall, as_user, world):
    client = as_user("staff")
    answer = client.post(reverse("meetings:meeting_create"), {**MEETING, "unit": world.other_committee.pk})
    assert answer.status_code == 422
    assert as_user("office").get(reverse("meetings:meeting_create")).status_code == 403


# --- agenda and drafts --------------------------------------------------------------------------
def test_an_item_is_added_edited_and_removed_while_nothing_hangs_on_it(hall, as_user):
    client = as_user("staff")
    client.post(address("agenda_item_add", hall), {"title": "听取报告", "short_title": "专项报告"})
    made = AgendaItem.objects.get(topic__short_title="专项报告")
    assert made.order == 3
    client.post(reverse("meetings:agenda_item_edit", args=[made.pk]), {"title": "听取报告", "short_title": "报告"})
    made.topic.refresh_from_db()
    assert made.topic.short_title == "报告"
    client.post(reverse("meetings:agenda_item_remove", args=[made.pk]))
    assert not AgendaItem.objects.filter(pk=made.pk).exists()
    answer = client.post(address("agenda_item_remove", hall), follow=True)
    assert "已经有草案或意见，不能删除" in answer.text


def test_a_draft_is_shown_by_article_before_it_is_kept(hall, as_user):
    client = as_user("staff")
    url = reverse("meetings:draft_add", args=[hall.other_item.pk])
    data = {"title": "决定（草案）", "short_title": "决定草案", "stage": "draft", "dated": "2024年5月10日", "text": DRAFT}
    preview = client.post(url, data)
    assert preview.status_code == 200
    assert "分成了 3 条，请核对" in preview.text
    assert not Draft.objects.filter(topic=hall.other_item.topic).exists()
    assert client.post(url, {**data, "confirmed": "1"}).status_code == 302
    assert Article.objects.filter(version__draft__topic=hall.other_item.topic).count() == 3
    wrong = client.post(url, {**data, "text": "一段话", "confirmed": "1"})
    assert wrong.status_code == 422
    assert "没有找到以“第一条”这样开头的行" in wrong.text


def test_a_new_text_is_a_new_version_and_old_opinions_keep_their_article(hall, as_user):
    row = hall.say(topic_id=hall.article.topic_id)
    client = as_user("staff")
    data = {"title": "条例（草案）", "short_title": "条例草案", "stage": "second", "dated": "2024年7月1日", "text": DRAFT, "confirmed": "1"}
    client.post(address("draft_add", hall), data)
    assert hall.item.topic.parts.count() == 6
    assert Opinion.objects.get(pk=row.opinion_id).topic == hall.article.topic
    topics = client.get(reverse("meetings:sitting_capture", args=[hall.sitting.pk])).context["desk"]["topics"]
    newest = {one["id"] for one in topics[0]["articles"]}
    assert len(newest) == 3
    assert hall.article.topic_id not in newest


# --- sittings and people ------------------------------------------------------------------------
def test_a_sitting_is_arranged_below_its_meeting(hall, as_user, world):
    data = {"kind": "group", "label": "第一组", "held_on": "2024年5月14日", "starts_at": "9：30", "region": world.town.pk, "place": "村部"}
    as_user("staff").post(address("sitting_create", hall), data)
    made = Sitting.objects.get(label="第一组")
    assert (made.occasion.title, made.occasion.parent) == ("分组会议（第一组）", hall.meeting.occasion)
    assert (made.occasion.region, made.starts_at.hour) == (world.town, 9)
    forum = as_user("staff").post(reverse("meetings:forum_create"), {**data, "kind": "forum", "label": ""})
    assert forum.status_code == 302
    assert Sitting.objects.get(meeting=None).occasion.title == "座谈会"
    outside = as_user("staff").post(address("sitting_create", hall), {**data, "region": world.other_city.pk})
    assert outside.status_code == 422


def test_an_ended_sitting_is_not_rearranged(hall, as_user, world):
    workflow.end(hall.sitting, actor=hall.staff)
    data = {"kind": "group", "label": "第二组", "held_on": "2024年5月15日", "region": world.town.pk}
    answer = as_user("staff").post(address("sitting_edit", hall), data)
    assert answer.status_code == 422
    assert "已经结束，安排不能再改" in answer.text


def test_begin_end_resume_by_button_and_a_second_click_is_told(hall, as_user):
    ready = hall.new_sitting("第三组", started=False)
    client = as_user("staff")
    start = reverse("meetings:sitting_start", args=[ready.pk])
    assert client.post(start).url == reverse("meetings:sitting_capture", args=[ready.pk])
    client.post(start)
    assert "现在的状态是“记录中”，不能开始记录" in client.get(reverse("meetings:sitting_detail", args=[ready.pk])).text
    client.post(reverse("meetings:sitting_end", args=[ready.pk]))
    client.post(reverse("meetings:sitting_resume", args=[ready.pk]))
    ready.refresh_from_db()
    assert (ready.status, ready.ended_at) == ("recording", None)


def test_people_are_added_corrected_and_removed(hall, as_user, world):
    client = as_user("staff")
    data = {"name": "张守信", "capacity": "county_deputy", "title": "书记", "attendance": "present"}
    form = client.post(address("participant_add", hall), data)
    assert form.status_code == 422
    assert "名册里有同名的代表" in form.text
    assert f'value="{world.deputy.pk}"' in form.text
    client.post(address("participant_add", hall), {**data, "not_in_register": "on"})
    assert hall.sitting.participants.filter(contributor__name="张守信", contributor__deputy=None).count() == 1
    client.post(address("participant_add", hall), {**data, "deputy": world.deputy.pk, "is_convener": "on"})
    made = hall.sitting.participants.get(contributor__deputy=world.deputy, is_convener=True)
    edit = reverse("meetings:participant_edit", args=[made.pk])
    client.post(edit, {**data, "name": "张守诚", "secrecy": "on"})
    made.contributor.refresh_from_db()
    assert (made.contributor.name, made.contributor.initials, made.contributor.secrecy) == ("张守诚", "zsc", True)
    client.post(reverse("meetings:participant_remove", args=[made.pk]))
    assert hall.sitting.participants.count() == 5
    hall.say(who=1)
    told = client.post(address("participant_remove", hall), follow=True)
    assert "不能移出名单" in told.text


def test_the_record_reads_in_order_and_prints_whole(hall, as_user):
    for number in range(105):
        hall.say(f"第 {number} 句", topic_id=hall.article.topic_id)
    client = as_user("leader")
    page = client.get(address("sitting_detail", hall))
    assert page.text.index("第 0 句") < page.text.index("第 99 句")
    assert "第 104 句" not in page.text
    assert "第 104 句" in client.get(address("sitting_detail", hall), {"print": "1"}).text
    assert "意见速录" not in page.text.split("<main")[1]


# --- sums ---------------------------------------------------------------------------------------
def test_opinions_in_are_opinions_out(hall, world):
    rows = [hall.say(f"第 {n} 句") for n in range(5)]
    opinions = [Opinion.objects.get(pk=row.opinion_id) for row in rows]
    world.matter(opinions[:2], leads=[world.court])
    world.matter(list(Opinion.objects.filter(pk__in=[opinions[1].pk, opinions[2].pk])), decided=False)
    workflow.delete_row(rows[4], actor=hall.staff)
    ways = {way.key: way.count for way in ways_of(hall.meeting)}
    assert ways == {"assign": 2, "waiting": 1, "undecided": 1}


def test_links_lead_on_where_they_have_an_address(hall, as_user):
    page = as_user("staff").get(address("meeting_detail", hall))
    for name in ("opinions:board", "opinions:list_list"):
        try:
            assert f"{reverse(name)}?occasion={hall.meeting.occasion_id}" in page.text
        except NoReverseMatch:
            continue


# --- catalogues ---------------------------------------------------------------------------------
@pytest.mark.parametrize("model", ["meeting", "draft", "article"])
@pytest.mark.parametrize(("persona", "opens"), [("staff", True), ("sysadmin", False), ("leader", False)])
def test_catalogues_are_kept_by_staff(hall, as_user, model, persona, opens):
    answer = as_user(persona).get(reverse(f"admin:meetings_{model}_changelist"))
    assert (answer.status_code == 200) is opens


@pytest.mark.parametrize("model", ["meeting", "draft", "article"])
def test_catalogues_show_only_the_keepers_place(hall, as_user, model):
    answer = as_user("outsider").get(reverse(f"admin:meetings_{model}_changelist"))
    assert answer.context["cl"].result_count == 0
