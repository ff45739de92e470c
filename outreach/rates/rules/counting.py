"""Counts of dossiers and what may be read from them.

Percentages and an interval appear from five dossiers on each side; below that only counts are honest. The
interval is Newcombe's hybrid score interval (Statistics in Medicine 17, 1998, 873–890, method 10). It takes
dossiers as independent, which a business's habits are not: it is shown as random fluctuation, never as proof.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import NamedTuple

ENOUGH = 5
Z_95 = 1.959963984540054


class Basis(StrEnum):
    """Which dossiers a rate counts."""

    ALL = "all"  # all received
    POSSIBLE = "possible"  # without those known to be offline-only on their day; unknown ones stay in


class Reading(NamedTuple):
    """Which dossiers a rate counts: a basis, and whether those that staff filed for the business are in."""

    basis: Basis = Basis.ALL
    without_filed_for: bool = False

    def counts(self, *, possible: bool | None, filed_for: bool) -> bool:
        """Whether a received dossier is counted; what is not known stays in."""
        if self.basis is Basis.POSSIBLE and possible is False:
            return False
        return not (self.without_filed_for and filed_for)


class Kind(StrEnum):
    """How a pair of counts may be shown."""

    NOTHING = "nothing"  # no dossier on either side
    COUNTS = "counts"
    RATES = "rates"


@dataclass(frozen=True)
class Tally:
    """Dossiers filed online, of those received."""

    online: int = 0
    received: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.online <= self.received:
            raise ValueError(f"{self.online} online of {self.received} received")

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.online + other.online, self.received + other.received)

    @property
    def share(self) -> float | None:
        """Online ÷ received; None when nothing was received."""
        return self.online / self.received if self.received else None


@dataclass(frozen=True)
class Pair:
    """The same thing before and after."""

    before: Tally = Tally()
    after: Tally = Tally()

    def __add__(self, other: "Pair") -> "Pair":
        return Pair(self.before + other.before, self.after + other.after)

    @property
    def kind(self) -> Kind:
        """How the pair may be shown."""
        return kind_of_reading(self.before.received, self.after.received)

    @property
    def difference(self) -> float | None:
        """After − before as a share; None where percentages may not be shown."""
        if self.kind is not Kind.RATES:
            return None
        return (self.after.share or 0.0) - (self.before.share or 0.0)

    @property
    def fluctuation(self) -> tuple[float, float] | None:
        """95 % interval of the difference; None where percentages may not be shown."""
        return newcombe(self.before, self.after) if self.kind is Kind.RATES else None


def total(pairs: Iterable[Pair]) -> Pair:
    """All pairs added up."""
    return sum(pairs, Pair())


def kind_of_reading(before: int, after: int) -> Kind:
    """From the dossiers received on each side: nothing, counts only, or rates."""
    if before == after == 0:
        return Kind.NOTHING
    return Kind.RATES if min(before, after) >= ENOUGH else Kind.COUNTS


def wilson(tally: Tally, z: float = Z_95) -> tuple[float, float]:
    """Score interval of a share (Wilson 1927); received must be above 0."""
    n, p = tally.received, tally.online / tally.received
    middle, spread = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def newcombe(before: Tally, after: Tally, z: float = Z_95) -> tuple[float, float]:
    """Interval of the share after − the share before, from the two Wilson intervals."""
    p, q = after.online / after.received, before.online / before.received
    p_low, p_high = wilson(after, z)
    q_low, q_high = wilson(before, z)
    difference = p - q
    low = difference - sqrt((p - p_low) ** 2 + (q_high - q) ** 2)
    high = difference + sqrt((p_high - p) ** 2 + (q - q_low) ** 2)
    return max(-1.0, low), min(1.0, high)
