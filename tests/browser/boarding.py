"""What the journeys on the board share: what was said, and how a clerk ticks, folds and looks."""

from playwright.sync_api import expect

TEXTS = [
    "我们乡网格员一个月补贴三百块，隔壁县是八百，请定最低标准。",
    "专职网格员的补贴没有最低标准，各县不一样。",
    "网格员补贴从哪里出，要写进预算。",
    "兼职网格员也要有通讯补贴。",
    "网格员补贴几个月才发一次。",
    "补贴标准三年没有调整。",
    "村里的网格员补贴比社区的低。",
    "补贴和工作量不挂钩。",
    "楼道口公示网格员电话，字要大一些。",
    "公示牌上的电话换了人没有更新。",
    "红白事大操大办，村规民约管不住。",
]


LIGHTS = ["路灯坏了三个月。", "路灯不亮，夜里没法走。", "照明太暗，看不清路。", "照明设施没人修。"]


def fold(page, title):
    """Open the folded matter, if it is not open."""
    matter = page.get_by_role("article").filter(has=page.get_by_role("heading", name=title, exact=True))
    if not matter.locator("details").evaluate("box => box.open"):
        matter.locator("summary").click()


def tick(page, text):
    page.get_by_role("checkbox", name=f"选中：{text[:12]}").check()


def find(page, words):
    page.get_by_role("searchbox", name="找意见", exact=True).fill(words)
    page.get_by_role("search", name="找意见", exact=True).get_by_role("button", name="查找").click()
    expect(page.get_by_role("search", name="找意见", exact=True)).to_be_visible()
