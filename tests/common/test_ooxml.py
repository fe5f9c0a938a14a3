"""What makes Word offer a repair is found: each way of breaking a paper is told."""

import io
import re
import zipfile

import pytest

from common import documents
from tests.common import papers
from tests.ooxml import package_problems

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"


@pytest.fixture(scope="module")
def parts():
    data = documents.render("assignment_list.docx", papers.context("assignment_list"))
    assert package_problems(data) == []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def problems(members):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return " ".join(package_problems(made.getvalue()))


BREAKS = [
    (DOCUMENT, rb"(<w:tblLayout [^>]*/>)", rb"\1\1", "repeated"),
    (DOCUMENT, rb"(<w:tcW [^>]*/>)(<w:vAlign [^>]*/>)", rb"\2\1", "out of order"),
    (DOCUMENT, rb"(<w:tblPr>.*?</w:tblPr>)(<w:tblGrid>.*?</w:tblGrid>)", rb"\2\1", "a table of"),
    (DOCUMENT, rb"</w:tc></w:tr>", rb"</w:tc><w:tc><w:p/></w:tc></w:tr>", "does not fill"),
    (DOCUMENT, rb"(<w:p>(?:(?!<w:p>).)*</w:p>)</w:tc>", rb"</w:tc>", "does not end in a paragraph"),
    (DOCUMENT, rb'r:id="rId\d+"', rb'r:id="rId999"', "relationship rId999"),
    (DOCUMENT, rb"(<wp:docPr [^>]*/>)(<wp:cNvGraphicFramePr/>)", rb"\2\1", "an anchor of"),
    (STYLES, rb"<w:b/>|<w:qFormat/>", rb"<w:qformat/>", "holds qformat"),
    ("[Content_Types].xml", rb"footer\+xml", rb"header+xml", "is declared as"),
    ("word/_rels/document.xml.rels", rb'Target="styles.xml"', rb'Target="none.xml"', "none.xml is not in the package"),
]


@pytest.mark.parametrize(("name", "pattern", "instead", "told"), BREAKS)
def test_what_word_would_repair_is_told(parts, name, pattern, instead, told):
    changed, count = re.subn(pattern, instead, parts[name], count=1, flags=re.DOTALL)
    assert count == 1
    assert told in problems(parts | {name: changed})
