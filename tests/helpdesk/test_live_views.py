"""Streams: what they say and do not say, for whom, and when they end."""

from collections.abc import Iterator

import pytest
from flask import Flask

from outreach.accounts.models import Role
from outreach.database import db
from outreach.helpdesk import actions, rules, signals
from outreach.helpdesk.live import hub as hubs
from outreach.helpdesk.live import stream as streams
from outreach.helpdesk.live import watcher
from outreach.helpdesk.live.hub import hub
from outreach.helpdesk.models import Conversation
from tests import factories
from tests.client import CheckedClient
from tests.helpdesk import chats
from tests.helpdesk.listening import Reading, stream_of

DESK = "/ban-ho-tro/dong"


@pytest.fixture(autouse=True)
def nobody_left(app: Flask) -> Iterator[None]:
    """Streams that a test leaves open end with it."""
    yield
    hub().end_all()


@pytest.fixture
def talk(app: Flask, clerk: CheckedClient) -> Conversation:
    """A conversation of the signed-in clerk's business with one message."""
    assert clerk.user is not None
    made = chats.conversation(clerk.user.business, secret="abc")
    chats.said(made)
    db.session.commit()
    return made


def test_a_message_wakes_its_conversation_once_committed(clerk: CheckedClient, talk: Conversation) -> None:
    assert clerk.user is not None
    other = chats.conversation(clerk.user.business)
    db.session.commit()
    here, there = Reading(clerk, stream_of(talk)), Reading(clerk, stream_of(other))
    here.waits_for(f"id: {talk.last_message_id}\n\n")
    there.waits_for("id: 0\n\n")
    db.session.begin_nested().commit()
    message = chats.said(talk, by=factories.user(Role.HELPDESK))
    db.session.begin_nested().commit()
    assert "event" not in here.text
    db.session.commit()
    here.waits_for(f"id: {message.id}\nevent: chat\ndata: {message.id}\n\n")
    assert there.text == "retry: 1000\n\nid: 0\n\n"


def test_what_was_rolled_back_wakes_nobody(clerk: CheckedClient, talk: Conversation) -> None:
    here = Reading(clerk, stream_of(talk))
    before = here.waits_for("id: ")
    chats.said(talk)
    db.session.rollback()
    signals.changed.send(None, conversation_id=talk.id)
    db.session.commit()
    last = chats.said(talk)
    db.session.commit()
    here.waits_for(f"id: {last.id}\n")
    assert here.text.removeprefix(before) == f"id: {last.id}\nevent: chat\ndata: {last.id}\n\n"


def test_headers_say_that_nobody_may_keep_or_gather_it(clerk: CheckedClient, talk: Conversation) -> None:
    response = clerk.get(stream_of(talk), headers={"Accept-Encoding": "br, gzip"})
    assert response.mimetype == "text/event-stream"
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Accel-Buffering"] == "no"
    assert "Content-Encoding" not in response.headers
    assert clerk.head(stream_of(talk)).status_code == 204


def test_whoever_comes_back_is_told_at_once(clerk: CheckedClient, talk: Conversation) -> None:
    newest = talk.last_message_id
    behind = Reading(clerk, stream_of(talk), Last_Event_ID="1" if newest != 1 else "0")
    behind.waits_for(f"id: {newest}\nevent: chat\n")
    level = Reading(clerk, stream_of(talk), Last_Event_ID=str(newest))
    assert "event" not in level.waits_for(f"id: {newest}\n\n")
    odd = Reading(clerk, stream_of(talk), Last_Event_ID="9" * 40)
    odd.waits_for(f"id: {newest}\n\n")


def test_a_note_is_nothing_to_a_business(
    clerk: CheckedClient, helpdesk: CheckedClient, talk: Conversation
) -> None:
    theirs, ours = Reading(clerk, stream_of(talk)), Reading(helpdesk, stream_of(talk))
    guest = Reading(clerk, stream_of(talk) + "?k=abc")
    for one in (theirs, ours, guest):
        one.waits_for("id: ")
    note = chats.said(talk, by=helpdesk.user, kind=rules.NOTE)
    db.session.commit()
    ours.waits_for(f"id: {note.id}\nevent: chat\n")
    reply = chats.said(talk, by=helpdesk.user)
    db.session.commit()
    for one in (theirs, guest):
        one.waits_for(f"id: {reply.id}\nevent: chat\n")
        assert one.text.count("event") == 1


