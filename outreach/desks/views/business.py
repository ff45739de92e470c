"""One business: its dossiers as dots, its counts before and after each intervention."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import charts, clock, web
from outreach.accounts import guards
from outreach.charts import Tick
from outreach.desks.queries.business import business_facts
from outreach.dossiers.queries import outages_between
from outreach.i18n import gettext as _
from outreach.rates import queries as rates
from outreach.rates import wording
from outreach.rates.pictures import dots_of, outage_ticks
from outreach.rates.rules.changes import ExposureChange, Mark
from outreach.rates.rules.counting import Tally
from outreach.rates.rules.periods import Period, last_twelve_months
from outreach.visits import queries as visits
from outreach.visits import rules as visit_rules

EVERYONE_SHOWN = 6


@guards.signed_in
def business(business_id: int) -> ResponseReturnValue:
    """The page of one business; another business's page does not exist for a business person."""
    facts = web.found(business_facts(business_id) if guards.may_see_business(business_id) else None)
    marks = rates.dots(business_id)
    register = rates.register()
    found = rates.business_before_after(business_id, marks, register) if register else []
    changes = _shown(found)
    return web.render(
        "desks/business.html",
        business=facts,
        strip=_strip(facts.name, marks, changes, register),
        left_out=len(found) - len(changes),
        year=last_twelve_months(register.last) if register else None,
        tally=_tally(marks, register),
        filed_for=sum(mark.filed_for for mark in marks),
        changes=changes,
        marks=marks,
        register=register,
        wording=wording,
        promises=visits.promises_of(business_id), visit_rules=visit_rules, today=clock.today(),
    )  # fmt: skip


def _strip(name: str, marks: Sequence[Mark], changes: list[ExposureChange], register: Period | None) -> Any:
    """The dossiers of as long as the register goes, with a line at each intervention and outage.

    What reached everyone or did not work for several days is a band.
    """
    if register is None:
        return None
    ticks = [Tick(c.windows.exposed_on, c.title, _before_after(c), c.ends_on) for c in changes]
    start = min([register.first, *(c.windows.exposed_on for c in changes if not c.everyone)])
    ticks += [_seen_by(one) for one in outage_ticks(outages_between(start, register.last))]
    return charts.dot_strip(
        dots_of(marks), ticks, start=start, end=register.last, chart_id="strip",
        title=_("Hồ sơ của %(name)s theo ngày tiếp nhận", name=name),
    )  # fmt: skip


def _shown(changes: list[ExposureChange]) -> list[ExposureChange]:
    """All that reached this business; of what reached everyone the last few, lest they bury the rest."""
    everyone = [change.intervention_id for change in changes if change.everyone]
    older = set(everyone[:-EVERYONE_SHOWN])
    return [change for change in changes if not (change.everyone and change.intervention_id in older)]


def _seen_by(tick: Tick) -> Tick:
    """The mark as this reader may follow it: the register of outages is for staff."""
    return tick if current_user.is_staff else replace(tick, href=None)


def _before_after(change: ExposureChange) -> str | None:
    """Where staff read on; business people may not see the page of others' figures."""
    if not current_user.is_staff:
        return None
    return url_for("rates.before_after", intervention_id=change.intervention_id)


def _tally(marks: Sequence[Mark], register: Period | None) -> Tally:
    """Online of received in the last twelve months of the register."""
    if register is None:
        return Tally()
    year = last_twelve_months(register.last)
    recent = [mark for mark in marks if year.first <= mark.received_on <= year.last]
    return Tally(sum(mark.online is True for mark in recent), len(recent))
