"""The numbers behind a picture, as rows for the table that stands beside it."""

from collections.abc import Sequence
from typing import NamedTuple

from outreach.charts.marks import MonthPoint
from outreach.i18n import gettext as _
from outreach.i18n import show_month, show_number, show_percent


class Table(NamedTuple):
    """Headings and rows; the columns in `numeric` (counted from 0) are set to the right."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: tuple[int, ...] = ()


def month_table(points: Sequence[MonthPoint]) -> Table:
    """What month_chart draws: month, received, online, rate."""
    headings = [_("Tháng"), _("Tiếp nhận"), _("Trực tuyến"), _("Tỷ lệ")]
    rows = [
        [show_month(p.month), show_number(p.received), show_number(p.online), show_percent(p.share)]
        for p in points
    ]
    return Table(headings, rows, (1, 2, 3))
