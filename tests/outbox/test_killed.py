"""A worker killed (kill -9) at each point of sending, against a mail server on this machine.

Killed between the server's answer and our commit, or while the last bytes are on their way: unknown, never
sent again by itself. Killed anywhere else: the next worker sends the letter, exactly once.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import clock
from outreach.database import db
from outreach.outbox import actions
from outreach.outbox.models import OutgoingMessage
from outreach.outbox.sending import send_mail
from tests.outbox import dying, server
from tests.outbox.server import MailServer
from tests.processes import Fork

ONCE = ("before the claim", "after the claim", "after the connection", "after the envelope",
        "within the letter", "before the mark", "after our commit")  # fmt: skip


@pytest.fixture
def box(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A running mail server, and the application told about it."""
    box = MailServer()
    running = server.start(box)
    monkeypatch.setitem(app.config, "SMTP_URL", f"smtp://127.0.0.1:{box.port}")
    monkeypatch.setitem(app.config, "SMTP_FROM", "outreach@tinh.example.vn")
    yield box
    running.stop()


def killed(app: Flask, point: str) -> None:
    """Let a worker in a process of its own begin to send, and die there."""
    db.session.commit()
    settings = {name: str(app.config[name]) for name in ("SMTP_URL", "SMTP_FROM")}
    Fork(app, dying.work, point, **settings).dies()
    db.session.expire_all()


def queue() -> str:
    message = actions.queue_email(address="hoa@example.vn", subject="Mời", body="Kính gửi\n", purpose="x")
    db.session.commit()
    return message.message_id


def only() -> OutgoingMessage:
    db.session.expire_all()
    message = db.session.scalars(select(OutgoingMessage)).one()
    db.session.commit()
    return message


@pytest.mark.parametrize("point", ONCE)
def test_killed_there_it_is_sent_exactly_once(app: Flask, box: MailServer, point: str) -> None:
    message_id = queue()
    killed(app, point)
    for _ in range(3):
        send_mail()
    assert [letter["Message-ID"] for letter in box.parsed] == [message_id]
    message = only()
    assert (message.state, message.fault, message.tries) == ("sent", None, 1)


@pytest.mark.parametrize(("point", "arrived"), [("after the server's answer", 1), ("after the mark", 0)])
def test_killed_there_nobody_knows_and_nothing_is_sent_again(
    app: Flask, box: MailServer, point: str, arrived: int
) -> None:
    message_id = queue()
    killed(app, point)
    long_ago = clock.now() - timedelta(hours=9)
    message = only()
    message.handed_at = message.claimed_at = long_ago
    db.session.commit()
    for _ in range(3):
        assert send_mail() == 0
    assert len(box.letters) == arrived
    assert only().state == "claimed"
    actions.send_again(message=only())  # a person decides
    db.session.commit()
    assert send_mail() == 1
    assert [letter["Message-ID"] for letter in box.parsed] == [message_id] * (arrived + 1)


def test_several_that_died_are_all_made_up_for(app: Flask, box: MailServer) -> None:
    ids = [queue() for _ in range(3)]
    for _ in range(3):
        killed(app, "after the claim")
    send_mail()
    assert sorted(letter["Message-ID"] for letter in box.parsed) == sorted(ids)


def test_a_claim_of_another_machine_is_left_alone_until_nobody_can_be_sending(
    app: Flask, box: MailServer
) -> None:
    queue()
    assert actions.claim_next() is not None
    message = only()
    message.claimed_by = "another-machine:4711"
    db.session.commit()
    assert send_mail() == 0
    message.claimed_at = clock.now() - timedelta(minutes=6)
    db.session.commit()
    assert send_mail() == 1


def test_a_worker_whose_claim_was_given_away_sends_nothing(app: Flask, box: MailServer) -> None:
    queue()
    mine = actions.claim_next()
    assert mine is not None
    message = only()
    message.state, message.claimed_by = "waiting", None
    db.session.commit()
    with pytest.raises(actions.TakenAway):
        actions.mark_handed_over(mine)
