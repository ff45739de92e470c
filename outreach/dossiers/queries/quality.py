"""How complete the register is, and where it says things against itself: counts, in few statements."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select

from outreach import clock
from outreach.database import batches, db
from outreach.dossiers.measures import month_of
from outreach.dossiers.models import Agency, Dossier
from outreach.dossiers.oddities import is_odd
from outreach.dossiers.rules import CONTRADICTIONS, DOUBLES, GAPS

COUNTED = (*GAPS, *CONTRADICTIONS)


class Tallied(NamedTuple):
    """What a source has of an agency in a month of receiving: dossiers, and how many with an oddity."""

    source: str
    agency_id: int | None
    month: date
    rows: int
    odd: dict[str, int]


def tally_quality(first: date = date.min, last: date = date.max) -> list[Tallied]:
    """What was received in these days, with every oddity of one dossier; one statement."""
    today = clock.today()
    counts = (func.count().filter(is_odd(name, today)) for name in COUNTED)
    keys = (Dossier.source, Dossier.agency_id, month_of(Dossier.received_on))
    statement = select(*keys, func.count(), *counts).where(*_received(first, last)).group_by(*keys)
    return [
        Tallied(*row[:4], {name: count for name, count in zip(COUNTED, row[4:], strict=True) if count})
        for row in db.session.execute(statement)
    ]


def count_doubles(first: date, last: date) -> dict[str, dict[str, int]]:
    """Dossiers received in a period that another source seems to have as well: by oddity and source."""
    found: dict[str, dict[str, int]] = {}
    for name in DOUBLES:
        per = select(Dossier.source, func.count()).group_by(Dossier.source)
        within = (*_received(first, last), is_odd(name, clock.today()))
        found[name] = dict(db.session.execute(per.where(*within)).all())
    return found


def agency_names(agency_ids: Collection[int]) -> dict[int, str]:
    """The names of agencies by id."""
    names: dict[int, str] = {}
    for some in batches(agency_ids):
        rows = db.session.execute(select(Agency.id, Agency.name).where(Agency.id.in_(some)))
        names |= dict(rows.all())
    return names


def _received(first: date, last: date) -> list[ColumnElement[bool]]:
    """Received in these days; an open end is no condition, lest the database look each row up in an index."""
    ends = ((first > date.min, Dossier.received_on >= first), (last < date.max, Dossier.received_on <= last))
    return [condition for bounded, condition in ends if bounded]
