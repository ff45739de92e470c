"""The ledger's overview: every intervention with what can be said of it."""

from functools import partial
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from outreach import clock, lists, web
from outreach.accounts.guards import staff
from outreach.businesses import queries as businesses
from outreach.campaigns import queries as campaigns
from outreach.campaigns.rules import TYPES
from outreach.charts import IntervalRows, interval_rows
from outreach.rates import ledger_asked, ledger_files, wording
from outreach.rates.queries import ledger_list as queries
from outreach.rates.queries.ledger import ledger_state
from outreach.rates.wording import overview

PER_PAGE = 20
MOST_IN_A_FILE = 10_000


@staff
def ledger() -> ResponseReturnValue:
    """All interventions; only the table when htmx asks, a file with ?format=."""
    asked = ledger_asked.read(request.args)
    rows = partial(queries.list_ledger, asked.wanted)
    if request.args.get("format") in ledger_files.FORMATS:
        return ledger_files.ledger_file(request.args["format"], rows(offset=0, limit=MOST_IN_A_FILE)[0])
    pages = lists.paged(rows, request.args, size=PER_PAGE, address=asked.url)
    context: dict[str, Any] = {
        "asked": asked, "pages": pages, "intervals": _intervals(pages.rows), "types": TYPES,
        "costs": queries.ledger_costs(asked.wanted), "wording": wording, "overview": overview,
        "today": clock.today(),
    }  # fmt: skip
    if not web.wants_part():
        context |= {
            "state": ledger_state(), "by_type": queries.ledger_types(),
            "zones": businesses.list_zones(), "years": campaigns.years(),
            "uncomputed": queries.UNCOMPUTED,
        }  # fmt: skip
    return web.render("rates/ledger.html", "rates/_ledger_list.html", **context)


def _intervals(lines: Any) -> IntervalRows:
    """A picture for each row of which a number may be said."""
    found = [line.entry.headline if overview.told(line.entry) else None for line in lines]
    return interval_rows([(each.effect, each.low, each.high) if each else None for each in found])
