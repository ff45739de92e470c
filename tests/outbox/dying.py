"""A worker that ends itself as `kill -9` does, at the point that it is told, while it sends letters."""

import os
import signal
import smtplib
from typing import Any

from outreach import create_app
from outreach.outbox import actions, smtp
from outreach.outbox.sending import send_mail


def work(point: str) -> None:
    """Begin to send, and die there."""
    if point == "before the claim":
        actions.claim_next = _die
    elif point == "after the claim":
        _after(actions, "claim_next")
    elif point == "after the connection":
        _after(smtp.SmtpTransport, "_connect")
    elif point == "after the envelope":
        _after(smtp.SmtpTransport, "_envelope")
    elif point == "within the letter":
        _within_the_letter()
    elif point == "before the mark":
        actions.mark_handed_over = _die
    elif point == "after the mark":
        _after(actions, "mark_handed_over")
    elif point == "after the server's answer":
        actions.mark_sent = _die
    elif point == "after our commit":
        _after(actions, "mark_sent")
    with create_app().app_context():
        send_mail()


def _die(*_args: Any, **_values: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _after(module: Any, name: str) -> None:
    real = getattr(module, name)

    def wrapped(*args: Any, **values: Any) -> None:
        real(*args, **values)
        _die()

    setattr(module, name, wrapped)


def _within_the_letter() -> None:
    real = smtplib.SMTP.send

    def send(self: Any, text: Any) -> None:
        if b"Message-ID" in (text if isinstance(text, bytes) else text.encode()):
            real(self, text[: len(text) // 2])
            _die()
        real(self, text)

    smtplib.SMTP.send = send
