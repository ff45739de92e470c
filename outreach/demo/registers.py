"""Where the fictional board's register is fetched from, and what its server said these days.

The address exists nowhere, so the source is paused: nobody is asked.
"""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.database import db
from outreach.fetching.models import FetchTry, RegisterSource

ADDRESS = "https://motcua.mau.example/xuat/so-ho-so.csv?donvi=bql"
HOUR = 6
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


def fetch(today: date) -> None:
    """A source with its last tries."""
    owner = db.session.scalars(select(User).where(User.role == Role.OFFICER).order_by(User.id)).first()
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
