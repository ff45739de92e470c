"""How the fictional board's register came: files of the years before and of each month, and from where.

The address from which it could be fetched exists nowhere, so the source is paused: nobody is asked.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.database import db
from outreach.dossiers import actions
from outreach.fetching.models import FetchTry, RegisterSource

ADDRESS = "https://motcua.mau.example/xuat/so-ho-so.csv?donvi=bql"
HOUR = 6
MONTHS = 6  # that came as a file each
# Days ago, minutes after the hour, outcome, status, bytes.
TRIES = (
    (9, 0, "unchanged", 304, None),
    (8, 0, "nothing_new", 200, 412_300),
    (7, 0, "unchanged", 304, None),
    (5, 0, "busy", 503, None),
    (5, 5, "busy", 503, None),
    (5, 15, "unchanged", 304, None),
    (4, 0, "not_reached", None, None),
    (4, 5, "unchanged", 304, None),
    (2, 0, "unchanged", 304, None),
    (1, 0, "nothing_new", 200, 413_900),
)


def arrive(rows: Sequence[dict[str, Any]], today: date) -> None:
    """The register, by files: what is older than half a year in one, then a file for each month.

    Each says what was known on its day: the month's new dossiers, and older ones that were done since the
    file before. `rows` in the order of the days on which they were received; the last came this morning.
    """
    first, before = clock.add_months(clock.month_of(today), -MONTHS), date.min
    older: list[dict[str, Any]] = []
    for month, some in groupby(rows, lambda row: max(clock.month_of(row["received_on"]), first)):
        came = min(clock.add_months(month, 1) + timedelta(days=3), today)
        name = f"so-ho-so-den-thang-{month:%m-%Y}.csv" if month == first else f"so-ho-so-{month:%m-%Y}.csv"
        new = list(some)
        done = [row for row in older if before < (row.get("finished_on") or date.min) <= came]
        known = [_as_known(row, came) for row in (*done, *new)]
        _take_in(known, name, min(_at(came, 0, 50), clock.now()))
        older += new
        before = came


def _as_known(row: dict[str, Any], day: date) -> dict[str, Any]:
    """A dossier as it stood that day."""
    if (row.get("finished_on") or date.min) <= day:
        return row
    return {**row, "finished_on": None, "returned_on": None, "return_channel": None, "status": "processing"}


def _take_in(rows: list[dict[str, Any]], name: str, at: datetime) -> None:
    owner = _owner()
    run = actions.create_import(
        kind="dossiers", source="main", filename=name, sha256=hashlib.sha256(name.encode()).hexdigest(),
        state="done", uploaded_by_id=owner.id if owner else None, started_at=at,
        finished_at=at + timedelta(seconds=4),
    )  # fmt: skip
    run.uploaded_at = at
    taken = actions.take_in_dossiers(
        [{"row": number, **row} for number, row in enumerate(rows, 2)], source="main", import_id=run.id
    )
    run.read = run.done_rows = len(rows)
    run.created, run.updated, run.unchanged = taken.created, taken.updated, taken.unchanged
    run.rejected = len(taken.refused)
    db.session.flush()


def _owner() -> User | None:
    return db.session.scalars(select(User).where(User.role == Role.OFFICER).order_by(User.id)).first()


def fetch(today: date) -> None:
    """A source with its last tries."""
    owner = _owner()
    begun, news = _at(today, 30, 0), _at(today, 16, 0)
    source = RegisterSource(
        name="Một cửa điện tử tỉnh Mẫu", kind="dossiers", system="main", address=ADDRESS, every="day", day=1,
        hour=HOUR, active=False, by_itself=True, most_refused=2, quiet_days=35, failures=0,
        owner_id=owner.id if owner else None, created_at=begun, new_at=news,
        next_at=_at(today, -1, 0), quiet_at=news + timedelta(days=35),
    )  # fmt: skip
    db.session.add(source)
    db.session.flush()
    for days, minutes, outcome, status, size in TRIES:
        at = _at(today, days, minutes)
        db.session.add(
            FetchTry(
                source_id=source.id, started_at=at, finished_at=at + timedelta(seconds=2), outcome=outcome,
                status=status, size=size, whole=True if size else None,
            )
        )  # fmt: skip
    db.session.flush()


def _at(today: date, days: int, minutes: int) -> datetime:
    return datetime.combine(today - timedelta(days=days), time(HOUR, minutes), clock.LOCAL)
