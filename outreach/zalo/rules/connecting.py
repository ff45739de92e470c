"""Connecting the account by OAuth v4 with PKCE, as zaloplatform/zalo-php-sdk does at 6bacb1b."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlencode

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

NONE, CONNECTED, EXPIRING, CONSENT_NEEDED, STOPPED = (
    "none",
    "connected",
    "expiring",
    "consent_needed",
    "stopped",
)
STATES: Mapping[str, LazyText] = {
    NONE: _l("Chưa kết nối"),
    CONNECTED: _l("Đang kết nối"),
    EXPIRING: _l("Sắp hết hạn kết nối"),
    CONSENT_NEEDED: _l("Cần kết nối lại"),
    STOPPED: _l("Đã ngắt kết nối"),
}
TONES: Mapping[str, str] = {CONNECTED: "good", EXPIRING: "warn", CONSENT_NEEDED: "bad"}
WORKING = (CONNECTED, EXPIRING)  # there is a token to send with

REFRESH_BEFORE = timedelta(hours=5)  # of the 25 hours that a token lasts
WARN_BEFORE = timedelta(hours=3)  # when Zalo has not answered for that long, people are told
LONGEST_REFRESH = timedelta(minutes=2)  # then another process may take it over
RETRY_REFRESH = timedelta(minutes=1)
DEFAULT_LIFE = timedelta(hours=1)  # of a token that was pasted without saying

CONSENT_PATH = "/v4/oa/permission"
TOKEN_PATH = "/v4/oa/access_token"  # noqa: S105 (an address)


def new_verifier() -> str:
    """43 characters, base64url without padding."""
    return secrets.token_urlsafe(32)


def challenge_of(verifier: str) -> str:
    """S256, without padding; Zalo asks for no method."""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def consent_url(base: str, *, app_id: str, redirect_uri: str, challenge: str, state: str) -> str:
    """Where an administrator of the account allows our application to speak for it."""
    query = {"app_id": app_id, "redirect_uri": redirect_uri, "code_challenge": challenge, "state": state}
    return f"{base}{CONSENT_PATH}?{urlencode(query)}"
