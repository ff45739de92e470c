"""Interventions on a chart: a line each, with its label when all labels fit, else numbered with a key.

Labels never overlap and no line runs through a label. Boxes are in the picture's units.
"""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import escape

from outreach.charts.keys import Key, key_of
from outreach.charts.marks import Tick
from outreach.charts.svg import (
    BAND,
    LABEL_TEXT,
    MARK,
    SURFACE,
    Days,
    linked,
    n,
    text_width,
    title,
)

Panels = Sequence[tuple[float, float]]
LANE, MAX_LANES = 17, 3
PILL = 18


class Flag(NamedTuple):
    """A label or a numbered pill: its box from x0 to x1 in a lane, over one or more interventions."""

    x0: float
    x1: float
    lane: int
    text: str
    at: tuple[float, ...]
    ticks: tuple[Tick, ...]

    @property
    def to_the_left(self) -> bool:
        """Whether the label stands left of its line."""
        return self.x1 <= self.at[0]


class Flags(NamedTuple):
    """All interventions of one picture, laid out."""

    flags: tuple[Flag, ...]
    numbered: bool
    ticks: tuple[Tick, ...]
    key: Key
    bands: tuple[tuple[float, float, Tick], ...] = ()

    @property
    def top(self) -> float:
        """Height the flags need above the plot."""
        if not self.flags:
            return 0
        return PILL + 6 if self.numbered else (max(f.lane for f in self.flags) + 1) * LANE + 4


def lay_out(ticks: Sequence[Tick], days: Days, *, left: float, right: float, part: float = 0.0) -> Flags:
    """Place the interventions that fall within the days shown; boxes stay between left and right.

    A line stands at the `part` of its day: 0 the morning, 1 the end.
    """
    shown = tuple(
        sorted(
            (t for t in ticks if t.day <= days.end and (t.ends or t.day) >= days.start),
            key=lambda t: (t.day, t.label),
        )
    )
    at = [(days.x(t.day, part), t) for t in shown]
    bands = tuple((days.x(t.day), days.x(t.ends, 1), t) for t in shown if t.ends and t.ends > t.day)
    placed, numbered = place_flags(at, left, right)
    key = key_of(shown if numbered else (), left=left, right=right)
    return Flags(placed, numbered, shown, key, bands)


def place_flags(
    at: list[tuple[float, Tick]], left: float, right: float, *, numbered: bool = False
) -> tuple[tuple[Flag, ...], bool]:
    """The flags of interventions at these places (in order), and whether they are numbers.

    They are labels when all find room and `numbered` does not ask for numbers.
    """
    labels = None if numbered else _direct(at, left, right)
    return (_numbered(at, left, right), True) if labels is None else (labels, False)


def draw(flags: Flags, top: float, *panels: tuple[float, float]) -> str:
    """Labels or pills from `top`; ranges as bands, and lines, down through the panels (top, bottom)."""
    if not flags.flags:
        return ""
    parts = [_bands(flags, panels)]
    for flag in flags.flags:
        parts.append(_pill(flag, top, panels) if flags.numbered else _label(flag, top, panels))
    return f'<g class="c-mark" fill="{MARK}" stroke="none" font-size="{LABEL_TEXT}">{"".join(parts)}</g>'


def conflict(a: Flag, b: Flag) -> bool:
    """Whether two flags touch, or the line of one runs through the box of the other.

    Or would where the picture is wider: lines move apart then, and each label stays beside its own.
    """
    if a.lane == b.lane and ((a.x0 < b.x1 + 6 and b.x0 < a.x1 + 6) or _cross(a, b)):
        return True
    return (a.lane >= b.lane and _covers(a, b.at[0])) or (b.lane >= a.lane and _covers(b, a.at[0]))


def _reach(flag: Flag) -> tuple[float, float]:
    """From the line of a flag to the far end of its box."""
    return (flag.x0, flag.at[0]) if flag.to_the_left else (flag.at[0], flag.x1)


def _cross(a: Flag, b: Flag) -> bool:
    (a0, a1), (b0, b1) = _reach(a), _reach(b)
    return a0 < b1 and b0 < a1


