"""Reads a picture back: strict XML, its elements by class, its texts with their boxes."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from outreach.charts.svg import AXIS_TEXT, text_width

SHAPES = {"circle", "rect", "path", "text"}


def read(markup: Markup) -> ET.Element:
    """The tree of a picture, after the checks every picture must pass."""
    assert isinstance(markup, Markup)
    tree = ET.fromstring(f"<div>{markup}</div>")
    if len(tree) == 1:
        tree = tree[0]
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids)), "an id twice"
    for element in tree.iter():
        assert "style" not in element.attrib
        assert not [name for name in element.attrib if name.startswith("on")]
        assert "nan" not in " ".join(element.attrib.values()).lower().split()
    for svg in svgs(tree):
        check_name(svg, set(ids))
    return tree


def check_name(svg: ET.Element, ids: set[str | None]) -> None:
    """An image has a name; a group with links is no image, which would hide them."""
    links = list(svg.iter("a"))
    if svg.get("aria-hidden"):
        assert not links
        return
    assert svg.get("role") == ("group" if links else "img")
    named = (svg.get("aria-labelledby") or "").split()
    assert set(named) <= ids
    title = svg.find("title")
    assert title is not None
    assert (title.text or "").strip()


def classed(tree: ET.Element, name: str) -> list[ET.Element]:
    """Elements that carry the class."""
    return [e for e in tree.iter() if name in (e.get("class") or "").split()]


def svgs(tree: ET.Element) -> list[ET.Element]:
    """The pictures inside, the wide one first; not those that are parts of a picture."""
    parts = {id(part) for svg in tree.iter("svg") for part in svg.iter("svg") if part is not svg}
    return [svg for svg in tree.iter("svg") if id(svg) not in parts]


@dataclass(frozen=True)
class Box:
    """Where a line of text stands."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float

    def touches(self, other: "Box") -> bool:
        """Whether the two overlap by more than a hair."""
        apart_x = self.x1 <= other.x0 + 0.5 or other.x1 <= self.x0 + 0.5
        apart_y = self.y1 <= other.y0 + 0.5 or other.y1 <= self.y0 + 0.5
        return not (apart_x or apart_y)


def texts(svg: ET.Element, width: float = 0) -> list[Box]:
    """Boxes of the words seen in a picture `width` px wide, by anchor and size, their own or inherited."""
    hidden = "wide-only" if width < 552 else "narrow-only"
    return list(_texts(svg, AXIS_TEXT, "start", (0.0, 0.0), width, hidden))


def _texts(
    element: ET.Element, size: float, anchor: str, at: tuple[float, float], width: float, hidden: str
) -> Iterator[Box]:
    if hidden in (element.get("class") or ""):
        return
    size = float(element.get("font-size", size))
    anchor = element.get("text-anchor", anchor)
    x, y = at[0] + _length(element.get("x", "0"), width), at[1] + float(element.get("y", 0))
    if element.tag == "text":
        words = "".join(text for text in (element.text, *(child.tail for child in element)) if text)
        wide = text_width(words, size)
        x += float(element.get("dx", 0))
        x0 = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
        yield Box(words, x0, x0 + wide, y - size * 0.75, y + size * 0.2)
    for child in element:
        yield from _texts(child, size, anchor, (x, y) if element.tag == "svg" else at, width, hidden)


def _length(value: str, width: float) -> float:
    return float(value[:-1]) / 100 * width if value.endswith("%") else float(value)


@dataclass(frozen=True)
class Drawn:
    """One dot as drawn: its kind (the class of its path), its centre and its radius with its line."""

    kind: str
    x: float
    y: float
    r: float


def dots(svg: ET.Element) -> list[Drawn]:
    """Every dot of the groups of dots, a dot with a core once."""
    found = []
    for group in classed(svg, "c-dots"):
        for path in group:
            kind, width = path.attrib["class"], float(path.attrib["stroke-width"])
            if "core" in kind:
                continue
            at, d = (0.0, 0.0), path.attrib["d"]
            for x, y, shape in re.findall(r"[Mm]([-\d.]+) ([-\d.]+)(h0|a[^zMm]+z)", d):
                at = at[0] + float(x), at[1] + float(y)
                r = float(shape[1:].split()[0]) if shape != "h0" else 0.0
                found.append(Drawn(kind, at[0] + r, at[1], r + width / 2))
            assert len(re.findall("[Mm]", d)) == len(re.findall("h0|z", d))
    return found


def sizes(svg: ET.Element) -> set[float]:
    """Sizes of all words of a picture."""
    return {float(e.attrib["font-size"]) for e in svg.iter() if "font-size" in e.attrib}


def starts(path: ET.Element) -> int:
    """How many separate strokes a path has."""
    return len(re.findall("[Mm]", path.attrib["d"]))
