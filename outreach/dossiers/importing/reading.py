"""What a file says, and what taking it in does: the same for the page, the worker and the command."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from outreach.businesses.actions import take_in_businesses
from outreach.businesses.rules import TakenIn
from outreach.database import db
from outreach.dossiers.actions import take_in_dossiers, take_in_procedures
from outreach.i18n import LazyText, lazy_pgettext
from outreach.sheets import layouts
from outreach.sheets.columns import Layout
from outreach.sheets.parsing import Parsed, read_and_parse

REFUSALS_KEPT = 2_000

TakeIn = Callable[[Sequence[dict[str, Any]], str, int | None], TakenIn]


class Kind(NamedTuple):
    """One kind of file: what it holds, and who takes its rows (rows, source, id of the import)."""

    label: LazyText
    layout: Layout
    take_in: TakeIn


KINDS: dict[str, Kind] = {
    "dossiers": Kind(
        lazy_pgettext("many", "Hồ sơ"),
        layouts.DOSSIERS,
        lambda rows, source, import_id: take_in_dossiers(rows, source=source, import_id=import_id),
    ),
    "businesses": Kind(
        lazy_pgettext("many", "Doanh nghiệp"),
        layouts.BUSINESSES,
        lambda rows, source, import_id: take_in_businesses(rows),
    ),
    "procedures": Kind(
        lazy_pgettext("many", "Thủ tục"),
        layouts.PROCEDURES,
        lambda rows, source, import_id: take_in_procedures(rows),
    ),
}


@dataclass(frozen=True)
class Outcome:
    """What became of a file's rows; `rejected` holds row, column, value, reason of each refused one."""

    read: int
    created: int
    updated: int
    unchanged: int
    rejected: list[dict[str, Any]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """As `flask import --json` prints it."""
        return {
            "read": self.read, "created": self.created, "updated": self.updated,
            "unchanged": self.unchanged, "rejected": self.rejected,
        }  # fmt: skip

    def columns(self) -> dict[str, Any]:
        """The same as columns of an import; of very many refused rows only the first are kept."""
        counts = {**self.to_json(), "refused": self.rejected[:REFUSALS_KEPT]}
        return {**counts, "rejected": len(self.rejected)}


def understand(path: Path, kind: Kind, *, filename: str) -> Parsed:
    """Open and parse a file. Raises FileFault when it cannot be used as a whole."""
    return read_and_parse(path, kind.layout, filename=filename)


def carry_out(parsed: Parsed, kind: Kind, *, source: str = "main", import_id: int | None = None) -> Outcome:
    """Take in the good rows in the open transaction, and say what became of each row."""
    rows = [{"row": row.number, **row.values} for row in parsed.rows]
    taken = kind.take_in(rows, source, import_id)
    rejected = [refusal.to_json() for refusal in parsed.refusals]
    headings = parsed.recognition.headings
    for number, column, value, reason in taken.refused:
        heading = headings.get(column, column)
        rejected.append({"row": number, "column": heading, "value": value, "reason": reason})
    rejected.sort(key=lambda refused: refused["row"])
    return Outcome(parsed.read, taken.created, taken.updated, taken.unchanged, rejected)


def look(parsed: Parsed, kind: Kind, *, source: str = "main") -> Outcome:
    """What `carry_out` would do: it is done, counted and undone, so that the two can never differ."""
    trial = db.session.begin_nested()
    try:
        return carry_out(parsed, kind, source=source)
    finally:
        trial.rollback()
        db.session.expire_all()


def recognised(parsed: Parsed) -> dict[str, Any]:
    """What was made of the headings, as it is kept with an import."""
    found = parsed.recognition
    return {
        "heading_row": found.heading_row,
        "columns": [
            {"meaning": meaning, "heading": heading, "sample": found.samples.get(meaning, "")}
            for meaning, heading in found.headings.items()
        ],
        "extras": list(found.extras),
    }
