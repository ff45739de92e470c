"""Which months are linked by businesses that filed in both: only there can month effects be told apart."""

import numpy as np

from outreach.rates.effects.inputs import Ints
from outreach.rates.effects.panel import Floats


def of_months(n: Floats) -> tuple[Ints, dict[int, Ints]]:
    """Labels of linked months (T,), and the labels without each business on whom a link hangs alone.

    `n` counts dossiers, businesses × months. A month without dossiers is linked to nothing.
    """
    filed = (n > 0).astype(np.float64)
    links = filed.T @ filed
    labels = _labels(links > 0)
    if np.array_equal(labels, _labels(links > 1)):
        return labels, {}
    single = (links == 1).astype(np.float64)
    np.fill_diagonal(single, 0)
    alone = ((filed @ single) * filed).sum(axis=1) > 0
    without: dict[int, Ints] = {}
    for i in np.flatnonzero(alone):
        rest = _labels(links - np.outer(filed[i], filed[i]) > 0)
        if not np.array_equal(rest, labels):
            without[int(i)] = rest
    return labels, without


def labels_of(n: Floats) -> Ints:
    """Labels of linked months (T,) alone."""
    filed = (n > 0).astype(np.float64)
    return _labels(filed.T @ filed > 0)


def levels(labels: Ints) -> Floats:
    """T × T: one constraint per set of linked months, which makes the system of month effects regular."""
    return np.equal(labels[:, None], labels[None, :]).astype(np.float64)


def _labels(linked: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Ints:
    """The lowest month that each month is linked to, over any number of steps."""
    count = len(linked)
    near = linked | np.eye(count, dtype=bool)
    labels = np.arange(count)
    while True:
        lowest = np.where(near, labels[None, :], count).min(axis=1)
        if np.array_equal(lowest, labels):
            return labels
        labels = lowest
