"""What a message needs of the database's one writer: little, and not while anything is read or shown."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, update

from outreach import clock
from outreach.accounts.models import AccessRecord, SignInSession
from outreach.database import db
from outreach.helpdesk import actions, rules
from outreach.helpdesk.models import Conversation, Message, Participant
from outreach.helpdesk.views import sending
from outreach.refusals import Refused
from tests import factories
from tests.client import CheckedClient
from tests.helpdesk import chats

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


def address(talk: Conversation) -> str:
    return f"/tro-giup/{talk.public_id}/tin"


def message(number: int, **more: str) -> dict[str, str]:
    return {"client_id": f"0b6e4c1e-{number}", "text": "Bấm Nộp ạ", **more}


def write_beside() -> None:
    """What another process would do; a fault at once when the writer's place is taken."""
    with db.engine.connect().execution_options(immediate=True) as connection:
        patience, connection.info["patience"] = connection.info.get("patience"), 0
        try:
            with connection.begin():
                values = {"what": "beside", "at": clock.now(), "network": ""}
                connection.execute(insert(AccessRecord).values(**values))
        finally:
            connection.info["patience"] = patience


def test_others_write_while_the_answer_is_made(
    helpdesk: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = chats.conversation()
    shown = sending.page

    def slowly(*args: object, **values: object) -> object:
        write_beside()
        return shown(*args, **values)  # type: ignore[arg-type]

    monkeypatch.setattr(sending, "page", slowly)
    answer = helpdesk.post(address(talk), data=message(1), headers=PART)
    assert (answer.status_code, answer.text.count("<article")) == (200, 1)


def test_it_is_asked_who_may_before_anybody_has_to_wait(
    helpdesk: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = chats.conversation()
    asked = sending.found

    def slowly(key: str) -> object:
        known = asked(key)
        write_beside()
        return known

    monkeypatch.setattr(sending, "found", slowly)
    assert helpdesk.post(address(talk), data=message(1), headers=PART).status_code == 200


@pytest.mark.parametrize("by_link", [False, True])
def test_a_session_long_unseen_is_noted_before_anything_is_read(clerk: CheckedClient, by_link: bool) -> None:
    talk, long_ago = (
        chats.conversation(clerk.user.business, secret="link"),
        clock.now() - timedelta(minutes=9),
    )
    db.session.execute(update(SignInSession).values(last_seen_at=long_ago))
    db.session.commit()
    there = address(talk) + ("?k=link" if by_link else "")
    assert clerk.post(there, data=message(1), headers=PART).status_code == 200
    db.session.rollback()
    assert db.session.scalar(select(SignInSession.last_seen_at)) > long_ago


def test_a_message_takes_few_statements(
    clerk: CheckedClient, helpdesk: CheckedClient, count_queries: Callable[[], int]
) -> None:
    talk = chats.conversation(clerk.user.business)
    there = address(talk)
    for number, client in enumerate((clerk, helpdesk)):
        client.post(there, data=message(number), headers=PART)  # what a first one adds
        count_queries()
        client.post(there, data=message(number + 10, seen="1"), headers=PART)
        assert count_queries() <= 13


def test_a_refused_message_was_looked_at_all_the_same(helpdesk: CheckedClient) -> None:
    talk = chats.conversation()
    for text in ("", "x" * (rules.LONGEST_TEXT + 1)):
        answer = helpdesk.post(address(talk), data=message(1) | {"text": text}, headers=PART)
        assert answer.status_code == 422
    looks = select(AccessRecord.object_id).where(AccessRecord.what == "conversation.view")
    assert db.session.scalars(looks).all() == [str(talk.id)]
    assert db.session.scalar(select(func.count()).select_from(Message)) == 0


def test_who_speaks_for_a_business_must_still_do_so_when_it_is_written(
    clerk: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk, another = chats.conversation(clerk.user.business), factories.business()
    asked = sending.found

    def handed_over_meanwhile(key: str) -> object:
        known = asked(key)
        db.session.rollback()
        db.session.execute(update(Conversation).values(business_id=another.id))
        db.session.commit()
        return known

    monkeypatch.setattr(sending, "found", handed_over_meanwhile)
    answer = clerk.post(address(talk), data=message(1), headers=PART)
    assert answer.status_code == 422
    assert db.session.scalar(select(func.count()).select_from(Message)) == 0


@pytest.mark.parametrize("changed", [{"released": False}, {"business_id": None}])
def test_nothing_is_said_for_a_business_that_has_no_part_in_it(
    app: Flask, changed: dict[str, object]
) -> None:
    business = factories.business()
    talk = chats.conversation(business, **changed)
    with pytest.raises(Refused):
        chats.said(talk, of_business=business.id)


def test_whoever_says_something_has_seen_what_stands_before_it(clerk: CheckedClient) -> None:
    talk, who = chats.conversation(clerk.user.business), f"user:{clerk.user.id}"
    first, second = (chats.said(talk, by=clerk.user) for _ in range(2))
    actions.mark_received(
        conversation_id=talk.id, who=who, side=rules.BUSINESS, up_to=second.id, user_id=clerk.user.id
    )
    db.session.flush()
    marks = select(Participant.received_up_to, Participant.seen_up_to).where(Participant.who == who)
    actions.mark_own(first, who=who)
    assert db.session.execute(marks).one() == (second.id, first.id), "what was received stays so"
    actions.mark_own(second, who=who)
    actions.mark_own(first, who=who)  # sent again
    assert db.session.execute(marks).one() == (second.id, second.id)
