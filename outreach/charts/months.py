"""The online rate month by month over the number of dossiers received, with the interventions marked."""

from collections.abc import Iterator, Sequence
from math import log10
from typing import NamedTuple

from markupsafe import Markup

from outreach import clock
from outreach.charts import flow
from outreach.charts.flow import KEEP, SLOT
from outreach.charts.marks import MonthPoint, Tick
from outreach.charts.monthflags import Months, draw_flags, lay_out_flags
from outreach.charts.svg import GRID, INK, LABEL_TEXT, ONLINE, PAPER, SOFT, n
from outreach.i18n import gettext as _
from outreach.i18n import no_data, show_number, show_percent

RATE, GAP, BARS = 176, 36, 72
HEIGHT, HEADING, FOOT = RATE + GAP + BARS, 22, 24


class Plot(NamedTuple):
    """What both panels share."""

    months: Months
    most: int

    def middle(self, point: MonthPoint) -> float:
        """The middle of the point's month."""
        return (self.months.slot(point.month) + 0.5) * SLOT


def month_chart(points: Sequence[MonthPoint], ticks: Sequence[Tick], *, title: str, chart_id: str) -> Markup:
    """Monthly online rate as a line, dossiers received as bars under it, on one time axis.

    Points in month order. A month without dossiers breaks the line and stands as a dash under it.
    """
    first = points[0].month if points else clock.month_of(clock.today())
    months = Months(first, points[-1].month if points else first)
    plot = Plot(months, nice_ceiling(max((p.received for p in points), default=0)))
    flags = lay_out_flags(ticks, months)
    top = HEADING + flags.top + 4
    shapes, words = draw_flags(flags, top, f"V{RATE}m0 {GAP}v{BARS}")
    inner = _grid(plot) + shapes + _bars(points, plot) + _line(points, plot)
    body = (
        _words(points, plot, top)
        + flow.stretched(months.count, top, HEIGHT, inner)
        + words
        + flow.words_at(flow.month_marks(months.all), months.count, top + HEIGHT + 18)
    )
    desc = _summary(points, () if flags.key else flags.ticks)
    return flow.flow(
        chart_id=chart_id, height=top + HEIGHT + FOOT, name=title, desc=desc, body=body,
        legend=flags.key, links=flags.linked, kind="with-value",
    )  # fmt: skip


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


def _grid(plot: Plot) -> str:
    """Lines at 0, 50, 100 % and at the bars' ceiling and floor."""
    wide = plot.months.count * SLOT
    lines = "".join(f"M0 {n(y)}h{wide}" for y in (0, RATE / 2, RATE, RATE + GAP))
    return (
        f'<path class="c-grid" d="{lines}" stroke="{GRID}" {KEEP}/>'
        f'<path class="c-axis" d="M0 {HEIGHT}h{wide}" stroke="{SOFT}" {KEEP}/>'
    )


def _words(points: Sequence[MonthPoint], plot: Plot, top: float) -> str:
    """The values of the lines, the headings of the panels, and the last month's value beside its dot."""
    rate, received = _("Tỷ lệ nộp trực tuyến"), _("Hồ sơ tiếp nhận, phần đậm là trực tuyến")
    body = flow.shares_axis(top, RATE) + (
        f'<g class="c-soft" fill="{SOFT}"><text x="-6" y="{n(top + RATE + GAP + 4)}" text-anchor="end">'
        f'{show_number(plot.most)}</text><text x="-40" y="12">{rate}</text>'
        f'<text x="-40" y="{n(top + RATE + GAP - 10)}">{received}</text></g>'
    )
    if not any(p.received for p in points):
        return body + flow.nothing_known(top + RATE * 0.75)
    last = points[-1]
    if last.received:
        body += (
            f'<text class="c-ink" x="100%" dx="5" y="{n(top + _y(last) + 4)}" fill="{INK}" '
            f'font-size="{LABEL_TEXT}" font-weight="600">{show_percent(last.share, 0)}</text>'
        )
    return body


def _y(point: MonthPoint) -> float:
    return round((1 - (point.share or 0)) * RATE)


def _line(points: Sequence[MonthPoint], plot: Plot) -> str:
    """The rate, broken at gaps, with a dot at each month."""
    corners = [[(plot.middle(p), _y(p)) for p in run] for run in runs(points)]
    if not corners:
        return ""
    path, dots = "".join(map(flow.joined, corners)), "".join(map(flow.dots, corners))
    return (
        f'<g class="c-line" stroke="{ONLINE}"><path d="{path}" stroke-width="2" {KEEP}/>'
        f'<path d="{dots}" stroke-width="6" stroke-linecap="round" {KEEP}/></g>'
    )


def _bars(points: Sequence[MonthPoint], plot: Plot) -> str:
    """Dossiers received, paper above online; a dash where the month has no data."""
    online = paper = gaps = ""
    for point in points:
        middle = n(plot.middle(point))
        split = _pixels(point.online / plot.most * BARS)
        rest = _pixels(point.received / plot.most * BARS - split)
        if not point.received:
            gaps += f"M{n(plot.middle(point) - 1.5)} {HEIGHT - 5}h3"
        if point.online:
            online += f"M{middle} {HEIGHT}v{n(-split)}"
        if point.received > point.online:
            paper += f"M{middle} {n(HEIGHT - (split if point.online else 0))}v{n(-rest)}"
    # strokes that stretch with the picture: as wide as their months
    wide = n(min(SLOT * 0.62, plot.months.count * 0.4))
    dashes = f'<path class="gap" d="{gaps}" stroke="{SOFT}" stroke-width="1.5" {KEEP}/>' if gaps else ""
    return (
        f'<g class="c-bars" stroke-width="{wide}"><path class="paper" d="{paper}" stroke="{PAPER}" '
        f'stroke-opacity=".4"/><path class="online" d="{online}" stroke="{ONLINE}"/>'
        f"{dashes}</g>"
    )


def _pixels(height: float) -> int:
    """A bar's height, short to write and never quite unseen."""
    return max(round(height), 1)


def _summary(points: Sequence[MonthPoint], ticks: Sequence[Tick]) -> str:
    known = [p for p in points if p.received]
    if not known:
        return no_data().capitalize() + "."
    text = _("Từ %(first)s đến %(last)s.", first=point_title(known[0]), last=point_title(known[-1]))
    return " ".join([text, *(t.title + "." for t in ticks)])
