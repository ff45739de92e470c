"""The procedure map as one sheet for the wall, in millimetres; it reads in black-and-white too.

Attributes only, no style: the page's policy allows none, and printers know no page.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from math import ceil
from typing import NamedTuple

from markupsafe import escape

from outreach.catalogue import rules
from outreach.catalogue.queries import ProcedureLine
from outreach.charts.svg import n, shorten, text_width
from outreach.dossiers.rules import LEVELS, VOCABULARIES
from outreach.i18n import gettext as _
from outreach.i18n import show_date

SHEETS = {"a3": (420.0, 297.0), "a0": (1189.0, 841.0)}
INK, SOFT, LINE, TEAL, PALE = "#1b2426", "#586062", "#8d877b", "#0b5e69", "#d5e9ea"
LEADING = 1.22
FONT = "Be Vietnam Pro, Arial, Liberation Sans, sans-serif"

Bands = Mapping[str | None, Sequence[ProcedureLine]]
Address = Callable[[int], str]


class Plan(NamedTuple):
    """How many boxes stand side by side, and how large they and their letters are (mm)."""

    columns: int
    width: float
    height: float
    text: float


class Sheet(NamedTuple):
    """A sheet's measures: everything grows with its width."""

    width: float
    height: float

    @property
    def unit(self) -> float:
        """A millimetre of an A3 sheet."""
        return self.width / SHEETS["a3"][0]

    @property
    def margin(self) -> float:
        """Around everything."""
        return 10 * self.unit

    @property
    def top(self) -> float:
        """Where the bands begin."""
        return 28 * self.unit

    @property
    def bottom(self) -> float:
        """Where the bands end and the legend begins."""
        return self.height - 30 * self.unit

    @property
    def heading(self) -> float:
        """The height of a band's name."""
        return 7 * self.unit

    @property
    def gap(self) -> float:
        """Between boxes."""
        return 1.6 * self.unit


def telling_vocabulary(bands: Bands) -> str:
    """The vocabulary that more procedures have a level in today."""
    counts = {
        words: sum(words in p.levels for band in bands.values() for p in band) for words in VOCABULARIES
    }
    return max(reversed(list(counts)), key=counts.__getitem__)


def plan(sizes: Sequence[int], sheet: Sheet) -> Plan:
    """The number of columns that leaves the largest letters, for bands with so many boxes."""
    room = sheet.bottom - sheet.top - len(sizes) * sheet.heading

    def with_columns(columns: int) -> Plan:
        width = (sheet.width - 2 * sheet.margin - (columns - 1) * sheet.gap) / columns
        rows = max(1, sum(ceil(size / columns) for size in sizes))
        height = min(room / rows - sheet.gap, 24 * sheet.unit)
        return Plan(columns, width, height, min(height / 5.8, width / 15, 3.6 * sheet.unit))

    return max((with_columns(columns) for columns in range(4, 21)), key=lambda made: made.text)


def sheet(bands: Bands, *, vocabulary: str, size: str, today: date, address: Address, board: str = "") -> str:
    """The whole sheet as an SVG document."""
    page = Sheet(*SHEETS[size])
    made = plan([len(band) for band in bands.values()], page)
    parts = [_head(page, vocabulary, today, board)]
    y = page.top
    for number, (phase, band) in enumerate(bands.items(), 1):
        name = str(rules.PHASES[phase]) if phase else _("Chưa xếp giai đoạn")
        parts.append(_heading(page, y, f"{number}. {name}"))
        y += page.heading
        for index, procedure in enumerate(band):
            row, column = divmod(index, made.columns)
            x = page.margin + column * (made.width + page.gap)
            at = (x, y + row * (made.height + page.gap))
            parts.append(_box(procedure, at, made, vocabulary, address(procedure.id)))
        y += ceil(len(band) / made.columns) * (made.height + page.gap)
    parts.append(_legend(page, vocabulary))
    return "".join(parts) + "</svg>"


def wrap(text: str, size: float, width: float, lines: int) -> list[str]:
    """The text in so many lines at most, none wider than `width`; what is left over is cut with "…"."""
    found: list[str] = []
    words = text.split()
    while words and len(found) < lines:
        taken = 1
        while taken < len(words) and text_width(" ".join(words[: taken + 1]), size) <= width:
            taken += 1
        if len(found) == lines - 1:
            taken = len(words)
        found.append(shorten(" ".join(words[:taken]), size, width))
        words = words[taken:]
    return found


def _head(page: Sheet, vocabulary: str, today: date, board: str) -> str:
    unit, left = page.unit, page.margin
    below = " · ".join(
        filter(None, (board, str(VOCABULARIES[vocabulary]), _("lập ngày %(day)s", day=show_date(today))))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{n(page.width)}mm" height="{n(page.height)}mm" '
        f'viewBox="0 0 {n(page.width)} {n(page.height)}" font-family="{FONT}">'
        f"<title>{escape(_title())}</title>{_patterns(unit)}"
        f'<rect width="100%" height="100%" fill="#fff"/>'
        + _text(left, 16 * unit, 8 * unit, _title(), weight=600)
        + _text(left, 23 * unit, 3.4 * unit, below, fill=SOFT)
    )


def _title() -> str:
    return _("Sơ đồ thủ tục: từ đăng ký đầu tư đến vận hành")


