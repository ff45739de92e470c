"""The businesses that an entry could not use, with their names."""

from collections.abc import Iterable
from typing import NamedTuple

from outreach.rates import wording
from outreach.rates.rules.changes import BeforeAfter, BusinessChange
from outreach.rates.rules.ledger import Entry

NAMES_SHOWN = 12


class LeftOut(NamedTuple):
    """Some businesses that share a reason: the first of them, and how many more there are."""

    words: str
    shown: tuple[BusinessChange, ...]
    more: int


def left_out(entry: Entry | None, found: BeforeAfter) -> list[LeftOut]:
    """Each reason with its businesses; before anything is computed, those without a dossier."""
    if entry is None:
        return [_group(wording.silent(found) or "", found.silent)] if found.silent else []
    known = {change.business_id: change for change in found.changes}
    reasons: dict[str, list[int]] = {}
    for one in entry.unusable:
        reasons.setdefault(one.reason, []).append(one.business_id)
    groups = [
        _group(wording.why_unusable(reason, len(ids)), (known[id] for id in ids if id in known))
        for reason, ids in sorted(reasons.items())
    ]
    if entry.repeats:
        again = (known[id] for id in entry.repeats if id in known)
        groups.append(_group(wording.repeats(entry) or "", again))
    return groups


def _group(words: str, changes: Iterable[BusinessChange]) -> LeftOut:
    every = sorted(changes, key=lambda change: (change.sort, change.business_id))
    return LeftOut(words, tuple(every[:NAMES_SHOWN]), max(len(every) - NAMES_SHOWN, 0))
