"""A station's head: two visitors on one day, one for the county and one sealed; prints, files, tells."""

import re

import pytest
from playwright.sync_api import expect

from opinions.models import Opinion
from stations.models import Attachment, Reception, Visit
from tests.browser.looking import look, press
from tests.stations.making import HELD_ON, WORDS, crowd, slot, visit

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
SEALED = "今天接待的代表就是我们村支书，低保名单是他一个人定的。"


def fill_visitor(page, name, words):
    page.get_by_label("姓名", exact=False).first.fill(name)
    page.get_by_label("手机号").fill("138 0000 1234")
    page.get_by_label("照原话记", exact=False).first.fill(words)


def record_two(page):
    """The head writes down two visitors: 报县人大, then one that only the county may see."""
    page.goto("/stations/receptions/")
    page.get_by_role("link", name="登记一次接待").click()
    expect(page.get_by_role("heading", name="接待选民登记")).to_be_visible()
    look(page, "reception-new")
    page.get_by_label("接待日期").fill("2024年5月15日")
    page.get_by_label("接待时间").fill("上午9点20分")
    page.get_by_role("checkbox", name=re.compile("张守信")).check()
    fill_visitor(page, "吕桂花", WORDS)
    page.get_by_role("button", name="保存登记").click()

    # nothing was chosen for her: the page says what is missing and keeps what was typed
    expect(page.locator(".err-sum")).to_contain_text("六种里选一种")
    expect(page.get_by_label("姓名", exact=False).first).to_have_value("吕桂花")
    page.get_by_role("radio", name=re.compile("报县人大")).check()
    page.get_by_role("button", name="保存登记").click()
    expect(page.get_by_text("已登记，已报市人大常委会选工委")).to_be_visible()
    expect(page.get_by_role("heading", name="来访登记：吕**")).to_be_visible()
    look(page, "visit")

    page.get_by_role("link", name="再登记一位").click()
    fill_visitor(page, "赵老四", SEALED)
    page.get_by_label("只报县里").check()
    expect(page.get_by_role("radio", name=re.compile("报县人大"))).to_be_checked()
    page.get_by_role("button", name="保存登记").click()
    expect(page.get_by_text("本站和乡镇的账号不再看到这一条")).to_be_visible()
    expect(page.get_by_text("低保名单")).to_have_count(0)
    look(page, "reception")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_head_records_a_reception(page_as, world, width):
    page = page_as("head", width=width, height=844 if width < 500 else 900)
    record_two(page)
    assert Reception.objects.count() == 1
    assert [visit.visibility for visit in Visit.objects.order_by("id")] == ["normal", "sealed"]
    assert Opinion.objects.get(visibility="normal").original == WORDS

    page.get_by_role("link", name="吕**").click()
    page.get_by_role("link", name="打印登记表").click()
    expect(page.get_by_role("heading", name="人大代表接待选民登记表")).to_be_visible()
    look(page, "reception-form")
    pdf = page.pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) == 1  # one sheet to sign
    with page.expect_download() as saved:
        page.get_by_role("link", name="下载 Word").click()
    assert saved.value.suggested_filename.endswith(".docx")

    page.go_back()
    page.get_by_label("照片或 PDF").set_input_files(
        {"name": "签字表.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="上传签字表").click()
    expect(page.get_by_text("签字登记表已存好")).to_be_visible()
    expect(page.get_by_role("link", name="签字表.pdf")).to_be_visible()
    assert Attachment.objects.get().visit == Visit.objects.order_by("id").first()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_other_deputies_are_found_by_name(page_as, world, width):
    slot(world, days=0)
    crowd(world)
    page = page_as("head", width=width)
    page.goto("/stations/receptions/new/")
    expect(page.get_by_role("checkbox", name=re.compile("张守信"))).to_be_checked()
    expect(page.get_by_role("checkbox", name=re.compile("代表7号"))).to_be_hidden()
    visitor = page.get_by_role("heading", name="谁来了").bounding_box()
    assert visitor["y"] < 1100  # no more than one push of the thumb away
    page.locator("summary", has_text="其他代表（20 位）").click()
    look(page, "reception-deputies")
    find = page.get_by_label("找代表")
    find.fill("d7")
    expect(page.get_by_text("找到 1 位")).to_be_visible()
    expect(page.get_by_role("checkbox", name=re.compile("代表8号"))).to_be_hidden()
    find.press("Enter")  # looks, and sends nothing
    page.get_by_role("checkbox", name=re.compile("代表7号")).check()
    expect(page.get_by_text("已勾 1 位")).to_be_visible()
    find.fill("没有这个人")
    expect(page.get_by_text("没有找到")).to_be_visible()
    page.get_by_role("button", name="没有人来，只记接待").click()
    expect(page.get_by_text("已登记接待，没有人来访")).to_be_visible()
    assert {one.name for one in Reception.objects.get().deputies.all()} == {"张守信", "代表7号"}


def test_ticks_of_a_draft_are_not_folded_away(page_as, world):
    slot(world, days=0)
    crowd(world)
    page = page_as("head", width=390)
    page.goto("/stations/receptions/new/")
    page.locator("summary", has_text="其他代表（20 位）").click()
    page.get_by_role("checkbox", name=re.compile("代表7号")).check()
    page.wait_for_timeout(600)  # the draft is kept a moment after the last tick
    page.goto("/stations/receptions/new/")
    expect(page.get_by_role("checkbox", name=re.compile("代表7号"))).to_be_checked()
    expect(page.get_by_role("checkbox", name=re.compile("代表7号"))).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_head_settles_and_tells(page_as, world, width):
    visit(world, "station")
    page = page_as("head", width=width)
    page.goto("/stations/feedback/")
    look(page, "station-opinions")
    page.get_by_role("link", name=re.compile("东湖社区")).click()
    expect(page.get_by_text("现在轮到")).to_be_visible()
    look(page, "station-opinion")
    page.get_by_label("怎样解决的").fill("请物业到站里商量，5月20日疏通了管道。")
    page.get_by_role("button", name="办结").click()
    expect(page.get_by_text("已办结。告诉来访人以后")).to_be_visible()
    page.get_by_role("radio", name="电话").check()
    page.get_by_label("来访人怎么说").fill("说修好了，满意")
    page.get_by_role("button", name="登记反馈").click()
    expect(page.get_by_text("反馈已登记")).to_be_visible()
    assert Opinion.objects.get().status == "fed_back"


@pytest.mark.parametrize("width", [1280, 390])
def test_the_head_puts_a_reception_right(page_as, world, width):
    made = visit(world).reception
    second = crowd(world)[3]
    page = page_as("head", width=width)
    page.goto(made.get_absolute_url())
    press(page, page.get_by_role("link", name="更正接待信息"))
    expect(page.get_by_label("接待日期")).to_have_value("2024年5月15日")
    look(page, "reception-correct")
    page.get_by_label("接待日期").fill("2024年5月16日")
    page.get_by_role("checkbox", name=re.compile("张守信")).uncheck()
    page.locator("summary", has_text="其他代表（20 位）").click()
    page.get_by_role("checkbox", name=re.compile(second.name)).check()
    press(page, page.get_by_role("button", name="保存更正"))
    expect(page.locator(".err-sum")).to_contain_text("为什么更正")
    expect(page.get_by_role("checkbox", name=re.compile(second.name))).to_be_visible()  # not folded away again
    page.get_by_label("为什么更正").fill("日期写错了一天，张代表没有到场")
    press(page, page.get_by_role("button", name="保存更正"))
    expect(page.get_by_text("已更正")).to_be_visible()
    expect(page.get_by_text("张守信 改为 代表3号")).to_be_visible()
    look(page, "reception-corrected")


def test_an_opinion_leads_to_its_visit(page_as, world):
    made = visit(world, "station")
    opinion = made.visit_opinions.get().opinion
    page = page_as("head", width=390)
    page.goto(opinion.get_absolute_url())
    expect(page.get_by_role("heading", name="来访登记")).to_be_visible()
    look(page, "opinion-visit")
    press(page, page.get_by_role("link", name="打开来访登记"))
    expect(page.get_by_role("heading", name="来访登记：吕**")).to_be_visible()

    plain = page_as("head", width=390, java_script_enabled=False)
    plain.goto(opinion.get_absolute_url())
    press(plain, plain.get_by_role("link", name="来访登记"))
    expect(plain.get_by_role("heading", name="来访登记：吕**")).to_be_visible()


def test_what_was_half_typed_is_still_there(page_as, world):
    page = page_as("head", width=1280)
    page.goto("/stations/receptions/new/")
    page.get_by_label("姓名", exact=False).first.fill("吕桂花")
    page.get_by_label("照原话记", exact=False).first.fill("说到一半")
    page.wait_for_timeout(600)  # the draft is kept a moment after the last key
    page.goto("/stations/")
    page.goto("/stations/receptions/new/")
    expect(page.get_by_label("照原话记", exact=False).first).to_have_value("说到一半")
    expect(page.get_by_label("姓名", exact=False).first).to_have_value("")


def test_it_works_without_a_script(page_as, world):
    page = page_as("head", width=1280, java_script_enabled=False)
    page.goto("/stations/receptions/new/")
    page.get_by_label("接待日期").fill("2024年5月15日")
    page.get_by_label("接待时间").fill("9:20")
    page.get_by_role("checkbox", name=re.compile("张守信")).check()
    page.get_by_label("不愿留姓名").check()
    page.get_by_label("照原话记", exact=False).first.fill("路灯不亮。")
    page.get_by_role("radio", name=re.compile("当场答复")).check()
    page.get_by_role("textbox", name=re.compile("怎样答复的")).fill("已讲清。")
    page.get_by_role("button", name="保存登记").click()
    expect(page.get_by_text("这件事办结了")).to_be_visible()
    assert Visit.objects.get().contributor.name == ""


def test_the_station_and_its_rota(page_as, world):
    page = page_as("head", width=1280)
    page.goto("/stations/rota/")
    page.get_by_label("日期").fill("2030年5月15日")
    page.get_by_label("开始").fill("9:00")
    page.get_by_label("结束").fill("11:30")
    page.get_by_role("checkbox", name=re.compile("张守信")).check()
    page.get_by_role("button", name="排上").click()
    expect(page.get_by_text("接待日已排好")).to_be_visible()
    look(page, "rota")
    page.get_by_role("link", name=re.compile("改安排")).click()
    look(page, "rota-day")
    page.goto(f"/stations/{world.station.pk}/")
    look(page, "station")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_committee_reads_stations_and_deputies(page_as, world, width):
    slot(world)
    made = visit(world, "township")
    assert made.reception.held_on == HELD_ON
    page = page_as("staff", width=width)
    for name, address in {
        "stations": "/stations/",
        "station-staff": f"/stations/{world.station.pk}/",
        "receptions": "/stations/receptions/",
        "deputies": "/deputies/",
        "deputy": f"/deputies/{world.deputy.pk}/",
        "groups": "/deputies/groups/",
        "group": f"/deputies/groups/{world.group.pk}/",
    }.items():
        page.goto(address)
        look(page, name)
