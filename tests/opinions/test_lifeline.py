"""The life line is a function of the states: it always says whose turn it is and what is next."""

from datetime import date

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from opinions import lifeline
from opinions.choices import Destination, OpinionStatus, UndertakingStatus
from opinions.models import Opinion, Undertaking
from opinions.turns import NAMES
from opinions.workflow import opinion as opinions
from opinions.workflow import paper as papers
from opinions.workflow import rating as ratings
from opinions.workflow import reply as replies
from opinions.workflow import requests
from opinions.workflow import undertaking as undertakings
from opinions.workflow.decision import Decision, decide
from tests.world import moment

pytestmark = pytest.mark.django_db
TODAY = date(2024, 5, 22)


def of(opinion, user, today=TODAY):
    opinion = Opinion.objects.with_list_data().get(pk=opinion.pk)
    return lifeline.lifeline_of(opinion, user, today=today)


def states(line):
    return "".join({"done": "d", "now": "n", "next": ".", "skip": "-"}[step.state] for step in line.steps)


def test_every_undertaking_status_has_a_step():
    for status in UndertakingStatus.values:
        number, name = lifeline.stage_of(status)
        assert NAMES[number - 1] == name
    assert lifeline.stage_of("to_accept") == (4, "签收")


@pytest.mark.parametrize(
    ("status", "now", "holder", "what"),
    [
        ("to_accept", "dddn....", "市中级人民法院", "签收"),
        ("doing", "ddddn...", "市中级人民法院", "办理并答复"),
        ("checking", "dddddn..", "选工委", "审核答复"),
        ("rating", "ddddddn.", "1 位评价人", "评价答复"),
        ("redo", "ddddn...", "市中级人民法院", "重新办理，办理并答复"),
        ("closed", "dddddddn", "收集意见的单位", "把结果告知提出人，登记反馈"),
    ],
)
def test_an_undertaking_walks_from_left_to_right(world, status, now, holder, what):
    row = world.reload(world.undertaking(status))
    line = lifeline.undertaking_line(row, world["staff"], today=TODAY)
    assert (states(line), line.holder, line.what) == (now, holder, what)
    assert [step.name for step in line.steps] == list(NAMES)
    assert line.sources == 2
    opinion = of(row.assignment.matter.opinions.first(), world["staff"])
    assert states(opinion) == now
    if status != "closed":
        assert (opinion.holder, opinion.what) == (holder, what)


def test_the_reader_is_told_when_it_is_their_turn(world):
    row = world.reload(world.undertaking("to_accept"))
    yours = {name: lifeline.undertaking_line(row, world[name]).yours for name in ("agency", "agency2", "staff")}
    assert yours == {"agency": True, "agency2": False, "staff": False}


def test_days_left_and_lateness(world):
    row = world.reload(world.undertaking("to_accept"))
    line = lifeline.undertaking_line(row, world["agency"], today=date(2024, 5, 24))
    assert (line.left, line.total, line.due, line.late) == (1, 5, "最迟5月27日（含当日）签收", False)
    late = lifeline.undertaking_line(row, world["agency"], today=date(2024, 5, 29))
    assert (late.left, late.late) == (-2, True)


def test_redo_says_why_and_a_returned_reply_too(world):
    row = world.reload(world.undertaking("redo"))
    step = lifeline.undertaking_line(row, world["agency"], today=TODAY).steps[4]
    assert (step.when, step.back) == ("第 2 次办理", "评价后重新办理")
    other = world.undertaking("checking", title="另一件")
    reply = other.replies.get()
    reply.undertaking = other
    replies.hand_back(reply, actor=world["staff"], note="请附点位")
    step = lifeline.undertaking_line(world.reload(other), world["agency"], today=TODAY).steps[4]
    assert step.back == "答复退回修改"


