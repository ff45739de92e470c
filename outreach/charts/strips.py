"""The dossiers of one business as dots: ● online, ○ on paper, ◌ unknown, a ring around what staff filed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from markupsafe import Markup

from outreach.charts import flags as marks
from outreach.charts.keys import draw_key, key_of
from outreach.charts.marks import Dot, Tick
from outreach.charts.svg import (
    AXIS_HEIGHT,
    MARK,
    NARROW,
    ONLINE,
    PAPER,
    SOFT,
    SURFACE,
    WIDE,
    Days,
    Frame,
    both_widths,
    calendar_axis,
    linked,
    n,
    picture,
    title,
)
from outreach.i18n import gettext as _

STEPS = (12.0, 10.0, 8.0, 6.5, 5.5)
TALLEST = 150
MANY = 400  # above this many dots, a title and a link each would only make the page heavy
Placed = tuple[float, int, Dot]


@dataclass(frozen=True)
class Strip:
    """What is drawn at either width."""

    dots: Sequence[Dot]
    ticks: Sequence[Tick]
    start: date
    end: date
    name: str
    desc: str


def dot_strip(
    dots: Sequence[Dot],
    ticks: Sequence[Tick],
    *,
    start: date,
    end: date,
    title: str,
    chart_id: str,
    order: Literal["calendar", "sequence"] = "calendar",
    width: int | None = None,
) -> Markup:
    """Every dossier as one dot in date order, with a line at each intervention.

    `calendar` sets dots on a time axis and stacks those too near each other; `sequence` sets them one
    after the other. A dossier of an intervention's own day stands before its line: it counts as before.
    Dots outside start..end are left out. Without `width` both widths are drawn; the narrow one leaves
    titles and links to the data table, its dots being too small for a finger.
    """
    inside = sorted((d for d in dots if start <= d.day <= end), key=lambda d: d.day)
    shown = [t for t in ticks if t.day <= end and (t.ends or t.day) >= start]
    strip = Strip(inside, shown, start, end, title, _summary(inside, shown, start, end))
    draw = _calendar if order == "calendar" else _sequence
    if width is not None:
        return Markup(draw(strip, chart_id, width))  # noqa: S704 - picture() escapes every text
    return both_widths(draw(strip, f"{chart_id}-w", WIDE), draw(strip, f"{chart_id}-n", NARROW))


def place(dots: Sequence[Dot], lines: Sequence[float], days: Days, step: float) -> list[Placed]:
    """(centre, level, dot) for dots in date order, in columns `step` px wide, level 0 at the bottom.

    Columns never straddle a line, and no two dots of one level come nearer than `step`.
    """
    edges = sorted({days.frame.left, days.frame.right, *lines})
    placed: list[Placed] = []
    taken: list[tuple[float, list[int]]] = []  # columns within reach of the current one, and their levels
    busy: set[int] = set()
    last, segment = -step, 0
    left = pitch = 0.0
    columns = level = 0
    for dot in dots:
        x = days.x(dot.day, 0.5)
        while not columns or (segment < len(edges) - 1 and x >= edges[segment]):
            segment += 1
            left, room = edges[segment - 1], edges[segment] - edges[segment - 1]
            columns = max(1, int(room // step))
            pitch = room / columns
        centre = left + (min(int((x - left) / pitch), columns - 1) + 0.5) * pitch
        if centre != last:
            taken = [(c, levels) for c, levels in taken if c > centre - step + 0.05]
            busy = {used for _c, levels in taken for used in levels}
            taken.append((centre, []))
            last, level = centre, 0
        while level in busy:
            level += 1
        placed.append((centre, level, dot))
        taken[-1][1].append(level)
        level += 1
    return placed


def _calendar(strip: Strip, key: str, width: int) -> str:
    days = Days(strip.start, strip.end, Frame(8, width - 8))
    flags = marks.lay_out(strip.ticks, days, left=2, right=width - 2, part=1.0)
    lines = [x for flag in flags.flags for x in flag.at]
    for step in STEPS:
        placed = place(strip.dots, lines, days, step)
        levels = max((level for _x, level, _dot in placed), default=0) + 1
        if levels * step <= TALLEST:
            break
    floor = flags.top + max(levels, 2) * step + 8
    at = [(x, floor - 3 - (level + 0.5) * step, dot) for x, level, dot in placed]
    body = (
        marks.draw(flags, 0, (flags.top, floor))
        + calendar_axis(days, floor)
        + draw_dots(at, step, bare=width < WIDE)
        + (_nothing(width / 2, floor - 12) if not at else "")
        + draw_key(flags.key, floor + AXIS_HEIGHT)
    )
    return _picture(strip, key, width, floor + AXIS_HEIGHT + flags.key.height, body)


def _sequence(strip: Strip, key: str, width: int) -> str:
    """Dots one after the other, wrapping like text; an intervention takes a place of its own."""
    days = Days(strip.start, strip.end, Frame(8, width - 8))
    shown = marks.lay_out(strip.ticks, days, left=2, right=width - 2).ticks
    step, row = 15.0, 24.0
    per_row = int((width - 16) // step)
    items = sorted(
        [(d.day, 0, i) for i, d in enumerate(strip.dots)] + [(t.day, 1, i) for i, t in enumerate(shown)]
    )
    at: list[tuple[float, float, Dot]] = []
    lines = ""
    for count, (_day, is_tick, index) in enumerate(items):
        x, y = 8 + (count % per_row + 0.5) * step, 14 + count // per_row * row
        if is_tick:
            lines += _bar(x, y, index + 1, shown[index])
        else:
            at.append((x, y, strip.dots[index]))
    bottom = max(-(-len(items) // per_row), 1) * row + 4
    meanings = key_of(shown, left=2, right=width - 2)
    body = draw_dots(at, 13.0, bare=width < WIDE) + lines + draw_key(meanings, bottom)
    return _picture(strip, key, width, bottom + meanings.height, body)


def _picture(strip: Strip, key: str, width: int, height: float, body: str) -> str:
    return picture(
        chart_id=key, width=width, height=height, name=strip.name, desc=strip.desc, body=body,
        links="<a " in body,
    )  # fmt: skip


def _nothing(x: float, y: float) -> str:
    words = _("Chưa có hồ sơ")
    return f'<text class="c-soft" x="{n(x)}" y="{n(y)}" fill="{SOFT}" text-anchor="middle">{words}</text>'


def _bar(x: float, y: float, number: int, tick: Tick) -> str:
    return (
        f'<g class="c-mark" fill="{MARK}">{title(tick.title)}'
        f'<path d="M{n(x - 5)} {n(y - 10)}v20" stroke="{MARK}" stroke-width="2" fill="none"/>'
        f'<text x="{n(x - 2)}" y="{n(y - 1)}" font-weight="600">{number}</text></g>'
    )


# What a channel looks like, and its colour.
_KINDS: dict[bool | None, tuple[str, str, str]] = {
    True: ("online", f'fill="{ONLINE}"', ONLINE),
    False: ("paper", f'fill="{SURFACE}" stroke="{PAPER}"', PAPER),
    None: ("unknown", f'fill="{SURFACE}" stroke="{SOFT}" stroke-dasharray="1.5 1.5"', SOFT),
}


def draw_dots(at: Sequence[tuple[float, float, Dot]], step: float, *, bare: bool) -> str:
    """The dots, gathered by kind so that each circle need only say where it stands."""
    bare = bare or len(at) > MANY
    outer = step / 2 - (1 if step > 6 else 0.6)
    line = max(outer / 3, 1)
    parts = []
    for online, (name, paint, colour) in _KINDS.items():
        own = [spot for spot in at if spot[2].online is online and not spot[2].filed_for]
        served = [spot for spot in at if spot[2].online is online and spot[2].filed_for]
        if own:
            size = f'r="{n(outer if online else outer - line / 2)}"'
            drawn = "".join(_dot(x, y, dot, size, bare) for x, y, dot in own)
            parts.append(f'<g class="{name}" {paint}>{drawn}</g>')
        if served:
            core = f'r="{n(outer * 0.45)}" class="core" fill="{colour}" stroke="none"'
            size = f'r="{n(outer - line / 2)}"'
            drawn = "".join(_served(x, y, dot, size, core, bare) for x, y, dot in served)
            parts.append(f'<g class="{name} filed-for" fill="{SURFACE}" stroke="{colour}">{drawn}</g>')
    return f'<g class="c-dots" stroke-width="{n(line)}">{"".join(parts)}</g>'


def _dot(x: float, y: float, dot: Dot, size: str, bare: bool) -> str:
    circle = f'<circle class="dot" cx="{n(x)}" cy="{n(y)}" {size}'
    if bare:
        return circle + "/>"
    return linked(dot.href, f"{circle}>{title(dot.title)}</circle>", skip_tab=True)


def _served(x: float, y: float, dot: Dot, size: str, core: str, bare: bool) -> str:
    at = f'cx="{n(x)}" cy="{n(y)}"'
    words = "" if bare else title(dot.title)
    inner = f'<g class="dot">{words}<circle {at} {size}/><circle {at} {core}/></g>'
    return inner if bare else linked(dot.href, inner, skip_tab=True)


def _summary(dots: Sequence[Dot], ticks: Sequence[Tick], start: date, end: date) -> str:
    first, last = f"{start:%d/%m/%Y}", f"{end:%d/%m/%Y}"
    if not dots:
        return str(_("Chưa có hồ sơ từ %(first)s đến %(last)s.", first=first, last=last))
    counts = _(
        "%(count)s hồ sơ từ %(first)s đến %(last)s: %(online)s trực tuyến, %(paper)s nộp giấy, "
        "%(unknown)s chưa rõ hình thức.",
        count=len(dots), first=first, last=last,
        online=sum(d.online is True for d in dots), paper=sum(d.online is False for d in dots),
        unknown=sum(d.online is None for d in dots),
    )  # fmt: skip
    return " ".join([counts, *(t.title + "." for t in ticks)])
