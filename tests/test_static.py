"""What the browser is sent besides pages: pinned, small, and without anything the content policy forbids."""

import gzip
import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from flask import Flask, Response

from outreach.desks.navigation import ENTRIES
from outreach.web.checks import compress

pytestmark = pytest.mark.house

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "static"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SHEETS = (STATIC / "css/app.css", STATIC / "css/parts.css")
# what pages show; bold without hints is cut from the whole one, which printed pages have
FONTS = [*sorted((STATIC / "vendor/fonts").glob("*-400.woff2")), *sorted((STATIC / "fonts").glob("*.woff2"))]
EVERY_PAGE = (
    *SHEETS,
    STATIC / "js/app.js",
    STATIC / "vendor/htmx.min.js",
    STATIC / "img/icons.svg",
    STATIC / "img/favicon.svg",
)
# bytes after gzip; a first visit may be 110,000 with fonts and 40,000 without, of which 6,000 are the page
SHEETS_AT_MOST = 10_000
SCRIPT_AT_MOST = 3_000
WITHOUT_FONTS_AT_MOST = 34_000
WITH_FONTS_AT_MOST = 88_000

FORBIDDEN = {
    "inline style": r"<style\b|\sstyle=[\"'{]",
    "inline handler": r"\son[a-z]+=[\"'{]",
    "hx-on": r"hx-on",
    "script in a value": r"[\"']\s*(?:js|javascript):",
    "trigger filter": r"hx-trigger(?::\w+)?\s*=\s*(?:\"[^\"]*\[|'[^']*\[)",
    "inline script": r"<script\b(?![^>]*\ssrc\s*=)",
    "another host": r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//",
}
ICON_CALL = r"\b(?:icon|task)\(\s*[\"']([\w-]+)[\"']|\bsymbol\s*=\s*[\"']([\w-]+)[\"']"


def gzipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9, mtime=0))


def mark(path: Path) -> str:
    """What `web.static_url` puts behind a file's address."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def offences(source: str) -> list[str]:
    """Names of what a template must not hold."""
    text = re.sub(r"{#.*?#}", "", source, flags=re.DOTALL)
    return [name for name, pattern in FORBIDDEN.items() if re.search(pattern, text)]


def symbols() -> list[str]:
    sprite = ElementTree.fromstring((STATIC / "img/icons.svg").read_bytes())
    return [symbol.attrib["id"] for symbol in sprite]


@pytest.fixture
def vendor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """tools/vendor.py looking at a copy of the vendored folders."""
    spec = importlib.util.spec_from_file_location("vendor", ROOT / "tools/vendor.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "vendor", module)
    spec.loader.exec_module(module)
    for folder in ("static/vendor", "tests/browser/vendor"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    return module


def test_vendored_files_are_the_pinned_ones() -> None:
    done = subprocess.run(
        [sys.executable, "tools/vendor.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_a_changed_missing_or_added_file_is_noticed(vendor: ModuleType, tmp_path: Path) -> None:
    assert list(vendor.differences()) == []
    htmx = tmp_path / "static/vendor/htmx.min.js"
    htmx.write_bytes(htmx.read_bytes() + b" ")
    (tmp_path / "static/vendor/fonts/be-vietnam-pro-latin-400.woff2").unlink()
    (tmp_path / "tests/browser/vendor/more.js").write_text("1")
    assert list(vendor.differences()) == [
        "static/vendor/fonts/be-vietnam-pro-latin-400.woff2 is missing",
        "static/vendor/htmx.min.js is not the file that was vendored",
        "tests/browser/vendor/more.js is not in VENDOR.json",
    ]


def test_every_vendored_file_has_a_licence() -> None:
    for folder in (
        STATIC / "vendor",
        STATIC / "vendor/fonts",
        STATIC / "fonts",
        ROOT / "tests/browser/vendor",
    ):
        assert list(folder.glob("*.LICENSE.txt")), folder


def test_a_first_visit_is_small() -> None:
    sizes = {path.name: gzipped(path) for path in EVERY_PAGE}
    fonts = sum(path.stat().st_size for path in FONTS)
    assert sum(gzipped(path) for path in SHEETS) <= SHEETS_AT_MOST
    assert sizes["app.js"] <= SCRIPT_AT_MOST
    assert sum(sizes.values()) <= WITHOUT_FONTS_AT_MOST, sizes
    assert sum(sizes.values()) + fonts <= WITH_FONTS_AT_MOST, (sizes, fonts)


def test_browsers_get_files_packed_as_small_as_they_can_read(app: Flask) -> None:
    """Files go out as streams. Chromium reads both; zstd is a fifth larger for ours."""
    with app.test_request_context(headers={"Accept-Encoding": "gzip, deflate, br, zstd"}):
        sent = compress.after_request(Response(iter([b"a{}" * 500]), mimetype="text/css"))
    assert sent.headers["Content-Encoding"] == "br"


def test_the_sheets_name_fonts_by_their_content() -> None:
    """The address must equal the preload's, or the browser fetches the font twice."""
    named = dict(re.findall(r'url\("\.\./([^"?]+\.woff2)\?v=(\w+)"\)', SHEETS[0].read_text(encoding="utf-8")))
    assert named == {str(path.relative_to(STATIC)): mark(path) for path in FONTS}


def test_the_text_fonts_are_preloaded() -> None:
    head = (ROOT / "templates/layouts/_head.html").read_text(encoding="utf-8")
    preloaded = re.findall(r'rel="preload" as="font"[^>]*crossorigin[^>]*static_url\(\'([^\']+)\'\)', head)
    assert preloaded == [
        f"vendor/fonts/be-vietnam-pro-{subset}-400.woff2" for subset in ("latin", "vietnamese")
    ]


def test_sheets_ask_no_other_host() -> None:
    for sheet in sorted((STATIC / "css").glob("*.css")):
        text = sheet.read_text(encoding="utf-8")
        assert "@import" not in text
        assert not re.search(r"url\(\s*[\"']?(?:https?:)?//", text), sheet.name


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_hold_nothing_the_policy_forbids(template: Path) -> None:
    assert offences(template.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "offence"),
    [
        ('<p style="color: red">', "inline style"),
        ("<style>p{}</style>", "inline style"),
        ('<a onclick="go()">', "inline handler"),
        ('<a hx-on:click="go()">', "hx-on"),
        ('<a href="javascript:go()">', "script in a value"),
        ("<a hx-vals='js:{a: 1}'>", "script in a value"),
        ('<a hx-trigger="click[ctrlKey]">', "trigger filter"),
        ("<script>go()</script>", "inline script"),
        ('<script src="//cdn.example/x.js"></script>', "another host"),
    ],
)
def test_what_the_policy_forbids_is_found(source: str, offence: str) -> None:
    assert offence in offences(source)


def test_what_the_policy_allows_is_let_pass() -> None:
    fine = (
        '{# style="x" #}<script src="/a.js" defer></script><a hx-trigger="change delay:1s" data-on="1"'
        " hx-vals='{\"a\": 1}' href=\"{{ url_for('x') }}\">"
    )
    assert offences(fine) == []


def test_symbols_are_unique() -> None:
    names = symbols()
    assert len(names) == len(set(names))


def test_every_icon_that_is_used_is_drawn() -> None:
    used = {entry.icon for entry in ENTRIES}
    for template in TEMPLATES:
        for groups in re.findall(ICON_CALL, template.read_text(encoding="utf-8")):
            used.update(name for name in groups if name)
    assert used <= set(symbols())
