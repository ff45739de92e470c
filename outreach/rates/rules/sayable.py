"""An entry without what its verdict does not carry: for files and pages that show its numbers."""

from dataclasses import replace

from outreach.rates.rules.ledger import SPOKEN, Entry


def sayable(entry: Entry) -> Entry:
    """The entry as it is where its verdict carries an estimate, else without any."""
    if entry.verdict in SPOKEN:
        return entry
    return replace(
        entry, headline=None, by_dossier=None, by_business=None, matched=None, profile=(), joint=(), lot=None,
        smallest_change=None, stands_out=None,
    )  # fmt: skip
