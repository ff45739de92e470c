"""A register's file put on the stage in short transactions, so that nobody who writes waits for it.

Nothing of the register is written here. The stage of a process that died is cleared by whoever takes over.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from outreach.database import batches, count_anew, db, only_read, reading, record
from outreach.dossiers.actions import staging
from outreach.dossiers.actions.staging import Preparing, Shape
from outreach.dossiers.importing import claims
from outreach.dossiers.importing.choosing import Opened, recognised
from outreach.dossiers.importing.reading import KINDS, REFUSALS_KEPT
from outreach.dossiers.importing.refusals import Refusals, noted
from outreach.dossiers.importing.turns import Turns
from outreach.i18n import lazy_gettext as _l
from outreach.one_writer import give_way, somebody_waits
from outreach.revisions import REGISTER, number
from outreach.sheets.columns import Recognition
from outreach.sheets.parsing import Columns, Refusal, Row, parse_some

HELD = 4 * staging.BATCH  # rows that are read before they are written, in one transaction if nobody waits
CLEARED_IN_ONE = 12  # transaction, if nobody waits: its pages are written when it ends
LAYOUT = KINDS["dossiers"].layout


class Staging:
    """One import's file on its way to the stage. Everything raises Lost when the run is somebody else's."""

    def __init__(self, run_id: int, me: str, *, source: str) -> None:
        self.run_id = run_id
        self.me = me
        self.source = source
        self.read = 0
        self.refusals = Refusals()
        self._shape = Shape(0, frozenset())
        self._turns = Turns(run_id, me, progress=lambda: {"done_rows": self.read})

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
        for some in parse_some(table, LAYOUT, recognition):
            self._prepare(preparing, some, recognition)
            if len(preparing) >= HELD:
                self._write(preparing)
        self._write(preparing)
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

    def _prepare(
        self, preparing: Preparing, some: Columns | list[Row | Refusal], recognition: Recognition
    ) -> None:
        if isinstance(some, Columns):
            self.read += len(some.numbers)
            known = self._known_applicants(some.values.get("dossier_code", ()))
            if preparing.add_columns(some.numbers, some.values, known):
                return
            rows: list[Row | Refusal] = list(some.rows())
        else:
            self.read += len(some)
            rows = some
        good = [(row.number, row.values) for row in rows if isinstance(row, Row)]
        known = self._known_applicants(values.get("dossier_code") for _number, values in good)
        named = recognition.headings
        refused = [(r.row, r.column, r.value, r.reason) for r in rows if isinstance(r, Refusal)]
        refused += [
            (row, named.get(name, name), value, why)
            for row, name, value, why in preparing.add(good, self._shape, known)
        ]
        for one in sorted(refused):
            self.refusals.add(*one)

    def _write(self, preparing: Preparing) -> None:
        self._turns.take_many(partial(staging.write, prepared=some) for some in preparing.take(self._shape))

    def _known_applicants(self, codes: Iterable[str | None]) -> dict[str, str] | None:
        if not self._shape.named_by_code_alone:
            return None
        with reading() as connection:
            return staging.known_applicants(connection, self.source, self._shape, codes)

    def _find_names(self) -> None:
        """Whom the names mean. The session only reads, and lets go before anything is noted."""
        try:
            only_read()
            for part in staging.find(self.run_id, create=False):
                db.session.rollback()
                for some in batches(part.found, staging.BATCH):
                    self._turns.take(partial(staging.note, import_id=self.run_id, found=some))
                only_read()
        finally:
            db.session.rollback()

    def _mark(self, codes: tuple[str, str]) -> None:
        with reading() as connection:
            known = staging.any_known(connection, self.source, self.run_id, codes)
        if known:  # else nobody need wait
            self._turns.take(
                partial(
                    staging.mark, import_id=self.run_id, source=self.source, shapes=[self._shape], codes=codes
                )
            )

    def _next(self, after: str) -> tuple[str, str] | None:
        with reading() as connection:
            return staging.next_codes(connection, self.run_id, after)


def shape_of(kept: dict[str, Any]) -> Shape:
    """Which meanings the rows of a file have, as its import remembers."""
    return Shape(0, frozenset(column["meaning"] for column in kept["columns"]))


def clear(run_id: int) -> None:
    """Take everything of an import from the stage, in short transactions."""
    left = True
    while left:
        with record() as connection:
            for _ in range(CLEARED_IN_ONE):
                left = staging.clear_some(connection, run_id) > 0
                if not left or somebody_waits(db.engine):
                    break
        give_way(db.engine)


def _repeated(one: staging.Repeated, heading: str) -> dict[str, Any]:
    reason = _l("Mã này có lại ở dòng %(row)d; dòng đó được dùng.", row=one.counts)
    return noted(one.row, heading, one.code, reason)
