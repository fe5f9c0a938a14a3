"""梳理归并 in the browser's terms: who gets in, what each act answers, what a page costs."""

import pytest

from opinions.models import Matter, MatterSource, MergeAction, Opinion
from tests.opinions.merging import address, cost_of, fresh, ids, merged

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
NOT_STAFF = ["office", "leader", "township", "head", "deputy", "agency", "dispatcher", "auditor"]


@pytest.fixture
def staff(as_user):
    return as_user("staff")


@pytest.fixture
def key(world):
    return str(world.meeting_occasion.pk)


# --- who gets in ----------------------------------------------------------------------------------
def test_the_board_is_where_something_waits(staff, world, key):
    world.opinion()
    assert staff.get(address("board")).url == address("board_occasion", key)
    page = staff.get(address("board") + "?all=1")
    assert page.status_code == 200
    assert "1 条待归并" in page.content.decode()


def test_without_anything_waiting_all_boards_are_offered(staff, world):
    page = staff.get(address("board"))
    assert page.status_code == 200
    assert world.meeting_occasion.short_title in page.content.decode()
    assert "联络站意见" in page.content.decode()


@pytest.mark.parametrize("persona", [*NOT_STAFF, "outsider"])
def test_the_board_is_for_the_staff_of_the_place(as_user, world, key, persona):
    row = world.opinion()
    client = as_user(persona)
    assert client.get(address("board_occasion", key)).status_code == 404
    for name in ("board_merge", "board_create", "board_decline"):
        answer = client.post(address(name, key), {"opinion": [row.pk], "title": "x", "reason": "x"})
        assert answer.status_code == 404
    assert not MatterSource.objects.exists()


def test_boards_that_are_none(staff, world):
    assert staff.get(address("board_occasion", "nothing")).status_code == 404
    assert staff.get(address("board_occasion", "999999")).status_code == 404
    assert staff.get(address("board_occasion", str(world.sitting_occasion.pk))).status_code == 404


def test_acts_are_posts(staff, key):
    for name in ("board_merge", "board_create", "board_decline"):
        assert staff.get(address(name, key)).status_code == 405
    assert staff.post(address("board_occasion", key)).status_code == 405


def test_a_visitor_is_asked_to_sign_in(as_user, key):
    assert as_user(None).get(address("board_occasion", key)).status_code == 302


# --- the page -------------------------------------------------------------------------------------
def test_the_sum_is_shown(staff, world, key):
    rows = [world.opinion(f"意见 {n}") for n in range(3)]
    merged(world, rows[:2])
    page = staff.get(address("board_occasion", key)).content.decode()
    assert "3 条进 = 3 条出" in page
    assert "还剩 1 条待归并" in page


def test_residents_are_masked_on_the_board(staff, world, key):
    world.opinion(contributor=world.contributor(name="刘秀兰", phone="13800000000"))
    page = staff.get(address("board_occasion", key)).content.decode()
    assert "刘秀兰" not in page
    assert "13800000000" not in page


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"q": "路灯"}, {"路灯坏了"}),
        ({"intent": "affirm"}, {"办得好"}),
        ({"capacity": "county_deputy"}, {"代表说的"}),
        ({"show": "all"}, {"路灯坏了", "办得好", "代表说的"}),
        ({"show": "merged"}, set()),
        ({"show": "<nonsense>", "capacity": "?"}, {"路灯坏了", "办得好", "代表说的"}),
    ],
)
def test_opinions_are_narrowed(staff, world, key, params, expected):
    world.opinion("路灯坏了")
    world.opinion("办得好", intent="affirm")
    world.deputy_opinion("代表说的")
    page = staff.get(address("board_occasion", key), params)
    assert {row.original for row in page.context["page"].rows} == expected


def test_sitting_and_topic_narrow(staff, world, key):
    here = world.opinion("甲")
    world.opinion("乙", occasion=world.meeting_occasion, topic=None)
    by_sitting = staff.get(address("board_occasion", key), {"sitting": world.sitting_occasion.pk})
    by_topic = staff.get(address("board_occasion", key), {"topic": world.draft_topic.pk})
    assert ids(by_sitting.context["page"].rows) == ids(by_topic.context["page"].rows) == [here.pk]


