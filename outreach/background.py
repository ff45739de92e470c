"""Long work in processes of their own: started by the worker at low priority, with bounded memory.

A run in a table is claimed by the process that works on it ('host:process id'); a run whose process died is
taken over by the next look.
"""

import contextlib
import gc
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from flask import Flask, current_app

from outreach import clock, database

T = TypeVar("T")

MOST_MEMORY = 2 * 1024**3
NICENESS = 10


def run_in_a_process(*command: str, longest: timedelta) -> None:
    """Run `flask …` beside this process and wait for its end; it is killed after `longest`."""
    settings = current_app.config
    environment = {
        **os.environ,
        "DATABASE_URL": str(settings["SQLALCHEMY_DATABASE_URI"]),
        "DATA_DIR": str(settings["DATA_DIR"]),
        "SECRET_KEY": str(settings["SECRET_KEY"]),
        "OPENBLAS_NUM_THREADS": "1",  # every thread of it takes address space, and pages need the other core
    }
    whole = [sys.executable, "-m", "flask", "--app", "wsgi", *command]
    root = Path(current_app.root_path).parent
    with contextlib.suppress(subprocess.TimeoutExpired):  # killed by then; the next look tries again
        subprocess.run(whole, cwd=root, env=environment, timeout=longest.total_seconds(), check=False)  # noqa: S603


_in_front: list[ThreadPoolExecutor] = []


def stand_back() -> None:
    """Low priority and bounded memory, so that pages do not feel this process."""
    if not _in_front:
        _in_front.append(ThreadPoolExecutor(1))
        _in_front[0].submit(os.getpid).result()  # Linux: its thread keeps the priority that it began with
    os.nice(NICENESS)
    database.write_back_early()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def in_front(job: Callable[[], T]) -> T:
    """Do what others wait for (a write that locks) at the priority from before `stand_back`.

    Otherwise whoever reads pages could keep the lock from being given back. It runs in a thread of its own,
    in a context of the application of its own.
    """
    if not _in_front:
        return job()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def in_context() -> T:
        with app.app_context():
            return job()

    return _in_front[0].submit(in_context).result()


def rest(seconds: float) -> None:
    """Leave the processor to pages for as long as something was done `in_front`; a command need not."""
    if _in_front:
        time.sleep(seconds)


def expect_many_rows() -> None:
    """Let the collector leave alone what is loaded, and look seldom: rows by the million hold no circles.

    And write SQLite's log back early: pages that are open meanwhile should not have to.
    """
    database.write_back_early()
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def this_process() -> str:
    """How this process signs what it claims."""
    return f"{socket.gethostname()}:{os.getpid()}"


def alive(claimed_by: str | None, claimed_at: datetime | None, longest: timedelta) -> bool:
    """Whether the process that claimed a run may still be at it; on another machine only `longest` tells."""
    if not claimed_by or claimed_at is None or clock.now() - claimed_at > longest:
        return False
    host, _colon, process = claimed_by.rpartition(":")
    if host != socket.gethostname():
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
