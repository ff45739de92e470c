"""The monthly counts of a large register: how fast they answer, and that they are a recount, row for row."""

import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROWS = int(os.environ.get("ROLLUP_ROWS", "1000000"))
BUSINESSES, MONTHS, ZONES, GROUPS, OF_A_GROUP = 5_000, 60, 25, 500, 50
ONE_MS, ZONE_MS, GROUPS_MS, TIMES = 0.2, 1.0, 150.0, 5.0
ROUNDS = 7


def run() -> bool:
    """Print each question's time from the counts and from a covering index; True when within the limits."""
    with tempfile.TemporaryDirectory() as folder:
        database = _made(Path(folder) / "rollup.db")
        print(f"monthly counts of {ROWS:,} dossiers of {BUSINESSES:,} businesses in {MONTHS} months")
        fine = _equal(database)
        for label, limit, times, kept, covering in QUESTIONS:
            fast, slow = _median(database, kept), _median(database, covering)
            within = fast <= limit and slow / fast >= times
            print(
                f"  {label}: {fast:.3f} ms (limit {limit} ms); covering index {slow:.2f} ms: "
                f"{slow / fast:.0f}× (limit {times:.0f}×){'' if within else '  ← OVER'}"
            )
            fine &= within
        database.close()
        return fine


def _made(path: Path) -> sqlite3.Connection:
    """The register's own tables, as its migrations make them, with invented dossiers."""
    from config import Config
    from outreach import create_app
    from outreach.database import db, upgrade

    settings = Config(
        secret_key="k" * 40,
        database_url=f"sqlite:///{path}",
        data_dir=path.parent / "files",
        board_name="Ban",
    )
    app = create_app(settings)
    with app.app_context():
        upgrade(app)
        _fill(path)
        from outreach.dossiers.actions import recount

        begun = time.perf_counter()
        recount(None)
        db.session.commit()
        print(f"a full recount: {time.perf_counter() - begun:.1f} s")
        db.engine.dispose()
    return sqlite3.connect(path)


def _fill(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("PRAGMA foreign_keys=OFF")
    zones = [(n + 1, f"KCN {n}", f"kcn {n}", f"kcn {n}", "industrial_zone", 0) for n in range(ZONES)]
    database.executemany(
        "INSERT INTO zones (id, name, name_folded, name_sort, kind, provisional) VALUES (?, ?, ?, ?, ?, ?)",
        zones,
    )
    businesses = [(n + 1, f"Mẫu {n}", f"mau {n}", f"mau {n}", f"mau {n}", n % ZONES + 1, 0, 1)
                  for n in range(BUSINESSES)]  # fmt: skip
    database.executemany(
        "INSERT INTO businesses (id, name, name_folded, name_key, name_sort, zone_id, provisional, active) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)", businesses,
    )  # fmt: skip
    database.execute(
        "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :rows) "
        "INSERT INTO dossiers (source, code, business_id, field_given, received_on, filing_channel, status) "
        # A few businesses file most dossiers, as everywhere.
        "SELECT 'main', printf('D-%08d', i), "
        "CAST(:businesses * pow(((i * 7919) % 10007) / 10007.0, 4) AS INTEGER) + 1, 0, "
        "date('2020-01-01', printf('+%d days', (i / 7) % (:months * 30))), "
        "CASE WHEN (i * 31) % 5 < 3 THEN 'online' ELSE 'counter' END, 'returned' FROM n",
        {"rows": ROWS, "businesses": BUSINESSES, "months": MONTHS},
    )
    database.execute(
        "CREATE TABLE reached (deed INTEGER, business_id INTEGER, PRIMARY KEY (deed, business_id)) "
        "WITHOUT ROWID"
    )
    database.executemany(
        "INSERT INTO reached VALUES (?, ?)",
        [(deed, (deed * 7 + n * 101) % BUSINESSES + 1) for deed in range(GROUPS) for n in range(OF_A_GROUP)],
    )
    database.commit()
    database.execute("ANALYZE")
    database.close()


def _equal(database: sqlite3.Connection) -> bool:
    counted = (
        "SELECT business_id, date(received_on, 'start of month'), count(*), "
        "sum(filing_channel = 'online') FROM dossiers GROUP BY 1, 2"
    )
    kept = "SELECT business_id, month, received, online FROM monthly_counts"
    apart = sum(
        database.execute(f"SELECT count(*) FROM ({one} EXCEPT {other})").fetchone()[0]
        for one, other in ((counted, kept), (kept, counted))
    )
    rows = database.execute("SELECT count(*) FROM monthly_counts").fetchone()[0]
    print(f"  {rows:,} counts, {apart} of them other than a recount{'  ← OVER' if apart else ''}")
    return apart == 0


def _median(database: sqlite3.Connection, ask: Callable[[sqlite3.Connection], Any]) -> float:
    taken = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        ask(database)
        taken.append((time.process_time() - begun) * 1000)
    return statistics.median(taken)


def _all(statement: str) -> Callable[[sqlite3.Connection], Any]:
    return lambda database: database.execute(statement).fetchall()


def _twice(what: str, day: str) -> str:
    """Of each group the whole and what came after, hence what was before, in one pass over its rows."""
    return f"{what}, {what} FILTER (WHERE {day} >= '2023-01-01')"


ONLINE = "sum(filing_channel = 'online')"
PERIOD = "'2023-01-01' AND '2023-12-31'"
AROUND = "'2022-07-01' AND '2023-06-30'"
COUNTED = "sum(received), sum(online) FROM monthly_counts c"
DIRECT = "count(*), sum(filing_channel = 'online') FROM dossiers c"
OF_ZONE = "business_id IN (SELECT id FROM businesses WHERE zone_id = 3)"
OF_CAMPAIGN = "business_id IN (SELECT business_id FROM reached WHERE deed < 4)"

QUESTIONS = (
    ("one business, month by month", ONE_MS, 1.0,
     _all("SELECT month, received, online FROM monthly_counts WHERE business_id = 42"),
     _all("SELECT date(received_on, 'start of month'), count(*), sum(filing_channel = 'online') "
          "FROM dossiers WHERE business_id = 42 GROUP BY 1")),
    (f"a zone of {BUSINESSES // ZONES} businesses, a year", ZONE_MS, TIMES,
     _all(f"SELECT {COUNTED} WHERE {OF_ZONE} AND month BETWEEN {PERIOD}"),
     _all(f"SELECT {DIRECT} WHERE {OF_ZONE} AND received_on BETWEEN {PERIOD}")),
    ("a campaign of 200 businesses, a year", ZONE_MS, TIMES,
     _all(f"SELECT {COUNTED} WHERE {OF_CAMPAIGN} AND month BETWEEN {PERIOD}"),
     _all(f"SELECT {DIRECT} WHERE {OF_CAMPAIGN} AND received_on BETWEEN {PERIOD}")),
    (f"{GROUPS} groups of {OF_A_GROUP}, six months before and after", GROUPS_MS, TIMES,
     _all(f"SELECT deed, {_twice('sum(received)', 'month')}, {_twice('sum(online)', 'month')} FROM reached "
          "CROSS JOIN monthly_counts c ON c.business_id = reached.business_id "
          f"WHERE month BETWEEN {AROUND} GROUP BY deed"),
     _all(f"SELECT deed, {_twice('count(*)', 'received_on')}, "
          f"{_twice(ONLINE, 'received_on')} FROM reached "
          "CROSS JOIN dossiers c ON c.business_id = reached.business_id "
          f"WHERE received_on BETWEEN {AROUND} GROUP BY deed")),
)  # fmt: skip
