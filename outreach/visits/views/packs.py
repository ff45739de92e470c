"""What is taken along: a page A4 for each business, on screen, on paper, and as one PDF for the route."""

from flask import current_app, make_response
from flask.typing import ResponseReturnValue

from outreach import clock, web
from outreach.accounts import guards
from outreach.accounts.actions import note_access
from outreach.visits import packs as sheets
from outreach.visits import queries
from outreach.visits.queries import Pack
from outreach.visits.views import found_day, found_stop

PURPOSE = "visit"  # why people are looked at here: to be asked for at the gate


@guards.counter
def packs(visit_id: str) -> ResponseReturnValue:
    """The whole route, one page each."""
    day = found_day(visit_id)
    found = _packs([stop.business_id for stop in queries.stop_lines(day.id)])
    return web.render("visits/packs.html", day=day, one=None, **sheets.context(found))


@guards.counter
def pack(visit_id: str, stop_id: str) -> ResponseReturnValue:
    """One business's page."""
    day = found_day(visit_id)
    stop = found_stop(day, stop_id)
    return web.render("visits/packs.html", day=day, one=stop, **sheets.context(_packs([stop.business_id])))


@guards.counter
def packs_pdf(visit_id: str) -> ResponseReturnValue:
    """The whole route as one file; a page that says why, where none can be made."""
    day = found_day(visit_id)
    found = _packs([stop.business_id for stop in queries.stop_lines(day.id)])
    try:
        content = sheets.draw(day, found)
    except OSError as error:  # the system's Pango is missing
        current_app.logger.warning("no PDF: %s", error)
        return web.render("visits/no_pdf.html", day=day)
    response = make_response(content)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f"attachment; filename=di-tham-{day.day:%Y-%m-%d}.pdf"
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response


def _packs(business_ids: list[int]) -> list[Pack]:
    """The packs; that somebody looked at the people in them is written down."""
    found = queries.packs(business_ids, clock.today())
    for person in (person for pack in found for person in pack.met.people):
        note_access(what="contact.view", object_type="contact", object_id=person.id, purpose=PURPOSE)
    return found
