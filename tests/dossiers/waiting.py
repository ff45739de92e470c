"""Imports that wait for somebody: to say what their columns mean, or that they may be written."""

import secrets
from typing import Any

from outreach import clock
from outreach.dossiers.importing import UPLOADS
from outreach.dossiers.models import ImportRun
from tests import factories
from tests.dossiers import files


def waiting(content: bytes, state: str, **values: Any) -> ImportRun:
    """An import of a kept file in this state."""
    return factories.add(
        ImportRun(
            public_id=secrets.token_urlsafe(16), kind="dossiers", filename="so.csv", sha256="0" * 64,
            state=state, refused=[], uploaded_at=clock.now(), stored_as=UPLOADS.keep(content).name, **values,
        )
    )  # fmt: skip


def asking() -> ImportRun:
    """One whose columns nobody knows: the first may be its code, the second its day."""
    return waiting(files.csv([("PM-1", "05/03/2024"), ("PM-2", "06/03/2024")], ("Ký", "Vào")), "asking")


def to_be_confirmed() -> ImportRun:
    """One that may be written."""
    columns = [{"meaning": name, "heading": name, "sample": ""} for name in ("dossier_code", "received_on")]
    recognised = {"heading_row": 1, "columns": columns, "extras": []}
    counts = dict.fromkeys(("read", "created", "updated", "unchanged", "rejected"), 0)
    return waiting(files.small(1), "uploaded", recognised=recognised, marked_at=1, **counts)
