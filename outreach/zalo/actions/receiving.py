"""Deliveries of the webhook: stored as they are, once each, before anything looks into them."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from outreach import clock
from outreach.database import record
from outreach.zalo.models import ZaloEvent
from outreach.zalo.rules import events


def store(*, raw_body: bytes, payload: Mapping[str, Any]) -> None:
    """Keep a signed delivery; one that is here already is counted. A short write of its own."""
    name = events.name_of(payload)
    with record() as connection:
        dialect = import_module(f"sqlalchemy.dialects.{connection.dialect.name}")
        new = dialect.insert(ZaloEvent).values(
            dedup_key=events.dedup_key(payload), event_name=name, body=raw_body, received_at=clock.now(),
            deliveries=1, state="waiting" if name in events.KNOWN else "unknown", tries=0,
        )  # fmt: skip
        connection.execute(
            new.on_conflict_do_update(
                index_elements=["dedup_key"], set_={"deliveries": ZaloEvent.deliveries + 1}
            )
        )
