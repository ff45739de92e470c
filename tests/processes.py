"""Processes that tests start, look at and kill.

They are forked from one that has read everything (tests/ready.py): begun anew, each would spend a second of
the processor on reading every module before it does anything that is worth a kill.
"""

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, current_app

from outreach.database import db

ROOT = Path(__file__).resolve().parent.parent
LONGEST_SECONDS = 180  # the first reads every module, which takes a minute beside much else
PAUSE_SECONDS = 0.005

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["tests.ready"])


class Fork:
    """A process of its own that does a deed, over the database and the files of an application."""

    def __init__(self, app: Flask, deed: Callable[..., object], *given: Any, **settings: str) -> None:
        self._files = str(app.config["DATA_DIR"])
        environment = {
            **os.environ,
            "DATABASE_URL": db.engine.url.render_as_string(hide_password=False),
            "DATA_DIR": self._files,
            "SECRET_KEY": str(app.config["SECRET_KEY"]),
            **settings,
        }
        self._process = _forks.Process(target=_do, args=(deed, given, environment), daemon=True)
        with contextlib.chdir(ROOT):  # where the first of them finds what there is to read
            self._process.start()

    def wait(self, seconds: float = LONGEST_SECONDS) -> int | None:
        """How it ended, as of a subprocess; None while it has not."""
        self._process.join(seconds)
        return self._process.exitcode

    def kill(self) -> None:
        """As `kill -9` does; nothing is left of it behind this."""
        self._process.kill()
        assert self.wait() is not None

    def dies(self) -> None:
        """It kills itself where it was told to, and fails nowhere before."""
        ended, said = self.wait(), _said_by(self._process.pid, self._files)
        assert ended == -signal.SIGKILL, f"it ended with {ended}: {said.read_text()[-3000:]}"


def command(app: Flask, *words: str) -> Fork:
    """`flask …` in a process of its own."""
    return Fork(app, flask, *words)


def flask(*words: str) -> None:
    """What `flask …` does."""
    from flask.cli import main

    sys.argv = ["flask", "--app", "wsgi", *words]
    main()


def run_in_a_fork(*words: str, longest: timedelta) -> None:
    """For `background.run_in_a_process`, where it is not what is tested."""
    process = command(current_app._get_current_object(), *words)  # type: ignore[attr-defined]
    if process.wait(longest.total_seconds()) is None:
        process.kill()


def dead_process() -> int:
    """The number of a process that is no more."""
    gone = subprocess.Popen(["true"])
    gone.wait()
    return gone.pid


def until(happens: Callable[[], bool], process: Fork) -> None:
    """Look until it happens or the process has ended; between two looks the processor is the process's."""
    give_up = time.monotonic() + LONGEST_SECONDS
    while not happens() and process.wait(PAUSE_SECONDS) is None:
        assert time.monotonic() < give_up


def _said_by(process: int | None, files: str) -> Path:
    """Where a process writes what it says: beside the files of the application."""
    return Path(f"{files}-said-by-{process}")


def _do(deed: Callable[..., object], given: tuple[Any, ...], environment: dict[str, str]) -> None:
    from tests import ready

    assert os.getppid() == ready.PROCESS, "everything would be read again for each of them"
    with _said_by(os.getpid(), environment["DATA_DIR"]).open("wb") as said:
        for stream in (1, 2):
            os.dup2(said.fileno(), stream)
    os.environ.clear()
    os.environ.update(environment)
    deed(*given)
