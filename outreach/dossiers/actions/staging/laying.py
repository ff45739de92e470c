"""Staged rows laid down behind the curtain a little at a time, and the curtain raised on all (SQLite)."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, func, insert, literal, select
from sqlalchemy.orm import aliased

from outreach.dossiers.actions.counts import monthly
from outreach.dossiers.actions.staging import meant, writing
from outreach.dossiers.actions.staging.changing import Changes, work_out
from outreach.dossiers.actions.staging.hanging import AT_ONCE, Behind, Moved, last_dossier, standing
from outreach.dossiers.actions.staging.rows import CREATE, KEEP, UPDATE, Shape
from outreach.dossiers.actions.staging.stage import STAGE
from outreach.dossiers.actions.staging.writing import CURTAINS, DOSSIERS, ROWS, Counts
from outreach.dossiers.models import Dossier
from outreach.dossiers.models.curtain import whole
from outreach.revisions import REGISTER, touch

WHOLE = whole(DOSSIERS)
Codes = tuple[str, str]  # of the rows of a part, in their order: after, up to


def parts(connection: Connection, import_id: int) -> list[Codes]:
    """All codes of an import on the stage, cut into parts of a few rows: (after, up to)."""
    # By the driver itself: the codes come in their order, and of each part only the last is looked at.
    cursor: Any = connection.connection.cursor()
    cursor.execute("SELECT code FROM staged_dossiers WHERE import_id = ? ORDER BY code", (import_id,))
    ends = [code for (code,) in islice(cursor, AT_ONCE - 1, None, AT_ONCE)]
    cursor.close()
    last = connection.scalar(select(func.max(STAGE.c.code)).where(STAGE.c.import_id == import_id))
    if last is not None and last not in ends[-1:]:
        ends.append(last)
    return list(zip(["", *ends], ends, strict=False))  # each begins after the one before


class Laying(Behind):
    """One import's rows, all of one shape, on their way from the stage to behind the curtain."""

    def __init__(
        self, connection: Connection, import_id: int, *, shape: Shape, source: str, revision: int
    ) -> None:
        """`revision` is that of the register when the rows were compared with it."""
        super().__init__(import_id, revision=revision)
        self.shape = shape
        self.source = source
        self._told = meant.Told(import_id, source, any=False)
        self._made = writing.insertion(connection, import_id, shape, source, literal(import_id), part=True)
        self._found = writing.count(connection, import_id)
        there = ((KEEP, self._found.unchanged), (UPDATE, self._found.updated))
        self._there = [writing.noting(import_id, does, part=True) for does, some in there if some]
        self._changes: Changes | None = None
        new = select(literal(import_id), WHOLE.c.id, literal(CREATE)).where(WHOLE.c.id > bindparam("before"))
        self._noted = insert(ROWS).from_select(["import_id", "dossier_id", "did"], new)

    def lay(self, connection: Connection, some: Iterable[Sequence[Codes]]) -> None:
        """New dossiers of some parts, and what the import does to which others; those of a list in one go.

        Raises Moved.
        """
        self.make_sure(connection)
        last = last_dossier(connection)
        for parts in some:
            codes = {"after": parts[0][0], "upto": parts[-1][1]}
            connection.execute(self._made, codes)
            for noted in self._there:
                connection.execute(noted, codes)
        connection.execute(self._noted, {"before": last})

    def add_up(self, connection: Connection) -> list[tuple[int, int]]:
        """What others become, and what all of it adds to the monthly counts, before anybody has to wait.

        It stays with the connection; gives the parts (after, up to) in which `lay_sums` lays the sums down.
        The register is only read.
        """
        added = [self._monthly(connection)]
        if self._found.updated:
            become = writing.becoming(connection, self.import_id, self.shape)
            self._changes = work_out(connection, become.add_columns(literal(self.import_id)))
            added += self._changes.added()
        self._told = meant.arrange(connection, self.import_id, self.source, [self.shape])
        return self.put_aside(connection, added)

    def raise_curtain(self, connection: Connection) -> Counts:
        """All of it is valid, and what changes of older dossiers is changed. Raises Moved."""
        self.make_sure(connection)
        found = self._found
        connection.execute(delete(CURTAINS))
        if self._changes is not None:
            self._changes.carry_out(connection)
        self._told.write(connection)
        if found.created or found.updated:
            touch(REGISTER, connection)
        return found

    def _monthly(self, connection: Connection) -> Select[Any]:
        curtain = standing(connection)
        if curtain is None:
            raise Moved
        laid = aliased(Dossier, WHOLE.alias(), adapt_on_names=True)
        # `unlikely`: else SQLite reads the register's whole index by business.
        return monthly(laid, func.unlikely(laid.id >= curtain.first_id))
