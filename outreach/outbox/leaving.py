"""The way out of our e-mails: an address in each of them that works without an account (RFC 8058).

The address names the message and nothing of its reader; it is signed, so that nobody makes one up.
"""

from urllib.parse import urlsplit

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from outreach.web import whole_url

PATH = "/thoi-nhan-thu/{}"
SALT = "leave mail"


def key_of(message_id: str) -> str:
    """What names a message (by its Message-ID) in the address, signed."""
    token = _signer().dumps(message_id.strip("<>").partition("@")[0])
    return token if isinstance(token, str) else token.decode()


def read_key(key: str) -> str | None:
    """How the Message-ID behind a key begins; None: we never made that key."""
    try:
        read = _signer().loads(key)
    except BadSignature:
        return None
    return f"<{read}@" if isinstance(read, str) else None


def address_of(message_id: str) -> str:
    """The whole address of the way out of a message."""
    return whole_url(PATH.format(key_of(message_id)))


def headers_of(message_id: str) -> bytes:
    """The header lines that mail programs show a button for; one click needs https (RFC 8058, 3.1).

    As bytes, because the standard library would fold a long address into encoded words nobody reads.
    """
    address = address_of(message_id)
    lines = [f"List-Unsubscribe: <{address}>"]
    if urlsplit(address).scheme == "https":
        lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _signer() -> URLSafeSerializer:
    keys = [*current_app.config.get("SECRET_KEY_FALLBACKS", ()), current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt=SALT)
