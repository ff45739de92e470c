"""A monthly share against its own earlier trend, for what reached everyone at once."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from outreach.charts.flow import (
    KEEP,
    SLOT,
    Corner,
    dashed,
    dots,
    event_line,
    event_words,
    flow,
    joined,
    legend,
    month_marks,
    nothing_known,
    shares_axis,
    shares_grid,
    stretched,
    words_at,
)
from outreach.charts.marks import MonthPoint
from outreach.charts.months import runs
from outreach.charts.svg import INK, ONLINE
from outreach.i18n import gettext as _
from outreach.i18n import no_data, show_month, show_percent, show_points

HEADING, HEIGHT, FOOT = 22, 170, 26
Line = tuple[float, float]  # share at the first month shown, change a month


def trend_chart(
    points: Sequence[MonthPoint],
    *,
    since: date,
    title: str,
    chart_id: str,
    observed: str,
    earlier: str,
    later: str,
    held: str,
) -> Markup:
    """Monthly shares as dots, the trend before `since` continued (dashed) and the trend from then on.

    `points` are consecutive months, those without dossiers included (a gap); `since` is the first day of the
    first month that counts as after. Both lines are weighted by dossiers and fitted apart, as the segmented
    regression has them. Words: `observed`, `earlier`, `later` for the legend, `held` names the line.
    """
    slots = max(len(points), 1)
    split = sum(p.month < since for p in points)
    before, after = straight_line(points, 0, split), straight_line(points, split, len(points))
    inner = shares_grid(slots, HEIGHT)
    known = any(p.received for p in points)
    if known:
        inner += event_line(split, HEIGHT) + _observed(points)
        inner += _trends(before, after, split, len(points))
    floor = HEADING + HEIGHT
    body = (
        shares_axis(HEADING, HEIGHT)
        + (event_words(split, slots, 12, held) if known else nothing_known(HEADING + HEIGHT * 0.75))
        + stretched(slots, HEADING, HEIGHT, inner)
        + words_at(month_marks([p.month for p in points]), slots, floor + 18)
    )
    signs = [("online", observed), ("dashed", earlier), ("line", later)]
    return flow(
        chart_id=chart_id, height=floor + FOOT, name=title, desc=_summary(points, before, after, split),
        body=body, legend=legend(*signs) if known else "",
    )  # fmt: skip


def straight_line(points: Sequence[MonthPoint], first: int, stop: int) -> Line | None:
    """Least squares over points[first:stop] weighted by dossiers; None with fewer than two months known."""
    known = [(i, p.received, p.online / p.received) for i, p in enumerate(points[:stop]) if p.received]
    known = [each for each in known if each[0] >= first]
    total = sum(weight for _i, weight, _y in known)
    if len(known) < 2:
        return None
    x0 = sum(i * weight for i, weight, _y in known) / total
    y0 = sum(y * weight for _i, weight, y in known) / total
    spread = sum(weight * (i - x0) ** 2 for i, weight, _y in known)
    slope = sum(weight * (i - x0) * (y - y0) for i, weight, y in known) / spread
    return y0 - slope * x0, slope


def _observed(points: Sequence[MonthPoint]) -> str:
    at = {p.month: (SLOT * (i + 0.5), _y(p.share or 0.0)) for i, p in enumerate(points)}
    lines = "".join(joined([at[p.month] for p in run]) for run in runs(points))
    spots = dots(at[p.month] for p in points if p.received)
    return (
        f'<g class="c-line" stroke="{ONLINE}"><path d="{lines}" stroke-opacity=".4" {KEEP}/>'
        f'<path d="{spots}" stroke-width="7" stroke-linecap="round" {KEEP}/></g>'
    )


def _trends(before: Line | None, after: Line | None, split: int, months: int) -> str:
    """The earlier trend to the end of the chart, and the later one with the step that leads to it."""
    drawn = ""
    if before:
        ends = joined([_on(before, 0), _on(before, months)])
        drawn += dashed(ends)
    if after:
        corners = [_on(after, split), _on(after, months)]
        step = joined([_on(before, split), corners[0]]) if before else ""
        drawn += f'<path class="c-later" d="{step}{joined(corners)}" stroke="{INK}" stroke-width="2" {KEEP}/>'
    return drawn


def _on(line: Line, edge: float) -> Corner:
    """A point of the line at the edge between two slots, kept inside the picture."""
    return edge * SLOT, _y(line[0] + line[1] * (edge - 0.5))


def _y(share: float) -> float:
    return round((1 - min(max(share, 0.0), 1.0)) * HEIGHT)


def _summary(points: Sequence[MonthPoint], before: Line | None, after: Line | None, split: int) -> str:
    known = [p for p in points if p.received]
    if not known:
        return no_data().capitalize() + "."
    words = [f"{show_month(p.month)}: {show_percent(p.share, 0)}." for p in (known[0], known[-1])]
    if before and after:
        step = after[0] - before[0] + (after[1] - before[1]) * (split - 0.5)
        words.append(_("Bước thay đổi: %(points)s điểm.", points=show_points(step)))
    return " ".join(words)
