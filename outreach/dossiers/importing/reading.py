"""What a file says, and what taking it in does: the same for the page, the worker and the command."""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from outreach.businesses.actions import take_in_businesses
from outreach.businesses.rules import Changed, TakenIn
from outreach.database import db, only_read
from outreach.dossiers.actions import take_in_procedures
from outreach.dossiers.importing.choosing import Chosen, Opened, open_file, recognised
from outreach.dossiers.importing.refusals import noted
from outreach.i18n import LazyText, lazy_pgettext
from outreach.i18n import lazy_gettext as _l
from outreach.later import Later
from outreach.sheets import layouts
from outreach.sheets.columns import Layout
from outreach.sheets.parsing import Parsed, parse_whole
from outreach.sheets.summaries import SUMMARIES

REFUSALS_KEPT = 2_000

Rows = Sequence[dict[str, Any]]


class Kind(NamedTuple):
    """One kind of file: what it holds, who takes its rows, and who only says what would become of them.

    Dossiers have neither: they go over the stage (`staging`). The rows of a form are `told` what stands above
    them and whence they come; `about` finds what was understood of it, `about_in_words` says that.
    """

    label: LazyText
    layout: Layout
    take_in: Callable[[Rows], TakenIn] | None = None
    try_out: Callable[[Rows], TakenIn] | None = None
    told: bool = False
    about: Callable[[Rows], dict[str, Any]] | None = None
    about_in_words: Callable[[dict[str, Any]], Any] | None = None


class Origin(NamedTuple):
    """Whence a file's rows come: system, import, and the period that its owner said the file is about."""

    source: str = "main"
    import_id: int | None = None
    period: str = ""


TAKE_IN_SUMMARIES = Later("outreach.rates.actions.summaries:take_in_summaries")

KINDS: dict[str, Kind] = {
    "dossiers": Kind(lazy_pgettext("many", "Hồ sơ"), layouts.DOSSIERS),
    "businesses": Kind(
        lazy_pgettext("many", "Doanh nghiệp"), layouts.BUSINESSES,
        take_in_businesses, partial(take_in_businesses, trial=True),
    ),
    "procedures": Kind(
        lazy_pgettext("many", "Thủ tục"), layouts.PROCEDURES,
        take_in_procedures, partial(take_in_procedures, trial=True),
    ),
    "summary": Kind(
        _l("Biểu tổng hợp"), SUMMARIES, TAKE_IN_SUMMARIES, partial(TAKE_IN_SUMMARIES, trial=True), told=True,
        about=Later("outreach.rates.actions.summaries:about"),
        about_in_words=Later("outreach.rates.wording.summaries:about"),
    ),
}  # fmt: skip


class Understood(NamedTuple):
    """A file that was opened and parsed."""

    opened: Opened
    parsed: Parsed


class Outcome(NamedTuple):
    """What became of a file's rows; `rejected` holds each refused one as it is kept (`refusals.noted`).

    `changed` is what a trial would change.
    """

    read: int
    created: int
    updated: int
    unchanged: int
    rejected: Collection[dict[str, Any]] = ()
    changed: Sequence[Changed] = ()

    def columns(self) -> dict[str, Any]:
        """The same as columns of an import; of very many refused rows only the first are kept."""
        return {
            "read": self.read, "created": self.created, "updated": self.updated, "unchanged": self.unchanged,
            "refused": list(islice(self.rejected, REFUSALS_KEPT)), "rejected": len(self.rejected),
        }  # fmt: skip


def understand(
    path: Path, kind: Kind, *, filename: str, source: str = "main", chosen: Chosen | None = None
) -> Understood:
    """Open and parse a file. Raises FileFault when it cannot be used as a whole."""
    opened = open_file(path, kind.layout, filename=filename, source=source, chosen=chosen)
    return Understood(opened, parsed_of(opened, kind))


def parsed_of(opened: Opened, kind: Kind) -> Parsed:
    """The rows of an open file, held whole. Raises FileFault."""
    return parse_whole(opened.table, kind.layout, opened.found)


def carry_out(parsed: Parsed, kind: Kind, origin: Origin = Origin()) -> Outcome:
    """Take in the good rows in the open transaction, and say what became of each row."""
    assert kind.take_in is not None
    return _outcome(parsed, kind.take_in(_rows(parsed, kind, origin)))


def look(parsed: Parsed, kind: Kind, origin: Origin = Origin()) -> Outcome:
    """What `carry_out` would do. The session only reads, so that nobody who writes waits, and forgets it."""
    assert kind.try_out is not None
    only_read()
    try:
        return _outcome(parsed, kind.try_out(_rows(parsed, kind, origin)))
    finally:
        db.session.rollback()


def _rows(parsed: Parsed, kind: Kind, origin: Origin) -> Rows:
    if not kind.told:
        return [{"row": row.number, **row.values} for row in parsed.rows]
    told = {"above": parsed.above, **origin._asdict()}
    return [{"row": row.number, "total": row.total, **row.values, **told} for row in parsed.rows]


def _outcome(parsed: Parsed, taken: TakenIn) -> Outcome:
    rejected = [noted(*refusal) for refusal in parsed.refusals]
    headings = parsed.recognition.headings
    for number, column, value, reason in taken.refused:
        heading = headings.get(column, column)
        rejected.append(noted(number, heading, value, reason))
    rejected.sort(key=lambda refused: refused["row"])
    return Outcome(parsed.read, taken.created, taken.updated, taken.unchanged, rejected, taken.changed)


def understood(file: Understood, kind: Kind, origin: Origin) -> dict[str, Any]:
    """What was made of a file, as columns of its import; and the period that somebody named."""
    told = {"about": kind.about(_rows(file.parsed, kind, origin))} if kind.about else {}
    period = {"period": origin.period} if origin.period else {}
    return {
        "recognised": {**recognised(file.opened), **told, **period},
        "chosen": file.opened.chosen._asdict(),
    }
