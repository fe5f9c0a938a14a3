"""What is ticked on the board: it lasts over pages, filters and acts, and tells what others did to it."""

from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from opinions.models import Matter, MatterSource, MergeAction, Opinion
from opinions.workflow import opinion as opinions
from tests.opinions.merging import address, cost_of, fresh, ids, merged

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def staff(as_user):
    return as_user("staff")


@pytest.fixture
def key(world):
    return str(world.meeting_occasion.pk)


@pytest.fixture
def colleague(world):
    """Another clerk of the same committee."""
    clerk = type(world["staff"]).objects.get(pk=world["office"].pk)
    for grant in world["staff"].grants.all():
        grant.pk, grant.user = None, clerk
        grant.save(force_insert=True)
    return clerk


def asked(answer):
    """What the address says that a find leads to."""
    parts = urlsplit(answer.url)
    return {name: values[0] for name, values in parse_qs(parts.query).items()}, parts.fragment


def picks(rows):
    return "-".join(str(row.pk) for row in rows)


# --- carried --------------------------------------------------------------------------------------
def test_a_filter_carries_what_is_ticked_and_typed(staff, world, key):
    rows = [world.opinion(text) for text in ("路灯坏了", "照明太暗", "路灯不亮")]
    posted = {"q": "照明", "opinion": ids(rows[::2]), "title": "路灯和照明", "dest": "party", "side": "matters"}
    answer = staff.post(address("board_find", key), posted)
    assert answer.status_code == 302
    assert asked(answer) == (
        {"q": "照明", "dest": "party", "title": "路灯和照明", "side": "matters", "pick": picks(rows[::2])},
        "",
    )
    page = staff.get(answer.url)
    text = page.content.decode()
    assert ids(page.context["page"].rows) == [rows[1].pk]
    assert "已选 2 条（其中 2 条不在本页）" in text
    for row in rows[::2]:
        assert f'<input type="hidden" name="opinion" value="{row.pk}">' in text
    assert 'value="路灯和照明"' in text


def test_a_page_turned_carries_what_is_ticked(staff, world, key):
    rows = [world.opinion(f"第 {n} 条") for n in range(22)]
    first = staff.get(address("board_occasion", key), {"intent": rows[0].intent})
    turn = first.context["page"].next_query
    assert f'name="go" value="{turn.replace("&", "&amp;")}#opinions"' in first.content.decode()
    answer = staff.post(address("board_find", key), {"go": f"{turn}#opinions", "opinion": ids(rows[:2]), "q": "不算数"})
    place, part = asked(answer)
    assert (place["pick"], place["intent"], part) == (picks(rows[:2]), rows[0].intent, "opinions")
    assert "q" not in place
    page = staff.get(answer.url)
    assert ids(page.context["page"].rows) == ids(rows[15:])
    assert page.context["choice"].ids == {row.pk for row in rows[:2]}
    both = staff.post(address("board_find", key), {"go": "?", "opinion": [*ids(rows[:2]), rows[21].pk]})
    assert asked(both)[0] == {"pick": picks([*rows[:2], rows[21]])}


def test_a_find_leads_nowhere_else(staff, world, key):
    world.opinion()
    answer = staff.post(address("board_find", key), {"go": "https://evil.example/?next=/x&q=灯#y"})
    assert answer.url.startswith(address("board_occasion", key))
    assert staff.get(address("board_find", key)).status_code == 405


def test_htmx_finds_in_place(staff, world, key):
    rows = [world.opinion(text) for text in ("路灯坏了", "照明太暗")]
    answer = staff.post(address("board_find", key), {"q": "照明", "opinion": [rows[0].pk]}, **HTMX)
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert "已选 1 条（其中 1 条不在本页）" in answer.content.decode()
    assert answer["HX-Push-Url"] == f"{address('board_occasion', key)}?q=%E7%85%A7%E6%98%8E&pick={rows[0].pk}"


