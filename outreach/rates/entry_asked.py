"""What the page of an entry was asked for, and the addresses of its variants and of the rows behind it."""

from typing import Any, NamedTuple

from flask import url_for

from outreach.rates.asked import reading_args
from outreach.rates.rules.changes import BusinessChange
from outreach.rates.rules.counting import Reading
from outreach.rates.rules.ledger import Outcome


class EntryAsked(NamedTuple):
    """Which intervention and outcome, which dossiers its counts hold, and the order of its businesses.

    `part`: what is written at once that otherwise comes when it is looked at.
    """

    intervention_id: int
    outcome: Outcome
    reading: Reading
    sort: str
    part: str = ""

    def url(self, **changes: Any) -> str:
        """The page with something else asked for; None leaves it out."""
        asked = {"outcome": self.outcome, "sort": self.sort or None, **reading_args(self.reading), **changes}
        if asked["outcome"] is Outcome.ONLINE:
            asked["outcome"] = None
        return url_for("rates.before_after", intervention_id=self.intervention_id, **asked)

    def rows(self, change: BusinessChange) -> str:
        """The received dossiers of one business in both windows."""
        args = {**change.windows.span.args, **reading_args(self.reading)}
        return url_for("dossiers.index", business=change.business_id, state="received_new", **args)

    def sorted_by(self, key: str) -> str:
        """The first page ordered by a column, and the other way when it is so already."""
        first, other = (key, f"-{key}") if key == "name" else (f"-{key}", key)
        return self.url(sort=other if self.sort == first else first)
