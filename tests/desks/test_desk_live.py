"""The desk's stream tells of everything in its list: receipts and help at the counter as soon as chats."""

import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import delete

from outreach.counter.models import CounterHelp
from outreach.database import db
from outreach.helpdesk.live.hub import hub
from outreach.receipts.models import Receipt
from tests import factories
from tests.client import CheckedClient
from tests.helpdesk import chats
from tests.helpdesk.listening import PATIENCE, Reading, stream_of

DESK = "/ban-ho-tro/dong"
TOLD = 'event: desk\ndata: ["list"]\n\n'


@pytest.fixture(autouse=True)
def nobody_left(app: Flask) -> Iterator[None]:
    """Streams that a test leaves open end with it."""
    yield
    hub().end_all()


def listening(helpdesk: CheckedClient) -> Reading:
    """A desk that knows how its list stands: a conversation that it is told of came after that."""
    desk = Reading(helpdesk, DESK)
    desk.waits_for("retry: 1000\n\n")
    talk = chats.conversation()
    chats.said(talk)
    db.session.commit()
    desk.waits_for(talk.public_id)
    return desk


@pytest.mark.parametrize("comes", [factories.receipt, factories.counter_help])
def test_it_hears_what_comes_and_what_goes(helpdesk: CheckedClient, comes: Callable[[], object]) -> None:
    desk = listening(helpdesk)
    assert TOLD not in desk.text
    comes()
    db.session.commit()
    desk.waits_for(TOLD)
    for table in (Receipt, CounterHelp):
        db.session.execute(delete(table))
    db.session.commit()
    end = time.monotonic() + PATIENCE
    while desk.text.count(TOLD) < 2:
        assert time.monotonic() < end, desk.text
        time.sleep(0.005)


def test_what_changes_nothing_in_the_list_is_not_told(helpdesk: CheckedClient) -> None:
    talk = chats.conversation()
    db.session.commit()
    desk, beside = listening(helpdesk), Reading(helpdesk, stream_of(talk))
    factories.business()
    db.session.commit()
    message = chats.said(talk)
    db.session.commit()
    desk.waits_for(f"id: {message.id}\n")
    assert TOLD not in desk.text
    beside.waits_for(f"id: {message.id}\n")
    assert "event: desk" not in beside.text
