"""One matter in the browser's terms: what is decided, what goes in and out, who may and what it costs."""

import pytest

from opinions.choices import Destination
from opinions.models import Matter
from opinions.workflow import paper as papers
from tests.opinions.merging import address, cost_of, fresh, ids, merged

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(as_user):
    return as_user("staff")


@pytest.fixture
def key(world):
    return str(world.meeting_occasion.pk)


def decision(matter, **facts):
    return {
        "version": fresh(matter).version,
        "title": matter.title,
        "wording": "路灯损坏无人维修。",
        "demand": "",
        "destination": "briefing",
        "rule": matter.rule_id,
        **facts,
    }


def test_nothing_is_preselected(staff, world):
    matter = merged(world, [world.opinion("甲"), world.opinion("乙")])
    form = staff.get(address("matter_detail", matter.pk)).context["form"]
    assert form["destination"].value() == ""
    assert form["leads"].value() == form["cos"].value() == []


def test_decide(staff, world):
    matter = merged(world, [world.opinion()])
    facts = {"destination": "assign", "leads": [world.court.pk, world.civil.pk], "cos": [world.police.pk]}
    answer = staff.post(address("matter_decide", matter.pk), decision(matter, **facts))
    assert answer.url == address("matter_detail", matter.pk)
    assert [(u.unit, u.role) for u in matter.matter_units.all()] == [
        (world.court, "lead"),
        (world.civil, "lead"),
        (world.police, "co"),
    ]


def test_a_party_body_is_no_choice(staff, world):
    matter = merged(world, [world.opinion()])
    answer = staff.post(
        address("matter_decide", matter.pk), decision(matter, destination="assign", leads=[world.party.pk])
    )
    assert answer.status_code == 422
    assert world.party not in answer.context["form"].fields["leads"].queryset


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"destination": ""}, "请选去向"),
        ({"destination": "assign"}, "要定主办单位"),
        ({"destination": "none"}, "不交办要写明理由"),
        ({"title": ""}, "这一项要填"),
    ],
)
def test_a_wrong_decision_keeps_what_was_typed(staff, world, facts, sentence):
    matter = merged(world, [world.opinion()])
    answer = staff.post(address("matter_decide", matter.pk), decision(matter, demand="限期修复", **facts))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert "限期修复" in text
    assert fresh(matter).destination == ""


def test_a_lost_update_shows_both_texts(staff, world):
    matter = merged(world, [world.opinion()])
    old = decision(matter, wording="我写的内容", destination="party")
    staff.post(address("matter_decide", matter.pk), decision(matter, wording="同事写的内容"))
    answer = staff.post(address("matter_decide", matter.pk), old)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "我写的内容" in text
    assert "同事写的内容" in text
    assert fresh(matter).wording == "同事写的内容"
    again = {**old, "version": answer.context["form"]["version"].value()}
    assert staff.post(address("matter_decide", matter.pk), again).status_code == 302
    assert fresh(matter).wording == "我写的内容"


def test_split_move_take_out_add(staff, world):
    rows = [world.opinion(f"意见 {n}") for n in range(4)]
    matter, other = merged(world, rows[:3]), merged(world, rows[3:], "井盖")
    staff.post(address("matter_split", matter.pk), {"opinion": [rows[0].pk], "title": "照明经费"})
    staff.post(address("matter_move", matter.pk), {"opinion": [rows[1].pk], "target": other.pk})
    staff.post(address("matter_take_out", matter.pk), {"opinion": [rows[2].pk]})
    assert not matter.sources.exists()
    assert set(ids(other.opinions.all())) == {rows[1].pk, rows[3].pk}
    assert ids(Matter.objects.get(title="照明经费").opinions.all()) == [rows[0].pk]
    assert fresh(rows[2]).status == "waiting"
    staff.post(address("matter_add", matter.pk), {"opinion": [rows[2].pk, rows[3].pk]})
    assert set(ids(matter.opinions.all())) == {rows[2].pk, rows[3].pk}


@pytest.mark.parametrize("name", ["matter_split", "matter_move", "matter_take_out", "matter_add"])
def test_source_acts_need_a_choice(staff, world, name):
    matter = merged(world, [world.opinion()])
    answer = staff.post(address(name, matter.pk), {"title": "x"})
    assert answer.status_code == 422
    assert "请先选中意见" in answer.content.decode()


