"""What a page of figures was asked for, and the addresses of its variants and of the rows behind a figure."""

from dataclasses import dataclass, field, replace
from typing import Any

from flask import url_for

from outreach.dossiers.filters import WITHOUT_FILED_FOR
from outreach.dossiers.scope import WITHOUT, WITHOUT_FIELD, Scope
from outreach.rates import wording
from outreach.rates.rules.counting import Basis, Reading
from outreach.rates.rules.figures import By, Group
from outreach.rates.rules.ledger import Outcome
from outreach.rates.rules.periods import Period


@dataclass(frozen=True)
class Asked:
    """A period, which dossiers its rates count, and how the table below is cut and ordered."""

    period: Period
    reading: Reading = field(default_factory=Reading)
    by: By = By.FIELD
    sort: str = ""
    endpoint: str = "rates.figures"  # the page that asks

    @property
    def scope(self) -> Scope:
        """The same for the queries."""
        return Scope(
            self.period.first, self.period.last,
            basis=self.reading.basis.value, without_filed_for=self.reading.without_filed_for,
        )  # fmt: skip

    @property
    def args(self) -> dict[str, Any]:
        """What stands in an address for the period and the reading."""
        return {**self.period.args, **reading_args(self.reading)}

    def url(self, **changes: Any) -> str:
        """The page with something else asked for; another table begins at its first page."""
        page = changes.pop("page", None)
        asked = replace(self, **changes)
        sort = asked.sort if asked.by is self.by else ""
        return url_for(self.endpoint, **asked.args, by=asked.by.value, sort=sort or None, page=page)

    def download(self, format: str) -> str:
        """The table as a file."""
        return url_for("rates.figures", **self.args, by=self.by.value, format=format)

    def sorted_by(self, key: str) -> str:
        """The page ordered by a column: from the largest, and the other way when it is so already."""
        return self.url(sort=key if self.sort == f"-{key}" else f"-{key}")

    def rows(self, figure: str, group: Group | None = None) -> str:
        """The dossiers that a figure counts, of every basis."""
        return url_for("dossiers.index", **self._rows(figure, group))

    def counted(self, figure: str, group: Group | None = None) -> str:
        """The received dossiers that the rate counts."""
        return url_for("dossiers.index", **self._rows(figure, group), **reading_args(self.reading))

    def member_rows(self, figure: str, id: int | str | None) -> str:
        """The dossiers of one zone, field or business that the rate counts."""
        args = {**self.period.args, "state": figure, **self._only(id)}
        return url_for("dossiers.index", **args, **reading_args(self.reading))

    def name(self, group: Group) -> str:
        """What a group is called on the page."""
        if self.by is By.MONTH:
            return wording.month_name(month_of(group, self.period))
        return group.name or str(wording.UNNAMED[self.by])

    def _rows(self, figure: str, group: Group | None) -> dict[str, Any]:
        args = {**self.period.args, "state": figure}
        if group is None:
            return args
        if self.by is By.MONTH:
            return {**args, **month_of(group, self.period).args}
        return {**args, **self._only(group.id)}

    def _only(self, id: int | str | None) -> dict[str, Any]:
        without = WITHOUT_FIELD if self.by is By.FIELD else WITHOUT
        return {self.by.value: without if id is None else id}


def outcome_rows(outcome: Outcome, period: Period, reading: Reading) -> str | None:
    """The received dossiers that are a yes for an outcome; None where the list cannot tell them."""
    args = {**period.args, **reading_args(reading)}
    if outcome is Outcome.ALONE:
        return url_for("dossiers.index", **{**args, "state": "received_online", "assistance": "alone"})
    if outcome is Outcome.PAID:
        return url_for("dossiers.index", **{**args, "state": "paid_online"})
    return None


def month_of(group: Group, period: Period) -> Period:
    """The days of a group by month: its calendar month, cut by the period."""
    return next(m for m in period.months() if f"{m.first:%Y-%m}" == group.id)


def reading_args(reading: Reading) -> dict[str, Any]:
    """The part of an address that says which dossiers a rate counts."""
    return {
        "basis": None if reading.basis is Basis.ALL else reading.basis.value,
        "assistance": WITHOUT_FILED_FOR if reading.without_filed_for else None,
    }
