"""Registers taken in: rows a second beside a plain reader and upsert, memory, and what others feel of it.

Run as a module it does one job in a process of its own: `python -m benchmarks.registers ours FILE`.
"""

import csv
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import peers
from benchmarks.made_registers import write_csv, write_xlsx

ROOT = Path(__file__).parent.parent
CSV_ROWS, XLSX_ROWS = int(os.environ.get("REGISTER_ROWS", "200000")), 20_000
CSV_SHARE, XLSX_TIMES = 0.60, 6.0
MOST_MB = 150
ROUNDS = 3


def run() -> bool:
    """Print all of it; True when within the limits."""
    from benchmarks import rollup, service  # here: a job's process should hold no more than the command's

    with tempfile.TemporaryDirectory() as folder:
        return all([_csv(Path(folder)), _xlsx(Path(folder)), service.run(Path(folder)), rollup.run()])


def _csv(folder: Path) -> bool:
    path = write_csv(folder / "register.csv", CSV_ROWS)
    print(f"a register of {CSV_ROWS:,} rows × 20 columns as CSV ({path.stat().st_size / 1e6:.0f} MB)")
    best: dict[str, dict[str, Any]] = {}
    for number in range(ROUNDS):  # one after the other, so that a busy moment meets both
        for job in ("bare", "floor", "ours"):
            done = _in_own_process(job, path, folder / f"{job}-{number}.db")
            if job not in best or done["seconds"] < best[job]["seconds"]:
                best[job] = done
    again = _in_own_process("ours", path, folder / f"ours-{ROUNDS - 1}.db")
    ours, floor, bare = (best[job] for job in ("ours", "floor", "bare"))
    share = floor["seconds"] / ours["seconds"]
    unchanged = (again["created"], again["updated"], again["unchanged"]) == (0, 0, CSV_ROWS)
    return all(
        [
            _say(f"taken in: {_speed(ours)}; csv + upsert into the same table with its indexes: "
                 f"{_speed(floor)}: {share:.0%} of it (limit {CSV_SHARE:.0%})", share >= CSV_SHARE),
            _say(f"  (csv + upsert into a table with nothing but its key: {_speed(bare)}: "
                 f"{bare['seconds'] / ours['seconds']:.0%} of it)", True),
            _say(f"a second time: {again['unchanged']:,} unchanged, {_speed(again)}", unchanged),
            _say(f"most memory: {max(ours['megabytes'], again['megabytes']):.0f} MB (limit {MOST_MB})",
                 max(ours["megabytes"], again["megabytes"]) <= MOST_MB),
        ]
    )  # fmt: skip


def rows_a_second(path: Path, database: Path) -> float:
    """How many rows csv + upsert takes now, by the clock: how fast the machine is at this moment."""
    done = _in_own_process("floor", path, database)
    return float(done["rows"] / done["wall"])


def _xlsx(folder: Path) -> bool:
    path = write_xlsx(folder / "register.xlsx", XLSX_ROWS)
    print(f"a register of {XLSX_ROWS:,} rows × 20 columns as XLSX ({path.stat().st_size / 1e6:.1f} MB)")
    ours = _in_own_process("ours", path, folder / "xlsx.db")
    calamine = _in_own_process("calamine", path, folder / "none.db")
    shown = f"taken in: {_speed(ours)}; calamine alone, only reading: {_speed(calamine)}"
    asked, read_by_us = [], []
    for _ in range(ROUNDS):  # one after the other, so that a busy moment meets both
        asked.append(peers.ask("openpyxl", "openpyxl_peer.py", path))
        read_by_us.append(_in_own_process("read", path, folder / "none.db"))
    answers = [one for one in asked if one is not None]
    if not answers:
        return _say(shown, True)
    peer, read = min(answers, key=_seconds), min(read_by_us, key=_seconds)
    times = peer["seconds"] / read["seconds"]
    return _say(
        f"{shown}\n  read and understood, in a process of its own: {_speed(read)}; openpyxl read-only, only "
        f"reading: {_speed(peer)}: {times:.1f}× (limit {XLSX_TIMES:.0f}×); taken in: "
        f"{peer['seconds'] / ours['seconds']:.1f}×",
        times >= XLSX_TIMES,
    )


def _seconds(done: dict[str, Any]) -> float:
    return float(done["seconds"])


def _speed(done: dict[str, Any]) -> str:
    by_clock = done["rows"] / done["wall"]
    return f"{done['rows'] / done['seconds']:,.0f} rows/s of CPU ({by_clock:,.0f} by the clock)"


def _say(text: str, within: bool) -> bool:
    print(f"  {text}{'' if within else '  ← OVER'}")
    return within


# ── one job in a process of its own ──────────────────────────────────────────────────────────────────────


