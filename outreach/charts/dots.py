"""Dossiers as dots, one path for each kind: a dot costs a few bytes, however many there are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from outreach.charts.marks import Dot
from outreach.charts.svg import ONLINE, PAPER, SOFT, SURFACE, n

Placed = tuple[float, float, Dot]
Spot = tuple[float, float]

# What a channel is called, and its colour.
_KINDS: dict[bool | None, tuple[str, str]] = {
    True: ("online", ONLINE), False: ("paper", PAPER), None: ("unknown", SOFT),
}  # fmt: skip


def draw_dots(at: Sequence[Placed], step: float) -> str:
    """Dots `step` px apart: ● online, ○ on paper, ◌ unknown, and a ring with a core for what staff filed."""
    outer = step / 2 - (1 if step > 6 else 0.6)
    line = max(outer / 3, 1)
    spots: dict[tuple[bool | None, bool], list[Spot]] = defaultdict(list)
    for x, y, dot in at:
        spots[dot.online, dot.filed_for].append((x, y))
    parts = []
    for online, (name, colour) in _KINDS.items():
        own, served = spots.get((online, False)), spots.get((online, True))
        if own and online:
            parts.append(_full(own, name, colour, outer * 2))
        elif own:
            parts.append(_rings(own, name, colour, outer - line / 2, line))
        if served:
            parts.append(_rings(served, name, colour, outer - line / 2, line))
            parts.append(_full(served, f"{name} core", colour, outer * 0.9))
    return f'<g class="c-dots" fill="none">{"".join(parts)}</g>'


def _full(spots: Sequence[Spot], name: str, colour: str, width: float) -> str:
    """Strokes without length, which round caps make dots."""
    return (
        f'<path class="{name}" d="{_each(spots, "h0")}" stroke="{colour}" stroke-width="{n(width)}" '
        'stroke-linecap="round"/>'
    )


def _rings(spots: Sequence[Spot], name: str, colour: str, radius: float, line: float) -> str:
    """Circles written as arcs that all but close, so that each says no more than where it begins."""
    r = n(radius)
    path = _each([(x - radius, y) for x, y in spots], f"a{r} {r} 0 1 1 0 .1z")
    broken = "" if name != "unknown" else ' stroke-dasharray="1.5 1.5"'
    return (
        f'<path class="{name} ring" d="{path}" fill="{SURFACE}" stroke="{colour}" '
        f'stroke-width="{n(line)}"{broken}/>'
    )


def _each(spots: Iterable[Spot], shape: str) -> str:
    """The shape at each spot, given as the way from the spot before: equal ways are equal words."""
    path, x0, y0 = "", 0.0, 0.0
    for x1, y1 in ((round(x, 1), round(y, 1)) for x, y in spots):
        path += f"{'m' if path else 'M'}{n(x1 - x0)} {n(y1 - y0)}{shape}"
        x0, y0 = x1, y1
    return path
