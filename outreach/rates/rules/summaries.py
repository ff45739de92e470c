"""What summary forms report, which sums must agree in them, and what the register says of the same.

Measures are the meanings of the form's columns (outreach/sheets/summaries.py). II.06a merges counter and post
in one column: that stays one figure, so a form may give the online rate and no share of the post.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from outreach.text import fold, fold_words

SHARE = "on_time_share"
MILLION = 1_000_000
IN_TIME = (
    "resolved_in_time"  # worked out: before the day and on the day, which the register does not tell apart
)
BY_POST_TOO = "received_direct_and_postal"

# Measure → the register's figure and, where that is not enough, the channel. None: the register has no such.
COUNTERPARTS: dict[str, tuple[str, str | None] | None] = {
    "received_total": ("total", None),
    "received_in_period": ("received_new", None),
    "received_online": ("received_online", None),
    BY_POST_TOO: ("received_other", None),
    "received_direct": ("received_new", "counter"),
    "received_postal": ("received_new", "post"),
    "carried_over": ("carried_over", None),
    "resolved_total": ("resolved", None),
    "resolved_early": None,
    "resolved_on_time": None,
    IN_TIME: ("on_time", None),
    "resolved_late": ("late", None),
    "in_progress_total": ("in_progress", None),
    "in_progress_in_time": ("in_progress_on_time", None),
    "in_progress_late": ("in_progress_late", None),
    "withdrawn_or_refused": None,
    "returned": None,
    "not_returned": None,
    "suspended": None,
    SHARE: None,
}
MEASURES = tuple(measure for measure in COUNTERPARTS if measure != IN_TIME)

_CHANNELS = (
    ("received_online", BY_POST_TOO),
    ("received_online", "received_direct", "received_postal"),
    ("received_online", "received_direct"),
)
# Whole → ways of adding it up, the most exact first; the first whose parts are all said is the one to hold.
_SUMS: dict[str, tuple[tuple[str, ...], ...]] = {
    "received_total": (
        *((*parts, "carried_over") for parts in _CHANNELS),
        ("received_in_period", "carried_over"),
    ),
    "received_in_period": _CHANNELS,
    "resolved_total": (("resolved_early", "resolved_on_time", "resolved_late"),),
    "in_progress_total": (("in_progress_in_time", "in_progress_late"),),
}
# What some systems count into a whole and others do not.
_MAY_COUNT = {"resolved_total": ("withdrawn_or_refused",)}
_BETWEEN = " | "
_HEADS_PART = re.compile(r"(?:[ivxlc]{1,6}|[a-z])[.)]*")

Said = Mapping[str, int]


class Broken(NamedTuple):
    """A whole that is not the sum of its parts."""

    whole: str
    said: int
    parts: tuple[tuple[str, int], ...]

    @property
    def sum(self) -> int:
        """What the parts come to."""
        return sum(amount for _, amount in self.parts)


class Subject(NamedTuple):
    """Whom a row is about. `grain` says what its table lists: 'unit', 'field' or 'both'."""

    grain: str
    part: str | None
    unit: str | None
    field: str | None

    @property
    def key(self) -> str:
        """The same for every spelling."""
        return _BETWEEN.join([self.grain, *(fold_words(name or "") for name in self[1:])])

    @property
    def columns(self) -> dict[str, str | None]:
        """As it is stored with each figure."""
        return {"key": self.key, **self._asdict()}

    @property
    def name(self) -> str:
        """How the form calls it."""
        return " · ".join(name for name in (self.unit, self.field) if name)


def without_part(key: str) -> str:
    """The key of a row as if it stood in no group."""
    grain, _part, unit, field = key.split(_BETWEEN)
    return _BETWEEN.join([grain, "", unit, field])


def broken(said: Said) -> list[Broken]:
    """The sums that do not agree (3=4+5+6, 7=8+9+10, 11=12+13); one with a part missing is not judged."""
    found = []
    for whole, ways in _SUMS.items():
        parts = next((parts for parts in ways if all(part in said for part in parts)), None)
        if whole not in said or parts is None:
            continue
        one = Broken(whole, said[whole], tuple((part, said[part]) for part in parts))
        more = sum(said.get(part, 0) for part in _MAY_COUNT.get(whole, ()))
        if one.said not in (one.sum, one.sum + more):
            found.append(one)
    return found


def completed(said: Said) -> dict[str, int]:
    """The figures with what follows from them: received in the period, resolved in time. In reading order."""
    known = dict(said)
    if "received_in_period" not in known:
        parts = next((parts for parts in _CHANNELS if all(part in known for part in parts)), None)
        if parts:
            known["received_in_period"] = sum(known[part] for part in parts)
        elif "received_total" in known and "carried_over" in known:
            known["received_in_period"] = known["received_total"] - known["carried_over"]
    if "resolved_on_time" in known:
        known[IN_TIME] = known["resolved_on_time"] + known.get("resolved_early", 0)
    return {measure: known[measure] for measure in COUNTERPARTS if measure in known}


def online_share(known: Said) -> float | None:
    """Online, of the received in the period without what was carried over; None when that is not said."""
    received, online = known.get("received_in_period"), known.get("received_online")
    return online / received if received and online is not None else None


def heads_part(ordinal: str | None) -> bool:
    """Whether a row with this number heads a group: 'A', 'II.'; the rows below have plain numbers."""
    return bool(ordinal and _HEADS_PART.fullmatch(fold(ordinal)))


def field_key(name: str) -> str:
    """A field as the register folds it: forms say 'Lĩnh vực Đầu tư', registers 'Đầu tư'."""
    return fold_words(name).removeprefix("linh vuc ")
