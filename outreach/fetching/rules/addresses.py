"""Addresses that may be asked, and the secrets that go along: these are named here and kept elsewhere."""

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

SECRET_NAME = re.compile(r"REGISTER_SECRET_[A-Z0-9_]{1,40}")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
# These say how the request itself is to be read.
_OURS = frozenset(
    {"host", "connection", "content-length", "transfer-encoding", "accept-encoding", "if-none-match",
     "if-modified-since", "range", "te", "upgrade", "expect", "proxy-authorization"}
)  # fmt: skip
_KEYS = re.compile(
    r"(access|auth|api|client|private)?[-_.]?(token|key|secret|passw(or)?d|pwd|sig(nature)?|code|session\w*|jwt)",
    re.IGNORECASE,
)


class Secret(NamedTuple):
    """A header that one host alone may see."""

    host: str
    header: str
    value: str


def secret_of(written: str) -> Secret | None:
    """Reads 'dvc.example.vn Authorization: Bearer abc'; None when it is not written so."""
    host, _blank, rest = written.strip().partition(" ")
    header, colon, value = rest.partition(":")
    header, value = header.strip(), value.strip()
    if not host or not colon or not value or not _HEADER.fullmatch(header) or header.lower() in _OURS:
        return None
    if not (value.isascii() and value.isprintable()):  # a line end would begin another header
        return None
    return Secret(host.lower(), header, value)


def goes_to(secret: Secret, url: str) -> bool:
    """Whether this secret is for the host of an address: named alone, or as 'host:port'."""
    parts = urlsplit(url)
    return secret.host in ((parts.hostname or "").lower(), parts.netloc.lower())


def carried_secret(url: str) -> str | None:
    """What in an address looks like a secret: a password, or the name of an argument; None without any."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if "@" in parts.netloc:
        return parts.netloc.partition("@")[0].partition(":")[0] or "@"
    return next((name for name, _value in parse_qsl(parts.query) if _KEYS.fullmatch(name)), None)
