"""What others feel while a large register is taken in: pages a second, and how long a message waits."""

import os
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

from benchmarks.made_registers import write_csv
from benchmarks.servers import get, server
from benchmarks.talks import Talks, furnished

ROOT = Path(__file__).parent.parent
ROWS = int(os.environ.get("REGISTER_ROWS", "200000"))
KEEPS, P99_MS = 0.90, 15.0
PAGE = "/ho-so"
EVERY = 0.02  # seconds between two messages
SECONDS = 6.0


def run(folder: Path) -> bool:
    """Print both; True when within the limits."""
    path = write_csv(folder / "service.csv", ROWS)
    with furnished(50) as talks, server(talks.environment, "--no-worker") as (port, _process):
        quiet = _pages(port, talks, SECONDS)
        _quiet_rate, alone = _while(None, port, talks)
        busy, beside = _while(path, port, talks)
        quiet = statistics.mean([quiet, _pages(port, talks, SECONDS)])
    kept = busy / quiet
    p99, p99_alone = _p99(beside), _p99(alone)
    fine = kept >= KEEPS and p99 <= max(P99_MS, p99_alone)
    print(
        f"  meanwhile: {kept:.0%} of the pages a second (limit {KEEPS:.0%}); of {len(beside)} messages the "
        f"slowest in a hundred {p99:.0f} ms (limit {P99_MS:.0f}; without an import {p99_alone:.0f}), "
        f"longest {max(beside):.0f} ms{'' if fine else '  ← OVER'}"
    )
    return fine


def _while(path: Path | None, port: int, talks: Talks) -> tuple[float, list[float]]:
    """Pages a second and the milliseconds of each message, as long as the import (or SECONDS) lasts."""
    process = None
    if path is not None:
        command = [sys.executable, "-m", "benchmarks.service", str(path)]
        process = subprocess.Popen(command, cwd=ROOT, env=talks.environment)
    over = threading.Event()
    took: list[float] = []
    sender = threading.Thread(target=_send, args=(port, talks, over, took))
    sender.start()
    begun, pages = time.perf_counter(), 0
    while (process.poll() is None) if process else (time.perf_counter() - begun < SECONDS):
        pages += _page(port, talks)
    rate = pages / (time.perf_counter() - begun)
    over.set()
    sender.join()
    assert process is None or process.returncode == 0
    return rate, took


def take_in(path: Path) -> None:
    """As an upload goes: kept, read by the worker's process, looked at, written by the worker's process."""
    from outreach import create_app

    with create_app().app_context():
        from outreach.database import db
        from outreach.dossiers import actions, importing

        with path.open("rb") as file:
            run = importing.receive(file, filename=path.name, kind="dossiers", source="main", by=1)
        db.session.commit()
        _work(run.public_id)
        db.session.refresh(run)
        actions.queue_import(run)
        db.session.commit()
        _work(run.public_id)
        db.session.refresh(run)
        assert (run.state, run.created) == ("done", run.read)


def _work(public_id: str) -> None:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "import-run", "--", public_id]
    subprocess.run(command, cwd=ROOT, env=os.environ, check=True)


def _send(port: int, talks: Talks, over: threading.Event, took: list[float]) -> None:
    number = 0
    while not over.wait(EVERY):
        begun = time.perf_counter()
        talks.say(port, talks.keys[number % len(talks.keys)], by=talks.desk)
        took.append((time.perf_counter() - begun) * 1000)
        number += 1


def _pages(port: int, talks: Talks, seconds: float) -> float:
    over, took = threading.Event(), list[float]()
    sender = threading.Thread(target=_send, args=(port, talks, over, took))
    sender.start()
    begun, pages = time.perf_counter(), 0
    while time.perf_counter() - begun < seconds:
        pages += _page(port, talks)
    over.set()
    sender.join()
    return pages / (time.perf_counter() - begun)


def _page(port: int, talks: Talks) -> int:
    status, _body, _headers = get(port, PAGE, talks.cookies[0])
    assert status == 200, status
    return 1


def _p99(took: list[float]) -> float:
    return statistics.quantiles(took, n=100)[98]


if __name__ == "__main__":
    take_in(Path(sys.argv[1]))
