"""What the charts are told: dossiers, interventions, monthly counts."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple


class Dot(NamedTuple):
    """One dossier, by the day it was received.

    `online` is None when the channel is not known; `filed_for` when staff filed it for the business.
    """

    day: date
    online: bool | None
    filed_for: bool


@dataclass(frozen=True)
class Tick:
    """One intervention: a day, or the days from `day` to `ends`."""

    day: date
    label: str
    href: str | None = None
    ends: date | None = None

    @property
    def days(self) -> str:
        """The day or range, dd/mm/yyyy."""
        if self.ends and self.ends != self.day:
            return f"{self.day:%d/%m/%Y}–{self.ends:%d/%m/%Y}"
        return f"{self.day:%d/%m/%Y}"

    @cached_property
    def title(self) -> str:
        """Day and label, for pointers and keys."""
        return f"{self.days} · {self.label}"


class MonthPoint(NamedTuple):
    """Dossiers received in a calendar month and how many of them were filed online.

    `month` is its first day. With `received` 0 the month has no rate: a gap, never 0 %.
    """

    month: date
    received: int
    online: int

    @property
    def share(self) -> float | None:
        """Online ÷ received, or None when nothing was received."""
        return self.online / self.received if self.received else None
