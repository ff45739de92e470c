"""Whether a message may still be sent: the features that write them say so, from above."""

from collections.abc import Callable

# Given the message's id and its address: why it must not go any more, or None.
Check = Callable[[int, str], str | None]
_checks: dict[str, Check] = {}


def register(purpose: str, check: Check) -> None:
    """Ask `check` before a message of this purpose is sent."""
    _checks[purpose] = check


def objection(purpose: str | None, message_id: int, address: str) -> str | None:
    """Why a message must not be sent any more; None when it may."""
    check = _checks.get(purpose or "")
    return check(message_id, address) if check else None
