"""Plain counts of the 12 months before and after each exposure: what stands beside every estimate.

Every received dossier counts, as in the portal's other before/after figures.
"""

from collections.abc import Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from outreach.rates.effects.inputs import Inputs, Ints
from outreach.rates.rules.counting import Pair, Tally
from outreach.rates.rules.periods import Period
from outreach.rates.rules.windows import Windows, windows


class Counter:
    """Counts dossiers: one element each in `business` (index in `Inputs.businesses`), `day`, `yes`."""

    def __init__(self, inputs: Inputs, business: Ints, day: Ints, yes: NDArray[np.bool_]) -> None:
        order = np.lexsort((day, business))
        self._day, self._yes = day[order], yes[order]
        self._first = np.searchsorted(business[order], np.arange(len(inputs.businesses) + 1))
        self._register = Period(date.fromordinal(inputs.first_day), date.fromordinal(inputs.last_day))

    def around(self, exposed: Mapping[int, int]) -> dict[int, Pair]:
        """Before and after of each business: index in `Inputs.businesses` → ordinal of its exposure."""
        return {business: self._of(business, self._windows(day)) for business, day in exposed.items()}

    def board_around(self, day: int) -> Pair:
        """Before and after a day, all businesses together."""
        around = self._windows(day)
        return sum((self._of(business, around) for business in range(len(self._first) - 1)), Pair())

    def _windows(self, day: int) -> Windows:
        return windows(date.fromordinal(day), self._register)

    def _of(self, business: int, around: Windows) -> Pair:
        own = slice(self._first[business], self._first[business + 1])
        days, yes = self._day[own], self._yes[own]

        def counted(period: Period | None) -> Tally:
            if period is None:
                return Tally()
            first = np.searchsorted(days, period.first.toordinal())
            end = np.searchsorted(days, period.last.toordinal(), side="right")
            return Tally(int(yes[first:end].sum()), int(end - first))

        return Pair(counted(around.before), counted(around.after))
