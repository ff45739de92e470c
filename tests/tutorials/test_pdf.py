"""The sheet as PDF: made by the worker, kept by version, right in every letter, and no way to other files."""

import re
import zlib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from outreach import clock, drawing
from outreach.accounts.models import DEMO, Setting
from outreach.database import db
from outreach.tutorials import actions, pdf, queries
from tests import factories
from tests.client import CheckedClient
from tests.tutorials import samples

ALPHABET = "aàảãáạăằẳẵắặâầẩẫấậđeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"


@pytest.fixture(scope="module")
def pango() -> None:
    """The system libraries that drawing needs; `.ci/run` installs them."""
    try:
        import weasyprint  # noqa: F401
    except OSError as missing:
        pytest.skip(f"Pango is not installed here: {missing}")


def kept(app: Flask) -> list[Path]:
    return sorted(Path(app.config["DATA_DIR"], "sheets").glob("*.pdf"))


def plain(content: bytes) -> bytes:
    """The PDF and what its packed streams hold."""
    unpacked = [content]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        with suppress(zlib.error):
            unpacked.append(zlib.decompress(packed))
    return b"\n".join(unpacked)


def characters(content: bytes) -> set[str]:
    """The characters that the PDF's own tables say its glyphs stand for."""
    found: set[str] = set()
    for table in re.findall(rb"beginbfchar(.*?)endbfchar", plain(content), re.DOTALL):
        for code in re.findall(rb"<[0-9a-fA-F]+> <((?:[0-9a-fA-F]{4})+)>", table):
            found.update(bytes.fromhex(code.decode()).decode("utf-16-be"))
    return found


def pages(content: bytes) -> int:
    """How many pages it has."""
    return len(re.findall(rb"/Type ?/Page\b(?!s)", plain(content)))


def fonts(content: bytes) -> set[str]:
    return {name.decode() for name in re.findall(rb"/BaseFont /[A-Z]+\+([\w-]+)", plain(content))}


@pytest.mark.alike
def test_every_letter_comes_from_our_font(app: Flask, pango: None) -> None:
    steps = samples.content().steps
    samples.published(
        title="Chữ thường: " + ALPHABET,
        prepare="CHỮ HOA: " + ALPHABET.upper(),
        steps=(replace(steps[0], title=ALPHABET), *steps[1:]),
    )
    version = queries.published("noi-quy")
    assert version is not None
    content = pdf.draw(version, "vi")
    assert content.startswith(b"%PDF-")
    assert set(ALPHABET + ALPHABET.upper()) <= characters(content)
    assert all(name.startswith("BVP") for name in fonts(content)), "a letter came from elsewhere"


def test_what_is_missing_is_made_once_and_former_ones_go(
    app: Flask, pango: None, anonymous: CheckedClient
) -> None:
    version = samples.published()
    db.session.commit()
    waiting = anonymous.get("/huong-dan/noi-quy/in.pdf")
    assert "đang được tạo" in waiting.text
    assert pdf.make_missing() == 2
    assert pdf.make_missing() == 0
    with anonymous.get("/huong-dan/noi-quy/in.pdf") as file:
        assert file.mimetype == "application/pdf"
        assert file.data.startswith(b"%PDF-")
    before = kept(app)
    samples.publish(actions.new_version(version.tutorial))
    db.session.commit()
    assert pdf.make_missing() == 2
    assert len(kept(app)) == 2
    assert not set(before) & set(kept(app))


def test_without_pango_a_page_says_so_and_the_sheet_stays(
    app: Flask, anonymous: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples.published()
    db.session.commit()

    def no_pango(*_arguments: object) -> bytes:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(pdf, "draw", no_pango)
    with pytest.raises(OSError, match="libpango"):
        pdf.make_missing()
    page = anonymous.get("/huong-dan/noi-quy/in.pdf")
    assert page.status_code == 200
    assert "Pango" in page.text
    assert "/huong-dan/noi-quy/in" in page.text
    started = []
    monkeypatch.setattr(pdf.background, "run_in_a_process", lambda *command, longest: started.append(command))
    pdf.refresh()
    assert started == [], "not again at once"


def test_the_worker_starts_a_process_only_when_something_is_missing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    monkeypatch.setattr(pdf.background, "run_in_a_process", lambda *command, longest: started.append(command))
    pdf.refresh()
    assert started == []
    samples.published()
    db.session.commit()
    pdf.refresh()
    assert started == [("tutorials", "print")]


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://127.0.0.1/", "{static}/../config.py", "{static}/%2e%2e/x"]
)
@pytest.mark.alike
def test_texts_reach_no_other_file(app: Flask, pango: None, url: str) -> None:
    static = Path(str(app.static_folder)).as_uri()
    with pytest.raises(ValueError, match="not one of our files"):
        drawing.own_files().fetch(url.format(static=static))


@pytest.mark.alike
def test_every_shipped_tutorial_fits_one_page(app: Flask, pango: None) -> None:
    """The longest by what the sheet shows; both languages."""
    actions.load_content()
    factories.add(Setting(key=DEMO, value="1"))
    versions = [
        version for line in queries.list_shown(clock.today()) if (version := queries.published(line.slug))
    ]
    longest = max(versions, key=lambda version: len(version.content.prepare) + 120 * len(version.steps))
    for language in ("vi", "en"):
        assert pages(pdf.draw(longest, language)) == 1, longest.slug


def test_officers_are_told_why_the_pdf_has_no_code(
    app: Flask, anonymous: CheckedClient, officer: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples.published()
    db.session.commit()
    assert "PUBLIC_URL" in officer.get("/huong-dan/noi-quy/in").text
    assert "PUBLIC_URL" not in anonymous.get("/huong-dan/noi-quy/in").text
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://cong.example.vn")
    assert "PUBLIC_URL" not in officer.get("/huong-dan/noi-quy/in").text


def test_one_that_cannot_be_drawn_keeps_no_other_from_being_made(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = samples.published(), samples.published(slug="mau-khac")
    db.session.commit()

    def draw(version: queries.Version, _language: str) -> bytes:
        if version.id == first.id:
            raise ValueError("a text that breaks the drawing")
        return b"%PDF-"

    monkeypatch.setattr(pdf, "draw", draw)
    with pytest.raises(ValueError, match="breaks the drawing"):
        pdf.make_missing()
    assert [path.name.partition("-")[0] for path in kept(app)] == [str(second.id)] * 2
