"""Hashing passwords: scrypt, never more than a few at a time, and never faster for who does not exist."""

import functools
import secrets
import threading

from flask import current_app
from werkzeug.security import check_password_hash, generate_password_hash

from outreach.text import nfc

METHOD = "scrypt:32768:8:1"  # N = 2^15, r = 8, p = 1: 32 MB and about 170 ms
_at_once = threading.BoundedSemaphore(2)  # 32 MB each, and there are as many page threads as there are


def hash_password(password: str) -> str:
    """The hash to keep; do this before a write begins, so that nobody waits for it."""
    with _at_once:
        return generate_password_hash(nfc(password), _method())


def matches(password: str, password_hash: str | None) -> bool:
    """Whether it is the password; takes as long when there is no hash to compare with."""
    dummy = _dummy(_method())
    with _at_once:
        right = check_password_hash(password_hash or dummy, nfc(password))
    return right and password_hash is not None


def is_dated(password_hash: str) -> bool:
    """Whether the hash was made by another method than today's."""
    return not password_hash.startswith(_method() + "$")


def _method() -> str:
    return str(current_app.config.get("PASSWORD_METHOD", METHOD))


@functools.lru_cache(maxsize=2)
def _dummy(method: str) -> str:
    return generate_password_hash(secrets.token_hex(), method)
