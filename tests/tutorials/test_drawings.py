"""The drawn screens: ours, plain, light, and readable on a narrow phone."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from outreach.text import nfc
from outreach.tutorials.actions import loading

DRAWINGS = sorted((Path(__file__).parents[2] / "static" / "img" / "tutorials").glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
TAGS = {"svg", "title", "desc", "rect", "path", "text", "circle"}
ATTRIBUTES = {
    "viewBox", "width", "height", "role", "lang", "font-family", "font-size", "font-weight", "fill", "stroke",
    "stroke-width", "stroke-linecap", "text-anchor", "x", "y", "rx", "cx", "cy", "r", "d",
}  # fmt: skip
MOST_BYTES = 4096
SMALLEST_TEXT = 12  # in units of a drawing 320 wide: 11 px at least on a 360 px page with its margins


def luminance(colour: str) -> float:
    """Relative luminance as WCAG counts it."""
    parts = colour.lstrip("#")
    parts = "".join(2 * one for one in parts) if len(parts) == 3 else parts
    channels = [int(parts[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def below(root: ET.Element, x: float, y: float, until: ET.Element) -> str:
    """The colour under a point: the last filled box drawn before a text that holds it."""
    colour = "#ffffff"
    for shape in root:
        if shape is until:
            return colour
        if shape.tag == f"{SVG}rect" and shape.get("fill", "none").startswith("#"):
            left, top = float(shape.get("x", 0)), float(shape.get("y", 0))
            right, bottom = left + float(shape.get("width", 0)), top + float(shape.get("height", 0))
            colour = shape.get("fill", "") if left <= x <= right and top <= y <= bottom else colour
        elif shape.tag == f"{SVG}path" and shape.get("d", "").startswith("M1 8a7") and y < 31:
            colour = shape.get("fill", "")  # the portal's head
    return colour


def test_enough_are_drawn() -> None:
    assert len(DRAWINGS) >= 14


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_is_small_plain_and_marked_as_one(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.encode()) <= MOST_BYTES
    assert text == nfc(text)
    root = ET.fromstring(text)
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= TAGS
    assert {name for one in root.iter() for name in one.attrib} <= ATTRIBUTES
    assert root.get("viewBox") == "0 0 320 240"
    assert (root[0].tag, root[1].tag) == (f"{SVG}title", f"{SVG}desc")
    assert (root[0].text or "").startswith("Hình vẽ minh họa: ")
    assert (root[1].text or "").startswith("Không phải ảnh chụp Cổng.")
    assert root[-1].text == "Hình vẽ minh họa, không phải ảnh chụp"


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_its_words_can_be_read_and_stay_inside(path: Path) -> None:
    root = ET.fromstring(path.read_text(encoding="utf-8"))
    assert (root[2].get("fill"), root[2].get("width")) == ("#f4f8f8", "319"), (
        "its own ground, in the dark too"
    )
    for said in root.iter(f"{SVG}text"):
        size = float(said.get("font-size", root.get("font-size", "0")))
        assert size >= SMALLEST_TEXT
        x, y = float(said.get("x", 0)), float(said.get("y", 0))
        width = len(said.text or "") * size * (0.58 if said.get("font-weight") else 0.53)
        left = x - {"middle": width / 2, "end": width}.get(said.get("text-anchor", ""), 0)
        assert left >= 0, said.text
        assert left + width <= 322, said.text
        ink = said.get("fill", root.get("fill", ""))
        assert contrast(ink, below(root, left + width / 2, y - 4, said)) >= 4.5, said.text


def test_each_is_used_and_none_is_missing() -> None:
    used = {
        name
        for path in loading.SHIPPED.glob("*.md")
        for name in re.findall(r"/static/img/tutorials/([a-z0-9-]+)\.svg", path.read_text(encoding="utf-8"))
    }
    assert used == {path.stem for path in DRAWINGS}
