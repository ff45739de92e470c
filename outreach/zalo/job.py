"""The job that looks into what Zalo delivered: each event in a transaction of its own, once."""

import time
from typing import Any

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from outreach import clock
from outreach.database import db, reading, record
from outreach.zalo.actions.hearing import hear
from outreach.zalo.models import ZaloEvent
from outreach.zalo.rules import events

AT_ONCE = 200
# SQLite lets whoever waits to write look only now and then: in a flood one event heard right after the other
# kept new deliveries waiting for seconds, and Zalo wants its answer within two.
WITHOUT_REST = 10  # events
REST, LONGEST_REST = 0.03, 0.5  # seconds; twice as long as the one before took, for busy machines
MOST_TRIES = 5


def hear_events() -> int:
    """Hear what waits, in the order in which it happened as far as it is here; how many were heard."""
    with reading() as connection:
        columns = (ZaloEvent.id, ZaloEvent.body, ZaloEvent.received_at)
        waiting = select(*columns).where(ZaloEvent.state == "waiting").order_by(ZaloEvent.id).limit(AT_ONCE)
        rows = connection.execute(waiting).all()
    heard, took = 0, 0.0
    for number, row in enumerate(sorted(rows, key=_when)):
        if number >= WITHOUT_REST:
            time.sleep(min(max(REST, 2 * took), LONGEST_REST))
        began = time.monotonic()
        heard += _heard(row)
        took = time.monotonic() - began
    return heard


def _when(row: Any) -> tuple[Any, int]:
    payload = events.parse(row.body or b"")
    return (events.at_of(payload, row.received_at) if payload else row.received_at), row.id


def _heard(row: Any) -> bool:
    try:
        mine = _take(row.id)
        if mine:
            payload = events.parse(row.body or b"")
            if payload is None:
                raise events.Unreadable("no JSON")
            if not hear(events.read(payload, row.received_at)):
                _drop_body(row.id)
        db.session.commit()
    except OperationalError:  # the database is busy: nobody's fault, and the next run tries again
        db.session.rollback()
        return False
    except Exception as fault:
        db.session.rollback()
        _note_fault(row.id, fault)
        return False
    return mine


def _take(event_id: int) -> bool:
    """Whether this run is the one that hears it; the row is ours until the transaction ends."""
    taken: Any = db.session.execute(
        update(ZaloEvent)
        .where(ZaloEvent.id == event_id, ZaloEvent.state == "waiting")
        .values(state="done", processed_at=clock.now(), fault=None)
    )
    return bool(taken.rowcount == 1)


def _drop_body(event_id: int) -> None:
    db.session.execute(update(ZaloEvent).where(ZaloEvent.id == event_id).values(body=None))


def _note_fault(event_id: int, fault: Exception) -> None:
    """One event that cannot be heard stops no other; after some tries it waits for a person."""
    unreadable = isinstance(fault, events.Unreadable)
    if not unreadable:
        current_app.logger.error("event %s of Zalo was not heard", event_id, exc_info=fault)
    with record() as connection:
        tries = connection.scalar(
            update(ZaloEvent)
            .where(ZaloEvent.id == event_id, ZaloEvent.state == "waiting")
            .values(tries=ZaloEvent.tries + 1, fault=type(fault).__name__)
            .returning(ZaloEvent.tries)
        )
        if unreadable or (tries or 0) >= MOST_TRIES:
            connection.execute(
                update(ZaloEvent)
                .where(ZaloEvent.id == event_id)
                .values(state="failed", processed_at=clock.now())
            )
