"""Whoever waits to write is heard by whoever writes, across threads and processes."""

import multiprocessing
import os
import signal
import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from outreach import one_writer
from outreach.database import db, record


@pytest.fixture(autouse=True)
def only_sqlite(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has one writer")


def test_nobody_waits_where_nobody_does(app: Flask) -> None:
    with record() as connection:
        connection.execute(text("UPDATE settings SET value = value"))
        assert not one_writer.somebody_waits(db.engine)
    one_writer.give_way(db.engine)


def test_who_waits_is_heard_and_gets_the_lock_when_it_is_given_back(app: Flask) -> None:
    wrote: list[str] = []
    begun = threading.Event()

    def other() -> None:
        with app.app_context():
            begun.set()
            with record() as connection:
                connection.execute(text("UPDATE settings SET value = value"))
                wrote.append("other")

    thread = threading.Thread(target=other)
    with record() as connection:
        connection.execute(text("UPDATE settings SET value = value"))
        thread.start()
        begun.wait(10)
        while not one_writer.somebody_waits(db.engine):
            assert thread.is_alive()
        assert wrote == []
    one_writer.give_way(db.engine)
    assert wrote == ["other"] or thread.is_alive()
    thread.join(10)
    assert wrote == ["other"]
    assert not one_writer.somebody_waits(db.engine)


def _wait_for_ever(path: str, ready: "multiprocessing.synchronize.Event") -> None:
    descriptor = os.open(path, os.O_RDONLY)
    one_writer.fcntl.flock(descriptor, one_writer.fcntl.LOCK_SH)
    ready.set()
    signal.pause()


def test_who_died_while_waiting_waits_no_more(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(f"{db.engine.url.database}-waiting")
    path.touch()
    start = multiprocessing.get_context("spawn")
    ready = start.Event()
    process = start.Process(target=_wait_for_ever, args=(str(path), ready))
    process.start()
    assert ready.wait(60)
    assert one_writer.somebody_waits(db.engine)
    monkeypatch.setattr(one_writer, "GIVES_WAY_SECONDS", 0.01)
    one_writer.give_way(db.engine)  # not for ever
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join(10)
    assert not one_writer.somebody_waits(db.engine)
