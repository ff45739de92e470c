"""PostgreSQL plans by what it counted last, and it may have counted when there was nothing."""

import pytest
from flask import Flask
from sqlalchemy import text

from outreach.database import db
from outreach.dossiers import importing
from outreach.dossiers.models import Dossier, ImportRow
from tests.dossiers import files
from tests.dossiers.runs import again, queue, receive

ROWS = 5479
LOOKED_AT = text(
    "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_user_tables "
    "WHERE relname IN ('dossiers', 'import_rows', 'staged_dossiers', 'staged_names', 'businesses')"
)


@pytest.fixture
def counted_when_empty(app: Flask) -> None:
    """Tables that held as many rows, were emptied, and were counted after that."""
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite plans by the indexes there are")
    importing.run_import(queue(receive(files.HA_NAM.read_bytes(), name="so.xlsx")).public_id)
    db.session.execute(ImportRow.__table__.delete())
    db.session.execute(Dossier.__table__.delete())
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def looked_at() -> int:
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SELECT pg_stat_force_next_flush()"))
        connection.execute(text("SELECT pg_stat_clear_snapshot()"))
        return int(connection.scalar(LOOKED_AT) or 0)


def test_an_import_looks_at_each_row_some_times_and_not_at_all_for_each(counted_when_empty: None) -> None:
    db.session.execute(text("SELECT pg_stat_force_next_flush()"))
    db.session.commit()
    before = looked_at()
    run = receive(files.HA_NAM.read_bytes(), name="so.xlsx")
    importing.run_import(queue(run).public_id)
    assert (again(run).state, again(run).unchanged + again(run).created) == ("done", ROWS)
    db.session.execute(text("SELECT pg_stat_force_next_flush()"))
    db.session.commit()
    assert looked_at() - before < 60 * ROWS
