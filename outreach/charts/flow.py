"""The frame of charts drawn once for every width: shapes stretch with their container, words do not.

Months stand in slots of equal width. Shapes live in an inner picture that is stretched sideways, their
strokes kept at their thickness; words stand beside it, placed by per cent of the width.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from markupsafe import Markup, escape

from outreach.charts.svg import AXIS_TEXT, GRID, INK, LABEL_TEXT, MARK, SOFT, n
from outreach.i18n import no_data, show_month, show_percent

SLOT = 10  # units of the inner picture for one month
KEEP = 'vector-effect="non-scaling-stroke"'
Corner = tuple[float, float]


def flow(
    *,
    chart_id: str,
    height: float,
    name: str,
    desc: str,
    body: str,
    legend: str = "",
    links: bool = False,
    kind: str = "",
) -> Markup:
    """A picture as wide as its container and `height` px high; `legend` is ready HTML under it.

    Room for words beside it is left by the page's style sheet, more of it to the right for `kind`
    'with-value'. With links inside it is a group: an image would hide them from assistive technology.
    """
    key = escape(chart_id)
    return Markup(  # noqa: S704 - texts are escaped here and by the caller
        f'<div class="{f"chart-flow {kind}".strip()}">'
        f'<svg class="chart flow" id="{key}" width="100%" height="{n(height)}" '
        f'role="{"group" if links else "img"}" aria-labelledby="{key}-t {key}-d" overflow="visible" '
        f'font-family="Be Vietnam Pro, sans-serif" font-size="{AXIS_TEXT}">'
        f'<title id="{key}-t">{escape(name)}</title><desc id="{key}-d">{escape(desc)}</desc>'
        f"{body}</svg></div>{legend}"
    )


def legend(*signs: tuple[str, str]) -> str:
    """What each sign stands for: (class of the sign, words)."""
    items = "".join(f'<li><span class="sign {sign}"></span>{escape(words)}</li>' for sign, words in signs)
    return f'<ul class="chart-legend">{items}</ul>'


def stretched(slots: int, top: float, height: float, inner: str) -> str:
    """The inner picture: `slots` × SLOT units wide, one unit = 1 px high."""
    return (
        f'<svg y="{n(top)}" width="100%" height="{n(height)}" viewBox="0 0 {slots * SLOT} {n(height)}" '
        f'preserveAspectRatio="none" overflow="visible" fill="none">{inner}</svg>'
    )


def shares_grid(slots: int, height: float) -> str:
    """Lines at 0, 50 and 100 %, inside the inner picture."""
    lines = "".join(f"M0 {n(y)}h{slots * SLOT}" for y in (0, height / 2, height))
    return f'<path class="c-grid" d="{lines}" stroke="{GRID}" {KEEP}/>'


def shares_axis(top: float, height: float) -> str:
    """The values of these lines, left of the picture."""
    values = "".join(
        f'<text x="-6" y="{n(top + (1 - share) * height + 4)}">{show_percent(share, 0)}</text>'
        for share in (1.0, 0.5, 0.0)
    )
    return f'<g class="c-soft" fill="{SOFT}" text-anchor="end">{values}</g>'


def words_at(places: Iterable[tuple[float, str, str]], slots: int, y: float) -> str:
    """Soft words centred at places counted in slots: (place, words, class or '')."""
    written = "".join(
        f'<text x="{n(place / slots * 100)}%" y="{n(y)}"{_classed(kind)}>{escape(words)}</text>'
        for place, words, kind in places
    )
    return f'<g class="c-soft" fill="{SOFT}" text-anchor="middle">{written}</g>'


def _classed(kind: str) -> str:
    return f' class="{kind}"' if kind else ""


def month_marks(months: Sequence[date]) -> list[tuple[float, str, str]]:
    """Labels mm/yyyy for an axis of months, at most eight of them; a phone has room for three."""
    every = next((k for k in (1, 2, 3, 6, 12, 24) if len(months) / k <= 8), 36)
    chosen = [i for i, month in enumerate(months) if (month.year * 12 + month.month - 1) % every == 0]
    if not chosen and months:
        chosen = [0]
    stride = -(-len(chosen) // 3)
    return [
        (i + 0.5, show_month(months[i]), "wide-only" if place % stride else "")
        for place, i in enumerate(chosen)
    ]


def event_line(place: float, height: float) -> str:
    """The line of an intervention through the inner picture; `place` counted in slots."""
    return (
        f'<g class="c-mark"><path d="M{n(place * SLOT)} -4V{n(height)}" stroke="{MARK}" '
        f'stroke-width="2" {KEEP}/></g>'
    )


def event_words(place: float, slots: int, y: float, words: str) -> str:
    """The name of that line over it, kept inside the picture."""
    part = place / slots
    anchor = "start" if part < 0.3 else "end" if part > 0.7 else "middle"
    return (
        f'<text class="c-mark" x="{n(part * 100)}%" y="{n(y)}" fill="{MARK}" font-weight="600" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )


def joined(corners: Sequence[Corner]) -> str:
    """A path through the corners."""
    steps = "".join(f"l{n(x1 - x0)} {n(y1 - y0)}" for (x0, y0), (x1, y1) in pairwise(corners))
    return f"M{n(corners[0][0])} {n(corners[0][1])}{steps}"


def dots(corners: Iterable[Corner]) -> str:
    """Strokes without length, which round caps make dots; each says its way from the one before."""
    path, x0, y0 = "", 0.0, 0.0
    for x1, y1 in corners:
        path += f"{'m' if path else 'M'}{n(x1 - x0)} {n(y1 - y0)}h0"
        x0, y0 = x1, y1
    return path


def dashed(path: str) -> str:
    """What was to be expected, as a line."""
    return (
        f'<path class="c-expected" d="{path}" stroke="{SOFT}" stroke-width="2" '
        f'stroke-dasharray="5 4" {KEEP}/>'
    )


def nothing_known(y: float) -> str:
    """Said in the middle of an empty picture."""
    return (
        f'<text class="c-ink" x="50%" y="{n(y)}" fill="{INK}" font-size="{LABEL_TEXT}" '
        f'text-anchor="middle">{no_data().capitalize()}</text>'
    )