def test_a_page_holds_fifteen(staff, world, key):
    rows = [world.opinion(f"第 {n} 条") for n in range(18)]
    first = staff.get(address("board_occasion", key))
    assert ids(first.context["page"].rows) == ids(rows[:15])
    second = staff.get(address("board_occasion", key) + first.context["page"].next_query)
    assert ids(second.context["page"].rows) == ids(rows[15:])


def test_matters_turn_by_themselves(staff, world, key):
    """Each side has its own page; turning one leaves the other where it is."""
    rows = [world.opinion(f"第 {n} 条") for n in range(24)]
    made = [merged(world, rows[:1], f"第 {n} 个", matter=None) for n in range(23)]
    here = address("board_occasion", key)
    first = staff.get(here, {"show": "all"})
    assert [card.matter for card in first.context["matters"]] == made[:2:-1]
    assert first.context["matters_found"] == (23, False)
    both = staff.get(here + staff.get(here + first.context["page"].next_query).context["matter_page"].next_query)
    assert [card.matter for card in both.context["matters"]] == made[2::-1]
    assert ids(both.context["page"].rows) == ids(rows[15:])


def test_a_matter_is_folded_and_holds_its_first_opinions(staff, world, key):
    matter = merged(world, [world.opinion(f"路灯第 {n} 盏") for n in range(5)], "路灯维护")
    page = staff.get(address("board_occasion", key), {"at": matter.pk, "mq": "井盖"})
    (card,) = page.context["matters"]
    assert ([row.original for row in card.first], card.more) == (["路灯第 0 盏", "路灯第 1 盏", "路灯第 2 盏"], 2)
    assert "<details open>" in page.content.decode()
    assert "刚才改的" in page.content.decode()
    plain = staff.get(address("board_occasion", key)).content.decode()
    assert "<details>" in plain
    assert "刚才改的" not in plain


@pytest.mark.parametrize("wrong", ["x", "0", "9" * 40, "²"])
def test_a_matter_that_is_none_is_not_kept_at_the_top(staff, world, key, wrong):
    matter = merged(world, [world.opinion()])
    page = staff.get(address("board_occasion", key), {"at": wrong})
    assert [(card.matter, card.now) for card in page.context["matters"]] == [(matter, False)]


def test_matters_are_found_and_narrowed(staff, world, key):
    one = merged(world, [world.opinion("甲")], "路灯维护")
    merged(world, [world.opinion("乙")], "井盖")
    page = staff.get(address("board_occasion", key), {"mq": "路灯", "dest": "undecided"})
    assert [card.matter for card in page.context["matters"]] == [one]
    assert staff.get(address("board_occasion", key), {"dest": "assign"}).context["matters"] == []


def test_stations_have_a_board_of_their_own(staff, world, key):
    inside = world.opinion("会上说的")
    outside = world.opinion("站里报来", occasion=None, topic=None)
    page = staff.get(address("board_occasion", "stations"))
    assert ids(page.context["page"].rows) == [outside.pk]
    assert ids(staff.get(address("board_occasion", key)).context["page"].rows) == [inside.pk]
    staff.post(address("board_create", "stations"), {"opinion": [outside.pk], "title": "站里的事"})
    matter = Matter.objects.get()
    assert (matter.occasion, matter.rule.kind) == (None, "station")
    staff.post(address("board_create", "stations"), {"opinion": [inside.pk], "title": "别处的"})
    assert Matter.objects.count() == 1


def test_the_board_costs_the_same_for_one_and_three(staff, world, key):
    costs = []
    for more in (1, 2):
        for n in range(more):
            world.opinion(f"等着的 {n}")
            merged(world, [world.opinion(f"归并的 {n}")], f"事项 {n}")
        costs.append(cost_of(staff, address("board_occasion", key)))
    assert costs[0] == costs[1] <= 25


