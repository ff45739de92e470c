"""Files on their way into the register: kept, looked at, written in one go by a process of its own.

`receiving` is an upload, `reading` understands it and carries it out, `running` is what the worker does.
"""

from outreach.dossiers.importing.reading import KINDS, Kind, Outcome, carry_out, look, recognised, understand
from outreach.dossiers.importing.receiving import UPLOADS, receive
from outreach.dossiers.importing.running import run_due_imports, run_import, worker_is_running
from outreach.dossiers.importing.sweeping import sweep_uploads

__all__ = [
    "KINDS",
    "UPLOADS",
    "Kind",
    "Outcome",
    "carry_out",
    "look",
    "receive",
    "recognised",
    "run_due_imports",
    "run_import",
    "sweep_uploads",
    "understand",
    "worker_is_running",
]
