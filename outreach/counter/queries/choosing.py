"""What the clerk chooses from: businesses, those helped lately first, and a business's usual procedures."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.sql.selectable import Subquery

from outreach.businesses.models import Business, Zone
from outreach.businesses.queries import holds
from outreach.counter.models import CounterHelp
from outreach.database import db
from outreach.dossiers.models import Dossier, Procedure
from outreach.text import like

LATELY = timedelta(days=60)
RECENT, FOUND, OFFERED = 8, 20, 6
MOST_WORDS = 8


class FoundBusiness(NamedTuple):
    """A business to choose, and when it was last helped."""

    id: int
    name: str
    code: str | None
    zone: str | None
    helped_on: date | None


class OfferedProcedure(NamedTuple):
    """A procedure to choose, and how many dossiers of it the business has in the register."""

    id: int
    name: str
    code: str | None
    filed: int


def recent_businesses(today: date) -> list[FoundBusiness]:
    """Those helped lately, the last one first."""
    lately = _lately(today)
    statement = _businesses(lately).where(lately.c.last.is_not(None)).order_by(lately.c.last.desc())
    return [FoundBusiness(*row) for row in db.session.execute(statement.limit(RECENT))]


def find_businesses(term: str, today: date) -> list[FoundBusiness]:
    """Those whose name, tax code or own code holds the term: helped lately first, then by name."""
    lately = _lately(today)
    statement = (
        _businesses(lately)
        .where(holds(term), Business.active.is_(True))
        .order_by(lately.c.last.desc().nulls_last(), Business.name_sort, Business.id)
    )
    return [FoundBusiness(*row) for row in db.session.execute(statement.limit(FOUND))]


def offered_procedures(business_id: int, term: str) -> list[OfferedProcedure]:
    """What the business files most, then what is helped with most at the counter; or those a term finds."""
    filed, helped = _filed(business_id), _helped()
    own, others = func.coalesce(filed.c.number, 0), func.coalesce(helped.c.number, 0)
    statement = (
        select(Procedure.id, Procedure.name, Procedure.code, own)
        .outerjoin(filed, filed.c.procedure_id == Procedure.id)
        .outerjoin(helped, helped.c.procedure_id == Procedure.id)
        .order_by(own.desc(), others.desc(), Procedure.name_sort, Procedure.id)
    )
    if not term:
        statement = statement.where((own > 0) | (others > 0)).limit(OFFERED)
    for word in term.split()[:MOST_WORDS]:
        pattern = like(word)
        code = func.lower(Procedure.code).like(pattern, escape="\\")
        statement = statement.where(or_(Procedure.name_folded.like(pattern, escape="\\"), code))
    return [OfferedProcedure(*row) for row in db.session.execute(statement.limit(FOUND if term else OFFERED))]


def _lately(today: date) -> Subquery:
    return (
        select(
            CounterHelp.business_id, func.max(CounterHelp.id).label("last"),
            func.max(CounterHelp.helped_on).label("helped_on"),
        )
        .where(CounterHelp.helped_on >= today - LATELY)
        .group_by(CounterHelp.business_id)
        .subquery()
    )  # fmt: skip


def _businesses(lately: Subquery) -> Select[*tuple[Any, ...]]:
    code = func.coalesce(Business.tax_code, Business.own_code)
    return (
        select(Business.id, Business.name, code, Zone.name, lately.c.helped_on)
        .outerjoin(Zone, Zone.id == Business.zone_id)
        .outerjoin(lately, lately.c.business_id == Business.id)
    )


def _filed(business_id: int) -> Subquery:
    return (
        select(Dossier.procedure_id, func.count().label("number"))
        .where(Dossier.business_id == business_id, Dossier.procedure_id.is_not(None))
        .group_by(Dossier.procedure_id)
        .subquery()
    )


def _helped() -> Subquery:
    return (
        select(CounterHelp.procedure_id, func.count().label("number"))
        .where(CounterHelp.procedure_id.is_not(None))
        .group_by(CounterHelp.procedure_id)
        .subquery()
    )
