"""The job that has new names compared with all others: imports and forms know nothing of that."""

from datetime import datetime, timedelta

from outreach import background, clock
from outreach.businesses.actions.comparing import any_to_compare

LONGEST = timedelta(minutes=10)
REST = timedelta(seconds=30)  # when names are left: new ones came meanwhile, or something is wrong
_rests: dict[str, datetime] = {}


def compare_new_names() -> bool:
    """Start a process when there are names that nobody compared yet; else one small read."""
    until = _rests.get("until")
    if (until and clock.now() < until) or not any_to_compare():
        return False
    background.run_in_a_process("compare-names", longest=LONGEST)
    if any_to_compare():
        _rests["until"] = clock.now() + REST
    return True