# --- merging --------------------------------------------------------------------------------------
def test_create_and_merge(staff, world, key):
    rows = [world.opinion(f"意见 {n}") for n in range(3)]
    answer = staff.post(address("board_create", key), {"opinion": ids(rows[:2]), "title": "路灯"})
    matter = Matter.objects.get()
    assert answer.url == f"{address('board_occasion', key)}?at={matter.pk}"
    assert (matter.unit, matter.occasion) == (world.committee, world.meeting_occasion)
    staff.post(address("board_merge", key) + "?show=all", {"opinion": [rows[2].pk], "into": matter.pk})
    assert matter.sources.count() == 3
    assert set(Opinion.objects.values_list("status", flat=True)) == {"merged"}


def test_htmx_gets_the_board_and_a_way_back(staff, world, key):
    row = world.opinion()
    answer = staff.post(address("board_create", key), {"opinion": [row.pk], "title": "路灯"}, **HTMX)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in text
    assert 'id="board"' in text
    action = MergeAction.objects.get()
    assert address("board_undo", key, action.pk) in text
    back = staff.post(address("board_undo", key, action.pk), **HTMX)
    assert "已撤回" in back.content.decode()
    assert fresh(row).status == "waiting"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_empty_choice_keeps_what_was_typed(staff, world, key, headers):
    world.opinion()
    answer = staff.post(address("board_create", key), {"title": "路灯维护"}, **headers)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "请先选中意见" in text
    assert "路灯维护" in text


def test_a_missing_title_keeps_what_was_ticked(staff, world, key):
    row, other = world.opinion("甲"), world.opinion("乙")
    answer = staff.post(address("board_create", key), {"opinion": [row.pk], "title": " "})
    assert answer.status_code == 422
    assert answer.context["choice"].ids == {row.pk}
    text = answer.content.decode()
    assert text.count(" checked data-pick") == 1
    assert "请给这个事项起个名称" in text
    assert other.status == "waiting"


def test_decline_asks_for_a_reason(staff, world, key):
    row = world.opinion()
    refused = staff.post(address("board_decline", key), {"opinion": [row.pk], "reason": ""})
    assert refused.status_code == 422
    assert "不交办要写明理由" in refused.content.decode()
    staff.post(address("board_decline", key), {"opinion": [row.pk], "reason": "已当场答复"})
    assert (fresh(row).status, Matter.objects.get().destination) == ("not_assigned", "none")


def test_undo_of_a_spoiled_act_is_refused(staff, world, key):
    rows = [world.opinion("甲"), world.opinion("乙")]
    matter = merged(world, rows[:1])
    first = MergeAction.objects.get()
    merged(world, rows[1:], matter=matter)
    answer = staff.post(address("board_undo", key, first.pk))
    assert answer.status_code == 409
    assert "请先撤回后面的改动" in answer.content.decode()
    assert matter.sources.count() == 2


def test_an_act_of_another_place_cannot_be_undone(as_user, world, key):
    merged(world, [world.opinion()])
    answer = as_user("outsider").post(address("board_undo", "stations", MergeAction.objects.get().pk))
    assert answer.status_code == 404
    assert MatterSource.objects.count() == 1


def test_what_is_like_it(staff, world, key):
    row = world.opinion("专职网格员的补贴没有最低标准。")
    matter = merged(world, [world.opinion("网格员补贴各县不同，请定最低标准。")], "网格员补贴标准")
    same = world.opinion("最低标准的补贴由哪级财政出？")
    world.opinion("红白事大操大办要管一管。")
    answer = staff.get(address("board_occasion", key), {"similar": row.pk}, **HTMX)
    assert [like.thing for like in answer.context["like_matters"]] == [matter]
    assert [like.thing for like in answer.context["like_opinions"]] == [same]
    text = answer.content.decode()
    assert "最低标准" in text
    assert "%" not in text.replace("%E", "")
    assert staff.get(address("board_occasion", key), {"similar": row.pk}).context["looked_at"] == row
    staff.post(f"{address('board_merge', key)}?one={row.pk}", {"into": matter.pk})
    assert fresh(row).status == "merged"


def test_similar_of_what_is_not_here(staff, world, key):
    outside = world.opinion(occasion=None)
    for wrong in (outside.pk, "x", 999_999):
        assert staff.get(address("board_occasion", key), {"similar": wrong}).status_code == 404
