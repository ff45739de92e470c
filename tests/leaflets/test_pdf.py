"""A batch as PDF: two sides A5, or two of them on an A4, in our letters, once, from what was printed."""

import re
from typing import Any

import pytest
from flask import Flask

from outreach.database import db
from outreach.leaflets import actions, pdf, rules
from tests.client import CheckedClient
from tests.leaflets import making
from tests.tutorials.test_pdf import ALPHABET, characters, fonts, pages, pango, plain

__all__ = ["pango"]

A5, A4_LYING = (420, 595), (842, 595)


def printed(**values: Any) -> rules.Printed:
    """With words of one's own."""
    words = rules.Words("vi", "Tên tờ rơi", None, ("Giấy tờ",), ("Mở Cổng",), "Hỏi Ban")._replace(**values)
    return rules.Printed(words, "Ban", "https://cong.example.vn/t/ACE345", "a", 1, "Bài", "Cổng", False)


def sizes(content: bytes) -> set[tuple[int, int]]:
    boxes = re.findall(rb"/MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+) ?\]", plain(content))
    return {(round(float(wide)), round(float(high))) for wide, high in boxes}


@pytest.mark.alike
def test_two_sides_of_the_right_size_with_our_font_and_its_facts(app: Flask, pango: None) -> None:
    letters = printed(ready=(ALPHABET,), steps=(ALPHABET.upper(),))
    for size, paper in (("a5", A5), ("a4", A4_LYING)):
        content = pdf.draw(letters, "ACE345", size)
        assert pages(content) == 2
        assert sizes(content) == {paper}
        assert set(ALPHABET + ALPHABET.upper()) <= characters(content)
        assert fonts(content)
        assert all(name.startswith("BVP") for name in fonts(content)), "a letter came from elsewhere"
        assert b"/FontFile" in plain(content), "the fonts are in the file"
        assert "Tên tờ rơi".encode("utf-16-be").hex().encode() in plain(content).lower().replace(b"feff", b"")


@pytest.mark.parametrize(
    "line", ["Mang theo giấy phép kinh doanh và bản sao ", "WWW MMM ", "il1, t'f; ", "ĐƯỜNG NGUYỄN "]
)
@pytest.mark.alike
def test_what_the_rule_says_fits_is_drawn_on_two_sides(app: Flask, pango: None, line: str) -> None:
    """The fullest words that still fit by the rule, on either side."""
    full = printed()
    for times in range(1, 60):
        more = printed(
            opening=(line * 4).strip(),
            ready=((line * times).strip(),) * 4,
            steps=((line * times).strip(),) * 6,
        )
        if not rules.fit(more.words).fits:
            break
        full = more
    assert max(rules.fit(full.words)[:2]) > 0.75
    assert pages(pdf.draw(full, "ACE345", "a5")) == 2


@pytest.mark.alike
def test_what_is_far_too_much_is_more_than_two_sides(app: Flask, pango: None) -> None:
    much = printed(steps=("Khai tờ khai đúng từng chữ " * 14,) * 6)
    assert not rules.fit(much.words).fits
    assert pages(pdf.draw(much, "ACE345", "a5")) > 2


def test_it_is_drawn_once_and_says_what_was_printed(app: Flask, pango: None, officer: CheckedClient) -> None:
    batch = making.batch()
    db.session.commit()
    url = f"/to-roi/dot/{batch.id}/a5.pdf"
    assert "đang được tạo" in officer.get(url).text
    assert (pdf.make_missing(), pdf.make_missing()) == (2, 0)
    other = rules.words_of(batch.leaflet)._replace(title="Tên khác")
    actions.save_words(leaflet=batch.leaflet, words=other)
    db.session.commit()
    assert pdf.make_missing() == 0
    with officer.get(url) as file:
        assert file.mimetype == "application/pdf"
        assert file.data.startswith(b"%PDF-")


def test_without_pango_the_page_can_be_printed(
    app: Flask, officer: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = making.batch()
    db.session.commit()

    def no_pango(*_arguments: object) -> bytes:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(pdf, "draw", no_pango)
    with pytest.raises(OSError, match="libpango"):
        pdf.make_missing()
    page = officer.get(f"/to-roi/dot/{batch.id}/a4.pdf")
    assert "libpango" in page.text
    assert "Cần có sẵn" in page.text
    started: list[Any] = []
    monkeypatch.setattr(pdf.background, "run_in_a_process", lambda *command, longest: started.append(command))
    pdf.refresh()
    assert started == [], "not again at once"
