"""Monthly counts behind the curtain: laid beside what is counted, read together with it once it is raised."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, insert, select

from outreach import background
from outreach.database import db, only_read, reading
from outreach.dossiers import actions, importing
from outreach.dossiers.actions.counts import COLUMNS, COUNTS
from outreach.dossiers.actions.staging import Laying
from outreach.dossiers.importing import laying
from outreach.dossiers.models import Curtain, ImportRun
from outreach.dossiers.models.curtain import whole
from tests import factories
from tests.dossiers import files, making
from tests.dossiers.registering import DAY, assert_rollup_is_a_full_recount, rollup, row
from tests.dossiers.runs import in_register, queue, receive
from tests.dossiers.test_curtain import ROWS, Killed, behind
from tests.processes import dead_process


@pytest.fixture(autouse=True)
def only_sqlite(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has one writer, and a curtain")


def laid_sums() -> int:
    """How many dossiers the sums behind the curtain speak of."""
    with reading() as connection:
        table = whole(COUNTS)
        everything = connection.scalar(select(func.sum(table.c.received))) or 0
        return everything - (connection.scalar(select(func.sum(COUNTS.c.received))) or 0)


def test_nobody_reads_sums_that_are_laid_down(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when their process dies: they are taken away, and laid down again."""
    actions.take_in_dossiers([row("OLD-1", tax_code="0300588509", applicant="Công ty TNHH Mẫu 0")])
    db.session.commit()
    before = rollup()
    run = queue(receive(files.small(ROWS)))
    first_id, seen = run.public_id, []

    def dies(self: Laying, connection: Any) -> None:
        only_read()
        seen.append((laid_sums(), rollup() == before))
        db.session.rollback()
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("outreach.dossiers.importing.laying.clear_abandoned", lambda _run_id=None: None)
        patched.setattr(Laying, "raise_curtain", dies)
        with pytest.raises(Killed):
            importing.run_import(first_id)
    assert seen == [(ROWS, True)]
    db.session.rollback()
    db.session.get_one(ImportRun, run.id).claimed_by = f"{background.socket.gethostname()}:{dead_process()}"
    db.session.commit()
    importing.sweep_stage()
    assert (laid_sums(), behind(), rollup()) == (0, 0, before)
    db.session.rollback()
    assert importing.run_import(first_id)
    assert (laid_sums(), in_register()) == (0, ROWS + 1)
    assert_rollup_is_a_full_recount()


def test_sums_beside_each_other_become_one(app: Flask) -> None:
    """What stands behind the curtain stays there."""
    one, other = factories.business(), factories.business()
    sums = dict.fromkeys(COLUMNS[2:], 0)
    for business_id, curtain, received in (
        (one.id, 0, 3),
        (one.id, 4, 2),
        (other.id, 0, 1),
        (other.id, 9, 5),
    ):
        row = {"business_id": business_id, "month": DAY, "curtain": curtain, **sums, "received": received}
        db.session.execute(insert(COUNTS), row)
    run = making.import_run()
    db.session.add(Curtain(import_id=run.id, first_id=1, number=9))
    db.session.commit()
    laying.join_counts()
    table = whole(COUNTS)
    rows = select(table.c.business_id, table.c.curtain, table.c.received)
    assert sorted(db.session.execute(rows).all()) == [(one.id, 0, 5), (other.id, 0, 1), (other.id, 9, 5)]
    assert {(found[0], found[2]) for found in rollup()} == {(one.id, 5), (other.id, 1)}
