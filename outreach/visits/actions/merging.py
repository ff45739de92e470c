"""What becomes of stops when two records of one business become one."""

from collections.abc import Mapping

from sqlalchemy import delete, select, update

from outreach.database import db
from outreach.visits.models import Promise, VisitStop
from outreach.visits.rules import PLANNED, known_barriers


def move_stops(into: Mapping[int, int]) -> None:
    """Hand the stops of businesses that go to those that stay; a day keeps one stop of each.

    Of two on one day the one with a record stays, what the other holds is added to it, and promises made
    there go along.
    """
    involved = VisitStop.business_id.in_({*into, *into.values()})
    kept: dict[tuple[int, int], VisitStop] = {}
    stops = list(db.session.scalars(select(VisitStop).where(involved).order_by(VisitStop.id)))
    # Recorded ones first; among equals the business that stays keeps its own.
    for stop in sorted(stops, key=lambda one: (one.outcome == PLANNED, one.business_id in into, one.id)):
        key = (stop.visit_day_id, into.get(stop.business_id, stop.business_id))
        if key in kept:
            _join(kept[key], stop)
        else:
            kept[key] = stop
    gone = [stop.id for stop in stops if stop not in kept.values()]
    db.session.flush()
    db.session.execute(delete(VisitStop).where(VisitStop.id.in_(gone)))
    moved = [{"id": stop.id, "business_id": key[1]} for key, stop in kept.items()]
    if moved:
        db.session.execute(update(VisitStop), moved)
    db.session.expire_all()


def _join(kept: VisitStop, other: VisitStop) -> None:
    """Add what the other record says, so that merging loses no word."""
    kept.met = "; ".join(filter(None, (kept.met, other.met))) or None
    kept.note = "\n\n".join(filter(None, (kept.note, other.note))) or None
    kept.reason = kept.reason or other.reason
    kept.barriers = known_barriers([*kept.barriers, *other.barriers])
    kept.procedures = list(dict.fromkeys([*kept.procedures, *other.procedures]))
    db.session.execute(update(Promise).where(Promise.stop_id == other.id).values(stop_id=kept.id))
