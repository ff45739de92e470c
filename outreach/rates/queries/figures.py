"""Figures of a period, whole and by group, in one statement each."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any

from sqlalchemy import Label, Row, Select, and_, func, literal, select, true, union_all

from outreach.businesses.models import Business, Zone
from outreach.database import db
from outreach.dossiers import measures
from outreach.dossiers.models import Agency, Dossier, Procedure
from outreach.dossiers.scope import Scope
from outreach.rates.rules.counting import Basis, Tally
from outreach.rates.rules.figures import Breakdown, By, Figures, Glance, Group
from outreach.rates.rules.periods import Period
from outreach.text import sort_key

_COUNTED = tuple(field.name for field in fields(Figures))


def figures(scope: Scope) -> Figures:
    """The figures of the scope's period.

    The scope's basis and `without_filed_for` narrow only `tally`: the other figures count every dossier.
    """
    row = db.session.execute(_narrowed(select(*_columns(scope)), scope)).one()
    return _figures(row)


def glance(period: Period) -> Glance:
    """What a home page shows of a period; two statements that read a tenth of what all figures need."""
    before, d = period.previous(), Dossier
    online, now = measures.is_online(), d.received_on >= period.first
    received = select(
        func.count().filter(and_(now, online)), func.count().filter(now),
        func.count().filter(and_(~now, online)), func.count().filter(~now),
    ).where(measures.is_received_in(before.first, period.last))  # fmt: skip
    counts = db.session.execute(received).one()
    late = func.count().filter(and_(d.due_on.is_not(None), d.due_on <= period.last))
    still_open = db.session.execute(select(func.count(), late).where(measures.is_open_on(period.last))).one()
    return Glance(Tally(*counts[:2]), Tally(*counts[2:]), *still_open)


def breakdown(scope: Scope, by: By) -> Breakdown:
    """The figures of the scope's period and of its groups in Vietnamese order, months in time's."""
    rows = list(db.session.execute(_STATEMENTS[by](scope)))
    groups = sorted((_group(by, row) for row in rows), key=lambda group: (group.id is None, group.sort))
    if by is By.MONTH:  # what is open cannot be added up over months: the whole period is its own row
        whole, groups = groups[-1].figures, groups[:-1]
    else:
        whole = sum((group.figures for group in groups), Figures())
    unplaced = Figures()
    if by is By.BUSINESS and groups and groups[-1].id is None:
        unplaced, groups = groups[-1].figures, groups[:-1]
    return Breakdown(whole, tuple(group for group in groups if not group.figures.nothing), unplaced)


def _columns(scope: Scope) -> list[Label[Any]]:
    """One column for each field of Figures, over the dossiers of the scope's period."""
    d = Dossier
    received = measures.is_received_in(scope.first, scope.last)
    counted = and_(
        received,
        measures.may_be_online() if scope.basis == Basis.POSSIBLE else true(),
        ~measures.is_filed_for() if scope.without_filed_for else true(),
    )
    further = {
        "channel_unknown": and_(received, d.filing_channel.is_(None)),
        "payment_known": and_(received, d.paid_vnd.is_not(None)),
        "digitised_known": and_(received, d.digitised.is_not(None)),
        "return_channel_known": and_(received, d.return_channel.is_not(None)),
        "filed_for": and_(received, measures.is_filed_for()),
        "assistance_unknown": and_(received, d.assistance.is_(None)),
        "offline_only": and_(received, d.online_possible.is_(False)),
        "possible_unknown": and_(received, d.online_possible.is_(None)),
        "basis_received": counted,
        "basis_online": and_(counted, measures.is_online()),
    }
    counts = (func.count().filter(condition).label(name) for name, condition in further.items())
    return [*measures.counts(scope.first, scope.last), *counts]


def _narrowed(statement: Select[*tuple[Any, ...]], scope: Scope) -> Select[*tuple[Any, ...]]:
    """Over the scope's dossiers, whatever its basis: that narrows only what `_columns` says it does."""
    everything = Scope(
        scope.first, scope.last, scope.agency_id, scope.zone_id, scope.field, scope.procedure_id,
        scope.business_id, scope.source,
    )  # fmt: skip
    return statement.where(measures.is_relevant(scope.first, scope.last), *everything.conditions())


def _by_agency(scope: Scope) -> Select[*tuple[Any, ...]]:
    names = (Agency.id.label("id"), Agency.name.label("key"), Agency.name, Agency.name_sort.label("sort"))
    statement = select(*names, *_columns(scope)).select_from(Dossier).outerjoin(Agency)
    return _narrowed(statement, scope).group_by(Agency.id)


def _by_field(scope: Scope) -> Select[*tuple[Any, ...]]:
    key, name = measures.field_key(), func.max(Dossier.field)
    names = (key.label("id"), name.label("key"), name.label("name"), literal(None).label("sort"))
    return _narrowed(select(*names, *_columns(scope)), scope).group_by(key)


def _by_procedure(scope: Scope) -> Select[*tuple[Any, ...]]:
    key = func.coalesce(Procedure.code, Procedure.name)
    names = (Procedure.id.label("id"), key.label("key"), Procedure.name, Procedure.name_sort.label("sort"))
    statement = select(*names, *_columns(scope)).select_from(Dossier).outerjoin(Procedure)
    return _narrowed(statement, scope).group_by(Procedure.id)


def _by_zone(scope: Scope) -> Select[*tuple[Any, ...]]:
    key = func.coalesce(Zone.code, Zone.name)
    names = (Zone.id.label("id"), key.label("key"), Zone.name, Zone.name_sort.label("sort"))
    statement = select(*names, *_columns(scope)).select_from(Dossier).outerjoin(Business).outerjoin(Zone)
    return _narrowed(statement, scope).group_by(Zone.id)


def _by_business(scope: Scope) -> Select[*tuple[Any, ...]]:
    key = func.coalesce(Business.tax_code, Business.own_code, Business.name)
    names = (Business.id.label("id"), key.label("key"), Business.name, Business.name_sort.label("sort"))
    statement = select(*names, *_columns(scope)).select_from(Dossier).outerjoin(Business)
    return _narrowed(statement, scope).group_by(Business.id)


def _by_month(scope: Scope) -> Any:
    """One select for each calendar month, cut by the period, and one for the whole."""

    def select_one(key: str | None, part: Scope) -> Select[*tuple[Any, ...]]:
        names = (literal(key).label(name) for name in ("id", "key", "name", "sort"))
        return _narrowed(select(*names, *_columns(part)), part)

    months: Iterator[Period] = Period(scope.first, scope.last).months()
    parts = [select_one(f"{m.first:%Y-%m}", scope.within(m.first, m.last)) for m in months]
    return union_all(*parts, select_one(None, scope))


_STATEMENTS: dict[By, Callable[[Scope], Any]] = {
    By.AGENCY: _by_agency,
    By.FIELD: _by_field,
    By.PROCEDURE: _by_procedure,
    By.ZONE: _by_zone,
    By.BUSINESS: _by_business,
    By.MONTH: _by_month,
}


def _figures(row: Row[*tuple[Any, ...]]) -> Figures:
    # PostgreSQL sums bigints to decimals
    return Figures(**{name: int(row._mapping[name]) for name in _COUNTED})


def _group(by: By, row: Row[*tuple[Any, ...]]) -> Group:
    order = sort_key(row.name) if by is By.FIELD and row.name else row.sort or ""
    return Group(row.id, row.key, row.name, order, _figures(row))
