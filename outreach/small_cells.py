"""What of counts may be shown: a number so small that it points at somebody is hidden."""

from collections.abc import Mapping
from typing import TypeVar

FEWEST = 5

K = TypeVar("K")


def shown_cells(counts: Mapping[K, int]) -> dict[K, int | None]:
    """The counts that may be shown; None for those hidden.

    Hidden are counts from 1 to 4, and with them so many others, smallest first, that what is hidden adds up
    to at least 5 in at least two cells: else the total would give it away.
    """
    order = sorted(counts, key=lambda key: counts[key])
    hidden = {key for key in order if 0 < counts[key] < FEWEST}
    for key in order:
        if not hidden or (len(hidden) > 1 and sum(counts[one] for one in hidden) >= FEWEST):
            break
        hidden.add(key)
    return {key: None if key in hidden else count for key, count in counts.items()}


def may_show(answers: int) -> bool:
    """Whether there are answers enough to show anything."""
    return answers >= FEWEST
