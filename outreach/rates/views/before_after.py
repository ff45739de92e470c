"""One intervention: each business it reached before and after, together and beside the others."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from outreach import lists, web
from outreach.accounts.guards import staff
from outreach.campaigns import queries as campaigns
from outreach.campaigns.models import Intervention
from outreach.campaigns.rules import TYPES
from outreach.campaigns.rules.wording import wording as words_of
from outreach.charts import month_chart, month_table
from outreach.rates import pictures, queries, wording
from outreach.rates.asked import reading_args
from outreach.rates.forms import ReadingForm
from outreach.rates.rules.changes import BeforeAfter, BusinessChange
from outreach.rates.rules.counting import Reading
from outreach.rates.rules.sorting import CHANGE_ORDERS, arrange
from outreach.rates.views import bp

PER_PAGE = 100


@dataclass(frozen=True)
class Asked:
    """Which intervention, which dossiers its rates count, and the order of its businesses."""

    intervention_id: int
    reading: Reading
    sort: str

    def url(self, **changes: Any) -> str:
        """The page with another order or page."""
        args = {"sort": self.sort or None, **reading_args(self.reading), **changes}
        return url_for("rates.before_after", intervention_id=self.intervention_id, **args)

    def rows(self, change: BusinessChange) -> str:
        """The received dossiers of one business in both windows."""
        args = {**change.windows.span.args, **reading_args(self.reading)}
        return url_for("dossiers.index", business=change.business_id, state="received_new", **args)

    def sorted_by(self, key: str) -> str:
        """The first page ordered by a column, and the other way when it is so already."""
        first, other = (key, f"-{key}") if key == "name" else (f"-{key}", key)
        return self.url(sort=other if self.sort == first else first)


@bp.get("/hoat-dong/<int:intervention_id>/truoc-sau")
@staff
def before_after(intervention_id: int) -> ResponseReturnValue:
    """What was filed before and after; only the table when htmx asks."""
    intervention = web.found(campaigns.get_intervention(intervention_id))
    form = ReadingForm(request.args)
    sort = request.args.get("sort", "")
    asked = Asked(intervention.id, form.reading, sort if sort.removeprefix("-") in CHANGE_ORDERS else "")
    found = queries.before_after(intervention, asked.reading)
    rows = arrange(found.heard, asked.sort, CHANGE_ORDERS)
    pages = lists.paged(partial(lists.cut, rows), request.args, size=PER_PAGE, address=asked.url)
    context: dict[str, Any] = {
        "intervention": intervention, "form": form, "found": found, "asked": asked, "pages": pages,
        "wording": wording, "words": words_of(intervention.type), "strip_of": pictures.strip_of,
        "rows_of": asked.rows, "type_name": TYPES.get(intervention.type),
    }  # fmt: skip
    if not web.wants_part():
        context |= _around(intervention, found, asked.reading)
    return web.render("rates/before_after.html", "rates/_businesses.html", **context)


def _around(intervention: Intervention, found: BeforeAfter, reading: Reading) -> dict[str, Any]:
    """The monthly chart of each side with this intervention marked, and what else was held in those days."""
    if found.windows is None:
        return {"charts_shown": [], "others_held": []}
    days = found.windows.known_span
    held = campaigns.ticks(days.first, days.last)
    own = pictures.ticks_of(one for one in held if one.id == intervention.id)
    if found.covers_all:
        sides = [(wording.whole(), queries.months_of_all(days, reading))]
    else:
        ours, theirs = queries.months_of_sides([c.business_id for c in found.changes], days, reading)
        sides = [(str(words_of(intervention.type).reached), ours), (wording.others(), theirs)]
    charts = [
        {
            "title": title,
            "svg": month_chart(points, own, title=title, chart_id=f"side{number}"),
            "table": month_table(points),
        }
        for number, (title, points) in enumerate(sides)
    ]
    others = pictures.ticks_of(one for one in held if one.id != intervention.id)
    return {"charts_shown": charts, "others_held": others}
