"""Names that only a register gives: how many would be new, and how many of them somebody will be asked about.

The same as matching and comparing do it once the rows are written, before anything is.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from outreach import background
from outreach.businesses.actions.comparing import count_alike
from outreach.businesses.actions.resolving import names_to_be_made
from outreach.businesses.models import Business
from outreach.businesses.rules import BusinessName
from outreach.database import db, only_read, reading, record
from outreach.dossiers.actions import staging
from outreach.dossiers.importing import claims
from outreach.dossiers.importing.staging import shape_of
from outreach.dossiers.models import ImportRun

MOST_NAMES = 100_000  # of a file: of more it is said only that there are new ones
# Comparing 60 names with 5,000 businesses takes a third of a second: more is not done beside pages.
FEW_NEW, FEW_KNOWN = 200, 5_000
LONGEST = timedelta(seconds=40)


def note_new_names(run_id: int, me: str, *, beside_pages: bool = False) -> None:
    """Note with an import how many names it makes known, and how many of them will wait. Raises Lost."""
    with reading() as connection:
        recognised = connection.scalar(select(ImportRun.recognised).where(ImportRun.id == run_id))
        known = connection.scalar(select(func.count()).select_from(Business)) or 0
    new = _new_names(run_id, recognised)
    _note(run_id, me, recognised, None if new is None else len(new), None)
    if not new:
        return
    if beside_pages and (len(new) > FEW_NEW or known > FEW_KNOWN):
        background.run_in_a_process("import-names", "--", str(run_id), me, longest=LONGEST)
        return
    _note(run_id, me, recognised, len(new), count_alike(new))


def _new_names(run_id: int, recognised: Any) -> list[str] | None:
    """The names that become businesses known by name only; None when the file names too many to tell."""
    try:
        only_read()
        shared = staging.shared_names(run_id)
        wanted: list[BusinessName] = []
        for some in staging.named(run_id, [shape_of(recognised)]):
            if some.kind == "business":
                wanted += [BusinessName(*name) for name in some.names]
            if len(wanted) > MOST_NAMES:
                return None
        return names_to_be_made(wanted, shared=shared)
    finally:
        db.session.rollback()


def _note(run_id: int, me: str, recognised: Any, new: int | None, unsure: int | None) -> None:
    with record() as connection:
        told = {**recognised, "new_names": new, "unsure": unsure if new else 0 if new == 0 else None}
        claims.note(connection, run_id, me, recognised=told)