def test_what_is_ticked_is_looked_at_by_itself_and_let_go(staff, world, key):
    rows = [world.opinion(f"第 {n} 条") for n in range(3)]
    looked = staff.get(address("board_occasion", key), {"show": "ticked", "q": "无", "pick": picks(rows[:2])})
    assert ids(looked.context["page"].rows) == ids(rows[:2])
    assert "已选 2 条<" in looked.content.decode()
    answer = staff.post(address("board_find", key), {"clear": "1", "opinion": ids(rows[:2])})
    assert answer.url == address("board_occasion", key)
    assert staff.get(address("board_occasion", key), {"show": "ticked"}).context["page"].rows == []


@pytest.mark.parametrize("wrong", ["x", "-", "0", "99999999", "9" * 30, "1.5", "²", "1mm", "<b>"])
def test_nonsense_ticks_nothing(staff, world, key, wrong):
    world.opinion()
    page = staff.get(address("board_occasion", key), {"pick": wrong})
    assert page.status_code == 200
    assert page.context["choice"].rows == []


def test_what_is_ticked_of_another_board_is_not_shown(staff, world, key):
    outside = world.opinion("站里的悄悄话", occasion=None, topic=None)
    page = staff.get(address("board_occasion", key), {"pick": outside.pk}).content.decode()
    assert "悄悄话" not in page
    assert "有 1 条已经不在这里" in page


def test_two_hundred_at_once(staff, world, key):
    """More than that is said, and the first two hundred stay ticked."""
    row = world.opinion()
    Opinion.objects.bulk_create([_copy(row, number) for number in range(204)])
    rows = list(Opinion.objects.order_by("pk"))
    answer = staff.post(address("board_find", key), {"opinion": ids(rows)})
    page = staff.get(answer.url)
    assert page.context["choice"].ids == set(ids(rows[:200]))
    assert "一次最多选 200 条" in page.content.decode()
    refused = staff.post(address("board_create", key), {"opinion": ids(rows), "title": "太多"})
    assert refused.status_code == 422
    assert "一次最多选 200 条" in refused.content.decode()
    assert not Matter.objects.exists()


def _copy(row, number):
    copy = Opinion.objects.get(pk=row.pk)
    copy.pk, copy.client_id = None, uuid4()
    copy.original = f"第 {number} 份"
    return copy


# --- acted on -------------------------------------------------------------------------------------
def test_all_that_is_ticked_is_merged_from_whichever_page(staff, world, key):
    rows = [world.opinion(f"第 {n} 条") for n in range(22)]
    chosen = [rows[0], rows[1], rows[20], rows[21]]
    page = staff.get(address("board_occasion", key), {"pick": picks(chosen)})
    hidden = page.context["elsewhere"]
    staff.post(address("board_create", key), {"opinion": [*hidden, *ids(chosen[:2])], "title": "路灯"})
    assert set(ids(Matter.objects.get().opinions.all())) == set(ids(chosen))


def test_a_suggestion_taken_leaves_the_rest_ticked(staff, world, key):
    rows = [world.opinion(f"第 {n} 条") for n in range(3)]
    matter = merged(world, [world.opinion("别的")])
    posted = {"opinion": ids(rows[1:]), "into": matter.pk}
    answer = staff.post(f"{address('board_merge', key)}?one={rows[0].pk}&q=x", posted)
    assert asked(answer)[0] == {"q": "x", "at": str(matter.pk), "pick": picks(rows[1:])}
    assert [fresh(row).status for row in rows] == ["merged", "waiting", "waiting"]
    again = staff.post(f"{address('board_merge', key)}?one={rows[1].pk}", posted, **HTMX)
    assert again.context["choice"].ids == {rows[2].pk}


def test_an_undo_leaves_what_is_ticked(staff, world, key):
    rows = [world.opinion(f"第 {n} 条") for n in range(3)]
    merged(world, rows[:1])
    first = MergeAction.objects.get()
    answer = staff.post(address("board_undo", key, first.pk), {"opinion": ids(rows[1:]), "title": "写了一半"}, **HTMX)
    assert answer.context["choice"].ids == {row.pk for row in rows[1:]}
    assert 'value="写了一半"' in answer.content.decode()
    merged(world, rows[:1])
    corner = f"{address('board_undo', key, MergeAction.objects.first().pk)}?pick={picks(rows[1:])}"
    assert asked(staff.post(corner))[0]["pick"] == picks(rows[1:])


