"""The worker's imports: a process of its own for each, which may die at any moment."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import background, clock
from outreach.database import db
from outreach.dossiers import importing
from outreach.dossiers.importing import running
from outreach.dossiers.models import Dossier, ImportRun
from tests.dossiers import files
from tests.dossiers.runs import again, in_register, queue, receive
from tests.processes import until

ROOT = Path(__file__).parent.parent.parent


def test_the_page_knows_whether_a_worker_looks(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert importing.worker_is_running() is False
    assert importing.run_due_imports() == 0
    assert importing.worker_is_running() is True
    late = clock.now() + timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: late)
    assert importing.worker_is_running() is False
    importing.run_due_imports()
    assert importing.worker_is_running() is True


def test_after_three_deaths_it_gives_up_and_may_be_tried_again(app: Flask) -> None:
    run = queue(receive(files.small()))
    gone = subprocess.Popen(["true"])
    gone.wait()
    run.state, run.attempts, run.claimed_at = "running", running.MOST_ATTEMPTS, clock.now()
    run.claimed_by = f"{background.socket.gethostname()}:{gone.pid}"
    db.session.commit()
    importing.run_due_imports()
    assert again(run).state == "failed"
    queue(again(run))
    assert importing.run_import(run.public_id) is True


def test_a_process_that_never_starts_is_not_tried_for_ever(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = queue(receive(files.small()))
    monkeypatch.setattr(background.sys, "executable", "false")
    started = 0
    while again(run).state == "queued":
        started += 1
        importing.run_due_imports()
        assert started < 10
    assert (again(run).state, started) == ("failed", running.MOST_ATTEMPTS + 1)


# ── processes that die ───────────────────────────────────────────────────────────────────────────────────


def environment(app: Flask) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": db.engine.url.render_as_string(hide_password=False),
        "DATA_DIR": str(app.config["DATA_DIR"]),
        "SECRET_KEY": str(app.config["SECRET_KEY"]),
    }


def start(app: Flask, run: ImportRun) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "import-run", "--", run.public_id]
    return subprocess.Popen(command, cwd=ROOT, env=environment(app), stderr=subprocess.DEVNULL)


def begun(run: ImportRun) -> Callable[[], bool]:
    def looks() -> bool:
        with db.engine.connect().execution_options(immediate=False) as connection:
            found = connection.execute(
                select(ImportRun.state, ImportRun.done_rows).where(ImportRun.id == run.id)
            ).one()
        return found.state != "running" or found.done_rows > 0 if found.state != "queued" else False

    return looks


@pytest.mark.faults
def test_a_killed_import_leaves_all_rows_or_none_and_the_worker_finishes_it(app: Flask) -> None:
    """Killed at moments all over the write; each time everything or nothing is there."""
    seen = set()
    run = receive(files.HA_NAM.read_bytes(), name="so.xlsx")
    for after_ms in (0, 70, 150, 250, 400):
        run.state, run.done_rows, run.attempts = "queued", 0, 0
        run.claimed_by = run.claimed_at = run.started_at = run.finished_at = None
        db.session.commit()
        process = start(app, run)
        until(begun(run), process)
        deadline = time.monotonic() + after_ms / 1000
        until(lambda deadline=deadline: time.monotonic() >= deadline, process)  # type: ignore[misc]
        process.send_signal(signal.SIGKILL)
        process.wait()
        rows = in_register()
        state = again(run).state
        assert (state, rows) in (("running", 0), ("done", 5479)), f"killed {after_ms} ms into the write"
        seen.add(state)
        importing.run_due_imports()
        run = again(run)
        assert (run.state, run.created, in_register()) == ("done", 5479, 5479)
        db.session.execute(Dossier.__table__.delete())
        db.session.commit()
    assert "running" in seen, "no kill hit the write"


@pytest.mark.faults
def test_the_worker_imports_in_a_process_of_its_own(app: Flask) -> None:
    run = queue(receive(files.small()))
    assert importing.run_due_imports() == 1
    run = again(run)
    assert (run.state, run.created, in_register()) == ("done", 3, 3)
    assert run.claimed_by is not None
    assert not run.claimed_by.endswith(f":{os.getpid()}")
