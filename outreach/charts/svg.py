"""Pieces every chart is made of: colours, numbers, text widths, the frame, the calendar axis."""

import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from outreach import clock

# The light palette; static/css/charts.css overrides it by class with the page's own colours.
INK = "#1b2426"
SOFT = "#586062"
GRID = "#e5dfd3"
SURFACE = "#fffefb"
ONLINE = "#0b6c76"
PAPER = "#8a6a3a"
MARK = "#b8431a"
BAND = "#f6e3da"

# The wide picture shows from 640 px on; the narrow one fits a card on a 360 px phone at its own size.
WIDE, NARROW = 720, 300
AXIS_TEXT, LABEL_TEXT = 12, 13
AXIS_HEIGHT = 24

# Advance widths of Be Vietnam Pro in em, rounded up; marks above and below do not widen a letter.
_SLIM = set("ijlI.,:;!'`|·‘’ ")
_NARROW = set('rtf()[]{}"1-/*“”J')
_BROAD = set("mwMW@%—Æ")
_CAPITAL = set("ABCDGHKNOQRTUVXYZĐ&#…+=")


class Frame(NamedTuple):
    """The plotting area inside a picture, in its units (= CSS pixels)."""

    left: float
    right: float

    @property
    def width(self) -> float:
        """Distance between the two edges."""
        return self.right - self.left


class Days:
    """Maps days to x: `start` sits at the left edge, the end of the day `end` at the right one."""

    def __init__(self, start: date, end: date, frame: Frame) -> None:
        self.start, self.end, self.frame = start, end, frame
        self.span = max((end - start).days + 1, 1)
        self.pace = frame.width / self.span
        self._first = start.toordinal()

    def x(self, day: date, part: float = 0.0) -> float:
        """Where the day begins; `part` days further on (0.5 = noon). Days outside are clamped."""
        along = day.toordinal() - self._first + part
        return self.frame.left + self.pace * min(max(along, 0.0), self.span)


@lru_cache(maxsize=16384)
def n(value: float) -> str:
    """A coordinate with one decimal at most, as short as it goes."""
    return f"{round(value, 1):g}"


@lru_cache(maxsize=2048)
def text_width(text: str, size: float) -> float:
    """Width of a line of text in px, an upper estimate (Be Vietnam Pro, 400 or 600)."""
    ems = 0.0
    for char in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(char):
            ems += _advance(char)
    return ems * size


def shorten(text: str, size: float, width: float) -> str:
    """The text, cut with an ellipsis when it is wider than `width` px; '' when nothing would be left."""
    if text_width(text, size) <= width:
        return text
    kept = text
    while kept and text_width(kept.rstrip() + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…" if kept.strip() else ""


def title(text: str) -> str:
    """A <title> child, or nothing for an empty text."""
    return f"<title>{escape(text)}</title>" if text else ""


def linked(href: str | None, inner: str) -> str:
    """The drawing inside a link, when it leads anywhere."""
    return f'<a href="{escape(href)}">{inner}</a>' if href else inner


def picture(
    *, chart_id: str, width: float, height: float, name: str, desc: str, body: str, links: bool = False
) -> str:
    """A whole <svg> named by title and desc.

    With links inside it is a group: an image would hide them from assistive technology.
    """
    role = "group" if links else "img"
    key = escape(chart_id)
    return (
        f'<svg class="chart" id="{key}" viewBox="0 0 {n(width)} {n(height)}" width="{n(width)}" '
        f'height="{n(height)}" role="{role}" aria-labelledby="{key}-t {key}-d" '
        f'font-family="Be Vietnam Pro, sans-serif" font-size="{AXIS_TEXT}">'
        f'<title id="{key}-t">{escape(name)}</title><desc id="{key}-d">{escape(desc)}</desc>{body}</svg>'
    )


def both_widths(wide: str, narrow: str) -> Markup:
    """The picture drawn for a desk and for a phone; CSS shows the one that fits its container."""
    return Markup(  # noqa: S704 - both parts come from picture(), which escapes every text
        f'<div class="chart-box"><div class="chart-wide">{wide}</div>'
        f'<div class="chart-narrow">{narrow}</div></div>'
    )


def calendar_axis(days: Days, y: float) -> str:
    """Base line with a short tick and 'mm/yyyy' at the first of a month wherever a label has room."""
    base = f'<path class="c-axis" d="M{n(days.frame.left)} {n(y)}H{n(days.frame.right)}'
    wide = text_width("00/0000", AXIS_TEXT)
    labels, taken = [], -wide
    for month in _labelled_months(days, wide + 10):
        x = days.x(month)
        at = min(max(x, wide / 2), days.frame.right + 8 - wide / 2)
        if at - wide / 2 < taken + 6:
            continue
        taken = at + wide / 2
        base += f"M{n(x)} {n(y)}v4"
        labels.append(f'<text x="{n(at)}" y="{n(y + 17)}">{month.month:02}/{month.year}</text>')
    if not labels:
        at = days.frame.left + text_width("00/00/0000", AXIS_TEXT) / 2
        labels = [f'<text x="{n(at)}" y="{n(y + 17)}">{days.start:%d/%m/%Y}</text>']
    drawn = "".join(labels)
    return (
        f'{base}" stroke="{SOFT}" fill="none"/>'
        f'<g class="c-soft" fill="{SOFT}" text-anchor="middle">{drawn}</g>'
    )


def _labelled_months(days: Days, need: float) -> Iterator[date]:
    """Firsts of months to label: every 1, 2, 3, 6, 12 … months, as close as the labels allow."""
    month_px = days.pace * 30.4
    every = next((k for k in (1, 2, 3, 6, 12, 24, 60, 120) if k * month_px >= need), 240)
    for month in _months(days.start, days.end):
        if month >= days.start and (month.year * 12 + month.month - 1) % every == 0:
            yield month


@lru_cache(maxsize=64)
def _months(start: date, end: date) -> tuple[date, ...]:
    return tuple(clock.months_between(start, end))


def _advance(char: str) -> float:
    if char in _SLIM:
        return 0.3
    if char in _NARROW:
        return 0.45
    if char in _BROAD:
        return 0.95
    return 0.78 if char in _CAPITAL else 0.64
