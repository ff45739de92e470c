"""Rules about businesses: what a register calls them, and what it means to have been reached."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from outreach.businesses.rules.consent import CHANNELS, WAYS, WORDINGS
from outreach.businesses.rules.zones import ZONE_KINDS, ZoneKey, zone_key
from outreach.i18n import LazyText

__all__ = [
    "CHANNELS", "WAYS", "WORDINGS", "ZONE_KINDS",
    "BusinessName", "Changed", "Exposure", "TakenIn", "ZoneKey",
    "zone_key",
]  # fmt: skip


class Exposure(NamedTuple):
    """One business reached by one intervention on a date: what every source of exposures gives."""

    business_id: int
    intervention_id: int
    type: str  # of the intervention, see campaigns.rules.TYPES
    exposed_on: date
    proof: str  # attended, visited, received, scanned, helped, completed …
    offered: bool  # staff came to the business; False: the business asked for it itself


class BusinessName(NamedTuple):
    """How a register names a business: any of the three, as the file wrote them."""

    tax_code: str | None = None
    own_code: str | None = None
    name: str | None = None


class Changed(NamedTuple):
    """What a row changes: what that is called, and (meaning, before, after) of each value, as it is read."""

    row: int
    name: str
    differences: list[tuple[str, str | None, str | None]]


@dataclass
class TakenIn:
    """What became of the rows of one file; `created` and `updated` count the imported kind only.

    A trial also says what would change.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[tuple[int, str, str, LazyText]] = field(default_factory=list)  # row, column, value, reason
    changed: list[Changed] = field(default_factory=list)
