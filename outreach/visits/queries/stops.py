"""Reads for the form of one stop: the procedures that may be talked about."""

from collections.abc import Collection
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, func, select

from outreach.database import db
from outreach.dossiers import measures
from outreach.dossiers.models import Dossier, Procedure


class Discussable(NamedTuple):
    """A procedure, and how many dossiers of it this business filed otherwise than online."""

    id: int
    name: str
    code: str | None
    paper: int


MOST_OFFERED = 150


def discussable(business_id: int, also: Collection[int] = ()) -> list[Discussable]:
    """Procedures to choose from: what this business files on paper first, then by name.

    `also`: those chosen already, whatever their place.
    """
    values = {"business_id": business_id, "also": list(also)}
    rows = db.session.connection().execute(_discussable(), values).all()
    return [Discussable._make(row) for row in rows]


@cache
def _discussable() -> Select[*tuple[Any, ...]]:
    ours = Dossier.business_id == bindparam("business_id", type_=Integer)
    filed = (
        select(Dossier.procedure_id, func.count().label("paper"))
        .where(ours, measures.is_received(), ~measures.is_online())
        .group_by(Dossier.procedure_id)
        .subquery()
    )
    paper = func.coalesce(filed.c.paper, 0)
    chosen = Procedure.id.in_(bindparam("also", expanding=True))
    return (
        select(Procedure.id, Procedure.name, Procedure.code, paper.label("paper"))
        .outerjoin(filed, filed.c.procedure_id == Procedure.id)
        .order_by(chosen.desc(), paper.desc(), Procedure.name_sort, Procedure.id)
        .limit(MOST_OFFERED)
    )
