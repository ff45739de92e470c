"""The monthly counts of a large register: how fast they answer, and that they are a recount, row for row.

Beside them stands an index of the dossiers that covers the same questions (business, day, channel, state),
with the same statistics. Both are asked in the product's own words and must give the same answers. The words
look for the curtain too (decision 22) when they ask dossiers; what the index does without it is said as well.
"""

import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy import Select, func, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import aliased

ROWS = int(os.environ.get("ROLLUP_ROWS", "1000000"))
BUSINESSES, MONTHS, ZONES, GROUPS, OF_A_GROUP = 5_000, 60, 25, 500, 50
ONE_MS, ZONE_MS, GROUPS_MS, TIMES = 0.2, 1.0, 150.0, 5.0
TURNS, LEAST_SECONDS = 7, 0.03  # of each kind in turn, so that what else the machine does hits both

YEAR = (date(2023, 1, 1), date(2023, 12, 31))
AROUND = (date(2022, 7, 1), date(2023, 6, 30))  # six months before and after MIDDLE
MIDDLE = date(2023, 1, 1)
ONE = 42  # a business

COVERING = "CREATE INDEX covering ON dossiers (business_id, received_on, filing_channel, status)"


class Question(NamedTuple):
    """What is asked, as SQL; `limit` in ms, `times` faster than the index. `bare` knows of no curtain."""

    label: str
    limit: float
    times: float
    kept: str
    covering: str
    bare: str


def run() -> bool:
    """Print each question's time from the counts and from a covering index; True when within the limits."""
    with tempfile.TemporaryDirectory() as folder:
        app = _app(Path(folder) / "rollup.db")
        with app.app_context():
            _made(app, Path(folder) / "rollup.db")
            return _measured()


def _measured() -> bool:
    from outreach.database import db

    print(f"monthly counts of {ROWS:,} dossiers of {BUSINESSES:,} businesses in {MONTHS} months")
    raw = db.engine.raw_connection()
    database = raw.driver_connection
    assert isinstance(database, sqlite3.Connection)
    fine = _equal(database)
    for one in _questions():
        same = _answer(database, one.kept) == _answer(database, one.covering) == _answer(database, one.bare)
        fast, slow, bare = _calmest(database, (one.kept, one.covering, one.bare))
        within = same and fast <= one.limit and slow / fast >= one.times
        print(
            f"  {one.label}: {fast:.3f} ms (limit {one.limit} ms); covering index {slow:.2f} ms: "
            f"{slow / fast:.1f}× (limit {one.times:.0f}×), without a curtain {bare / fast:.1f}×"
            f"{'' if within else '  ← OVER'}{'' if same else '  ← ANOTHER ANSWER'}"
        )
        fine &= within
    raw.close()
    _tell_of_a_page()
    return fine


def _tell_of_a_page() -> None:
    """What the ledger's overview and its file ask, to the day; pages have limits of their own."""
    from outreach.database import db
    from outreach.rates.queries.changes import register
    from outreach.rates.queries.pairs import first_days, on_days, pairs_of
    from outreach.rates.rules.windows import Part, windows

    for label, first in (("a page of 20", GROUPS - 19), (f"a file of {GROUPS}", 1)):
        days, reached = register(), first_days(range(first, GROUPS + 1))
        assert days is not None
        around = [windows(day, days) for day in {day for each in reached.values() for day in each.values()}]
        windows_whole = [
            Part(each.exposed_on, after, window.first, window.last)
            for each in around
            for after, window in ((False, each.before), (True, each.after))
            if window
        ]
        begun = time.process_time()
        pairs = pairs_of(reached, days)
        told = time.process_time()
        rows = db.session.execute(on_days(list(reached), windows_whole)).all()
        ended = time.process_time()
        same = all(
            pairs[row[0]].before.received == row[2] and pairs[row[0]].after.online == row[3] for row in rows
        )
        print(
            f"  {label} interventions, a year before and after to the day: {(told - begun) * 1000:.0f} ms; "
            f"covering index {(ended - told) * 1000:.0f} ms{'' if same else '  ← ANOTHER ANSWER'}"
        )
    db.session.remove()


