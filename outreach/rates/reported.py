"""A recorded total as pages and files show it: what the report says, and what follows from it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from outreach.charts.ranges import RangeBar, range_bars
from outreach.i18n import gettext as _
from outreach.rates.models import ReportedTotal
from outreach.rates.rules.bounds import Counts, Shares, Splits, Totals, checked
from outreach.rates.rules.periods import Period
from outreach.rates.wording import totals as wording


@dataclass(frozen=True)
class Reported:
    """One recorded total with everything that can be said about it."""

    row: ReportedTotal

    @property
    def totals(self) -> Totals:
        """What the report says."""
        row = self.row
        return Totals(
            row.received, row.online, row.online_first, row.received_first_low, row.received_first_high
        )

    @cached_property
    def splits(self) -> Splits:
        """What follows; nothing that contradicts itself is ever stored."""
        return checked(self.totals)

    @property
    def period(self) -> Period:
        """The whole period."""
        return Period(self.row.first, self.row.last)

    @property
    def names(self) -> tuple[str, str]:
        """What its two parts are called."""
        return wording.parts(self.period, Period(self.row.first, self.row.split_on))

    @property
    def sentence(self) -> str:
        """What follows, to be read out."""
        return wording.sentence(self.totals, self.splits, self.names)

    @property
    def picture(self) -> Markup:
        """The two ranges."""
        rates = zip(self.names, (self.splits.first_rate, self.splits.second_rate), strict=True)
        bars = [_bar(name, rate) for name, rate in rates]
        title = _("Tỷ lệ nộp trực tuyến: %(title)s", title=self.row.title)
        return range_bars(bars, title=title, chart_id=f"total{self.row.id}")

    def as_json(self) -> dict[str, Any]:
        """Counts and shares for programs: a bounded one has two ends, null where there is no rate."""
        row, splits = self.row, self.splits
        return {
            "title": row.title, "source": row.source, **self.period.args,
            "split_on": row.split_on.isoformat(), "received": row.received, "online": row.online,
            "online_first": row.online_first, "online_second": self.totals.online_second,
            "received_first": _ends(splits.first), "received_second": _ends(splits.second),
            "rate_first": _ends(splits.first_rate), "rate_second": _ends(splits.second_rate),
            "splits": splits.possible, "second_higher": splits.higher, "equal": splits.equal,
            "second_lower": splits.lower, "without_rate": splits.without_rate,
        }  # fmt: skip


def _bar(name: str, rate: Shares | None) -> RangeBar:
    low, high = (rate.low, rate.high) if rate else (None, None)
    return RangeBar(name, wording.share(rate), low, high)


def _ends(found: Counts | Shares | None) -> dict[str, float] | None:
    return None if found is None else {"low": found.low, "high": found.high}
