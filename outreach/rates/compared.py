"""A summary form beside the register: row by row and figure by figure, each with the dossiers behind it."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from flask import url_for

from outreach.rates.queries.summaries import Counted, Former, FormRow, Register
from outreach.rates.rules.periods import Period
from outreach.rates.rules.summaries import COUNTERPARTS, SHARE, Broken, broken, completed, online_share
from outreach.rates.wording import summaries as wording


class Line(NamedTuple):
    """One figure: as the form says it (or as follows from it), as the register counts it, and its rows."""

    measure: str
    said: int
    follows: bool  # worked out from other figures of the row
    counted: int | None
    behind: Mapping[str, Any] | None  # filters of the list of dossiers
    former: Sequence[Former]

    @property
    def label(self) -> str:
        """What it is called."""
        return wording.measure(self.measure)

    @property
    def url(self) -> str | None:
        """The dossiers that the register counts."""
        return None if self.behind is None else url_for("dossiers.index", **self.behind)

    @property
    def shown(self) -> str:
        """The form's figure as people read it."""
        return wording.amount(self.measure, self.said)

    @property
    def difference(self) -> int | None:
        """Form minus register."""
        return None if self.counted is None else self.said - self.counted


class Compared:
    """One row of a form beside the register."""

    def __init__(self, row: FormRow, counted: Counted | None, period: Period) -> None:
        self.row, self.counted, self.period = row, counted, period

    @cached_property
    def known(self) -> dict[str, int]:
        """The form's figures with what follows from them."""
        return completed(self.row.said)

    @cached_property
    def broken(self) -> list[Broken]:
        """Sums of the form that do not agree."""
        return broken(self.row.said)

    @cached_property
    def sentences(self) -> list[str]:
        """The same in words."""
        return [wording.sentence(one) for one in self.broken]

    @cached_property
    def lines(self) -> list[Line]:
        """Its figures in reading order."""
        return [self._line(measure, said) for measure, said in self.known.items()]

    @cached_property
    def differs(self) -> bool:
        """Whether the register says otherwise anywhere."""
        return any(line.difference for line in self.lines)

    @property
    def share_said(self) -> float | None:
        """Online, of the received in the period, by the form."""
        return online_share(self.known)

    @property
    def share_counted(self) -> float | None:
        """The same by the register."""
        if self.counted is None:
            return None
        received = self.counted.figures["received_new", None]
        return self.counted.figures["received_online", None] / received if received else None

    @property
    def totals(self) -> dict[str, Any] | None:
        """What a recorded total of the same period begins with; None when the form does not say it."""
        received, online = self.known.get("received_in_period"), self.known.get("received_online")
        if received is None or online is None:
            return None
        days = {"first": self.period.first.isoformat(), "last": self.period.last.isoformat()}
        return {**days, "received": received, "online": online}

    def _line(self, measure: str, said: int) -> Line:
        counterpart = COUNTERPARTS[measure] if measure != SHARE else None
        count = behind = None
        if self.counted and counterpart:
            figure, channel = counterpart
            count = self.counted.figures[counterpart]
            behind = {**self.period.args, **self.counted.filters, "state": figure, "channel": channel}
        former = self.row.former.get(measure, ())
        return Line(measure, said, measure not in self.row.said, count, behind, former)


def compared(rows: Sequence[FormRow], register: Register) -> list[Compared]:
    """The rows of a form beside the register."""
    return [Compared(row, register.of(row), register.period) for row in rows]
