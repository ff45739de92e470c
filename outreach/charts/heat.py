"""Rows × months as a table whose cells are shaded by their share: it is its own table of numbers."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup, escape

from outreach.i18n import gettext as _
from outreach.i18n import show_number

LEVELS = 10
Counts = tuple[int, int]


class HeatRow(NamedTuple):
    """One zone (field, agency …): (online, received) for each month, None or received 0 for no dossiers."""

    name: str
    cells: Sequence[Counts | None]
    href: str | None = None


def heat_map(
    rows: Sequence[HeatRow],
    months: Sequence[date],
    *,
    title: str,
    chart_id: str,
    heading: str,
    month_hrefs: Sequence[str] = (),
    numbers: str | None = None,
) -> Markup:
    """Online shares of each row in each month, in whole per cent over the counts; darker is more.

    `months` are first days in order, `heading` names the rows' column, `month_hrefs` leads from each month to
    its dossiers. A cell without dossiers is hatched. Names stay in sight when the months scroll. `numbers`
    says what the two numbers of a cell are, where they are not (online, received).
    """
    key = escape(chart_id)
    body = "".join(_row(row) for row in rows)
    return Markup(  # noqa: S704 - texts are escaped here and in the parts
        f'<div class="heat" id="{key}" tabindex="0" role="group" aria-labelledby="{key}-t">'
        f'<table><caption class="sr-only" id="{key}-t">{escape(title)}</caption>'
        f"<thead>{_years(months, heading)}{_months(months, month_hrefs)}</thead>"
        f"<tbody>{body}</tbody></table></div>{_scale(numbers)}"
    )


def _years(months: Sequence[date], heading: str) -> str:
    cells = "".join(
        f'<th scope="colgroup" colspan="{len(list(group))}">{year}</th>'
        for year, group in groupby(months, key=lambda month: month.year)
    )
    return f'<tr><th scope="col" rowspan="2">{escape(heading)}</th>{cells}</tr>'


def _months(months: Sequence[date], hrefs: Sequence[str]) -> str:
    cells = ""
    for index, month in enumerate(months):
        words = f"{month.month:02}"
        cells += f'<th scope="col">{_link(hrefs[index] if hrefs else None, words)}</th>'
    return f"<tr>{cells}</tr>"


def _row(row: HeatRow) -> str:
    cells = "".join(_cell(counts) for counts in row.cells)
    return f'<tr><th scope="row">{_link(row.href, str(escape(row.name)))}</th>{cells}</tr>'


def _cell(counts: Counts | None) -> str:
    if not counts or not counts[1]:
        nothing = _("chưa có hồ sơ")
        return f'<td class="none"><span class="sr-only">{nothing}</span></td>'
    online, received = counts
    share = online / received
    shown = show_number(_whole(share))
    return (
        f'<td class="h{round(share * LEVELS)}">{shown}<small>{show_number(online)}/{show_number(received)}'
        "</small></td>"
    )


def _whole(share: float) -> int:
    """Per cent without decimals; only nothing reads 0 and only everything reads 100."""
    if 0 < share < 1:
        return min(max(round(share * 100), 1), 99)
    return round(share * 100)


def _link(href: str | None, inner: str) -> str:
    return f'<a href="{escape(href)}">{inner}</a>' if href else inner


def _scale(numbers: str | None) -> str:
    """What the shades and the two numbers of a cell mean."""
    steps = "".join(f'<i class="h{level}"></i>' for level in range(0, LEVELS + 1, 2))
    words = escape(numbers or _("số lớn: tỷ lệ phần trăm; số nhỏ: trực tuyến/tiếp nhận"))
    nothing = _("chưa có hồ sơ")
    return (
        f'<ul class="chart-legend"><li>0% <span class="heat-scale">{steps}</span> 100%</li>'
        f"<li>{words}</li>"
        f'<li><span class="sign hatched"></span>{nothing}</li></ul>'
    )
