"""An import taken back while others write: worked out aside, valid at once, cleared away behind the curtain.

SQLite has one writer. So the curtain is hung before what the import made, instead of deleting it at once.
"""

from sqlalchemy import Connection, delete, func, select

from outreach.dossiers.actions.staging.changing import WRITTEN, Changes, less, work_out
from outreach.dossiers.actions.staging.hanging import Behind, hang
from outreach.dossiers.actions.staging.writing import CURTAINS
from outreach.dossiers.actions.undoing import (
    DOSSIERS,
    FORMER,
    MEANT,
    changed_by,
    made_by,
    refuse_when_needed,
    why_held,
)
from outreach.dossiers.models import Dossier
from outreach.refusals import Refused
from outreach.revisions import REGISTER, touch


class TakingBack(Behind):
    """One import on its way out of the register; its curtain hangs behind all dossiers, and nothing there."""

    _changes: Changes
    _first_id: int | None

    def add_up(self, connection: Connection) -> list[tuple[int, int]]:
        """What dossiers become again, and what the monthly counts lose; the register is only read.

        Gives the parts (after, up to) in which `lay_sums` lays the sums down. Raises Refused when somebody
        needs what the import did.
        """
        refuse_when_needed(self.import_id)
        former = select(DOSSIERS.c.id, *(FORMER[name] for name in WRITTEN)).where(*changed_by(self.import_id))
        self._changes = work_out(connection, former)
        self._first_id = self._first_of_the_last(connection)
        made = less(Dossier.id.in_(made_by(self.import_id)))
        return self.put_aside(connection, [*self._changes.added(), made])

    def let_go(self, connection: Connection) -> None:
        """All of it is as before; what is left of it stands behind the curtain, for somebody to clear.

        Raises Moved, or Refused.
        """
        self.make_sure(connection)
        if why := why_held(connection, self.import_id):  # which does not move the register
            raise Refused(why)
        connection.execute(delete(CURTAINS))
        self._changes.carry_out(connection)
        if self._first_id is None:
            connection.execute(delete(DOSSIERS).where(DOSSIERS.c.id.in_(made_by(self.import_id))))
        connection.execute(delete(MEANT).where(MEANT.c.import_id == self.import_id))
        touch(REGISTER, connection)
        hang(connection, self.import_id, first_id=self._first_id)

    def _first_of_the_last(self, connection: Connection) -> int | None:
        """The first dossier that the import made, when it made all that follow too; else None."""
        made = made_by(self.import_id).subquery()
        told = select(func.min(made.c.dossier_id), func.count()).select_from(made)
        first, number = connection.execute(told).one()
        if first is None:
            return None
        behind = connection.scalar(select(func.count()).where(DOSSIERS.c.id >= first))
        return int(first) if behind == number else None
