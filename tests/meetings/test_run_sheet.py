"""The lines of a run-sheet moved on its form: by buttons, without a script; nothing typed is lost."""

import pytest

from meetings.actions.run_sheet import Line, save_run_sheet
from meetings.models import RunSheet
from meetings.reports.research import run_lines

pytestmark = pytest.mark.django_db


def sheet_of(*lines, **more):
    fields = ("kind", "who", "what", "minutes")
    typed = {f"form-{n}-{name}": text for n, line in enumerate(lines) for name, text in zip(fields, line, strict=False)}
    return {"form-TOTAL_FORMS": str(len(lines)), "form-INITIAL_FORMS": "0", "version": "0", **typed, **more}


def drawn(answer):
    """Who stands in each line, in the order of the page."""
    found = [form["who"].value() for form in answer.context["lines"]]
    return [who for who in found if who]


@pytest.mark.parametrize(
    ("move", "order", "focus"),
    [
        ("2:up", "甲丙乙", "1:up"),
        ("0:down", "乙甲丙", "1:down"),
        ("0:up", "甲乙丙", "0:down"),
        ("2:down", "甲乙丙", "2:down"),
        ("1:up", "乙甲丙", "0:down"),
        ("70:up", "甲乙丙", "0:down"),
    ],
)
def test_a_line_moves_by_a_button_and_nothing_typed_is_lost(hall, as_user, move, order, focus):
    client, path = as_user("staff"), f"/meetings/sittings/{hall.sitting.pk}/run-sheet/edit/"
    typed = sheet_of(("open", "甲"), ("", "乙"), ("free", "丙", "说三句", "不知道"), move=move)
    answer = client.post(path, typed)
    assert answer.status_code == 200
    assert drawn(answer) == list(order)
    page = answer.content.decode()
    assert "还没有存" in page
    assert "不知道" in page
    assert f'value="{focus}" autofocus' in page
    assert not RunSheet.objects.exists()


def test_a_line_moved_on_an_old_page_is_told_so_and_stays_typed(hall, as_user):
    client, path = as_user("staff"), f"/meetings/sittings/{hall.sitting.pk}/run-sheet/edit/"
    save_run_sheet(hall.sitting, [Line(kind="open", who="别人")], actor=hall.staff, version=0)
    answer = client.post(path, sheet_of(("open", "甲"), ("free", "乙"), move="1:up"))
    assert (answer.status_code, drawn(answer)) == (409, ["乙", "甲"])
    assert "程序单刚被别人改过" in answer.content.decode()
    assert client.post(path, sheet_of(("open", "甲"), version="0", move="")).status_code == 409
    assert [one.who for one in run_lines(hall.sitting)] == ["别人"]


def test_what_is_moved_is_then_saved_in_the_new_order(hall, as_user):
    client, path = as_user("staff"), f"/meetings/sittings/{hall.sitting.pk}/run-sheet/edit/"
    assert client.post(path, sheet_of(("free", "乙"), ("open", "甲"))).status_code == 302
    assert [one.who for one in run_lines(hall.sitting)] == ["乙", "甲"]
    first = client.get(path).content.decode()
    assert first.index('form="sheet"') < first.index('name="move"')  # Enter in a field saves and moves nothing
