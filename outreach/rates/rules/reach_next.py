"""Whom to reach next: the paper dossiers that each business can be expected to file in the coming year.

Expected paper dossiers = expected volume × (1 − expected online share), both drawn from the business's own
counts towards the board's, the more so the fewer dossiers it has. On simulated boards the first 30 of 300 in
this order hold 95 % of the paper that can be won over, as do those with the most paper last year; those with
the lowest raw share hold 18 %, fewer than a random choice. It ranks by volume; it forecasts no effect.

Volume: Poisson counts with a gamma distribution of rates, by the method of moments (Marshall, Applied
Statistics 40, 1991, 283–294). Share: binomial counts with a beta distribution of shares, by the method of
moments with dossiers as weights (Kleinman, Journal of the American Statistical Association 68, 1973, 46–54).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from outreach import clock

QUIET_MONTHS = (3, 6, 12)  # what "not reached for" offers
SEATS = 20
LISTED_PER_SEAT = 2  # twice as many as there are seats, so that a lot can decide
MOST_LISTED = 500
LAST_SHOWN = 2
SHORTEST_DAYS = 90  # of a register from which twelve months may be said


class Volumes(NamedTuple):
    """How many dossiers a business of this board files in the period: their mean, and how businesses differ.

    `shape` is the gamma distribution's; None when they differ no more than chance makes them differ.
    """

    mean: float
    shape: float | None

    def expected(self, received: int) -> float:
        """Dossiers in another such period, of a business that filed so many in this one."""
        if self.shape is None:
            return self.mean
        return self.mean * (self.shape + received) / (self.shape + self.mean)


class Shares(NamedTuple):
    """The online share of this board's dossiers, and how many dossiers it weighs against a business's own.

    `strength` None: businesses differ no more than chance makes them differ, so the board's share stands for
    all; 0: each business's own share does.
    """

    mean: float
    strength: float | None

    def expected(self, online: int, received: int) -> float:
        """The online share of a business with these counts."""
        if self.strength is None or self.strength + received == 0:
            return self.mean
        return (self.strength * self.mean + online) / (self.strength + received)


def fit_volumes(received: Sequence[int]) -> Volumes:
    """From every business's dossiers in the period, those without any included."""
    count = len(received)
    if not count:
        return Volumes(0.0, None)
    mean = sum(received) / count
    if count < 2:
        return Volumes(mean, None)
    variance = sum((one - mean) ** 2 for one in received) / (count - 1)
    # Counts that vary by chance alone have their mean as variance.
    return Volumes(mean, mean**2 / (variance - mean) if variance > mean else None)


def fit_shares(counts: Iterable[tuple[int, int]]) -> Shares:
    """From every business's (online, received); those without dossiers say nothing."""
    known = [(online, received) for online, received in counts if received]
    total = sum(received for _online, received in known)
    if not total:
        return Shares(0.0, None)
    mean = sum(online for online, _received in known) / total
    chance = mean * (1 - mean)
    spare = len(known) - 1
    room = total - sum(received**2 for _online, received in known) / total - spare
    if chance == 0 or room <= 0:
        return Shares(mean, None)
    spread = sum(received * (online / received - mean) ** 2 for online, received in known)
    alike = (spread / chance - spare) / room  # the correlation of two dossiers of one business
    if alike <= 0:
        return Shares(mean, None)
    return Shares(mean, max(0.0, 1 / alike - 1))


class Counted(NamedTuple):
    """A business's dossiers of the period, of procedures not known to be offline-only on their day."""

    business_id: int
    sort: str
    zone_id: int | None
    received: int
    online: int

    @property
    def paper(self) -> int:
        """Those not filed online; an unknown channel was not."""
        return self.received - self.online


class Candidate(NamedTuple):
    """A business with its counts, its expected paper dossiers, and when it was reached.

    `ahead` is expected in another such period, by which they are ordered; `expected` in the twelve months to
    come, None where the register is too short to say.
    """

    counted: Counted
    ahead: float
    expected: float | None
    trained_on: date | None = None
    reached_on: date | None = None  # by anything, trainings too


class Ranking(NamedTuple):
    """The businesses that filed on paper in the period, most expected paper first, and what they rest on.

    `businesses` counts all active ones, also those that are not listed because they filed nothing on paper.
    """

    candidates: tuple[Candidate, ...]
    volumes: Volumes
    shares: Shares
    businesses: int
    scale: float | None  # twelve months ÷ the period; None: the period is too short to say


class Wanted(NamedTuple):
    """Which of the ranked are shown; None and False leave a filter out. `zone_id` 0: of no zone."""

    zone_id: int | None = None
    never_trained: bool = False
    quiet_months: int | None = None


class Narrowed(NamedTuple):
    """Which dossiers are counted: all that could be filed online, or of these a field's or a procedure's."""

    field: str | None = None  # folded
    procedure_id: int | None = None


class Paper(NamedTuple):
    """A dossier that was not filed online."""

    id: int
    received_on: date
    procedure_id: int | None
    procedure: str | None


class Papers(NamedTuple):
    """One business's dossiers not filed online: the last few, newest first, and the commonest procedure."""

    last: tuple[Paper, ...]
    top: Paper | None  # one of the commonest procedure; None when no procedure is known
    top_count: int


def scale_of(days: int, year: int) -> float | None:
    """How many times a period of so many days goes into a year; None when it says too little of one."""
    return year / days if days >= SHORTEST_DAYS else None


def rank(
    counts: Sequence[Counted],
    reached: Mapping[int, tuple[date | None, date | None]],
    *,
    scale: float | None = 1.0,
) -> Ranking:
    """All who filed on paper, most expected paper dossiers first.

    `counts` are those of every active business, `reached` gives (last trained, last reached) where there is
    any. Equal ones: more paper in the period, then the longer not reached, then by name.
    """
    volumes = fit_volumes([one.received for one in counts])
    shares = fit_shares((one.online, one.received) for one in counts)
    found = []
    for one in counts:
        if one.paper:
            ahead = volumes.expected(one.received) * (1 - shares.expected(one.online, one.received))
            expected = None if scale is None else scale * ahead
            found.append(Candidate(one, ahead, expected, *reached.get(one.business_id, (None, None))))
    found.sort(key=_order)
    return Ranking(tuple(found), volumes, shares, len(counts), scale)


def choose(ranking: Ranking, wanted: Wanted, today: date) -> list[Candidate]:
    """Those that are wanted, in the same order."""
    return [one for one in ranking.candidates if _fits(one, wanted, today)]


def gathered(filed: list[Paper]) -> Papers:
    """From one business's dossiers, newest first; of equally common procedures the one filed last."""
    common = Counter(paper.procedure_id for paper in filed if paper.procedure_id is not None)
    if not common:
        return Papers(tuple(filed[:LAST_SHOWN]), None, 0)
    top, count = common.most_common(1)[0]
    return Papers(
        tuple(filed[:LAST_SHOWN]), next(paper for paper in filed if paper.procedure_id == top), count
    )


def _order(one: Candidate) -> tuple[float, int, date, str, int]:
    since = one.reached_on or date.min
    return -one.ahead, -one.counted.paper, since, one.counted.sort, one.counted.business_id


def _fits(one: Candidate, wanted: Wanted, today: date) -> bool:
    if wanted.zone_id is not None and (one.counted.zone_id or 0) != wanted.zone_id:
        return False
    if wanted.never_trained and one.trained_on:
        return False
    if wanted.quiet_months is None or one.reached_on is None:
        return True
    return one.reached_on <= clock.add_months(today, -wanted.quiet_months)
