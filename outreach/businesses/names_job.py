"""The job that has new names compared with all others: imports and forms know nothing of that."""

from datetime import timedelta

from outreach import background
from outreach.businesses.actions.comparing import any_to_compare

LONGEST = timedelta(minutes=10)


def compare_new_names() -> bool:
    """Start a process when there are names that nobody compared yet; else one small read."""
    waits = any_to_compare()
    if waits:
        background.run_in_a_process("compare-names", longest=LONGEST)
    return waits
