"""Merging, undoing it, splitting: nothing is lost, and nobody reads another business's words."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.models import Role
from outreach.database import db
from outreach.helpdesk import rules
from outreach.helpdesk.actions import begin, merging
from outreach.helpdesk.models import Conversation, Message
from outreach.refusals import Refused
from tests import factories
from tests.helpdesk.test_speaking import MONDAY, asks, begun


def words(conversation: Conversation) -> list[str]:
    spoken = select(Message.text).where(
        Message.conversation_id == conversation.id, Message.kind == rules.TEXT
    )
    return list(db.session.scalars(spoken.order_by(Message.id)))


def two() -> tuple[Conversation, Conversation, int]:
    one = begun()
    other = begin(client_id="begin-2", channel=rules.PORTAL, business_id=one.business_id)
    asks(one, "a", text="một")
    asks(other, "b", text="hai", sent_at=MONDAY + timedelta(minutes=1))
    asks(one, "c", text="ba", side=rules.STAFF, sent_at=MONDAY + timedelta(minutes=2))
    return one, other, factories.user(Role.HELPDESK).id


def test_merged_they_read_in_the_order_they_were_said(app: Flask) -> None:
    one, other, by = two()
    merging.merge(conversation_id=one.id, into_id=other.id, by=by)
    assert words(other) == ["một", "hai", "ba"]
    assert words(one) == []
    assert (one.state, one.merged_into_id) == (rules.MERGED, other.id)
    assert other.last_text == "ba"
    assert other.waiting_since is None


def test_a_merge_is_undone_to_the_word(app: Flask) -> None:
    one, other, by = two()
    merging.merge(conversation_id=one.id, into_id=other.id, by=by)
    merging.undo_merge(conversation_id=one.id, by=by)
    assert words(one) == ["một", "ba"]
    assert words(other) == ["hai"]
    assert (one.state, one.merged_into_id, one.waiting_since) == (rules.OPEN, None, None)
    assert other.waiting_since is not None
    with pytest.raises(Refused):
        merging.undo_merge(conversation_id=one.id, by=by)


def test_words_never_cross_businesses(app: Flask) -> None:
    one, other, by = two()
    strange = begun(client_id="strange")
    unknown = begun(client_id="unknown", business_id=None)
    hidden = begin(
        client_id="hidden", channel=rules.PHONE, business_id=one.business_id, released=False
    )  # fmt: skip
    for wrong in (strange, unknown, hidden, one):
        with pytest.raises(Refused):
            merging.merge(conversation_id=one.id, into_id=wrong.id, by=by)
    merging.merge(conversation_id=one.id, into_id=other.id, by=by)
    with pytest.raises(Refused):
        merging.merge(conversation_id=one.id, into_id=other.id, by=by)


def test_a_part_becomes_a_conversation_of_its_own(app: Flask) -> None:
    one, _other, by = two()
    extra = asks(one, "d", text="bốn", sent_at=MONDAY + timedelta(minutes=3))
    part = merging.split(conversation_id=one.id, message_ids=[extra.id], subject="Việc khác", by=by)
    assert words(part) == ["bốn"]
    assert words(one) == ["một", "ba"]
    assert part.business_id == one.business_id
    assert part.split_from_id == one.id
    assert part.waiting_since == extra.sent_at
    assert one.waiting_since is None
    assert part.asked_at == extra.sent_at


def test_a_part_that_was_merged_comes_back_whole(app: Flask) -> None:
    one, other, by = two()
    extra = asks(one, "d", text="bốn", sent_at=MONDAY + timedelta(minutes=3))
    part = merging.split(conversation_id=one.id, message_ids=[extra.id], subject=None, by=by)
    for into, rest in ((other, ["hai"]), (one, ["một", "ba"])):
        merging.merge(conversation_id=part.id, into_id=into.id, by=by)
        assert words(part) == []
        merging.undo_merge(conversation_id=part.id, by=by)
        assert words(part) == ["bốn"]
        assert words(into) == rest
    merging.merge(conversation_id=one.id, into_id=other.id, by=by)
    merging.undo_merge(conversation_id=one.id, by=by)
    merging.merge(conversation_id=part.id, into_id=one.id, by=by)
    merging.undo_merge(conversation_id=part.id, by=by)
    assert (words(part), words(one)) == (["bốn"], ["một", "ba"])


def test_nothing_of_the_business_is_no_conversation(app: Flask) -> None:
    one, other, by = two()
    foreign = db.session.scalars(select(Message.id).where(Message.conversation_id == other.id)).all()
    replies = db.session.scalars(select(Message.id).where(Message.side == rules.STAFF)).all()
    for wrong in ([], foreign, replies):
        with pytest.raises(Refused):
            merging.split(conversation_id=one.id, message_ids=wrong, subject=None, by=by)
