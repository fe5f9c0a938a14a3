"""Reading through what agencies will see, a list or an occasion at a time."""


import pytest

from opinions.workflow import opinion as verbs
from tests.opinions.ledger import address, cost_of, fresh, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(as_user):
    return as_user("staff")


def waiting_texts(world, count=3):
    rows = [world.opinion(f"路灯坏了，我叫王大娘，第 {n} 处。") for n in range(count)]
    world.matter(rows)
    return rows


def sent(rows, **texts):
    data = {"row": [str(row.pk) for row in rows]}
    for row in rows:
        data[f"o{row.pk}-version"] = str(fresh(row).version)
        data[f"o{row.pk}-shared_text"] = texts.get(f"t{row.pk}", row.shared_text)
    return data


def test_all_shown_are_confirmed_with_what_was_typed(staff, world):
    rows = waiting_texts(world)
    page = staff.get(address("shared_check"), {"occasion": world.meeting_occasion.pk})
    assert [row.opinion for row in page.context["rows"]] == rows
    staff.post(address("shared_confirm"), sent(rows, **{f"t{rows[0].pk}": "路灯坏了。"}))
    assert {fresh(row).shared_confirmed for row in rows} == {True}
    assert fresh(rows[0]).shared_text == "路灯坏了。"
    assert "没有要核对的转办文字" in text_of(staff.get(address("shared_check")))


def test_one_row_alone_keeps_what_was_typed_in_the_others(staff, world):
    rows = waiting_texts(world, 2)
    answer = staff.post(
        address("shared_confirm"), {**sent(rows, **{f"t{rows[1].pk}": "写到一半"}), "only": str(rows[0].pk)}
    )
    assert [fresh(row).shared_confirmed for row in rows] == [True, False]
    assert answer.status_code == 200
    assert "写到一半" in text_of(answer)


def test_a_row_changed_meanwhile_is_told_apart(staff, world):
    rows = waiting_texts(world, 2)
    data = sent(rows, **{f"t{rows[0].pk}": "我写的"})
    verbs.confirm_shared_text(
        fresh(rows[0]), actor=world["staff"], text="同事写的", version=fresh(rows[0]).version
    )
    answer = staff.post(address("shared_confirm"), data)
    assert answer.status_code == 409
    assert "我写的" in text_of(answer)
    assert "同事写的" in text_of(answer)
    assert fresh(rows[0]).shared_text == "同事写的"
    assert fresh(rows[1]).shared_confirmed


def test_an_empty_text_is_refused_beside_its_row(staff, world):
    rows = waiting_texts(world, 2)
    answer = staff.post(address("shared_confirm"), sent(rows, **{f"t{rows[0].pk}": " "}))
    assert answer.status_code == 422
    assert [row.opinion for row in answer.context["rows"]] == [rows[0]]
    assert fresh(rows[1]).shared_confirmed


def test_the_scope_is_a_list_or_an_occasion_one_may_see(staff, as_user, world):
    rows = waiting_texts(world, 1)
    paper = world.paper([rows[0].matters.get()])
    assert staff.get(address("shared_check"), {"list": paper.pk}).context["paper"] == paper
    assert staff.get(address("shared_check"), {"list": 999_999}).status_code == 404
    assert as_user("outsider").get(address("shared_check"), {"list": paper.pk}).status_code == 404
    for persona in ("leader", "head", "deputy"):
        assert as_user(persona).get(address("shared_check")).status_code == 404
        assert as_user(persona).post(address("shared_confirm"), sent(rows)).status_code == 404


def test_another_places_rows_cannot_be_confirmed(as_user, world):
    rows = waiting_texts(world, 1)
    as_user("outsider").post(address("shared_confirm"), sent(rows))
    assert not fresh(rows[0]).shared_confirmed


def test_reading_through_costs_the_same_for_one_and_three(staff, world):
    waiting_texts(world, 1)
    costs = [cost_of(staff, address("shared_check"))]
    waiting_texts(world, 2)
    costs.append(cost_of(staff, address("shared_check")))
    assert costs[0] == costs[1] <= 15
