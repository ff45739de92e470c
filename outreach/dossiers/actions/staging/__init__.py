"""The stage: rows of a file wait there, compared and counted, and go into the register all at once."""

from outreach.dossiers.actions.staging.naming import find, note
from outreach.dossiers.actions.staging.rows import Prepared, Preparing, Shape, known_applicants
from outreach.dossiers.actions.staging.stage import (
    BATCH,
    TABLES_OF_IT,
    Repeated,
    any_known,
    clear_some,
    next_codes,
    repeated,
    write,
)
from outreach.dossiers.actions.staging.writing import Counts, carry_out, count, mark

__all__ = [
    "BATCH",
    "TABLES_OF_IT",
    "Counts",
    "Prepared",
    "Preparing",
    "Repeated",
    "Shape",
    "any_known",
    "carry_out",
    "clear_some",
    "count",
    "find",
    "known_applicants",
    "mark",
    "next_codes",
    "note",
    "repeated",
    "write",
]
