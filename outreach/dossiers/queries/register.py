"""Reads of the register: its days, the rows behind a figure, one dossier."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from outreach import clock
from outreach.businesses.models import Business, Zone
from outreach.businesses.queries import matching
from outreach.database import db
from outreach.dossiers import measures
from outreach.dossiers.models import Agency, Dossier, ImportRow, ImportRun, Procedure
from outreach.dossiers.oddities import is_odd
from outreach.dossiers.rules import LONGEST_YEARS, STATUSES, source_name
from outreach.dossiers.scope import Scope
from outreach.revisions import REGISTER, remembered
from outreach.text import nfc, sort_key

UNKNOWN = "unknown"
ORDERS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "newest": (Dossier.received_on.desc(), Dossier.id.desc()),
    "oldest": (Dossier.received_on.asc(), Dossier.id.asc()),
    "due": (Dossier.due_on.is_(None), Dossier.due_on.asc(), Dossier.id.asc()),
}


@dataclass(frozen=True)
class RegisterFilter:
    """What the list shows: a scope, and which of its dossiers. `state` is a figure's key or a status."""

    scope: Scope = field(default_factory=Scope)
    state: str | None = None
    channel: str | None = None  # a channel or 'unknown'
    assistance: str | None = None  # a kind of assistance or 'unknown'
    import_id: int | None = None
    import_did: str | None = None  # 'create', 'update' or 'keep'
    odd: str | None = None  # one of rules.ODDITIES
    ids: tuple[int, ...] | None = None  # these alone
    words: str = ""
    order: str = "newest"


class DossierLine(NamedTuple):
    """One row of the list."""

    id: int
    code: str
    received_on: date
    due_on: date | None
    resolved_on: date | None
    filing_channel: str | None
    status: str | None
    assistance: str | None
    field: str | None
    procedure_id: int | None
    procedure: str | None
    business_id: int | None
    business: str | None
    applicant: str | None


class Choices(NamedTuple):
    """What the list's filters offer: pairs of value and name, in Vietnamese order."""

    agencies: list[tuple[int, str]]
    zones: list[tuple[int, str]]
    fields: list[tuple[str, str]]
    sources: list[tuple[str, str]]


def register_days() -> tuple[date, date] | None:
    """First and last day of the register: the last one is when last anything happened, never in the future.

    No figure reaches back further than LONGEST_YEARS: whoever wrote a day before that mistyped it, and the
    list alone shows it. None while there is no dossier.
    """
    row = db.session.connection().execute(_DAYS, {"today": clock.today()})
    began, *days = row.one()
    known = [day for day in days if day is not None]
    if not known:
        return None
    last = max(known)
    return max(min(began, *known), date(last.year - LONGEST_YEARS, 1, 1)), last


def _last(column: InstrumentedAttribute[Any]) -> Any:
    past = column <= bindparam("today", type_=Date)
    return select(column).where(past).order_by(column.desc()).limit(1).scalar_subquery()


# Built once: every page of figures asks, and building the statement costs more than running it.
_DAYS = select(
    select(Dossier.received_on).order_by(Dossier.received_on).limit(1).scalar_subquery(),
    *(_last(column) for column in (Dossier.received_on, Dossier.finished_on, Dossier.returned_on)),
)


def search_register(wanted: RegisterFilter, *, offset: int, limit: int) -> tuple[list[DossierLine], int]:
    """One page of the list, and how many dossiers there are in all."""
    conditions = _conditions(wanted)
    statement = (
        select(
            Dossier.id, Dossier.code, Dossier.received_on, Dossier.due_on,
            measures.resolved_on().label("resolved_on"), Dossier.filing_channel, Dossier.status,
            Dossier.assistance, Dossier.field, Dossier.procedure_id, Procedure.name.label("procedure"),
            Dossier.business_id, Business.name.label("business"), Dossier.applicant,
        )
        .outerjoin(Business, Business.id == Dossier.business_id)
        .outerjoin(Procedure, Procedure.id == Dossier.procedure_id)
        .where(*conditions)
        .order_by(*ORDERS[wanted.order])
    )  # fmt: skip
    rows = db.session.execute(statement.offset(offset).limit(limit))
    return [DossierLine(**row._mapping) for row in rows], _total(wanted, conditions)


def _total(wanted: RegisterFilter, conditions: Sequence[ColumnElement[bool]]) -> int:
    def count() -> int:
        return db.session.scalar(select(func.count()).select_from(Dossier).where(*conditions)) or 0

    ordered = replace(wanted, order="newest")
    return remembered(REGISTER, ordered, count) if _by_the_register_alone(wanted) else count()


def _by_the_register_alone(wanted: RegisterFilter) -> bool:
    """Whether nothing but a change of the register changes how many these are: no name, zone, import, day."""
    others = (wanted.scope.zone_id, wanted.import_id, wanted.odd, wanted.ids)
    return not wanted.words and all(one is None for one in others)


