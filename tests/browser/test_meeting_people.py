"""Staff divide a meeting into groups with the keyboard and publish; a deputy signs in by the code at the door."""

import io
import re
from datetime import timedelta

import pytest
import zxingcpp
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from meetings import actions
from meetings.actions.run_sheet import Line, save_run_sheet
from meetings.models import Attendee, GroupPlan, Participant
from opinions.models import Occasion
from tests.browser.looking import look, press
from tests.meetings.conftest import Hall

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hall(world):
    """A meeting held today: one sitting with four people, nine more on the roll."""
    made = Hall(world)
    Occasion.objects.filter(pk=made.meeting.occasion_id).update(held_on=timezone.localdate())
    actions.take_from_sittings(made.meeting, actor=made.staff)
    for number in range(7):
        made.add(f"委员{number}", "member", "市人大常委会委员")
    for number in range(2):
        made.add(f"副局长{number}", "nonvoting", "市民政局副局长", unit=world.civil)
    return made


def card_of(page, name):
    """The group whose card shows the person."""
    return page.locator(".group-cards section").filter(has=page.get_by_label(f"把{name}移到")).locator("h2").inner_text()


def move(page, name):
    """By keyboard alone, to the first other group."""
    page.get_by_label(f"把{name}移到").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("button", name=f"撤回：{name}").wait_for()


def divide(page, hall):
    """Proposed, moved, taken back, moved again, published."""
    page.goto(hall.meeting.get_absolute_url())
    press(page, page.get_by_role("link", name="分组", exact=True))
    page.get_by_label("分几个组").fill("2")
    look(page)
    press(page, page.get_by_role("button", name="编一份方案"))
    look(page)
    before = card_of(page, "委员3")
    move(page, "委员3")
    assert card_of(page, "委员3") != before
    expect(page.locator("select:focus")).to_have_count(1)
    page.keyboard.press("Alt+z")
    page.get_by_role("button", name="撤回：委员3").wait_for(state="detached")
    assert card_of(page, "委员3") == before
    move(page, "委员3")
    page.get_by_text("公布分组", exact=True).click()
    press(page, page.get_by_role("button", name="看过了，公布"))
    expect(page.locator("#messages")).to_contain_text("分组已公布")
    look(page)
    return before


def code_at_the_door(page, hall):
    """What a phone reads off the screen at the door."""
    page.goto(f"{hall.meeting.get_absolute_url()}door/")
    look(page)
    picture = Image.open(io.BytesIO(page.locator(".door img").screenshot()))
    return zxingcpp.read_barcodes(picture)[0].text


def test_from_the_roll_to_the_groups_and_in_by_the_door(hall, page_as):
    staff = page_as("staff", width=1280)
    before = divide(staff, hall)
    assert GroupPlan.objects.get().status == "published"
    seat = Participant.objects.get(attendee__name="委员3")
    assert seat.sitting.label != before
    assert Participant.objects.count() == 13

    address = code_at_the_door(staff, hall)
    phone = page_as("deputy", width=390, height=844)
    phone.goto(address)
    look(phone)
    press(phone, phone.get_by_role("button", name="签到", exact=True))
    expect(phone.locator("main")).to_contain_text("请进会场就座")
    look(phone)
    mine = Attendee.objects.get(deputy=hall.world.deputy)
    assert (mine.status, mine.presences.get().by_self, mine.events.count()) == ("present", True, 1)


def test_staff_tick_on_a_phone_and_the_sum_follows(hall, page_as):
    page = page_as("staff", width=390, height=844)
    page.goto(f"{hall.meeting.get_absolute_url()}roll/")
    look(page)
    expect(page.locator(".quorum")).to_contain_text("还差 5 人")
    page.locator("tr", has_text="委员0").get_by_role("button", name=re.compile("^签到")).click()
    expect(page.locator(".quorum")).to_contain_text("还差 4 人")
    expect(page.locator("tr", has_text="委员0").locator(".cell-now")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("tr", has_text="委员1").get_by_role("button", name=re.compile("^签到"))).to_be_focused()
    page.locator("tr", has_text="委员1").locator("summary").click()
    page.locator("tr", has_text="委员1").get_by_label("请假事由").fill("出差")
    page.locator("tr", has_text="委员1").get_by_role("button", name="记请假").click()
    expect(page.locator("tr", has_text="委员1")).to_contain_text("出差")
    look(page)


def test_a_deputy_says_whether_they_come(hall, page_as):
    day = timezone.localdate() + timedelta(days=3)
    Occasion.objects.filter(pk=hall.meeting.occasion_id).update(held_on=day)
    Attendee.objects.filter(deputy=hall.world.deputy).update(told_at=timezone.now(), because="本人是网格员")
    page = page_as("deputy", width=390, height=844)
    page.goto("/meetings/mine/")
    look(page)
    page.get_by_text("我要请假").click()
    page.get_by_label("请假事由").fill("住院")
    press(page, page.get_by_role("button", name="送出请假"))
    expect(page.locator("main")).to_contain_text("住院")
    press(page, page.get_by_role("button", name="我参加"))
    expect(page.locator("main")).to_contain_text("您说过参加")


def test_a_convener_finds_their_group_and_its_course_on_the_phone(hall, page_as):
    one = Participant.objects.get(contributor__deputy=hall.world.deputy)
    line = Attendee.objects.get(deputy=hall.world.deputy)
    Attendee.objects.filter(pk=line.pk).update(told_at=timezone.now())
    Participant.objects.filter(pk=one.pk).update(attendee=line, is_convener=True)
    save_run_sheet(hall.sitting, [Line(kind="open", who="张守信", minutes=5)], actor=hall.staff, version=0)
    page = page_as("deputy", width=390, height=844)
    page.goto("/meetings/mine/")
    page.get_by_role("link", name="看地点和程序单").click()
    main = page.locator("main")
    expect(main).to_contain_text("您是这一组的召集人")
    expect(main).to_contain_text("宣布开会")
    expect(main.get_by_role("heading", name="这一组的人")).to_be_visible()
    look(page)
    page.get_by_role("link", name="我的会务材料").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("会务材料")
