"""The rows behind the numbers of a batch."""

from functools import partial

from flask import request, url_for
from flask.typing import ResponseReturnValue

from outreach import lists, web
from outreach.accounts.guards import staff
from outreach.dossiers.queries import register_days
from outreach.leaflets import queries, rules

PER_PAGE = 50


@staff
def scans(batch_id: int) -> ResponseReturnValue:
    """Scans by day: of people signed in for a business, and of others; with `started` those who went on."""
    batch = web.found(queries.get_batch(batch_id))
    started = request.args.get("started") == "1"
    rows = [one for one in queries.scan_days(batch.id) if one.starts or not started]
    pages = lists.paged(
        partial(lists.cut, rows), request.args, size=PER_PAGE,
        address=partial(url_for, "leaflets.scans", batch_id=batch.id, started=1 if started else None),
    )  # fmt: skip
    return web.render(
        "leaflets/scans.html", "leaflets/_scan_list.html", batch=batch, pages=pages, started=started,
        title=rules.read_printed(batch.printed).words.title,
    )  # fmt: skip


@staff
def reached(batch_id: int) -> ResponseReturnValue:
    """The businesses reached, with what they got and their first online dossier."""
    batch = web.found(queries.get_batch(batch_id))
    outcome = lists.one_of(request.args, "outcome", rules.OUTCOMES)
    rows = [one for one in queries.reached_by(batch) if outcome in (None, one.outcome)]
    pages = lists.paged(
        partial(lists.cut, rows), request.args, size=PER_PAGE,
        address=partial(url_for, "leaflets.reached", batch_id=batch.id, outcome=outcome),
    )  # fmt: skip
    days = register_days()
    return web.render(
        "leaflets/reached.html", "leaflets/_reached_list.html", batch=batch, pages=pages, outcome=outcome,
        outcomes=rules.OUTCOMES, register_last=days[1] if days else None,
        title=rules.read_printed(batch.printed).words.title,
    )  # fmt: skip
