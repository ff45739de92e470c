"""The online rate month by month over the number of dossiers received, with the interventions marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import log10

from markupsafe import Markup

from outreach import clock
from outreach.charts import flags as marks
from outreach.charts.keys import draw_key
from outreach.charts.marks import MonthPoint, Tick
from outreach.charts.svg import (
    AXIS_HEIGHT,
    AXIS_TEXT,
    GRID,
    INK,
    LABEL_TEXT,
    NARROW,
    ONLINE,
    PAPER,
    SOFT,
    WIDE,
    Days,
    Frame,
    both_widths,
    calendar_axis,
    n,
    picture,
    text_width,
    title,
)
from outreach.i18n import gettext as _
from outreach.i18n import no_data, show_number, show_percent

RATE_HEIGHT, BARS_HEIGHT, HEADING = 150, 64, 20


@dataclass(frozen=True)
class Plot:
    """Where things stand in one picture of the chart."""

    days: Days
    flags: marks.Flags
    middles: dict[date, float]
    most: int
    rate_floor: float
    bars_floor: float

    @property
    def rate_top(self) -> float:
        """Where 100 % stands."""
        return self.rate_floor - RATE_HEIGHT

    @property
    def bars_top(self) -> float:
        """Where the largest bar may reach."""
        return self.bars_floor - BARS_HEIGHT

    def middle(self, point: MonthPoint) -> float:
        """The middle of the point's month."""
        return self.middles[point.month]

    def rate(self, point: MonthPoint) -> float:
        """The height of the point's rate."""
        return self.rate_floor - round((point.share or 0) * RATE_HEIGHT)


def month_chart(
    points: Sequence[MonthPoint],
    ticks: Sequence[Tick],
    *,
    title: str,
    chart_id: str,
    width: int | None = None,
) -> Markup:
    """Monthly online rate as a line, dossiers received as bars under it, on one time axis.

    Points in month order. A month without dossiers breaks the line and reads 'chưa có số liệu'.
    Without `width` both widths are drawn; the narrow one leaves pointers' titles to the data table.
    """
    desc = _summary(points, ticks)
    if width is not None:
        return Markup(_draw(points, ticks, title, desc, chart_id, width))  # noqa: S704 - texts are escaped
    return both_widths(
        _draw(points, ticks, title, desc, f"{chart_id}-w", WIDE),
        _draw(points, ticks, title, desc, f"{chart_id}-n", NARROW),
    )


def runs(points: Sequence[MonthPoint]) -> Iterator[list[MonthPoint]]:
    """Stretches of consecutive months that have a rate."""
    run: list[MonthPoint] = []
    for point in points:
        follows = run and (point.month - run[-1].month).days < 32
        if run and not (follows and point.received):
            yield run
            run = []
        if point.received:
            run.append(point)
    if run:
        yield run


def nice_ceiling(largest: int) -> int:
    """The least of 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 25, 30, 40 … that is at least `largest`."""
    if largest <= 1:
        return 1
    unit = 10 ** int(log10(largest))
    steps = (k * unit / 10 for k in (10, 15, 20, 25, 30, 40, 50, 60, 80, 100))
    return next(int(step) for step in steps if step >= largest and step == int(step))


def point_title(point: MonthPoint) -> str:
    """'03/2024: 12/40 trực tuyến (30%)', or that the month has no data."""
    if not point.received:
        return f"{point.month:%m/%Y}: {no_data()}"
    counts = _(
        "%(online)s/%(received)s trực tuyến",
        online=show_number(point.online), received=show_number(point.received),
    )  # fmt: skip
    return f"{point.month:%m/%Y}: {counts} ({show_percent(point.share, 0)})"


def _draw(
    points: Sequence[MonthPoint], ticks: Sequence[Tick], name: str, desc: str, key: str, width: int
) -> str:
    most = nice_ceiling(max((p.received for p in points), default=0))
    left = max(text_width("100%", AXIS_TEXT), text_width(show_number(most), AXIS_TEXT)) + 8
    first = points[0].month if points else clock.month_of(clock.today())
    last = points[-1].month if points else first
    days = Days(first, clock.add_months(last, 1) - timedelta(days=1), Frame(left, width - 44))
    flags = marks.lay_out(ticks, days, left=2, right=width - 2, part=0.5)
    rate_floor = HEADING + flags.top + 6 + RATE_HEIGHT
    middles = {p.month: float(round(days.x(p.month, 15.2))) for p in points}
    plot = Plot(days, flags, middles, most, rate_floor, rate_floor + HEADING + 14 + BARS_HEIGHT)
    panels = (plot.rate_top, rate_floor), (plot.bars_top, plot.bars_floor)
    body = (
        _grid(plot)
        + marks.draw(flags, HEADING, *panels)
        + _bars(points, plot)
        + _line(points, plot)
        + calendar_axis(days, plot.bars_floor, 0.5)
        + (_columns(points, plot) if width >= WIDE else "")
        + draw_key(flags.key, plot.bars_floor + AXIS_HEIGHT)
    )
    return picture(
        chart_id=key, width=width, height=plot.bars_floor + AXIS_HEIGHT + flags.key.height, name=name,
        desc=desc, body=body, links=any(t.href for t in flags.ticks),
    )  # fmt: skip