def _patterns(unit: float) -> str:
    """Colour and pattern of each tone, in tiles of two millimetres."""
    stripes = "M0 2L2 0M-1 1L1 -1M1 3L3 1"
    drawn = {
        "stripes": f'<path d="{stripes}" stroke="{TEAL}" stroke-width=".55"/>',
        "dots": f'<circle cx="1" cy="1" r=".45" fill="{TEAL}"/>',
        "lines": f'<path d="M0 1H2" stroke="{TEAL}" stroke-width=".35"/>',
        "solid": f'<path d="M0 0H2V2H0Z" fill="{TEAL}"/>',
        "blank": '<path d="M0 0H2V2H0Z" fill="#fff"/>',
    }
    tiles = (
        f'<pattern id="{name}" width="2" height="2" patternUnits="userSpaceOnUse" '
        f'patternTransform="scale({unit:.3f})"><path d="M0 0H2V2H0Z" fill="{PALE}"/>{inner}</pattern>'
        for name, inner in drawn.items()
    )
    return f"<defs>{''.join(tiles)}</defs>"


def _heading(page: Sheet, y: float, words: str) -> str:
    return _text(page.margin, y + 5 * page.unit, 4.2 * page.unit, words, weight=600, fill=TEAL)


def _box(procedure: ProcedureLine, at: tuple[float, float], made: Plan, vocabulary: str, href: str) -> str:
    (x, y), size = at, made.text
    level = procedure.levels.get(vocabulary)
    strip, pad = 2.4 * size, 0.5 * size
    inside = made.width - strip - 2 * pad
    lines = max(1, int((made.height - 2.1 * size) / (LEADING * size)))
    words = "".join(
        _text(x + strip + pad, y + (1.25 + LEADING * i) * size, size, line)
        for i, line in enumerate(wrap(procedure.plain_name, size, inside, lines))
    )
    label = str(LEVELS[vocabulary, level][0]) if level else _("chưa có mức độ")
    return (
        f'<a href="{escape(href)}"><title>{escape(procedure.name)} ({escape(label)})</title>'
        + _sample((x, y), made.height, strip, made.width, vocabulary, level)
        + words
        + _foot(procedure, x + strip + pad, y + made.height - 0.55 * size, inside, 0.78 * size)
        + "</a>"
    )


def _sample(
    at: tuple[float, float], height: float, strip: float, width: float, vocabulary: str, level: str | None
) -> str:
    """A box with its strip of colour and pattern, and its letter on white."""
    (x, y), letter = at, rules.mark_of_level(vocabulary, level)
    dash = "" if level else f' stroke-dasharray="{n(strip / 4)}"'
    square, edge = 0.78 * strip, f'stroke="{LINE}" stroke-width="{strip / 30:.2f}"'
    middle, tone = y + height / 2, rules.tone_of_level(vocabulary, level)
    return (
        f'<rect x="{n(x)}" y="{n(y)}" width="{n(width)}" height="{n(height)}" fill="#fff" {edge}{dash}/>'
        f'<rect x="{n(x)}" y="{n(y)}" width="{n(strip)}" height="{n(height)}" fill="url(#{tone})" {edge}/>'
        f'<rect x="{n(x + (strip - square) / 2)}" y="{n(middle - square / 2)}" width="{n(square)}" '
        f'height="{n(square)}" rx="{n(square / 6)}" fill="#fff"/>'
        + _text(x + strip / 2, middle + 0.25 * strip, 0.7 * strip, letter, weight=600, anchor="middle")
    )


def _foot(procedure: ProcedureLine, x: float, y: float, width: float, size: float) -> str:
    """The code, and what can be done on the net: sign, pay."""
    marks = " · ".join(
        words
        for words, holds in ((_("Ký số"), procedure.signing == "online"), ("₫", procedure.paying == "online"))
        if holds
    )
    room = width - (text_width(marks, size) + size if marks else 0)
    code = _text(x, y, size, shorten(procedure.code or "", size, room), fill=SOFT)
    return code + (_text(x + width, y, size, marks, weight=600, anchor="end") if marks else "")


def _legend(page: Sheet, vocabulary: str) -> str:
    unit = page.unit
    known = [level for words, level in LEVELS if words == vocabulary]
    levels: list[str | None] = [*reversed(known), None]
    width = (page.width - 2 * page.margin) / len(levels)
    y = page.bottom + 4 * unit
    parts = []
    for number, level in enumerate(levels):
        x = page.margin + number * width
        name = str(LEVELS[vocabulary, level][0]) if level else _("Chưa có mức độ")
        trips = str(rules.TRIPS[vocabulary, level]) if level else _("Ban chưa công bố; xem trên Cổng.")
        inside = width - 12 * unit
        parts.append(_sample((x, y), 9 * unit, 6 * unit, 6 * unit, vocabulary, level))
        parts.append(
            _text(x + 8 * unit, y + 3 * unit, 3.2 * unit, shorten(name, 3.2 * unit, inside), weight=600)
        )
        for line, words in enumerate(wrap(trips, 2.6 * unit, inside, 2)):
            parts.append(_text(x + 8 * unit, y + (6.4 + 3.2 * line) * unit, 2.6 * unit, words, fill=SOFT))
    note = _(
        "“Ký số”: ký trên mạng. “₫”: trả phí trên mạng. Không có dấu: không cần, hoặc chưa rõ. "
        "Số lượt đến quầy là thông thường; quyết định công bố của ban là căn cứ."
    )
    parts.append(_text(page.margin, y + 17 * unit, 2.8 * unit, note, fill=SOFT))
    return "".join(parts)


def _text(
    x: float, y: float, size: float, words: str, *, weight: int = 400, fill: str = INK, anchor: str = ""
) -> str:
    bold = f' font-weight="{weight}"' if weight != 400 else ""
    side = f' text-anchor="{anchor}"' if anchor else ""
    return (
        f'<text x="{n(x)}" y="{n(y)}" font-size="{size:.2f}" fill="{fill}"{bold}{side}>{escape(words)}</text>'
    )
