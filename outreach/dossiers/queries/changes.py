"""What became of one dossier, import after import: former values with where they came from."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from outreach.businesses.models import Business
from outreach.database import db
from outreach.dossiers.models import HOLDS, Agency, Dossier, ImportRow, ImportRun, Procedure

# What is shown of a change; the others follow from these.
SHOWN = (
    "status", "filing_channel", "assistance", "business_id", "applicant", "received_on", "due_on",
    "finished_on", "returned_on", "return_channel", "field", "agency_id", "procedure_id", "paid_vnd",
    "digitised",
)  # fmt: skip
NAMED: dict[str, Any] = {"business_id": Business, "agency_id": Agency, "procedure_id": Procedure}


class DossierChange(NamedTuple):
    """What one import did to the dossier: (column, before, after) of each changed one, ids as names."""

    run_id: int
    public_id: str
    filename: str
    at: datetime | None
    did: str
    changed: list[tuple[str, Any, Any]]


def changes_of(dossier: Dossier, *, limit: int = 50) -> list[DossierChange]:
    """The imports that wrote a dossier, newest first; those that found it as it was are left out."""
    statement = (
        select(ImportRow, ImportRun.public_id, ImportRun.filename, ImportRun.finished_at)
        .join(ImportRun, ImportRun.id == ImportRow.import_id)
        .where(ImportRow.dossier_id == dossier.id, ImportRow.did != "keep")
        .where(ImportRun.state.in_(HOLDS))  # one that is being written has changed nothing yet
        .order_by(ImportRun.finished_at.desc(), ImportRun.id.desc())
        .limit(limit)
    )
    found = db.session.execute(statement).all()
    states = [dossier, *(row for row, *_run in found)]
    names = names_behind({(name, getattr(state, name)) for state in states for name in NAMED})
    changes = []
    after: Any = dossier
    for row, public_id, filename, at in found:
        changed = [] if row.did == "create" else _between(row, after, names)
        changes.append(DossierChange(row.import_id, public_id, filename, at, row.did, changed))
        after = row
    return changes


def _between(before: Any, after: Any, names: dict[tuple[str, int], str]) -> list[tuple[str, Any, Any]]:
    return [
        (name, _said(name, old, names), _said(name, new, names))
        for name in SHOWN
        if (old := getattr(before, name)) != (new := getattr(after, name))
    ]


def _said(name: str, value: Any, names: dict[tuple[str, int], str]) -> Any:
    return names.get((name, value), value) if name in NAMED and value is not None else value


def names_behind(wanted: set[tuple[str, int | None]]) -> dict[tuple[str, int], str]:
    """(column, id) → what people call it, of businesses, agencies and procedures."""
    names: dict[tuple[str, int], str] = {}
    for column, model in NAMED.items():
        ids = [value for name, value in wanted if name == column and value is not None]
        if ids:
            rows = db.session.execute(select(model.id, model.name).where(model.id.in_(ids)))
            names |= {(column, row.id): row.name for row in rows}
    return names
