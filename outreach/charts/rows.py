"""The dossiers of one business as a short line of dots for a table row."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from outreach.charts.marks import Dot
from outreach.charts.strips import draw_dots
from outreach.charts.svg import MARK, n, picture

STEP, LINE = 12.0, 20.0
PER_LINE = 14  # fits a phone beside its label


def row_strip(
    dots: Sequence[Dot], day: date, *, title: str, desc: str, chart_id: str, per_line: int = PER_LINE
) -> Markup:
    """Dots one after the other in date order, wrapping like text, with a line after the last one of `day`.

    `desc` says in words what the dots show. The picture is as wide as its longest line.
    """
    ordered = sorted(dots, key=lambda dot: dot.day)
    before = sum(dot.day <= day for dot in ordered)
    places = [_place(i if i < before else i + 1, per_line) for i in range(len(ordered))]
    x, y = _place(before, per_line)
    line = f'<path d="M{n(x)} {n(y - 9)}v18" stroke="{MARK}" stroke-width="2" fill="none"/>'
    at = [(px, py, dot) for (px, py), dot in zip(places, ordered, strict=True)]
    used = len(ordered) + 1
    body = f'{draw_dots(at, STEP, bare=False)}<g class="c-mark" fill="{MARK}">{line}</g>'
    drawn = picture(
        chart_id=chart_id, width=min(used, per_line) * STEP + 4, height=-(-used // per_line) * LINE,
        name=title, desc=desc, body=body, links="<a " in body,
    )  # fmt: skip
    # kept at its size: scaled down, dots of neighbouring rows would differ
    return Markup(f'<div class="row-strip">{drawn}</div>')  # noqa: S704 - picture() escapes every text


def _place(index: int, per_line: int) -> tuple[float, float]:
    """The centre of the place with this number."""
    return 2 + (index % per_line + 0.5) * STEP, (index // per_line + 0.5) * LINE
