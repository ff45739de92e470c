"""The job that sends: claim (and commit), send outside any transaction, mark what became of it."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from flask import current_app

from outreach.outbox import actions, consent
from outreach.outbox.queries import Claimed

LastMoment = Callable[[], None]


class NotSent(Exception):
    """Surely nothing was sent. `for_good`: nor would it be next time; `all_down`: nor would any other."""

    def __init__(self, reason: str, *, for_good: bool = False, all_down: bool = False) -> None:
        super().__init__(reason)
        self.for_good = for_good
        self.all_down = all_down


class OutcomeUnknown(Exception):
    """The connection broke when the message may have been taken already."""


class Transport(Protocol):
    """Something that delivers one message, or raises NotSent or OutcomeUnknown."""

    def send(self, message: Claimed, last_moment: LastMoment) -> None:
        """Deliver; returning means that the other side has taken it over.

        `last_moment` is called just before the other side can take it: until then it surely has not.
        """


def send_due(transport: Transport, most: int = 50) -> int:
    """Send what is due, at most `most` messages; the number sent."""
    actions.release_unfinished()
    sent = 0
    for _ in range(most):
        message = actions.claim_next()
        if message is None:
            break
        if reason := consent.objection(message.purpose, message.id, message.address):
            actions.mark_stopped(message.id, reason)
            continue
        try:
            transport.send(message, partial(actions.mark_handed_over, message))
        except NotSent as fault:
            actions.mark_unsent(message, str(fault), for_good=fault.for_good)
            if fault.all_down:
                break
        except OutcomeUnknown as fault:
            actions.mark_unknown(message.id, str(fault))
        except actions.TakenAway:
            continue
        else:
            actions.mark_sent(message.id)
            sent += 1
    return sent


def send_mail() -> int:
    """What the worker runs: nothing without SMTP_URL, so that messages wait until mail is set up."""
    from outreach.outbox.smtp import SmtpTransport

    url = str(current_app.config["SMTP_URL"])
    if not url:
        return 0
    sender = str(current_app.config["SMTP_FROM"])
    return send_due(SmtpTransport(url, sender, str(current_app.config["BOARD_NAME"])))
