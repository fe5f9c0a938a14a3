"""The home page of each role: what waits, overdue first, at a bounded cost; a fresh system says how to begin."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.calendar import Calendar
from accounts.models import Grant, User
from liaison_portal.desks import deputy as deputy_desk
from liaison_portal.desks import desk_of, meeting
from liaison_portal.views.home import greeting
from opinions.models import Opinion, Undertaking
from opinions.workflow import reply as replies
from opinions.workflow import requests
from opinions.workflow import undertaking as undertakings
from stations.choices import Route
from stations.models import DutySlot, SlotDeputy
from tests.liaison_portal.filling import fill
from tests.stations.making import visit
from tests.world import PERSONAS, moment

ON = date(2024, 6, 3)
KEEPERS = ("sysadmin", "secadmin", "auditor")


def titles(desk):
    return [todo.title for todo in desk.todos]


def queries_of(client, path="/"):
    with CaptureQueriesContext(connection) as seen:
        response = client.get(path)
    assert response.status_code == 200
    return len(seen)


# --- every role ---------------------------------------------------------------------------------
@pytest.mark.parametrize("name", PERSONAS)
def test_every_persona_has_a_home_with_one_heading(as_user, name):
    page = as_user(name).get("/")
    assert page.status_code == 200
    assert page.content.decode().count("<h1") == 1


def test_a_visitor_is_asked_to_sign_in(as_user):
    assert as_user(None).get("/").headers["Location"].startswith("/login/")


def test_home_is_read_only(as_user):
    assert as_user("staff").post("/").status_code == 405


@pytest.mark.parametrize(
    ("hour", "words"), [(3, "您好"), (8, "上午好"), (12, "中午好"), (15, "下午好"), (20, "晚上好")]
)
def test_the_greeting_follows_the_clock(hour, words):
    assert greeting(datetime(2024, 5, 27, hour, tzinfo=timezone.get_current_timezone())) == words


def test_an_account_without_a_grant_is_told_whom_to_ask(db):
    user = User.objects.create_user("nobody", "demo-2024", name="新来的")
    client = Client()
    client.force_login(user, backend="accounts.backends.PortalBackend")
    assert "您的账号还没有授权" in client.get("/").content.decode()


# --- the committee ------------------------------------------------------------------------------
def test_staff_urge_the_late_before_anything_else(world):
    world.undertaking("to_accept")
    desk = desk_of(world["staff"], ON)
    assert desk.todos[0].title == "催办：背街小巷路灯维护"
    assert "超期" in desk.todos[0].text
    assert (desk.late, desk.todos[0].action) == (1, "催办")


def test_staff_find_what_is_asked_of_them(world):
    row = world.undertaking("doing")
    requests.ask_send_back(
        row, actor=world["agency"], reason="不属本院职责。", suggested_unit=world.civil, at=moment(date(2024, 5, 22))
    )
    assert "审核退办：背街小巷路灯维护" in titles(desk_of(world["staff"], date(2024, 5, 23)))


def test_staff_find_the_reply_to_check_and_the_opinions_to_merge(world):
    world.undertaking("checking")
    world.opinion("还没有归并的一条。")
    found = titles(desk_of(world["staff"], ON))
    assert "审核答复：背街小巷路灯维护" in found
    assert "归并：还有 1 条意见没有归入事项" in found


def test_staff_find_matters_to_decide_and_to_list(world):
    world.matter(decided=False)
    world.matter(title="消防通道占用")
    found = titles(desk_of(world["staff"], ON))
    assert "定去向：1 个事项还没有去向" in found
    assert "拟清单：1 个事项可以交办" in found


@pytest.mark.parametrize(
    ("status", "who", "verb"),
    [("draft", "staff", "送审"), ("review", "office", "核稿"), ("sign", "leader", "审签"), ("signed", "staff", "印发")],
)
def test_a_list_stands_on_the_desk_of_the_next_hand(world, status, who, verb):
    paper = world.paper_in(status)
    for name in ("staff", "office", "leader"):
        mine = [todo for todo in desk_of(world[name], ON).todos if todo.url == paper.get_absolute_url()]
        assert [todo.action for todo in mine] == ([verb] if name == who else [])


def test_nobody_is_asked_to_check_their_own_list(world):
    paper = world.paper_in("review")
    drafter = world["staff"]
    Grant.objects.create(user=drafter, role="office", unit=world.issuer, region=world.city)
    assert paper.get_absolute_url() not in [todo.url for todo in desk_of(world["staff"], ON).todos]


def test_a_stranger_sees_nothing_of_another_place(world):
    world.undertaking("to_accept")
    desk = desk_of(world["outsider"], ON)
    assert desk.todos == []
    assert [block.data for block in desk.blocks if block.name in {"followed", "happenings"}] == [[], []]
    assert desk.starts[0].title == "还没有会议"


def test_the_flow_counts_every_stage(world):
    world.undertaking("rating")
    world.matter(decided=False, title="另一件")
    world.opinion("待归并的。")
    flow = meeting.flow_of(world.meeting_occasion, ON, Calendar.load(), merges=True)
    counts = {stage["name"]: stage["count"] for stage in flow.stages}
    assert flow.opinions == 5
    assert counts == {"收集": 1, "梳理归并": 1, "交办": 0, "签收": 0, "办理": 0, "答复": 0, "评价": 1, "反馈": 0}


@pytest.mark.parametrize(
    ("status", "stage"),
    [("to_accept", "签收"), ("doing", "办理"), ("checking", "答复"), ("rating", "评价"), ("closed", "反馈")],
)
def test_an_item_stands_at_one_stage(world, status, stage):
    world.undertaking(status)
    flow = meeting.flow_of(world.meeting_occasion, date(2024, 5, 20), Calendar.load(), merges=False)
    assert [(s["name"], s["count"]) for s in flow.stages if s["count"]] == [(stage, 1)]


def test_the_week_says_what_falls_due(world):
    world.undertaking("to_accept")
    due = Undertaking.objects.get().clock_on
    week = next(b.data for b in desk_of(world["staff"], due).blocks if b.name == "week")
    assert [(day.day, day.sentence) for day in week["days"] if day.count] == [(due, "1 个签收到期")]


def test_when_the_working_week_is_over_the_next_one_is_shown(world):
    world.undertaking("to_accept")
    Undertaking.objects.update(clock_on=date(2024, 6, 4))
    saturday = next(b.data for b in desk_of(world["staff"], date(2024, 6, 1)).blocks if b.name == "week")
    friday = next(b.data for b in desk_of(world["staff"], date(2024, 5, 31)).blocks if b.name == "week")
    assert (friday["next"], saturday["next"]) == (False, True)
    assert [day.day for day in saturday["days"] if day.count] == [date(2024, 6, 4)]


def test_the_page_of_staff_names_the_meeting_and_the_verb(as_user, world):
    world.undertaking("to_accept")
    text = as_user("staff").get("/").content.decode()
    assert "市九届人大常委会第十次会议：2 条意见，交办 1 个事项" in text
    assert "催办：背街小巷路灯维护" in text
    assert "件已超期" in text


# --- units --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "verb"),
    [("to_accept", "签收"), ("doing", "办理"), ("redo", "重新办理"), ("checking", None), ("closed", None)],
)
def test_a_clerk_finds_the_next_verb(world, status, verb):
    world.undertaking(status)
    actions = [todo.action for todo in desk_of(world["agency"], date(2024, 5, 21)).todos]
    assert actions == ([verb] if verb else [])


def test_the_head_signs_and_the_clerk_waits(world):
    row = world.undertaking("doing")
    sources = dict.fromkeys(replies.sources_of(row).values_list("pk", flat=True), (True, ""))
    letter = replies.Letter(body="已修复。", answer_class="A", contact_name="陈", contact_phone="0393-1")
    reply = replies.draft(row, letter, actor=world["agency"], answers=sources)
    replies.submit(reply, actor=world["agency"])
    assert [t.action for t in desk_of(world["agencyhead"], ON).todos] == ["签发"]
    assert [t.action for t in desk_of(world["agency"], ON).todos] == []


def test_the_dispatcher_passes_on_and_the_co_unit_gives_its_opinion(world):
    matter = world.matter(leads=[world.civil], cos=[world.procuratorate])
    world.paper_in("issued", matters_=[matter])
    on = date(2024, 5, 21)
    assert [t.action for t in desk_of(world["dispatcher"], on).todos] == ["转办"]
    co = Undertaking.objects.with_list_data().get(unit=world.procuratorate)
    undertakings.accept(co, actor=world["agency2"], at=moment(on))
    assert [t.action for t in desk_of(world["agency2"], on).todos] == ["提协办意见"]


def test_an_agency_never_reads_a_residents_words(as_user, world):
    world.undertaking("doing")
    text = as_user("agency").get("/").content.decode()
    assert "王大娘" not in text
    assert "路灯坏了三个月" not in text


# --- fresh --------------------------------------------------------------------------------------
def test_a_fresh_system_says_what_to_do_first(as_user, world):
    world.topic.delete()
    world.draft_topic.delete()
    world.sitting_occasion.delete()
    world.meeting_occasion.delete()
    text = as_user("staff").get("/").content.decode()
    assert "先登记一次常委会会议" in text
    assert "/meetings/new/" in text


@pytest.mark.parametrize(("name", "words"), [("agency", "还没有交给您单位的事项"), ("head", "还没有接待记录")])
def test_nothing_yet_is_said_with_the_first_step(as_user, name, words):
    assert words in as_user(name).get("/").content.decode()


@pytest.mark.parametrize("name", KEEPERS)
def test_keepers_find_their_catalogues_and_no_business(as_user, world, name):
    world.undertaking("to_accept")
    text = as_user(name).get("/").content.decode()
    assert "您维护的目录" in text
    assert "/admin/" in text
    assert "背街小巷" not in text


# --- a deputy -----------------------------------------------------------------------------------
def test_a_deputy_finds_ratings_rota_and_what_they_raised(as_user, world):
    world.undertaking("rating")
    ahead = timezone.localdate() + timedelta(days=3)
    slot = DutySlot.objects.create(station=world.station, date=ahead, starts_at="09:00", ends_at="11:30", published_at=timezone.now())
    SlotDeputy.objects.create(slot=slot, deputy=world.deputy)
    page = deputy_desk.page_of(world["deputy"], timezone.localdate())
    raised = Opinion.objects.get(contributor__deputy=world.deputy)
    then = deputy_desk.page_of(world["deputy"], raised.heard_on)
    assert {one.label: one.count for one in then.year}["提出意见"] == 1
    assert (len(page.ratings), len(page.unconfirmed), page.count) == (1, 1, 2)
    assert [row.opinion.contributor.deputy_id for row in page.raised] == [world.deputy.pk]
    text = as_user("deputy").get("/").content.decode()
    assert "请您评价：背街小巷路灯维护" in text
    assert "请确认轮值" in text
    assert "庆祖镇第1活动小组" in text


def test_the_station_is_asked_to_tell_and_the_township_to_see_to_it(world):
    visit(world, Route.SETTLED)
    asked = {name: [title for title in titles(desk_of(world[name], ON)) if "告诉群众" in title] for name in ("head", "township")}
    assert asked == {
        "head": ["反馈：1 条意见有了结果，还没有告诉群众"],
        "township": ["本地各站有 1 条意见有了结果，还没有告诉群众"],
    }


def test_an_account_not_tied_to_a_deputy_is_told_whom_to_ask(as_user, world):
    world.deputy.user = None
    world.deputy.save()
    assert "账号还没有对上代表名册" in as_user("deputy").get("/").content.decode()


# --- a person with several roles, and the cost --------------------------------------------------
def test_several_roles_are_drawn_on_one_page(world):
    world.undertaking("to_accept")
    user = world["staff"]
    Grant.objects.create(user=user, role="agency_clerk", unit=world.court)
    actions = [todo.action for todo in desk_of(world["staff"], date(2024, 5, 21)).todos]
    assert "签收" in actions
    names = [block.name for block in desk_of(world["staff"], ON).blocks]
    assert names.count("followed") == 1 or len(names) > len(set(names))


@pytest.mark.parametrize("name", ["staff", "leader", "agency", "head", "township", "deputy"])
def test_the_number_of_queries_does_not_grow(as_user, world, name):
    client = as_user(name)
    client.get("/")
    fill(world, 1)
    one = queries_of(client)
    fill(world, 2)
    assert queries_of(client) == one
    assert one <= 40


def test_a_list_that_is_cut_costs_one_count_and_says_how_many_more(as_user, world):
    client = as_user("staff")
    fill(world, 1)
    client.get("/")
    few = queries_of(client)
    fill(world, 7)
    assert queries_of(client) <= few + 2
    text = client.get("/").content.decode()
    assert "还有 3 个事项超期" in text
    assert '<b class="c-danger">8 件已超期</b>' in text
