"""E-mail: what is sent is sent once, what is not sent is tried again, what nobody knows waits for people."""

import socket
from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from outreach import clock
from outreach.database import db
from outreach.outbox import actions, rules
from outreach.outbox.models import OutgoingMessage
from outreach.outbox.queries import Claimed
from outreach.outbox.sending import LastMoment, NotSent, OutcomeUnknown, send_due, send_mail
from outreach.outbox.smtp import SmtpTransport
from tests.outbox.server import MailServer
from tests.threads import at_once


def queue(address: str = "hoa@example.vn", subject: str = "Mời Anh/Chị", body: str = "Kính gửi\n") -> int:
    message = actions.queue_email(address=address, subject=subject, body=body)
    db.session.commit()
    return message.id


def only() -> OutgoingMessage:
    db.session.expire_all()
    message = db.session.scalars(select(OutgoingMessage)).one()
    db.session.commit()
    return message


def make_due() -> None:
    db.session.execute(update(OutgoingMessage).values(due_at=clock.now()))
    db.session.commit()


def test_a_letter_arrives_as_it_was_written(box: MailServer) -> None:
    queue(subject="Mời Anh/Chị đặt mật khẩu – Outreach", body="Kính gửi Chị Hoa,\n.\n..chấm đầu dòng\n")
    assert send_mail() == 1
    [letter] = box.parsed
    assert letter["To"] == "hoa@example.vn"
    assert letter["Subject"] == "Mời Anh/Chị đặt mật khẩu – Outreach"
    assert "tỉnh Mẫu" in letter["From"]
    assert "<outreach@tinh.example.vn>" in letter["From"]
    assert letter.get_content().replace("\r\n", "\n") == "Kính gửi Chị Hoa,\n.\n..chấm đầu dòng\n"
    [(sender, recipient)] = box.envelopes
    assert "<outreach@tinh.example.vn>" in sender
    assert "<hoa@example.vn>" in recipient


def test_what_is_sent_is_emptied_and_sent_once(box: MailServer) -> None:
    queue(body="https://portal.example.vn/loi-moi/secret")
    assert [send_mail(), send_mail()] == [1, 0]
    message = only()
    assert (message.state, message.body, message.tries) == ("sent", "", 1)
    assert message.sent_at is not None
    assert len(box.letters) == 1


def test_a_letter_undone_with_its_deed_is_not_sent(box: MailServer) -> None:
    actions.queue_email(address="hoa@example.vn", subject="a", body="b")
    db.session.rollback()
    assert send_mail() == 0


@pytest.mark.parametrize(
    "subject",
    ["Chào\r\nBcc: thief@evil.vn", "Chào\nX-Evil: 1", "Chào\r\n\r\n<script>", "Chào\u2028Bcc: x@y.vn"],
)
def test_no_header_comes_out_of_a_subject(box: MailServer, subject: str) -> None:
    queue(subject=subject)
    assert send_mail() == 1
    [letter] = box.parsed
    assert letter["Bcc"] is None
    assert letter["X-Evil"] is None
    assert str(letter["Subject"]).startswith("Chào")


@pytest.mark.parametrize(
    "address", ["hoa@example.vn\r\nRCPT TO:<thief@evil.vn>", "a@b.vn, c@d.vn", "nobody", "", "ă@é.vn"]
)
def test_an_address_that_is_none_harms_nobody(box: MailServer, address: str) -> None:
    queue(address)
    queue("hoa@example.vn")
    assert send_mail() == 1
    assert [letter["To"] for letter in box.parsed] == ["hoa@example.vn"]
    assert len(box.envelopes) == 1
    states = set(db.session.scalars(select(OutgoingMessage.state)))
    assert states == {"failed", "sent"}


def test_without_mail_set_up_letters_wait(app: Flask) -> None:
    queue()
    assert send_mail() == 0
    assert (only().state, only().tries) == ("waiting", 0)


