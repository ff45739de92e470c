"""Shares that are known only within bounds, as bars from the least to the most, one under the other."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from outreach.charts.svg import GRID, INK, ONLINE, SOFT, n, picture
from outreach.i18n import show_percent

WIDTH, LINE, BAR = 300, 40, 10
LEFT, RIGHT = 2, WIDTH - 2


class RangeBar(NamedTuple):
    """One line: its name, what is known of its share in words, and the bounds (None: nothing is known)."""

    label: str
    words: str
    low: float | None
    high: float | None


def range_bars(bars: Sequence[RangeBar], *, title: str, chart_id: str) -> Markup:
    """The bounds on an axis from 0 to 100 %; a value that is known is a dot. Fits a card and a phone."""
    floor = len(bars) * LINE
    stops = "".join(f"M{n(_x(share))} {20}V{floor}" for share in (0.0, 0.5, 1.0))
    tracks = "".join(f"M{LEFT} {_y(row)}H{RIGHT}" for row in range(len(bars)))
    axis = "".join(
        f'<text x="{n(_x(share))}" y="{floor + 14}" text-anchor="{anchor}">{show_percent(share, 0)}</text>'
        for share, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end"))
    )
    words = "".join(
        f'<text x="{LEFT}" y="{row * LINE + 15}">{escape(bar.label)}</text>'
        f'<text x="{RIGHT}" y="{row * LINE + 15}" text-anchor="end" font-weight="600">'
        f"{escape(bar.words)}</text>"
        for row, bar in enumerate(bars)
    )
    body = (
        f'<path class="c-grid" d="{stops}{tracks}" stroke="{GRID}" fill="none"/>'
        f'<g class="c-line" stroke="{ONLINE}" fill="none">{"".join(map(_bar, range(len(bars)), bars))}</g>'
        f'<g class="c-ink" fill="{INK}">{words}</g><g class="c-soft" fill="{SOFT}">{axis}</g>'
    )
    said = "; ".join(f"{bar.label}: {bar.words}" for bar in bars)
    return Markup(  # noqa: S704 - picture() and the loops above escape every text
        picture(chart_id=chart_id, width=WIDTH, height=floor + 18, name=title, desc=said, body=body)
    )


def _bar(row: int, bar: RangeBar) -> str:
    if bar.low is None or bar.high is None:
        return ""
    y, x0, x1 = _y(row), _x(bar.low), _x(bar.high)
    if bar.low == bar.high:
        return f'<path d="M{n(x0)} {y}h0" stroke-width="{BAR}" stroke-linecap="round"/>'
    ends = f"M{n(x0)} {y - BAR / 2:g}v{BAR}M{n(x1)} {y - BAR / 2:g}v{BAR}"
    return (
        f'<path d="M{n(x0)} {y}H{n(x1)}" stroke-width="{BAR}" stroke-opacity=".35"/>'
        f'<path d="{ends}" stroke-width="2"/>'
    )


def _x(share: float) -> float:
    return LEFT + share * (RIGHT - LEFT)


def _y(row: int) -> int:
    """The middle of a line's bar, under its words."""
    return row * LINE + 28
