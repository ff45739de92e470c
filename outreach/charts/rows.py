"""The dossiers of one business as a short line of dots for a table row."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from outreach.charts.dots import draw_dots
from outreach.charts.marks import Dot
from outreach.charts.svg import MARK, n

STEP, LINE = 12.0, 20.0
PER_LINE = 14  # fits a phone beside its label


def row_strip(dots: Sequence[Dot], day: date, *, per_line: int = PER_LINE) -> Markup:
    """Dots one after the other in date order, wrapping like text, with a line after the last one of `day`.

    The picture is as wide as its longest line. The row says its counts in words, so this is decoration.
    """
    ordered = sorted(dots, key=lambda dot: dot.day)
    before = sum(dot.day <= day for dot in ordered)
    places = [_place(i if i < before else i + 1, per_line) for i in range(len(ordered))]
    x, y = _place(before, per_line)
    at = [(px, py, dot) for (px, py), dot in zip(places, ordered, strict=True)]
    used = len(ordered) + 1
    return Markup(  # noqa: S704 - numbers and constants only
        f'<svg class="chart row-strip" width="{n(min(used, per_line) * STEP + 4)}" '
        f'height="{n(-(-used // per_line) * LINE)}" aria-hidden="true">{draw_dots(at, STEP)}'
        f'<g class="c-mark"><path d="M{n(x)} {n(y - 9)}v18" stroke="{MARK}" stroke-width="2"/></g></svg>'
    )


def _place(index: int, per_line: int) -> tuple[float, float]:
    """The centre of the place with this number."""
    return 2 + (index % per_line + 0.5) * STEP, (index // per_line + 0.5) * LINE