def _app(path: Path) -> Flask:
    from config import Config
    from outreach import create_app

    return create_app(
        Config(
            secret_key="k" * 40,
            database_url=f"sqlite:///{path}",
            data_dir=path.parent / "files",
            board_name="Ban",
        )
    )


def _made(app: Flask, path: Path) -> None:
    """The register's own tables, as its migrations make them, with invented dossiers and their counts."""
    from outreach.database import db, upgrade
    from outreach.dossiers.actions import recount

    upgrade(app)
    _fill(path)
    begun = time.perf_counter()
    recount(None)
    db.session.commit()
    print(f"a full recount: {time.perf_counter() - begun:.1f} s")
    db.session.remove()
    database = sqlite3.connect(path)
    database.execute(COVERING)
    database.execute("ANALYZE")
    database.close()


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
        "INSERT INTO dossiers (source, code, business_id, field_given, received_on, filing_channel, status, "
        "assistance, online_possible) "
        # A few businesses file most dossiers, as everywhere.
        "SELECT 'main', printf('D-%08d', i), "
        "CAST(:businesses * pow(((i * 7919) % 10007) / 10007.0, 4) AS INTEGER) + 1, 0, "
        "date('2020-01-01', printf('+%d days', (i / 7) % (:months * 30))), "
        "CASE WHEN (i * 31) % 5 < 3 THEN 'online' ELSE 'counter' END, "
        "CASE WHEN i % 97 = 0 THEN 'not_received' ELSE 'returned' END, "
        "CASE WHEN i % 11 = 0 THEN 'filed_for' WHEN i % 3 = 0 THEN 'alone' END, "
        "CASE WHEN i % 13 = 0 THEN 0 WHEN i % 2 = 0 THEN 1 END FROM n",
        {"rows": ROWS, "businesses": BUSINESSES, "months": MONTHS},
    )
    database.executemany(
        "INSERT INTO interventions (id, code, type, audience, contents, details, title, title_folded, "
        "held_on, covers_all, reported_is_minimum, provisional, created_at) "
        "VALUES (?, ?, 'visit', 'businesses', '[]', '{}', ?, ?, ?, 0, 0, 0, '2023-01-01 00:00:00')",
        [(deed + 1, f"V{deed}", f"Thăm {deed}", f"tham {deed}", _held_on(deed)) for deed in range(GROUPS)],
    )
    database.executemany(
        "INSERT INTO exposures (intervention_id, business_id, exposed_on, how, offered, recorded_at) "
        "VALUES (?, ?, ?, 'visited', 1, '2023-01-01 00:00:00')",
        [(deed + 1, (deed * 7 + n * 101) % BUSINESSES + 1, _held_on(deed))
         for deed in range(GROUPS) for n in range(OF_A_GROUP)],
    )  # fmt: skip
    database.commit()
    database.close()


def _held_on(deed: int) -> str:
    return str(date(2020, 6, 1) + timedelta(days=3 * deed))


def _equal(database: sqlite3.Connection) -> bool:
    counted = (
        "SELECT business_id, strftime('%Y', received_on) * 12 + strftime('%m', received_on) - 1, count(*), "
        "sum(filing_channel = 'online'), sum(assistance IS 'filed_for'), "
        "sum(assistance IS 'filed_for' AND filing_channel = 'online'), sum(online_possible IS NOT 0), "
        "sum(online_possible IS NOT 0 AND filing_channel = 'online') "
        "FROM dossiers WHERE status NOT IN ('registered', 'not_received') GROUP BY 1, 2"
    )
    kept = (
        "SELECT business_id, month, received, online, filed_for, filed_for_online, possible, "
        "possible_online FROM monthly_counts"
    )
    apart = sum(
        database.execute(f"SELECT count(*) FROM ({one} EXCEPT {other})").fetchone()[0]
        for one, other in ((counted, kept), (kept, counted))
    )
    rows = database.execute("SELECT count(*) FROM monthly_counts").fetchone()[0]
    print(f"  {rows:,} counts, {apart} of them other than a recount{'  ← OVER' if apart else ''}")
    return apart == 0