def test_open_requests_and_signing_pass_the_ball(world):
    row = world.undertaking("doing")
    request = requests.ask_extension(row, actor=world["agency"], reason="要勘察", until=date(2024, 9, 2))
    line = lifeline.undertaking_line(world.reload(row), world["staff"], today=TODAY)
    assert (line.holder, line.what, line.yours) == ("选工委", "审核延期申请", True)
    request.undertaking = row
    requests.decide_extension(request, actor=world["staff"], agree=False, note="请按期答复")
    sources = dict.fromkeys(replies.sources_of(row).values_list("pk", flat=True), (True, ""))
    reply = replies.draft(row, replies.Letter(body="已修复。", answer_class="A"), actor=world["agency"], answers=sources)
    replies.submit(reply, actor=world["agency"])
    line = lifeline.undertaking_line(world.reload(row), world["agencyhead"], today=TODAY)
    assert (line.now, line.holder, line.what, line.yours) == (6, "市中级人民法院主要负责人", "签发答复", True)
    replies.sign(reply, actor=world["agencyhead"])
    assert lifeline.undertaking_line(world.reload(row), world["agency"]).what == "把已签发的答复送达选工委"


def test_a_send_back_and_its_reassignment(world):
    row = world.undertaking("to_accept")
    at = moment(date(2024, 5, 22))
    request = requests.ask_send_back(row, actor=world["agency"], reason="不是本单位职责", at=at)
    assert lifeline.undertaking_line(world.reload(row), None, today=TODAY).what == "审核退办申请"
    request.undertaking = row
    requests.decide_send_back(
        request, actor=world["staff"], agree=True, note="", new_unit=world.procuratorate, at=at
    )
    line = lifeline.undertaking_line(world.reload(row), None, today=TODAY)
    assert line.steps[2].back == "市中级人民法院退办，已改派"
    assert of(row.assignment.matter.opinions.first(), world["staff"]).holder == "市检察院"


def test_a_passed_on_item_shows_its_least_advanced_lead(world):
    matter = world.matter(leads=[world.civil], cos=[world.police])
    world.paper_in("issued", matters_=[matter])
    parent = Undertaking.objects.with_list_data().get()
    line = lifeline.undertaking_line(parent, world["dispatcher"], today=TODAY)
    assert (line.now, line.what, line.yours) == (3, "转办到承办单位", True)
    _lead, co = undertakings.dispatch(parent, actor=world["dispatcher"], leads=[world.civil], cos=[world.police])
    line = lifeline.undertaking_line(world.reload(parent), world["dispatcher"], today=TODAY)
    assert (line.now, line.holder) == (4, "市民政局")
    undertakings.accept(world.reload(co), actor=world["agency2"])
    line = lifeline.undertaking_line(world.reload(co), world["agency2"], today=TODAY)
    assert (line.now, line.what) == (5, "提协办意见，送主办单位")
    assert of(matter.opinions.first(), world["staff"]).holder == "市民政局"


@pytest.mark.parametrize(
    ("status", "holder", "what"),
    [
        ("draft", "选工委", "拟好清单，送审"),
        ("review", "办公室", "核稿"),
        ("sign", "常委会领导", "审签"),
        ("signed", "选工委", "编号，印发"),
    ],
)
def test_a_list_on_its_way(world, status, holder, what):
    opinion = world.opinion()
    world.paper_in(status, matters_=[world.matter([opinion])])
    line = of(opinion, world["staff"])
    assert (states(line), line.holder, line.what) == ("ddn.....", holder, what)


def test_an_annulled_list_leaves_the_matter_to_be_assigned_again(world):
    opinion = world.opinion()
    paper = world.paper_in("issued", matters_=[world.matter([opinion])])
    papers.annul(paper, actor=world["leader"], reason="事项有误")
    assert of(opinion, world["staff"]).what == "列入交办清单"
    row = Undertaking.objects.with_list_data().get()
    assert lifeline.undertaking_line(row, None).steps[2].back == "清单作废，已撤销"


def test_waiting_and_undecided_stand_at_merging(world):
    waiting, undecided = world.opinion(), world.opinion("第二条")
    world.matter([undecided], decided=False)
    assert states(of(waiting, world["staff"])) == "dn......"
    assert of(undecided, world["staff"]).what == "定去向"


