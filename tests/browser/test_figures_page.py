"""The leader's page in a browser: drawn from its own tables, on exactly one upright sheet of A4."""

import re
import subprocess

import pytest
from playwright.sync_api import expect

from accounts.models import Unit
from opinions.choices import Capacity
from tests.liaison_portal.filling import fill


def printed(page, tmp_path):
    """Pages and size of the page as Chromium prints it."""
    file = tmp_path / "figures.pdf"
    page.emulate_media(media="print")
    page.pdf(path=str(file), prefer_css_page_size=True, print_background=True)
    said = subprocess.run(["pdfinfo", str(file)], capture_output=True, text=True, check=True).stdout
    return dict(line.split(":", 1) for line in said.splitlines() if ":" in line)


def _many(world):
    """As full as the page gets: every capacity, more units than are named, more matters than bars, ratings, visits."""
    fill(world, 1)
    for number, capacity in enumerate(Capacity.values):
        opinion = world.opinion(f"第 {number} 种身份的人说的话。", contributor=world.contributor(capacity, "赵甲"))
        world.matter([opinion], title=f"第 {number} 件要办的事情名字比较长")
    units = [
        Unit.objects.create(
            name=f"濮阳市第{n}检察机关", short_name=f"市第{n}检察机关", kind="organ", branch="procuratorate", region=world.city, order=10 + n
        )
        for n in range(11)
    ]
    world.paper_in("issued", matters_=[world.matter(title="分给很多家的事", leads=units)])
    world.undertaking("closed", title="评价过的")


@pytest.fixture
def figures(page_as, world):
    _many(world)
    page = page_as("leader", width=1280)
    page.goto("/figures/")
    expect(page.locator("#c-hot svg")).to_be_visible()
    return page


def test_it_prints_on_one_upright_a4(figures, tmp_path):
    info = printed(figures, tmp_path)
    assert info["Pages"].strip() == "1"
    width, height = map(float, re.findall(r"[\d.]+", info["Page size"])[:2])
    assert (round(width), round(height)) in {(595, 842), (596, 842)}


def test_the_changed_sentence_is_what_is_printed(figures, tmp_path):
    figures.get_by_label("系统草拟，可修改").fill("本次会议共收集意见，办理情况总体正常。" * 6)
    assert printed(figures, tmp_path)["Pages"].strip() == "1"
    text = subprocess.run(["pdftotext", str(tmp_path / "figures.pdf"), "-"], capture_output=True, text=True, check=True)
    assert re.sub(r"\s", "", text.stdout).count("办理情况总体正常") == 6


def test_every_chart_stands_beside_its_table(figures):
    charts = figures.locator("[data-chart]")
    assert charts.count() >= 5
    for number in range(charts.count()):
        expect(charts.nth(number).locator("svg")).to_be_attached()
