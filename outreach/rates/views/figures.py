"""The figures of a period, the monthly rate, and the table of groups."""

from functools import partial
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from outreach import lists, web
from outreach.accounts.guards import staff
from outreach.charts import month_chart, rate_bar
from outreach.i18n import gettext as _
from outreach.rates import exports, pictures, queries, wording
from outreach.rates.asked import Asked, outcome_rows
from outreach.rates.forms import FiguresForm
from outreach.rates.queries.ceiling import ceiling
from outreach.rates.rules.figures import By
from outreach.rates.rules.periods import Period, presets
from outreach.rates.rules.sorting import BUSINESS_ORDERS, GROUP_ORDERS, arrange
from outreach.rates.wording import mix as words

PER_PAGE = 20


@staff
def figures() -> ResponseReturnValue:
    """The figures of a period; only the table when htmx asks, a file with ?format=."""
    register = queries.register()
    form = FiguresForm(request.args)
    period = form.chosen(register)
    context: dict[str, Any] = {
        "form": form, "register": register, "wording": wording, "words": words, "By": By,
        "ceiling_rows": outcome_rows, "rate_bar": rate_bar,
    }  # fmt: skip
    if period is None:
        return web.render("rates/figures.html", asked=None, **context)
    asked = _asked(period, form)
    found = queries.breakdown(asked.scope, asked.by)
    if request.args.get("format") in exports.FORMATS:
        return exports.export(request.args["format"], asked, found, register)
    orders = BUSINESS_ORDERS if asked.by is By.BUSINESS else GROUP_ORDERS
    rows = arrange(found.groups, asked.sort, orders)
    pages = lists.paged(partial(lists.cut, rows), request.args, size=PER_PAGE, address=asked.url)
    context |= {"asked": asked, "found": found, "pages": pages}
    if not web.wants_part():
        context |= {"chart": _chart(asked, register), "presets": presets(register) if register else []}
        context["ceiling"] = ceiling(register, asked.reading)
    return web.render("rates/figures.html", "rates/_breakdown.html", **context)


def _asked(period: Period, form: FiguresForm) -> Asked:
    args = request.args
    by = By(args["by"]) if args.get("by") in set(By) else By.FIELD  # what every register says
    sort = args.get("sort", "")
    return Asked(period, form.reading, by, sort if sort.removeprefix("-") in GROUP_ORDERS else "")


def _chart(asked: Asked, register: Period | None) -> dict[str, Any] | None:
    """The monthly rate on the basis asked for; None when the register holds nothing to draw."""
    if register is None or asked.period.first > register.last or asked.period.last < register.first:
        return None
    days = pictures.months_around(asked.period, register)
    points = queries.months(asked.scope.within(days.first, days.last))
    held = pictures.occasions(days)
    title = _("Tỷ lệ nộp trực tuyến theo tháng, %(days)s", days=wording.period_days(days))
    svg = month_chart(points, held.ticks, title=title, chart_id="months")
    return {"svg": svg, "title": title, "earlier": held.earlier}
