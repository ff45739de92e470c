"""What others feel while a large register is taken in: pages a second, and how soon a message is stored.

Two loads, each felt without an import and with one in the same run:
full:  browsers that open one page after another as fast as they come; what counts is how many they get.
usual: as many people as a province's board has at a busy hour; what counts is how long it takes from pressing
       "send" until a message is stored, that is until another process reads it in the database. How long
       until the browser has its answer is said too. Nobody waits there for a browser that never rests.

What is felt without an import is asked of a second server over a copy of the database, which no import ever
changes: pages over a longer register are other pages.
"""

import os
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.callers import Felt, readers, writers
from benchmarks.made_registers import IN_PROGRESS, write_csv
from benchmarks.servers import server
from benchmarks.talks import Talks, furnished
from benchmarks.witness import Witness

ROOT = Path(__file__).parent.parent
ROWS, ROWS_BEFORE = int(os.environ.get("REGISTER_ROWS", "200000")), 20_000
# The limit is that of a machine where csv + upsert takes so many rows a second by the clock.
KEEPS, P99_MS, ROWS_A_SECOND = 0.90, 15.0, 50_000
TALKS = 50
MESSAGES = 20.0  # a second: faster than people type, so that there are enough to tell the slowest hundredth
BROWSERS = 2  # that never rest
PEOPLE, EVERY = 300, 20.0  # people who open a page, each every so many seconds (as benchmarks/chat.py)
PAGES = ["/ho-so", "/doanh-nghiep", "/thu-tuc", "/ban-ho-tro"]
FULL_SECONDS, USUAL_SECONDS, WARM_SECONDS, WITNESS_SECONDS = 6.0, 60.0, 3.0, 0.2


class Load(NamedTuple):
    """What people do at a time. `pages`: a second; None: as many as they get."""

    browsers: int
    pages: float | None


FULL, USUAL = Load(BROWSERS, None), Load(TALKS, PEOPLE / EVERY)


class Meanwhile(NamedTuple):
    """What people felt; `stored`: milliseconds until each message was."""

    pages: Felt
    messages: Felt
    stored: list[float]

    @property
    def p99(self) -> float:
        """Milliseconds after which 99 of 100 messages were stored."""
        return _p99(self.stored)

    def told(self) -> str:
        """Of the messages: half stored within, 99 of 100 within, and the longest; and answered."""
        took = self.stored
        within = f"half within {statistics.median(took):.1f}, 99 of 100 within {self.p99:.1f}"
        answered = f"{statistics.median(self.messages.took):.1f} and {_p99(self.messages.took):.1f}"
        return f"{within}, longest {max(took):.0f} ms (answered: {answered})"


def _p99(took: list[float]) -> float:
    return statistics.quantiles(took, n=100)[98]


class Board(NamedTuple):
    """A server over a database of its own."""

    port: int
    talks: Talks

    def felt(self, load: Load, seconds: float) -> Meanwhile:
        """What people feel for so long."""
        with self._people(load) as felt:
            time.sleep(seconds)
        return felt[0]

    def felt_during(self, load: Load, path: Path, *, source: str) -> Meanwhile:
        """What people feel as long as that file is taken in."""
        command = [sys.executable, "-m", "benchmarks.service", str(path), source]
        with self._people(load) as felt:
            subprocess.run(command, cwd=ROOT, env=self.talks.environment, check=True)
        return felt[0]

    @contextmanager
    def _people(self, load: Load) -> Iterator[list[Meanwhile]]:
        """They come, and go at the end of the block; then what they felt is in the list."""
        witness = Witness(self.talks.environment["DATABASE_URL"].removeprefix("sqlite:///"))
        reading = readers(self.port, self.talks.cookies[: load.browsers], PAGES, load.pages)
        writing = writers(self.port, self.talks.desk, self.talks.keys, MESSAGES)
        felt: list[Meanwhile] = []
        yield felt
        pages, messages = reading.felt(), writing.felt()
        time.sleep(WITNESS_SECONDS)  # the last one answered is seen by now
        seen = witness.seen()
        stored = [(seen[key] - at) * 1000 for key, at in messages.sent.items()]
        felt.append(Meanwhile(pages, messages, stored))


