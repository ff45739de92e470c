"""How complete the register is, and where it says things against itself: counts, in few statements."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from outreach import clock
from outreach.database import batches, db
from outreach.dossiers.measures import month_of
from outreach.dossiers.models import Agency, Dossier
from outreach.dossiers.oddities import is_odd
from outreach.dossiers.rules import CONTRADICTIONS, DOUBLES, GAPS

COUNTED = (*GAPS, *CONTRADICTIONS)


class Tallied(NamedTuple):
    """What a source has of an agency in a month of receiving: dossiers, and how many with each oddity."""

    source: str
    agency_id: int | None
    month: date
    rows: int
    odd: dict[str, int]


def tally_quality(since: date) -> list[Tallied]:
    """The whole register from a day on, with every oddity of one dossier; one statement."""
    today = clock.today()
    counts = (func.count().filter(is_odd(name, today)) for name in COUNTED)
    keys = (Dossier.source, Dossier.agency_id, month_of(Dossier.received_on))
    statement = select(*keys, func.count(), *counts).where(Dossier.received_on >= since).group_by(*keys)
    return [
        Tallied(row[0], row[1], row[2], row[3], dict(zip(COUNTED, row[4:], strict=True)))
        for row in db.session.execute(statement)
    ]


def count_doubles(first: date, last: date) -> dict[str, dict[str, int]]:
    """Dossiers received in a period that another source seems to have as well: by oddity and source."""
    found: dict[str, dict[str, int]] = {}
    for name in DOUBLES:
        per = select(Dossier.source, func.count()).group_by(Dossier.source)
        within = (Dossier.received_on.between(first, last), is_odd(name, clock.today()))
        found[name] = dict(db.session.execute(per.where(*within)).all())
    return found


def agency_names(agency_ids: Collection[int]) -> dict[int, str]:
    """The names of agencies by id."""
    names: dict[int, str] = {}
    for some in batches(agency_ids):
        rows = db.session.execute(select(Agency.id, Agency.name).where(Agency.id.in_(some)))
        names |= dict(rows.all())
    return names
