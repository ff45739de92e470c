"""The database as the house wants it, on both kinds."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import check as migrate_check
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from outreach.accounts.models import Setting
from outreach.database import conflict_name, db, record, write_back
from outreach.jobs import jobs
from tests import factories
from tests.threads import at_once


def test_models_and_migrations_agree(app: Flask) -> None:
    migrate_check()


def test_foreign_keys_are_enforced(app: Flask) -> None:
    with pytest.raises(IntegrityError):
        factories.business(zone_id=999_999)


def test_a_conflict_is_known_by_its_constraint(app: Flask) -> None:
    factories.business(tax_code="0101248141")
    with pytest.raises(IntegrityError) as caught:
        factories.business(tax_code="0101248141")
    assert conflict_name(caught.value) == "uq_businesses_tax_code"


def test_record_refuses_inside_an_open_write(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has one writer")
    db.session.add(Setting(key="a", value="1"))
    db.session.flush()
    with pytest.raises(RuntimeError), record():
        pass


def test_a_crash_after_a_large_trial_loses_nothing(app: Flask, tmp_path: Path) -> None:
    """As an upload does: much is written, counted, undone, and something small committed."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has this fault")
    trial = db.session.begin_nested()
    keys = (sha256(str(number).encode()).hexdigest() for number in range(30_000))
    db.session.execute(insert(Setting), [{"key": key, "value": "x" * 100} for key in keys])
    trial.rollback()
    db.session.add(Setting(key="kept", value="1"))
    db.session.commit()
    database = str(db.engine.url.database)
    # The files as a process that is killed leaves them. Another process copies: closing a file here gives up
    # this process's locks on it, and the next process to close the database took its log away under us.
    copy = "import shutil, sys; shutil.copy(*sys.argv[1:])"
    for end in ("", "-wal"):
        subprocess.run([sys.executable, "-c", copy, database + end, tmp_path / f"after{end}"], check=True)
    with closing(sqlite3.connect(tmp_path / "after")) as after:
        assert after.execute("SELECT key FROM settings").fetchall() == [("kept",)]


def test_the_worker_writes_the_log_back(app: Flask, tmp_path: Path) -> None:
    """So no page's commit does: what was stored stands in the database itself, without its log."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL does so by itself")
    db.session.add(Setting(key="kept", value="1"))
    db.session.commit()
    assert "log" in {job.name for job in jobs() if job.run is write_back}
    write_back()
    copy = "import shutil, sys; shutil.copy(*sys.argv[1:])"  # by another process: see above
    alone = tmp_path / "alone"
    subprocess.run([sys.executable, "-c", copy, str(db.engine.url.database), alone], check=True)
    with closing(sqlite3.connect(alone)) as without_log:
        assert without_log.execute("SELECT key FROM settings").fetchall() == [("kept",)]


def test_an_import_writes_the_log_back_before_a_message_has_to(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL does so by itself")
    ask = (
        "from outreach import background, create_app\n"
        "from outreach.database import db, reading_once\n"
        "import sys\n"
        "app = create_app()\n"
        "if sys.argv[1:]: background.stand_back()\n"
        "with app.app_context(), reading_once() as connection:\n"
        "    print(connection.exec_driver_sql('PRAGMA wal_autocheckpoint').scalar())"
    )
    settings = {"SECRET_KEY": "k" * 40, "DATABASE_URL": f"sqlite:///{db.engine.url.database}"}
    pages = []
    for how in ([], ["import"]):
        done = subprocess.run(
            [sys.executable, "-c", ask, *how], env={**os.environ, **settings}, capture_output=True, check=True
        )
        pages.append(int(done.stdout))
    of_pages, of_imports = pages
    assert of_imports * 4 <= of_pages


def test_parallel_counters_lose_nothing(app: Flask) -> None:
    db.session.add(Setting(key="n", value="0"))
    db.session.commit()

    def add_fifty() -> None:
        with app.app_context():
            for _ in range(50):
                with record() as connection:
                    value = "CAST(CAST(value AS INTEGER) + 1 AS VARCHAR)"
                    connection.execute(text(f"UPDATE settings SET value = {value} WHERE key = 'n'"))

    at_once(*[add_fifty] * 4)
    db.session.expire_all()
    setting = db.session.get(Setting, "n")
    assert setting is not None
    assert setting.value == "200"
