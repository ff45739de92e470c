"""Before and after an intervention: each business it reached, all of them, and all others."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, select, true

from outreach.businesses.models import Business, Zone
from outreach.campaigns import queries as campaigns
from outreach.campaigns.models import Intervention
from outreach.database import db
from outreach.dossiers import measures
from outreach.dossiers.models import Dossier
from outreach.dossiers.queries import register_days
from outreach.rates.queries.marks import marks_of
from outreach.rates.queries.months import counts
from outreach.rates.rules.changes import (
    BeforeAfter,
    BusinessChange,
    ExposureChange,
    Gaps,
    Mark,
    Side,
    gaps_of,
    pair_of,
    span_of,
)
from outreach.rates.rules.counting import Pair, Reading, Tally, total
from outreach.rates.rules.periods import Period
from outreach.rates.rules.windows import Windows, windows


def register() -> Period | None:
    """From the register's first day to its last; None while it is empty."""
    days = register_days()
    return Period(*days) if days else None


def before_after(intervention: Intervention, reading: Reading) -> BeforeAfter:
    """The businesses that an intervention reached, before and after; a fixed number of statements."""
    days = register()
    around = windows(intervention.held_on, days) if days else None
    if intervention.covers_all:
        board, gaps = _side(around, reading, true(), true())
        return BeforeAfter(around, True, (), board, Side(0, 0, Pair()), gaps)
    reached = _first_days(campaigns.exposures(intervention_id=intervention.id))
    changes = _changes(reached, days, reading) if days and reached else ()
    others, _gaps = _side(
        around,
        reading,
        and_(Dossier.business_id.is_not(None), Dossier.business_id.not_in(list(reached))),
        Business.id.not_in(list(reached)),
    )
    attended = Side(
        businesses=len(reached),
        with_dossiers=len({c.business_id for c in changes if c.marks}),
        pair=total(change.pair for change in changes),
    )
    return BeforeAfter(around, False, changes, attended, others, gaps_of(_inside(changes)))


def business_before_after(
    business_id: int, marks: Sequence[Mark], days: Period, reading: Reading | None = None
) -> list[ExposureChange]:
    """One business around each intervention that reached it, oldest first.

    `marks` are its dossiers, `days` the register's first and last day: the page has read both already.
    """
    reading = reading or Reading()
    changes = []
    for exposure in campaigns.exposures_of_business(business_id):
        around = windows(exposure.exposed_on, days)
        changes.append(
            ExposureChange(
                exposure.intervention_id, exposure.code, exposure.type, exposure.title, exposure.how,
                exposure.offered, around, pair_of(marks, around, reading), exposure.everyone,
                exposure.ends_on,
            )
        )  # fmt: skip
    return changes


def _first_days(exposures: Iterable[Any]) -> dict[int, date]:
    """When each business was reached first: its clock starts there."""
    days: dict[int, date] = {}
    for exposure in exposures:
        day = days.get(exposure.business_id, exposure.exposed_on)
        days[exposure.business_id] = min(day, exposure.exposed_on)
    return days


def _changes(reached: dict[int, date], days: Period, reading: Reading) -> tuple[BusinessChange, ...]:
    around = {business_id: windows(day, days) for business_id, day in reached.items()}
    marks = marks_of(around, span_of(around.values()))
    statement = (
        select(Business.id, Business.name, Business.name_sort, _key().label("key"), Zone.name.label("zone"))
        .outerjoin(Zone, Zone.id == Business.zone_id)
        .where(Business.id.in_(list(around)))
        .order_by(Business.name_sort, Business.id)
    )
    return tuple(
        _change(row, around[row.id], marks.get(row.id, []), reading) for row in db.session.execute(statement)
    )


def _change(
    row: Row[*tuple[Any, ...]], around: Windows, marks: list[Mark], reading: Reading
) -> BusinessChange:
    inside = tuple(mark for mark in marks if around.side(mark.received_on))
    return BusinessChange(
        row.id, row.name, row.key, row.zone, row.name_sort, around, pair_of(inside, around, reading), inside
    )


def _side(
    around: Windows | None,
    reading: Reading,
    dossiers_of: ColumnElement[bool],
    businesses_of: ColumnElement[bool],
) -> tuple[Side, Gaps]:
    """Those meant by both conditions (on Dossier and on Business) together, in the windows of one day."""
    if around is None:
        return Side(0, 0, Pair()), Gaps()
    d, counted = Dossier, counts(reading)
    before, online = d.received_on <= around.before.last, measures.is_online()
    conditions = {
        "online_before": and_(counted, before, online),
        "before": and_(counted, before),
        "online_after": and_(counted, ~before, online),
        "after": and_(counted, ~before),
        "received": true(),
        "channel_unknown": d.filing_channel.is_(None),
        "filed_for": measures.is_filed_for(),
        "assistance_unknown": d.assistance.is_(None),
        "offline_only": d.online_possible.is_(False),
        "possible_unknown": d.online_possible.is_(None),
    }
    active = (
        select(func.count()).select_from(Business).where(Business.active, businesses_of).scalar_subquery()
    )
    statement = select(
        *(func.count().filter(condition).label(name) for name, condition in conditions.items()),
        func.count(d.business_id.distinct()).label("with_dossiers"),
        active.label("businesses"),
    ).where(measures.is_received_in(around.span.first, around.span.last), dossiers_of)
    row = db.session.execute(statement).one()
    pair = Pair(Tally(row.online_before, row.before), Tally(row.online_after, row.after))
    side = Side(max(row.businesses, row.with_dossiers), row.with_dossiers, pair)
    return side, Gaps(**{name: row._mapping[name] for name in Gaps._fields})


def _key() -> ColumnElement[str]:
    return func.coalesce(Business.tax_code, Business.own_code, Business.name)


def _inside(changes: Iterable[BusinessChange]) -> list[Mark]:
    return [mark for change in changes for mark in change.marks]
