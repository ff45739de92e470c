"""Statements of the reads for whom to reach next, for any values of their parameters.

They are built once per shape and run with parameters, because building them costs more than running.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from outreach.businesses.models import Business, Consent, Contact, Zone
from outreach.campaigns.models import Attendance, ExposureRecord, Intervention
from outreach.dossiers import measures
from outreach.dossiers.models import Dossier, Month, MonthlyCount, Procedure


def _day(name: str) -> ColumnElement[Any]:
    return bindparam(name, type_=Date)


def _month(name: str) -> ColumnElement[Any]:
    return bindparam(name, type_=Month)


def _counts_as(field: bool, procedure: bool) -> Iterator[ColumnElement[bool]]:
    """Of the counted dossiers: received, not known to be offline-only that day, of what it is narrowed to."""
    yield measures.is_received()
    yield measures.may_be_online()
    if field:
        yield Dossier.field_folded == bindparam("field")
    if procedure:
        yield Dossier.procedure_id == bindparam("procedure_id", type_=Integer)


@lru_cache
def counted(field: bool, procedure: bool) -> Select[*tuple[Any, ...]]:
    """From the monthly counts with the cut months at both ends, or from the dossiers when it is narrowed."""
    one, none = literal_column("1", Integer), literal_column("0", Integer)
    dossiers = select(
        Dossier.business_id,
        one.label("received"),
        case((measures.is_online(), one), else_=none).label("online"),
    ).where(Dossier.business_id.is_not(None), *_counts_as(field, procedure))
    within = Dossier.received_on.between
    if field or procedure:
        parts = dossiers.where(within(_day("first"), _day("last"))).subquery()
    else:
        months = select(
            MonthlyCount.business_id,
            MonthlyCount.possible.label("received"),
            MonthlyCount.possible_online.label("online"),
        ).where(MonthlyCount.month >= _month("begin"), MonthlyCount.month < _month("months_end"))
        cut = or_(Dossier.received_on <= _day("before"), Dossier.received_on >= _day("end"))
        parts = union_all(months, dossiers.where(within(_day("first"), _day("last")), cut)).subquery()
    sums = (
        select(
            parts.c.business_id,
            func.sum(parts.c.received).label("received"),
            func.sum(parts.c.online).label("online"),
        )
        .group_by(parts.c.business_id)
        .subquery()
    )
    counts = (cast(func.coalesce(sums.c[name], 0), Integer) for name in ("received", "online"))
    return (
        select(Business.id, Business.name_sort, Business.zone_id, *counts)
        .outerjoin(sums, sums.c.business_id == Business.id)
        .where(Business.active.is_(True))
    )  # fmt: skip


@lru_cache
def papers(some: bool, field: bool, procedure: bool) -> Select[*tuple[Any, ...]]:
    """Dossiers not filed online, the newest first; `some`: of the businesses with these ids."""
    statement = (
        select(
            Dossier.business_id, Dossier.id, Dossier.received_on, Dossier.procedure_id, Procedure.name,
        )
        .select_from(Dossier)
        .outerjoin(Procedure, Procedure.id == Dossier.procedure_id)
        .where(
            Dossier.received_on.between(_day("first"), _day("last")),
            ~measures.is_online(), *_counts_as(field, procedure),
        )
        .order_by(Dossier.received_on.desc(), Dossier.id.desc())
    )  # fmt: skip
    if some:
        return statement.where(Dossier.business_id.in_(bindparam("ids", expanding=True)))
    return statement.where(Dossier.business_id.is_not(None))


@lru_cache
def reached() -> Select[*tuple[Any, ...]]:
    """When each business was last trained, and last reached by anything; nothing planned counts."""
    halves = []
    for table, day in ((Attendance, Attendance.attended_on), (ExposureRecord, ExposureRecord.exposed_on)):
        trained = case((Intervention.type == bindparam("training"), day))
        halves.append(
            select(table.business_id, day.label("day"), trained.label("trained"))
            .join(Intervention, Intervention.id == table.intervention_id)
            .where(day <= _day("today"))
        )
    both = union_all(*halves).subquery()
    return select(
        both.c.business_id, func.max(both.c.trained, type_=Date).label("trained_on"),
        func.max(both.c.day, type_=Date).label("reached_on"),
    ).group_by(both.c.business_id)  # fmt: skip


@lru_cache
def people() -> Select[*tuple[Any, ...]]:
    """Those whose newest answer about calls is yes."""
    answer = aliased(Consent)
    newest = (
        select(func.max(answer.id))
        .where(answer.contact_id == Contact.id, answer.channel == "phone")
        .scalar_subquery()
    )
    return (
        select(Contact.business_id, Contact.id, Contact.name, Contact.job, Contact.phone)
        .join(Consent, and_(Consent.id == newest, Consent.given.is_(True)))
        .where(
            Contact.business_id.in_(bindparam("ids", expanding=True)),
            Contact.left_on.is_(None),
            Contact.phone.is_not(None),
        )
        .order_by(Contact.name_sort, Contact.id)
    )


@lru_cache
def zones() -> Select[*tuple[Any, ...]]:
    """Every zone's id and name, in Vietnamese order."""
    return select(Zone.id, Zone.name).order_by(Zone.name_sort, Zone.id)


@lru_cache
def named() -> Select[*tuple[Any, ...]]:
    """What a list shows of each active business of `ids`."""
    return select(
        Business.id, Business.name, Business.tax_code, Business.own_code, Business.zone_id
    ).where(Business.id.in_(bindparam("ids", expanding=True)), Business.active.is_(True))  # fmt: skip


@lru_cache
def paper_fields() -> Select[*tuple[Any, ...]]:
    """The fields with a dossier on paper between `first` and `last` that may have come online."""
    return (
        select(Dossier.field_folded.label("key"), func.min(Dossier.field).label("name"))
        .where(
            Dossier.received_on.between(_day("first"), _day("last")),
            Dossier.field_folded.is_not(None),
            ~measures.is_online(),
            *_counts_as(field=False, procedure=False),
        )
        .group_by(Dossier.field_folded)
    )