def test_a_mark_is_news_to_the_other_side(clerk: CheckedClient, talk: Conversation) -> None:
    here = Reading(clerk, stream_of(talk))
    here.waits_for("id: ")
    assert talk.last_message_id is not None
    actions.mark_seen(conversation_id=talk.id, who="user:99", side=rules.STAFF, up_to=talk.last_message_id)
    db.session.commit()
    here.waits_for("event: chat")


def test_the_desk_is_told_which_conversations(helpdesk: CheckedClient, talk: Conversation) -> None:
    desk, back = Reading(helpdesk, DESK), Reading(helpdesk, DESK, Last_Event_ID="1")
    back.waits_for('event: desk\ndata: ["*"')  # what is read anew at that moment may stand beside it
    desk.waits_for("retry: 1000\n\n")
    message = chats.said(talk)
    db.session.commit()
    for one in (desk, back):
        one.waits_for(f'id: {message.id}\nevent: desk\ndata: ["{talk.public_id}"]\n\n')


def test_others_conversations_have_no_stream(
    anonymous: CheckedClient, clerk: CheckedClient, helpdesk: CheckedClient, talk: Conversation
) -> None:
    foreign = chats.conversation(secret="xyz")
    talk.released = False
    db.session.commit()
    for path in (stream_of(foreign), stream_of(foreign) + "?k=abc", stream_of(talk), "/tro-giup/abc/dong"):
        assert clerk.get(path).status_code == 404, path
    assert anonymous.get(stream_of(foreign) + "?k=xyz").status_code == 200
    assert anonymous.get(stream_of(foreign)).status_code == 303
    assert anonymous.get(DESK).status_code == 303
    assert clerk.get(DESK).status_code == 403
    assert helpdesk.get(stream_of(talk)).status_code == 200


def test_signing_out_ends_the_streams(
    monkeypatch: pytest.MonkeyPatch, clerk: CheckedClient, helpdesk: CheckedClient, talk: Conversation
) -> None:
    monkeypatch.setattr(watcher, "CHECK_SESSIONS", 0.05)
    theirs, ours = Reading(clerk, stream_of(talk)), Reading(helpdesk, stream_of(talk))
    for one in (theirs, ours):
        one.waits_for("id: ")
    assert clerk.post("/dang-xuat").status_code == 303
    assert theirs.over.wait(10)
    assert not ours.over.is_set()


def test_a_person_has_six_places_and_the_oldest_goes(clerk: CheckedClient, talk: Conversation) -> None:
    mine = [Reading(clerk, stream_of(talk)) for _ in range(hubs.OF_ONE_PERSON)]
    assert sum(hub().counts().values()) == hubs.OF_ONE_PERSON
    mine.append(Reading(clerk, stream_of(talk)))
    mine[0].waits_for("event: bye\ndata: 60\n\n")
    assert mine[0].over.wait(10)
    assert sum(hub().counts().values()) == hubs.OF_ONE_PERSON
    assert not any(one.over.is_set() for one in mine[1:])


def test_above_the_cap_a_page_asks_by_itself(
    monkeypatch: pytest.MonkeyPatch, clerk: CheckedClient, helpdesk: CheckedClient, talk: Conversation
) -> None:
    monkeypatch.setattr(hub(), "most", 1)
    first = Reading(clerk, stream_of(talk))
    first.waits_for("id: ")
    refused = helpdesk.get(DESK)
    assert refused.status_code == 204
    assert 8 <= int(refused.headers["Retry-After"]) <= 15
    first.waits_for("\n:\n\n")  # asked whether it is still there
    hub().end_all()
    assert first.over.wait(10)
    assert helpdesk.get(DESK).status_code == 200


def test_a_stream_beats_and_ends_by_itself(
    monkeypatch: pytest.MonkeyPatch, clerk: CheckedClient, talk: Conversation
) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT", 0.02)
    monkeypatch.setattr(streams, "LIFE", (0.5, 0.6))
    here = Reading(clerk, stream_of(talk))
    here.waits_for(":\n\n")
    assert here.over.wait(10)
    assert not hub().counts()


def test_a_page_that_went_away_gives_its_place_back(clerk: CheckedClient, talk: Conversation) -> None:
    clerk.get(stream_of(talk))
    assert not hub().counts()


def test_an_open_page_keeps_no_session_alive(clerk: CheckedClient, talk: Conversation) -> None:
    page = clerk.get(f"/tro-giup/{talk.public_id}").text
    assert f'data-stream="{stream_of(talk)}?poll=1"' in page
