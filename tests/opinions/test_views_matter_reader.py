"""A matter read by those who do not merge: no way leads to the board, which is not theirs."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("persona", "led"), [("staff", True), ("office", False), ("leader", False)])
def test_who_is_led_to_the_board(world, as_user, persona, led):
    matter = world.matter()
    world.paper_in("issued", matters_=[matter])
    page = as_user(persona).get(f"/opinions/board/matters/{matter.pk}/")
    assert page.status_code == 200
    assert (f'href="/opinions/board/{world.meeting_occasion.pk}/' in page.content.decode()) is led
