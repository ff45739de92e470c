"""Dossiers as dots: of one business, of some, and of everyone on the wall."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, bindparam, select

from outreach.businesses.models import Business, Zone
from outreach.database import db
from outreach.dossiers import measures
from outreach.dossiers.models import Dossier
from outreach.rates.rules.changes import Mark
from outreach.rates.rules.periods import Period


class WallBusiness(NamedTuple):
    """A business and its received dossiers (received_on, online or None, filed_for) in date order."""

    id: int
    name: str
    dossiers: list[tuple[date, bool | None, bool]]


class WallOfZone(NamedTuple):
    """The businesses of a zone in Vietnamese order; `id` and `name` None: of no zone."""

    id: int | None
    name: str | None
    businesses: list[WallBusiness]


def dots(business_id: int, period: Period | None = None) -> list[Mark]:
    """The received dossiers of one business in date order."""
    return marks_of([business_id], period).get(business_id, [])


def marks_of(business_ids: Collection[int], period: Period | None = None) -> dict[int, list[Mark]]:
    """The received dossiers of these businesses in date order; businesses without any are left out."""
    values: dict[str, Any] = {"ids": list(business_ids)}
    statement = _MARKS
    if period is not None:
        statement = _MARKS_WITHIN
        values |= {"first": period.first, "last": period.last}
    found: dict[int, list[Mark]] = defaultdict(list)
    for row in db.session.connection().execute(statement, values):
        whose, day, channel, assistance, possible = row
        if whose is not None:
            helped, said = assistance == "filed_for", assistance is not None
            found[whose].append(Mark(day, _online(channel), helped, said, possible))
    return dict(found)


def wall(start: date, end: date) -> list[WallOfZone]:
    """Every business with its dossiers received from `start` to `end`, by zone; two statements.

    Businesses that are no longer active appear only with dossiers; zones in Vietnamese order, no zone last.
    """
    strips: dict[int, list[tuple[date, bool | None, bool]]] = defaultdict(list)
    received = (
        select(Dossier.business_id, Dossier.received_on, Dossier.filing_channel, Dossier.assistance)
        .where(measures.is_received_in(start, end), Dossier.business_id.is_not(None))
        .order_by(Dossier.received_on, Dossier.id)
    )
    for business_id, day, channel, assistance in db.session.execute(received):
        if business_id is not None:
            strips[business_id].append((day, _online(channel), assistance == "filed_for"))
    return _by_zone(strips)


def _by_zone(strips: dict[int, list[tuple[date, bool | None, bool]]]) -> list[WallOfZone]:
    order: tuple[Any, ...] = (Zone.id.is_(None), Zone.name_sort, Zone.id, Business.name_sort, Business.id)
    statement = (
        select(Business.id, Business.name, Business.active, Zone.id.label("zone_id"), Zone.name.label("zone"))
        .outerjoin(Zone, Zone.id == Business.zone_id)
        .order_by(*order)
    )
    zones: list[WallOfZone] = []
    for row in db.session.execute(statement):
        dossiers = strips.get(row.id, [])
        if not dossiers and not row.active:
            continue
        if not zones or zones[-1].id != row.zone_id:
            zones.append(WallOfZone(row.zone_id, row.zone, []))
        zones[-1].businesses.append(WallBusiness(row.id, row.name, dossiers))
    return zones


def _online(channel: str | None) -> bool | None:
    return None if channel is None else channel == "online"


# Built once: every business's page asks, and building the statement costs more than running it.
_MARKS = (
    select(
        Dossier.business_id, Dossier.received_on, Dossier.filing_channel, Dossier.assistance,
        Dossier.online_possible,
    )
    .where(Dossier.business_id.in_(bindparam("ids", expanding=True)), measures.is_received())
    .order_by(Dossier.received_on, Dossier.id)
)  # fmt: skip
_MARKS_WITHIN = _MARKS.where(
    Dossier.received_on.between(bindparam("first", type_=Date), bindparam("last", type_=Date))
)
