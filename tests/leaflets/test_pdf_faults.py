"""One sheet that cannot be drawn keeps no other from being drawn."""

from pathlib import Path

import pytest
from flask import Flask

from outreach.campaigns import plan_sheets
from outreach.database import db
from outreach.leaflets import pdf
from tests.leaflets import making


def test_one_batch_that_breaks_the_drawing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = making.batch(), making.batch()
    db.session.commit()
    broken, whole = first.code, second

    def draw(_printed: object, code: str, _size: str) -> bytes:
        if code == broken:
            raise ValueError("a glyph that ends it")
        return b"%PDF"

    monkeypatch.setattr(pdf, "draw", draw)
    with pytest.raises(ValueError, match="a glyph"):
        pdf.make_missing()
    assert [pdf.path_of(whole, size).exists() for size in pdf.SIZES] == [True, True]
    assert "a glyph" in (pdf.fault() or "")


def test_one_plan_that_breaks_the_drawing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    folder: Path = plan_sheets._folder()
    folder.mkdir(parents=True)
    for name in ("a", "b"):
        (folder / f"{name}.html").write_text(name)

    def draw(page: str) -> bytes:
        if page == "a":
            raise ValueError("a glyph that ends it")
        return b"%PDF"

    monkeypatch.setattr(plan_sheets, "draw", draw)
    with pytest.raises(ValueError, match="a glyph"):
        plan_sheets.make_wanted()
    assert (folder / "b.pdf").exists()
    assert not (folder / "b.html").exists()
