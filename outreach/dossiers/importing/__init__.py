"""Files on their way into the register: kept, looked at, written in one go by a process of its own.

`receiving` is an upload, `reading` understands small lists and carries them out, `staging` puts a register's
rows on the stage and says what they would do, `writing` takes them into the register or out again, `running`
is what the worker does, `commanding` what `flask import` does.
"""

from outreach.dossiers.importing.choosing import Chosen, Said, meanings
from outreach.dossiers.importing.commanding import Strict, import_dossiers
from outreach.dossiers.importing.costs import lacking
from outreach.dossiers.importing.new_names import note_new_names
from outreach.dossiers.importing.reading import (
    KINDS,
    Kind,
    Origin,
    Outcome,
    carry_out,
    look,
    understand,
    understood,
)
from outreach.dossiers.importing.receiving import UPLOADS, receive
from outreach.dossiers.importing.rereading import (
    CORRECTABLE,
    Inspected,
    coming,
    forget,
    inspect,
    may_preview,
    reread,
)
from outreach.dossiers.importing.running import run_due_imports, run_import, worker_is_running
from outreach.dossiers.importing.sweeping import sweep_stage, sweep_uploads
from outreach.dossiers.importing.unknown_values import CLOSED, UnknownValue, explained, unknown_values

__all__ = [
    "CLOSED",
    "CORRECTABLE",
    "KINDS",
    "UPLOADS",
    "Chosen",
    "Inspected",
    "Kind",
    "Origin",
    "Outcome",
    "Said",
    "Strict",
    "UnknownValue",
    "carry_out",
    "coming",
    "explained",
    "forget",
    "import_dossiers",
    "inspect",
    "lacking",
    "look",
    "may_preview",
    "meanings",
    "note_new_names",
    "receive",
    "reread",
    "run_due_imports",
    "run_import",
    "sweep_stage",
    "sweep_uploads",
    "understand",
    "understood",
    "unknown_values",
    "worker_is_running",
]
