"""Small pictures that stand inside table rows and cards."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from outreach.charts.marks import MonthPoint
from outreach.charts.months import point_title, runs
from outreach.charts.svg import GRID, INK, ONLINE, PAPER, SOFT, n
from outreach.i18n import gettext as _
from outreach.i18n import no_data, show_number, show_percent, show_points


def rate_bar(online: int, received: int, *, title: str) -> Markup:
    """The online part of what was received; dashed and empty when nothing was received."""
    if received:
        counts = _(
            "%(online)s/%(received)s trực tuyến",
            online=show_number(online), received=show_number(received),
        )  # fmt: skip
        words = f"{counts} ({show_percent(online / received, 1)})"
        filled = 96 * online / received
        body = f'<rect class="track" width="96" height="10" rx="2" fill="{PAPER}" fill-opacity=".3"/>'
        if online:
            body += f'<rect class="online" width="{n(filled)}" height="10" rx="2" fill="{ONLINE}"/>'
    else:
        words = no_data()
        body = (
            f'<rect class="empty" x=".5" y=".5" width="95" height="9" rx="2" fill="none" stroke="{SOFT}" '
            'stroke-dasharray="3 3"/>'
        )
    return _small(96, 10, "rate-bar", _named(title, words), body)


def interval_bar(low: float | None, high: float | None, point: float | None, *, title: str) -> Markup:
    """A difference of shares (−1 to 1) with its interval, on an axis from −100 to +100 points.

    The middle line is 'no difference'. Colours say nothing about good or bad.
    """
    axis = (
        f'<path class="c-grid" d="M4 9H156" stroke="{GRID}"/>'
        f'<path class="zero" d="M80 1V17" stroke="{SOFT}"/>'
    )
    if low is None or high is None or point is None:
        axis = f'<path class="empty" d="M4 9H156" stroke="{SOFT}" stroke-dasharray="3 3"/>'
        return _small(160, 18, "interval-bar", _named(title, str(_("chưa tính được"))), axis)
    x0, x1, middle = (80 + 76 * min(max(v, -1.0), 1.0) for v in (low, high, point))
    words = _(
        "%(point)s điểm (từ %(low)s đến %(high)s)",
        point=show_points(point), low=show_points(low), high=show_points(high),
    )  # fmt: skip
    body = (
        f'{axis}<path class="span" d="M{n(x0)} 9H{n(x1)}M{n(x0)} 5v8M{n(x1)} 5v8" stroke="{INK}" fill="none" '
        f'stroke-width="1.5"/><circle class="point" cx="{n(middle)}" cy="9" r="3.5" fill="{INK}"/>'
    )
    return _small(160, 18, "interval-bar", _named(title, str(words)), body)


def sparkline(points: Sequence[MonthPoint], *, title: str = "") -> Markup:
    """The monthly rate as a bare line, 0 to 100 %, gaps left open; decoration when it has no title."""
    count = max(len(points) - 1, 1)
    place = {p.month: 4 + 88 * i / count for i, p in enumerate(points)}
    path = ""
    for run in runs(points):
        corners = [f"{n(place[p.month])} {n(20 - 16 * (p.share or 0))}" for p in run]
        path += "M" + "L".join(corners) + ("h0" if len(run) == 1 else "")
    known = [p for p in points if p.received]
    if not known:
        body = f'<path class="empty" d="M4 20H92" stroke="{SOFT}" stroke-dasharray="3 3"/>'
        return _small(96, 24, "sparkline", _named(title, no_data()) if title else "", body)
    last = known[-1]
    body = (
        f'<path d="{path}" stroke="{ONLINE}" stroke-width="1.5" stroke-linecap="round" fill="none"/>'
        f'<circle cx="{n(place[last.month])}" cy="{n(20 - 16 * (last.share or 0))}" r="2.5" fill="{ONLINE}"/>'
    )
    return _small(96, 24, "sparkline", _named(title, point_title(last)) if title else "", body)


def _named(title: str, words: str) -> str:
    return f"{title}: {words}" if title else words


def _small(width: int, height: int, kind: str, words: str, body: str) -> Markup:
    """A picture of fixed size, named by its title; without words it is decoration."""
    name = f' role="img"><title>{escape(words)}</title>' if words else ' aria-hidden="true">'
    return Markup(  # noqa: S704 - words are escaped above, the rest is numbers and constants
        f'<svg class="{kind}" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f"{name}{body}</svg>"
    )
