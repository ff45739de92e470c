"""The ledger is computed when the data changed, replaced whole, and survives every process that dies."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, update

from outreach import background, clock
from outreach.campaigns import actions as campaigns
from outreach.campaigns.models import Intervention
from outreach.campaigns.queries import reached_businesses
from outreach.database import db, record
from outreach.rates import queries
from outreach.rates.actions import ledger, refresh_ledger, refreshing, run_ledger
from outreach.rates.actions.ledger import look_at
from outreach.rates.actions.refreshing import Settling, is_due
from outreach.rates.models import LedgerRun
from outreach.rates.rules.ledger import Outcome
from outreach.revisions import REACHED, REGISTER, touch
from tests import factories
from tests.processes import Fork, until
from tests.rates.ledgers import DAY, Method, board, compute, runs, state, stored

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.usefixtures("app")


def change() -> None:
    """Something of the register, committed."""
    factories.dossier(factories.business(), DAY)
    touch(REGISTER)
    db.session.commit()


def delete(intervention_id: int) -> None:
    """An intervention with its list, committed."""
    intervention = db.session.get_one(Intervention, intervention_id)
    reached = [row.business_id for row in reached_businesses(intervention_id)]
    campaigns.unreach(intervention=intervention, business_ids=reached)
    campaigns.delete_intervention(intervention=intervention)
    db.session.commit()


def due() -> bool:
    with record() as connection:
        return is_due(look_at(connection))


def note(state: str, minutes_ago: float, **values: Any) -> None:
    """A run that ended in that state."""
    at = clock.now() - timedelta(minutes=minutes_ago)
    claimed = {"claimed_by": "elsewhere:1", "started_at": at, "finished_at": at, "done": 0, "revision": 0}
    with record() as connection:
        connection.execute(insert(LedgerRun).values(**{"state": state} | claimed | values))


# ── computing ────────────────────────────────────────────────────────────────────────────────────────────


def test_every_intervention_and_type_gets_an_entry_per_outcome_that_is_known() -> None:
    first, second = board()
    method = Method()
    assert run_ledger(method)
    subjects = {f"intervention:{first}", f"intervention:{second}", "type:training"}
    assert method.asked == [Outcome.ONLINE]  # nothing says who filed, what was paid, how it ended
    assert stored() == {(subject, "online"): 1 for subject in subjects}
    entry = queries.ledger_entry(first, Outcome.ONLINE)
    assert entry is not None
    assert (entry.stands_out, entry.exposed_businesses) == (False, 2)
    assert queries.ledger_entry(first, Outcome.PAID) is None


def test_other_outcomes_are_computed_once_the_register_tells_them() -> None:
    board()
    factories.dossier(factories.business(), DAY, status="returned", assistance="alone", paid_vnd=1)
    touch(REGISTER)
    db.session.commit()
    method = Method()
    run_ledger(method)
    assert method.asked == list(Outcome)
    assert len(stored()) == 4 * 3


def test_nothing_is_computed_twice_for_the_same_data() -> None:
    board()
    assert run_ledger(Method())
    assert not run_ledger(Method())
    assert len(runs()) == 1


def test_a_change_that_effects_do_not_rest_on_keeps_the_entries() -> None:
    board()
    run_ledger(Method())
    before = stored()
    touch(REACHED)
    db.session.commit()
    assert not state().current
    method = Method()
    assert run_ledger(method)
    assert method.asked == []
    assert stored() == before
    assert state().current


def test_changed_data_replace_every_entry() -> None:
    first, second = board()
    run_ledger(Method())
    delete(first)
    change()
    run_ledger(Method())
    assert stored() == {(f"intervention:{second}", "online"): 2, ("type:training", "online"): 2}


def test_another_method_makes_the_entries_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    board()
    run_ledger(Method())
    assert not due()
    monkeypatch.setattr(ledger.constants, "LEAST_DOSSIERS", 31)
    assert due()
    method = Method()
    run_ledger(method)
    assert method.asked == [Outcome.ONLINE]


def test_an_empty_register_leaves_an_empty_ledger() -> None:
    assert run_ledger(Method())
    assert stored() == {}
    now = state()
    assert (now.current, now.running, now.computed_at is None) == (True, False, False)


def test_an_intervention_deleted_meanwhile_has_no_entry(app: Flask) -> None:
    first, second = board()
    gone = []

    def delete_it() -> None:
        if not gone:
            gone.append(first)
            delete(first)

    assert run_ledger(Method(delete_it))
    assert {subject for subject, _ in stored()} == {f"intervention:{second}", "type:training"}
    assert not state().current  # read before the deed


def test_a_fault_is_kept_for_people_and_the_old_entries_too(caplog: pytest.LogCaptureFixture) -> None:
    board()
    run_ledger(Method())
    before = stored()
    change()

    def fail() -> None:
        raise ValueError("singular matrix")

    assert not run_ledger(Method(fail))
    assert "could not be computed" in caplog.text
    run = runs()[-1]
    assert (run.state, run.fault, run.finished_at is None) == ("failed", "ValueError: singular matrix", False)
    assert stored() == before
    assert state().fault == run.fault
    assert not due()


def test_progress_is_told_while_it_computes() -> None:
    board(3)
    seen = []
    run_ledger(Method(lambda: seen.append(state())))
    assert all(one.running for one in seen)
    assert (seen[-1].done, seen[-1].total) == (1, 4)  # told at most once a second
    now = state()
    assert (now.running, now.done, now.total) == (False, 0, None)


def test_two_processes_double_nothing() -> None:
    board()
    inner = []
    assert run_ledger(Method(lambda: inner.append(run_ledger(Method()))))
    assert inner == [False] * 3
    assert len(runs()) == 1


def test_whoever_was_taken_for_dead_writes_nothing() -> None:
    board()

    def be_taken_over() -> None:
        with record() as connection:
            connection.execute(update(LedgerRun).values(claimed_by="elsewhere:1"))

    assert not run_ledger(Method(be_taken_over))
    assert stored() == {}
    assert runs()[0].state == "running"


def test_old_runs_are_swept() -> None:
    for _ in range(30):
        note("failed", 600)
    board()
    run_ledger(Method())
    assert len(runs()) == 20


# ── when it is time ──────────────────────────────────────────────────────────────────────────────────────


def test_data_must_come_to_rest_first() -> None:
    settling = Settling()
    assert [settling.settled(n) for n in (1, 2, 3, 3, 3, 4, 4)] == [False] * 3 + [True, True, False, True]
    restless = Settling()
    looks = [restless.settled(n) for n in range(40)]
    assert looks.index(True) == refreshing.MOST_LOOKS


@pytest.mark.parametrize(
    ("states", "minutes_ago", "expected"),
    [
        ([], 0, True),
        (["failed"], 0.5, False), (["failed"], 1.5, True),
        (["failed"] * 2, 4, False), (["failed"] * 2, 6, True),
        (["failed"] * 9, 55, False), (["failed"] * 9, 65, True),
        (["interrupted"], 0, True), (["interrupted"] * 2, 0, True), (["interrupted"] * 3, 0.5, False),
    ],
)  # fmt: skip
def test_failures_are_tried_again_later_and_later(
    states: list[str], minutes_ago: float, expected: bool
) -> None:
    note("done", 200)
    for ended in states:
        note(ended, minutes_ago)
    assert due() is expected


def test_a_success_forgets_the_failures() -> None:
    for ended in ("failed", "failed", "done"):
        note(ended, 0)
    assert due()


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The commands that would have been started."""
    started: list[tuple[str, ...]] = []
    monkeypatch.setattr(background, "run_in_a_process", lambda *command, longest: started.append(command))
    return started


