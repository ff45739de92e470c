"""What the pages of whom to reach next were asked for, and the addresses of their variants."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import url_for

from outreach import lists
from outreach.rates.rules.periods import Period
from outreach.rates.rules.reach_next import (
    LISTED_PER_SEAT,
    MOST_LISTED,
    QUIET_MONTHS,
    SEATS,
    Narrowed,
    Wanted,
)
from outreach.text import fold_words

STOPS = 10  # of a day's route


@dataclass(frozen=True)
class Asked:
    """Which dossiers are counted, and which of the ranked businesses are shown."""

    narrowed: Narrowed = field(default_factory=Narrowed)
    wanted: Wanted = field(default_factory=Wanted)

    @property
    def args(self) -> dict[str, Any]:
        """What stands for it in an address."""
        args = {
            "zone": self.wanted.zone_id,
            "field": self.narrowed.field,
            "procedure": self.narrowed.procedure_id,
            "never": 1 if self.wanted.never_trained else None,
            "quiet": self.wanted.quiet_months,
        }
        return {name: value for name, value in args.items() if value is not None}

    @property
    def filtered(self) -> bool:
        """Whether anything is left out."""
        return bool(self.args)

    def url(self, endpoint: str = "rates.reach_next", **more: Any) -> str:
        """One of the pages with the same filters."""
        return url_for(endpoint, **{**self.args, **more})

    def page(self, *, page: int | None) -> str:
        """A page of the list."""
        return self.url(page=page)

    def of_zone(self, zone_id: int | None) -> "Asked":
        """The same in another zone; 0 is no zone, None every zone."""
        return replace(self, wanted=self.wanted._replace(zone_id=zone_id))

    def of_procedure(self, procedure_id: int | None) -> "Asked":
        """The same for another procedure, or for all of them."""
        return replace(self, narrowed=self.narrowed._replace(procedure_id=procedure_id))

    def rows(self, period: Period, business_id: int, state: str) -> str:
        """The dossiers behind a count: 'received_new' or 'received_other'."""
        args: dict[str, Any] = {"field": self.narrowed.field, "procedure": self.narrowed.procedure_id}
        args |= {**period.args, "business": business_id, "state": state, "basis": "possible"}
        return url_for("dossiers.index", **args)


def read(args: Mapping[str, str]) -> Asked:
    """What an address asks for; what is not understood is left out."""
    months = lists.number(args, "quiet")
    return Asked(
        Narrowed(fold_words(lists.words(args, "field")) or None, lists.number(args, "procedure")),
        Wanted(
            lists.number(args, "zone"), args.get("never") == "1", months if months in QUIET_MONTHS else None
        ),
    )


def seats(args: Mapping[str, str]) -> tuple[int, int]:
    """How many seats there are, and how many businesses to list: twice as many unless told otherwise."""
    there = min(max(lists.number(args, "seats") or SEATS, 1), MOST_LISTED)
    listed = lists.number(args, "size") or there * LISTED_PER_SEAT
    return there, min(max(listed, 1), MOST_LISTED)


def stops(args: Mapping[str, str]) -> int:
    """How many businesses a day's route visits."""
    return min(max(lists.number(args, "stops") or STOPS, 1), 2 * STOPS)
