"""The twelve months before and after a business was reached."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from outreach import clock
from outreach.rates.rules.periods import ONE_DAY, Period

MONTHS = 12


class Windows(NamedTuple):
    """`before`: the 12 months up to and including the exposure day; `after`: the 12 months following it.

    `after` is cut at the register's last day and None when the register does not reach beyond the exposure.
    """

    exposed_on: date
    before: Period
    after: Period | None
    after_ends: date  # where the twelve months end, whatever the register has
    register: Period

    @property
    def unfinished(self) -> bool:
        """Whether the register ends before the twelve months after are over."""
        return self.register.last < self.after_ends

    @property
    def starts_late(self) -> bool:
        """Whether the register begins only within the twelve months before (or later)."""
        return self.register.first > self.before.first

    @property
    def span(self) -> Period:
        """All days of both windows."""
        return Period(self.before.first, self.after.last if self.after else self.before.last)

    @property
    def known_span(self) -> Period:
        """The days of both windows from where the register begins."""
        span = self.span
        return Period(min(max(span.first, self.register.first), span.last), span.last)

    def side(self, received_on: date) -> str | None:
        """'before' or 'after', or None for a day outside both windows."""
        if self.before.first <= received_on <= self.before.last:
            return "before"
        if self.after and self.after.first <= received_on <= self.after.last:
            return "after"
        return None


def windows(exposed_on: date, register: Period) -> Windows:
    """The windows around an exposure, as far as the register (its first and last day) allows."""
    after_ends = clock.add_months(exposed_on, MONTHS)
    last = min(after_ends, register.last)
    return Windows(
        exposed_on=exposed_on,
        before=Period(clock.add_months(exposed_on, -MONTHS) + ONE_DAY, exposed_on),
        after=Period(exposed_on + ONE_DAY, last) if last > exposed_on else None,
        after_ends=after_ends,
        register=register,
    )


class Part(NamedTuple):
    """Some days of the window before or after an exposure, the first and the last included."""

    exposed_on: date
    after: bool
    first: date
    last: date


def parts(around: Iterable[Windows]) -> tuple[list[Part], list[Part]]:
    """What the windows have of whole calendar months, and what they cut off others."""
    whole: list[Part] = []
    cut: list[Part] = []
    for each in around:
        for after, window in ((False, each.before), (True, each.after)):
            for is_whole, first, last in _pieces(window) if window else ():
                (whole if is_whole else cut).append(Part(each.exposed_on, after, first, last))
    return whole, cut


def _pieces(window: Period) -> Iterator[tuple[bool, date, date]]:
    """The whole months together, and what lies before and behind them; each: whether whole, first, last."""
    begin, end = clock.month_of(window.first), clock.month_of(window.last + ONE_DAY)
    if window.first != begin:
        begin = clock.add_months(begin, 1)
    if begin >= end:
        yield False, window.first, window.last
        return
    yield True, begin, end - ONE_DAY
    if window.first < begin:
        yield False, window.first, begin - ONE_DAY
    if end <= window.last:
        yield False, end, window.last
