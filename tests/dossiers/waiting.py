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
    run: ImportRun = factories.add(
        ImportRun(
            public_id=secrets.token_urlsafe(16), kind="dossiers", filename="so.csv", sha256="0" * 64,
            state=state, refused=[], uploaded_at=clock.now(), stored_as=UPLOADS.keep(content).name, **values,
        )
    )  # fmt: skip
    return run


def asking(headings: tuple[str, str] = ("Ký", "Vào"), **values: Any) -> ImportRun:
    """One whose columns nobody knows: the first may be its code, the second its day."""
    rows = [("1-00001", "05/03/2024"), ("1-00002", "06/03/2024")]
    return waiting(files.csv(rows, headings), "asking", **values)


def to_be_confirmed(headings: tuple[str, str] = ("Mã hồ sơ", "Ngày tiếp nhận"), **values: Any) -> ImportRun:
    """One that may be written."""
    columns = [{"meaning": name, "heading": name, "sample": ""} for name in ("dossier_code", "received_on")]
    recognised = {"heading_row": 1, "columns": columns, "extras": []}
    counts = dict.fromkeys(("read", "created", "updated", "unchanged", "rejected"), 0)
    known = {"recognised": recognised, "marked_at": 1, **counts, **values}
    return waiting(files.csv([("1-00001", "05/03/2024")], headings), "uploaded", **known)
