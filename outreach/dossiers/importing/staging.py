"""A register's file put on the stage in short transactions, so that nobody who writes waits for it.

Nothing of the register is written here. The stage of a process that died is cleared by whoever takes over.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from outreach import clock
from outreach.database import batches, count_anew, db, only_read, reading, record
from outreach.dossiers.actions import staging
from outreach.dossiers.actions.staging import Prepared, Preparing, Shape
from outreach.dossiers.importing import claims
from outreach.dossiers.importing.choosing import Opened, recognised
from outreach.dossiers.importing.reading import KINDS, REFUSALS_KEPT
from outreach.dossiers.importing.refusals import Refusals, noted
from outreach.i18n import lazy_gettext as _l
from outreach.revisions import REGISTER, number
from outreach.sheets.columns import Recognition
from outreach.sheets.parsing import Refusal, Row, parse_rows

PAUSE_SECONDS = 0.002
TOLD_EVERY_SECONDS = 0.5

LAYOUT = KINDS["dossiers"].layout

Numbered = tuple[int, dict[str, Any]]


class Staging:
    """One import's file on its way to the stage. Everything raises Lost when the run is somebody else's."""

    def __init__(self, run_id: int, me: str, *, source: str) -> None:
        self.run_id = run_id
        self.me = me
        self.source = source
        self.read = 0
        self.refusals = Refusals()
        self._shape = Shape(0, frozenset())
        self._told_at = time.monotonic()

    def fill(self, opened: Opened) -> None:
        """Every good row of the table, a thousand at a time. Raises FileFault where the file is damaged."""
        table, recognition, chosen = opened
        clear(self.run_id)
        nothing = dict.fromkeys(("marked_at", "read", "created", "updated", "unchanged", "rejected"))
        with record() as connection:
            columns = recognised(opened)
            told = {"recognised": columns, "chosen": chosen._asdict(), "done_rows": 0, **nothing}
            claims.note(connection, self.run_id, self.me, **told)
        self._shape = shape_of(columns)
        preparing = Preparing(self.run_id)
        rows = parse_rows(table, LAYOUT, recognition)
        while some := list(islice(rows, staging.BATCH)):
            self.read += len(some)
            good = [(row.number, row.values) for row in some if isinstance(row, Row)]
            prepared = self._prepared(preparing, good)
            if prepared.refused or len(good) < len(some):
                self._refuse(some, prepared, recognition)
            with self._turn() as connection:
                staging.write(connection, prepared)
        with reading() as connection:
            heading = recognition.headings["dossier_code"]
            replaced = staging.repeated(connection, self.run_id)
            self.refusals.add_late(_repeated(one, heading) for one in replaced)
        with record() as connection:
            count_anew(connection, *staging.TABLES_OF_IT)

    def compare(self) -> staging.Counts:
        """What the rows would do, as the register is now: counted, and noted with the import."""
        with reading() as connection:
            revision = number(REGISTER, connection)
        self._find_names()
        with reading() as connection:
            first = not staging.any_known(connection, self.source)
        codes = None if first else self._next("")
        while codes is not None:
            self._mark(codes)
            codes = self._next(codes[1])
        with reading() as connection:
            counts = staging.count(connection, self.run_id)
        told = {**counts._asdict(), **self.told(), "marked_at": revision}
        with record() as connection:
            claims.note(connection, self.run_id, self.me, **told)
        return counts

    def told(self) -> dict[str, Any]:
        """What is known of the rows that were read, as columns of the import."""
        return {
            "read": self.read, "done_rows": self.read, "rejected": len(self.refusals),
            "refused": self.refusals.first(REFUSALS_KEPT),
        }  # fmt: skip

    def _refuse(self, some: list[Row | Refusal], prepared: Prepared, recognition: Recognition) -> None:
        named = recognition.headings
        refused = [(r.row, r.column, r.value, r.reason) for r in some if isinstance(r, Refusal)]
        refused += [(row, named.get(name, name), value, why) for row, name, value, why in prepared.refused]
        for one in sorted(refused):
            self.refusals.add(*one)

    def _prepared(self, preparing: Preparing, good: list[Numbered]) -> Prepared:
        known = None
        if self._shape.named_by_code_alone:
            with reading() as connection:
                known = staging.known_applicants(connection, self.source, self._shape, good)
        return preparing.prepare(good, self._shape, known)

    def _find_names(self) -> None:
        """Whom the names mean. The session only reads, and lets go before anything is noted."""
        try:
            only_read()
            for part in staging.find(self.run_id, create=False):
                db.session.rollback()
                for some in batches(part.found, staging.BATCH):
                    with self._turn() as connection:
                        staging.note(connection, self.run_id, some)
                only_read()
        finally:
            db.session.rollback()

    def _mark(self, codes: tuple[str, str]) -> None:
        with reading() as connection:
            known = staging.any_known(connection, self.source, self.run_id, codes)
        if known:  # else nobody need wait
            with self._turn() as connection:
                staging.mark(connection, self.run_id, self.source, [self._shape], codes)

    def _next(self, after: str) -> tuple[str, str] | None:
        with reading() as connection:
            return staging.next_codes(connection, self.run_id, after)

    @contextmanager
    def _turn(self) -> Iterator[Connection]:
        """A short write transaction of a run that is still ours, and a pause in which others write."""
        with record() as connection:
            claims.check(connection, self.run_id, self.me)
            yield connection
            if time.monotonic() - self._told_at > TOLD_EVERY_SECONDS:
                self._told_at = time.monotonic()
                claims.note(connection, self.run_id, self.me, done_rows=self.read, claimed_at=clock.now())
        time.sleep(PAUSE_SECONDS)


def shape_of(kept: dict[str, Any]) -> Shape:
    """Which meanings the rows of a file have, as its import remembers."""
    return Shape(0, frozenset(column["meaning"] for column in kept["columns"]))


def clear(run_id: int) -> None:
    """Take everything of an import from the stage, in short transactions."""
    while True:
        with record() as connection:
            if not staging.clear_some(connection, run_id):
                return
        time.sleep(PAUSE_SECONDS)


def _repeated(one: staging.Repeated, heading: str) -> dict[str, Any]:
    reason = _l("Mã này có lại ở dòng %(row)d; dòng đó được dùng.", row=one.counts)
    return noted(one.row, heading, one.code, reason)