@pytest.mark.parametrize("destination", [d for d in Destination if d != "assign"])
def test_other_destinations_skip_the_units(world, destination):
    opinion = world.opinion()
    matter = world.matter([opinion], decided=False)
    decision = Decision(title="事项", destination=destination, reason="写明理由")
    decide(matter, decision, actor=world["staff"], version=type(matter).objects.get(pk=matter.pk).version)
    line = of(opinion, world["liaison"])
    assert states(line) == "ddd----n"
    assert (line.steps[2].name, line.steps[2].who) == lifeline.GONE_TO[destination]
    assert (line.holder, line.what) == ("市人大常委会选工委", "把结果告知提出人，登记反馈")
    opinion.refresh_from_db()
    opinions.give_feedback(opinion, actor=world["staff"], how="phone", at=moment(date(2024, 6, 20)))
    line = of(opinion, world["liaison"])
    assert (line.now, line.holder, line.stage) == (9, "", "已完成")
    assert (line.steps[7].when, line.steps[7].who) == ("6月20日", "电话告知提出人")


def test_several_destinations_are_said(world):
    opinion = world.opinion()
    world.matter([opinion])
    briefing = world.matter([Opinion.objects.with_list_data().get()], decided=False, title="进简报")
    type(briefing).objects.filter(pk=briefing.pk).update(destination=Destination.BRIEFING)
    assert of(opinion, world["staff"]).note == "涉及 2 个去向：交办，仅入简报"


def test_handled_at_the_station(world):
    at_station = world.opinion(
        status=OpinionStatus.AT_STATION, holder=world.station_unit, due_on=date(2024, 5, 28), unit=world.station_unit
    )
    line = of(at_station, world["liaison"])
    assert (states(line), line.holder, line.yours) == ("d---n--.", "庆祖镇联络站", True)
    assert (line.left, line.due) == (4, "最迟5月28日（含当日）办结")
    opinions.settle(at_station, actor=world["liaison"], note="已装好")
    line = of(at_station, world["liaison"])
    assert (states(line), line.steps[4].who) == ("d---d--n", "站内办结")
    told = world.opinion(status=OpinionStatus.NOT_ASSIGNED, reason="诉讼事项，走司法途径")
    line = of(told, world["staff"])
    assert (states(line), line.note) == ("d-d----n", "诉讼事项，走司法途径")


def test_feedback_while_the_rating_runs(world):
    row = world.undertaking("rating")
    source = row.assignment.matter.opinions.first()
    opinions.give_feedback(source, actor=world["staff"], how="phone")
    assert states(of(source, world["staff"])) == "ddddddnd"
    rating = row.replies.get().ratings.get()
    rating.reply.undertaking = row
    ratings.rate(rating, actor=world["deputy"], attitude="good", result="good")
    assert of(source, world["staff"]).now == 9


def test_no_line_names_a_resident(world):
    resident = world.contributor(name="王大娘", phone="13800001234")
    opinion = world.opinion(contributor=resident, text="王大娘家门口的灯坏了")
    row = world.undertaking("rating", opinions_=[opinion, world.deputy_opinion()])
    for line in (of(opinion, world["agency"]), lifeline.undertaking_line(world.reload(row), world["agency"])):
        drawn = Template("{% lifeline line %}").render(Context({"line": line}))
        assert "大娘" not in drawn
        assert "现在轮到" in drawn


@pytest.mark.parametrize("prepared", [True, False])
def test_lines_for_a_page_cost_the_same_for_few_and_many(world, prepared):
    world.opinion(status=OpinionStatus.AT_STATION, holder=world.station_unit)
    world.undertaking("rating")
    for number in range(3):
        world.opinion(f"待归并 {number}")
    reader, counts = world["staff"], []
    assert reader.scopes
    for size in (2, 4, 6):
        rows = Opinion.objects.with_list_data().select_related("holder") if prepared else Opinion.objects.all()
        page = list(rows.order_by("id")[:size])
        with CaptureQueriesContext(connection) as seen:
            assert len(lifeline.lines_for(page, reader, today=TODAY)) == size
        counts.append(len(seen))
    assert counts[0] == counts[1] == counts[2] <= (10 if prepared else 14)