def test_a_server_that_is_down_means_later(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setitem(app.config, "SMTP_URL", f"smtp://127.0.0.1:{taken.getsockname()[1]}")
        monkeypatch.setitem(app.config, "SMTP_FROM", "outreach@tinh.example.vn")
        first, second = queue("a@example.vn"), queue("b@example.vn")
        assert send_mail() == 0
    rows = {row.id: row for row in db.session.scalars(select(OutgoingMessage))}
    assert (rows[first].state, rows[first].tries) == ("waiting", 1)
    assert "refused" in (rows[first].fault or "")
    assert rows[second].tries == 0
    pause = rows[first].due_at - clock.now()
    assert timedelta(seconds=20) < pause <= timedelta(seconds=30)


@pytest.mark.parametrize("sender", ["", "no address", "a b@c d"])
def test_a_wrong_sender_loses_no_letter(
    app: Flask, box: MailServer, monkeypatch: pytest.MonkeyPatch, sender: str
) -> None:
    monkeypatch.setitem(app.config, "SMTP_FROM", sender)
    queue()
    assert send_mail() == 0
    assert only().state == "waiting"
    assert "SMTP_FROM" in (only().fault or "")


def test_later_it_is_sent_with_the_same_message_id(box: MailServer) -> None:
    queue()
    before = only().message_id
    box.answers["RCPT"] = "451 later"
    assert send_mail() == 0
    assert only().state == "waiting"
    assert send_mail() == 0, "it waits for its pause"
    box.answers.clear()
    make_due()
    assert send_mail() == 1
    assert box.parsed[0]["Message-ID"] == before
    assert (only().tries, only().fault) == (2, None)


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA", "END"])
def test_refused_for_good_is_not_tried_again(box: MailServer, stage: str) -> None:
    queue(body="secret")
    box.answers[stage] = "550 no such person"
    assert send_mail() == 0
    message = only()
    assert (message.state, message.body) == ("failed", "")
    assert "550" in (message.fault or "")


@pytest.mark.parametrize("stage", ["EHLO", "MAIL", "RCPT"])
def test_a_connection_broken_before_the_letter_means_later(box: MailServer, stage: str) -> None:
    queue()
    box.answers[stage] = None
    if stage == "EHLO":
        box.answers["HELO"] = None
    assert send_mail() == 0
    assert only().state == "waiting"


def test_a_connection_broken_after_the_letter_stays_claimed(box: MailServer) -> None:
    queue(body="secret")
    box.answers["END"] = None
    assert send_mail() == 0
    box.answers.clear()
    make_due()
    assert send_mail() == 0
    message = only()
    assert (message.state, message.tries) == ("claimed", 1)
    assert message.fault
    assert not box.letters


def test_giving_up_after_many_tries(box: MailServer) -> None:
    queue(body="secret")
    box.answers["RCPT"] = "451 later"
    for _ in range(rules.MOST_TRIES):
        make_due()
        send_mail()
    assert (only().state, only().tries, only().body) == ("failed", rules.MOST_TRIES, "")


def test_a_worker_that_dies_while_sending_doubles_nothing(box: MailServer) -> None:
    class Dies(BaseException):
        pass

    class Dying:
        def send(self, message: Claimed, last_moment: LastMoment) -> None:
            raise Dies

    queue()
    with pytest.raises(Dies):
        send_due(Dying())
    assert only().state == "claimed"
    assert send_mail() == 0


def test_many_workers_send_each_letter_once(app: Flask) -> None:
    ids = [queue(f"p{number}@example.vn") for number in range(30)]
    sent: list[int] = []

    class Counting:
        def send(self, message: Claimed, last_moment: LastMoment) -> None:
            sent.append(message.id)

    def work() -> None:
        with app.app_context():
            send_due(Counting())

    at_once(*[work] * 4)
    assert Counter(sent) == Counter(ids)


def test_each_run_sends_the_longest_waiting_first_and_has_an_end(app: Flask) -> None:
    for number in range(5):
        queue(f"p{number}@example.vn")
    sent: list[str] = []

    class Noting:
        def send(self, message: Claimed, last_moment: LastMoment) -> None:
            sent.append(message.address)

    assert send_due(Noting(), most=3) == 3
    assert sent == ["p0@example.vn", "p1@example.vn", "p2@example.vn"]


def test_one_letter_s_fault_stops_no_other(app: Flask) -> None:
    for number in range(3):
        queue(f"p{number}@example.vn")
    faults = [NotSent("full"), OutcomeUnknown("gone"), None]

    class Moody:
        def send(self, message: Claimed, last_moment: LastMoment) -> None:
            fault = faults.pop(0)
            if fault:
                raise fault

    assert send_due(Moody()) == 1
    db.session.expire_all()
    states = db.session.scalars(select(OutgoingMessage.state).order_by(OutgoingMessage.id))
    assert list(states) == ["waiting", "claimed", "sent"]


def test_signing_in_to_the_mail_server(app: Flask, box: MailServer) -> None:
    url = f"smtp://us%40er:p%3Ass@127.0.0.1:{box.port}"
    queue()
    assert send_due(SmtpTransport(url, "outreach@tinh.example.vn", "Ban")) == 1
    assert len(box.logins) == 1


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1", "SMTP_URL"),
        ("smtp+starttls://127.0.0.1:{port}", "STARTTLS"),
        ("smtps://127.0.0.1:{port}", "SSL"),
    ],
)
def test_what_is_not_safe_or_no_server_sends_nothing(box: MailServer, url: str, words: str) -> None:
    queue()
    transport = SmtpTransport(url.format(port=box.port), "outreach@tinh.example.vn", "Ban")
    assert send_due(transport) == 0
    message = only()
    assert message.state == "waiting"
    assert words in (message.fault or "")
    assert not box.letters


def test_no_password_over_a_plain_connection_to_another_machine(
    box: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outreach.outbox.smtp._is_this_machine", lambda host: False)
    queue()
    transport = SmtpTransport(f"smtp://user:pass@127.0.0.1:{box.port}", "outreach@tinh.example.vn", "Ban")
    assert send_due(transport) == 0
    assert not box.logins
    assert "starttls" in (only().fault or "")


def test_the_sweep_forgets_addresses(app: Flask) -> None:
    for state, days in (("sent", 91), ("failed", 91), ("sent", 1), ("waiting", 91), ("claimed", 91)):
        message = db.session.get_one(OutgoingMessage, queue(f"{state}{days}@example.vn"))
        message.state, message.created_at = state, clock.now() - timedelta(days=days)
    db.session.commit()
    assert actions.sweep() == 2
    left = set(db.session.scalars(select(OutgoingMessage.address)))
    assert left == {"sent1@example.vn", "waiting91@example.vn", "claimed91@example.vn"}
