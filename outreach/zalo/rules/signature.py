"""Who may deliver events: whoever knows the Official Account's secret key.

`X-ZEvent-Signature: mac=<hex>`, a plain SHA-256 (no HMAC) over app id, raw body, the body's timestamp and the
key, as zaloplatform/zalo-java-sdk MacUtils.buildMac does at d869903.
"""

import hashlib
import hmac

LONGEST_TIMESTAMP = 20  # digits


def timestamp_of(payload: object) -> str | None:
    """The timestamp that goes into the signature, in the body's own digits; None when there is none."""
    stamp = payload.get("timestamp") if isinstance(payload, dict) else None
    if isinstance(stamp, int) and not isinstance(stamp, bool):
        stamp = str(stamp)
    if not isinstance(stamp, str) or len(stamp) > LONGEST_TIMESTAMP:
        return None
    return stamp if stamp.isascii() and stamp.isdigit() else None


def mac_of(app_id: str, raw_body: bytes, timestamp: str, secret_key: str) -> str:
    """The signature of a body, hexadecimal in lower case."""
    return hashlib.sha256(app_id.encode() + raw_body + timestamp.encode() + secret_key.encode()).hexdigest()


def is_signed(header: str, *, app_id: str, raw_body: bytes, timestamp: str | None, secret_key: str) -> bool:
    """Whether the header signs this body; never without a key, an app, a timestamp or a header."""
    given = header.strip().removeprefix("mac=").strip()
    if not (given and app_id and secret_key and timestamp):
        return False
    wanted = mac_of(app_id, raw_body, timestamp, secret_key)
    return hmac.compare_digest(wanted.encode(), given.encode("utf-8", "replace"))
