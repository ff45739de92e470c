"""The messages of a conversation as each side sees them, and how far who has come."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select
from sqlalchemy.sql.compiler import SQLCompiler

from outreach import clock
from outreach.accounts.models import Role
from outreach.database import db
from outreach.helpdesk import actions, queries, rules
from tests import factories
from tests.helpdesk import chats


def test_a_page_is_one_statement(app: Flask, count_queries: Callable[[], int]) -> None:
    talk = chats.conversation()
    first = chats.said(talk)
    for number in range(5):
        chats.said(talk, f"Tin {number}", quoted_id=first.id)
    count_queries()
    thread = queries.thread(talk.id, side=rules.BUSINESS)
    assert count_queries() == 1
    assert [one.text for one in thread.bubbles][-1] == "Tin 4"
    quote = thread.bubbles[-1].quote
    assert quote is not None
    assert quote.public_id == first.public_id


def test_a_page_is_not_put_into_sql_anew_each_time(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = chats.conversation()
    chats.said(talk)
    made: list[Select[Any]] = []
    translate = SQLCompiler.visit_select

    def noted(self: SQLCompiler, select: Select[Any], *arguments: Any, **options: Any) -> Any:
        made.append(select)
        return translate(self, select, *arguments, **options)

    for _time in range(2):
        made.clear()
        queries.find_conversation(talk.public_id)
        queries.thread(talk.id, side=rules.BUSINESS)
        monkeypatch.setattr(SQLCompiler, "visit_select", noted)
    assert not made


def test_older_pages_and_what_is_new(app: Flask) -> None:
    talk = chats.conversation()
    ids = [chats.said(talk, f"Tin {number}").id for number in range(queries.AT_ONCE + 3)]
    latest = queries.thread(talk.id, side=rules.BUSINESS)
    assert [one.id for one in latest.bubbles] == ids[3:]
    assert latest.has_older
    oldest = queries.thread(talk.id, side=rules.BUSINESS, before=ids[3])
    assert [one.id for one in oldest.bubbles] == ids[:3]
    assert not oldest.has_older
    assert [one.id for one in queries.thread(talk.id, side=rules.BUSINESS, after=ids[-2]).bubbles] == ids[-1:]


def test_a_business_sees_no_notes_and_nothing_arranged_among_staff(app: Flask) -> None:
    talk, officer = chats.conversation(), factories.user(Role.OFFICER)
    first = chats.said(talk)
    note = chats.said(talk, "Chị này hay gọi", by=officer, kind=rules.NOTE)
    chats.said(talk, rules.event("assigned", "Lê Mẫu"), side=rules.SYSTEM, kind=rules.EVENT)
    chats.said(talk, rules.event("handed", "Phòng Đầu tư"), side=rules.SYSTEM, kind=rules.EVENT)
    chats.said(talk, "Anh/Chị bấm Nộp", by=officer, quoted_id=note.id)
    theirs = queries.thread(talk.id, side=rules.BUSINESS).bubbles
    assert [one.kind for one in theirs] == ["text", "event", "text"]
    assert theirs[-1].quote is None, "a quoted note stays among staff"
    assert len(queries.thread(talk.id, side=rules.STAFF).bubbles) == 5
    assert queries.find_message(talk.id, note.public_id, side=rules.BUSINESS) is None
    assert queries.find_message(chats.conversation().id, first.public_id, side=rules.STAFF) is None


def test_words_taken_back_or_moved_are_gone(app: Flask) -> None:
    talk = chats.conversation()
    first, second = chats.said(talk), chats.said(talk, "Em tố cáo")
    chats.said(talk, "Xem lại", quoted_id=first.id)
    first.taken_back_at = second.moved_at = clock.now()
    db.session.flush()
    bubbles = queries.thread(talk.id, side=rules.BUSINESS).bubbles
    assert [one.text for one in bubbles] == ["", "", "Xem lại"]
    assert bubbles[2].quote is not None
    assert bubbles[2].quote.gone
    assert bubbles[2].quote.text == ""
    changed = queries.thread(talk.id, side=rules.BUSINESS, after=bubbles[2].id).bubbles
    assert [one.id for one in changed] == [first.id, second.id], "told to those who have them on the screen"


def test_marks_never_go_back_and_bump_the_version_once(app: Flask) -> None:
    talk, officer = chats.conversation(), factories.user(Role.OFFICER)
    first, second = chats.said(talk), chats.said(talk, "Alô")
    who: Any = {"conversation_id": talk.id, "who": "user:7", "side": rules.STAFF, "user_id": officer.id}
    before = talk.version
    assert actions.mark_received(up_to=second.id, **who)
    assert not actions.mark_received(up_to=first.id, **who)
    assert actions.mark_seen(up_to=first.id, **who)
    thread = queries.thread(talk.id, side=rules.BUSINESS)
    assert [thread.state_of(one) for one in thread.bubbles] == ["seen", "received"]
    assert actions.mark_seen(up_to=second.id + 1000, **who), "up to what is there"
    assert queries.thread(talk.id, side=rules.BUSINESS).marks == rules.Mark(second.id, second.id)
    assert not actions.mark_seen(up_to=second.id, **who)
    assert talk.version == before + 3


def test_ones_own_side_does_not_count_as_seen(app: Flask) -> None:
    talk = chats.conversation()
    said = chats.said(talk)
    actions.mark_seen(conversation_id=talk.id, who="user:1", side=rules.BUSINESS, up_to=said.id)
    thread = queries.thread(talk.id, side=rules.BUSINESS)
    assert thread.state_of(thread.bubbles[0]) == "sent"


def test_unread_counts_what_staff_said_since(app: Flask) -> None:
    person, officer = factories.user(Role.BUSINESS), factories.user(Role.OFFICER)
    talk, other = chats.conversation(person.business), chats.conversation()
    chats.said(talk, by=person)
    chats.said(other, "Chào", by=officer)
    assert queries.unread(person.business_id, person.id) == 0
    reply = chats.said(talk, "Anh/Chị bấm Nộp", by=officer)
    chats.said(talk, "Nội bộ", by=officer, kind=rules.NOTE)
    assert queries.unread(person.business_id, person.id) == 1
    assert [
        one.unread for one in queries.lines_of(person.business_id or 0, person.id, offset=0, limit=9)[0]
    ] == [1]
    actions.mark_seen(
        conversation_id=talk.id, who=f"user:{person.id}", side=rules.BUSINESS, user_id=person.id,
        up_to=reply.id,
    )  # fmt: skip
    assert queries.unread(person.business_id, person.id) == 0
    assert queries.lines_of(person.business_id or 0, person.id, offset=0, limit=9)[0][0].unread == 0


def test_each_conversation_counts_its_own(app: Flask) -> None:
    person, officer = factories.user(Role.BUSINESS), factories.user(Role.OFFICER)
    for many in (1, 2, 3):
        talk = chats.conversation(person.business)
        ids = [chats.said(talk, f"Tin {number}", by=officer).id for number in range(many)]
        actions.mark_seen(
            conversation_id=talk.id, who="user:9", side=rules.BUSINESS, user_id=person.id, up_to=ids[0]
        )
    lines, total = queries.lines_of(person.business_id or 0, person.id, offset=0, limit=9)
    assert (sorted(one.unread for one in lines), total) == ([0, 1, 2], 3)
    assert queries.unread(person.business_id, person.id) == 3


def test_drafts_survive_and_go_when_empty(app: Flask) -> None:
    talk, person = chats.conversation(), factories.user(Role.BUSINESS)
    for text in ("Em đang", "Em đang viết"):
        actions.save_draft(conversation_id=talk.id, user_id=person.id, text=text)
    assert queries.draft_of(talk.id, person.id) == "Em đang viết"
    actions.save_draft(conversation_id=talk.id, user_id=person.id, text=" ")
    assert queries.draft_of(talk.id, person.id) == ""
