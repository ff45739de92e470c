"""While a long paste is looked at and confirmed, others go on writing: no chat message waits for it."""

import threading
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, select, text

from outreach import clock
from outreach.database import db
from outreach.helpdesk import actions as helpdesk
from outreach.helpdesk import rules
from outreach.helpdesk.models import Conversation, Message
from outreach.refusals import Refused
from outreach.zalo.actions import choosing, confirming, pasting, undoing
from outreach.zalo.models import Paste
from outreach.zalo.rules import placing
from outreach.zalo.rules.lines import who_is_who
from tests.client import CheckedClient
from tests.helpdesk import chats
from tests.zalo.test_pastes import Board
from tests.zalo.test_pasting_views import page, pasted, sent

DAY = date(2026, 3, 16)
LONGEST_HELD = 1.0  # seconds of this thread's own work while it holds the lock, however busy the machine


@pytest.fixture
def board(app: Flask) -> Board:
    return Board()


def long_text(messages: int, board: Board) -> str:
    at, lines = datetime(2026, 2, 1, 8, tzinfo=clock.LOCAL), []
    for number in range(messages):
        at += timedelta(minutes=1 if number % 40 else 5_000)
        who = ("Lan (Công ty Mẫu Một)", "Hà - Công ty Mẫu Hai", board.clerk.name)[number % 3]
        lines.append(f"[{at:%H:%M, %d/%m/%Y}] {who}: câu thứ {number}")
    return "\n".join(lines)


def decided(paste: Paste) -> choosing.Decided:
    from outreach.zalo.queries import pastes

    who = who_is_who(pastes.lines_of(paste.id))
    return choosing.decide(paste=paste, choices=choosing.Choices(who, frozenset(), {}, {}))


def test_a_chat_message_does_not_wait_for_two_thousand_pasted_ones(app: Flask, board: Board) -> None:
    talk = chats.conversation()
    paste = board.paste(long_text(2_000, board), day=date(2026, 10, 1))
    ready = decided(paste)
    db.session.commit()
    began, over, stored_meanwhile = threading.Event(), threading.Event(), []

    def chat() -> None:
        with app.app_context():
            began.set()
            number = 0
            while not over.is_set() or number == 0:
                helpdesk.say(
                    conversation_id=talk.id, client_id=f"meanwhile-{number}", side=rules.STAFF, text="Dạ"
                )
                db.session.commit()
                number += 1
            stored_meanwhile.append(number)

    other = threading.Thread(target=chat)
    other.start()
    began.wait()
    before = time.thread_time()
    try:
        assert confirming.confirm(paste=paste, decided=ready) == 2_000
        db.session.commit()
        held = time.thread_time() - before
    finally:
        over.set()
        other.join()
    assert held < LONGEST_HELD
    db.session.expire_all()
    for begin, number in (("paste-line-", 2_000), ("meanwhile-", stored_meanwhile[0])):
        stored = select(func.count(Message.id)).where(Message.client_id.startswith(begin))
        assert db.session.scalar(stored) == number


def test_as_many_statements_for_many_messages_as_for_few(
    board: Board, count_queries: Callable[[], int]
) -> None:
    took = []
    for group, messages in (("Nhóm nhỏ", 6), ("Nhóm lớn", 36)):
        paste = board.paste(long_text(messages, board), group=group)
        ready = decided(paste)
        count_queries()
        confirming.confirm(paste=paste, decided=ready)
        took.append(count_queries())
    assert took[1] <= took[0] < 40  # the first also writes the month of the helpdesk into the ledger


def test_nobody_waits_while_a_paste_is_matched(
    helpdesk: CheckedClient, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("elsewhere nobody waits for another's transaction")
    db.session.commit()
    matched = []
    real = placing.known

    def known(*values: Any) -> set[int]:
        other = create_engine(db.engine.url, connect_args={"timeout": 0})
        with other.connect().execution_options(immediate=True) as connection:
            connection.execute(text("SELECT 1"))  # raises where this request holds the lock
        other.dispose()
        matched.append(len(values))
        return real(*values)

    monkeypatch.setattr(placing, "known", known)
    paste = pasted(helpdesk)
    helpdesk.post(page(paste), data=sent(board, deed="save"))
    helpdesk.post(page(paste), data=sent(board, **{"who-0": "", "name-0": "gì đó"}))
    helpdesk.post(page(paste, "/doc-lai"), data={"day": "15/03/2026"})
    helpdesk.post(page(paste), data=sent(board))
    assert len(matched) == 5
    db.session.expire_all()
    assert db.session.scalars(select(Paste.state)).all() == ["confirmed"]


def test_what_another_clerk_confirmed_meanwhile_is_not_taken_twice(board: Board) -> None:
    one, two = board.paste(), board.paste()
    first, second = decided(one), decided(two)
    assert confirming.confirm(paste=one, decided=first) == 5
    with pytest.raises(Refused, match="vừa có lần chép khác"):
        confirming.confirm(paste=two, decided=second)
    assert [line.known for line in decided(two).lines] == [True] * 5
    assert db.session.scalar(select(func.count(Message.id))) == 5


def test_what_was_read_anew_meanwhile_is_looked_at_again(board: Board) -> None:
    paste = board.paste()
    ready = decided(paste)
    again = pasting.prepare_again(paste=paste, day=date(2026, 3, 15))
    pasting.store_again(paste=paste, prepared=again)
    with pytest.raises(Refused, match="vừa đổi ở nơi khác"):
        confirming.confirm(paste=paste, decided=ready)
    with pytest.raises(Refused, match="vừa đổi ở nơi khác"):
        choosing.keep(paste=paste, decided=ready)


def test_an_undo_takes_as_many_statements_for_many_conversations_as_for_few(
    board: Board, count_queries: Callable[[], int]
) -> None:
    took = []
    for group, messages in (("Nhóm nhỏ", 6), ("Nhóm lớn", 240)):
        paste = board.paste(long_text(messages, board), group=group)
        confirming.confirm(paste=paste, decided=decided(paste))
        count_queries()
        assert undoing.undo(paste=paste) == (messages, 0)
        took.append(count_queries())
    assert took[1] <= took[0] + 4  # of further months in the ledger
    assert db.session.scalars(select(Conversation.id)).all() == []