# --- what others did meanwhile --------------------------------------------------------------------
@pytest.mark.parametrize("name", ["board_create", "board_decline", "board_merge"])
def test_what_a_colleague_merged_first_is_told_and_the_rest_stays(staff, world, key, colleague, name):
    rows = [world.opinion(f"第 {n} 条") for n in range(3)]
    matter = merged(world, [world.opinion("早的")], "井盖")
    theirs = merged(world, rows[:1], "别人的事项", actor=colleague)
    posted = {"opinion": ids(rows), "title": "路灯", "reason": "重复", "into": matter.pk}
    answer = staff.post(address(name, key), posted)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert f"“第 0 条”已经由{colleague.name}归入“别人的事项”" in text
    assert "其余 2 条都还选着" in text
    assert answer.context["choice"].ids == {row.pk for row in rows[1:]}
    assert ids(theirs.opinions.all()) == [rows[0].pk]
    assert {fresh(row).status for row in rows[1:]} == {"waiting"}
    staff.post(address(name, key), {**posted, "opinion": ids(rows[1:])})
    assert "waiting" not in {fresh(row).status for row in rows[1:]}


def test_the_page_itself_tells_what_changed(staff, world, key, colleague):
    rows = [world.opinion(f"第 {n} 条") for n in range(4)]
    merged(world, rows[:1], "别人的事项", actor=colleague)
    staff.post(address("board_decline", key), {"opinion": [rows[1].pk], "reason": "已当场答复"})
    opinions.withdraw(rows[2], actor=world["staff"])
    page = staff.get(address("board_occasion", key), {"pick": picks(rows)})
    text = page.content.decode()
    assert page.context["choice"].ids == {rows[3].pk}
    assert f"“第 0 条”已经由{colleague.name}归入“别人的事项”" in text
    assert "“第 1 条”已经由您定为“不交办”" in text
    assert "有 1 条已经不在这里" in text
    assert "其余 1 条都还选着" in text


def test_of_many_changes_the_first_are_told(staff, world, key):
    rows = [world.opinion(f"第 {n} 条") for n in range(8)]
    merged(world, rows)
    text = staff.get(address("board_occasion", key), {"pick": picks(rows)}).content.decode()
    assert "“第 4 条”已经由您归入“路灯”" in text
    assert "“第 5 条”已经" not in text
    assert "还有 3 条也已经有人处理了" in text


def test_a_withdrawn_opinion_leaves_the_board(staff, world, key):
    row = world.opinion()
    opinions.withdraw(row, actor=world["staff"])
    page = staff.get(address("board_occasion", key))
    assert ids(page.context["page"].rows) == []
    answer = staff.post(address("board_create", key), {"opinion": [row.pk], "title": "x"})
    assert answer.status_code == 409
    assert not MatterSource.objects.exists()


def test_what_was_ticked_knowing_that_it_is_merged_goes_into_a_second_matter(staff, world, key):
    row = world.opinion()
    merged(world, [row], "路灯")
    page = staff.get(address("board_occasion", key), {"show": "merged"})
    assert f'name="opinion" value="{row.pk}m"' in page.content.decode()
    kept = staff.post(address("board_find", key), {"opinion": [f"{row.pk}m"]})
    assert asked(kept)[0] == {"pick": f"{row.pk}m"}
    assert staff.get(kept.url).context["elsewhere"] == [f"{row.pk}m"]
    staff.post(address("board_create", key), {"opinion": [f"{row.pk}m"], "title": "照明经费"})
    assert set(row.matters.values_list("title", flat=True)) == {"路灯", "照明经费"}


# --- cost -----------------------------------------------------------------------------------------
def test_ticks_cost_the_same_for_one_and_three(staff, world, key):
    rows = [world.opinion(f"第 {n} 条") for n in range(3)]
    gone = [world.opinion(f"先走的 {n}") for n in range(3)]
    merged(world, gone, "路灯")
    here = address("board_occasion", key)
    still = [cost_of(staff, f"{here}?pick={picks(rows[:count])}") for count in (1, 3)]
    told = [cost_of(staff, f"{here}?pick={picks(gone[:count])}") for count in (1, 3)]
    assert still[0] == still[1] <= 27
    assert told[0] == told[1] <= 29
