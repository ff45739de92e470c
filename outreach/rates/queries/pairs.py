"""Counts before and after of many interventions at once, in a fixed number of statements."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import func, select, union_all

from outreach.campaigns.models import Attendance, ExposureRecord
from outreach.database import batches, db
from outreach.dossiers import measures
from outreach.dossiers.models import Dossier
from outreach.rates.rules.counting import Pair, Tally, total
from outreach.rates.rules.periods import Period
from outreach.rates.rules.windows import Windows, windows


def first_days(intervention_ids: Sequence[int]) -> dict[int, dict[int, date]]:
    """Per intervention the businesses it reached, each with its first day."""
    halves = union_all(
        select(Attendance.intervention_id, Attendance.business_id, Attendance.attended_on.label("day")).where(
            Attendance.intervention_id.in_(intervention_ids)
        ),
        select(ExposureRecord.intervention_id, ExposureRecord.business_id, ExposureRecord.exposed_on).where(
            ExposureRecord.intervention_id.in_(intervention_ids)
        ),
    ).subquery()
    by = halves.c.intervention_id, halves.c.business_id
    found: dict[int, dict[int, date]] = defaultdict(dict)
    for whose, business_id, day in db.session.execute(select(*by, func.min(halves.c.day)).group_by(*by)):
        found[whose][business_id] = day
    return dict(found)


def pairs_of(reached: Mapping[int, Mapping[int, date]], days: Period | None) -> dict[int, Pair]:
    """All received dossiers of those reached, each business around its own day."""
    if days is None:
        return {}
    around = {day: windows(day, days) for each in reached.values() for day in each.values()}
    strips = _strips({business for each in reached.values() for business in each}, around.values())
    found = {}
    for whose, each in reached.items():
        parts = [(strips[business], around[day]) for business, day in each.items() if business in strips]
        found[whose] = total(_pair(strip, its) for strip, its in parts)
    return found


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


def _strips(business_ids: Iterable[int], around: Iterable[Windows]) -> dict[int, _Strip]:
    span = _span(around)
    found: dict[int, _Strip] = defaultdict(_Strip)
    for some in batches(sorted(business_ids)):
        statement = (
            select(Dossier.business_id, Dossier.received_on, Dossier.filing_channel)
            .where(Dossier.business_id.in_(some), measures.is_received_in(span.first, span.last))
            .order_by(Dossier.received_on)
        )
        for whose, day, channel in db.session.execute(statement):
            found[whose or 0].add(day, 1, channel == "online")
    return dict(found)


def _span(around: Iterable[Windows]) -> Period:
    """From the first day of all windows to the last; one day when there are none."""
    spans = [each.span for each in around] or [Period(date.min, date.min)]
    return Period(min(span.first for span in spans), max(span.last for span in spans))
