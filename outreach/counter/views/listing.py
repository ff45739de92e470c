"""The helps of any time, and their totals by month and kind."""

from datetime import date
from functools import partial
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.accounts.models import COUNTER
from outreach.counter import queries, rules

PER_PAGE = 20


@guards.staff
def helps() -> ResponseReturnValue:
    """The rows behind every number of the totals."""
    wanted = queries.HelpFilter(
        month=_month(request.args.get("month", "")),
        kind=lists.one_of(request.args, "kind", rules.KINDS),
        extra=lists.one_of(request.args, "extra", rules.EXTRAS),
        state=lists.one_of(request.args, "state", rules.STATES),
        business_id=lists.number(request.args, "business"),
        procedure_id=lists.number(request.args, "procedure"),
    )
    pages = lists.paged(
        partial(queries.list_helps, wanted), request.args, size=PER_PAGE,
        address=partial(url_for, "counter.helps", **_args(wanted)),
    )  # fmt: skip
    business, procedure = queries.names(wanted)
    return web.render(
        "counter/helps.html", "counter/_help_list.html",
        pages=pages, wanted=wanted, months=queries.months(), business=business, procedure=procedure,
        rules=rules, today=clock.today(), may_complete=current_user.role in COUNTER,
    )  # fmt: skip


@guards.staff
def months() -> ResponseReturnValue:
    """Totals by month and kind; each leads to its rows."""
    known = sorted({month.year for month in queries.months()} | {clock.today().year}, reverse=True)
    asked = lists.number(request.args, "year")
    year = asked if asked in known else known[0]
    return web.render(
        "counter/months.html", "counter/_month_list.html",
        year=year, years=known, rows=queries.totals(year), rules=rules,
    )  # fmt: skip


def _args(wanted: queries.HelpFilter) -> dict[str, Any]:
    return {
        "month": f"{wanted.month:%Y-%m}" if wanted.month else None,
        "kind": wanted.kind, "extra": wanted.extra,
        "state": wanted.state, "business": wanted.business_id, "procedure": wanted.procedure_id,
    }  # fmt: skip


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == 7 else None
    except ValueError:
        return None
