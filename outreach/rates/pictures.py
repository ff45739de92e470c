"""Pictures of rates and dossiers, with links."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flask import url_for
from markupsafe import Markup

from outreach import clock
from outreach.campaigns import queries as campaigns
from outreach.campaigns.queries import Tick as Held
from outreach.charts import Dot, Tick
from outreach.charts.rows import row_strip
from outreach.dossiers.queries import OutageLine, outages_between
from outreach.i18n import gettext as _
from outreach.rates.rules.changes import BusinessChange, Mark
from outreach.rates.rules.periods import Period

MONTHS_SHOWN = 12
MARKED = 12  # more leave no room on a phone, and weigh a page down
OUTAGES_MARKED = 6  # a month's chart shows no hours: the longest say most


def dots_of(marks: Iterable[Mark]) -> list[Dot]:
    """Dossiers as dots."""
    return [Dot(mark.received_on, mark.online, mark.filed_for) for mark in marks]


def ticks_of(held: Iterable[Held]) -> list[Tick]:
    """Interventions as marks on a time axis, each leading to its before and after."""
    return [Tick(one.date, one.label, _before_after(one.id), one.ends) for one in held]


def latest(held: Sequence[Held]) -> tuple[list[Tick], int]:
    """Marks of the latest ones, in the order given, and how many earlier ones stand in their list alone."""
    return ticks_of(held[-MARKED:]), max(len(held) - MARKED, 0)


def strip_of(change: BusinessChange) -> Markup:
    """The dossiers of one business in its windows, with a line at the day it was reached."""
    return row_strip(dots_of(change.marks), change.windows.exposed_on)


def months_around(period: Period, register: Period) -> Period:
    """The days to chart for a period: the period, or the twelve months to its end when it is short.

    Cut to the register, so that months of which nothing is known are not drawn as empty ones.
    """
    last = min(period.last, register.last)
    start = clock.add_months(clock.month_of(last), 1 - MONTHS_SHOWN)
    first = max(min(period.first, start), clock.month_of(register.first))
    return Period(min(first, last), last)


def _before_after(intervention_id: int) -> str:
    return url_for("rates.before_after", intervention_id=intervention_id)


class Occasions(NamedTuple):
    """What stands on a chart: marks, how many earlier activities have none, and everything that failed."""

    ticks: list[Tick]
    earlier: int
    outages: list[OutageLine]


def occasions(days: Period) -> Occasions:
    """What was held in the days of a chart, and what did not work: the latest and the longest as marks."""
    outages = outages_between(days.first, days.last)
    held, earlier = latest(campaigns.ticks(days.first, days.last))
    return Occasions([*held, *outage_ticks(outages)], earlier, outages)


def outage_ticks(outages: Iterable[OutageLine]) -> list[Tick]:
    """The longest outages as marks on a time axis, each leading to the register of its year."""
    return [_outage(one) for one in sorted(outages, key=_length)[-OUTAGES_MARKED:]]


def _outage(one: OutageLine) -> Tick:
    first = clock.local(one.started_at).date()
    last = clock.local(one.ended_at).date() if one.ended_at else None
    label = _("Gián đoạn: %(system)s", system=one.system)
    return Tick(first, label, url_for("dossiers.outages", year=first.year), last if last != first else None)


def _length(one: OutageLine) -> int:
    """In minutes; one whose end nobody noted is as short as can be."""
    return one.minutes or 0
