"""The list on which an officer ticks who was reached: every business, with what is recorded of it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from outreach.businesses.models import Business, Zone
from outreach.businesses.queries import holds
from outreach.businesses.rules.matching import Known
from outreach.campaigns import rules
from outreach.campaigns.models import Attendance, ExposureRecord, Intervention, ListedBusiness
from outreach.database import db


class RollLine(NamedTuple):
    """One business on the list. `people` is None where it is not ticked; `other_days` at other types.

    `listed` are those the intervention is meant for, `place` their order when that was drawn by lot.
    """

    business_id: int
    name: str
    tax_code: str | None
    own_code: str | None
    zone: str | None
    present: bool
    people: int | None = None
    how: str | None = None
    other_days: tuple[date, ...] = ()
    listed: bool = False
    place: int | None = None


class Batch(NamedTuple):
    """The rows that the last deed added."""

    recorded_at: datetime
    businesses: int


@dataclass(frozen=True)
class RollZone:
    """The businesses of one zone; `name` is None for those without a zone. Or those `listed`, of any zone."""

    name: str | None
    lines: list[RollLine] = field(default_factory=list)
    listed: bool = False


def roll(intervention: Intervention, day: date, *, search: str = "") -> list[RollZone]:
    """All active businesses and those already recorded, by zone, in Vietnamese order; those listed first.

    A training is ticked once for all its days; everything else for the one `day`.
    """
    training = intervention.type == rules.TRAINING
    statement: Select[*tuple[Any, ...]] = (
        select(
            Business.id, Business.name, Business.tax_code, Business.own_code, Zone.name.label("zone"),
            Attendance.people if training else ExposureRecord.how,
            ListedBusiness.business_id.is_not(None), ListedBusiness.place,
        )
        .outerjoin(Zone, Zone.id == Business.zone_id)
        .outerjoin(ListedBusiness, _of_business(ListedBusiness, intervention))
        .order_by(
            ListedBusiness.business_id.is_(None), ListedBusiness.place,
            Zone.name_sort.is_(None), Zone.name_sort, Business.name_sort, Business.id,
        )
    )  # fmt: skip
    if training:
        statement = statement.outerjoin(Attendance, _of_business(Attendance, intervention))
        recorded: ColumnElement[bool] = Attendance.id.is_not(None)
    else:
        on_day = and_(_of_business(ExposureRecord, intervention), ExposureRecord.exposed_on == day)
        statement = statement.outerjoin(ExposureRecord, on_day)
        recorded = ExposureRecord.id.is_not(None)
    statement = statement.where(or_(Business.active, recorded, ListedBusiness.business_id.is_not(None)))
    if search:
        statement = statement.where(or_(holds(search), recorded))
    days = {} if training else _days(intervention.id)
    lines = []
    for id, name, tax_code, own_code, zone, detail, on_list, place in db.session.execute(statement):
        lines.append(
            RollLine(
                id, name, tax_code, own_code, zone, present=detail is not None,
                people=detail if training else None, how=None if training else detail,
                other_days=tuple(other for other in days.get(id, ()) if other != day),
                listed=on_list, place=place,
            )
        )  # fmt: skip
    groups = groupby(lines, key=lambda line: (line.listed, None if line.listed else line.zone))
    return [RollZone(zone, list(group), listed) for (listed, zone), group in groups]


def last_batch(intervention: Intervention, *, recorded_by_id: int, since: datetime) -> Batch | None:
    """What this person recorded last, if that was after `since`."""
    table = Attendance if intervention.type == rules.TRAINING else ExposureRecord
    statement = (
        select(table.recorded_at, func.count())
        .where(
            table.intervention_id == intervention.id,
            table.recorded_by_id == recorded_by_id,
            table.recorded_at > since,
        )
        .group_by(table.recorded_at)
        .order_by(table.recorded_at.desc())
        .limit(1)
    )
    row = db.session.execute(statement).one_or_none()
    return Batch(row[0], row[1]) if row else None


def known_businesses() -> list[Known]:
    """Every business as matching sees it, in Vietnamese order."""
    statement = select(
        Business.id,
        Business.tax_code,
        Business.own_code,
        Business.name,
        Business.provisional,
        Business.zone_id,
    ).order_by(Business.name_sort, Business.id)
    return [Known(*row) for row in db.session.execute(statement)]


def zones_of(business_ids: Collection[int]) -> dict[int, str]:
    """Where businesses are, for telling namesakes apart."""
    statement = (
        select(Business.id, Zone.name)
        .join(Zone, Zone.id == Business.zone_id)
        .where(Business.id.in_(list(business_ids)))
    )
    return {row.id: row.name for row in db.session.execute(statement)}


def _of_business(
    table: type[Attendance] | type[ExposureRecord] | type[ListedBusiness], intervention: Intervention
) -> ColumnElement[bool]:
    return and_(table.business_id == Business.id, table.intervention_id == intervention.id)


def _days(intervention_id: int) -> dict[int, list[date]]:
    statement = (
        select(ExposureRecord.business_id, ExposureRecord.exposed_on)
        .where(ExposureRecord.intervention_id == intervention_id)
        .order_by(ExposureRecord.exposed_on)
    )
    days: dict[int, list[date]] = {}
    for business_id, day in db.session.execute(statement):
        days.setdefault(business_id, []).append(day)
    return days