def _answer(database: sqlite3.Connection, statement: str) -> list[tuple[Any, ...]]:
    return sorted(database.execute(statement).fetchall())


def _calmest(database: sqlite3.Connection, statements: tuple[str, ...]) -> list[float]:
    """Milliseconds of the processor, of the calmest turn of each.

    Short questions are asked often in each turn, as those of a page in use are.
    """
    taken: dict[str, list[float]] = {statement: [] for statement in statements}
    for _ in range(TURNS):
        for statement, times in taken.items():
            turn: list[float] = []
            while sum(turn) < LEAST_SECONDS * 1000:
                begun = time.process_time()
                database.execute(statement).fetchall()
                turn.append((time.process_time() - begun) * 1000)
            times.append(statistics.median(turn))
    return [min(times) for times in taken.values()]


def _questions() -> Iterator[Question]:
    """Of the monthly counts, and of the dossiers with and without a curtain."""
    from outreach.dossiers.models import Dossier
    from outreach.dossiers.models.curtain import whole

    bare = aliased(Dossier, whole(Dossier.__table__).alias("d"), adapt_on_names=True)
    for of_counts, of_seen, of_all in zip(_of_counts(), _of(Dossier), _of(bare), strict=True):
        *described, kept = of_counts
        yield Question(*described, _sql(kept), _sql(of_seen), _sql(of_all))


def _of_counts() -> Iterator[tuple[str, float, float, Select[Any]]]:
    from outreach.campaigns.models import ExposureRecord
    from outreach.dossiers.models import MonthlyCount as Kept

    sums, group = (func.sum(Kept.received), func.sum(Kept.online)), ExposureRecord.intervention_id
    one = select(Kept.month, Kept.received, Kept.online).where(Kept.business_id == ONE)
    yield "one business, month by month", ONE_MS, 1.0, one
    some = (f"a zone of {BUSINESSES // ZONES}", f"a campaign of {4 * OF_A_GROUP}")
    for label, businesses in zip(some, _businesses(), strict=True):
        asked = select(*sums).where(Kept.business_id.in_(businesses), Kept.month.between(*YEAR))
        yield f"{label} businesses, a year", ZONE_MS, TIMES, asked
    # Of each group the whole and what came after, hence what was before, in one pass over its rows.
    later = (one.filter(Kept.month >= MIDDLE) for one in sums)
    asked = select(group, *sums, *later).join(Kept, Kept.business_id == ExposureRecord.business_id)
    asked = asked.where(Kept.month.between(*AROUND)).group_by(group)
    yield f"{GROUPS} groups of {OF_A_GROUP}, six months before and after", GROUPS_MS, TIMES, asked


def _of(d: Any) -> Iterator[Select[Any]]:
    """The same of the dossiers."""
    from outreach.campaigns.models import ExposureRecord
    from outreach.dossiers.measures import is_online, is_received
    from outreach.dossiers.models import counted_month

    counts, group = (func.count(), func.count().filter(is_online(d))), ExposureRecord.intervention_id
    month, day = counted_month(d.received_on), d.received_on
    yield select(month, *counts).where(d.business_id == ONE, is_received(d)).group_by(month)
    for businesses in _businesses():
        yield select(*counts).where(d.business_id.in_(businesses), day.between(*YEAR), is_received(d))
    later = (one.filter(day >= MIDDLE) for one in counts)
    asked = select(group, *counts, *later).join(d, d.business_id == ExposureRecord.business_id)
    yield asked.where(day.between(*AROUND), is_received(d)).group_by(group)


def _businesses() -> tuple[Select[Any], Select[Any]]:
    from outreach.businesses.models import Business
    from outreach.campaigns.models import ExposureRecord

    return (
        select(Business.id).where(Business.zone_id == 3),
        select(ExposureRecord.business_id).where(ExposureRecord.intervention_id <= 4),
    )


def _sql(statement: Select[Any]) -> str:
    return str(statement.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
