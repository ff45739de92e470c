"""Telling a business something in the portal, taking it back, and noting who has seen it."""

from collections.abc import Collection
from datetime import date, timedelta
from importlib import import_module

from sqlalchemy import delete, or_

from outreach import clock
from outreach.database import db, record
from outreach.notices.models import Notice, NoticeSeen

KEEP = timedelta(days=365)
KEEP_OVER = timedelta(days=60)  # after its last day, or after it was withdrawn


def notify(
    *,
    business_id: int,
    title: str,
    text: str | None = None,
    path: str | None = None,
    until: date | None = None,
) -> Notice:
    """Tell a business. `path`: the page of the portal that it leads to; `until`: the last day it is shown."""
    if path is not None and (not path.startswith("/") or path.startswith("//")):
        raise ValueError(f"not a path of the portal: {path!r}")
    notice = Notice(
        business_id=business_id, title=title, text=text, path=path, until=until, created_at=clock.now()
    )
    db.session.add(notice)
    db.session.flush()
    return notice


def withdraw(*, notice: Notice) -> None:
    """It does not hold any more: nobody finds it from now on; once more changes nothing."""
    notice.withdrawn_at = notice.withdrawn_at or clock.now()
    db.session.flush()


def mark_seen(notice_ids: Collection[int], user_id: int) -> None:
    """This person has them before their eyes; a short write of its own, since it happens while reading."""
    if not notice_ids:
        return
    rows = [{"notice_id": id, "user_id": user_id, "seen_at": clock.now()} for id in sorted(set(notice_ids))]
    with record() as connection:
        # Only the dialect in use: loading the other one takes a tenth of a second.
        dialect = import_module(f"sqlalchemy.dialects.{connection.dialect.name}")
        connection.execute(dialect.insert(NoticeSeen).on_conflict_do_nothing(), rows)


def sweep() -> int:
    """Forget notices that have long been over."""
    at = clock.now()
    over = at - KEEP_OVER
    with record() as connection:
        done = connection.execute(
            delete(Notice).where(
                or_(
                    Notice.created_at < at - KEEP,
                    Notice.withdrawn_at < over,
                    Notice.until < clock.local(over).date(),
                )
            )
        )
    return done.rowcount
