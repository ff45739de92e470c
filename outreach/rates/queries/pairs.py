"""Counts before and after of many interventions at once, in a fixed number of statements.

Windows begin and end on any day. What they have of whole months comes from the monthly counts, a row for each
business and month; what they cut off other months is counted dossier by dossier.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    CTE,
    Boolean,
    Date,
    Row,
    Select,
    Subquery,
    and_,
    column,
    func,
    select,
    true,
    union_all,
    values,
)
from sqlalchemy.types import TypeEngine

from outreach.campaigns.models import Attendance, ExposureRecord, Intervention
from outreach.database import batches, db
from outreach.dossiers import measures
from outreach.dossiers.models import Dossier, Month, MonthlyCount
from outreach.rates.rules.counting import Pair, Tally
from outreach.rates.rules.periods import Period
from outreach.rates.rules.windows import Part, Windows, parts, windows

AT_ONCE = 500  # interventions, and days on which they reached somebody: databases take so many parameters


def first_days(intervention_ids: Sequence[int]) -> dict[int, dict[int, date]]:
    """Per intervention the businesses it reached, each with its first day."""
    found: dict[int, dict[int, date]] = defaultdict(dict)
    for whose, business_id, day in db.session.execute(select(_reached(intervention_ids))):
        found[whose][business_id] = day
    return dict(found)


def pairs_of(reached: Mapping[int, Mapping[int, date]], days: Period | None) -> dict[int, Pair]:
    """All received dossiers of those reached, as `first_days` tells, each business around its own day."""
    if days is None:
        return {}
    found = dict.fromkeys(reached, Pair())
    for ids in batches(reached, AT_ONCE):
        for some in batches(sorted({day for id in ids for day in reached[id].values()}), AT_ONCE):
            for row in _counted(ids, [windows(day, days) for day in some]):
                online_before, before, online_after, after = (int(count or 0) for count in row[1:])
                found[row[0]] += Pair(Tally(online_before, before), Tally(online_after, after))
    return found


def _counted(ids: Sequence[int], around: Sequence[Windows]) -> Iterator[Row[*tuple[Any, ...]]]:
    whole, cut = parts(around)
    if whole:
        yield from db.session.execute(in_months(ids, whole))
    if cut:
        yield from db.session.execute(on_days(ids, cut))


def in_months(ids: Sequence[int], whole: Sequence[Part]) -> Select[*tuple[Any, ...]]:
    """By intervention: online and received before, online and received after, in parts of whole months."""
    pieces = _pieces(ids, whole, Month())
    sums = (func.sum(MonthlyCount.online), func.sum(MonthlyCount.received))
    return (
        _of_each(pieces, [one.filter(side) for side in (~pieces.c.after, pieces.c.after) for one in sums])
        .join(MonthlyCount, MonthlyCount.business_id == pieces.c.business_id)
        .where(MonthlyCount.month.between(pieces.c.first, pieces.c.last))
    )


def on_days(ids: Sequence[int], cut: Sequence[Part], d: type[Dossier] = Dossier) -> Select[*tuple[Any, ...]]:
    """The same of any parts, from the dossiers themselves."""
    pieces = _pieces(ids, cut, Date())
    counts = [
        func.count().filter(and_(side, of))
        for side in (~pieces.c.after, pieces.c.after)
        for of in (measures.is_online(d), true())
    ]
    return (
        _of_each(pieces, counts)
        .join(d, d.business_id == pieces.c.business_id)
        .where(d.received_on.between(pieces.c.first, pieces.c.last), measures.is_received(d))
    )


def _of_each(pieces: CTE, columns: Sequence[Any]) -> Select[*tuple[Any, ...]]:
    """Intervention by intervention: in that order hundreds of thousands of rows need not be sorted."""
    return (
        select(Intervention.id, *columns)
        .join(pieces, pieces.c.intervention_id == Intervention.id)
        .group_by(Intervention.id)
    )


def _pieces(ids: Sequence[int], of: Sequence[Part], kind: TypeEngine[date]) -> CTE:
    """Whose rows are counted: each business that an intervention reached, and a part of its windows.

    Worked out first: a database that looks for dossiers before it knows the days reads them all.
    """
    columns = (column("day", Date), column("after", Boolean), column("first", kind), column("last", kind))
    spans = values(*columns, name="spans").data([tuple(part) for part in of]).cte("spans")
    reached = _reached(ids)
    found = select(
        reached.c.intervention_id, reached.c.business_id, spans.c.after, spans.c.first, spans.c.last
    ).join(spans, spans.c.day == reached.c.day)  # fmt: skip
    return found.cte("pieces").prefix_with("MATERIALIZED")


def _reached(intervention_ids: Sequence[int]) -> Subquery:
    """Each business that an intervention reached, with its first day."""
    ids = list(intervention_ids)
    halves = union_all(
        select(Attendance.intervention_id, Attendance.business_id, Attendance.attended_on.label("day")).where(
            Attendance.intervention_id.in_(ids)
        ),
        select(ExposureRecord.intervention_id, ExposureRecord.business_id, ExposureRecord.exposed_on).where(
            ExposureRecord.intervention_id.in_(ids)
        ),
    ).subquery()
    by = halves.c.intervention_id, halves.c.business_id
    return select(*by, func.min(halves.c.day).label("day")).group_by(*by).subquery("reached")


def pairs_of_all(held: Mapping[int, date], days: Period | None) -> dict[int, Pair]:
    """The whole board around the day of each intervention; one statement for all of them."""
    if days is None or not held:
        return {}
    around = {whose: windows(day, days) for whose, day in held.items()}
    span = _span(around.values())
    statement = (
        select(Dossier.received_on, func.count(), func.count().filter(measures.is_online()))
        .where(measures.is_received_in(span.first, span.last))
        .group_by(Dossier.received_on)
        .order_by(Dossier.received_on)
    )
    board = _Strip()
    for day, received, online in db.session.execute(statement):
        board.add(day, received, online)
    return {whose: _pair(board, its) for whose, its in around.items()}


class _Strip:
    """Received dossiers in the order of their days, added up so that any period is a difference."""

    def __init__(self) -> None:
        self.days: list[date] = []
        self.received, self.online = [0], [0]

    def add(self, day: date, received: int, online: int) -> None:
        """Those of one more day, or more of the last one."""
        self.days.append(day)
        self.received.append(self.received[-1] + received)
        self.online.append(self.online[-1] + online)

    def within(self, period: Period | None) -> Tally:
        """Online and received in a period."""
        if period is None:
            return Tally()
        first, end = bisect_left(self.days, period.first), bisect_right(self.days, period.last)
        return Tally(self.online[end] - self.online[first], self.received[end] - self.received[first])


def _pair(strip: _Strip, around: Windows) -> Pair:
    return Pair(strip.within(around.before), strip.within(around.after))


def _span(around: Iterable[Windows]) -> Period:
    """From the first day of all windows to the last; one day when there are none."""
    return Period.spanning([each.span for each in around] or [Period(date.min, date.min)])
