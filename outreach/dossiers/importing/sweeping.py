"""Uploads that nobody came back to do not stay: they hold names and tax codes."""

from datetime import timedelta

from sqlalchemy import select, update

from outreach import clock
from outreach.database import reading, record
from outreach.dossiers.importing.keeping import forget, kept_before
from outreach.dossiers.models import ImportRun

UNFINISHED_FOR = timedelta(days=30)
ORPHANED_FOR = timedelta(days=1)


def sweep_uploads() -> int:
    """Throw away uploads left for a month, and files that no import names; how many files went."""
    at = clock.now()
    left = ImportRun.state.in_(("uploaded", "failed")) & (ImportRun.uploaded_at < at - UNFINISHED_FOR)
    with record() as connection:
        connection.execute(update(ImportRun).where(left).values(state="discarded", stored_as=None))
    with reading() as connection:
        named = set(connection.scalars(select(ImportRun.stored_as).where(ImportRun.stored_as.is_not(None))))
    orphans = [name for name in kept_before((at - ORPHANED_FOR).timestamp()) if name not in named]
    for name in orphans:
        forget(name)
    return len(orphans)
