"""The register's quality: its gaps and oddities by source and month, and the summary forms that differ."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from outreach import clock
from outreach.charts import HeatRow
from outreach.desks.rules.quality import Span, last_whole_month
from outreach.dossiers import queries as dossiers
from outreach.dossiers.expecting import Standing
from outreach.dossiers.month_gaps import AROUND, Gap, find_gaps
from outreach.dossiers.queries import Tallied
from outreach.dossiers.queries.expected import list_expected
from outreach.dossiers.rules import CONTRADICTIONS, DOUBLES, GAPS, ODDITIES
from outreach.rates.queries.agreement import Agreement, agreements

MOST_MONTHS = 24  # in the picture
MOST_FORMS = 12
MOST_GAPS = 40  # of agencies
ROWS_OF_PICTURE = ("without_tax_code", "without_business", "channel_unknown", "without_procedure",
                   "status_unknown", "without_due")  # fmt: skip


class Line(NamedTuple):
    """One oddity: how many dossiers have it, in all and by source (only those with any)."""

    name: str
    rows: int
    by_source: Sequence[tuple[str, int]]


class Source(NamedTuple):
    """What one system gave: dossiers of the span, the months of its first and last, and its gaps."""

    name: str
    rows: int
    first: date | None
    last: date | None
    imported_at: datetime | None
    gaps: Sequence[Gap]
    expected: Standing | None  # the newest monthly file, where one is expected

    @property
    def stopped(self) -> Gap | None:
        """The months since which nothing came."""
        return next((gap for gap in self.gaps if gap.kind == "stopped"), None)


class AgencyGap(NamedTuple):
    """A gap in what an agency has in a source that itself went on."""

    source: str
    agency_id: int
    agency: str
    gap: Gap


class Quality:
    """The whole page: one look at the register, narrowed to a span and to a source that it has."""

    def __init__(self, span: Span, source: str | None, today: date) -> None:
        self.span, self.today = span, today
        # Months beside the span say what is usual.
        first = clock.add_months(span.first, -AROUND) if span.first > date.min else date.min
        last = clock.add_months(span.last, AROUND) if span.last else date.max
        everything = dossiers.tally_quality(first, last)
        self.sources = sorted({one.source for one in everything})
        self.source = source if source in self.sources else None
        self._all = [one for one in everything if self.source in (None, one.source)]
        self._shown = [one for one in self._all if self._in_span(one.month)]

    def _in_span(self, month: date) -> bool:
        return self.span.first <= month and (self.span.last is None or month <= self.span.last)

    @cached_property
    def rows(self) -> int:
        """Dossiers of the span."""
        return sum(one.rows for one in self._shown)

    @cached_property
    def gaps(self) -> list[Line]:
        """What is not said, the most frequent first."""
        return sorted(self._lines(GAPS), key=lambda line: -line.rows)

    @cached_property
    def contradictions(self) -> list[Line]:
        """What cannot be, in the order of rules."""
        return self._lines(CONTRADICTIONS)

    @cached_property
    def doubles(self) -> list[Line]:
        """What two sources seem to have both; with one source there is nothing to look for."""
        if len(self.sources) < 2 or not self._shown:
            return []
        found = dossiers.count_doubles(self.span.first, self.span.last or date.max)
        wanted = {
            name: {source: rows for source, rows in per.items() if self.source in (None, source)}
            for name, per in found.items()
        }
        return [line for name in DOUBLES if (line := _line(name, wanted[name])).rows]

    @cached_property
    def without(self) -> list[str]:
        """Oddities that nothing has."""
        seen = {line.name for line in (*self.gaps, *self.contradictions, *self.doubles)}
        return [name for name in ODDITIES if name not in seen and (name not in DOUBLES or self.sources[1:])]

    def _lines(self, names: Iterable[str]) -> list[Line]:
        counts: dict[str, Counter[str]] = {name: Counter() for name in names}
        for one in self._shown:
            for name in one.odd.keys() & counts.keys():
                counts[name][one.source] += one.odd[name]
        return [line for name, per in counts.items() if (line := _line(name, per)).rows]

    @cached_property
    def by_source(self) -> list[Source]:
        """Each source with the months that it lacks."""
        imported = dossiers.last_imports("dossiers")
        expected = {one.file.source: one.newest for one in list_expected() if one.file.kind == "dossiers"}
        until = last_whole_month(self.today)
        found = []
        for name in self.sources if self.source is None else [self.source]:
            months = _months(one for one in self._all if one.source == name)
            gaps = [gap for gap in find_gaps(months, self._until(until)) if self._in_span(gap.last)]
            shown = [month for month in months if self._in_span(month)]
            rows = sum(months[month] for month in shown)
            first, last = min(shown, default=None), max(shown, default=None)
            found.append(Source(name, rows, first, last, imported.get(name), gaps, expected.get(name)))
        return found

    def _until(self, until: date) -> date:
        return min(until, clock.month_of(self.span.last)) if self.span.last else until

    @cached_property
    def by_agency(self) -> list[AgencyGap]:
        """Agencies that lack months which their source has, the latest first."""
        lacking = {
            (one.name, month)
            for one in self.by_source
            for gap in one.gaps
            if gap.kind != "thin"
            for month in clock.months_between(gap.first, gap.last)
        }
        per: dict[tuple[str, int], list[Tallied]] = defaultdict(list)
        for one in self._all:
            if one.agency_id is not None:
                per[one.source, one.agency_id].append(one)
        last = {one.name: one.last for one in self.by_source}
        found = []
        for (source, agency_id), tallied in per.items():
            end = last.get(source)
            if end is None:
                continue
            until = min(self._until(last_whole_month(self.today)), clock.add_months(end, -1))
            for gap in find_gaps(_months(tallied), until):
                months = {(source, month) for month in clock.months_between(gap.first, gap.last)}
                if self._in_span(gap.last) and not months <= lacking:
                    found.append((source, agency_id, gap))
        found.sort(key=lambda one: (one[2].last, one[2].usual), reverse=True)
        names = dossiers.agency_names({agency_id for _source, agency_id, _gap in found})
        return [AgencyGap(source, id, names.get(id, ""), gap) for source, id, gap in found[:MOST_GAPS]]

    @cached_property
    def missing_months(self) -> int:
        """Months that a source lacks or has too little of."""
        return sum(gap.months for one in self.by_source for gap in one.gaps)

    @cached_property
    def months(self) -> list[date]:
        """The months of the picture."""
        known = [one.month for one in self._shown if one.month <= self.today]
        return clock.months_between(min(known), max(known))[-MOST_MONTHS:] if known else []

    @cached_property
    def over_time(self) -> list[HeatRow]:
        """How much of each month is not said, for what is missing anywhere in these months."""
        rows: Counter[date] = Counter()
        odd: dict[str, Counter[date]] = {name: Counter() for name in ROWS_OF_PICTURE}
        for one in self._shown:
            rows[one.month] += one.rows
            for name, per in odd.items():
                per[one.month] += one.odd.get(name, 0)
        return [
            HeatRow(str(ODDITIES[name]), [(per[month], rows[month]) for month in self.months])
            for name, per in odd.items()
            if any(per[month] for month in self.months)
        ]

    @cached_property
    def forms(self) -> list[Agreement]:
        """The latest summary forms of the span beside the register."""
        until = self.span.last or self.today + timedelta(days=366)
        found = agreements(self.sources, since=self.span.first, until=until, limit=MOST_FORMS)
        return [one for one in found if self.source in (None, one.source)]


def _line(name: str, per: Mapping[str, int]) -> Line:
    by_source = sorted((source, rows) for source, rows in per.items() if rows)
    return Line(name, sum(per.values()), by_source)


def _months(tallied: Iterable[Tallied]) -> Mapping[date, int]:
    months: Counter[date] = Counter()
    for one in tallied:
        months[one.month] += one.rows
    return months
