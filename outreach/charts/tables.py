"""The numbers behind a picture, as rows for the table that stands beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from outreach.charts.marks import Dot, MonthPoint
from outreach.i18n import gettext as _
from outreach.i18n import show_date, show_month, show_number, show_percent

Cell = str | Markup


@dataclass(frozen=True)
class Table:
    """Headings and rows; the columns in `numeric` (counted from 0) are set to the right."""

    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    numeric: tuple[int, ...] = ()


def month_table(points: Sequence[MonthPoint]) -> Table:
    """What month_chart draws: month, received, online, rate."""
    headings = [_("Tháng"), _("Tiếp nhận"), _("Trực tuyến"), _("Tỷ lệ")]
    rows = [
        [show_month(p.month), show_number(p.received), show_number(p.online), show_percent(p.share)]
        for p in points
    ]
    return Table(headings, rows, (1, 2, 3))


def dot_table(dots: Sequence[Dot]) -> Table:
    """What dot_strip draws: day, dossier (with its link), channel, in date order."""
    rows: list[list[Cell]] = []
    for dot in sorted(dots, key=lambda d: d.day):
        what: Cell = Markup('<a href="{}">{}</a>').format(dot.href, dot.title) if dot.href else dot.title
        rows.append([show_date(dot.day), what, channel_words(dot)])
    return Table([_("Ngày tiếp nhận"), _("Hồ sơ"), _("Hình thức")], rows)


def channel_words(dot: Dot) -> str:
    """How the dossier came in, in words."""
    if dot.online is None:
        return str(_("chưa rõ hình thức"))
    if not dot.online:
        return str(_("nộp giấy, có người nộp hộ") if dot.filed_for else _("nộp giấy"))
    return str(_("trực tuyến, có người nộp hộ") if dot.filed_for else _("trực tuyến"))
