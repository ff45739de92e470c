"""E-mail by SMTP: smtp://host:25 (plain), smtp+starttls://user:pass@host:587, smtps://user:pass@host:465."""

import re
import smtplib
import ssl
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, parseaddr
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from outreach.outbox import leaving
from outreach.outbox.queries import Claimed
from outreach.outbox.sending import LastMoment, NotSent, OutcomeUnknown

TIMEOUT_SECONDS = 20
NO_ADDRESS = (ValueError, IndexError, MessageError)  # what the standard library says to a text that is none
_FIRST_DOT = re.compile(rb"^\.", re.MULTILINE)
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class SmtpTransport(NamedTuple):
    """One connection per message: few are sent, and a fault of one touches no other."""

    url: str
    sender: str
    sender_name: str

    def send(self, message: Claimed, last_moment: LastMoment) -> None:
        """Hand the message to the server; see sending.Transport for what is raised."""
        try:
            sender = Address(
                parseaddr(self.sender)[0] or self.sender_name, addr_spec=parseaddr(self.sender)[1]
            )
        except NO_ADDRESS as fault:
            raise NotSent(f"SMTP_FROM is no address: {fault}", all_down=True) from fault
        try:
            letter = compose(message, sender)
        except NO_ADDRESS as fault:
            raise NotSent(f"no address: {fault}", for_good=True) from fault
        server = self._connect()
        try:
            self._envelope(server, message.address)
            _hand_over(server, _way_out(message) + letter.as_bytes(), last_moment)
        finally:
            server.close()

    def _connect(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise NotSent("SMTP_URL is not smtp://, smtp+starttls:// or smtps://", all_down=True)
        try:
            server = _reach(parts.scheme, parts.hostname, parts.port or PORTS[parts.scheme])
            try:
                _introduce(server, parts)
            except BaseException:
                server.close()
                raise
        except (OSError, smtplib.SMTPException) as fault:
            raise NotSent(f"{type(fault).__name__}: {fault}", all_down=True) from fault
        return server

    def _envelope(self, server: smtplib.SMTP, address: str) -> None:
        try:
            for code, answer in (server.mail(parseaddr(self.sender)[1]), server.rcpt(address)):
                if code not in (250, 251):
                    raise NotSent(_words(code, answer), for_good=500 <= code < 600)
        except (OSError, smtplib.SMTPException) as fault:
            raise NotSent(f"{type(fault).__name__}: {fault}") from fault


def compose(message: Claimed, sender: Address) -> EmailMessage:
    """The letter as it goes over the wire; ValueError for an address that is none."""
    letter = EmailMessage(policy=SMTP_POLICY)
    letter["From"] = sender
    letter["To"] = Address(addr_spec=message.address)
    letter["Subject"] = message.subject
    letter["Message-ID"] = message.message_id
    letter["Date"] = format_datetime(message.created_at)
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(message.body)
    if message.calendar:
        letter.add_attachment(message.calendar, subtype="calendar", filename="lich-hen.ics")
    return letter


def _way_out(message: Claimed) -> bytes:
    return leaving.headers_of(message.message_id) if message.purpose else b""


def _reach(scheme: str, host: str, port: int) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)


def _introduce(server: smtplib.SMTP, parts: SplitResult) -> None:
    if parts.scheme == "smtp+starttls":
        server.starttls(context=ssl.create_default_context())
    if parts.username is None:
        server.ehlo_or_helo_if_needed()
        return
    if parts.scheme == "smtp" and not _is_this_machine(str(parts.hostname)):
        raise smtplib.SMTPException("no password over a plain connection: use smtp+starttls:// or smtps://")
    server.login(unquote(parts.username), unquote(parts.password or ""))


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _hand_over(server: smtplib.SMTP, letter: bytes, last_moment: LastMoment) -> None:
    """All of the letter but its end mark, without which no server takes it (RFC 5321, 4.1.1.4); then that."""
    try:
        code, answer = server.docmd("DATA")
        if code != 354:
            raise NotSent(_words(code, answer), for_good=500 <= code < 600)
        server.send(_with_dots(letter))
    except (OSError, smtplib.SMTPException) as fault:
        raise NotSent(f"{type(fault).__name__}: {fault}") from fault
    last_moment()
    try:
        server.send(b".\r\n")
        code, answer = server.getreply()
    except (OSError, smtplib.SMTPException) as fault:
        raise OutcomeUnknown(f"{type(fault).__name__}: {fault}") from fault
    if code != 250:
        raise NotSent(_words(code, answer), for_good=500 <= code < 600)


def _with_dots(letter: bytes) -> bytes:
    """A dot at the start of a line is doubled, and the last line ends."""
    doubled = _FIRST_DOT.sub(b"..", letter)
    return doubled if doubled.endswith(b"\r\n") else doubled + b"\r\n"


def _words(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {text}"[:300]
