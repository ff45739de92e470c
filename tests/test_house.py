"""The house's habits, each held by a test: imports, guards, the single commit, part files, names."""

import ast
import functools
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from outreach import web

pytestmark = pytest.mark.house

ROOT = Path(__file__).parent.parent
PYTHON = sorted(p for p in (ROOT / "outreach").rglob("*.py") if "versions" not in p.parts)
VIEWS = [path for path in PYTHON if "views" in path.parts or path.stem == "views"]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST_FILE = 320
LONGEST_TEST_FILE = 400
LONGEST_VIEW = 25


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@functools.cache
def tree_of(path: Path) -> ast.Module:
    """What a file of ours says to Python."""
    return ast.parse(path.read_text())


def test_imports_go_downwards() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_every_endpoint_says_who_may(app: Flask) -> None:
    bare = [name for name, view in app.view_functions.items() if not web.is_guarded(view)]
    assert not bare, f"no guard on {bare}"


def test_an_endpoint_without_a_guard_is_refused(app: Flask) -> None:
    name = "a_view_nobody_guarded"
    view = app.view_functions["static"]
    app.view_functions["static"] = lambda **_: name
    try:
        with pytest.raises(RuntimeError, match="no guard"):
            app.test_client().get("/static/css/app.css")
    finally:
        app.view_functions["static"] = view


def test_views_that_only_read_do_not_commit(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        writes = bool((rule.methods or set()) - {"GET", "HEAD", "OPTIONS"})
        if getattr(view, "commits", False):
            assert writes, f"{rule.endpoint} commits but only reads"


def test_only_the_web_package_commits() -> None:
    """`@web.commits` for requests; jobs and commands commit what they did themselves."""
    allowed = {"outreach/web/__init__.py", "outreach/database.py", "outreach/jobs.py"}
    for path in PYTHON:
        name = relative(path)
        if name in allowed or name.startswith(("outreach/cli/", "outreach/demo/")):
            continue
        if re.search(r"session\.commit\(|\.commit\(\)", path.read_text()):
            assert re.search(r"job|importing|outbox", name), f"{name} commits"


def test_only_the_web_package_knows_htmx_headers() -> None:
    for path in PYTHON:
        if re.search(r"[\"']HX-", path.read_text()):
            assert relative(path) in (
                "outreach/web/answers.py",
                "outreach/accounts/guards.py",
                "outreach/accounts/sessions.py",
            )


def test_files_stay_rooms() -> None:
    long = [relative(path) for path in PYTHON if len(path.read_text().splitlines()) > LONGEST_FILE]
    assert not long, "split them by sub-noun"
    silent = [relative(path) for path in PYTHON if path.stem in ("utils", "helpers", "common")]
    assert not silent, "names that say nothing"


def test_files_of_tests_stay_rooms() -> None:
    long = [relative(path) for path in TESTS if len(path.read_text().splitlines()) > LONGEST_TEST_FILE]
    assert not long, "split them by sub-noun, as the modules they test"


def test_views_stay_short() -> None:
    assert len(VIEWS) > 50
    for path in VIEWS:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                assert length <= LONGEST_VIEW, f"{node.name} in {relative(path)} has {length} lines"


def test_views_leave_the_database_to_queries_and_actions() -> None:
    for path in VIEWS:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ImportFrom):
                names = {f"{node.module}.{alias.name}" for alias in node.names}
                asked = {
                    name
                    for name in names
                    if name.startswith(("sqlalchemy", "outreach.database", "flask_sqlalchemy"))
                }
                assert not asked, f"line {node.lineno} of {relative(path)} takes {asked}"


def test_public_functions_say_what_they_do() -> None:
    for path in PYTHON:
        tree = tree_of(path)
        assert ast.get_docstring(tree) is not None or not tree.body, f"{relative(path)}: what is it for?"
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{node.name} in {relative(path)} has no docstring"


def test_a_part_file_has_its_root() -> None:
    """`_training_list.html` begins with the element whose id is `training-list`, and is swapped somewhere."""
    parts = [
        path
        for path in TEMPLATES
        if path.name.startswith("_") and path.parent.name not in ("layouts", "components", "errors")
    ]
    assert len(parts) > 50
    for path in parts:
        text = re.sub(r"{#.*?#}|{%.*?%}", "", path.read_text(), flags=re.DOTALL).strip()
        first = re.match(r"<[a-z]+[^>]*\bid=\"([^\"]+)\"", text)
        assert first is not None, f"{relative(path)}: a part starts with an element that has an id"
        name = path.stem.removeprefix("_").replace("_", "-")
        assert re.sub(r"{{.*?}}", "", first.group(1)).strip("-") == name, relative(path)
        swapped = rf"hx-target(:inherited)?=\"#{name}\"|(filters|heading|swap|pager)\(.*\"#?{name}\""
        everything = "".join(other.read_text() for other in TEMPLATES if other.parent == path.parent)
        itself = "hx-get" in text.splitlines()[0]
        fits = itself or re.search(swapped, everything)
        assert fits, f"{relative(path)}: the underscore is for regions that are swapped"


def test_addresses_are_kebab_case(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        bare = re.sub(r"<[^>]+>", "", rule.rule)
        assert re.fullmatch(r"[a-z0-9/.-]*", bare), rule.rule
