"""The demo's Zalo: each state once, and nothing that would really be sent."""

from flask import Flask
from sqlalchemy import func, select

from outreach import clock
from outreach.database import db
from outreach.demo import zalo
from outreach.helpdesk.models import Conversation
from outreach.zalo import queries
from outreach.zalo.models import ZaloPerson, ZaloSending
from tests.demo.conftest import Furnished


def test_each_state_is_there_once(app: Flask, furnished: Furnished) -> None:
    furnished(clock.today())
    assert queries.sending_counts() == {"sent": 1, "confirm": 1, "unknown": 1}
    unmatched, total = queries.list_people(matched=False, offset=0, limit=10)
    assert total == len(zalo.WRITERS) - 1
    assert queries.candidates(row.phone for row in unmatched), "one gave a phone that is known here"
    assert all(row.name and row.name.endswith("Mẫu") for row in unmatched)
    waiting = select(func.count()).where(
        Conversation.channel == "zalo", Conversation.waiting_since.is_not(None)
    )
    assert db.session.scalar(waiting) == 2
    assert not db.session.scalar(select(ZaloSending.id).where(ZaloSending.state == "waiting"))
    assert queries.account() is None
    assert set(db.session.scalars(select(ZaloPerson.zalo_user_id))) == {one.user for one in zalo.WRITERS}
