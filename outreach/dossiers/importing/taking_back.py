"""An import taken out of the register again while others write, a little at a time (SQLite)."""

from functools import partial

from sqlalchemy import Connection

from outreach import clock
from outreach.database import db, only_read
from outreach.dossiers.actions.taking_back import TakingBack
from outreach.dossiers.importing import claims
from outreach.dossiers.importing.laying import Holder, clear_abandoned


class Taker(Holder):
    """Takes one import back."""

    def take_back(self) -> bool:
        """Everything that it did, and that it is undone; False when the register moved again and again.

        Raises Refused when somebody needs it.
        """
        if not self.until_done(self._take_back):
            return False
        clear_abandoned(self.run_id)
        return True

    def _take_back(self) -> bool:
        back = TakingBack(self.run_id, revision=self.revision)
        with db.engine.connect().execution_options(immediate=False, spill=True) as connection:
            sums = self._add_up(back, connection)
            connection.execution_options(immediate=True)
            self.turns.take_many([partial(back.lay_sums, part=part) for part in sums], connection)
            self.turns.take(partial(self._finish, back), connection)
        return True

    def _add_up(self, back: TakingBack, connection: Connection) -> list[tuple[int, int]]:
        try:
            only_read()
            with connection.begin():
                return back.add_up(connection)
        finally:
            db.session.rollback()

    def _finish(self, back: TakingBack, connection: Connection) -> None:
        back.let_go(connection)
        claims.note(connection, self.run_id, self.me, **undone())
        db.session.expire_all()


def undone() -> dict[str, object]:
    """The columns of an import that is taken back."""
    return {"state": "undone", "undone_at": clock.now()}
