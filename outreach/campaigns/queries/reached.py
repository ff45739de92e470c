"""Reads of who was reached by what."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Date, Integer, Select, bindparam, cast, literal, null, select, union_all
from sqlalchemy.sql.elements import ColumnElement

from outreach import clock
from outreach.businesses.models import Business, Zone
from outreach.businesses.rules import Exposure
from outreach.campaigns import rules
from outreach.campaigns.models import Attendance, ExposureRecord, Intervention
from outreach.database import db


class BusinessExposure(NamedTuple):
    """An intervention that reached one business. `people` at trainings, else None.

    With `everyone` it reached all businesses, until `ends_on` where it took several days.
    """

    intervention_id: int
    code: str
    type: str
    title: str
    exposed_on: date
    how: str
    offered: bool
    people: int | None
    everyone: bool = False
    ends_on: date | None = None


class ReachedBusiness(NamedTuple):
    """A business that an intervention reached on a day."""

    business_id: int
    name: str
    tax_code: str | None
    own_code: str | None
    zone: str | None
    day: date
    how: str
    offered: bool
    people: int | None
    recorded_at: datetime


class Summary(NamedTuple):
    """How many an intervention reached: businesses, and people (lượt, None where they are not counted)."""

    businesses: int
    people: int | None


def exposures(
    *,
    intervention_id: int | None = None,
    type: str | None = None,
    business_ids: Collection[int] | None = None,
) -> list[Exposure]:
    """Who was reached by what and when, by day: attendances of trainings and everything else in one list.

    An intervention that covers everyone gives no rows: nobody is left to compare with. A business may be
    reached by one intervention on several days, and then has several rows.
    """
    conditions: list[ColumnElement[bool]] = [Intervention.covers_all.is_(False)]
    if intervention_id is not None:
        conditions.append(Intervention.id == intervention_id)
    if type is not None:
        conditions.append(Intervention.type == type)
    rows = _reached(
        Intervention.type,
        conditions=conditions,
        business_ids=business_ids,
        order=("exposed_on", "intervention_id"),
    )
    return [
        Exposure(
            business_id=row.business_id, intervention_id=row.intervention_id, type=row.type,
            exposed_on=row.exposed_on, proof=row.how, offered=rules.is_offered(row.type, row.offered),
        )
        for row in rows
    ]  # fmt: skip


def exposures_of_business(business_id: int) -> list[BusinessExposure]:
    """What reached one business, oldest first: also what has reached everyone by now."""
    values = {"business_id": business_id, "today": clock.today()}
    rows = db.session.connection().execute(_OF_ONE_BUSINESS, values)
    return [
        BusinessExposure(
            row.intervention_id, row.code, row.type, row.title, row.exposed_on, row.how,
            rules.is_offered(row.type, row.offered), row.people, row.how == _EVERYONE, row.ends_on,
        )
        for row in rows
    ]  # fmt: skip


def attended_summary(intervention_id: int) -> Summary:
    """How many businesses and people one intervention reached."""
    rows = _reached(Intervention.type, conditions=[Intervention.id == intervention_id], order=("exposed_on",))
    counted = [row.people for row in rows if row.people is not None]
    return Summary(
        businesses=len({row.business_id for row in rows}),
        people=sum(counted) if counted else None,
    )


def reached_businesses(intervention_id: int) -> list[ReachedBusiness]:
    """The businesses one intervention reached, in Vietnamese order, with day and proof."""
    rows = _reached(
        Intervention.type, Business.name, Business.tax_code, Business.own_code, Zone.name.label("zone"),
        Business.name_sort,
        conditions=[Intervention.id == intervention_id], order=("name_sort", "exposed_on"),
    )  # fmt: skip
    return [
        ReachedBusiness(
            row.business_id, row.name, row.tax_code, row.own_code, row.zone, row.exposed_on, row.how,
            rules.is_offered(row.type, row.offered), row.people, row.recorded_at,
        )
        for row in rows
    ]  # fmt: skip


def _reached(
    *columns: Any,
    conditions: list[ColumnElement[bool]],
    order: tuple[str, ...],
    business_ids: Collection[int] | None = None,
) -> list[Any]:
    """Rows of both tables with `columns` of the intervention, business or zone behind each."""
    return list(
        db.session.execute(
            _statement(*columns, conditions=conditions, order=order, business_ids=business_ids)
        )
    )


def _statement(
    *columns: Any,
    conditions: list[ColumnElement[bool]],
    order: tuple[str, ...],
    business_ids: Collection[int] | None = None,
    further: Sequence[Select[*tuple[Any, ...]]] = (),
) -> Select[*tuple[Any, ...]]:
    """Rows of both tables, and further ones with the same columns."""
    attended = select(
        Attendance.intervention_id, Attendance.business_id, Attendance.attended_on.label("exposed_on"),
        literal("attended").label("how"), literal(True).label("offered"), Attendance.people,
        Attendance.recorded_at, *columns,
    )  # fmt: skip
    otherwise = select(
        ExposureRecord.intervention_id, ExposureRecord.business_id, ExposureRecord.exposed_on,
        ExposureRecord.how, ExposureRecord.offered, null().label("people"), ExposureRecord.recorded_at,
        *columns,
    )  # fmt: skip
    halves = [
        _joined(attended, Attendance, conditions, business_ids),
        _joined(otherwise, ExposureRecord, conditions, business_ids),
    ]
    both = union_all(*halves, *further).subquery()
    names = (*order, "business_id", "exposed_on")
    return select(both).order_by(*(both.c[name] for name in dict.fromkeys(names)))


def _joined(
    statement: Select[*tuple[Any, ...]],
    table: type[Attendance] | type[ExposureRecord],
    conditions: list[ColumnElement[bool]],
    business_ids: Collection[int] | None,
) -> Select[*tuple[Any, ...]]:
    statement = (
        statement.select_from(table)
        .join(Intervention, Intervention.id == table.intervention_id)
        .join(Business, Business.id == table.business_id)
        .outerjoin(Zone, Zone.id == Business.zone_id)
        .where(*conditions)
    )
    return statement if business_ids is None else statement.where(table.business_id.in_(list(business_ids)))


def _of_one_business() -> Select[*tuple[Any, ...]]:
    columns = (Intervention.type, Intervention.code, Intervention.title)
    day, business_id = bindparam("today", type_=Date), bindparam("business_id", type_=Integer)
    everyone = select(
        Intervention.id, business_id, Intervention.held_on, literal(_EVERYONE), literal(True), null(),
        Intervention.created_at, *columns, Intervention.ends_on,
    ).where(
        Intervention.covers_all.is_(True), Intervention.held_on <= day, Intervention.cancelled_on.is_(None)
    )  # fmt: skip
    return _statement(
        *columns, cast(null(), Date).label("ends_on"),
        conditions=[Business.id == business_id, Intervention.covers_all.is_(False)],
        order=("exposed_on", "intervention_id"), further=[everyone],
    )  # fmt: skip


_EVERYONE = "everyone"
# Built once: every business's page asks, and building the statement costs more than running it.
_OF_ONE_BUSINESS = _of_one_business()
