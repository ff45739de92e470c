"""The months before and after an exposure: what was observed beside what was to be expected."""

from collections.abc import Iterator, Sequence
from typing import Protocol

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
    nothing_known,
    shares_axis,
    shares_grid,
    stretched,
    words_at,
)
from outreach.charts.svg import ONLINE, SOFT, n
from outreach.charts.tables import Table
from outreach.i18n import gettext as _
from outreach.i18n import no_data, show_number, show_percent, show_points

FIRST, LAST = -12, 11
SLOTS = LAST - FIRST + 1
HEADING, HEIGHT, FOOT = 22, 200, 40
FEW, SOME = 5, 20  # dossiers of a month below which its dot is small, or middling
WIDTHS = (5, 8, 11)  # of the dots, in px


class EventMonth(Protocol):
    """Month `month` from the exposure (−12…−1 before, 0…11 after), as `ledger.ProfilePoint` has it.

    Shares are 0…1; `low` and `high` are the limits of observed − expected, None when unknown.
    """

    @property
    def month(self) -> int: ...
    @property
    def observed(self) -> float: ...
    @property
    def expected(self) -> float: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def dossiers(self) -> int: ...


def event_chart(
    points: Sequence[EventMonth],
    *,
    title: str,
    chart_id: str,
    observed: str,
    expected: str,
    limits: str,
    exposed: str,
) -> Markup:
    """Observed shares as dots, the expected ones as a dashed line in the band they may lie in.

    The band is observed − high … observed − low: a dot outside its month's band is one whose difference
    leaves zero. Months that are not among the points are gaps. Words: `observed`, `expected`, `limits` name
    the three signs in the legend, `exposed` the line between month −1 and month 0.
    """
    shown = sorted((p for p in points if FIRST <= p.month <= LAST), key=lambda p: p.month)
    inner = (
        shares_grid(SLOTS, HEIGHT) + _band(shown) + event_line(-FIRST, HEIGHT) + _lines(shown)
        if shown
        else shares_grid(SLOTS, HEIGHT)
    )
    marks = [(m - FIRST + 0.5, month_words(m), "") for m in range(FIRST, LAST, 3)]
    floor = HEADING + HEIGHT
    sides = [(-FIRST / 2, _("tháng trước"), ""), (-FIRST * 1.5, _("tháng sau"), "")]
    body = (
        shares_axis(HEADING, HEIGHT)
        + (event_words(-FIRST, SLOTS, 12, exposed) if shown else nothing_known(HEADING + HEIGHT * 0.75))
        + stretched(SLOTS, HEADING, HEIGHT, inner)
        + words_at(marks, SLOTS, floor + 18)
        + words_at(sides, SLOTS, floor + 36)
    )
    signs = [("online", observed), ("dashed", expected), ("shade", limits)]
    if any(p.dossiers < FEW for p in shown):
        signs.insert(1, ("online few", _("chấm nhỏ: dưới %(count)s hồ sơ", count=FEW)))
    return flow(
        chart_id=chart_id, height=floor + FOOT, name=title, desc=_summary(shown), body=body,
        legend=legend(*signs) if shown else "",
    )  # fmt: skip


def event_table(points: Sequence[EventMonth], *, observed: str, expected: str) -> Table:
    """What event_chart draws: month, dossiers, both shares, their difference and its limits in points."""
    headings = [
        _("Tháng"), _("Hồ sơ"), observed, expected, _("Chênh lệch (điểm)"), _("Khoảng 95% (điểm)"),
    ]  # fmt: skip
    rows = [
        [
            month_words(p.month), show_number(p.dossiers), show_percent(p.observed, 1),
            show_percent(p.expected, 1), show_points(p.observed - p.expected),
            no_data() if p.low is None or p.high is None
            else f"{show_points(p.low)} … {show_points(p.high)}",
        ]
        for p in points
    ]  # fmt: skip
    return Table(headings, rows, (1, 2, 3, 4, 5))


def month_words(month: int) -> str:
    """−12, 0, +11."""
    return f"{month:+d}".replace("-", "−") if month else "0"


def _runs(points: Sequence[EventMonth]) -> Iterator[list[EventMonth]]:
    """Stretches of months that follow each other."""
    run: list[EventMonth] = []
    for point in points:
        if run and point.month != run[-1].month + 1:
            yield run
            run = []
        run.append(point)
    if run:
        yield run


def _at(point: EventMonth, share: float) -> Corner:
    return (point.month - FIRST + 0.5) * SLOT, round((1 - min(max(share, 0.0), 1.0)) * HEIGHT)


def _band(points: Sequence[EventMonth]) -> str:
    """Where the expected share may lie; a month that stands alone has a band as wide as its dot's slot."""
    outline = ""
    for run in _runs([p for p in points if p.low is not None and p.high is not None]):
        above = [_at(p, p.observed - (p.low or 0)) for p in run]
        below = [_at(p, p.observed - (p.high or 0)) for p in run]
        if len(run) == 1:
            (x, top), (_x, bottom) = above[0], below[0]
            above, below = [(x - 3, top), (x + 3, top)], [(x - 3, bottom), (x + 3, bottom)]
        outline += joined([*above, *reversed(below)]) + "z"
    return f'<path class="c-shade" d="{outline}" fill="{SOFT}" fill-opacity=".2"/>' if outline else ""


def _lines(points: Sequence[EventMonth]) -> str:
    runs = list(_runs(points))
    expected = "".join(joined([_at(p, p.expected) for p in run]) for run in runs if len(run) > 1)
    # a month alone has no line to lie on
    expected += "".join(
        f"M{n(x - 4)} {n(y)}h8" for x, y in (_at(run[0], run[0].expected) for run in runs if len(run) == 1)
    )
    thin = "".join(joined([_at(p, p.observed) for p in run]) for run in runs if len(run) > 1)
    sized = ""
    for size, (least, most) in zip(WIDTHS, ((0, FEW), (FEW, SOME), (SOME, None)), strict=True):
        spots = dots(
            _at(p, p.observed) for p in points if p.dossiers >= least and (most is None or p.dossiers < most)
        )
        if spots:
            sized += f'<path d="{spots}" stroke-width="{size}" stroke-linecap="round" {KEEP}/>'
    return (
        dashed(expected)
        + f'<g class="c-line" stroke="{ONLINE}"><path d="{thin}" stroke-opacity=".5" {KEEP}/>{sized}</g>'
    )


def _summary(points: Sequence[EventMonth]) -> str:
    if not points:
        return no_data().capitalize() + "."
    return " ".join(
        _(
            "Tháng %(month)s: thực tế %(observed)s, dự kiến %(expected)s.",
            month=month_words(p.month), observed=show_percent(p.observed, 0),
            expected=show_percent(p.expected, 0),
        )
        for p in (points[0], *points[-1:])
    )  # fmt: skip
