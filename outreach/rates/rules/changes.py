"""What happened to the businesses an intervention reached, beside the others."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from outreach.rates.rules.counting import Kind, Pair, Reading, Tally
from outreach.rates.rules.periods import Period
from outreach.rates.rules.windows import Windows


class Mark(NamedTuple):
    """One received dossier as a dot. `online` None: the channel is not known."""

    received_on: date
    online: bool | None
    filed_for: bool
    assistance_known: bool
    possible: bool | None


class BusinessChange(NamedTuple):
    """One business reached: its windows, its counts before and after, and its dossiers in both windows."""

    business_id: int
    name: str
    key: str
    zone: str | None
    sort: str
    windows: Windows
    pair: Pair
    marks: tuple[Mark, ...]


class Side(NamedTuple):
    """Those who were reached, or those who were not, taken together."""

    businesses: int
    with_dossiers: int
    pair: Pair


class Gaps(NamedTuple):
    """What is not known of the dossiers in the windows, and what the reading leaves out."""

    received: int = 0
    channel_unknown: int = 0
    filed_for: int = 0
    assistance_unknown: int = 0
    offline_only: int = 0
    possible_unknown: int = 0


class BeforeAfter(NamedTuple):
    """One intervention: the businesses it reached one by one and together, beside the others.

    `windows` are those around the intervention's own day; None without any register. With `covers_all` there
    are no others: `attended` is the whole board, dossiers of no business included, and `changes` is empty.
    """

    windows: Windows | None
    covers_all: bool
    changes: tuple[BusinessChange, ...]
    attended: Side
    others: Side
    gaps: Gaps

    @property
    def silent(self) -> tuple[BusinessChange, ...]:
        """The businesses reached that have no dossier to count in either window."""
        return tuple(change for change in self.changes if change.pair.kind is Kind.NOTHING)

    @property
    def heard(self) -> tuple[BusinessChange, ...]:
        """The businesses reached that have one."""
        return tuple(change for change in self.changes if change.pair.kind is not Kind.NOTHING)

    @property
    def span(self) -> Period:
        """All days of all windows; there must be a register."""
        assert self.windows is not None
        return span_of([self.windows, *(change.windows for change in self.changes)])

    @property
    def unfinished(self) -> bool:
        """Whether the twelve months after are still running for somebody."""
        own = self.windows is not None and self.windows.unfinished
        return own or any(change.windows.unfinished for change in self.changes)


class ExposureChange(NamedTuple):
    """One business around one intervention that reached it."""

    intervention_id: int
    code: str
    type: str
    title: str
    proof: str
    offered: bool
    windows: Windows
    pair: Pair
    everyone: bool = False  # it reached all businesses
    ends_on: date | None = None


def pair_of(marks: Iterable[Mark], around: Windows, reading: Reading) -> Pair:
    """The marks within the windows, counted."""
    counted = {"before": [0, 0], "after": [0, 0]}
    for mark in marks:
        side = around.side(mark.received_on)
        if side and reading.counts(possible=mark.possible, filed_for=mark.filed_for):
            counted[side][0] += mark.online is True
            counted[side][1] += 1
    return Pair(Tally(*counted["before"]), Tally(*counted["after"]))


def gaps_of(marks: Iterable[Mark]) -> Gaps:
    """What is not known of these dossiers."""
    found = list(marks)
    return Gaps(
        received=len(found),
        channel_unknown=sum(m.online is None for m in found),
        filed_for=sum(m.filed_for for m in found),
        assistance_unknown=sum(not m.assistance_known for m in found),
        offline_only=sum(m.possible is False for m in found),
        possible_unknown=sum(m.possible is None for m in found),
    )


def span_of(all_windows: Iterable[Windows]) -> Period:
    """The days that all windows touch together; at least one window must be given."""
    return Period.spanning(window.span for window in all_windows)
