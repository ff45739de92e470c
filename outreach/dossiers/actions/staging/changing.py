"""Dossiers that are there and change: what they become is worked out aside, while nobody waits (SQLite).

It stays with the connection that worked it out. What is left for the moment in which all of it becomes valid
is one statement that writes nothing but columns that differ.
"""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, column, func, insert, select, table, update
from sqlalchemy.orm import aliased

from outreach.dossiers.actions.counts import COLUMNS as COUNTED
from outreach.dossiers.actions.counts import monthly
from outreach.dossiers.actions.staging.statements import COLUMNS
from outreach.dossiers.actions.staging.writing import DOSSIERS
from outreach.dossiers.models import Dossier

WRITTEN = (*COLUMNS, "import_id")  # which says who wrote them last
_MADE = f"CREATE TEMPORARY TABLE changed_dossiers (id INTEGER PRIMARY KEY, {', '.join(WRITTEN)})"
_CHANGED = table("changed_dossiers", *(column(name, DOSSIERS.c[name].type) for name in ("id", *WRITTEN)))
# `+` looks each one up in the register, not each of the register's here.
_SAME = DOSSIERS.c.id == _CHANGED.c.id.op("+")(0)


class Changes(NamedTuple):
    """What dossiers that are there become; the columns that differ at all."""

    differ: list[str]

    def added(self) -> list[Select[Any]]:
        """What they add to the monthly counts: what is counted then, and less what is counted now."""
        then = monthly(aliased(Dossier, _CHANGED.alias(), adapt_on_names=True))
        return [then, less(Dossier.id.in_(select(_CHANGED.c.id)))]

    def carry_out(self, connection: Connection) -> None:
        """The dossiers become what was worked out; a few microseconds each."""
        values: dict[str, Any] = {name: _CHANGED.c[name] for name in self.differ}
        if values:
            connection.execute(update(DOSSIERS).where(_SAME).values(values))


def work_out(connection: Connection, become: Select[Any]) -> Changes:
    """`become`: of dossiers that change, id and WRITTEN as they will be. The register is only read."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS temp.changed_dossiers")
    connection.exec_driver_sql(_MADE)
    connection.execute(insert(_CHANGED).from_select(["id", *WRITTEN], become))
    differs = [func.max(_CHANGED.c[name].is_distinct_from(DOSSIERS.c[name])) for name in WRITTEN]
    found = connection.execute(select(*differs).select_from(_CHANGED.join(DOSSIERS, _SAME))).one()
    return Changes([name for name, differ in zip(WRITTEN, found, strict=True) if differ])


def less(dossiers: ColumnElement[bool]) -> Select[Any]:
    """What these take away from the monthly counts when they go, or become something else."""
    now = monthly(Dossier, dossiers).subquery()
    business, month, *counts = (now.c[number] for number in range(len(COUNTED)))
    return select(business, month, *(-one for one in counts))
