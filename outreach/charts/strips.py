"""The dossiers of one business as dots: ● online, ○ on paper, ◌ unknown, a ring around what staff filed."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from outreach.charts import flags as marks
from outreach.charts.dots import draw_dots
from outreach.charts.keys import draw_key
from outreach.charts.marks import Dot, Tick
from outreach.charts.svg import (
    AXIS_HEIGHT,
    NARROW,
    SOFT,
    WIDE,
    Days,
    Frame,
    both_widths,
    calendar_axis,
    n,
    picture,
)
from outreach.i18n import gettext as _

STEPS = (12.0, 10.0, 8.0, 6.5, 5.5)
TALLEST = 150
Placed = tuple[float, int, Dot]


class Strip(NamedTuple):
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
    width: int | None = None,
) -> Markup:
    """Every dossier as one dot on a time axis, stacked where too near, with a line at each intervention.

    A dossier of an intervention's own day stands before its line: it counts as before. Dots outside
    start..end are left out. Without `width` both widths are drawn. What each dot is stands in a table.
    """
    inside = sorted((d for d in dots if start <= d.day <= end), key=lambda d: d.day)
    shown = [t for t in ticks if t.day <= end and (t.ends or t.day) >= start]
    strip = Strip(inside, shown, start, end, title, _summary(inside, shown, start, end))
    if width is not None:
        return Markup(_draw(strip, chart_id, width))  # noqa: S704 - picture() escapes every text
    return both_widths(_draw(strip, f"{chart_id}-w", WIDE), _draw(strip, f"{chart_id}-n", NARROW))


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


def _draw(strip: Strip, key: str, width: int) -> str:
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
        + draw_dots(at, step)
        + (_nothing(width / 2, floor - 12) if not at else "")
        + draw_key(flags.key, floor + AXIS_HEIGHT)
    )
    return _picture(strip, key, width, floor + AXIS_HEIGHT + flags.key.height, body)


def _picture(strip: Strip, key: str, width: int, height: float, body: str) -> str:
    return picture(
        chart_id=key, width=width, height=height, name=strip.name, desc=strip.desc, body=body,
        links=any(t.href for t in strip.ticks),
    )  # fmt: skip


def _nothing(x: float, y: float) -> str:
    words = _("Chưa có hồ sơ")
    return f'<text class="c-soft" x="{n(x)}" y="{n(y)}" fill="{SOFT}" text-anchor="middle">{words}</text>'


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
