"""One type of intervention over one sample: everything that its entries share is computed once."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from outreach.rates.effects import imputation, lookback, matched, profile
from outreach.rates.effects.inputs import Inputs, Ints
from outreach.rates.effects.panel import Clock, Floats, Sample, clock_of, event_months, sample_of
from outreach.rates.rules.ledger import Outcome, ProfilePoint, Unusable


@dataclass(frozen=True)
class TypeFit:
    """The sample, the clock of first exposures to the type, and the estimates of each group of businesses.

    `groups` (G,) numbers the groups, −1 for businesses of none: by deed, or all together as group 0.
    """

    sample: Sample
    clock: Clock
    groups: Ints
    count: int
    together: bool
    ids: Ints  # business ids

    @cached_property
    def stage(self) -> imputation.FirstStage:
        """The fit on dossiers not yet exposed to the type."""
        before = self.clock.before(self.sample)
        return imputation.fit(self.sample.table(before), self.sample.table(before, self.sample.y))

    @cached_property
    def later(self) -> tuple[Floats, Floats]:
        """Counts and sums of the dossiers of the twelve months after, G × T."""
        after = self.clock.after(self.sample)
        return self.sample.table(after), self.sample.table(after, self.sample.y)

    @cached_property
    def by_dossier(self) -> imputation.Imputed:
        """Each dossier counts 1."""
        return imputation.impute(self.stage, *self.later, self.groups, self.count)

    @cached_property
    def by_business(self) -> imputation.Imputed:
        """Each business counts 1."""
        return imputation.impute(self.stage, *self.later, self.groups, self.count, by_business=True)

    @cached_property
    def matched(self) -> matched.Matched:
        """The second opinion, by deed or together."""
        return matched.compare(self.sample, self.clock, together=self.together)

    @cached_property
    def lead_columns(self) -> lookback.LeadColumns:
        """The dossiers shortly before the exposures."""
        return lookback.lead_columns(self.sample, self.clock)

    @cached_property
    def event_months(self) -> Ints:
        """Months from the exposure, per dossier."""
        return event_months(self.sample, self.clock)

    @cached_property
    def profiles(self) -> list[tuple[ProfilePoint, ...]]:
        """One profile per group."""
        return profile.profiles(self.sample, self.stage, self.event_months, self.groups, self.count)

    @cached_property
    def within(self) -> Floats:
        """Later dossiers of each business that can be used, (G,)."""
        n = self.later[0]
        return np.asarray(np.where(imputation.usable(self.stage, n), n, 0.0).sum(axis=1))

    def members(self, group: int) -> NDArray[np.bool_]:
        """Who belongs to a group."""
        return np.asarray(self.groups == group)

    def unusable(self, group: int) -> tuple[Unusable, ...]:
        """The businesses of a group that lose dossiers, and why."""
        found = []
        earlier, after = self.stage.n.sum(axis=1), self.later[0].sum(axis=1)
        for i in np.flatnonzero(self.members(group)):
            lost = int(after[i] - self.within[i])
            if not earlier[i]:
                found.append(Unusable(int(self.ids[i]), "no_earlier", int(after[i])))
            elif not after[i]:
                found.append(Unusable(int(self.ids[i]), "no_after", 0))
            elif lost:
                found.append(Unusable(int(self.ids[i]), "no_comparison", lost))
        return tuple(found)

    def share_before(self, group: int) -> float | None:
        """The share in the twelve months before, of a group; None without any dossier."""
        chosen = (self.event_months < 0) & self.members(group)[self.sample.business]
        return float(self.sample.y[chosen].mean()) if chosen.any() else None


def fit_by_deed(inputs: Inputs, type: str, outcome: Outcome, deeds: list[int]) -> TypeFit:
    """One group per deed of the type, over the whole board; `deeds` are intervention ids in group order."""
    sample = sample_of(inputs, outcome)
    clock = clock_of((r for r in inputs.reaches if r.type == type), sample.size)
    groups = np.full(sample.size, -1)
    for number, deed in enumerate(deeds):
        groups[clock.deed == deed] = number
    return TypeFit(sample, clock, groups, len(deeds), False, inputs.businesses)


def fit_together(inputs: Inputs, type: str, outcome: Outcome) -> TypeFit:
    """All that the type reached as one group."""
    sample = sample_of(inputs, outcome)
    clock = clock_of((r for r in inputs.reaches if r.type == type), sample.size)
    return TypeFit(sample, clock, np.where(clock.exposed, 0, -1), 1, True, inputs.businesses)


def fit_list(inputs: Inputs, type: str, outcome: Outcome, deed: int, listed: tuple[int, ...]) -> TypeFit:
    """The businesses of a list drawn by lot alone; those the deed reached are group 0."""
    members = np.flatnonzero(np.isin(inputs.businesses, listed))
    sample = sample_of(inputs, outcome, members)
    clock = clock_of((r for r in inputs.reaches if r.type == type), sample.size, members)
    return TypeFit(sample, clock, np.where(clock.deed == deed, 0, -1), 1, False, inputs.businesses[members])
