"""A register's file taken in by a command: read in place, staged, and written at once."""

from pathlib import Path

from sqlalchemy import insert

from outreach import background, clock
from outreach.database import db, record
from outreach.dossiers.actions.imports import import_values
from outreach.dossiers.actions.mappings import remember_columns
from outreach.dossiers.importing.choosing import Said
from outreach.dossiers.importing.laying import join_counts
from outreach.dossiers.importing.reading import Outcome
from outreach.dossiers.importing.receiving import forget, stage
from outreach.dossiers.importing.staging import clear
from outreach.dossiers.importing.writing import write
from outreach.dossiers.models import ImportRun
from outreach.kept import hash_of


class Strict(Exception):
    """Rows were refused where none may be; nothing was written. `outcome` says which."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


def import_dossiers(path: Path, *, source: str, strict: bool, said: Said = Said()) -> Outcome:
    """Take a file in whole. Raises FileFault, or Strict; then there never was such an import."""
    me = background.this_process()
    run_id = _begin(path, source, me)
    try:
        staging = stage(path, run_id, me, filename=path.name, source=source, said=said)
        if strict and len(staging.refusals):
            raise Strict(Outcome(staging.read, 0, 0, 0, staging.refusals))
        staging.compare()
        counts = write(run_id, me, source=source)
    except BaseException:
        forget(run_id)
        raise
    clear(run_id)
    join_counts()
    remember_columns(db.session.get_one(ImportRun, run_id))
    db.session.commit()
    return Outcome(staging.read, *counts, staging.refusals)


def _begin(path: Path, source: str, me: str) -> int:
    values = import_values(
        kind="dossiers", source=source, filename=path.name, sha256=hash_of(path), state="running",
        claimed_by=me, claimed_at=clock.now(), started_at=clock.now(),
    )  # fmt: skip
    with record() as connection:
        return connection.execute(insert(ImportRun).values(**values).returning(ImportRun.id)).scalar_one()