def run(folder: Path) -> bool:
    """Print both; True when within the limits."""
    from benchmarks.registers import rows_a_second  # here: it takes this module in too

    path = write_csv(folder / "service.csv", ROWS)
    with _boards(folder) as (still, moving):
        for board in (still, moving):
            board.felt(FULL, WARM_SECONDS)
        quiet = [still.felt(FULL, FULL_SECONDS)]
        busy = moving.felt_during(FULL, path, source="main")
        quiet.append(still.felt(FULL, FULL_SECONDS))
        yardstick = [rows_a_second(path, folder / "yardstick-before.db")]
        alone = still.felt(USUAL, USUAL_SECONDS)
        beside = still.felt_during(USUAL, path, source="main")
        yardstick.append(rows_a_second(path, folder / "yardstick-after.db"))
        changed = write_csv(folder / "changed.csv", ROWS, state=IN_PROGRESS)
        changing = still.felt_during(USUAL, changed, source="main")
    kept = busy.pages.a_second / statistics.mean(one.pages.a_second for one in quiet)
    within = [_say_full(kept, quiet[0], busy), _say_usual(alone, beside, statistics.mean(yardstick))]
    _say(f"while a file changes each of {ROWS:,} dossiers (no limit): {changing.told()}", True)
    return all(within)


def _say_full(kept: float, quiet: Meanwhile, busy: Meanwhile) -> bool:
    print(f"  meanwhile, {BROWSERS} browsers that never rest, {MESSAGES:.0f} messages a second:")
    fine = _say(
        f"{kept:.0%} of the pages a second (limit {KEEPS:.0%}; {busy.pages.a_second:.0f}, without an import "
        f"{busy.pages.a_second / kept:.0f})", kept >= KEEPS,
    )  # fmt: skip
    return _say(f"messages then (no limit): {busy.told()}; without an import {quiet.told()}", True) and fine


def _say_usual(alone: Meanwhile, beside: Meanwhile, rows_a_second: float) -> bool:
    print(
        f"  meanwhile, {USUAL.pages:.0f} pages a second ({PEOPLE} people, each every {EVERY:.0f} s), "
        f"{MESSAGES:.0f} messages a second in {TALKS} conversations:"
    )
    _say(f"{len(beside.stored)} messages stored: {beside.told()}; without an import {alone.told()}", True)
    limit = P99_MS * max(1.0, ROWS_A_SECOND / rows_a_second)
    return _say(
        f"99 of 100 within {beside.p99:.1f} ms (limit {P99_MS:.0f} where csv + upsert takes {ROWS_A_SECOND:,}"
        f" rows a second; here {rows_a_second:,.0f}, so {limit:.1f})", beside.p99 <= limit,
    )  # fmt: skip


def _say(what: str, within: bool) -> bool:
    print(f"    {what}{'' if within else '  ← OVER'}")
    return within


@contextmanager
def _boards(folder: Path) -> Iterator[tuple[Board, Board]]:
    """Two alike: conversations, and a register that knows the businesses and procedures already."""
    with furnished(TALKS) as talks:
        before = write_csv(folder / "before.csv", ROWS_BEFORE)
        subprocess.run(
            [sys.executable, "-m", "benchmarks.service", str(before), "before"],
            cwd=ROOT, env=talks.environment, check=True,
        )  # fmt: skip
        copy = folder / "copy.db"
        _copy(Path(talks.environment["DATABASE_URL"].removeprefix("sqlite:///")), copy)
        other = talks._replace(environment={**talks.environment, "DATABASE_URL": f"sqlite:///{copy}"})
        with (
            server(talks.environment, "--no-worker") as (port, _process),
            server(other.environment, "--no-worker") as (second, _other),
        ):
            yield Board(port, talks), Board(second, other)


def _copy(database: Path, to: Path) -> None:
    source, target = sqlite3.connect(database), sqlite3.connect(to)
    source.backup(target)
    source.close()
    target.close()


def take_in(path: Path, source: str) -> None:
    """As an upload goes: kept, read by the worker's process, looked at, written by the worker's process."""
    from outreach import create_app

    with create_app().app_context():
        from outreach.database import db
        from outreach.dossiers import actions, importing

        with path.open("rb") as file:
            run = importing.receive(file, filename=path.name, kind="dossiers", source=source, by=1)
        db.session.commit()
        _work(run.public_id)
        db.session.refresh(run)
        actions.queue_import(run)
        db.session.commit()
        _work(run.public_id)
        db.session.refresh(run)
        assert (run.state, run.created + run.updated) == ("done", run.read)


def _work(public_id: str) -> None:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "import-run", "--", public_id]
    subprocess.run(command, cwd=ROOT, env=os.environ, check=True)


if __name__ == "__main__":
    take_in(Path(sys.argv[1]), sys.argv[2])