def _covers(flag: Flag, x: float) -> bool:
    start, end = _reach(flag)
    return (start - 2 < x < end) if flag.to_the_left else (start < x < end + 2)


def _direct(at: list[tuple[float, Tick]], left: float, right: float) -> tuple[Flag, ...] | None:
    """Each label beside its line in one of three lanes; None when one finds no room."""
    placed: list[Flag] = []
    for x, tick in at:
        width = text_width(tick.label, LABEL_TEXT)
        candidates = (
            Flag(x0, x0 + width, lane, tick.label, (x,), (tick,))
            for lane in range(MAX_LANES)
            for x0 in (x + 4, x - 4 - width)
            if x0 >= left and x0 + width <= right
        )
        flag = next((f for f in candidates if not any(conflict(f, other) for other in placed)), None)
        if flag is None:
            return None
        placed.append(flag)
    return tuple(placed)


def _numbered(at: list[tuple[float, Tick]], left: float, right: float) -> tuple[Flag, ...]:
    """One row of pills with the interventions' numbers; neighbours that would touch share a pill."""
    placed: list[Flag] = []
    for index, (x, tick) in enumerate(at):
        first, flag = index, _pill_of((tick,), (x,), index, left, right)
        while placed and placed[-1].x1 + 2 > flag.x0:
            before = placed.pop()
            first -= len(before.ticks)
            flag = _pill_of(before.ticks + flag.ticks, before.at + flag.at, first, left, right)
        placed.append(flag)
    return tuple(placed)


def _pill_of(ticks: tuple[Tick, ...], at: tuple[float, ...], first: int, left: float, right: float) -> Flag:
    text = str(first + 1) if len(ticks) == 1 else f"{first + 1}–{first + len(ticks)}"
    width = max(text_width(text, LABEL_TEXT) + 10, PILL, at[-1] - at[0] + 8)
    x0 = min(max((at[0] + at[-1] - width) / 2, left), right - width)
    return Flag(x0, x0 + width, 0, text, at, ticks)


def _bands(flags: Flags, panels: Panels) -> str:
    return "".join(
        f'<rect class="c-band" x="{n(x0)}" y="{n(top)}" width="{n(max(x1 - x0, 2))}" '
        f'height="{n(bottom - top)}" fill="{BAND}">{title(tick.title)}</rect>'
        for x0, x1, tick in flags.bands
        for top, bottom in panels
    )


def _line(x: float, top: float, panels: Panels) -> str:
    """From the flag through the first panel, and through each further one."""
    spans = [(top, panels[0][1]), *panels[1:]]
    return "".join(f"M{n(x)} {n(y0)}V{n(y1)}" for y0, y1 in spans)


def _label(flag: Flag, top: float, panels: Panels) -> str:
    y = top + flag.lane * LANE
    x, anchor = (flag.x1, ' text-anchor="end"') if flag.to_the_left else (flag.x0, "")
    words = f'<text x="{n(x)}" y="{n(y + 13)}"{anchor}>{escape(flag.text)}</text>'
    line = f'<path d="{_line(flag.at[0], y + 1, panels)}" stroke="{MARK}" fill="none"/>'
    return linked(flag.ticks[0].href, f"<g>{title(flag.ticks[0].title)}{line}{words}</g>")


def _pill(flag: Flag, top: float, panels: Panels) -> str:
    lines = "".join(_line(x, top + PILL, panels) for x in flag.at)
    middle = (flag.x0 + flag.x1) / 2
    return (
        f"<g>{title(chr(10).join(t.title for t in flag.ticks))}"
        f'<path d="{lines}" stroke="{MARK}" fill="none"/>'
        f'<rect x="{n(flag.x0)}" y="{n(top)}" width="{n(flag.x1 - flag.x0)}" '
        f'height="{PILL}" rx="{PILL // 2}"/>'
        f'<text class="c-on-mark" x="{n(middle)}" y="{n(top + 13.5)}" text-anchor="middle" font-weight="600" '
        f'fill="{SURFACE}">{escape(flag.text)}</text></g>'
    )
