"""Uploads that nobody came back to do not stay: they hold names and tax codes."""

from datetime import timedelta

from sqlalchemy import exists, or_, select, update

from outreach import clock
from outreach.database import reading, record
from outreach.dossiers.importing import claims
from outreach.dossiers.importing.laying import clear_abandoned, join_counts
from outreach.dossiers.importing.receiving import UPLOADS
from outreach.dossiers.importing.staging import clear
from outreach.dossiers.models import ImportRun, StagedDossier, StagedName

UNFINISHED_FOR = timedelta(days=30)
UNCONFIRMED_FOR = timedelta(days=2)  # then the rows go, and are read again when somebody wants them after all
ORPHANED_FOR = timedelta(days=1)


def sweep_uploads() -> int:
    """Throw away uploads left for a month, and files that no import names; how many files went.

    Rows left on the stage go earlier: of imports that are over, and of uploads nobody confirmed for two days.
    """
    at = clock.now()
    left = ImportRun.state.in_(("asking", "uploaded", "failed")) & (
        ImportRun.uploaded_at < at - UNFINISHED_FOR
    )
    with record() as connection:
        connection.execute(update(ImportRun).where(left).values(state="discarded", stored_as=None))
    sweep_stage()
    return UPLOADS.sweep(ImportRun.stored_as, after=ORPHANED_FOR)


def sweep_stage() -> int:
    """Clear the stage of what nobody will write, and what a dead process left behind the curtain.

    Sums that it left beside each other become one.

    Gives of how many imports.
    """
    clear_abandoned()
    join_counts()
    abandoned = _abandoned()
    for run_id in abandoned:
        with record() as connection:
            connection.execute(update(ImportRun).where(ImportRun.id == run_id).values(marked_at=None))
        clear(run_id)
    return len(abandoned)


def _abandoned() -> list[int]:
    """Imports with rows on the stage that are over, or that wait for their owner too long."""
    staged = or_(*(exists().where(rows.import_id == ImportRun.id) for rows in (StagedDossier, StagedName)))
    over = ImportRun.state.not_in(("uploaded", *claims.BEGUN))
    forgotten = (ImportRun.state == "uploaded") & (ImportRun.uploaded_at < clock.now() - UNCONFIRMED_FOR)
    statement = select(ImportRun.id).where(or_(over, forgotten), staged)
    with reading() as connection:
        return list(connection.scalars(statement.order_by(ImportRun.id)))
