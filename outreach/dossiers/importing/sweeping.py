"""Uploads that nobody came back to do not stay: they hold names and tax codes."""

from datetime import timedelta

from sqlalchemy import update

from outreach import clock
from outreach.database import record
from outreach.dossiers.importing.receiving import UPLOADS
from outreach.dossiers.models import ImportRun

UNFINISHED_FOR = timedelta(days=30)
ORPHANED_FOR = timedelta(days=1)


def sweep_uploads() -> int:
    """Throw away uploads left for a month, and files that no import names; how many files went."""
    at = clock.now()
    left = ImportRun.state.in_(("uploaded", "failed")) & (ImportRun.uploaded_at < at - UNFINISHED_FOR)
    with record() as connection:
        connection.execute(update(ImportRun).where(left).values(state="discarded", stored_as=None))
    return UPLOADS.sweep(ImportRun.stored_as, after=ORPHANED_FOR)
