"""Dossiers that are there and change: what they become is worked out aside, while nobody waits (SQLite).

It stays with the connection that worked it out. What is left for the moment in which all of it becomes valid
is one statement that writes nothing but columns that differ.
"""

from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, column, func, insert, literal, select, table, update
from sqlalchemy.orm import aliased

from outreach.dossiers.actions.counts import COLUMNS as COUNTED
from outreach.dossiers.actions.counts import monthly
from outreach.dossiers.actions.staging import writing
from outreach.dossiers.actions.staging.rows import Shape
from outreach.dossiers.actions.staging.statements import COLUMNS
from outreach.dossiers.actions.staging.writing import DOSSIERS
from outreach.dossiers.models import Dossier

_MADE = f"CREATE TEMPORARY TABLE changed_dossiers (id INTEGER PRIMARY KEY, {', '.join(COLUMNS)})"
_CHANGED = table("changed_dossiers", *(column(name, DOSSIERS.c[name].type) for name in ("id", *COLUMNS)))
# `+` looks each one up in the register, not each of the register's here.
_SAME = DOSSIERS.c.id == _CHANGED.c.id.op("+")(0)


class Changes(NamedTuple):
    """What an import's rows make of dossiers that are there, and which columns differ at all."""

    import_id: int
    differ: list[str]

    def added(self) -> list[Select[Any]]:
        """What they add to the monthly counts: what is counted then, and less what is counted now."""
        then = monthly(aliased(Dossier, _CHANGED.alias(), adapt_on_names=True))
        now = monthly(Dossier, Dossier.id.in_(select(_CHANGED.c.id))).subquery()
        business, month, *counts = (now.c[number] for number in range(len(COUNTED)))
        return [then, select(business, month, *(-one for one in counts))]

    def carry_out(self, connection: Connection) -> None:
        """The dossiers become what was worked out; several microseconds each."""
        values: dict[str, Any] = {name: _CHANGED.c[name] for name in self.differ}
        changed = update(DOSSIERS).where(_SAME).values(import_id=literal(self.import_id), **values)
        connection.execute(changed)


def work_out(connection: Connection, import_id: int, shape: Shape) -> Changes:
    """What the rows marked as changes make of their dossiers; the register is only read."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS temp.changed_dossiers")
    connection.exec_driver_sql(_MADE)
    become = writing.becoming(connection, import_id, shape)
    connection.execute(insert(_CHANGED).from_select(["id", *COLUMNS], become))
    differs = [func.max(_CHANGED.c[name].is_distinct_from(DOSSIERS.c[name])) for name in COLUMNS]
    found = connection.execute(select(*differs).select_from(_CHANGED.join(DOSSIERS, _SAME))).one()
    return Changes(import_id, [name for name, differ in zip(COLUMNS, found, strict=True) if differ])
