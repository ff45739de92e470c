"""Rules about fetching: when an address is asked again, what its answer means, and which addresses may be."""

from outreach.fetching.rules.addresses import SECRET_NAME, Secret, carried_secret, goes_to, secret_of
from outreach.fetching.rules.months import EXAMPLE, misread, names_month, resolved
from outreach.fetching.rules.outcomes import FAILED, OUTCOMES, WAITING, Outcome, fault_of, wanted_pause
from outreach.fetching.rules.schedules import EVERY, Schedule, next_slot, next_try
from outreach.fetching.rules.trust import Seen, decide

FAILED_OFTEN = 3  # failures in a row after which somebody is told
MOST_BYTES = 100 * 1024 * 1024
LONGEST_SECONDS = 300  # for one file

__all__ = [
    "EVERY",
    "EXAMPLE",
    "FAILED",
    "OUTCOMES",
    "SECRET_NAME",
    "WAITING",
    "Outcome",
    "Schedule",
    "Secret",
    "Seen",
    "carried_secret",
    "decide",
    "fault_of",
    "goes_to",
    "misread",
    "names_month",
    "next_slot",
    "next_try",
    "resolved",
    "secret_of",
    "wanted_pause",
]