def choices() -> Choices:
    """What the filters of the list offer."""
    agencies = db.session.execute(select(Agency.id, Agency.name).order_by(Agency.name_sort))
    zones = db.session.execute(select(Zone.id, Zone.name).order_by(Zone.name_sort))
    return Choices(
        agencies=[(row.id, row.name) for row in agencies],
        zones=[(row.id, row.name) for row in zones],
        fields=remembered(REGISTER, "fields", _fields),
        sources=[(source, source_name(source)) for source in remembered(REGISTER, "sources", _sources)],
    )


def _fields() -> list[tuple[str, str]]:
    """Fields, folded and as the register wrote them first, in Vietnamese order."""
    each = _different(Dossier.field_folded).subquery()
    same = aliased(Dossier)
    first = select(same.field).where(same.field_folded == each.c.value).order_by(same.id).limit(1)
    found = db.session.execute(select(each.c.value, first.scalar_subquery()))
    return sorted(((key, name) for key, name in found if key and name), key=lambda pair: sort_key(pair[1]))


def _sources() -> list[str]:
    return sorted(db.session.scalars(_different(Dossier.source)))


def _different(column: InstrumentedAttribute[Any]) -> Select[Any]:
    """The different values of an indexed column: each is looked up behind the one before.

    A few steps, where `distinct` would read the index of a whole register.
    """
    least = select(column).order_by(column).limit(1)
    found = select(least.where(column.is_not(None)).scalar_subquery().label("value")).cte(recursive=True)
    behind = least.where(column > found.c.value).scalar_subquery()
    found = found.union_all(select(behind).where(found.c.value.is_not(None)))
    return select(found.c.value).where(found.c.value.is_not(None))


def names_of(scope: Scope) -> dict[str, str]:
    """Names of the business and the procedure a list is narrowed to, as far as they exist."""
    found = {}
    if scope.business_id:
        found["business"] = db.session.scalar(select(Business.name).where(Business.id == scope.business_id))
    if scope.procedure_id:
        found["procedure"] = db.session.scalar(
            select(Procedure.name).where(Procedure.id == scope.procedure_id)
        )
    return {key: name for key, name in found.items() if name}


def get_dossier(dossier_id: int) -> Dossier | None:
    """The dossier with this id."""
    return db.session.get(Dossier, dossier_id)


def import_of(dossier: Dossier) -> ImportRun | None:
    """The import that wrote a dossier last."""
    return db.session.get(ImportRun, dossier.import_id) if dossier.import_id else None


def _conditions(wanted: RegisterFilter) -> Sequence[ColumnElement[bool]]:
    scope = wanted.scope
    conditions = [*scope.conditions(), _in_state(wanted)]
    if wanted.channel:
        conditions.append(_is(Dossier.filing_channel, wanted.channel))
    if wanted.assistance:
        conditions.append(_is(Dossier.assistance, wanted.assistance))
    if wanted.import_id is not None:
        conditions.append(_of_import(wanted.import_id, wanted.import_did))
    if wanted.odd:
        conditions.append(is_odd(wanted.odd, clock.today()))
    if wanted.ids is not None:
        conditions.append(Dossier.id.in_(wanted.ids))
    if wanted.words:
        conditions.append(_matches(wanted.words))
    return conditions


def _of_import(import_id: int, did: str | None) -> ColumnElement[bool]:
    """What an import wrote, or what it did that to; of one that noted no rows, what it wrote last."""
    rows = select(ImportRow.dossier_id).where(ImportRow.import_id == import_id)
    if did:
        return Dossier.id.in_(rows.where(ImportRow.did == did))
    return or_(Dossier.import_id == import_id, Dossier.id.in_(rows.where(ImportRow.did != "keep")))


def _in_state(wanted: RegisterFilter) -> ColumnElement[bool]:
    first, last = wanted.scope.first, wanted.scope.last
    if wanted.state in measures.FIGURES:
        return measures.rows_of(wanted.state, first, last)
    in_period = Dossier.received_on.between(first, last)
    if wanted.state in STATUSES:
        return and_(in_period, Dossier.status == wanted.state)
    if wanted.state == UNKNOWN:
        return and_(in_period, Dossier.status.is_(None))
    return in_period


def _is(column: InstrumentedAttribute[str | None], value: str) -> ColumnElement[bool]:
    return column.is_(None) if value == UNKNOWN else column == value


def _matches(words: str) -> ColumnElement[bool]:
    """The code holds the words, or the business does (name without marks, tax code, own code)."""
    code = Dossier.code.contains(nfc(words).upper(), autoescape=True)
    return or_(code, Dossier.business_id.in_(matching(words)))
