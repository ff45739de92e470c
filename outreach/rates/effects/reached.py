"""Who an intervention, or a type, touched: repeats, everyone, those who came by themselves, and what else."""

from dataclasses import dataclass

import numpy as np

from outreach.campaigns.rules import SELF_SELECTED
from outreach.rates.effects.constants import HORIZON_MONTHS
from outreach.rates.effects.everyone import reached_everyone
from outreach.rates.effects.inputs import Deed, Inputs, Reach
from outreach.rates.effects.panel import months_later

OVERLAPS_FROM = 0.5  # of the businesses: below it another activity touched only some of them


@dataclass(frozen=True)
class Touched:
    """What is known of those reached before any dossier is counted; `repeats` are business ids."""

    type: str
    self_selected: bool
    everyone: bool
    repeats: tuple[int, ...]
    warnings: tuple[str, ...]


def touched_by_deed(inputs: Inputs, deed: Deed) -> Touched:
    """Of one intervention; a business that its type had reached earlier is a repeat."""
    own = _firsts([reach for reach in inputs.reaches if reach.deed == deed.id])
    first = _firsts([reach for reach in inputs.reaches if reach.type == deed.type])
    new = {who: reach for who, reach in own.items() if first[who].deed == deed.id}
    repeats = sorted(int(inputs.businesses[who]) for who in own if who not in new)
    everyone = deed.covers_all or _is_everyone(inputs, own)
    return Touched(
        deed.type, _is_self_selected(deed.type, list(own.values())), everyone, tuple(repeats),
        _warnings(inputs, deed.type, new),
    )  # fmt: skip


def touched_by_type(inputs: Inputs, type: str) -> Touched:
    """Of all interventions of a type together."""
    first = _firsts([reach for reach in inputs.reaches if reach.type == type])
    covers_all = not first and any(deed.covers_all for deed in inputs.deeds if deed.type == type)
    return Touched(
        type, _is_self_selected(type, list(first.values())), covers_all or _is_everyone(inputs, first), (),
        _warnings(inputs, type, first),
    )  # fmt: skip


def _firsts(reaches: list[Reach]) -> dict[int, Reach]:
    """The first of each business; `reaches` come by day, then intervention."""
    found: dict[int, Reach] = {}
    for reach in reaches:
        found.setdefault(reach.business, reach)
    return found


def _is_self_selected(type: str, reaches: list[Reach]) -> bool:
    """Whether some came by themselves: to a guide, for help, by scanning a leaflet nobody handed them."""
    return type in SELF_SELECTED or not all(reach.offered for reach in reaches)


def _is_everyone(inputs: Inputs, firsts: dict[int, Reach]) -> bool:
    who = np.array(list(firsts), dtype=np.int64)
    return reached_everyone(inputs, who, np.array([reach.day for reach in firsts.values()], dtype=np.int64))


def _warnings(inputs: Inputs, type: str, reached: dict[int, Reach]) -> tuple[str, ...]:
    """What the reader must know beside the verdict."""
    if not reached:
        return ()
    days = np.array([reach.day for reach in reached.values()])
    found = []
    if months_later(days, HORIZON_MONTHS).max() > inputs.last_day:
        found.append("unfinished")
    if months_later(days, -HORIZON_MONTHS).min() + 1 < inputs.first_day:
        found.append("starts_late")
    span = months_later(days, -HORIZON_MONTHS).min(), months_later(days, HORIZON_MONTHS).max()
    others = {
        reach.business
        for reach in inputs.reaches
        if reach.type != type and reach.business in reached and span[0] < reach.day <= span[1]
    }
    if len(others) >= OVERLAPS_FROM * len(reached):
        found.append("overlap")
    return tuple(found)
