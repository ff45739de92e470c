"""Pages of visits and promises, and what they look up first."""

from outreach import web
from outreach.visits import queries
from outreach.visits.models import VisitDay, VisitStop


def found_day(visit_id: str) -> VisitDay:
    """The day, or 404."""
    return web.found(queries.get_day(visit_id))


def found_stop(day: VisitDay, stop_id: str) -> VisitStop:
    """The stop of that day, or 404: also for a stop of another day."""
    return web.found(queries.find_stop(day, stop_id))
