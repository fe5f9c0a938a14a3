"""The manuals and the tour speak of what is there: every quoted button stands on a page, every picture in the folder."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [*sorted((DOCS / "manual").glob("*.md")), DOCS / "tour.md"]
MANUALS = [page for page in PAGES if page.parent.name == "manual" and page.name != "README.md"]
ROOMS = ("accounts", "deputies", "opinions", "stations", "meetings", "liaison_portal")
QUOTED = re.compile(r"\*\*“(.+?)”\*\*")
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)|<img[^>]+src=\"([^\"]+)\"")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)#:]+)\)")
MOST_BYTES = 5_600_000


def _said():
    """All words of our pages: templates, and the labels of forms and lists in the code."""
    files = [*(ROOT / "templates").rglob("*.html")]
    for room in ROOMS:
        inside = (ROOT / room).rglob("*.py")
        files += [file for file in inside if not {"migrations", "demo"} & set(file.relative_to(ROOT).parts)]
    return re.sub(r"\s+", "", "\n".join(file.read_text(encoding="utf-8") for file in files))


@pytest.fixture(scope="module")
def said():
    return _said()


def pictures(page):
    found = PICTURE.findall(page.read_text(encoding="utf-8"))
    return [page.parent / (one or other) for one, other in found]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_quoted_button_stands_on_a_page(page, said):
    words = QUOTED.findall(page.read_text(encoding="utf-8"))
    missing = [word for word in words if re.sub(r"\s+", "", word) not in said and word != "……"]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_picture_and_link_leads_somewhere(page):
    links = [page.parent / link for link in LINK.findall(page.read_text(encoding="utf-8"))]
    assert not [str(file) for file in pictures(page) + links if not file.is_file()]


@pytest.mark.parametrize("page", MANUALS, ids=lambda page: page.stem)
def test_every_manual_names_buttons_shows_a_page_and_helps_when_it_goes_wrong(page):
    text = page.read_text(encoding="utf-8")
    assert QUOTED.search(text)
    assert pictures(page)
    assert "## 出了问题怎么办" in text


def test_every_role_has_its_manual():
    index = (DOCS / "manual" / "README.md").read_text(encoding="utf-8")
    assert {page.name for page in MANUALS} == set(LINK.findall(index))


def test_the_pictures_stay_small():
    assert 0 < sum(file.stat().st_size for file in (DOCS / "images").glob("*.webp")) < MOST_BYTES
