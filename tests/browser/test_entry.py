"""Back in with only the liaison officer: from the printed slip to the phone that comes back by itself.

The phone is 360 px wide and its text twice as large. A link that was forwarded opens for nobody.
"""

from urllib.parse import urlsplit

from playwright.sync_api import expect

from accounts.models import BoundPhone
from tests.accounts.entering import later
from tests.browser.looking import look, press
from tests.deputies.test_entry import PHONE, deputy

LARGE = "document.documentElement.style.fontSize = '200%'"
WECHAT = "Mozilla/5.0 (Linux; Android 12; V2) Chrome/86.0 Mobile MicroMessenger/8.0"


def look_large(page):
    """The page at twice the size of text, on the phone."""
    page.evaluate(LARGE)
    look(page)


def print_slip(desk):
    """The liaison officer finds the deputy and prints; the number that stands on the paper."""
    desk.goto("/")
    press(desk, desk.get_by_role("link", name="代表手机登录"))
    look(desk, "phones")
    press(desk, desk.get_by_role("link", name="李存善", exact=True))
    press(desk, desk.get_by_role("button", name="打印进入单"))
    expect(desk.get_by_role("img", name="进入单二维码")).to_be_visible()
    look(desk)
    return desk.locator(".slip-code .num").inner_text()


def enter(phone, code, digits=PHONE[-4:]):
    """The deputy types the number of the slip and the end of their telephone number."""
    phone.goto("/login/")
    look_large(phone)
    press(phone, phone.get_by_role("link", name="用联络员打印的进入单"))
    look_large(phone)
    phone.get_by_label("进入单上的 12 位单号").fill(code)
    press(phone, phone.get_by_role("button", name="下一步"))
    expect(phone.get_by_role("heading", name="李存善代表，您好")).to_be_visible()
    look_large(phone)
    phone.get_by_label("您的手机号后四位").fill(digits)
    press(phone, phone.get_by_role("button", name="绑定这部手机，进入"))


def test_back_in_with_only_the_liaison_officer(page_as, world):
    deputy(world, phone=PHONE)
    desk = page_as("liaison", width=1280)
    phone = page_as(None, width=360, height=740, user_agent=WECHAT)
    stranger = page_as(None, width=360, height=740)
    code = print_slip(desk)

    enter(phone, code, "0000")
    expect(phone.get_by_text("手机号后四位不对，还可以试 4 次")).to_have_count(2)
    look_large(phone)
    link = urlsplit(phone.url).path
    phone.get_by_label("您的手机号后四位").fill(PHONE[-4:])
    press(phone, phone.get_by_role("button", name="绑定这部手机，进入"))
    expect(phone.get_by_text("这部手机绑好了")).to_be_visible()

    phone.context.clear_cookies(name="sessionid")  # the session is over: the phone comes back without a word
    phone.goto("/stations/mine/")
    expect(phone.get_by_role("heading", name="我的联络站", level=1)).to_be_visible()

    stranger.goto(link)
    expect(stranger.get_by_role("heading", name="没有进去")).to_be_visible()
    look_large(stranger)
    stranger.goto("/stations/mine/")
    expect(stranger.get_by_label("密码", exact=True)).to_be_visible()

    desk.get_by_role("link", name="打印好了，回去").click()
    expect(desk.get_by_text("安卓手机，微信").first).to_be_visible()
    look(desk)
    press(desk, desk.get_by_role("button", name="解除绑定，让那部手机退出"))
    phone.goto("/")
    expect(phone.get_by_text("联络站或选工委解除了这部手机的绑定")).to_be_visible()
    assert BoundPhone.objects.get().end_reason == "staff"


def test_the_deputy_leaves_and_comes_back_by_one_press(page_as, world):
    phone = page_as("deputy", width=360, height=740)
    phone.goto("/")
    press(phone, phone.get_by_role("link", name="我的手机"))
    look_large(phone)
    press(phone, phone.get_by_role("button", name="绑定这部手机"))
    expect(phone.get_by_text("就是这部手机")).to_be_visible()
    look_large(phone)
    press(phone, phone.get_by_role("button", name="只退出，手机还绑着"))
    look_large(phone)
    later()
    press(phone, phone.get_by_role("button", name="用这部手机进入"))
    expect(phone.get_by_role("heading", name="张守信 代表")).to_be_visible()
    press(phone, phone.get_by_role("link", name="我的手机、退出"))
    press(phone, phone.get_by_role("button", name="退出并解除绑定"))
    expect(phone.get_by_text("解除了这部手机的绑定")).to_be_visible()
    expect(phone.get_by_role("button", name="用这部手机进入")).to_have_count(0)
