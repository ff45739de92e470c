"""The secret of a private link, made from what was sent: the same, sent twice, leads to one thing."""

import hmac
from base64 import urlsafe_b64encode

from flask import current_app


def secret_of(purpose: str, *sent: object) -> str:
    """32 characters of the URL alphabet: the same when the same is sent again, and guessed by nobody."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    told = "\n".join(map(str, (purpose, *sent))).encode("utf-8", "surrogatepass")
    return urlsafe_b64encode(hmac.new(key, told, "sha256").digest()[:24]).decode()
