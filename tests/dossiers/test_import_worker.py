"""The worker's imports: a process of its own for each, which may die at any moment."""

import os
import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach import background, clock
from outreach.database import db
from outreach.dossiers import importing
from outreach.dossiers.importing import running
from outreach.dossiers.models import Dossier, ImportRun, StagedDossier
from tests.dossiers import files
from tests.dossiers.runs import again, in_register, queue, receive
from tests.processes import Fork, command, dead_process, run_in_a_fork, until


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
    run.state, run.attempts, run.claimed_at = "running", running.MOST_ATTEMPTS, clock.now()
    run.claimed_by = f"{background.socket.gethostname()}:{dead_process()}"
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


def start(app: Flask, run: ImportRun) -> Fork:
    return command(app, "import-run", "--", run.public_id)


def begun(run: ImportRun) -> Callable[[], bool]:
    def looks() -> bool:
        with db.engine.connect().execution_options(immediate=False) as connection:
            state = connection.scalar(select(ImportRun.state).where(ImportRun.id == run.id))
        return state != "queued"

    return looks


def on_the_stage() -> int:
    with db.engine.connect().execution_options(immediate=False) as connection:
        return connection.scalar(select(func.count()).select_from(StagedDossier)) or 0


@pytest.mark.faults
def test_a_killed_import_leaves_all_rows_or_none_and_the_worker_finishes_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at ten random moments, while it reads, stages, compares and writes; each time all or nothing."""
    monkeypatch.setattr(background, "run_in_a_process", run_in_a_fork)
    chance = random.Random(20260921)
    seen = set()
    run = receive(files.HA_NAM.read_bytes(), name="so.xlsx")
    if run.state == "staging":
        importing.run_due_imports()
        run = again(run)
    for _ in range(10):
        run.state, run.done_rows, run.attempts, run.marked_at = "queued", 0, 0, None
        run.claimed_by = run.claimed_at = run.started_at = run.finished_at = None
        db.session.commit()
        process = start(app, run)
        until(begun(run), process)
        pause = chance.choice((0, 0.1, 0.3, 0.6, 1.0, 1.5)) * chance.random()
        process.wait(pause)
        process.kill()
        rows = in_register()
        state = again(run).state
        assert (state, rows) in (("running", 0), ("done", 5479)), f"killed {pause} s into the import"
        seen.add((state, on_the_stage() > 0))
        importing.run_due_imports()
        run = again(run)
        assert (run.state, run.created, in_register()) == ("done", 5479, 5479)
        importing.sweep_stage()  # of one that was killed while it tidied up
        assert on_the_stage() == 0
        db.session.execute(Dossier.__table__.delete())
        db.session.commit()
    assert ("running", True) in seen, "no kill hit the stage"


@pytest.mark.faults
def test_a_killed_reading_is_begun_anew_and_an_abandoned_stage_is_cleared(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "run_in_a_process", run_in_a_fork)
    run = receive(files.small(3000))
    run.state, run.marked_at = "staging", None
    run.claimed_by, run.claimed_at = f"{background.socket.gethostname()}:{dead_process()}", clock.now()
    db.session.commit()
    assert on_the_stage() == 3000
    importing.run_due_imports()
    run = again(run)
    assert (run.state, run.created, on_the_stage()) == ("uploaded", 3000, 3000)
    db.session.execute(ImportRun.__table__.update().values(state="discarded"))
    db.session.commit()
    assert importing.sweep_stage() == 1
    assert on_the_stage() == 0


@pytest.mark.faults
def test_two_imports_at_once_lose_nothing(app: Flask) -> None:
    """Overlapping files, compared before either was written: both see what the other wrote."""
    first, second = queue(receive(files.small(40))), queue(receive(files.small(60)))
    assert (first.created, second.created) == (40, 60)
    db.session.commit()  # nobody here keeps them waiting
    processes = [start(app, run) for run in (first, second)]
    assert [process.wait() for process in processes] == [0, 0]
    first, second = again(first), again(second)
    assert (first.state, second.state) == ("done", "done")
    created = {first.created, second.created}
    assert created in ({40, 20}, {0, 60})
    assert sorted((first.unchanged, second.unchanged)) in ([0, 40],)
    assert in_register() == 60


@pytest.mark.faults
def test_the_worker_imports_in_a_process_of_its_own(app: Flask) -> None:
    run = queue(receive(files.small()))
    assert importing.run_due_imports() == 1
    run = again(run)
    assert (run.state, run.created, in_register()) == ("done", 3, 3)
    assert run.claimed_by is not None
    assert not run.claimed_by.endswith(f":{os.getpid()}")
