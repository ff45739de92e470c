"""From copies to first online dossiers: what a batch led to, as far as anybody can know."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, case, func, literal, select, union_all

from outreach.businesses.models import Business, Zone
from outreach.campaigns.models import ExposureRecord
from outreach.database import batches, db
from outreach.dossiers import measures
from outreach.dossiers.models import Dossier
from outreach.dossiers.queries import register_days
from outreach.leaflets import rules
from outreach.leaflets.models import Handout, LeafletBatch, Scan


class ReachedLine(NamedTuple):
    """A business that a batch reached; `outcome`, a key of rules.OUTCOMES: what its dossiers say since."""

    business_id: int
    name: str
    tax_code: str | None
    zone: str | None
    reached_on: date
    copies: int
    scans: int
    first_online_on: date | None
    first_how: str | None  # alone, assisted, filed_for; None: not said, or none yet
    outcome: str


class ScanDay(NamedTuple):
    """The scans of one day, by business; None: nobody was signed in."""

    scanned_on: date
    business_id: int | None
    business: str | None
    scans: int
    starts: int


class Funnel(NamedTuple):
    """The numbers of a batch, each the count of rows that a page shows."""

    copies: int
    handed: int
    to_businesses: int
    to_places: int
    businesses: int  # that got copies or scanned while signed in
    scans: int
    known_scans: int  # of these by people signed in for a business
    starts: int
    outcomes: dict[str, int]
    register_last: date | None

    @property
    def first_online(self) -> int:
        """Businesses whose first online dossier ever came after the leaflet."""
        return self.outcomes.get(rules.FIRST, 0)


def funnel_of(batch: LeafletBatch) -> Funnel:
    """Every number from the rows that its page lists."""
    traces, days = _traces(batch.id), register_days()
    reached = _reached(batch, traces, days[1] if days else None)
    places = traces.get(None, _NOTHING)
    scans = sum(one.scans for one in traces.values())
    return Funnel(
        batch.quantity, batch.handed_out, batch.handed_out - places.copies, places.copies, len(reached),
        scans, scans - places.scans, sum(one.starts for one in traces.values()),
        dict(Counter(line.outcome for line in reached)), days[1] if days else None,
    )  # fmt: skip


def scan_days(batch_id: int) -> list[ScanDay]:
    """A batch's scans by day and business, the last day first."""
    rows = db.session.execute(
        select(
            Scan.scanned_on, Scan.business_id, Business.name, func.count(),
            func.count(Scan.started_at),
        )
        .outerjoin(Business, Business.id == Scan.business_id)
        .where(Scan.batch_id == batch_id)
        .group_by(Scan.scanned_on, Scan.business_id, Business.name, Business.name_sort)
        .order_by(Scan.scanned_on.desc(), Scan.business_id.is_not(None), Business.name_sort)
    )  # fmt: skip
    return [ScanDay(*row) for row in rows]


def reached_by(batch: LeafletBatch) -> list[ReachedLine]:
    """The businesses that a batch reached, in Vietnamese order; their first online dossier of all times."""
    days = register_days()
    return _reached(batch, _traces(batch.id), days[1] if days else None)


def _reached(batch: LeafletBatch, traces: dict[int | None, "_Trace"], last: date | None) -> list[ReachedLine]:
    rows = db.session.execute(_reached_by(), {"intervention_id": batch.intervention_id}).all()
    first = first_online_of([row.id for row in rows])
    lines = []
    for row in rows:
        first_on, how = first.get(row.id, (None, None))
        trace = traces.get(row.id, _NOTHING)
        lines.append(
            ReachedLine(
                row.id, row.name, row.tax_code, row.zone, row.reached_on, trace.copies, trace.scans,
                first_on, how, rules.outcome(row.reached_on, first_on, last),
            )
        )  # fmt: skip
    return lines


@cache
def _reached_by() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Business.id, Business.name, Business.tax_code, Zone.name.label("zone"),
            func.min(ExposureRecord.exposed_on).label("reached_on"),
        )
        .join(ExposureRecord, ExposureRecord.business_id == Business.id)
        .outerjoin(Zone, Zone.id == Business.zone_id)
        .where(ExposureRecord.intervention_id == bindparam("intervention_id", type_=Integer))
        .group_by(Business.id, Business.name, Business.tax_code, Business.name_sort, Zone.name)
        .order_by(Business.name_sort, Business.id)
    )  # fmt: skip


def first_online_of(business_ids: Collection[int]) -> dict[int, tuple[date, str | None]]:
    """The day of each business's first online dossier, and how it was filed; no entry without one."""
    found: dict[int, tuple[date, str | None]] = {}
    for some in batches(business_ids):
        online = (Dossier.business_id.in_(some), measures.is_online())
        days = (
            select(Dossier.business_id, func.min(Dossier.received_on).label("day"))
            .where(*online)
            .group_by(Dossier.business_id)
            .subquery()
        )
        # Several of the first day: filed by somebody else outweighs, since then the business had help.
        how = func.max(case((Dossier.assistance == "alone", None), else_=Dossier.assistance))
        rows = db.session.execute(
            select(Dossier.business_id, days.c.day, how, func.max(Dossier.assistance))
            .join(days, (days.c.business_id == Dossier.business_id) & (days.c.day == Dossier.received_on))
            .where(*online)
            .group_by(Dossier.business_id, days.c.day)
        )
        found.update({row[0]: (row[1], row[2] or row[3]) for row in rows if row[0] is not None})
    return found


class _Trace(NamedTuple):
    """What is known of a batch at a business: copies given, scans, and tutorials begun after these."""

    copies: int
    scans: int
    starts: int


_NOTHING = _Trace(0, 0, 0)


def _traces(batch_id: int) -> dict[int | None, _Trace]:
    """By business; None: copies at places, and scans of whom nobody knows. One statement."""
    rows = db.session.execute(_traces_of(), {"batch_id": batch_id}).all()
    return {business_id: _Trace(*map(int, numbers)) for business_id, *numbers in rows}


@cache
def _traces_of() -> Select[*tuple[Any, ...]]:
    none, batch_id = literal(0), bindparam("batch_id", type_=Integer)
    given = Handout.business_id, Handout.quantity.label("copies"), none.label("scans"), none.label("starts")
    scanned = Scan.business_id, none, literal(1), case((Scan.started_at.is_not(None), 1), else_=0)
    halves = union_all(
        select(*given).where(Handout.batch_id == batch_id), select(*scanned).where(Scan.batch_id == batch_id)
    ).subquery()
    sums = (func.sum(column) for column in (halves.c.copies, halves.c.scans, halves.c.starts))
    return select(halves.c.business_id, *sums).group_by(halves.c.business_id)
