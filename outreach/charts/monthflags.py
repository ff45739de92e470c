"""Interventions over a chart of months that is drawn once for every width.

Labels are laid out for a phone: what keeps apart there keeps apart on a desk, where lines stand wider.
When they find no room they become numbers, on a desk less crowded ones, with a key under the picture.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from markupsafe import escape

from outreach import clock
from outreach.charts.flags import LANE, PILL, Flag, place_flags
from outreach.charts.flow import KEEP, SLOT
from outreach.charts.marks import Tick
from outreach.charts.svg import BAND, LABEL_TEXT, MARK, SURFACE, linked, n, title

PHONE, DESK = 206.0, 552.0  # px between the axis and the last value, at their least
BESIDE = 40  # px that words may reach beyond them


class Months:
    """Slots of equal width from the month of `first` to that of `last`, both first days."""

    def __init__(self, first: date, last: date) -> None:
        self.start, self.end = first, clock.add_months(last, 1) - timedelta(days=1)
        self.all = list(clock.months_between(first, last))
        self.count = max(len(self.all), 1)

    def slot(self, day: date) -> int:
        """How many months lie between the first one and the day's."""
        return (day.year - self.start.year) * 12 + day.month - self.start.month

    def part(self, day: date, of_day: float = 0.5) -> float:
        """Where the day stands, 0…1 of the whole; noon unless told otherwise. Days outside are clamped."""
        inside = min(max(day, self.start), self.end)
        of_day = of_day if inside == day else float(day > inside)
        along = (inside.day - 1 + of_day) / monthrange(inside.year, inside.month)[1]
        return (self.slot(inside) + along) / self.count


class MonthFlags(NamedTuple):
    """What stands over the chart: flags for a phone and for a desk (the same when they are labels)."""

    phone: tuple[Flag, ...]
    desk: tuple[Flag, ...]
    numbered: bool
    ticks: tuple[Tick, ...]
    months: Months

    @property
    def top(self) -> float:
        """Height they need above the plot."""
        if not self.ticks:
            return 0
        return PILL + 4 if self.numbered else (max(f.lane for f in self.phone) + 1) * LANE + 2

    @property
    def linked(self) -> bool:
        """Whether the picture itself holds links; else they are in the key."""
        return not self.numbered and any(tick.href for tick in self.ticks)

    @property
    def key(self) -> str:
        """What the numbers mean, as a list."""
        if not self.numbered:
            return ""
        items = "".join(f"<li>{linked(t.href, str(escape(t.title)))}</li>" for t in self.ticks)
        return f'<ol class="chart-key">{items}</ol>'


def lay_out_flags(ticks: Sequence[Tick], months: Months) -> MonthFlags:
    """Place the interventions of the months shown."""
    shown = tuple(
        sorted(
            (t for t in ticks if t.day <= months.end and (t.ends or t.day) >= months.start),
            key=lambda t: (t.day, t.label),
        )
    )
    phone, numbered = _placed(shown, months, PHONE)
    desk = _placed(shown, months, DESK, numbered=True)[0] if numbered else phone
    return MonthFlags(phone, desk, numbered, shown, months)


def _placed(
    ticks: Sequence[Tick], months: Months, width: float, *, numbered: bool = False
) -> tuple[tuple[Flag, ...], bool]:
    at = [(months.part(tick.day) * width, tick) for tick in ticks]
    return place_flags(at, -BESIDE, width + BESIDE, numbered=numbered)


def draw_flags(flags: MonthFlags, top: float, down: str) -> tuple[str, str]:
    """Bands and lines for the inner picture, and the labels or numbers over it, which begins at `top`.

    `down` continues the path of a line from above through the panels.
    """
    if not flags.ticks:
        return "", ""
    return _shapes(flags, down), _labels(flags, top)


def _shapes(flags: MonthFlags, down: str) -> str:
    units = flags.months.count * SLOT
    bands = ""
    for tick in flags.ticks:
        if tick.ends and tick.ends > tick.day:
            x0, x1 = (flags.months.part(day, at) * units for day, at in ((tick.day, 0), (tick.ends, 1)))
            middle, width = (x0 + x1) / 2, max(x1 - x0, 0.3)
            bands += f'<path d="M{n(middle)} 0{down}" stroke-width="{n(width)}"/>'
    lines = "".join(
        f"M{n(flags.months.part(tick.day) * units)} "
        f"{n(-4 if flags.numbered else flag.lane * LANE - flags.top)}{down}"
        for flag in flags.phone
        for tick in flag.ticks
    )
    for flag in flags.desk:
        if len(flag.at) > 1:  # on a wide desk the lines stand apart, the number over them keeps its size
            lines += f"M{n(flag.at[0] / DESK * units)} -4H{n(flag.at[-1] / DESK * units)}"
    shaded = f'<g class="c-band" stroke="{BAND}">{bands}</g>' if bands else ""
    return f'{shaded}<g class="c-mark"><path d="{lines}" stroke="{MARK}" {KEEP}/></g>'


def _labels(flags: MonthFlags, top: float) -> str:
    if not flags.numbered:
        return _group("c-mark", "", (_label(flag, flags, top) for flag in flags.phone))
    middle = ' text-anchor="middle" font-weight="600"'
    y = top - PILL - 4
    desk = [_pill(flag, DESK, y) for flag in flags.desk]
    phone = [_pill(flag, PHONE, y) for flag in flags.phone]
    layers = (
        ("c-mark", [pill for pill in desk if pill in phone]),
        ("c-mark wide-only", [pill for pill in desk if pill not in phone]),
        ("c-mark narrow-only", [pill for pill in phone if pill not in desk]),
    )
    return "".join(_group(name, middle, pills) for name, pills in layers if pills)


def _group(name: str, more: str, drawn: Iterable[str]) -> str:
    return f'<g class="{name}" fill="{MARK}" font-size="{LABEL_TEXT}"{more}>{"".join(drawn)}</g>'


def _label(flag: Flag, flags: MonthFlags, top: float) -> str:
    (tick,) = flag.ticks
    aside = 'dx="-4" text-anchor="end"' if flag.to_the_left else 'dx="4"'
    y = top - flags.top + flag.lane * LANE + 11
    words = f'<text x="{n(flags.months.part(tick.day) * 100)}%" y="{n(y)}" {aside}>{title(tick.title)}'
    return linked(tick.href, f"{words}{escape(flag.text)}</text>")


def _pill(flag: Flag, width: float, y: float) -> str:
    """A pill around its place: the place moves with the width, the pill keeps its size."""
    wide, middle = 2 * round((flag.x1 - flag.x0) / 2), (flag.x0 + flag.x1) / 2
    return (
        f'<svg x="{n(middle / width * 100)}%" y="{n(y)}" overflow="visible"><rect x="{n(-wide / 2)}" '
        f'width="{n(wide)}" height="{PILL}" rx="9"/><text class="c-on-mark" y="13.5" fill="{SURFACE}">'
        f"{escape(flag.text)}</text></svg>"
    )
