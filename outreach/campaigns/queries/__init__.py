"""All reads of interventions and of who was reached by them."""

from outreach.campaigns.queries.interventions import (
    InterventionRow,
    Tick,
    get_intervention,
    list_interventions,
    taken_codes,
    ticks,
    years,
)
from outreach.campaigns.queries.reached import (
    BusinessExposure,
    ReachedBusiness,
    Summary,
    attended_summary,
    exposures,
    exposures_of_business,
    reached_businesses,
)
from outreach.campaigns.queries.roll import (
    Batch,
    RollLine,
    RollZone,
    known_businesses,
    last_batch,
    roll,
    zones_of,
)

__all__ = [
    "Batch",
    "BusinessExposure",
    "InterventionRow",
    "ReachedBusiness",
    "RollLine",
    "RollZone",
    "Summary",
    "Tick",
    "attended_summary",
    "exposures",
    "exposures_of_business",
    "get_intervention",
    "known_businesses",
    "last_batch",
    "list_interventions",
    "reached_businesses",
    "roll",
    "taken_codes",
    "ticks",
    "years",
    "zones_of",
]
