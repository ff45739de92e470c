"""The ledger's overview: every intervention with what was computed about it, and each type together."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select

from outreach.businesses.models import Business
from outreach.campaigns.models import Attendance, ExposureRecord, Intervention
from outreach.database import db
from outreach.rates.models import LedgerEntry
from outreach.rates.queries.changes import register
from outreach.rates.queries.pairs import first_days, pairs_of, pairs_of_all
from outreach.rates.rules.counting import Pair
from outreach.rates.rules.ledger import Entry, Outcome, Verdict, entry_from_json

ORDERS = ("day", "additional", "cost")
UNCOMPUTED = "none"  # as a verdict: nothing was computed about it yet
TOLD = (Verdict.UP, Verdict.DOWN, Verdict.UNCLEAR, Verdict.NO_FAIR_COMPARISON)


class LedgerFilter(NamedTuple):
    """What narrows the overview, and its order ('-' in front: from the largest); None leaves a filter out."""

    type: str | None = None
    zone_id: int | None = None
    year: int | None = None
    verdict: str | None = None
    order: str = "-day"


class OverviewLine(NamedTuple):
    """One intervention; `pair` counts all received dossiers in the 12 months before and after.

    `businesses` is None for what reached everyone, `pair` None while the register is empty.
    """

    id: int
    code: str
    type: str
    title: str
    held_on: date
    ends_on: date | None
    covers_all: bool
    cost_vnd: int | None
    cost_planned_vnd: int | None
    businesses: int | None
    pair: Pair | None
    entry: Entry | None


class Costs(NamedTuple):
    """Costs of interventions added up: đồng spent, and planned where nothing is noted as spent."""

    interventions: int
    spent_vnd: int
    with_spent: int
    planned_vnd: int
    with_planned: int

    @property
    def unknown(self) -> int:
        """How many have neither."""
        return self.interventions - self.with_spent - self.with_planned


class TypeLine(NamedTuple):
    """All interventions of a type together; `entry` None: nothing was computed yet."""

    type: str
    costs: Costs
    entry: Entry | None


def list_ledger(wanted: LedgerFilter, *, offset: int, limit: int) -> tuple[Sequence[OverviewLine], int]:
    """One page of the overview, and how many interventions there are; a fixed number of statements."""
    conditions = _conditions(wanted)
    count = db.session.scalar(_joined(select(func.count())).where(*conditions)) or 0
    statement = _joined(select(*_LINE)).where(*conditions).order_by(*_order(wanted.order))
    rows = db.session.execute(statement.offset(offset).limit(limit)).all()
    days = register()
    reached = first_days([row.id for row in rows if not row.covers_all])
    pairs = pairs_of(reached, days) | pairs_of_all({r.id: r.held_on for r in rows if r.covers_all}, days)
    return [_line(row, reached.get(row.id, {}), pairs.get(row.id)) for row in rows], count


def ledger_costs(wanted: LedgerFilter) -> Costs:
    """What the interventions of the overview cost together."""
    return _costs(db.session.execute(_joined(select(*_COSTS)).where(*_conditions(wanted))).one())


def ledger_types() -> list[TypeLine]:
    """Each type with its joint estimate, those with the most interventions first."""
    statement = select(LedgerEntry.type, LedgerEntry.entry).where(
        LedgerEntry.intervention_id.is_(None), LedgerEntry.outcome == Outcome.ONLINE
    )
    entries = {type: entry_from_json(entry) for type, entry in db.session.execute(statement)}
    live = Intervention.cancelled_on.is_(None)
    counted = select(Intervention.type, *_COSTS).where(live).group_by(Intervention.type)
    lines = [TypeLine(type, _costs(costs), entries.get(type)) for type, *costs in db.session.execute(counted)]
    return sorted(lines, key=lambda line: (-line.costs.interventions, line.type))


def told_entries(limit: int) -> list[OverviewLine]:
    """Interventions of which something can be told, those with an answer first, without their counts."""
    statement = (
        _joined(select(*_LINE))
        .where(LedgerEntry.verdict.in_(TOLD))
        .order_by(LedgerEntry.verdict == Verdict.UNCLEAR, Intervention.held_on.desc(), Intervention.id.desc())
        .limit(limit)
    )
    return [_line(row, {}, None) for row in db.session.execute(statement)]


def verdicts_of(intervention_ids: Sequence[int]) -> dict[int, Verdict]:
    """What the ledger says of these; those of which nothing was computed are left out."""
    statement = select(LedgerEntry.intervention_id, LedgerEntry.verdict).where(
        LedgerEntry.intervention_id.in_(list(intervention_ids)), LedgerEntry.outcome == Outcome.ONLINE
    )
    return {id: Verdict(verdict) for id, verdict in db.session.execute(statement) if id is not None}


# ── the list ─────────────────────────────────────────────────────────────────────────────────────────────


def _of_intervention() -> ColumnElement[bool]:
    return and_(LedgerEntry.intervention_id == Intervention.id, LedgerEntry.outcome == Outcome.ONLINE)


def _joined(statement: Select[Any]) -> Select[Any]:
    return statement.select_from(Intervention).outerjoin(LedgerEntry, _of_intervention())


def _conditions(wanted: LedgerFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Intervention.cancelled_on.is_(None)]
    if wanted.type is not None:
        found.append(Intervention.type == wanted.type)
    if wanted.zone_id is not None:
        found.append(_reached_zone(wanted.zone_id))
    if wanted.year is not None:
        ends = func.coalesce(Intervention.ends_on, Intervention.held_on)
        found += [ends >= date(wanted.year, 1, 1), Intervention.held_on <= date(wanted.year, 12, 31)]
    if wanted.verdict == UNCOMPUTED:
        found.append(LedgerEntry.id.is_(None))
    elif wanted.verdict is not None:
        found.append(LedgerEntry.verdict == wanted.verdict)
    return found


def _reached_zone(zone_id: int) -> ColumnElement[bool]:
    """What reached a business of the zone; whatever reached everyone did."""
    inside = select(Business.id).where(Business.zone_id == zone_id)
    came = select(Attendance.intervention_id).where(Attendance.business_id.in_(inside))
    otherwise = select(ExposureRecord.intervention_id).where(ExposureRecord.business_id.in_(inside))
    return or_(Intervention.covers_all, Intervention.id.in_(came), Intervention.id.in_(otherwise))


def _order(order: str) -> tuple[Any, ...]:
    """Rows without a value stay last either way; equal ones are the newest first."""
    newest = Intervention.held_on.desc(), Intervention.id.desc()
    by: ColumnElement[Any]
    match order.removeprefix("-"):
        case "additional":
            said = LedgerEntry.verdict.in_((Verdict.UP, Verdict.DOWN))
            by = case((said, LedgerEntry.entry[("headline", "additional")].as_float()))
        case "cost":
            by = func.coalesce(Intervention.cost_vnd, Intervention.cost_planned_vnd)
        case _:
            return newest if order.startswith("-") else (Intervention.held_on, Intervention.id)
    return (by.is_(None), by.desc() if order.startswith("-") else by, *newest)


def _line(row: Row[Any], reached: dict[int, date], pair: Pair | None) -> OverviewLine:
    entry = entry_from_json(row.entry) if row.entry else None
    businesses = None if row.covers_all else len(reached)
    values: tuple[Any, ...] = (*row[:9], businesses, pair, entry)
    return OverviewLine(*values)


def _costs(sums: Sequence[Any]) -> Costs:
    """PostgreSQL adds whole numbers up to decimals."""
    return Costs(*map(int, sums))


_LINE = (
    Intervention.id, Intervention.code, Intervention.type, Intervention.title, Intervention.held_on,
    Intervention.ends_on, Intervention.covers_all, Intervention.cost_vnd, Intervention.cost_planned_vnd,
    LedgerEntry.entry,
)  # fmt: skip
_SPENT, _PLANNED = Intervention.cost_vnd, Intervention.cost_planned_vnd
_COSTS = (
    func.count(Intervention.id),
    func.coalesce(func.sum(_SPENT), 0),
    func.count(_SPENT),
    func.coalesce(func.sum(case((_SPENT.is_(None), _PLANNED))), 0),
    func.count(case((_SPENT.is_(None), _PLANNED))),
)
