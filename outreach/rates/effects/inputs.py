"""Everything the ledger is computed from, as arrays: one element per dossier, in any order."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach.rates.effects import constants
from outreach.rates.rules.ledger import Outcome

Ints = NDArray[np.int64]
Flags = NDArray[np.int8]


@dataclass(frozen=True)
class Deed:
    """One intervention as the estimator needs it; days are `date.toordinal()`."""

    id: int
    type: str
    day: int
    covers_all: bool
    listed: tuple[int, ...] = ()  # business ids on its list when the order was drawn by lot, in that order


@dataclass(frozen=True)
class Reach:
    """One exposure: `business` is an index into `Inputs.businesses`."""

    deed: int  # intervention id
    type: str
    business: int
    day: int
    offered: bool


@dataclass(frozen=True)
class Inputs:
    """Received dossiers with a business, who was reached when, and the register's days."""

    businesses: Ints  # ids, ascending
    active: NDArray[np.bool_]  # per business
    business: Ints  # per dossier: index into `businesses`
    day: Ints  # per dossier: received_on.toordinal()
    outcomes: Mapping[Outcome, Flags]  # per dossier: 1 yes, 0 no, -1 not known
    may_be_online: NDArray[np.bool_]  # per dossier: False only when known to be offline-only that day
    deeds: tuple[Deed, ...]
    reaches: tuple[Reach, ...]  # by day, then intervention id
    first_day: int
    last_day: int

    def fingerprint(self) -> str:
        """SHA-256 of all of it and of the method's constants: the same inputs give the same ledger."""
        digest = hashlib.sha256(constants.VERSION.encode())
        arrays = (self.businesses, self.active, self.business, self.day, self.may_be_online)
        for array in (*arrays, *(self.outcomes[key] for key in sorted(self.outcomes))):
            digest.update(np.ascontiguousarray(array).tobytes())
        digest.update(repr((self.deeds, self.reaches, self.first_day, self.last_day)).encode())
        return digest.hexdigest()
