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
# Anywhere in the name of an argument; of the short words only the whole name.
_KEYS = re.compile(
    r"token|secret|passw|pwd|credential|signature|bearer|jwt|sess(ion)?[-_.]?id|authori[sz]ation"
    r"|(api|access|auth|client|private|subscription)[-_.]?(key|code)|mat[-_.]?khau|ma[-_.]?truy[-_.]?cap"
    r"|^(key|auth|code|sig|sas|session\w*)$",
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
    said = re.split("[&;]", f"{parts.query};{parts.path.partition(';')[2]};{parts.fragment}")
    arguments = (name.strip() for one in said for name, _value in parse_qsl(one))
    return next((name for name in arguments if _KEYS.search(name)), None)
