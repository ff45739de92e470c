"""Staged rows laid down behind the curtain a little at a time, and the curtain raised on all (SQLite).

Whoever lays rows down makes sure, each time, that the register still is what they were compared with.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    column,
    delete,
    func,
    insert,
    literal,
    select,
    table,
    text,
)
from sqlalchemy.orm import aliased

from outreach.dossiers.actions.counts import COLUMNS as COUNTED
from outreach.dossiers.actions.counts import COUNTS, monthly, together
from outreach.dossiers.actions.staging import meant, writing
from outreach.dossiers.actions.staging.changing import Changes, work_out
from outreach.dossiers.actions.staging.rows import CREATE, KEEP, UPDATE, Shape
from outreach.dossiers.actions.staging.stage import STAGE
from outreach.dossiers.actions.staging.writing import CURTAINS, DOSSIERS, ROWS, Counts
from outreach.dossiers.models import Dossier
from outreach.dossiers.models.curtain import whole
from outreach.revisions import REGISTER, number, touch

# Rows; on SQLite everybody who writes waits for them: one or two thousandths of a second.
AT_ONCE, SUMS_AT_ONCE = 25, 300

WHOLE, ALL_COUNTS = whole(DOSSIERS), whole(COUNTS)
Codes = tuple[str, str]  # of the rows of a part, in their order: after, up to

# Asked for every few hundred rows: building it anew would cost more than asking.
_STILL = text(
    "SELECT coalesce((SELECT number FROM revisions WHERE name = 'register'), 0) = :revision "
    "AND EXISTS (SELECT 1 FROM curtains WHERE import_id = :import_id)"
)
_LAST = text("SELECT coalesce(max(id), 0) FROM dossiers")
_ADDED = (
    "CREATE TEMPORARY TABLE added_counts (business_id INTEGER, month INTEGER, received INTEGER, "
    "online INTEGER, filed_for INTEGER, filed_for_online INTEGER, possible INTEGER, possible_online INTEGER)"
)
_NAMES = ", ".join(COUNTED)
_SUMS = table("added_counts", *(column(name) for name in COUNTED))
_LAY_SUMS = text(
    f"INSERT INTO monthly_counts (curtain, {_NAMES}) SELECT :curtain, {_NAMES} FROM added_counts "  # noqa: S608
    "WHERE rowid > :after AND rowid <= :upto"
)


class Moved(Exception):
    """The register is not what the rows were compared with, or the curtain is somebody else's."""


class Standing(NamedTuple):
    """The curtain that hangs: whose it is, from which dossier on, and its number."""

    import_id: int
    first_id: int
    number: int


def standing(connection: Connection) -> Standing | None:
    """The curtain that hangs now: there is one at most."""
    columns = (CURTAINS.c.import_id, CURTAINS.c.first_id, CURTAINS.c.number)
    found = connection.execute(select(*columns)).first()
    return Standing(*found) if found else None


def hang(connection: Connection, import_id: int) -> None:
    """Hang the curtain behind the last dossier there is.

    Raising one moves the register's revision: the number that is taken from it is new.
    """
    first_id, unused = connection.scalar(_LAST) + 1, number(REGISTER, connection) + 1
    connection.execute(insert(CURTAINS).values(import_id=import_id, first_id=first_id, number=unused))


def clear_some(connection: Connection, curtain: Standing) -> bool:
    """Take away some of what stands behind a curtain, in the end the curtain; whether it is gone."""
    last = connection.scalar(_LAST)
    if last >= curtain.first_id:
        some = max(curtain.first_id, last - AT_ONCE + 1)
        connection.execute(delete(DOSSIERS).where(DOSSIERS.c.id >= some))
        return False
    laid = ALL_COUNTS.c.curtain == curtain.number
    first = connection.scalar(select(ALL_COUNTS.c.business_id).where(laid).limit(1))
    if first is not None:
        some = COUNTS.c.business_id.between(first, first + AT_ONCE)
        connection.execute(delete(COUNTS).where(COUNTS.c.curtain == curtain.number, some))
        return False
    own = ROWS.c.import_id == curtain.import_id
    few = select(ROWS.c.dossier_id).where(own).order_by(ROWS.c.dossier_id).limit(AT_ONCE)
    if connection.execute(delete(ROWS).where(own, ROWS.c.dossier_id.in_(few))).rowcount:
        return False
    connection.execute(delete(CURTAINS).where(CURTAINS.c.import_id == curtain.import_id))
    return True


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


class Laying:
    """One import's rows, all of one shape, on their way from the stage to behind the curtain."""

    def __init__(
        self, connection: Connection, import_id: int, *, shape: Shape, source: str, revision: int
    ) -> None:
        """`revision` is that of the register when the rows were compared with it."""
        self.import_id = import_id
        self.shape = shape
        self.source = source
        self._told = meant.Told(import_id, source, any=False)
        self._still = {"revision": revision, "import_id": import_id}
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
        self._make_sure(connection)
        last = connection.scalar(_LAST)
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
            self._changes = work_out(connection, self.import_id, self.shape)
            added += self._changes.added()
        connection.exec_driver_sql("DROP TABLE IF EXISTS temp.added_counts")
        connection.exec_driver_sql(_ADDED)
        connection.execute(insert(_SUMS).from_select(COUNTED, together(added)))
        self._told = meant.arrange(connection, self.import_id, self.source, [self.shape])
        sums = connection.scalar(select(func.count()).select_from(_SUMS)) or 0
        return [(after, after + SUMS_AT_ONCE) for after in range(0, sums, SUMS_AT_ONCE)]

    def lay_sums(self, connection: Connection, part: tuple[int, int]) -> None:
        """Some of these sums, behind the curtain. Raises Moved."""
        self._make_sure(connection)
        curtain = standing(connection)
        assert curtain is not None
        after, upto = part
        connection.execute(_LAY_SUMS, {"curtain": curtain.number, "after": after, "upto": upto})

    def raise_curtain(self, connection: Connection) -> Counts:
        """All of it is valid, and what changes of older dossiers is changed. Raises Moved."""
        self._make_sure(connection)
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

    def _make_sure(self, connection: Connection) -> None:
        if not connection.scalar(_STILL, self._still):
            raise Moved