def test_sources_of_another_matter_are_refused(staff, world):
    matter, other = merged(world, [world.opinion("甲")]), merged(world, [world.opinion("乙")], "井盖")
    answer = staff.post(address("matter_take_out", matter.pk), {"opinion": ids(other.opinions.all())})
    assert answer.status_code == 422
    assert "已经不在这里" in answer.content.decode()


def test_the_committee_reads_a_matter_and_cannot_change_it(as_user, world):
    matter = merged(world, [world.opinion()])
    for persona in ("office", "leader"):
        client = as_user(persona)
        page = client.get(address("matter_detail", matter.pk))
        assert page.status_code == 200
        assert page.context["form"] is None
        assert client.post(address("matter_decide", matter.pk), decision(matter)).status_code == 403
        assert client.post(address("matter_take_out", matter.pk), {"opinion": [1]}).status_code == 403


@pytest.mark.parametrize("persona", ["township", "head", "deputy", "agency", "dispatcher", "outsider", "sysadmin"])
def test_others_do_not_see_a_matter(as_user, world, persona):
    matter = merged(world, [world.opinion()])
    client = as_user(persona)
    assert client.get(address("matter_detail", matter.pk)).status_code == 404
    assert client.post(address("matter_decide", matter.pk), decision(matter)).status_code == 404


def test_a_matter_in_a_list_is_fixed_with_the_reason(staff, world, key):
    matter = world.matter()
    cover = papers.Cover(series="濮人常办", title="第十次会议清单")
    paper = papers.draft([matter], cover, actor=world["staff"], unit=world.issuer)
    page = staff.get(address("matter_detail", matter.pk))
    assert page.context["form"] is None
    assert f"《{paper.title}》" in page.content.decode()
    assert staff.post(address("matter_decide", matter.pk), decision(matter)).status_code == 422
    assert f"《{paper.title}》" in staff.get(address("board_occasion", key)).content.decode()


def test_chosen_matters_go_to_a_new_list(staff, world, key):
    matter = world.matter()
    text = staff.get(address("board_occasion", key)).content.decode()
    assert f'name="matter" value="{matter.pk}" form="to-list"' in text
    assert f'action="{address("list_new")}"' in text
    assert staff.get(address("list_new"), {"matter": matter.pk}).status_code == 200


@pytest.mark.parametrize("query", ["", "?show=waiting"])
def test_a_matter_costs_the_same_for_one_and_three(staff, world, query):
    matter = merged(world, [world.opinion("第一条")])
    world.opinion("可加的")
    costs = [cost_of(staff, address("matter_detail", matter.pk) + query)]
    merged(world, [world.opinion(f"意见 {n}") for n in range(2)], matter=fresh(matter))
    for n in range(2):
        world.opinion(f"可加的 {n}")
    costs.append(cost_of(staff, address("matter_detail", matter.pk) + query))
    assert costs[0] == costs[1] <= 25


HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_what_may_be_put_in_is_read_when_it_is_asked_for(staff, world, headers):
    matter = merged(world, [world.opinion("第一条")])
    world.opinion("可加的一条")
    url = address("matter_detail", matter.pk)
    assert "可加的一条" not in staff.get(url).content.decode()
    text = staff.get(f"{url}?show=waiting", **headers).content.decode()
    assert "可加的一条" in text
    assert ("定去向" in text) is not bool(headers)


def test_who_may_not_work_a_matter_is_offered_nothing_to_put_in(as_user, world):
    matter = merged(world, [world.opinion("第一条")])
    world.opinion("可加的一条")
    url = f"{address('matter_detail', matter.pk)}?show=waiting"
    assert "可加的一条" not in as_user("office").get(url).content.decode()
    assert as_user("office").get(url, **HTMX).status_code == 403


def test_every_destination_has_a_name_and_an_icon():
    from opinions.reports.board import destination_badge

    assert {destination_badge(value)[1] for value in Destination.values} == {str(d.label) for d in Destination}
    assert destination_badge("")[1] == "待定去向"
