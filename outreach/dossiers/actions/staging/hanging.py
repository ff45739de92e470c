"""The curtain: hung, cleared behind, and the sums that are laid there before it goes (SQLite).

Whoever lays something down makes sure, each time, that the register still is what it was worked out from.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, column, delete, func, insert, select, table, text

from outreach.dossiers.actions.counts import COLUMNS as COUNTED
from outreach.dossiers.actions.counts import COUNTS, together
from outreach.dossiers.actions.staging.writing import CURTAINS, DOSSIERS, ROWS
from outreach.dossiers.models import HOLDS, ImportRun
from outreach.dossiers.models.curtain import whole
from outreach.revisions import REGISTER, number

# Rows; on SQLite everybody who writes waits for them: one or two thousandths of a second.
AT_ONCE, SUMS_AT_ONCE = 25, 300

ALL_COUNTS = whole(COUNTS)

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


def last_dossier(connection: Connection) -> int:
    """The greatest id, also behind the curtain; 0: there is none."""
    return int(connection.scalar(_LAST))


def hang(connection: Connection, import_id: int, *, first_id: int | None = None) -> None:
    """Hang the curtain before the dossier with that id; None: behind the last one there is.

    Raising one moves the register's revision: the number that is taken from it is new.
    """
    if first_id is None:
        first_id = last_dossier(connection) + 1
    unused = number(REGISTER, connection) + 1
    connection.execute(insert(CURTAINS).values(import_id=import_id, first_id=first_id, number=unused))


def clear_some(connection: Connection, curtain: Standing) -> bool:
    """Take away some of what stands behind a curtain, in the end the curtain; whether it is gone."""
    last = last_dossier(connection)
    if last >= curtain.first_id:
        some = max(curtain.first_id, last - AT_ONCE + 1)
        connection.execute(delete(DOSSIERS).where(DOSSIERS.c.id >= some))
        return False
    own = ROWS.c.import_id == curtain.import_id
    few = select(ROWS.c.dossier_id).where(own).order_by(ROWS.c.dossier_id).limit(AT_ONCE)
    said = select(ImportRun.id).where(ImportRun.id == curtain.import_id, ImportRun.state.in_(HOLDS))
    kept = connection.scalar(said) is not None  # one that was to be taken back, and is not yet
    if not kept and connection.execute(delete(ROWS).where(own, ROWS.c.dossier_id.in_(few))).rowcount:
        return False
    laid = ALL_COUNTS.c.curtain == curtain.number
    first = connection.scalar(select(ALL_COUNTS.c.business_id).where(laid).limit(1))
    if first is not None:
        theirs = COUNTS.c.business_id.between(first, first + AT_ONCE)
        connection.execute(delete(COUNTS).where(COUNTS.c.curtain == curtain.number, theirs))
        return False
    connection.execute(delete(CURTAINS).where(CURTAINS.c.import_id == curtain.import_id))
    return True


class Behind:
    """What one import works out aside and lays behind its curtain, while the register stays as it was."""

    def __init__(self, import_id: int, *, revision: int) -> None:
        """`revision` is that of the register from which all of it is worked out."""
        self.import_id = import_id
        self._still = {"revision": revision, "import_id": import_id}

    def make_sure(self, connection: Connection) -> None:
        """Raises Moved when the register is another one, or the curtain somebody else's."""
        if not connection.scalar(_STILL, self._still):
            raise Moved

    def put_aside(self, connection: Connection, added: Sequence[Select[Any]]) -> list[tuple[int, int]]:
        """Keep with the connection what is to be added to the monthly counts; the register is only read.

        Gives the parts (after, up to) in which `lay_sums` lays it down.
        """
        connection.exec_driver_sql("DROP TABLE IF EXISTS temp.added_counts")
        connection.exec_driver_sql(_ADDED)
        connection.execute(insert(_SUMS).from_select(COUNTED, together(added)))
        sums = connection.scalar(select(func.count()).select_from(_SUMS)) or 0
        return [(after, after + SUMS_AT_ONCE) for after in range(0, sums, SUMS_AT_ONCE)]

    def lay_sums(self, connection: Connection, part: tuple[int, int]) -> None:
        """Some of these sums, behind the curtain. Raises Moved."""
        self.make_sure(connection)
        curtain = standing(connection)
        assert curtain is not None
        after, upto = part
        connection.execute(_LAY_SUMS, {"curtain": curtain.number, "after": after, "upto": upto})
