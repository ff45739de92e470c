"""Small boards for the estimator's tests, from plain rows."""

from collections.abc import Iterable
from datetime import date

import numpy as np

from outreach.rates.effects.inputs import Deed, Inputs, Reach
from outreach.rates.rules.ledger import Outcome

FIRST = date(2022, 1, 1)


def day(year: int, month: int, day_: int) -> int:
    """An ordinal."""
    return date(year, month, day_).toordinal()


def inputs(
    dossiers: Iterable[tuple[int, int, int]],
    reaches: Iterable[Reach] = (),
    deeds: Iterable[Deed] | None = None,
    *,
    businesses: int | None = None,
    outcome: Outcome = Outcome.ONLINE,
) -> Inputs:
    """`dossiers` are (business index, ordinal, outcome 1/0/−1); business ids are the index + 100."""
    rows = sorted(dossiers, key=lambda row: (row[1], row[0]))
    own = sorted(reaches, key=lambda reach: (reach.day, reach.deed))
    if deeds is None:
        deeds = [
            Deed(reach.deed, reach.type, reach.day, False) for reach in {r.deed: r for r in own}.values()
        ]
    count = businesses or max(row[0] for row in rows) + 1
    return Inputs(
        businesses=np.arange(count) + 100,
        active=np.ones(count, dtype=bool),
        business=np.array([row[0] for row in rows], dtype=np.int64),
        day=np.array([row[1] for row in rows], dtype=np.int64),
        outcomes={outcome: np.array([row[2] for row in rows], dtype=np.int8)},
        may_be_online=np.ones(len(rows), dtype=bool),
        deeds=tuple(deeds),
        reaches=tuple(own),
        first_day=rows[0][1] if rows else FIRST.toordinal(),
        last_day=rows[-1][1] if rows else FIRST.toordinal(),
    )


def reach(deed: int, business: int, on: int, type: str = "training", *, offered: bool = True) -> Reach:
    """One exposure."""
    return Reach(deed, type, business, on, offered)


def random_board(
    seed: int, businesses: int = 40, months: int = 36, rate: float = 1.0, gain: float = 0.0,
    sessions: Iterable[tuple[int, str, int, int]] = ((1, "training", 20, 12),),
) -> Inputs:  # fmt: skip
    """Random dossiers; each session (deed, type, month, how many) reaches businesses picked by chance."""
    chance = np.random.default_rng(seed)
    start = FIRST.toordinal()
    reaches = [
        reach(deed, int(who), start + 30 * month, type)
        for deed, type, month, count in sessions
        for who in chance.choice(businesses, count, replace=False)
    ]
    first: dict[int, int] = {}
    for each in reaches:
        first[each.business] = min(each.day, first.get(each.business, each.day))
    level = chance.uniform(0.2, 0.6, businesses)
    rows = []
    for who in range(businesses):
        for on in start + chance.integers(0, months * 30, chance.poisson(rate * months)):
            share = level[who] + (gain if on > first.get(who, 10**7) else 0)
            rows.append((who, int(on), int(chance.random() < share)))
    return inputs(rows, reaches, businesses=businesses)
