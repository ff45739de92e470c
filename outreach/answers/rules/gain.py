"""Stuck questions at a step before and after something was published there; what happened, not why."""

from datetime import date, timedelta
from typing import NamedTuple

from outreach.tutorials.rules import per_hundred

LONGEST = 90  # days on each side; further back the guide was another one


class Span(NamedTuple):
    """Days from the first to the last, both counted."""

    first: date
    last: date


class Side(NamedTuple):
    """One side of the day of publication: who began the guide, who asked at the step."""

    span: Span
    starts: int
    stuck: int

    @property
    def per_hundred(self) -> float | None:
        """Stuck questions for every hundred starts; None when there are too few starts to say."""
        return per_hundred(self.stuck, self.starts)


class Gain(NamedTuple):
    """Both sides, equally long; the day itself belongs to neither."""

    before: Side
    after: Side

    @property
    def says_something(self) -> bool:
        """Whether there were enough starts on both sides for a number per hundred."""
        return self.before.per_hundred is not None and self.after.per_hundred is not None


def spans(published_on: date, today: date) -> tuple[Span, Span] | None:
    """The days before and after that are compared: whole days only, so none on the day of publication."""
    days = min((today - published_on).days - 1, LONGEST)
    if days < 1:
        return None
    day = timedelta(days=1)
    return (
        Span(published_on - days * day, published_on - day),
        Span(published_on + day, published_on + days * day),
    )
