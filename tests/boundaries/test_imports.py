"""The layers of `pyproject.toml`, and what a fresh clone must not need."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.boundaries.rooms import ROOMS

BASE = Path(settings.BASE_DIR)
SOURCES = sorted(
    page
    for room in (*ROOMS, "tests")
    for page in (BASE / room).rglob("*.py")
    if "migrations" not in page.parts and "__pycache__" not in page.parts
)
TOP_ONLY = [p for p in SOURCES if p.name not in {"apps.py", "tasks.py"} and p.relative_to(BASE).parts[0] != "tests"]


def path_of(page):
    return page.relative_to(BASE).as_posix()


def test_layers_hold(tmp_path):
    """import-linter, as in `.ci/run`; its cache stays out of the tree."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--cache-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=BASE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.django_db
def test_no_model_waits_for_a_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


@pytest.mark.parametrize("word", ["utils.py", "helpers.py", "signals.py", "misc.py"])
def test_every_file_has_a_noun_or_a_verb(word):
    assert [path_of(p) for p in SOURCES if p.name == word] == []


def test_domain_listens_to_no_signal():
    """Whatever follows from a verb stands in the verb. Sign-ins are the framework's own event."""
    heard = re.compile(r"django\.db\.models(?:\.signals|\b[^\n]*\bimport[^\n]*\bsignals)")
    assert [path_of(p) for p in TOP_ONLY if heard.search(p.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("page", TOP_ONLY, ids=path_of)
def test_every_module_says_what_it_is(page):
    source = page.read_text(encoding="utf-8")
    if source.strip():
        assert ast.get_docstring(ast.parse(source)), "a module begins with what it promises"


def test_no_machine_is_named():
    """No home folder and no private registry stands in a file that is handed on."""
    wanted = [*SOURCES, *(BASE / "templates").rglob("*.html"), *(BASE / "docs").rglob("*.md"), BASE / "README.md"]
    wanted += [*(BASE / "bin").iterdir(), *(BASE / "deploy").iterdir(), BASE / "package-lock.json"]
    machine = re.compile(r"(?<![\w.}])/(?:work|root|home)/\w+")
    found = [path_of(p) for p in wanted if p.exists() and p != Path(__file__) and machine.search(p.read_text("utf-8"))]
    assert found == []