def _in_own_process(job: str, path: Path, database: Path) -> dict[str, Any]:
    environment = {
        **os.environ, "DATABASE_URL": f"sqlite:///{database}", "DATA_DIR": f"{database.parent}/files",
        "SECRET_KEY": "k" * 40,
    }  # fmt: skip
    if job in ("ours", "floor") and not database.exists():
        migrate = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
        subprocess.run(migrate, cwd=ROOT, env=environment, check=True, capture_output=True)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.registers", job, str(path)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


def _ours(path: Path) -> dict[str, Any]:
    from outreach import background, create_app

    with create_app().app_context():
        from outreach.dossiers import importing

        background.expect_many_rows()  # as the command does
        found: dict[str, Any] = {}

        def take_in() -> int:
            outcome = importing.import_dossiers(path, source="main", strict=False)
            found.update(created=outcome.created, updated=outcome.updated, unchanged=outcome.unchanged)
            return outcome.read

        done = _timed(take_in)
        return {**done, **found}


def _floor(path: Path) -> int:
    """What anybody would write: the csv module, and an upsert into the register's own table."""
    database = _database()
    database.execute("INSERT INTO businesses "
                     "(id, name, name_folded, name_key, name_sort, provisional, active) "
                     "VALUES (1, '', '', '', '', false, true)")  # fmt: skip
    columns = ("source", "code", "business_id", "applicant", "field", "field_folded", "field_given",
               "received_on", "due_on", "finished_on", "returned_on", "filing_channel", "return_channel",
               "status", "paid_vnd", "digitised")  # fmt: skip
    changed = " OR ".join(f"{name} IS NOT excluded.{name}" for name in columns)
    replaced = ", ".join(f"{name} = excluded.{name}" for name in columns)
    statement = (
        f"INSERT INTO dossiers ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))}) "
        f"ON CONFLICT (source, code) DO UPDATE SET {replaced} WHERE {changed}"
    )

    def row(cells: list[str]) -> tuple[Any, ...]:
        days = [f"{day[6:]}-{day[3:5]}-{day[:2]}" for day in cells[12:16]]
        return ("main", cells[1], 1, cells[6], cells[4], cells[4], 1, *days, cells[10], cells[11],
                cells[16], cells[17], cells[18])  # fmt: skip

    return _upsert(path, database, statement, row)


def _bare(path: Path) -> int:
    """The same into a table that has the file's columns as text and its key, and nothing else."""
    database = _database()
    names = [f"c{number}" for number in range(20)]
    database.execute(f"CREATE TABLE plain ({', '.join(names)}, UNIQUE (c1))")
    changed = " OR ".join(f"{name} IS NOT excluded.{name}" for name in names)
    replaced = ", ".join(f"{name} = excluded.{name}" for name in names)
    statement = (
        f"INSERT INTO plain VALUES ({', '.join('?' * 20)}) "
        f"ON CONFLICT (c1) DO UPDATE SET {replaced} WHERE {changed}"
    )
    return _upsert(path, database, statement, list)


def _database() -> sqlite3.Connection:
    database = sqlite3.connect(os.environ["DATABASE_URL"].removeprefix("sqlite:///"))
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        database.execute(f"PRAGMA {pragma}")
    return database


def _upsert(path: Path, database: sqlite3.Connection, statement: str, row: Callable[[list[str]], Any]) -> int:
    count = 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, delimiter=";")
        next(rows)
        waiting: list[Any] = []
        for cells in rows:
            waiting.append(row(cells))
            if len(waiting) == 5_000:
                count += _write(database, statement, waiting)
        count += _write(database, statement, waiting)
    database.close()
    return count


def _write(database: sqlite3.Connection, statement: str, waiting: list[Any]) -> int:
    written = len(waiting)
    database.executemany(statement, waiting)
    database.commit()
    waiting.clear()
    return written


def _read(path: Path) -> dict[str, Any]:
    """What an import does before it meets the database: checked, opened, every cell understood."""
    from outreach.sheets.columns import recognise
    from outreach.sheets.layouts import DOSSIERS
    from outreach.sheets.parsing import Columns, parse_some
    from outreach.sheets.reading import open_table

    def read() -> int:
        table = open_table(path, filename=path.name)
        understood = parse_some(table, DOSSIERS, recognise(table, DOSSIERS))
        return sum(len(some.numbers if isinstance(some, Columns) else some) for some in understood)

    return _timed(read)


def _calamine(path: Path) -> int:
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return len(rows) - 1


def _timed(job: Callable[[], int]) -> dict[str, Any]:
    """Seconds of CPU, those of its child processes too, and by the clock; the most memory of the process."""
    clock, before = time.perf_counter(), _cpu()
    rows = job()
    return {
        "rows": rows, "seconds": _cpu() - before, "wall": time.perf_counter() - clock,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }  # fmt: skip


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


JOBS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "ours": _ours,
    "floor": lambda path: _timed(lambda: _floor(path)),
    "bare": lambda path: _timed(lambda: _bare(path)),
    "read": _read,
    "calamine": lambda path: _timed(lambda: _calamine(path)),
}

if __name__ == "__main__":
    print(json.dumps(JOBS[sys.argv[1]](Path(sys.argv[2]))))