def test_a_process_is_started_for_changed_data_only(processes: list[Any]) -> None:
    board()
    run_ledger(Method())
    settling = Settling()
    assert not any(refresh_ledger(settling) for _ in range(3))
    change()
    assert [refresh_ledger(settling) for _ in range(2)] == [False, True]
    assert processes == [("ledger-run",)]


def test_a_process_that_never_began_counts_as_a_failure(processes: list[Any]) -> None:
    settling = Settling()
    assert [refresh_ledger(settling) for _ in range(4)] == [False, True, False, False]
    (run,) = runs()
    assert (run.state, bool(run.fault)) == ("failed", True)


def test_the_state_costs_two_statements(count_queries: Callable[[], int]) -> None:
    board()
    run_ledger(Method())
    queries.register()  # begins the transaction
    count_queries()
    queries.ledger_state()
    assert count_queries() == 2


# ── processes that die ───────────────────────────────────────────────────────────────────────────────────


@contextmanager
def computing(app: Flask, seconds: float) -> Iterator[Fork]:
    """A process that computes the ledger, so many seconds for each entry; killed at the end."""
    process = Fork(app, compute, seconds)
    try:
        yield process
    finally:
        process.kill()


@pytest.mark.faults
def test_a_killed_computation_leaves_the_old_entries_whole(app: Flask) -> None:
    board(20)
    run_ledger(Method())
    old = stored()
    change()
    with computing(app, 0.5) as process:
        until(lambda: runs()[-1].state == "running" and runs()[-1].done > 0, process)
        assert state().running
    assert stored() == old
    assert [run.state for run in runs()] == ["done", "running"]
    assert not state().running
    assert due()
    assert run_ledger(Method())
    assert [run.state for run in runs()] == ["done", "interrupted", "done"]
    assert set(stored().values()) == {2}
    assert stored().keys() == old.keys()


@pytest.mark.faults
def test_killed_at_any_moment_of_the_write_it_is_whole_or_old(app: Flask) -> None:
    board(200)
    run_ledger(Method())
    count, states = len(stored()), set()
    for after_ms in (0, 20, 40, 80):
        seen = set(stored().values())
        change()
        begun = len(runs())
        with computing(app, 0) as process:
            until(lambda begun=begun: len(runs()) > begun, process)  # type: ignore[misc]
            process.wait(after_ms / 1000)
        now, ended = stored(), runs()[-1].state
        assert len(now) == count
        assert set(now.values()) == ({max(seen) + 1} if ended == "done" else seen)
        states.add(ended)
        run_ledger(Method())
        assert set(stored().values()) == {max(seen) + 1}
    assert "running" in states, "no kill hit the computation"


@pytest.mark.faults
def test_the_worker_computes_in_a_process_of_its_own(app: Flask) -> None:
    board()
    settling = Settling()
    assert [refresh_ledger(settling) for _ in range(3)] == [False, True, False]
    (run,) = runs()
    assert run.state == "done", run.fault
    assert not run.claimed_by.endswith(f":{os.getpid()}")
    assert len(stored()) == 3
