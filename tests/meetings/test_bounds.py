"""The pages of a meeting ask the database as much for three rows as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deputies.models import Deputy, Mandate
from meetings.actions.run_sheet import Line, save_run_sheet
from meetings.models import RunSheet
from tests.meetings.preparing import begun
from tests.world import moment

pytestmark = pytest.mark.django_db


def more(hall, number):
    """One more of everything that the pages list."""
    one = Deputy.objects.create(name=f"网格代表{number}", profession="网格员", home_region=hall.world.town)
    began = moment(hall.meeting.occasion.held_on).date().replace(month=1, day=4)
    Mandate.objects.create(deputy=one, level="county", term=16, region=hall.world.county, started_on=began)
    person = hall.person(f"网格员{number}", "grid", "社区网格员")
    hall.people.append(person)
    hall.say(f"第{number}条：网格员待遇要提高。", who=len(hall.people) - 1)
    sheet = RunSheet.objects.filter(sitting=hall.sitting).first()
    lines = [Line(kind="free", who=f"网格员{name}") for name in range(number + 1)]
    save_run_sheet(hall.sitting, lines, actor=hall.staff, version=sheet.version if sheet else 0)


@pytest.mark.parametrize("page", ["deputies/?words=网格", "sitting", "run-sheet", "run-sheet/edit", "preparation", "people"])
def test_as_many_questions_for_three_as_for_one(hall, as_user, page):
    sitting = f"/meetings/sittings/{hall.sitting.pk}/"
    address = {
        "sitting": sitting,
        "run-sheet": f"{sitting}run-sheet/",
        "run-sheet/edit": f"{sitting}run-sheet/edit/",
        "people": f"{sitting}people/",
    }.get(page, f"/meetings/{hall.meeting.pk}/{page}{'/' if '?' not in page else ''}")
    begun(hall)
    staff = as_user("staff")

    def asked():
        staff.get(address)
        with CaptureQueriesContext(connection) as found:
            assert staff.get(address).status_code == 200
        return len(found)

    more(hall, 0)
    one = asked()
    for number in (1, 2):
        more(hall, number)
    assert asked() == one
