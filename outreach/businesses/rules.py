"""Rules about businesses: tax codes, and what it means to have been reached."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Exposure:
    """One business reached by one intervention on a date: what every source of exposures gives."""

    business_id: int
    intervention_id: int
    type: str  # of the intervention, see campaigns.rules.TYPES
    exposed_on: date
    proof: str  # attended, visited, received, scanned, helped, completed …
    offered: bool  # staff came to the business; False: the business asked for it itself
