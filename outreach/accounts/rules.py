"""Rules about people, passwords and sessions."""

import hashlib
import ipaddress
from datetime import datetime, timedelta

IDLE_LIMIT = timedelta(hours=8)  # a working day with its lunch break
ABSOLUTE_LIMIT = timedelta(days=14)
TOUCH_EVERY = timedelta(minutes=1)  # how exact "last seen" is


def token_hash(token: str) -> str:
    """What the table keeps of a random token: its SHA-256, hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def session_is_open(created_at: datetime, last_seen_at: datetime, at: datetime) -> bool:
    """Whether a session is within both limits at the instant `at`."""
    return at - last_seen_at < IDLE_LIMIT and at - created_at < ABSOLUTE_LIMIT


def network_of(address: str) -> str:
    """The /24 (IPv4) or /64 (IPv6) that an address belongs to; '' for what is no address."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    bits = 24 if ip.version == 4 else 64
    return str(ipaddress.ip_network(f"{ip}/{bits}", strict=False))
