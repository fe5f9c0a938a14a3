"""What is small enough to be read at once stays so: functions, views, files, templates."""

import ast
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from tests.boundaries.rooms import ROOMS, TEMPLATES

HOUSE = Path(settings.BASE_DIR)
FUNCTION, VIEW, FILE, TEMPLATE = 30, 25, 350, 120

# What may be larger, and why. One that has become small enough is taken out of here.
FUNCTIONS = {
    "common/documents/layout/xml.py:ppr": "one keyword for each property of a paragraph, in the order of the schema",
}
FILES = {
    "static/portal/portal.css": "the tokens and parts of every page in one request; its sections are its chapters",
}


def name_of(path):
    return path.relative_to(HOUSE).as_posix()


def sources():
    """Our own Python, without migrations and the demonstration's words."""
    for room in ROOMS:
        for path in (HOUSE / room).rglob("*.py"):
            if "migrations" not in path.parts and "liaison_portal/demo/content" not in name_of(path):
                yield path


def files():
    """All that is written by hand and read as code: also the tests, the scripts and the styles."""
    yield from sources()
    yield from (HOUSE / "tests").rglob("*.py")
    yield from (path for path in (HOUSE / "static" / "portal").iterdir() if path.suffix in {".js", ".css"})


def lines_of(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def is_view(path, function):
    """A function of a `views` module that a decorator opens to requests."""
    first = function.args.args[:1]
    return "views" in name_of(path) and bool(function.decorator_list) and bool(first) and first[0].arg == "request"


@cache
def functions():
    """`file:function` → (its lines from `def` to the end, how many it may have)."""
    found = {}
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = node.end_lineno - node.lineno + 1
                key, limit = f"{name_of(path)}:{node.name}", VIEW if is_view(path, node) else FUNCTION
                if size - limit > found.get(key, (0, limit))[0] - limit:
                    found[key] = (size, limit)
    return found


def test_there_is_something_to_measure():
    assert len(functions()) > 1000
    assert sum(limit == VIEW for _, limit in functions().values()) > 60


def test_functions_and_views():
    long = {key: size for key, (size, limit) in functions().items() if size > limit and key not in FUNCTIONS}
    assert not long, f"a function has {FUNCTION} lines at most, a view {VIEW}"


def test_files():
    long = {name_of(path): lines_of(path) for path in files() if lines_of(path) > FILE and name_of(path) not in FILES}
    assert not long, f"a file has {FILE} lines at most; beyond that a package named by nouns"


def test_templates():
    long = {name_of(page): lines_of(page) for page in TEMPLATES.rglob("*.html") if lines_of(page) > TEMPLATE}
    assert not long, f"a template has {TEMPLATE} lines at most"


@pytest.mark.parametrize("key", FUNCTIONS)
def test_an_excepted_function_still_needs_it(key):
    size, limit = functions().get(key, (0, FUNCTION))
    assert size > limit, f"{key} needs no exception any more"


@pytest.mark.parametrize("name", FILES)
def test_an_excepted_file_still_needs_it(name):
    assert lines_of(HOUSE / name) > FILE, f"{name} needs no exception any more"
