"""One entry of the intervention ledger: what was found, and which of it may be said.

Plain values without numpy: the worker computes and stores them, pages only read them. Effects, errors and
limits are shares (0.15 = 15 points); every interval is a 95 % one. The verdicts' names are fixed interfaces.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """The yes/no matter of a dossier that an entry is about."""

    ONLINE = "online"  # filed online
    ALONE = "alone"  # filed online, by the business alone
    PAID = "paid_online"  # paid online
    NOT_SENT_BACK = "not_sent_back"


class Verdict(StrEnum):
    """What an entry comes to; in this order the gates are passed."""

    SELF_SELECTED = "self_selected"
    EVERYONE = "everyone"
    CEILING = "ceiling"
    TOO_FEW = "too_few"
    NO_FAIR_COMPARISON = "no_fair_comparison"
    UP = "up"
    DOWN = "down"
    UNCLEAR = "unclear"


SPOKEN = frozenset({Verdict.UP, Verdict.DOWN, Verdict.UNCLEAR})  # verdicts that carry an estimate


@dataclass(frozen=True)
class Estimate:
    """One comparison: `dossiers` after the exposure of `businesses`; `effective` = (Σn)² ÷ Σn²."""

    effect: float
    error: float
    low: float
    high: float
    degrees: float
    dossiers: int
    businesses: int
    effective: float


@dataclass(frozen=True)
class Headline:
    """What is said: the dossier-weighted effect, in an interval that spans both comparisons."""

    effect: float
    low: float
    high: float
    additional: float  # dossiers more than expected
    additional_low: float
    additional_high: float


@dataclass(frozen=True)
class Checks:
    """The look back: did those reached already move differently? None: could not be asked."""

    lead_passed: bool | None  # months 0–3 and 3–6 before, jointly
    leads: tuple[float, ...]  # differences in these two windows
    placebo_passed: bool | None  # the matched contrast in the year before the matching window
    placebo: tuple[float, float, float] | None  # effect, low, high

    @property
    def passed(self) -> bool:
        """Both could be asked, and neither found a difference."""
        return self.lead_passed is True and self.placebo_passed is True


@dataclass(frozen=True)
class ProfilePoint:
    """Month `month` from the exposure (−12…−1 before, 0…11 after): observed and expected share."""

    month: int
    observed: float
    expected: float
    low: float | None  # limits of observed − expected
    high: float | None
    dossiers: int


@dataclass(frozen=True)
class JointEffect:
    """One type's part when all types are taken together."""

    type: str
    effect: float
    low: float
    high: float
    dossiers: int


@dataclass(frozen=True)
class Trend:
    """The board's monthly share against its earlier trend, for what reached everyone."""

    level: float  # step at the intervention
    level_low: float
    level_high: float
    slope: float  # change of the trend per month
    slope_low: float
    slope_high: float
    months_before: int
    months_after: int

    @property
    def changed(self) -> bool:
        """Whether the step leaves zero."""
        return self.level_low > 0 or self.level_high < 0


@dataclass(frozen=True)
class LotTest:
    """The order drawn again `reshuffles` times: how often the difference came out as large."""

    reshuffles: int
    as_large: int


@dataclass(frozen=True)
class Unusable:
    """A business reached whose dossiers could not be used: 'no_earlier', 'no_after' or 'no_comparison'."""

    business_id: int
    reason: str
    dossiers: int  # after the exposure


@dataclass(frozen=True)
class Entry:
    """One intervention (or, with `intervention_id` None, all of a type) and one outcome."""

    intervention_id: int | None
    type: str
    outcome: Outcome
    verdict: Verdict
    exposed_businesses: int  # reached by the type for the first time
    dossiers_after: int  # all of theirs in the 12 months after, usable or not
    repeats: tuple[int, ...] = ()  # businesses that the type had reached earlier
    unusable: tuple[Unusable, ...] = ()
    share_before: float | None = None  # of those reached, in the 12 months before
    headline: Headline | None = None
    by_dossier: Estimate | None = None
    by_business: Estimate | None = None
    matched: Estimate | None = None
    checks: Checks | None = None
    profile: tuple[ProfilePoint, ...] = ()
    smallest_change: float | None = None  # what these data could have revealed, as a share
    joint: tuple[JointEffect, ...] = ()
    trend: Trend | None = None
    lot: LotTest | None = None
    by_lot: bool = False
    stands_out: bool | None = None  # among all entries, false discoveries held to 10 %; None: not asked
    next_outcome: Outcome | None = None  # offered at the ceiling
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain values for storage; `entry_from_json` reads them back."""
        return asdict(self)


_PARTS: dict[str, type[Any]] = {
    "headline": Headline, "by_dossier": Estimate, "by_business": Estimate, "matched": Estimate,
    "trend": Trend, "lot": LotTest,
}  # fmt: skip
_LISTS: dict[str, type[Any]] = {"profile": ProfilePoint, "joint": JointEffect, "unusable": Unusable}


def entry_from_json(stored: Mapping[str, Any]) -> Entry:
    """The entry that `as_json` gave; keys of older versions that are gone are left out."""
    known = {field.name for field in fields(Entry)}
    values = {key: value for key, value in stored.items() if key in known}
    for key, part in _PARTS.items():
        values[key] = part(**values[key]) if values.get(key) else None
    for key, part in _LISTS.items():
        values[key] = tuple(part(**each) for each in values.get(key) or ())
    values["repeats"], values["warnings"] = (
        tuple(values.get("repeats") or ()),
        tuple(values.get("warnings") or ()),
    )
    values["checks"] = _checks(values.get("checks"))
    values["outcome"], values["verdict"] = Outcome(values["outcome"]), Verdict(values["verdict"])
    values["next_outcome"] = Outcome(values["next_outcome"]) if values.get("next_outcome") else None
    return Entry(**values)


def _checks(stored: Mapping[str, Any] | None) -> Checks | None:
    if stored is None:
        return None
    placebo = stored["placebo"]
    return Checks(
        stored["lead_passed"], tuple(stored["leads"]), stored["placebo_passed"],
        tuple(placebo) if placebo else None,
    )  # fmt: skip
