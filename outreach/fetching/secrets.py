"""Secrets of registers' addresses: in the environment alone, never in the database, a page or a log."""

import os

from outreach.fetching import rules


def names() -> list[str]:
    """Those that the environment has."""
    return sorted(name for name in os.environ if rules.SECRET_NAME.fullmatch(name))


def header_for(name: str, url: str) -> dict[str, str] | None:
    """The header to send to an address; None when there is no such secret, or it is for another host."""
    if not rules.SECRET_NAME.fullmatch(name):
        return None
    secret = rules.secret_of(os.environ.get(name, ""))
    return {secret.header: secret.value} if secret and rules.goes_to(secret, url) else None
