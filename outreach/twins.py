"""The same form sent twice makes one thing: a button pressed twice, a page sent again on a bad line."""

import hashlib
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from outreach import clock
from outreach.database import Base, db

WITHIN = timedelta(minutes=2)
T = TypeVar("T", bound=Base)


def twin(
    table: type[T], written: InstrumentedAttribute[Any], *, within: timedelta | None = WITHIN, **said: Any
) -> T | None:
    """What somebody wrote down a moment ago (`written` is its instant) in these very words; None: nothing.

    `within`: how long ago at most; None: ever, where the words can be those of one form alone.

    Asked before writing, inside the deed's transaction: of two at once the second waits, then finds it.
    """
    if db.engine.dialect.name == "postgresql":  # SQLite has one writer anyway
        key = repr((table.__tablename__, sorted(said.items(), key=lambda one: one[0])))
        number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], signed=True)
        db.session.execute(select(func.pg_advisory_xact_lock(number)))
    statement = select(table).filter_by(**said)
    if within is not None:
        statement = statement.where(written >= clock.now() - within)
    return db.session.scalars(statement.order_by(written.desc()).limit(1)).first()
