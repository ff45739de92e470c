"""Questions asked per week as bars, the answered part darker; each bar leads to its questions."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup, escape

from outreach.charts import flow
from outreach.charts.flow import KEEP, SLOT
from outreach.charts.months import nice_ceiling
from outreach.charts.svg import GRID, ONLINE, PAPER, SOFT, linked, n, title
from outreach.charts.tables import Table
from outreach.i18n import gettext as _
from outreach.i18n import no_data, show_date, show_number

BARS, HEADING, FOOT = 120, 24, 26


class WeekPoint(NamedTuple):
    """The questions asked in a week (its Monday), and how many of them have an answer."""

    week: date
    asked: int
    answered: int
    href: str | None = None


def week_chart(points: Sequence[WeekPoint], *, name: str, chart_id: str) -> Markup:
    """Bars by week, in order."""
    most, count = nice_ceiling(max((one.asked for one in points), default=0)), max(len(points), 1)
    grid = "".join(f"M0 {n(y)}h{count * SLOT}" for y in (0, BARS / 2, BARS))
    bars = "".join(_bar(place, one, most, count) for place, one in enumerate(points))
    inner = f'<path class="c-grid" d="{grid}" stroke="{GRID}" {KEEP}/><g class="c-bars">{bars}</g>'
    values = "".join(
        f'<text x="-6" y="{n(y + 4)}" text-anchor="end">{show_number(value)}</text>'
        for y, value in {HEADING: most, HEADING + BARS: 0}.items()
    )
    heading = escape(_("Câu hỏi theo tuần, phần đậm là đã có trả lời"))
    words = f'<g class="c-soft" fill="{SOFT}">{values}<text x="-40" y="12">{heading}</text></g>'
    marks = flow.words_at(_marks(points), count, HEADING + BARS + 18)
    return flow.flow(
        chart_id=chart_id, height=HEADING + BARS + FOOT, name=name, desc=_summary(points),
        body=words + flow.stretched(count, HEADING, BARS, inner) + marks, links=any(p.href for p in points),
    )  # fmt: skip


def week_table(points: Sequence[WeekPoint]) -> Table:
    """What week_chart draws."""
    headings = [_("Tuần từ"), _("Câu hỏi"), _("Đã có trả lời")]
    rows = [[show_date(p.week), show_number(p.asked), show_number(p.answered)] for p in points]
    return Table(headings, rows, (1, 2))


def _bar(place: int, point: WeekPoint, most: int, count: int) -> str:
    if not point.asked:
        return ""
    middle, wide = n((place + 0.5) * SLOT), n(min(SLOT * 0.7, count * 0.5))
    split = point.answered / most * BARS
    rest = max((point.asked - point.answered) / most * BARS, 0)
    online = f'<path class="online" d="M{middle} {BARS}v{n(-split)}" stroke="{ONLINE}"/>' if split else ""
    up = f"M{middle} {n(BARS - split)}v{n(-rest)}"
    paper = f'<path class="paper" d="{up}" stroke="{PAPER}" stroke-opacity=".4"/>' if rest else ""
    return linked(point.href, f'<g stroke-width="{wide}">{title(_words(point))}{online}{paper}</g>')


def _words(point: WeekPoint) -> str:
    return _(
        "Tuần từ %(week)s: %(asked)s câu hỏi, %(answered)s đã có trả lời",
        week=show_date(point.week), asked=show_number(point.asked), answered=show_number(point.answered),
    )  # fmt: skip


def _marks(points: Sequence[WeekPoint]) -> list[tuple[float, str, str]]:
    every = max(1, -(-len(points) // 8))
    chosen = list(range(0, len(points), every))
    stride = -(-len(chosen) // 3) or 1
    return [
        (i + 0.5, f"{points[i].week:%d/%m}", "wide-only" if place % stride else "")
        for place, i in enumerate(chosen)
    ]


def _summary(points: Sequence[WeekPoint]) -> str:
    known = [one for one in points if one.asked]
    if not known:
        return no_data().capitalize() + "."
    largest = max(known, key=lambda one: one.asked)
    return _("Nhiều nhất: %(largest)s.", largest=_words(largest))
