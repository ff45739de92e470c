"""When a message is stored: as soon as somebody else reads it in the database; here a process that looks.

As a module: `python -m benchmarks.witness DATABASE` looks until its input ends, and then says what it saw.
"""

import json
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
EVERY_SECONDS = 0.0005


class Witness:
    """A process that looks at a SQLite database; `seen` ends it."""

    def __init__(self, database: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.witness", database], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def seen(self) -> dict[str, float]:
        """When each message was first there, by its sender's id for it, as `time.perf_counter` tells."""
        told, _errors = self._process.communicate()
        assert self._process.returncode == 0
        found: dict[str, float] = json.loads(told)
        return found


def main() -> None:
    """Look until the input ends; print what was seen."""
    over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True, isolation_level=None)
    last = database.execute("SELECT coalesce(max(id), 0) FROM messages").fetchone()[0]
    seen: dict[str, float] = {}
    state = None
    while not over.wait(EVERY_SECONDS):
        before, state = (
            state,
            database.execute("PRAGMA data_version").fetchone(),
        )  # another one's commit moves it
        if state == before:
            continue
        rows = database.execute(
            "SELECT id, client_id FROM messages WHERE id > ? ORDER BY id", (last,)
        ).fetchall()
        at = time.perf_counter()
        for last, client_id in rows:  # noqa: B007 - the next look begins behind it
            seen[client_id] = at
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
