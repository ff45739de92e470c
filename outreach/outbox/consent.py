"""Whether a message may still be sent, and what it means that somebody wants no more: said from above."""

from collections.abc import Callable

# Given the message's id and its address: why it must not go any more, or None.
Check = Callable[[int, str], str | None]
_checks: dict[str, Check] = {}
# Given an address: whoever reads it wants no e-mail from us any more.
Leave = Callable[[str], object]
_leaves: list[Leave] = []


def register(purpose: str, check: Check) -> None:
    """Ask `check` before a message of this purpose is sent."""
    _checks[purpose] = check


def objection(purpose: str | None, message_id: int, address: str) -> str | None:
    """Why a message must not be sent any more; None when it may."""
    check = _checks.get(purpose or "")
    return check(message_id, address) if check else None


def on_leaving(leave: Leave) -> None:
    """Have `leave` carried out when somebody wants no more e-mail; doing it twice has to change nothing."""
    if leave not in _leaves:
        _leaves.append(leave)


def leave(address: str) -> None:
    """Whoever reads this address wants no more e-mail: each feature takes down what it keeps of that."""
    for one in _leaves:
        one(address)
