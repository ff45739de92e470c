"""How long a business waited each time it asked again: from its first word to the next of staff."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from outreach import clock
from outreach.accounts.models import Role
from outreach.helpdesk import queries, rules
from outreach.helpdesk.actions import handling
from outreach.helpdesk.models import Conversation
from outreach.helpdesk.queries.figures import Wanted
from tests import factories
from tests.helpdesk import chats

BEGUN = datetime(2026, 3, 19, 2, 0, tzinfo=UTC)  # Thursday, 9:00 in Việt Nam
WANTED = Wanted(date(2026, 3, 1), date(2026, 3, 20))


@pytest.fixture(autouse=True)
def later(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day after."""
    monkeypatch.setattr(clock, "now", lambda: BEGUN + timedelta(days=1))


def talked(*turns: tuple[int, str], state: str = rules.OPEN) -> Conversation:
    """A conversation: minutes after its beginning, and who spoke, or that it was closed."""
    by = factories.user(Role.HELPDESK)
    talk = chats.conversation(asked_at=BEGUN)
    for minutes, who in turns:
        at = BEGUN + timedelta(minutes=minutes)
        if who == "closed":
            handling.close(conversation_id=talk.id, by=by.id)
        else:
            kind = rules.NOTE if who == "notes" else rules.TEXT
            chats.said(talk, who, by=None if who == "asks" else by, sent_at=at, kind=kind)
    talk.state = state
    return talk


def next_replies(**asked: object) -> dict[int, tuple[int, ...]]:
    rows = queries.asked(WANTED._replace(**asked))  # type: ignore[arg-type]
    return {row.id: row.next_replies for row in rows if row.next_replies}


def test_each_wait_begins_with_the_first_word_that_is_not_answered() -> None:
    quick = talked((0, "asks"), (5, "replies"), (10, "asks"), (12, "asks"), (20, "replies"), (21, "replies"))
    slow = talked((0, "asks"), (3, "replies"), (4, "asks"), (34, "replies"), (35, "asks"), (36, "replies"))
    assert next_replies() == {quick.id: (10,), slow.id: (30, 1)}


def test_a_note_is_no_reply_and_an_end_is_none_either() -> None:
    noted = talked((0, "asks"), (5, "replies"), (6, "asks"), (7, "notes"), (16, "replies"))
    ended = talked((0, "asks"), (5, "replies"), (6, "asks"), (7, "closed"), (8, "asks"), (20, "replies"))
    assert next_replies() == {noted.id: (10,), ended.id: (12,)}


def test_what_staff_began_has_a_first_reply_too() -> None:
    talked((0, "replies"), (5, "asks"), (50, "replies"), (60, "asks"))
    talked((0, "asks"), (5, "replies"), (6, "asks"), (50, "replies"), state=rules.MERGED)
    assert next_replies() == {}


def test_only_working_time_counts_and_only_what_is_asked_for() -> None:
    lunch = talked((0, "asks"), (5, "replies"), (140, "asks"), (280, "replies"))  # 11:20 to 13:40
    assert next_replies() == {lunch.id: (20,)}
    assert next_replies(only="late_again", target=19) == {lunch.id: (20,)}
    assert next_replies(only="late_again", target=20) == {}
    assert next_replies(only="replied_again") == {lunch.id: (20,)}
    assert next_replies(channel=rules.PHONE) == {}
