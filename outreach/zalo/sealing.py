"""Tokens at rest: encrypted with a key of their own, or one derived from SECRET_KEY.

Fernet (AES-128-CBC with HMAC-SHA256) of the `cryptography` package; without that package nothing is sealed,
and whoever wants to connect the account is told so: tokens are never kept in the clear.
"""

from base64 import urlsafe_b64encode
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from flask import current_app

PURPOSE = b"outreach zalo tokens"


def can_seal() -> bool:
    """Whether tokens can be kept on this machine."""
    return find_spec("cryptography") is not None


def seal(text: str) -> bytes:
    """A token as it is stored."""
    sealed: bytes = _box().encrypt(text.encode())
    return sealed


def unseal(stored: bytes | None) -> str | None:
    """A stored token; None when there is none, or when none of our keys opens it any more."""
    if stored is None or not can_seal():
        return None
    try:
        opened: bytes = _box().decrypt(stored)
    except import_module("cryptography.fernet").InvalidToken:
        return None
    return opened.decode()


def _box() -> Any:
    """Seals with the first key, opens with any: so that SECRET_KEY can be changed by way of its fallbacks."""
    settings = current_app.config
    keys = [settings["ZALO_TOKEN_KEY"], settings["SECRET_KEY"], *settings["SECRET_KEY_FALLBACKS"]]
    fernet = import_module("cryptography.fernet")
    return fernet.MultiFernet([fernet.Fernet(_derived(key)) for key in keys if key])


def _derived(secret: str) -> bytes:
    hashes = import_module("cryptography.hazmat.primitives.hashes")
    hkdf = import_module("cryptography.hazmat.primitives.kdf.hkdf")
    key = hkdf.HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return urlsafe_b64encode(key)
