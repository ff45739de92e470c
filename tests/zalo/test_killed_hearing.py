"""kill -9 between storing an event and hearing it, within hearing, and within a refresh of the tokens."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach import clock
from outreach.database import db
from outreach.helpdesk.models import Message
from outreach.zalo import tokens
from outreach.zalo.job import hear_events
from outreach.zalo.models import OfficialAccount, ZaloEvent, ZaloPerson
from tests.client import CheckedClient
from tests.processes import Fork
from tests.zalo import dying, making
from tests.zalo.conftest import connect
from tests.zalo.dying import Point
from tests.zalo.making import PAYLOADS, deliver
from tests.zalo.stand_in import Zalo

TOKEN = "/v4/oa/access_token"


def killed(app: Flask, deed: Callable[..., None], at: Point, given: object = "") -> None:
    """Let a process of its own do the deed and die there."""
    db.session.commit()
    Fork(app, deed, at, given, **making.SETTINGS).dies()
    db.session.expire_all()


def signed() -> list[tuple[str, dict[str, str]]]:
    raws = [json.dumps(one) for one in PAYLOADS.values()]
    stamps = [one["timestamp"] for one in PAYLOADS.values()]
    return [
        (raw, making.headers_for(raw.encode(), stamp)) for raw, stamp in zip(raws, stamps, strict=True)
    ]  # fmt: skip


def texts() -> list[str]:
    said = select(Message.text).where(Message.external_id.is_not(None)).order_by(Message.external_id)
    found = list(db.session.scalars(said))
    db.session.rollback()
    return found


@pytest.mark.faults
@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_while_storing_the_set_comes_again_and_is_stored_once(
    app: Flask, keys: None, anonymous: CheckedClient, moment: str
) -> None:
    """Before the answer Zalo knows nothing of what we stored, and delivers again."""
    killed(app, dying.take, ("outreach.zalo.views.webhook", "store", moment, 5), signed())
    stored = db.session.scalar(select(func.count(ZaloEvent.id)))
    assert stored == (4 if moment == "before" else 5)
    db.session.rollback()
    for payload in [*PAYLOADS.values()] * 2:
        assert deliver(anonymous, payload).status_code == 200
    keys_stored = db.session.scalars(select(ZaloEvent.dedup_key)).all()
    assert len(keys_stored) == len(set(keys_stored)) == len(PAYLOADS)


@pytest.mark.faults
@pytest.mark.parametrize(
    ("module", "name", "moment"),
    [
        ("outreach.zalo.job", "_take", "before"), ("outreach.zalo.job", "_take", "after"),
        ("outreach.zalo.actions.hearing", "_store", "after"),
        ("outreach.zalo.actions.people", "conversation_of", "after"),
        ("outreach.zalo.job", "_heard", "after"),
    ],
)  # fmt: skip
def test_killed_while_hearing_everything_is_heard_once(
    app: Flask, keys: None, anonymous: CheckedClient, module: str, name: str, moment: str
) -> None:
    for payload in PAYLOADS.values():
        deliver(anonymous, payload)
    killed(app, dying.hear, (module, name, moment, 3))
    for payload in PAYLOADS.values():  # nobody answered those in time: they come again
        deliver(anonymous, payload)
    while hear_events():
        pass
    heard = sorted(texts())
    assert heard == sorted(set(heard)), "each once"
    assert len(heard) == len([name for name in PAYLOADS if "_send_" in name])
    states = set(db.session.scalars(select(ZaloEvent.state)))
    assert states == {"done", "unknown"}
    people = db.session.scalars(select(ZaloPerson.zalo_user_id)).all()
    assert len(people) == len(set(people))


@pytest.mark.faults
@pytest.mark.parametrize(
    ("at", "spent"),
    [
        (("outreach.zalo.api", "refresh", "before", 1), False),
        (("outreach.zalo.api", "refresh", "after", 1), True),
        (("outreach.zalo.tokens", "_store", "after", 1), True),  # written, not committed
    ],
)
def test_killed_while_refreshing(app: Flask, zalo: Zalo, at: Point, spent: bool) -> None:
    """A refresh token is spent by asking: who dies before keeps it, who dies behind needs a person.

    Nobody else asks while the claim holds, and nobody asks again and again with what is spent.
    """
    connect(zalo, timedelta(hours=4))
    killed(app, dying.refresh, at, zalo.url)
    assert tokens.refresh("access-0") is None, "the claim of the dead holds for a while"
    asked = zalo.asked.count(("POST", TOKEN))
    assert asked == spent
    row = db.session.get_one(OfficialAccount, 1)
    row.refreshing_since = clock.now() - timedelta(minutes=3)
    db.session.commit()
    assert tokens.refresh("access-0") == (None if spent else "access-1")
    assert tokens.keep_fresh() is False
    assert tokens.refresh("access-0") == (None if spent else "access-1")
    assert zalo.asked.count(("POST", TOKEN)) == asked + 1
    db.session.expire_all()
    assert db.session.get_one(OfficialAccount, 1).state == ("consent_needed" if spent else "connected")
