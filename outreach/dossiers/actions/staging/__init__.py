"""The stage: rows of a file wait there, compared and counted, and go into the register all at once."""

from outreach.dossiers.actions.staging.hanging import Moved, Standing, hang, standing
from outreach.dossiers.actions.staging.hanging import clear_some as clear_behind
from outreach.dossiers.actions.staging.laying import Codes, Laying, parts
from outreach.dossiers.actions.staging.naming import (
    Meaning,
    Part,
    Some,
    find,
    named,
    note,
    shared_names,
    together,
)
from outreach.dossiers.actions.staging.preparing import Preparing, known_applicants
from outreach.dossiers.actions.staging.rows import BATCH, Prepared, Shape
from outreach.dossiers.actions.staging.stage import (
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
    "Codes",
    "Counts",
    "Laying",
    "Meaning",
    "Moved",
    "Part",
    "Prepared",
    "Preparing",
    "Repeated",
    "Shape",
    "Some",
    "Standing",
    "any_known",
    "carry_out",
    "clear_behind",
    "clear_some",
    "count",
    "find",
    "hang",
    "known_applicants",
    "mark",
    "named",
    "next_codes",
    "note",
    "parts",
    "repeated",
    "shared_names",
    "standing",
    "together",
    "write",
]
