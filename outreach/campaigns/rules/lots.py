"""An order of invitation drawn by lot: from the seed and the codes anybody can draw it again.

The recipe: write the seed, a colon and the business's code, take the SHA-256 of these UTF-8 bytes, and sort
by its hexadecimal form, smallest first. `printf '%s' '2026:0312345678' | sha256sum` gives the same, and a
business that leaves the list later does not change the order of the others.
"""

import secrets
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from outreach.campaigns.rules import SELF_SELECTED
from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l
from outreach.text import squeeze

LONGEST_SEED = 100
MOST_SEATS = 10_000
SHOWN_OF_MARK = 8  # hexadecimal digits: two businesses of a list hardly ever share them

_SEED_DIGITS = 12


class Ticket(NamedTuple):
    """A business as it takes part in a lot."""

    business_id: int
    code: str


def may_invite(type: str, *, covers_all: bool) -> bool:
    """Whether somebody chooses whom it is for: not where everybody is reached, nor where businesses come."""
    return not covers_all and type not in SELF_SELECTED


def code_of(business_id: int, tax_code: str | None, own_code: str | None) -> str:
    """What a business takes part under: its tax code, else the board's own code, else # and its number."""
    return tax_code or own_code or f"#{business_id}"


def mark(seed: str, code: str) -> str:
    """The SHA-256 of seed and code, 64 hexadecimal digits."""
    return sha256(f"{seed}:{code}".encode()).hexdigest()


def draw(seed: str, tickets: Iterable[Ticket]) -> list[Ticket]:
    """The tickets in the order of invitation; in which order they came makes no difference."""
    return sorted(tickets, key=lambda ticket: (mark(seed, ticket.code), ticket.code, ticket.business_id))


def read_seed(text: str | None) -> str:
    """The seed that somebody typed, as it is stored and printed; a new one where nothing was typed."""
    return squeeze(text or "") or propose_seed()


def propose_seed() -> str:
    """Digits that nobody knew before, short enough to be read aloud."""
    return f"{secrets.randbelow(10**_SEED_DIGITS):0{_SEED_DIGITS}}"


def refusal(*, listed: int, seats: int, reached: int) -> tuple[LazyText, str | None] | None:
    """Why no lot is drawn, and the field it is about; None when one can be."""
    if not listed:
        return _l("Danh sách chưa có doanh nghiệp nào nên chưa có gì để bốc thăm."), None
    if reached:
        return _l(
            "Hoạt động đã ghi %(number)s doanh nghiệp được tiếp cận; bốc thăm phải làm trước khi mời.",
            number=reached,
        ), None  # fmt: skip
    if seats < 1:
        return _l("Cần ít nhất một chỗ."), "seats"
    if seats >= listed:
        return _l(
            "Danh sách có %(listed)s doanh nghiệp mà có %(seats)s chỗ: đủ cho tất cả nên không cần bốc thăm, "
            "Anh/Chị mời hết.",
            listed=listed, seats=seats,
        ), "seats"  # fmt: skip
    return None