def _grid(plot: Plot) -> str:
    """Lines at 0, 50, 100 % and at the bars' ceiling, with their values and the two headings."""
    frame = plot.days.frame
    levels = [(plot.rate_floor - share * RATE_HEIGHT, show_percent(share, 0)) for share in (0.0, 0.5, 1.0)]
    levels.append((plot.bars_top, show_number(plot.most)))
    lines = "".join(f"M{n(frame.left)} {n(y)}H{n(frame.right)}" for y, _text in levels)
    rate, received = _("Tỷ lệ nộp trực tuyến"), _("Hồ sơ tiếp nhận, phần đậm là trực tuyến")
    values = "".join(f'<text x="{n(frame.left - 6)}" y="{n(y + 4)}">{text}</text>' for y, text in levels)
    return (
        f'<path class="c-grid" d="{lines}" stroke="{GRID}" fill="none"/>'
        f'<g class="c-soft" fill="{SOFT}"><g text-anchor="end">{values}</g>'
        f'<text x="2" y="12">{rate}</text>'
        f'<text x="2" y="{n(plot.bars_top - 10)}">{received}</text></g>'
    )


def _line(points: Sequence[MonthPoint], plot: Plot) -> str:
    """The rate, broken at gaps, a dot at each month, and the last month's value beside its dot."""
    if not any(p.received for p in points):
        middle = (plot.days.frame.left + plot.days.frame.right) / 2
        return (
            f'<text class="c-ink" x="{n(middle)}" y="{n(plot.rate_floor - RATE_HEIGHT / 4)}" fill="{INK}" '
            f'font-size="{LABEL_TEXT}" text-anchor="middle">{no_data().capitalize()}</text>'
        )
    path = dots = ""
    for run in runs(points):
        corners = [(plot.middle(p), plot.rate(p)) for p in run]
        steps = [f"{n(x1 - x0)} {n(y1 - y0)}" for (x0, y0), (x1, y1) in pairwise(corners)]
        begin = f"M{n(corners[0][0])} {n(corners[0][1])}"
        path += begin + "".join(f"l{step}" for step in steps)
        dots += begin + "h0" + "".join(f"m{step}h0" for step in steps)
    last = points[-1]
    end = (
        f'<text class="c-ink" x="{n(plot.days.frame.right + 4)}" y="{n(plot.rate(last) + 4)}" fill="{INK}" '
        f'font-size="{LABEL_TEXT}" font-weight="600">{show_percent(last.share, 0)}</text>'
        if last.received
        else ""
    )
    return (
        f'<g class="c-line" stroke="{ONLINE}" fill="none"><path d="{path}" stroke-width="2"/>'
        f'<path d="{dots}" stroke-width="6" stroke-linecap="round"/></g>{end}'
    )


def _bars(points: Sequence[MonthPoint], plot: Plot) -> str:
    """Dossiers received, paper above online; a dash where the month has no data."""
    slot = plot.days.frame.width / max(len(points), 1)
    wide = max(min(slot * 0.62, 24), 1.5)
    online = paper = gaps = ""
    for point in points:
        middle = plot.middle(point)
        split = _half_pixels(point.online / plot.most * BARS_HEIGHT)
        rest = _half_pixels(point.received / plot.most * BARS_HEIGHT - split)
        if not point.received:
            gaps += f"M{n(middle - 3)} {n(plot.bars_floor - 5)}h6"
        if point.online:
            online += f"M{n(middle)} {n(plot.bars_floor)}v{n(-split)}"
        if point.received > point.online:
            paper += f"M{n(middle)} {n(plot.bars_floor - (split if point.online else 0))}v{n(-rest)}"
    return (
        f'<g class="c-bars" stroke-width="{n(wide)}" fill="none">'
        f'<path class="paper" d="{paper}" stroke="{PAPER}" stroke-opacity=".4"/>'
        f'<path class="online" d="{online}" stroke="{ONLINE}"/>'
        f'<path class="gap" d="{gaps}" stroke="{SOFT}" stroke-width="1"/></g>'
    )


def _half_pixels(height: float) -> float:
    """A bar's height, short to write and never quite unseen."""
    return max(round(height * 2), 1) / 2


def _columns(points: Sequence[MonthPoint], plot: Plot) -> str:
    """An unseen column over each month that shows its counts to a pointer."""
    slot = plot.days.frame.width / max(len(points), 1)
    span = f" {n(plot.rate_top)}V{n(plot.bars_floor)}"
    hits = "".join(f'<path d="M{n(plot.middle(p))}{span}">{title(point_title(p))}</path>' for p in points)
    return f'<g class="c-hits" stroke-width="{n(slot)}" fill="none" pointer-events="stroke">{hits}</g>'


def _summary(points: Sequence[MonthPoint], ticks: Sequence[Tick]) -> str:
    known = [p for p in points if p.received]
    if not known:
        return no_data().capitalize() + "."
    text = _("Từ %(first)s đến %(last)s.", first=point_title(known[0]), last=point_title(known[-1]))
    return " ".join([text, *(t.title + "." for t in ticks)])
