"""The worker's part: a process per source, which may die at any moment; owners hear of trouble, once."""

import random
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from outreach import background, clock
from outreach.accounts.models import Role
from outreach.database import db
from outreach.dossiers import importing
from outreach.fetching import actions, claims, due_job, fetch_job
from outreach.fetching.models import FetchTry, RegisterSource
from outreach.outbox.models import OutgoingMessage
from tests import factories
from tests.dossiers import files
from tests.fetching.making import source, tried
from tests.fetching.runs import MINUTE, again, made, runs
from tests.fetching.server import Server
from tests.processes import Fork, command, dead_process, run_in_a_fork, until

DAY = timedelta(days=1)


@pytest.fixture
def with_mail(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:9")
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://outreach.mau.vn")


def letters() -> list[OutgoingMessage]:
    found = list(db.session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id)))
    db.session.commit()
    return found


def tries() -> list[str | None]:
    found = list(db.session.scalars(select(FetchTry.outcome).order_by(FetchTry.id)))
    db.session.commit()
    return found


# ── processes ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.faults
def test_the_worker_fetches_in_a_process_of_its_own(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REGISTER_HOSTS", server.url)
    server.content = files.small(7)
    source_id = made(server)
    made(server, active=False)
    assert due_job.fetch_due() == 1
    one, last = again(source_id)
    assert (last.outcome, one.claimed_by, [run.created for run in runs()]) == ("waiting", None, [7])
    assert due_job.fetch_due() == 0


@pytest.mark.faults
def test_a_process_killed_while_it_fetches_leaves_nothing_and_is_tried_again(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed while the file drips in, then at random moments behind it: never two imports, never half."""
    monkeypatch.setenv("REGISTER_HOSTS", server.url)
    monkeypatch.setattr(background, "run_in_a_process", run_in_a_fork)
    server.content, server.way = files.small(400), "drip"
    source_id = made(server)
    process = start(app, source_id)
    until(server.reached.is_set, process)
    process.kill()
    one, last = again(source_id)
    assert (last.outcome, runs()) == (None, [])
    assert one.claimed_by is not None
    assert claims.release_dead() == 1
    one, last = again(source_id)
    assert (last.outcome, one.claimed_by, one.failures) == ("stopped", None, 1)
    server.way = "well"
    chance = random.Random(20261122)
    for _ in range(3):
        db.session.execute(update(RegisterSource).values(next_at=clock.now() - MINUTE, failures=0))
        db.session.commit()
        server.reached.clear()
        process = start(app, source_id)
        until(server.reached.is_set, process)
        process.wait(chance.random())
        process.kill()
        claims.release_dead()
        assert len(runs()) <= 1
    db.session.execute(update(RegisterSource).values(next_at=clock.now() - MINUTE, failures=0))
    db.session.commit()
    due_job.fetch_due()
    importing.run_due_imports()  # what a dead process left on the stage
    due_job.fetch_due()
    [run] = runs()
    assert (run.state, run.created) == ("uploaded", 400)
    assert tries()[-1] in ("waiting", "unchanged")
    assert "waiting" in tries()
    assert "staging" not in tries()


def start(app: Flask, source_id: int) -> Fork:
    return command(app, "fetch-run", "--", str(source_id))


@pytest.mark.faults
def test_two_processes_at_once_fetch_once(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REGISTER_HOSTS", server.url)
    server.content = files.small()
    source_id = made(server)
    processes = [start(app, source_id) for _ in range(2)]
    assert sorted(process.wait() for process in processes) == [0, 1]
    assert (len(server.asked), len(runs()), tries()) == (1, 1, ["waiting"])


def test_a_process_that_cannot_begin_is_not_started_for_ever(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background.sys, "executable", "false")
    source_id = made(server)
    assert [due_job.fetch_due() for _ in range(3)] == [1, 0, 0]
    assert again(source_id)[0].failures == 1
    assert tries() == ["stopped"]


def test_who_asks_again_while_it_is_fetched_is_not_put_off(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The button pressed once more before the worker looks up: no failure, and it is fetched once more."""
    server.content = files.small(3)
    source_id = made(server)
    by = factories.user(Role.OFFICER).id
    db.session.commit()

    def fetch_and_press(*_command: str, **_values: object) -> None:
        assert fetch_job.run_fetch(source_id)
        actions.ask_now(source=again(source_id)[0], by=by)
        db.session.commit()

    monkeypatch.setattr(background, "run_in_a_process", fetch_and_press)
    assert due_job.fetch_due() == 1
    assert (tries(), again(source_id)[0].failures) == (["waiting"], 0)
    assert due_job.fetch_due() == 1
    assert tries() == ["waiting", "unchanged"]


def test_one_that_is_at_work_is_left_alone(app: Flask, server: Server) -> None:
    me = background.this_process()
    source_id = made(server, claimed_by=me, claimed_at=clock.now())
    assert (claims.release_dead(), due_job.fetch_due()) == (0, 0)
    db.session.execute(update(RegisterSource).values(claimed_at=clock.now() - DAY))  # hangs since yesterday
    db.session.commit()
    assert claims.release_dead() == 1
    db.session.execute(
        update(RegisterSource)
        .where(RegisterSource.id == source_id)
        .values(claimed_by=f"{background.socket.gethostname()}:{dead_process()}", claimed_at=clock.now())
    )
    db.session.commit()
    assert claims.release_dead() == 1


def test_without_sources_a_look_costs_next_to_nothing(app: Flask, count_queries: object) -> None:
    assert callable(count_queries)
    count_queries()
    assert due_job.fetch_due() == 0
    assert count_queries() <= 8  # with those that begin transactions


# ── letters ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("with_mail")
def test_the_owner_hears_of_three_failures_once(app: Flask) -> None:
    owner = factories.user(Role.OFFICER, email="lan@mau.vn", name="Lan", locale="vi")
    one = source(owner_id=owner.id, failures=2, name="Một cửa tỉnh")
    tried(one, "sign_in", status=401)
    db.session.commit()
    assert due_job.tell_owners() == 0
    db.session.execute(update(RegisterSource).values(failures=3))
    db.session.commit()
    assert [due_job.tell_owners() for _ in range(3)] == [1, 0, 0]
    [letter] = letters()
    assert letter.address == "lan@mau.vn"
    assert "Một cửa tỉnh" in letter.subject
    assert "3 lần liền" in letter.body
    assert "Bị từ chối truy cập" in letter.body
    assert f"https://outreach.mau.vn/nhap-lieu/nguon/{one.id}" in letter.body
    # It comes again, and fails anew: that is news.
    db.session.execute(update(RegisterSource).values(failures=3, told_failing_at=None))
    db.session.commit()
    assert due_job.tell_owners() == 1


@pytest.mark.usefixtures("with_mail")
def test_the_owner_hears_of_silence_once(app: Flask) -> None:
    owner = factories.user(Role.OFFICER, email="lan@mau.vn")
    at = clock.now()
    source(owner_id=owner.id, quiet_at=at - MINUTE, new_at=at - 7 * DAY)
    source(owner_id=owner.id, quiet_at=at + MINUTE)
    source(owner_id=owner.id, quiet_at=at - MINUTE, active=False)
    db.session.commit()
    assert [due_job.tell_owners() for _ in range(2)] == [1, 0]
    assert "7 ngày" in letters()[0].body


@pytest.mark.usefixtures("with_mail")
def test_of_a_source_whose_owner_is_gone_officers_hear_once(app: Flask) -> None:
    at = clock.now()
    gone = factories.user(Role.OFFICER, email="di@mau.vn", disabled_at=at)
    source(owner_id=gone.id, quiet_at=at - MINUTE)
    source(failures=3)
    factories.user(Role.HELPDESK, email="motcua@mau.vn")
    db.session.commit()
    assert due_job.tell_owners() == 0, "nobody is there yet"
    for name in ("lan", "minh"):
        factories.user(Role.OFFICER, email=f"{name}@mau.vn")
    db.session.commit()
    assert [due_job.tell_owners() for _ in range(2)] == [2, 0]
    assert [letter.address for letter in letters()] == ["lan@mau.vn", "minh@mau.vn"] * 2
    assert "chưa có người phụ trách" in letters()[0].body


def test_without_mail_nobody_is_marked_as_told(app: Flask) -> None:
    owner = factories.user(Role.OFFICER, email="lan@mau.vn")
    one = source(owner_id=owner.id, failures=3)
    db.session.commit()
    assert due_job.tell_owners() == 0
    db.session.refresh(one)
    assert one.told_failing_at is None
