"""Files on their way into the register: kept, looked at, written in one go by a process of its own.

`keeping` stores a file, `reading` understands it and carries it out, `receiving` is an upload, `running` what
the worker does.
"""

from outreach.dossiers.importing.keeping import Kept, forget, hash_of, keep, path_of
from outreach.dossiers.importing.reading import KINDS, Kind, Outcome, carry_out, look, recognised, understand
from outreach.dossiers.importing.receiving import receive
from outreach.dossiers.importing.running import run_due_imports, run_import, worker_is_running
from outreach.dossiers.importing.sweeping import sweep_uploads

__all__ = [
    "KINDS",
    "Kept",
    "Kind",
    "Outcome",
    "carry_out",
    "forget",
    "hash_of",
    "keep",
    "look",
    "path_of",
    "receive",
    "recognised",
    "run_due_imports",
    "run_import",
    "sweep_uploads",
    "understand",
    "worker_is_running",
]
