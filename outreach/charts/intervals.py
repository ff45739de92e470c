"""Estimates with their intervals, one a row, on a scale that a whole list shares."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from outreach.charts.svg import n
from outreach.i18n import gettext as _
from outreach.i18n import show_number

WIDTH, HEIGHT = 160, 16
REACHES = (0.1, 0.2, 0.3, 0.5, 1.0)
Interval = tuple[float, float, float]


class IntervalRows(NamedTuple):
    """The pictures of a list: `head` stands in the column's heading, `rows` in its rows, in their order."""

    head: Markup
    rows: list[Markup]
    reach: float


def interval_rows(estimates: Sequence[Interval | None], *, reach: float | None = None) -> IntervalRows:
    """(effect, low, high) as shares, each a dot with its interval around a line at zero; None draws nothing.

    The scale runs from −`reach` to +`reach` (shares; the least of REACHES that holds all unless given). What
    lies outside ends in an arrow. The numbers stand beside the picture, which is decoration; colours are
    one neutral ink, whatever the sign.
    """
    widest = max((max(abs(low), abs(high)) for _e, low, high in filter(None, estimates)), default=0.0)
    scale = reach or next((each for each in REACHES if widest <= each), REACHES[-1])
    return IntervalRows(_head(scale), [_row(each, scale) for each in estimates], scale)


def _row(estimate: Interval | None, reach: float) -> Markup:
    if estimate is None:
        return Markup("")
    effect, low, high = estimate
    left, right = _x(low, reach), _x(high, reach)
    line = f"M{n(left)} 8H{n(right)}"
    if low < -reach:
        line += "M5 4l-4 4 4 4"
    if high > reach:
        line += f"M{WIDTH - 5} 4l4 4-4 4"
    dot = f"M{n(_x(effect, reach))} 8h0" if abs(effect) <= reach else ""
    return Markup(  # noqa: S704 - numbers only
        f'<svg class="interval" width="{WIDTH}" height="{HEIGHT}"><path d="M{WIDTH // 2} 0v16"/>'
        f'<path d="{line}"/><path d="{dot}"/></svg>'
    )


def _x(share: float, reach: float) -> float:
    """Whole pixels, one of them left at either end."""
    return round(WIDTH / 2 + min(max(share / reach, -1.0), 1.0) * (WIDTH / 2 - 1))


def _head(reach: float) -> Markup:
    points = show_number(round(reach * 100))
    ends = f"<span>−{points}</span><span>0</span><span>+{points}</span>"
    unit = _("điểm phần trăm")
    return Markup(f'<span class="interval-head" title="{unit}">{ends}</span>')  # noqa: S704 - own words
